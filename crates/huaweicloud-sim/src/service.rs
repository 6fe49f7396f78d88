//! A service that is simulated: its document, and the behaviour of those operations that have one.

use std::borrow::Cow;
use std::fmt;

use crate::call::Call;
use crate::document::{Document, DocumentError, Operation};
use crate::refusal::{Codes, Refusal};
use crate::response::Response;
use crate::routing::{Found, PathParameters, Table};

type Handler = Box<dyn Fn(&Call<'_>) -> Result<Response, Refusal> + Send + Sync>;

/// A service: its OpenAPI document, which routes, validates and gives examples, and handlers for those operations that
/// behave.
///
/// An operation without a handler answers with its documented example.
///
/// ```
/// use huaweicloud_sim::{Response, Service};
///
/// const BUNDLE: &str = r#"{"info": {"title": "Widgets", "version": "v1"}, "paths": {
///     "/v1/widgets": {"get": {"operationId": "ListWidgets", "responses": {"204": {"description": "None."}}}}}}"#;
/// let service = Service::from_bundle(BUNDLE)?.on("ListWidgets", |_| Response::json(200, &["left"]));
/// assert_eq!(service.operations().collect::<Vec<_>>(), ["ListWidgets"]);
/// # Ok::<(), huaweicloud_sim::DocumentError>(())
/// ```
pub struct Service {
    pub(crate) document: Document,
    pub(crate) codes: Codes,
    /// As many as there are operations, in their order.
    handlers: Vec<Option<Handler>>,
    routes: Table<Route>,
}

/// Where a path leads.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Route {
    /// The operation of an index.
    Operation(usize),
    /// An operation that the simulator does not have, by its name.
    NotSimulated(String),
}

/// What a request is for: an operation, its behaviour if it has one, and the parameters of its path.
pub(crate) struct Routed<'r> {
    pub(crate) operation: &'r Operation,
    handler: Option<&'r Handler>,
    pub(crate) path: PathParameters<'r>,
}

impl Service {
    /// Reads the OpenAPI document of a service: the bundle that `cargo xtask bundle` writes, or another one of OpenAPI 3.0.
    ///
    /// # Errors
    ///
    /// What is wrong with the document, and where.
    pub fn from_bundle(text: &str) -> Result<Self, DocumentError> {
        let document = Document::parse(text)?;
        let mut routes = Table::new();
        for (index, operation) in document.operations.iter().enumerate() {
            routes.add(&operation.method, &operation.path, Route::Operation(index));
        }
        let handlers = document.operations.iter().map(|_| None).collect();
        Ok(Self { document, codes: Codes::GATEWAY, handlers, routes })
    }

    /// Sets the codes that the service has for what is wrong with a request.
    #[must_use]
    pub const fn codes(mut self, codes: Codes) -> Self {
        self.codes = codes;
        self
    }

    /// Gives an operation its behaviour. It is called with requests that keep the specification, and one that the service
    /// does not have is never called.
    #[must_use]
    pub fn on(
        mut self,
        operation: &str,
        handler: impl Fn(&Call<'_>) -> Result<Response, Refusal> + Send + Sync + 'static,
    ) -> Self {
        if let Some(place) = self.index(operation).and_then(|index| self.handlers.get_mut(index)) {
            *place = Some(Box::new(handler));
        }
        self
    }

    /// Adds another place at which an operation is met, with the same parameters in its path.
    #[must_use]
    pub fn also_at(mut self, method: &str, path: &str, operation: &str) -> Self {
        if let Some(index) = self.index(operation) {
            self.routes.add(method, path, Route::Operation(index));
        }
        self
    }

    /// Names an operation that the service has and the simulator has not, so that a request for it is told so.
    #[must_use]
    pub fn not_simulated(mut self, method: &str, path: &str, operation: &str) -> Self {
        self.routes.add(method, path, Route::NotSimulated(operation.to_owned()));
        self
    }

    /// The names of all operations, in the order of their paths.
    pub fn operations(&self) -> impl Iterator<Item = &str> {
        self.document.operations.iter().map(|operation| operation.id.as_ref())
    }

    /// Whether an operation has behaviour of its own.
    pub fn behaves(&self, operation: &str) -> bool {
        self.index(operation).and_then(|index| self.handlers.get(index)).is_some_and(Option::is_some)
    }

    fn index(&self, operation: &str) -> Option<usize> {
        self.document.operations.iter().position(|other| other.id.as_ref() == operation)
    }

    /// Finds the operation that a request is for.
    pub(crate) fn find<'r>(&'r self, method: &str, segments: &'r [Cow<'_, str>]) -> Result<Routed<'r>, Refusal> {
        match self.routes.find(method, segments) {
            Found::Target(Route::Operation(index), path) => match self.document.operations.get(*index) {
                Some(operation) => {
                    let handler = self.handlers.get(*index).and_then(Option::as_ref);
                    Ok(Routed { operation, handler, path })
                }
                None => Err(Refusal::of(self.codes.internal)),
            },
            Found::Target(Route::NotSimulated(operation), _) => Err(Refusal::not_simulated(operation)),
            Found::OtherMethods(methods) => {
                Err(Refusal { allow: Some(methods.join(", ")), ..Refusal::of(self.codes.wrong_method) })
            }
            Found::Nothing => Err(Refusal::unknown_path()),
        }
    }
}

impl Routed<'_> {
    /// Carries a call out.
    pub(crate) fn handle(&self, call: &Call<'_>) -> Result<Response, Refusal> {
        match self.handler {
            Some(handler) => handler(call),
            None => Ok(self.operation.response(call.header("prefer"))),
        }
    }
}

impl fmt::Debug for Service {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Service")
            .field("title", &self.document.title)
            .field("operations", &self.document.operations.len())
            .field("behaviour", &self.operations().filter(|operation| self.behaves(operation)).collect::<Vec<_>>())
            .finish_non_exhaustive()
    }
}
