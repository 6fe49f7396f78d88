//! From method and path to the operation that answers.

use huaweicloud_core::Operation;
use hyper::Method;

use crate::answer::{Answer, Refusal};
use crate::resources;
use crate::state::State;
use crate::target::Query;

/// One line of the table of operations: what it is, and what answers it.
pub(crate) struct Route {
    pub(crate) operation: Operation,
    pub(crate) handler: Handler,
}

/// Answers the requests for one operation.
pub(crate) type Handler = fn(&State, &Call<'_>) -> Result<Answer, Refusal>;

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
    method: &Method,
    segments: &'r [String],
    query: &'r Query,
) -> Result<(&'static Route, Call<'r>), Refusal> {
    find_in(resources::ALL.iter().copied().flatten(), method, segments, query)
}

fn find_in<'r>(
    table: impl Iterator<Item = &'static Route>,
    method: &Method,
    segments: &'r [String],
    query: &'r Query,
) -> Result<(&'static Route, Call<'r>), Refusal> {
    let mut path_is_known = false;
    let mut found: Option<(&'static Route, Vec<(&'static str, &'r str)>)> = None;
    for route in table {
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
    use std::collections::BTreeSet;

    fn nothing(_: &State, _: &Call<'_>) -> Result<Answer, Refusal> {
        Answer::ok(&())
    }

    const TABLE: &[Route] = &[
        Route { operation: Operation::new("ShowWidget", Get, "/v2/{widget_id}"), handler: nothing },
        Route { operation: Operation::new("ActOnWidgets", Post, "/v2/action"), handler: nothing },
        Route { operation: Operation::new("ChangeWidget", Post, "/v2/{widget_id}"), handler: nothing },
        Route { operation: Operation::new("ListParts", Get, "/v2/{widget_id}/parts"), handler: nothing },
    ];

    fn found(method: &Method, path: &str) -> Result<(&'static str, Option<String>), Refusal> {
        let target = Target::parse(path, None).unwrap();
        let (route, call) = find_in(TABLE.iter(), method, &target.segments, &target.query)?;
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

    #[test]
    fn the_table_names_each_operation_and_each_place_once() {
        let operations: Vec<_> = resources::ALL.iter().copied().flatten().map(|route| route.operation).collect();
        let ids: BTreeSet<_> = operations.iter().map(Operation::id).collect();
        let places: BTreeSet<_> = operations.iter().map(|o| (o.method().as_str(), o.path())).collect();
        assert_eq!((ids.len(), places.len()), (operations.len(), operations.len()));
    }
}
