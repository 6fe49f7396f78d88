//! A request for an operation, from its parts to its response.

use std::collections::HashMap;
use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, HeaderName};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::QueryValue;
use super::body::{Body, JSON};
use super::header::add_header;
use super::path::{PROJECT_ID, checked, expand_path};
use super::query::joined;
use crate::channel::{Channel, PreparedRequest};
use crate::data::ParameterValue;
use crate::data::lenient::Lenient;
use crate::error::Error;
use crate::response::{RawResponse, Response};
use crate::service::Operation;
use crate::signing::canonical_query;

/// A request in the making. Generated clients have one typed builder an operation, which ends in this one.
///
/// Nothing is refused before it is sent, by [`send`](Self::send) or another method of that name, which names the first thing
/// that is wrong.
#[must_use = "a request does nothing until it is sent"]
pub struct RequestBuilder<'c> {
    channel: &'c Channel,
    operation: &'static Operation,
    path: Vec<(&'static str, String)>,
    query: Vec<(&'static str, String)>,
    headers: HeaderMap,
    body: Option<Body>,
    /// The first thing that is wrong.
    refused: Option<Error>,
}

impl<'c> RequestBuilder<'c> {
    pub(crate) fn new(channel: &'c Channel, operation: &'static Operation) -> Self {
        let path = Vec::with_capacity(4);
        Self { channel, operation, path, query: Vec::new(), headers: HeaderMap::new(), body: None, refused: None }
    }

    /// Fills in a path parameter. `project_id` may be left out: the client's own is taken.
    pub fn path(mut self, name: &'static str, value: Option<impl ToString>) -> Self {
        if let Some(value) = value {
            self.path.push((name, value.to_string()));
        }
        self
    }

    /// Adds a query parameter, if it has a value; a list adds one pair an element.
    pub fn query<V: QueryValue>(mut self, name: &'static str, value: Option<V>) -> Self {
        if let Some(value) = value {
            value.add_to(name, &mut self.query);
        }
        self
    }

    /// Adds a query parameter that must have a value.
    pub fn required_query<V: QueryValue>(self, name: &'static str, value: Option<V>) -> Self {
        self.require(name, value.is_some()).query(name, value)
    }

    /// Adds a query parameter whose value is a list, as one pair (`explode: false`): the elements with commas between them,
    /// percent-encoded like the rest (`names=a%2Cb`), because it is signed in this spelling. An element with a comma of its
    /// own is refused. A list of none is left out.
    pub fn joined_query<V: ParameterValue>(mut self, name: &'static str, values: Option<Vec<V>>) -> Self {
        if let Some(values) = values.filter(|values| !values.is_empty()) {
            match joined(name, values) {
                Ok(value) => self.query.push((name, value)),
                Err(error) => self.refuse(error),
            }
        }
        self
    }

    /// Adds a query parameter like [`joined_query`](Self::joined_query), which must have a value: a list of none is none.
    pub fn required_joined_query<V: ParameterValue>(self, name: &'static str, values: Option<Vec<V>>) -> Self {
        let is_given = values.as_ref().is_some_and(|values| !values.is_empty());
        self.require(name, is_given).joined_query(name, values)
    }

    /// Adds a header parameter, if it has a value: visible ASCII; white space around it is not sent. It is signed with the
    /// rest, unless there is an underscore in its name. Headers that the client sets itself, such as `Authorization` and
    /// `X-Project-Id`, are refused.
    pub fn header<V: ParameterValue>(mut self, name: &'static str, value: Option<V>) -> Self {
        if let Some(value) = value
            && let Err(error) = add_header(&mut self.headers, name, &value.into_text())
        {
            self.refuse(error);
        }
        self
    }

    /// Adds a header parameter that must have a value.
    pub fn required_header<V: ParameterValue>(self, name: &'static str, value: Option<V>) -> Self {
        self.require(name, value.is_some()).header(name, value)
    }

    /// Sets the body, as JSON, if there is one.
    pub fn body<B: Serialize>(self, body: Option<&B>) -> Self {
        self.with_body(body.map(Body::json))
    }

    /// Sets the body, as JSON, which must be there.
    pub fn required_body<B: Serialize>(self, body: Option<&B>) -> Self {
        self.require("body", body.is_some()).body(body)
    }

    /// Sets the body, as a form (`application/x-www-form-urlencoded`), if there is one: a struct or a map of text, numbers,
    /// booleans, and lists of these, which give a pair an element. What a form cannot hold is refused: objects, lists in
    /// lists, and null.
    ///
    /// The body is not part of the signature, as in the official client.
    pub fn form_body<B: Serialize>(self, body: Option<&B>) -> Self {
        self.with_body(body.map(Body::form))
    }

    /// Sets the body like [`form_body`](Self::form_body), which must be there.
    pub fn required_form_body<B: Serialize>(self, body: Option<&B>) -> Self {
        self.require("body", body.is_some()).form_body(body)
    }

    /// Sends the request and reads the response as JSON.
    ///
    /// # Errors
    ///
    /// Any [`Error`] but [`is_configuration`](Error::is_configuration).
    pub async fn send<T: DeserializeOwned>(self) -> Result<Response<T>, Error> {
        let operation = self.operation.id();
        self.execute().await?.decode().map_err(|error| error.of(operation))
    }

    /// Sends the request and reads the response as a JSON list, leaving out elements that are `null` unless `T` keeps them; a
    /// response that is `null` or empty is a list of none.
    ///
    /// # Errors
    ///
    /// Any [`Error`] but [`is_configuration`](Error::is_configuration).
    pub async fn send_list<T: Lenient>(self) -> Result<Response<Vec<T>>, Error> {
        let operation = self.operation.id();
        self.execute().await?.decode_list().map_err(|error| error.of(operation))
    }

    /// Sends the request and reads the response as a JSON object of any keys, leaving out values that are `null` unless `T` keeps
    /// them; a response that is `null` or empty is a map of none.
    ///
    /// # Errors
    ///
    /// Any [`Error`] but [`is_configuration`](Error::is_configuration).
    pub async fn send_map<T: Lenient>(self) -> Result<Response<HashMap<String, T>>, Error> {
        let operation = self.operation.id();
        self.execute().await?.decode_map().map_err(|error| error.of(operation))
    }

    /// Sends the request and reads the response as text: as it came, or without its quotes if it is a JSON string. There are
    /// operations whose response is a bare word.
    ///
    /// # Errors
    ///
    /// Any [`Error`] but [`is_configuration`](Error::is_configuration).
    pub async fn send_text(self) -> Result<Response<String>, Error> {
        let operation = self.operation.id();
        self.execute().await?.decode_text().map_err(|error| error.of(operation))
    }

    /// Sends the request and takes the response as text, every byte as it came, for responses of the type `text/plain`.
    ///
    /// # Errors
    ///
    /// Any [`Error`] but [`is_configuration`](Error::is_configuration) and [`is_decoding`](Error::is_decoding): what is no
    /// UTF-8 in the text is U+FFFD.
    pub async fn send_plain_text(self) -> Result<Response<String>, Error> {
        self.execute().await.map(RawResponse::decode_plain_text)
    }

    /// Sends the request and takes the response as bytes, as they came.
    ///
    /// # Errors
    ///
    /// Any [`Error`] but [`is_configuration`](Error::is_configuration) and [`is_decoding`](Error::is_decoding).
    pub async fn send_bytes(self) -> Result<Response<Bytes>, Error> {
        self.execute().await.map(RawResponse::into_bytes)
    }

    /// Sends the request; the response has no value to read.
    ///
    /// # Errors
    ///
    /// Any [`Error`] but [`is_configuration`](Error::is_configuration); [`is_decoding`](Error::is_decoding) only for a page of
    /// HTML.
    pub async fn send_without_value(self) -> Result<Response<()>, Error> {
        let operation = self.operation.id();
        self.execute().await?.without_value().map_err(|error| error.of(operation))
    }

    /// Keeps the first thing that is wrong.
    fn refuse(&mut self, error: Error) {
        self.refused.get_or_insert(error);
    }

    /// Refuses a parameter that must have a value and has none.
    fn require(mut self, name: &'static str, is_given: bool) -> Self {
        if !is_given {
            self.refuse(Error::invalid_request(format!("`{name}` is missing; set it")));
        }
        self
    }

    fn with_body(mut self, body: Option<Result<Body, Error>>) -> Self {
        match body {
            Some(Ok(body)) => self.body = Some(body),
            Some(Err(error)) => self.refuse(error),
            None => {}
        }
        self
    }

    async fn execute(self) -> Result<RawResponse, Error> {
        let (channel, operation) = (self.channel, self.operation.id());
        let response = match self.prepare() {
            Ok(request) => channel.execute(request).await,
            Err(error) => Err(error),
        };
        response.map_err(|error| error.of(operation))
    }

    /// The request with every part in the spelling in which it is signed and sent.
    fn prepare(self) -> Result<PreparedRequest, Error> {
        let Self { channel, operation, path, mut query, headers, body, refused } = self;
        if let Some(error) = refused {
            return Err(error);
        }
        let given = path.iter().find(|(name, _)| *name == PROJECT_ID).map(|(_, value)| value.as_str());
        if given.is_some() {
            // It also stands in a header, in which a path without it would let it go unseen.
            checked(PROJECT_ID, given)?;
        }
        // Without a body, too, a request says that it is JSON, as that of the official client does.
        let content_type = body.as_ref().map_or(JSON, |body| operation.content_type().unwrap_or(body.media_type));
        Ok(PreparedRequest {
            operation,
            path: expand_path(operation.path(), &path, given.or(channel.project_id()))?,
            query: canonical_query(&mut query),
            headers,
            project_id: given.map(str::to_owned),
            content_type,
            body: body.map(|body| body.bytes).unwrap_or_default(),
        })
    }
}

/// Shows neither the values of query and headers nor the body: they may hold what must not be in a log, a password for example.
impl fmt::Debug for RequestBuilder<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let query: Vec<&str> = self.query.iter().map(|(name, _)| *name).collect();
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
