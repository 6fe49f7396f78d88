//! A request for an operation, from its parts.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::{HeaderMap, HeaderName};
use serde::Serialize;

use super::body::Body;
use super::fault::{Faults, Place};
use super::options::RequestOptions;
use super::path::PROJECT_ID;
use super::query::{Joined, QueryValue};
use crate::channel::Channel;
use crate::data::{OutOfRange, ParameterValue};
use crate::interceptor::Interceptors;
use crate::retry::Retries;
use crate::service::{Method, Operation};
use crate::wire::header::set_header;

/// What faults of the body are kept under.
const BODY: &str = "body";

/// A request in the making. Generated clients have one typed builder an operation, which is filled in through this one.
///
/// It owns its client, so that it can be kept, cloned, and sent from another task. Setters change it in place. A parameter
/// that is set again has its last value, and `None` takes it away. Nothing is refused before it is sent, by
/// [`send`](Self::send) or another method of that name, which names the first thing that is wrong.
///
/// ```no_run
/// # use huaweicloud_core::{Error, Method, Operation, ServiceClient};
/// const LIST_PARTS: Operation = Operation::new("ListParts", Method::Get, "/v1/{project_id}/widgets/{widget_id}/parts");
///
/// # async fn example(client: ServiceClient) -> Result<(), Error> {
/// let mut request = client.request(&LIST_PARTS);
/// request.set_path("widget_id", "w-1").set_query("limit", 10).set_query("name", Some("nut"));
/// let parts = request.send::<serde_json::Value>().await?;
/// # let _ = parts;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
#[must_use = "a request does nothing until it is sent"]
pub struct RequestBuilder {
    pub(crate) channel: Arc<Channel>,
    pub(crate) operation: &'static Operation,
    /// The path, where it is not that of the operation.
    pub(super) template: Option<Arc<str>>,
    /// Whether it may be carried out twice.
    pub(super) is_idempotent: bool,
    pub(super) path: Vec<(Cow<'static, str>, String)>,
    pub(super) query: Vec<(Cow<'static, str>, String)>,
    pub(super) headers: HeaderMap,
    pub(super) body: Option<Body>,
    pub(super) timeout: Option<Duration>,
    pub(super) retries: Option<Retries>,
    pub(super) interceptors: Interceptors,
    pub(super) faults: Faults,
}

impl RequestBuilder {
    pub(crate) fn new(channel: Arc<Channel>, operation: &'static Operation) -> Self {
        Self {
            channel,
            operation,
            path: Vec::with_capacity(4),
            query: Vec::new(),
            headers: HeaderMap::new(),
            body: None,
            timeout: None,
            retries: None,
            interceptors: Interceptors::default(),
            template: None,
            is_idempotent: operation.is_idempotent(),
            faults: Faults::default(),
        }
    }

    /// Sets a path parameter. `project_id` may be left out: the client's own is taken.
    pub fn set_path<V: ParameterValue>(&mut self, name: impl Into<Cow<'static, str>>, value: V) -> &mut Self {
        self.put_path(name.into(), value.into_text())
    }

    /// Sets a query parameter; a list gives one pair an element.
    pub fn set_query<V: QueryValue>(&mut self, name: impl Into<Cow<'static, str>>, value: V) -> &mut Self {
        let name = name.into();
        self.clear_query(&name);
        let read = value.each_text(&mut |text| self.query.push((name.clone(), text)));
        self.check_query(name, read)
    }

    /// Sets a query parameter that must have a value: a list of none is refused.
    pub fn set_required_query<V: QueryValue>(&mut self, name: impl Into<Cow<'static, str>>, value: V) -> &mut Self {
        let name = name.into();
        self.set_query(name.clone(), value).require_query(name)
    }

    /// Sets a query parameter whose value is a list, as one pair (`explode: false`): the elements with commas between them,
    /// percent-encoded like the rest (`names=a%2Cb`), because it is signed in this spelling. An element with a comma of its
    /// own is refused. A list of none is left out.
    pub fn set_joined_query<V: QueryValue>(&mut self, name: impl Into<Cow<'static, str>>, values: V) -> &mut Self {
        let mut joined = Joined::default();
        let read = values.each_text(&mut |text| joined.add(text));
        self.put_joined(name.into(), joined, read)
    }

    /// Sets a query parameter like [`set_joined_query`](Self::set_joined_query), which must have a value: a list of none is
    /// refused.
    pub fn set_required_joined_query<V: QueryValue>(
        &mut self,
        name: impl Into<Cow<'static, str>>,
        values: V,
    ) -> &mut Self {
        let name = name.into();
        self.set_joined_query(name.clone(), values).require_query(name)
    }

    /// Sets a header parameter: visible ASCII; white space around it is not sent. It is signed with the rest, unless there
    /// is an underscore in its name. Headers that the client sets itself, such as `Authorization` and `X-Project-Id`, are
    /// refused.
    pub fn set_header<V: ParameterValue>(&mut self, name: impl Into<Cow<'static, str>>, value: V) -> &mut Self {
        self.put_header(name.into(), &value.into_text())
    }

    /// Sets the body, as JSON.
    pub fn set_body<B: Serialize>(&mut self, body: &B) -> &mut Self {
        self.put_body(Body::json(body))
    }

    /// Sets the body, as a form (`application/x-www-form-urlencoded`): a struct or a map of text, numbers, booleans, and
    /// lists of these, which give a pair an element. What a form cannot hold is refused: objects, lists in lists, and null.
    ///
    /// The body is not part of the signature, as in the official client.
    pub fn set_form_body<B: Serialize>(&mut self, body: &B) -> &mut Self {
        self.put_body(Body::form(body))
    }

    /// Sets whether the request may be sent again although the service may have carried it out, whatever is known of its operation.
    ///
    /// What is sent by [`ServiceClient::request_to`](crate::ServiceClient::request_to) is not repeated otherwise.
    pub fn set_idempotent(&mut self, is_idempotent: bool) -> &mut Self {
        self.is_idempotent = is_idempotent;
        self
    }

    /// A request to a path.
    pub(crate) fn to(channel: Arc<Channel>, method: Method, path: &str) -> Self {
        Self { template: Some(path.into()), ..Self::new(channel, Operation::any(method)) }
    }

    /// The path, with its parameters in braces.
    pub(super) fn template(&self) -> &str {
        self.template.as_deref().unwrap_or(self.operation.path())
    }

    /// Whether a query parameter has a value.
    pub(crate) fn has_query(&self, name: &str) -> bool {
        self.query.iter().any(|(n, _)| n == name)
    }

    /// The value of a query parameter, if it is a number.
    pub(crate) fn query_number(&self, name: &str) -> Option<u64> {
        self.query.iter().find(|(n, _)| n == name)?.1.parse().ok()
    }

    /// Takes the body away.
    pub fn clear_body(&mut self) -> &mut Self {
        self.faults.forget(Place::Body, BODY);
        self.body = None;
        self
    }

    /// Takes what the options say; what they leave open stays as it is.
    pub fn with_options(&mut self, options: RequestOptions) -> &mut Self {
        let RequestOptions { headers, project_id, timeout, retries, interceptors } = options;
        for (name, value) in headers {
            self.put_header(Cow::Owned(name), &Ok(Some(value)));
        }
        if project_id.is_some() {
            self.put_path(Cow::Borrowed(PROJECT_ID), Ok(project_id));
        }
        self.timeout = timeout.or(self.timeout);
        self.retries = retries.or(self.retries.take());
        self.interceptors.extend(interceptors);
        self
    }

    fn put_path(&mut self, name: Cow<'static, str>, text: Result<Option<String>, OutOfRange>) -> &mut Self {
        self.faults.forget(Place::Path, &name);
        self.path.retain(|(n, _)| *n != name);
        match text {
            Ok(text) => self.path.extend(text.map(|text| (name, text))),
            Err(error) => {
                let message = format!("the path parameter `{name}` is {error}");
                self.faults.add(Place::Path, name, message);
            }
        }
        self
    }

    fn clear_query(&mut self, name: &str) {
        self.faults.forget(Place::Query, name);
        self.query.retain(|(n, _)| n != name);
    }

    fn check_query(&mut self, name: Cow<'static, str>, read: Result<(), OutOfRange>) -> &mut Self {
        if let Err(error) = read {
            let message = format!("the query parameter `{name}` is {error}");
            self.faults.add(Place::Query, name, message);
        }
        self
    }

    /// Refuses a query parameter that must have a value and has none.
    fn require_query(&mut self, name: Cow<'static, str>) -> &mut Self {
        if !self.has_query(&name) {
            let message = format!("`{name}` is missing; set it");
            self.faults.add(Place::Query, name, message);
        }
        self
    }

    fn put_joined(&mut self, name: Cow<'static, str>, joined: Joined, read: Result<(), OutOfRange>) -> &mut Self {
        self.clear_query(&name);
        if let Some(message) = joined.fault(&name) {
            self.faults.add(Place::Query, name.clone(), message);
        }
        self.query.extend(joined.text.map(|text| (name.clone(), text)));
        self.check_query(name, read)
    }

    pub(super) fn put_header(
        &mut self,
        name: Cow<'static, str>,
        text: &Result<Option<String>, OutOfRange>,
    ) -> &mut Self {
        self.faults.forget(Place::Header, &name);
        let set = match text {
            Ok(text) => set_header(&mut self.headers, &name, text.as_deref()),
            Err(error) => Err(format!("the header `{name}` is {error}")),
        };
        if let Err(message) = set {
            self.faults.add(Place::Header, name, message);
        }
        self
    }

    pub(super) fn put_body(&mut self, body: Result<Body, String>) -> &mut Self {
        self.clear_body();
        match body {
            Ok(body) => self.body = Some(body),
            Err(message) => self.faults.add(Place::Body, BODY, message),
        }
        self
    }
}

/// Shows neither the values of query and headers nor the body: they may hold what must not be in a log, a password for example.
impl fmt::Debug for RequestBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let query: Vec<&str> = self.query.iter().map(|(name, _)| name.as_ref()).collect();
        let headers: Vec<&str> = self.headers.keys().map(HeaderName::as_str).collect();
        let body_bytes = self.body.as_ref().map(|body| body.bytes.len());
        f.debug_struct("RequestBuilder")
            .field("operation", &self.operation.id())
            .field("path", &self.path)
            .field("query", &query)
            .field("headers", &headers)
            .field("body_bytes", &body_bytes)
            .finish_non_exhaustive()
    }
}
