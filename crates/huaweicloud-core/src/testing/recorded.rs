//! Requests as a mock service got them.

use std::borrow::Cow;
use std::fmt;

use bytes::Bytes;
use http::header::AUTHORIZATION;
use http::{HeaderMap, HeaderName, HeaderValue};
use percent_encoding::percent_decode_str;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::interceptor::masked;
use crate::service::Operation;
use crate::transport::TransportRequest;

/// Headers that prove who a request is from.
const SECRET_HEADERS: [HeaderName; 3] =
    [AUTHORIZATION, HeaderName::from_static("x-auth-token"), HeaderName::from_static("x-security-token")];

/// A request that a [`MockService`](super::MockService) got.
///
/// Signature and tokens are masked. `Debug` also hides the values of header parameters, and it and `Display` what a body has under a
/// name of a secret (`password` and its like).
#[derive(Clone)]
pub struct RecordedRequest {
    operation: &'static Operation,
    target: String,
    path_parameters: Vec<(String, String)>,
    query: Vec<(String, String)>,
    headers: HeaderMap,
    body: Bytes,
    json: Option<Value>,
}

impl RecordedRequest {
    pub(super) fn new(request: &TransportRequest) -> Self {
        let uri = request.uri();
        let mut headers = request.headers().clone();
        for name in SECRET_HEADERS {
            if let Some(value) = headers.get_mut(name) {
                *value = HeaderValue::from_static("[redacted]");
                value.set_sensitive(true);
            }
        }
        let body = request.body().clone();
        Self {
            operation: request.operation(),
            target: uri.path_and_query().map_or_else(String::new, ToString::to_string),
            path_parameters: path_parameters(request.operation().path(), uri.path()),
            query: uri.query().map_or_else(Vec::new, query_pairs),
            headers,
            json: serde_json::from_slice(&body).ok(),
            body,
        }
    }

    /// The operation that was asked for.
    pub fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// Its official name.
    pub fn operation_id(&self) -> &'static str {
        self.operation.id()
    }

    /// The path, as it was sent.
    pub(super) fn path(&self) -> &str {
        self.target.split_once('?').map_or(self.target.as_str(), |(path, _)| path)
    }

    /// Path and query, as they were sent.
    pub fn target(&self) -> &str {
        &self.target
    }

    /// The value of a path parameter, decoded.
    pub fn path_parameter(&self, name: &str) -> Option<&str> {
        self.path_parameters.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    /// All path parameters, decoded, in the order of the path.
    pub fn path_parameters(&self) -> impl Iterator<Item = (&str, &str)> {
        self.path_parameters.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The value of a query parameter, decoded; the first one if it is there several times.
    pub fn query_parameter(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    /// All query parameters, decoded, in the order in which they were sent.
    pub fn query_parameters(&self) -> impl Iterator<Item = (&str, &str)> {
        self.query.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The value of a header, if it is text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The body as it was sent; empty if there is none.
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// The body, if it is JSON.
    pub fn json(&self) -> Option<&Value> {
        self.json.as_ref()
    }

    /// The body, read from JSON into a type.
    ///
    /// # Errors
    ///
    /// What does not fit.
    pub fn body_as<T: DeserializeOwned>(&self) -> Result<T, serde_json::Error> {
        serde_json::from_slice(&self.body)
    }

    /// The body for people: a test's output is kept where its secrets would not be.
    fn shown_body(&self) -> Cow<'_, str> {
        match self.json.as_ref().and_then(masked) {
            Some(masked) => masked.to_string().into(),
            None => String::from_utf8_lossy(&self.body),
        }
    }
}

impl fmt::Debug for RecordedRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RecordedRequest")
            .field("operation", &self.operation_id())
            .field("path", &self.path_parameters)
            .field("query", &self.query)
            .field("headers", &self.headers)
            .field("body", &self.shown_body())
            .finish_non_exhaustive()
    }
}

/// Operation, method, target and the beginning of the body.
impl fmt::Display for RecordedRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} {}", self.operation_id(), self.operation.method().as_str(), self.target)?;
        if self.body.is_empty() {
            return Ok(());
        }
        write!(f, " with {}", shortened(&self.shown_body()))
    }
}

/// The beginning of a long text.
pub(super) fn shortened(text: &str) -> String {
    const LONGEST: usize = 500;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{} …", &text[..end]),
        None => text.to_owned(),
    }
}

fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

fn query_pairs(query: &str) -> Vec<(String, String)> {
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| (decoded(name), decoded(value)))
        .collect()
}

/// The values that stand in a path where its template has parameters. A slash within a value is encoded, so that segments
/// match one by one.
fn path_parameters(template: &str, path: &str) -> Vec<(String, String)> {
    let mut parameters = Vec::new();
    for (mut template, mut segment) in template.split('/').zip(path.split('/')) {
        while let Some((before, rest)) = template.split_once('{') {
            let (name, after) = rest.split_once('}').unwrap_or((rest, ""));
            segment = segment.strip_prefix(before).unwrap_or(segment);
            // Up to the literal text that follows, or to the end.
            let literal = after.split('{').next().unwrap_or_default();
            let end = if literal.is_empty() { segment.len() } else { segment.find(literal).unwrap_or(segment.len()) };
            let (value, remaining) = segment.split_at(end);
            parameters.push((name.to_owned(), decoded(value)));
            (template, segment) = (after, remaining);
        }
    }
    parameters
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parameters(template: &str, path: &str) -> String {
        let all = path_parameters(template, path);
        all.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn path_parameters_are_found_and_decoded() {
        let template = "/v1/{project_id}/widgets/{widget_id}/parts";
        assert_eq!(parameters(template, "/v1/p/widgets/a%2Fb%20c/parts"), "project_id=p widget_id=a/b c");
        assert_eq!(parameters("/v1/w-{a}.{b}/x", "/v1/w-1.2/x"), "a=1 b=2");
        assert_eq!(parameters("/v1/{a}:action", "/v1/x:action"), "a=x");
        assert_eq!(parameters("/v1/x", "/v1/x"), "");
    }

    #[test]
    fn query_parameters_are_decoded_in_their_order() {
        let pairs = query_pairs("b=1%2C2&a=x%20y&b=&c");
        let expected = [("b", "1,2"), ("a", "x y"), ("b", ""), ("c", "")];
        assert_eq!(pairs, expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
    }
}
