//! A service that is simulated: its document, and the behaviour of those operations that have one.

use std::borrow::Cow;
use std::cell::{Cell, OnceCell};
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::OnceLock;

use hyper::HeaderMap;

use crate::call::{Call, plain};
use crate::clock::Timeline;
use crate::document::{Document, DocumentError, Operation, Where};
use crate::documentation::Documentation;
use crate::inspection::{StateQuery, StateTable};
use crate::oddities::{Oddities, Oddity};
use crate::refusal::{Codes, Refusal};
use crate::request::Request;
use crate::response::Response;
use crate::routing::{Found, PathParameters, Table};
use crate::target::{Query, Target};
use crate::validation::{self, Sent};

type Handler = Box<dyn Fn(&Call<'_>) -> Result<Response, Refusal> + Send + Sync>;
type Inspect = Box<dyn Fn(&StateQuery) -> Option<Vec<StateTable>> + Send + Sync>;
type Suggest = Box<dyn Fn(&str, &str) -> Option<String> + Send + Sync>;

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
    /// What it is known to do against its documentation, besides what all services are.
    pub(crate) oddities: Vec<Oddity>,
    inspect: Option<Inspect>,
    suggest: Option<Suggest>,
    /// What the official SDKs call the service, in the names of their packages.
    sdk_name: Option<String>,
    /// The document as it is written, and what people read of it once somebody did.
    text: Box<str>,
    documentation: OnceLock<Result<Documentation, String>>,
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

/// What a request that was routed sends.
pub(crate) struct SentTo<'r> {
    /// Path and query, as they were sent.
    pub(crate) target: &'r str,
    pub(crate) query: &'r Query,
    pub(crate) headers: &'r HeaderMap,
    pub(crate) body: &'r [u8],
}

/// What a request meets that is not of its own: the time, and what is odd.
pub(crate) struct Around<'r> {
    pub(crate) timeline: &'r Timeline,
    pub(crate) work_fails: bool,
    pub(crate) oddities: &'r Oddities,
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
        Ok(Self {
            document,
            codes: Codes::GATEWAY,
            handlers,
            routes,
            oddities: Vec::new(),
            inspect: None,
            suggest: None,
            sdk_name: None,
            text: text.into(),
            documentation: OnceLock::new(),
        })
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

    /// Leaves a value of an operation's requests to its handler: whether it is there, and what it is, is not held against the
    /// specification. It is named as conditions name it: `part/name`, a field of the body, or `$request.query.name`.
    ///
    /// For what clients that are in use send otherwise than it is documented, and the service takes.
    #[must_use]
    pub fn leave_to_handler(mut self, operation: &str, value: &str) -> Self {
        let found = self.index(operation).and_then(|index| self.document.operations.get_mut(index));
        if let (Some(operation), Ok(value)) = (found, Where::parse(value, operation)) {
            operation.left.push(value);
        }
        self
    }

    /// Names an operation that the service has and the simulator has not, so that a request for it is told so.
    #[must_use]
    pub fn not_simulated(mut self, method: &str, path: &str, operation: &str) -> Self {
        self.routes.add(method, path, Route::NotSimulated(operation.to_owned()));
        self
    }

    /// Shows the state on the page at `/_sim/`: tables for the part of it that a query asks for, or none if there is no such part.
    /// What is secret must not be in them. See [`StateTable`] for an example.
    #[must_use]
    pub fn inspect(mut self, inspect: impl Fn(&StateQuery) -> Option<Vec<StateTable>> + Send + Sync + 'static) -> Self {
        self.inspect = Some(Box::new(inspect));
        self
    }

    /// Names something that the service is known to do against its documentation, and says what in a sentence. Its handlers do it
    /// while [`Call::has_oddity`] is true: whoever tests a client switches it on.
    #[must_use]
    pub fn oddity(mut self, name: &'static str, says: &'static str) -> Self {
        self.oddities.push(Oddity { name, says });
        self
    }

    /// Fills the forms of the page at `/_sim/` from the state: it is asked with the name of an operation and that of one of its
    /// parameters for a value that the state has, `instance_id` for example.
    #[must_use]
    pub fn suggest(mut self, suggest: impl Fn(&str, &str) -> Option<String> + Send + Sync + 'static) -> Self {
        self.suggest = Some(Box::new(suggest));
        self
    }

    /// Sets what the official SDKs call the service (`kafka`), so that the page at `/_sim/` can show calls of theirs.
    #[must_use]
    pub fn sdk_name(mut self, name: impl Into<String>) -> Self {
        self.sdk_name = Some(name.into());
        self
    }

    pub(crate) const fn has_inspection(&self) -> bool {
        self.inspect.is_some()
    }

    /// A part of the state.
    pub(crate) fn inspected(&self, query: &StateQuery) -> Option<Vec<StateTable>> {
        self.inspect.as_ref().and_then(|inspect| inspect(query))
    }

    /// A value that a parameter may have, by the state.
    pub(crate) fn suggested(&self, operation: &str, parameter: &str) -> Option<String> {
        self.suggest.as_ref().and_then(|suggest| suggest(operation, parameter))
    }

    pub(crate) fn known_sdk_name(&self) -> Option<&str> {
        self.sdk_name.as_deref()
    }

    /// What people read of the document.
    pub(crate) fn documentation(&self) -> Result<&Documentation, Refusal> {
        let read =
            self.documentation.get_or_init(|| Documentation::parse(&self.text).map_err(|error| error.to_string()));
        read.as_ref().map_err(|error| {
            Refusal::of(self.codes.internal).because(&format!("The document has what the pages cannot show: {error}."))
        })
    }

    /// The names of all operations, in the order of their paths.
    pub fn operations(&self) -> impl Iterator<Item = &str> {
        self.document.operations.iter().map(|operation| operation.id.as_ref())
    }

    /// Whether an operation has behaviour of its own.
    pub fn behaves(&self, operation: &str) -> bool {
        self.index(operation).and_then(|index| self.handlers.get(index)).is_some_and(Option::is_some)
    }

    /// Carries a request out without HTTP, gateway and faults: it is held against the specification as one that came over HTTP.
    ///
    /// # Errors
    ///
    /// The refusal, where one over HTTP is refused.
    pub fn call(&self, request: &Request<'_>) -> Result<Response, Refusal> {
        self.call_with(request, &Oddities::default())
    }

    pub(crate) fn call_with(&self, request: &Request<'_>, oddities: &Oddities) -> Result<Response, Refusal> {
        let (path, query) = request.target.split_once('?').unwrap_or((request.target, ""));
        let parsed = Target::parse(path, Some(query)).map_err(|_| Refusal::of(self.codes.malformed_url))?;
        let routed = self.find(request.method, &parsed.segments)?;
        let headers = HeaderMap::new();
        let sent = SentTo { target: request.target, query: &parsed.query, headers: &headers, body: request.body };
        let at = request.at;
        let timeline = Timeline::new(move || at);
        let around = Around { timeline: &timeline, work_fails: request.work_fails, oddities };
        self.carry_out(&routed, &sent, &around)
    }

    /// Holds a response of an operation against the specification, for tests of its behaviour: the status is that of a documented
    /// success, and the body has no field of another type, none that is null where it must not be, and none that is not documented.
    ///
    /// # Errors
    ///
    /// What is wrong first, and where.
    pub fn check_response(&self, operation: &str, response: &Response) -> Result<(), String> {
        let found = self.index(operation).and_then(|index| self.document.operations.get(index));
        let operation = found.ok_or_else(|| format!("the service has no operation `{operation}`"))?;
        validation::check_response(operation, &self.document.schemas, response)
    }

    /// Holds a request against the specification, and carries it out.
    pub(crate) fn carry_out(
        &self,
        routed: &Routed<'_>,
        sent: &SentTo<'_>,
        around: &Around<'_>,
    ) -> Result<Response, Refusal> {
        let Routed { operation, path, .. } = routed;
        let SentTo { target, query, headers, body } = *sent;
        let sent = Sent { path, query, headers, body };
        let json = validation::check(operation, &self.document.schemas, &sent, &self.codes)?.map(plain);
        let (method, codes, now, page) = (operation.method.as_str(), &self.codes, OnceCell::new(), Cell::new(None));
        let Around { timeline, work_fails, oddities } = *around;
        let call = Call {
            operation,
            method,
            target,
            path,
            query,
            headers,
            body,
            json,
            timeline,
            now,
            codes,
            work_fails,
            oddities,
            page,
        };
        // A handler that panics is a mistake of the simulator, of which its client hears as of any other.
        let outcome = catch_unwind(AssertUnwindSafe(|| routed.handle(&call)));
        let response = outcome.unwrap_or_else(|_| Err(Refusal::of(codes.internal)))?;
        Ok(oddities.changed(operation, call.page.get(), response))
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
