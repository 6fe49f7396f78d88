//! Sending a request, and the ways to read its response.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::SystemTime;

use bytes::Bytes;
use serde::de::DeserializeOwned;

use super::RequestBuilder;
use super::path::{PROJECT_ID, checked, expand_path, needs_project};
use crate::channel::{Caller, PreparedRequest};
use crate::data::lenient::Lenient;
use crate::error::Error;
use crate::response::{RawResponse, Response};
use crate::signing::canonical_query;
use crate::wire::header::JSON;

impl RequestBuilder {
    /// Sends the request and reads the response as JSON.
    ///
    /// # Errors
    ///
    /// Any [`Error`] but [`is_configuration`](Error::is_configuration).
    pub async fn send<T: DeserializeOwned>(mut self) -> Result<Response<T>, Error> {
        let operation = self.operation.id();
        self.execute().await?.decode().map_err(|error| error.of(operation))
    }

    /// Sends the request and reads the response as a JSON list, leaving out elements that are `null` unless `T` keeps them; a
    /// response that is `null` or empty is a list of none.
    ///
    /// # Errors
    ///
    /// Any [`Error`] but [`is_configuration`](Error::is_configuration).
    pub async fn send_list<T: Lenient>(mut self) -> Result<Response<Vec<T>>, Error> {
        let operation = self.operation.id();
        self.execute().await?.decode_list().map_err(|error| error.of(operation))
    }

    /// Sends the request and reads the response as a JSON object of any keys, leaving out values that are `null` unless `T`
    /// keeps them; a response that is `null` or empty is a map of none.
    ///
    /// # Errors
    ///
    /// Any [`Error`] but [`is_configuration`](Error::is_configuration).
    pub async fn send_map<T: Lenient>(mut self) -> Result<Response<HashMap<String, T>>, Error> {
        let operation = self.operation.id();
        self.execute().await?.decode_map().map_err(|error| error.of(operation))
    }

    /// Sends the request and reads the response as text: as it came, or without its quotes if it is a JSON string. There are
    /// operations whose response is a bare word.
    ///
    /// # Errors
    ///
    /// Any [`Error`] but [`is_configuration`](Error::is_configuration).
    pub async fn send_text(mut self) -> Result<Response<String>, Error> {
        let operation = self.operation.id();
        self.execute().await?.decode_text().map_err(|error| error.of(operation))
    }

    /// Sends the request and takes the response as text, every byte as it came, for responses of the type `text/plain`.
    ///
    /// # Errors
    ///
    /// Any [`Error`] but [`is_configuration`](Error::is_configuration) and [`is_decoding`](Error::is_decoding): what is no
    /// UTF-8 in the text is U+FFFD.
    pub async fn send_plain_text(mut self) -> Result<Response<String>, Error> {
        self.execute().await.map(RawResponse::decode_plain_text)
    }

    /// Sends the request and takes the response as bytes, as they came.
    ///
    /// # Errors
    ///
    /// Any [`Error`] but [`is_configuration`](Error::is_configuration) and [`is_decoding`](Error::is_decoding).
    pub async fn send_bytes(mut self) -> Result<Response<Bytes>, Error> {
        self.execute().await.map(RawResponse::into_bytes)
    }

    /// Sends the request; the response has no value to read.
    ///
    /// # Errors
    ///
    /// Any [`Error`] but [`is_configuration`](Error::is_configuration); [`is_decoding`](Error::is_decoding) only for a page of
    /// HTML.
    pub async fn send_without_value(mut self) -> Result<Response<()>, Error> {
        let operation = self.operation.id();
        self.execute().await?.without_value().map_err(|error| error.of(operation))
    }

    async fn execute(&mut self) -> Result<Box<RawResponse>, Error> {
        let operation = self.operation.id();
        self.execute_unnamed().await.map_err(|error| error.of(operation))
    }

    /// The project that the request names.
    fn given_project(&self) -> Option<&str> {
        self.path.iter().find(|(name, _)| name == PROJECT_ID).map(|(_, value)| value.as_str())
    }

    async fn execute_unnamed(&mut self) -> Result<Box<RawResponse>, Error> {
        self.faults.check()?;
        let channel = Arc::clone(&self.channel);
        let begun = channel.clock.now();
        let caller = match channel.caller().await {
            Ok(caller) => caller,
            Err(error) => return Err(self.failed_unsent(begun, error)),
        };
        let is_unknown =
            caller.project_id().is_none() && self.given_project().is_none() && needs_project(self.template());
        let is_at_hand = channel.identity.fixed().is_some() && !is_unknown;
        let found = if is_unknown { Box::pin(channel.find_project(&caller)).await } else { Ok(None) };
        let request = match found.and_then(|found| self.prepare(&caller, found)) {
            Ok(request) => request,
            Err(error) => return Err(self.failed_unsent(begun, error)),
        };
        // Where somebody was asked, it may have taken a while; else the clock was read just now.
        let begun = if is_at_hand { begun } else { channel.clock.now() };
        channel.execute(&request, caller, begun).await
    }

    /// Shows to whoever looks on a call that failed before there was anything to send.
    #[cold]
    fn failed_unsent(&self, begun: SystemTime, error: Error) -> Error {
        let error = error.of(self.operation.id());
        self.channel.call_failed_unsent(self.operation, self.template(), &self.interceptors, begun, error)
    }

    /// The request with every part in the spelling in which it is signed and sent; moves out what it can.
    /// `found` is the project if neither the request nor the caller names it.
    fn prepare(&mut self, caller: &Caller, found: Option<&str>) -> Result<PreparedRequest, Error> {
        let operation = self.operation;
        let given = self.given_project();
        if given.is_some() {
            // It also stands in a header, in which a path without it would let it go unseen.
            checked(PROJECT_ID, given)?;
        }
        let project = given.or(found);
        let project_id = project.map(str::to_owned);
        let path = expand_path(self.template(), &self.path, project.or(caller.project_id()))?;
        let body = self.body.take();
        // Without a body, too, a request says that it is JSON, as that of the official client does.
        let content_type = body.as_ref().map_or(JSON, |body| operation.content_type().unwrap_or(body.media_type));
        Ok(PreparedRequest {
            operation,
            path,
            query: canonical_query(&mut self.query),
            headers: std::mem::take(&mut self.headers),
            project_id,
            content_type,
            body: body.map(|body| body.bytes).unwrap_or_default(),
            timeout: self.timeout,
            retries: self.retries.take(),
            interceptors: std::mem::take(&mut self.interceptors),
            template: self.template.take(),
            is_idempotent: self.is_idempotent,
        })
    }
}
