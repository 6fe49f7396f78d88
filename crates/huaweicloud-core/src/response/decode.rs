//! The ways to read the body of a response that succeeded.

use bytes::Bytes;
use serde::de::DeserializeOwned;

use super::raw::RawResponse;
use super::typed::Response;
use crate::data::lenient::{self, Lenient};
use crate::error::Error;

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

impl RawResponse {
    /// Reads the body as JSON, whatever its declared type. A body that is empty, or `null` where that is no value of the
    /// type, reads as an empty object: regions differ in whether they respond to some operations with 200 and a body or with
    /// 204.
    pub(crate) fn decode<T: DeserializeOwned>(self) -> Result<Response<T>, Error> {
        let value = match self.text().trim_ascii() {
            b"" => serde_json::from_slice(b"{}"),
            b"null" => {
                serde_json::from_slice(b"null").or_else(|error| serde_json::from_slice(b"{}").map_err(|_| error))
            }
            _ => serde_json::from_slice(self.text()),
        };
        self.with_value(value)
    }

    /// Reads the body as a JSON list, of none if it is empty.
    pub(crate) fn decode_list<T: Lenient>(self) -> Result<Response<Vec<T>>, Error> {
        let text = self.text();
        let text = if text.trim_ascii().is_empty() { b"[]" } else { text };
        let mut deserializer = serde_json::Deserializer::from_slice(text);
        let value = lenient::required(&mut deserializer).and_then(|value| deserializer.end().map(|()| value));
        self.with_value(value)
    }

    /// Reads the body as text: a JSON string by its value, anything else as it came.
    pub(crate) fn decode_text(self) -> Result<Response<String>, Error> {
        let text = self.text();
        let value = serde_json::from_slice(text).or_else(|_| str::from_utf8(text).map(str::to_owned));
        self.with_value(value)
    }

    /// Takes the body as text, every byte of it.
    pub(crate) fn decode_plain_text(self) -> Result<Response<String>, Error> {
        let value = str::from_utf8(&self.body).map(str::to_owned);
        self.with_value(value)
    }

    /// Takes the body as it came.
    pub(crate) fn into_bytes(self) -> Response<Bytes> {
        Response { value: self.body.clone(), raw: self }
    }

    /// The response to an operation that is documented to have no body.
    pub(crate) fn without_value(self) -> Response<()> {
        Response { value: (), raw: self }
    }

    /// The body without its byte order mark.
    fn text(&self) -> &[u8] {
        self.body.strip_prefix(BYTE_ORDER_MARK).unwrap_or(&self.body)
    }

    fn with_value<T, E>(self, value: Result<T, E>) -> Result<Response<T>, Error>
    where
        E: std::error::Error + Send + Sync + 'static,
    {
        match value {
            Ok(value) => Ok(Response { value, raw: self }),
            Err(error) => Err(Error::decoding(error).with_response(self.head).with_body(self.body)),
        }
    }
}
