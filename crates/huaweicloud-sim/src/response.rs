//! What a handler gives: a response, before it becomes HTTP.

use std::time::SystemTime;

use bytes::Bytes;
use hyper::StatusCode;
use hyper::header::{DATE, HeaderName, HeaderValue};
use jiff::Timestamp;
use serde::Serialize;

use crate::refusal::{Code, Refusal};

/// A success, without the headers that all responses have.
///
/// ```
/// use huaweicloud_sim::Response;
///
/// let response = Response::json(200, &["left", "right"])?;
/// assert_eq!(response.status(), 200);
/// # Ok::<(), huaweicloud_sim::Refusal>(())
/// ```
#[derive(Clone, Debug)]
pub struct Response {
    pub(crate) status: StatusCode,
    pub(crate) content: Option<Content>,
    pub(crate) headers: Vec<(HeaderName, HeaderValue)>,
}

/// A body and its media type.
#[derive(Clone, Debug)]
pub(crate) struct Content {
    pub(crate) media_type: HeaderValue,
    pub(crate) body: Bytes,
}

pub(crate) const JSON: HeaderValue = HeaderValue::from_static("application/json");
const TEXT: HeaderValue = HeaderValue::from_static("text/plain;charset=UTF-8");

impl Response {
    /// A response with a body of JSON.
    ///
    /// # Errors
    ///
    /// A refusal with the status 500 if the value cannot be written as JSON, or HTTP does not have the status.
    pub fn json<T: Serialize + ?Sized>(status: u16, value: &T) -> Result<Self, Refusal> {
        const UNWRITABLE: Code = Code::new(500, "APIGW.0601", "Internal server error.");
        let internal = |why: &str| Refusal::of(UNWRITABLE).because(why);
        let body = serde_json::to_vec(value).map_err(|error| internal(&error.to_string()))?;
        let status = StatusCode::from_u16(status).map_err(|error| internal(&error.to_string()))?;
        Ok(Self::new(status, Some(Content { media_type: JSON, body: body.into() })))
    }

    /// A response `200` of a bare word, which is no JSON: what some services say where there is nothing to say.
    pub fn word(word: &'static str) -> Self {
        Self::new(StatusCode::OK, Some(Content { media_type: TEXT, body: Bytes::from_static(word.as_bytes()) }))
    }

    /// A response of a text, which counts as JSON as long as no header says otherwise.
    pub(crate) fn text(status: StatusCode, body: String) -> Self {
        Self::new(status, Some(Content { media_type: JSON, body: body.into() }))
    }

    /// `204`, without a body.
    pub const fn no_content() -> Self {
        Self::new(StatusCode::NO_CONTENT, None)
    }

    pub(crate) const fn new(status: StatusCode, content: Option<Content>) -> Self {
        Self { status, content, headers: Vec::new() }
    }

    /// The HTTP status.
    pub fn status(&self) -> u16 {
        self.status.as_u16()
    }

    /// The body, empty if there is none.
    pub fn body(&self) -> &[u8] {
        self.content.as_ref().map_or(&[], |content| &content.body)
    }

    pub(crate) fn media_type(mut self, media_type: HeaderValue) -> Self {
        self.content = self.content.map(|content| Content { media_type, ..content });
        self
    }

    /// The response with the date at which it is given, without a fraction of a second, unless it has one. Clients reckon with it.
    pub(crate) fn dated(self, at: SystemTime) -> Self {
        if self.headers.iter().any(|(name, _)| name == DATE) {
            return self;
        }
        let at = Timestamp::try_from(at).unwrap_or(Timestamp::MAX);
        let date = at.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string();
        match HeaderValue::from_str(&date) {
            Ok(date) => self.header(DATE, date),
            Err(_) => self,
        }
    }

    pub(crate) fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.push((name, value));
        self
    }
}

impl From<&Refusal> for Response {
    fn from(refusal: &Refusal) -> Self {
        // The documented form: these two members and no other.
        let body = serde_json::json!({ "error_code": refusal.code, "error_msg": refusal.message });
        let content = Content { media_type: JSON, body: body.to_string().into() };
        let mut response = Self::new(refusal.status, Some(content));
        if let Some(value) = refusal.allow.as_ref().and_then(|allow| HeaderValue::from_str(allow).ok()) {
            response = response.header(hyper::header::ALLOW, value);
        }
        if let Some(seconds) = refusal.retry_after_seconds {
            response = response.header(hyper::header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if refusal.closes {
            response = response.header(hyper::header::CONNECTION, HeaderValue::from_static("close"));
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_has_the_documented_form() {
        let response = Response::from(&Refusal::unknown_path());
        assert_eq!(response.status(), 404);
        let body: serde_json::Value = serde_json::from_slice(response.body()).unwrap();
        let message = "The API does not exist or has not been published in the environment.";
        assert_eq!(body, serde_json::json!({ "error_code": "APIGW.0101", "error_msg": message }));
    }

    #[test]
    fn a_date_is_written_as_http_has_it() {
        let at = SystemTime::UNIX_EPOCH + std::time::Duration::from_millis(784_111_777_900);
        let response = Response::no_content().dated(at);
        let date = [(DATE, HeaderValue::from_static("Sun, 06 Nov 1994 08:49:37 GMT"))];
        assert_eq!(response.headers, date);
        assert_eq!(response.dated(SystemTime::UNIX_EPOCH).headers, date);
    }

    #[test]
    fn what_was_throttled_may_come_back() {
        let response = Response::from(&Refusal::throttled(3));
        assert_eq!(response.headers, [(hyper::header::RETRY_AFTER, HeaderValue::from(3))]);
    }
}
