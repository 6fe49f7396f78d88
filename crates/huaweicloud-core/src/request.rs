//! A request for an operation, from its parts to its answer.

use std::fmt;

use bytes::Bytes;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::lenient::Lenient;
use crate::response::RawResponse;
use crate::signing::{canonical_query, encode_into, is_dot_segment};
use crate::{Error, Operation, Response, ServiceClient};

/// Name of the path parameter that the client fills in by itself.
const PROJECT_ID: &str = "project_id";

/// A request in the making. Generated clients have one typed builder an operation, which ends in this one.
///
/// Nothing is refused before [`send`](Self::send), which names the first thing that is wrong.
#[must_use = "a request does nothing until it is sent"]
pub struct RequestBuilder<'c> {
    client: &'c ServiceClient,
    operation: &'static Operation,
    path: Vec<(&'static str, String)>,
    query: Vec<(&'static str, String)>,
    body: Option<Result<Bytes, serde_json::Error>>,
    missing: Option<&'static str>,
}

/// A request whose every part is in the spelling in which it is signed and sent.
pub(crate) struct PreparedRequest<'a> {
    pub(crate) operation: &'static Operation,
    pub(crate) path: String,
    pub(crate) query: String,
    pub(crate) project_id: Option<&'a str>,
    pub(crate) body: Bytes,
}

impl<'c> RequestBuilder<'c> {
    pub(crate) fn new(client: &'c ServiceClient, operation: &'static Operation) -> Self {
        Self { client, operation, path: Vec::with_capacity(4), query: Vec::new(), body: None, missing: None }
    }

    /// Fills in a path parameter. `project_id` may be left out: the client's own is taken.
    pub fn path(mut self, name: &'static str, value: Option<impl ToString>) -> Self {
        if let Some(value) = value {
            self.path.push((name, value.to_string()));
        }
        self
    }

    /// Adds a query parameter, if it has a value.
    pub fn query<V: QueryValue>(mut self, name: &'static str, value: Option<V>) -> Self {
        if let Some(value) = value {
            value.add_to(name, &mut self.query);
        }
        self
    }

    /// Adds a query parameter that must have a value.
    pub fn required_query<V: QueryValue>(mut self, name: &'static str, value: Option<V>) -> Self {
        if value.is_none() {
            self.missing.get_or_insert(name);
        }
        self.query(name, value)
    }

    /// Sets the body, as JSON, if there is one.
    pub fn body<B: Serialize>(mut self, body: Option<&B>) -> Self {
        if let Some(body) = body {
            self.body = Some(serde_json::to_vec(body).map(Bytes::from));
        }
        self
    }

    /// Sets the body, as JSON, which must be there.
    pub fn required_body<B: Serialize>(mut self, body: Option<&B>) -> Self {
        if body.is_none() {
            self.missing.get_or_insert("body");
        }
        self.body(body)
    }

    /// Sends the request and reads the answer as JSON.
    ///
    /// # Errors
    ///
    /// Any [`Error`] but [`is_configuration`](Error::is_configuration).
    pub async fn send<T: DeserializeOwned>(self) -> Result<Response<T>, Error> {
        let operation = self.operation;
        self.execute().await?.decode(operation)
    }

    /// Sends the request and reads the answer as a JSON list, leaving out elements that are `null`; an answer that is `null`
    /// or empty is a list of none.
    ///
    /// # Errors
    ///
    /// Any [`Error`] but [`is_configuration`](Error::is_configuration).
    pub async fn send_list<T: Lenient>(self) -> Result<Response<Vec<T>>, Error> {
        let operation = self.operation;
        self.execute().await?.decode_list(operation)
    }

    /// Sends the request and reads the answer as text: as it came, or without its quotes if it is a JSON string. There are
    /// operations that answer with a bare word.
    ///
    /// # Errors
    ///
    /// Any [`Error`] but [`is_configuration`](Error::is_configuration).
    pub async fn send_text(self) -> Result<Response<String>, Error> {
        let operation = self.operation;
        self.execute().await?.decode_text(operation)
    }

    /// Sends the request; the answer has no value to read.
    ///
    /// # Errors
    ///
    /// Any [`Error`] but [`is_configuration`](Error::is_configuration) and [`is_decoding`](Error::is_decoding).
    pub async fn send_without_value(self) -> Result<Response<()>, Error> {
        self.execute().await.map(RawResponse::without_value)
    }

    async fn execute(self) -> Result<RawResponse, Error> {
        let Self { client, operation, path, mut query, body, missing } = self;
        if let Some(name) = missing {
            return Err(Error::invalid_request(operation, format!("`{name}` is missing; set it")));
        }
        let body = match body {
            None => Bytes::new(),
            Some(Ok(body)) => body,
            Some(Err(error)) => {
                return Err(Error::invalid_request(operation, "the body cannot be written as JSON").with_source(error));
            }
        };
        let given = path.iter().find(|(name, _)| *name == PROJECT_ID).map(|(_, value)| value.as_str());
        let project_id = given.or(client.project_id());
        if given.is_some() {
            // It also stands in a header, in which a path without it would let it go unseen.
            checked(operation, PROJECT_ID, given)?;
        }
        let request = PreparedRequest {
            operation,
            path: expand_path(operation, &path, project_id)?,
            query: canonical_query(&mut query),
            project_id,
            body,
        };
        client.execute(request).await
    }
}

/// Shows neither the values of the query nor the body: they may hold what must not be in a log, a password for example.
impl fmt::Debug for RequestBuilder<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let query: Vec<&str> = self.query.iter().map(|(name, _)| *name).collect();
        let body_bytes = self.body.as_ref().and_then(|body| body.as_ref().ok()).map(Bytes::len);
        f.debug_struct("RequestBuilder")
            .field("operation", &self.operation.id())
            .field("path", &self.path)
            .field("query", &query)
            .field("body_bytes", &body_bytes)
            .finish_non_exhaustive()
    }
}

/// Puts the parameters into the path template, percent-encoded.
fn expand_path(
    operation: &Operation,
    parameters: &[(&'static str, String)],
    project_id: Option<&str>,
) -> Result<String, Error> {
    let mut out = String::with_capacity(operation.path().len() + 64);
    let mut rest = operation.path();
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}').unwrap_or((after, ""));
        out.push_str(before);
        let value = parameters.iter().find(|(n, _)| *n == name).map(|(_, value)| value.as_str());
        let value = if name == PROJECT_ID { value.or(project_id) } else { value };
        encode_into(&mut out, checked(operation, name, value)?);
        rest = after;
    }
    out.push_str(rest);
    Ok(out)
}

/// Refuses what can never be right in a path: nothing, the empty text, and what URL parsers take out.
fn checked<'v>(operation: &Operation, name: &str, value: Option<&'v str>) -> Result<&'v str, Error> {
    let refuse = |why: &str| Err(Error::invalid_request(operation, format!("the path parameter `{name}` {why}")));
    match value {
        None if name == PROJECT_ID => refuse("is missing; give the credentials a project id, or the request"),
        None => refuse("is missing; set it"),
        Some("") => refuse("is empty; set it"),
        Some(value) if is_dot_segment(value) => refuse("is `.` or `..`, which would reach another resource"),
        Some(value) => Ok(value),
    }
}

/// A value that can stand in a query.
pub trait QueryValue {
    /// Adds the value under `name`; a list adds one pair an element.
    fn add_to(self, name: &'static str, query: &mut Vec<(&'static str, String)>);
}

impl QueryValue for String {
    fn add_to(self, name: &'static str, query: &mut Vec<(&'static str, String)>) {
        query.push((name, self));
    }
}

macro_rules! query_value_by_display {
    ($($type:ty),*) => {$(
        impl QueryValue for $type {
            fn add_to(self, name: &'static str, query: &mut Vec<(&'static str, String)>) {
                query.push((name, self.to_string()));
            }
        }
    )*};
}

query_value_by_display!(&str, bool, i64);

impl QueryValue for f64 {
    /// Writes the number as the official client does: the shortest text that reads as the same number, with a fraction
    /// or with an exponent of a sign and two digits.
    fn add_to(self, name: &'static str, query: &mut Vec<(&'static str, String)>) {
        let text = format!("{self:?}");
        let value = match text.split_once('e') {
            Some((digits, exponent)) => {
                let (sign, exponent) = exponent.strip_prefix('-').map_or(('+', exponent), |e| ('-', e));
                format!("{digits}e{sign}{exponent:0>2}")
            }
            None => text,
        };
        query.push((name, value));
    }
}

impl<T: QueryValue> QueryValue for Vec<T> {
    fn add_to(self, name: &'static str, query: &mut Vec<(&'static str, String)>) {
        for value in self {
            value.add_to(name, query);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Method;

    const SHOW: Operation = Operation::new("ShowWidget", Method::Get, "/v1/{project_id}/widgets/{widget_id}/parts");

    #[test]
    fn parameters_are_encoded_into_the_path() {
        let path = expand_path(&SHOW, &[("widget_id", "a/b c%".to_owned())], Some("p")).unwrap();
        assert_eq!(path, "/v1/p/widgets/a%2Fb%20c%25/parts");
    }

    #[test]
    fn what_can_never_be_right_is_refused_by_name() {
        let refused = |parameters: &[(&'static str, String)], project| {
            let error = expand_path(&SHOW, parameters, project).unwrap_err();
            assert!(error.is_invalid_request() && error.is_unsent());
            error.to_string()
        };
        let widget = |value: &str| [("widget_id", value.to_owned())];
        assert_eq!(refused(&[], Some("p")), "ShowWidget: the path parameter `widget_id` is missing; set it");
        assert_eq!(refused(&widget(""), Some("p")), "ShowWidget: the path parameter `widget_id` is empty; set it");
        for dots in [".", "..", "%2e", "%2E."] {
            assert!(refused(&widget(dots), Some("p")).contains("`.` or `..`"), "{dots}");
        }
        assert!(refused(&widget("w"), None).contains("give the credentials a project id"));
    }

    #[test]
    fn lists_repeat_their_key() {
        let mut query = Vec::new();
        vec![3_i64, 1].add_to("n", &mut query);
        true.add_to("asc", &mut query);
        assert_eq!(canonical_query(&mut query), "asc=true&n=1&n=3");
    }

    #[test]
    fn floats_are_written_as_the_official_client_writes_them() {
        for (value, expected) in [
            (1.5, "1.5"),
            (-2.0, "-2.0"),
            (0.0, "0.0"),
            (1e21, "1e+21"),
            (1e16, "1e+16"),
            (9_999_999_999_999_998.0, "9999999999999998.0"),
            (1.5e-5, "1.5e-05"),
            (0.0001, "0.0001"),
            (1e-300, "1e-300"),
        ] {
            let mut query = Vec::new();
            value.add_to("x", &mut query);
            assert_eq!(query, [("x", expected.to_owned())]);
        }
    }
}
