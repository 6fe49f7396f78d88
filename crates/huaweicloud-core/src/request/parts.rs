//! A request as data.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};
use serde_json::Value;
use serde_json::value::RawValue;

use super::RequestBuilder;
use super::body::{Body, FormFields};
use super::path::{PROJECT_ID, parameter_names};
use crate::channel::Channel;
use crate::data::lenient::Lenient;
use crate::error::Error;
use crate::service::Operation;

/// A whole request as data: to keep, to compare, to write down as JSON, and to send again, by another process for example.
///
/// It is what [`RequestBuilder::parts`] gives and [`ServiceClient::request_from_parts`](crate::ServiceClient::request_from_parts)
/// takes; generated builders have `parts` and `from_parts`. Nothing of the client is in it: neither credentials nor endpoint, and
/// a project only if the request names one. A time limit is not kept.
///
/// **It may hold secrets**: passwords in a body, for example. What it is written to is as secret as they are. `Debug` shows
/// only the names of query parameters and headers, and the length of the body.
///
/// Its JSON, which `serde_json` writes and reads, has each part under its name. `body` is the body as it is sent, byte for
/// byte; the fields of a form are under `form` instead.
///
/// ```
/// # use huaweicloud_core::RequestParts;
/// let parts: RequestParts = serde_json::from_str(
///     r#"{"operation":"CreatePart","path":{"widget_id":"w-1"},"query":{"kind":["a","b"]},"headers":{},"body":{"name":"nut"}}"#,
/// )?;
/// assert_eq!((parts.operation(), parts.path("widget_id")), ("CreatePart", Some("w-1")));
/// assert_eq!((parts.query("kind"), parts.body()), (&["a".to_owned(), "b".to_owned()][..], Some(r#"{"name":"nut"}"#)));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, PartialEq)]
pub struct RequestParts {
    operation: String,
    path: BTreeMap<String, String>,
    query: BTreeMap<String, Vec<String>>,
    headers: BTreeMap<String, String>,
    body: Option<Json>,
    form: Option<FormFields>,
}

crate::fields! {
    RequestParts requires ["operation"] {
        "operation" => operation,
        "path" => path,
        "query" => query,
        "headers" => headers,
        "body" => body,
        "form" => form,
    }
}

impl RequestParts {
    /// The official name of the operation.
    pub fn operation(&self) -> &str {
        &self.operation
    }

    /// A path parameter; `project_id` only if the request names one.
    pub fn path(&self, name: &str) -> Option<&str> {
        self.path.get(name).map(String::as_str)
    }

    /// The values of a query parameter: one for each pair of that name, none if there is none.
    pub fn query(&self, name: &str) -> &[String] {
        self.query.get(name).map_or(&[], Vec::as_slice)
    }

    /// A header that is not the client's own.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// The body, as JSON, if there is one and it is no form.
    pub fn body(&self) -> Option<&str> {
        self.body.as_ref().map(|json| json.0.get())
    }

    /// The values of a field of the body, if that is a form: none if there is no such field.
    pub fn form(&self, name: &str) -> &[String] {
        self.form.as_ref().and_then(|fields| fields.get(name)).map_or(&[], Vec::as_slice)
    }
}

/// Shows neither the values of query and headers nor the body: they may hold what must not be in a log.
impl fmt::Debug for RequestParts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let form_fields = self.form.as_ref().map(|fields| fields.keys().collect::<Vec<_>>());
        f.debug_struct("RequestParts")
            .field("operation", &self.operation)
            .field("path", &self.path)
            .field("query", &self.query.keys().collect::<Vec<_>>())
            .field("headers", &self.headers.keys().collect::<Vec<_>>())
            .field("body_bytes", &self.body().map(str::len))
            .field("form_fields", &form_fields)
            .finish_non_exhaustive()
    }
}

impl RequestBuilder {
    /// The request as data.
    ///
    /// # Errors
    ///
    /// [`Error::is_invalid_request`] for the first thing that is wrong with the request: without the part that could not be
    /// set, it would be another one. What only sending finds out, a path parameter that is missing for example, is not
    /// looked for.
    pub fn parts(&self) -> Result<RequestParts, Error> {
        self.clone().into_parts()
    }

    /// The request as data, without a copy; see [`parts`](Self::parts).
    ///
    /// # Errors
    ///
    /// Those of [`parts`](Self::parts).
    pub fn into_parts(self) -> Result<RequestParts, Error> {
        let operation = self.operation.id();
        self.faults.check().map_err(|error| error.of(operation))?;
        if self.template.is_some() {
            let message = "a request to a path is of no operation, of which it could be made again";
            return Err(Error::invalid_request(message).of(operation));
        }
        let mut query = BTreeMap::<String, Vec<String>>::new();
        for (name, value) in self.query {
            query.entry(name.into_owned()).or_default().push(value);
        }
        let headers = self.headers.iter().filter_map(|(name, value)| Some((name.as_str(), value.to_str().ok()?)));
        let form = self.body.as_ref().and_then(Body::as_form);
        let json = self.body.filter(|_| form.is_none()).map(|body| Json::of(&body)).transpose();
        Ok(RequestParts {
            operation: operation.to_owned(),
            path: self.path.into_iter().map(|(name, value)| (name.into_owned(), value)).collect(),
            query,
            headers: headers.map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
            body: json.map_err(|error| {
                Error::invalid_request("the body cannot be read as JSON").with_source(error).of(operation)
            })?,
            form,
        })
    }

    pub(crate) fn from_parts(
        channel: Arc<Channel>,
        operation: &'static Operation,
        parts: RequestParts,
    ) -> Result<Self, Error> {
        let refuse = |what: String| Err(Error::invalid_request(what).of(operation.id()));
        let RequestParts { operation: given, path, query, headers, body, form } = parts;
        if given != operation.id() {
            return refuse(format!("the parts are those of a request for `{given}`, not for `{}`", operation.id()));
        }
        let mut request = Self::new(channel, operation);
        for (name, value) in path {
            match parameter_names(operation.path()).chain([PROJECT_ID]).find(|known| *known == name) {
                Some(name) => request.path.push((Cow::Borrowed(name), value)),
                None => return refuse(format!("the path has no parameter `{name}`")),
            }
        }
        for (name, values) in query {
            request.query.extend(values.into_iter().map(|value| (Cow::Owned(name.clone()), value)));
        }
        for (name, value) in headers {
            request.put_header(Cow::Owned(name), &Ok(Some(value)));
        }
        request.body = match (body, form) {
            (Some(_), Some(_)) => return refuse("the parts have both a body and a form".to_owned()),
            (Some(json), None) => Some(Body::of_json(String::from(Box::<str>::from(json.0)))),
            (None, form) => form.map(|fields| Body::of_form(&fields)),
        };
        request.faults.check().map_err(|error| error.of(operation.id()))?;
        Ok(request)
    }
}

/// JSON in the spelling in which it is sent: the order of its fields and the digits of its numbers stay.
#[derive(Clone)]
struct Json(Box<RawValue>);

impl Json {
    fn of(body: &Body) -> serde_json::Result<Self> {
        serde_json::from_slice(&body.bytes).map(Self)
    }
}

impl PartialEq for Json {
    /// Whether it is the same value, however it is written.
    fn eq(&self, other: &Self) -> bool {
        let value = |json: &Self| serde_json::from_str::<Value>(json.0.get()).ok();
        self.0.get() == other.0.get() || value(self).is_some_and(|this| value(other) == Some(this))
    }
}

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl Lenient for Json {
    /// Reads anything, `null` too, which is a body like any other.
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        Box::<RawValue>::deserialize(deserializer).map(|json| Some(Self(json)))
    }

    fn blank() -> Self {
        Self(RawValue::NULL.to_owned())
    }
}
