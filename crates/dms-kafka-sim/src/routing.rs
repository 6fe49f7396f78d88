//! From method and path to what responds. Operations, and the handlers of those that have behaviour, are given: what they do
//! is not known here.

use std::collections::BTreeMap;

use huaweicloud_core::Operation;
use hyper::Method;

use crate::documented::DocumentedOperation;
use crate::refusal::Refusal;
use crate::response::Response;
use crate::state::State;
use crate::target::Query;

/// The behaviour of one operation.
pub(crate) struct Behaviour {
    pub(crate) operation: Operation,
    pub(crate) handler: Handler,
}

/// Handles the requests of one operation.
pub(crate) type Handler = fn(&State, &Call<'_>) -> Result<Response, Refusal>;

/// All operations of a service.
pub(crate) struct Table(Vec<Route>);

/// One operation: where its requests are sent, and what responds.
struct Route {
    method: String,
    path: String,
    responder: Responder,
}

/// What responds to the requests of an operation.
pub(crate) enum Responder {
    Handler(Handler),
    /// The documented example of an operation that has no behaviour.
    Example(Response),
}

impl Table {
    /// The operations that are documented, with the behaviour that they have.
    pub(crate) fn new<'b>(
        documented: Vec<DocumentedOperation>,
        behaviours: impl IntoIterator<Item = &'b Behaviour>,
    ) -> Self {
        let handlers: BTreeMap<&str, Handler> =
            behaviours.into_iter().map(|behaviour| (behaviour.operation.id(), behaviour.handler)).collect();
        let routes = documented.into_iter().map(|DocumentedOperation { id, method, path, response }| {
            let responder = match handlers.get(id.as_str()) {
                Some(handler) => Responder::Handler(*handler),
                None => Responder::Example(response),
            };
            Route { method, path, responder }
        });
        Self(routes.collect())
    }
}

/// A request for an operation: what it says in its path and its query.
pub(crate) struct Call<'r> {
    parameters: Vec<(&'r str, &'r str)>,
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
    table: &'r Table,
    method: &Method,
    segments: &'r [String],
    query: &'r Query,
) -> Result<(&'r Responder, Call<'r>), Refusal> {
    let mut path_is_known = false;
    let mut found: Option<(&'r Route, Vec<(&'r str, &'r str)>)> = None;
    for route in &table.0 {
        let Some(parameters) = matched(&route.path, segments) else { continue };
        path_is_known = true;
        let is_better = found.as_ref().is_none_or(|(_, other)| parameters.len() < other.len());
        if route.method == method.as_str() && is_better {
            found = Some((route, parameters));
        }
    }
    match found {
        Some((route, parameters)) => Ok((&route.responder, Call { parameters, query })),
        None if path_is_known => Err(Refusal::wrong_method()),
        None => Err(Refusal::unknown_path()),
    }
}

/// The path parameters, if the path is one of the template's. A parameter is never empty.
fn matched<'r>(template: &'r str, segments: &'r [String]) -> Option<Vec<(&'r str, &'r str)>> {
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

    fn documented(id: &str, method: &str, path: &str) -> DocumentedOperation {
        let body = serde_json::to_vec(id).unwrap().into();
        let response = Response { status: hyper::StatusCode::OK, body: Some(body) };
        DocumentedOperation { id: id.to_owned(), method: method.to_owned(), path: path.to_owned(), response }
    }

    fn widgets() -> Table {
        let documented = vec![
            documented("ShowWidget", "GET", "/v2/{widget_id}"),
            documented("ActOnWidgets", "POST", "/v2/action"),
            documented("ChangeWidget", "POST", "/v2/{widget_id}"),
            documented("ListParts", "GET", "/v2/{widget_id}/parts"),
        ];
        Table::new(documented, &[])
    }

    /// The operation, by the example of its response, and the path parameter.
    fn found(method: &Method, path: &str) -> Result<(String, Option<String>), Refusal> {
        let target = Target::parse(path, None).unwrap();
        let table = widgets();
        let (responder, call) = find(&table, method, &target.segments, &target.query)?;
        let Responder::Example(response) = responder else { panic!("no widget has behaviour") };
        let id = serde_json::from_slice(response.body.as_deref().unwrap()).unwrap();
        Ok((id, call.path("widget_id").ok().map(str::to_owned)))
    }

    fn is(id: &str, widget_id: Option<&str>) -> (String, Option<String>) {
        (id.to_owned(), widget_id.map(str::to_owned))
    }

    #[test]
    fn parameters_take_any_segment_but_the_empty_one() {
        assert_eq!(found(&Method::GET, "/v2/a%2Fb").unwrap(), is("ShowWidget", Some("a/b")));
        assert_eq!(found(&Method::GET, "/v2/w/parts").unwrap(), is("ListParts", Some("w")));
        for path in ["/v2/", "/v2", "/v2//parts", "/v2/w/parts/", "/v2/w/parts/1", "/", "/v3/w"] {
            assert_eq!(found(&Method::GET, path), Err(Refusal::unknown_path()), "{path}");
        }
    }

    #[test]
    fn a_name_is_taken_before_a_parameter() {
        assert_eq!(found(&Method::POST, "/v2/action").unwrap(), is("ActOnWidgets", None));
        assert_eq!(found(&Method::POST, "/v2/other").unwrap(), is("ChangeWidget", Some("other")));
        assert_eq!(found(&Method::GET, "/v2/action").unwrap(), is("ShowWidget", Some("action")));
    }

    #[test]
    fn a_known_path_with_another_method_says_so() {
        assert_eq!(found(&Method::POST, "/v2/w/parts"), Err(Refusal::wrong_method()));
    }

    #[test]
    fn behaviour_comes_before_the_example() {
        let operation = Operation::new("ShowWidget", huaweicloud_core::Method::Get, "/v2/{widget_id}");
        let behaviour = Behaviour { operation, handler: |_, _| Ok(Response::no_content()) };
        let table = Table::new(vec![documented("ShowWidget", "GET", "/v2/{widget_id}")], [&behaviour]);
        let target = Target::parse("/v2/w", None).unwrap();
        let (responder, _) = find(&table, &Method::GET, &target.segments, &target.query).unwrap();
        assert!(matches!(responder, Responder::Handler(_)));
    }
}
