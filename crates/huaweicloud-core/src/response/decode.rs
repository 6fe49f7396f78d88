//! The ways to read the body of a response that succeeded.

use std::collections::HashMap;

use bytes::Bytes;
use serde::de::DeserializeOwned;

use super::error_body::is_refusal;
use super::foreign::{compressed, compression, is_html};
use super::json::{self, JsonError, Reader, is_null, text_of};
use super::raw::RawResponse;
use super::refusal::refusal;
use super::typed::Response;
use crate::data::lenient::{self, Lenient};
use crate::error::Error;
use crate::redaction::Redaction;

const NOT_OF_THE_SERVICE: &str = "the response is a page of HTML, which is not the service's: a proxy or a login page stands before it; \
     whether the request was carried out is not known";

/// Reads JSON as that of a response is read, for benchmarks and tests of generated code.
///
/// # Errors
///
/// [`Error::is_decoding`] for what is no JSON, or no value of the type.
#[doc(hidden)]
pub fn read_json<T: DeserializeOwned>(body: &[u8]) -> Result<T, Error> {
    json::from_text(&text_of(body)).map_err(|error| Error::decoding(error, &Redaction::default()))
}

impl RawResponse {
    /// Reads the body as JSON, whatever its declared type. A body that is empty, or `null` where that is no value of the
    /// type, reads as an empty object: regions differ in whether they respond to some operations with 200 and a body or with
    /// 204.
    pub(crate) fn decode<T: DeserializeOwned>(self: Box<Self>) -> Result<Response<T>, Error> {
        // Null may be a value of the type. It is read by the reader of everything else: with another one, all that reads the
        // type would be compiled a second time.
        if is_null(&self.body)
            && let Ok(value) = json::from_text("null")
        {
            return Ok(Response { value, raw: self });
        }
        let value = self.read("{}", |reader| T::deserialize(reader));
        self.with_value(value)
    }

    /// Reads the body as a JSON list, of none if it is empty.
    pub(crate) fn decode_list<T: Lenient>(self: Box<Self>) -> Result<Response<Vec<T>>, Error> {
        let value = self.read("[]", |reader| lenient::required(reader));
        self.with_value(value)
    }

    /// Reads the body as a JSON object of any keys, of none if it is empty.
    pub(crate) fn decode_map<T: Lenient>(self: Box<Self>) -> Result<Response<HashMap<String, T>>, Error> {
        let value = self.read("{}", |reader| lenient::required(reader));
        self.with_value(value)
    }

    /// Reads the body as text: a JSON string by its value, anything else as it came.
    pub(crate) fn decode_text(self: Box<Self>) -> Result<Response<String>, Error> {
        let text = text_of(&self.body);
        if is_html(&text) || is_refusal(&text) || compression(&self.headers, &self.body).is_some() {
            drop(text);
            return Err(self.failure("expected a text"));
        }
        let value = json::from_text(&text).unwrap_or_else(|_| text.into_owned());
        Ok(Response { value, raw: self })
    }

    /// Takes the body as text, every character of it; what is no UTF-8 is U+FFFD.
    pub(crate) fn decode_plain_text(self: Box<Self>) -> Response<String> {
        Response { value: String::from_utf8_lossy(&self.body).into_owned(), raw: self }
    }

    /// Takes the body as it came.
    pub(crate) fn into_bytes(self: Box<Self>) -> Response<Bytes> {
        Response { value: self.body.clone(), raw: self }
    }

    /// The response to an operation that is documented to have no body: any but a refusal and a page of HTML is passed over.
    pub(crate) fn without_value(self: Box<Self>) -> Result<Response<()>, Error> {
        let text = text_of(&self.body);
        if is_html(&text) || is_refusal(&text) {
            drop(text);
            return Err(self.failure("expected no body"));
        }
        drop(text);
        Ok(Response { value: (), raw: self })
    }

    /// Reads the body by `read`, or `empty` if there is nothing in it. None if it is a refusal: an object with code and message of
    /// an error, of which the type that is read has no field. So a type that has such fields itself reads them.
    fn read<T>(
        &self,
        empty: &str,
        read: impl FnOnce(&mut Reader<'_>) -> Result<T, JsonError>,
    ) -> Result<Option<T>, JsonError> {
        let text = text_of(&self.body);
        let text = if matches!(text.trim_ascii(), "" | "null") { empty } else { &text };
        let mut reader = Reader::new(text);
        let value = read(&mut reader).and_then(|value| reader.end().map(|()| value));
        let is_refusal = !reader.has_known_field() && is_refusal(text);
        if is_refusal { Ok(None) } else { value.map(Some) }
    }

    fn with_value<T>(self: Box<Self>, value: Result<Option<T>, JsonError>) -> Result<Response<T>, Error> {
        match value {
            Ok(Some(value)) => Ok(Response { value, raw: self }),
            Ok(None) => Err(self.refusal()),
            Err(error) => Err(self.unreadable(&error.to_string())),
        }
    }

    fn refusal(self) -> Error {
        refusal(self.service.as_ref(), &self.head, self.headers, self.body).after(self.attempts)
    }

    fn failure(self, what: &str) -> Error {
        if is_refusal(&text_of(&self.body)) { self.refusal() } else { self.unreadable(what) }
    }

    fn unreadable(self, what: &str) -> Error {
        let Self { head, headers, body, attempts, .. } = self;
        let error = match compression(&headers, &body) {
            _ if is_html(&text_of(&body)) => Error::foreign_response(NOT_OF_THE_SERVICE),
            Some(name) => Error::decoding(compressed(name), &head.redaction),
            None => Error::decoding(what, &head.redaction),
        };
        error.with_response(&head, headers).with_body(body).after(attempts)
    }
}
