//! From method and path to the handler of the operation. The table of operations is given: what they do is not known here.

use huaweicloud_core::Operation;
use hyper::Method;

use crate::refusal::Refusal;
use crate::response::Response;
use crate::state::State;
use crate::target::Query;

/// One line of the table of operations: the operation, and what handles its requests.
pub(crate) struct Route {
    pub(crate) operation: Operation,
    pub(crate) handler: Handler,
}

/// Handles the requests of one operation.
pub(crate) type Handler = fn(&State, &Call<'_>) -> Result<Response, Refusal>;

/// The routes of a service, one list for each resource.
pub(crate) type Table = &'static [&'static [Route]];

/// A request for an operation: what it says in its path and its query.
pub(crate) struct Call<'r> {
    parameters: Vec<(&'static str, &'r str)>,
    query: &'r Query,
}

impl<'r> Call<'r> {
    /// The value of a path parameter of the operation.
    pub(crate) fn path(&self, name: &str) -> Result<&'r str, Refusal> {
        // A handler that asks for what its template has not is a mistake of the table.
        self.parameters.iter().find(|(n, _)| *n == name).map(|(_, value)| *value).ok_or_else(Refusal::internal)
    }

    /// The query parameters.
    pub(crate) fn query(&self) -> &'r Query {
        self.query
    }
}

/// Finds the operation that a request is for.
///
/// Of two templates that match, the one with a name where the other has a parameter is taken: `/instances/action` is not
/// the instance `action`.
pub(crate) fn find<'r>(
    table: Table,
    method: &Method,
    segments: &'r [String],
    query: &'r Query,
) -> Result<(&'static Route, Call<'r>), Refusal> {
    let mut path_is_known = false;
    let mut found: Option<(&'static Route, Vec<(&'static str, &'r str)>)> = None;
    for route in table.iter().copied().flatten() {
        let Some(parameters) = matched(route.operation.path(), segments) else { continue };
        path_is_known = true;
        let is_better = found.as_ref().is_none_or(|(_, other)| parameters.len() < other.len());
        if route.operation.method().as_str() == method.as_str() && is_better {
            found = Some((route, parameters));
        }
    }
    match found {
        Some((route, parameters)) => Ok((route, Call { parameters, query })),
        None if path_is_known => Err(Refusal::wrong_method()),
        None => Err(Refusal::unknown_path()),
    }
}

/// The path parameters, if the path is one of the template's. A parameter is never empty.
fn matched<'r>(template: &'static str, segments: &'r [String]) -> Option<Vec<(&'static str, &'r str)>> {
    let mut parameters = Vec::with_capacity(4);
    let mut segments = segments.iter();
    for expected in template.trim_start_matches('/').split('/') {
        let segment = segments.next()?.as_str();
        match expected.strip_prefix('{').and_then(|name| name.strip_suffix('}')) {
            Some(_) if segment.is_empty() => return None,
            Some(name) => parameters.push((name, segment)),
            None if expected == segment => {}
            None => return None,
        }
    }
    segments.next().is_none().then_some(parameters)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::target::Target;
    use huaweicloud_core::Method::{Get, Post};

    fn empty_list(_: &State, _: &Call<'_>) -> Result<Response, Refusal> {
        Response::ok(&[(); 0])
    }

    const WIDGETS: &[Route] = &[
        Route { operation: Operation::new("ShowWidget", Get, "/v2/{widget_id}"), handler: empty_list },
        Route { operation: Operation::new("ActOnWidgets", Post, "/v2/action"), handler: empty_list },
        Route { operation: Operation::new("ChangeWidget", Post, "/v2/{widget_id}"), handler: empty_list },
    ];
    const PARTS: &[Route] =
        &[Route { operation: Operation::new("ListParts", Get, "/v2/{widget_id}/parts"), handler: empty_list }];

    fn found(method: &Method, path: &str) -> Result<(&'static str, Option<String>), Refusal> {
        let target = Target::parse(path, None).unwrap();
        let (route, call) = find(&[WIDGETS, PARTS], method, &target.segments, &target.query)?;
        Ok((route.operation.id(), call.path("widget_id").ok().map(str::to_owned)))
    }

    #[test]
    fn parameters_take_any_segment_but_the_empty_one() {
        assert_eq!(found(&Method::GET, "/v2/a%2Fb"), Ok(("ShowWidget", Some("a/b".to_owned()))));
        assert_eq!(found(&Method::GET, "/v2/w/parts"), Ok(("ListParts", Some("w".to_owned()))));
        for path in ["/v2/", "/v2", "/v2//parts", "/v2/w/parts/", "/v2/w/parts/1", "/", "/v3/w"] {
            assert_eq!(found(&Method::GET, path), Err(Refusal::unknown_path()), "{path}");
        }
    }

    #[test]
    fn a_name_is_taken_before_a_parameter() {
        assert_eq!(found(&Method::POST, "/v2/action"), Ok(("ActOnWidgets", None)));
        assert_eq!(found(&Method::POST, "/v2/other"), Ok(("ChangeWidget", Some("other".to_owned()))));
        assert_eq!(found(&Method::GET, "/v2/action"), Ok(("ShowWidget", Some("action".to_owned()))));
    }

    #[test]
    fn a_known_path_with_another_method_says_so() {
        assert_eq!(found(&Method::POST, "/v2/w/parts"), Err(Refusal::wrong_method()));
    }
}
