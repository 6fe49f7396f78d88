//! A response that succeeded, not yet read.

use std::sync::LazyLock;

use bytes::Bytes;
use http::HeaderMap;
use memchr::memmem::Finder;

use super::error_body::is_refusal;
use super::json::text_of;
use super::refusal::refusal;
use crate::error::{Attempts, Error, ErrorClass};
use crate::service::ServiceInfo;
use crate::wire::{ResponseHead, WireResponse, request_id};

/// The longest body that is looked at for a refusal before it is read, in bytes: a code, a message and an id are shorter, and looking
/// at longer ones would be felt.
const REFUSAL_LIMIT: usize = 1_024;
/// What finds the beginning of each name of a code. Without it a body is no refusal.
static REFUSAL_CODE: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("\"error"));

/// A response of 2xx whose body is not yet read as anything. It goes through many hands, and is boxed because to move it each time
/// would cost more.
#[derive(Clone)]
pub(crate) struct RawResponse {
    pub(super) head: ResponseHead,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
    /// The service that knows what the code of a refusal means.
    pub(super) service: Option<ServiceInfo>,
    pub(super) attempts: Attempts,
}

impl RawResponse {
    /// Takes a response of 2xx.
    ///
    /// # Errors
    ///
    /// [`Error::is_service`] for any other status, [`Error::is_body_too_large`] for a body over the limit.
    pub(crate) fn new(service: &ServiceInfo, response: WireResponse) -> Result<Box<Self>, Error> {
        let WireResponse { head, headers, body } = response;
        match body {
            Ok(body) if head.is_success() => {
                Ok(Box::new(Self { head, headers, body, service: Some(*service), attempts: Attempts::ONE }))
            }
            Ok(body) => Err(refusal(Some(service), &head, headers, body)),
            Err(limit) if head.is_success() => Err(Error::body_too_large(&limit).with_response(&head, headers)),
            // Whatever the service had to say: what matters is that it did not carry the request out.
            Err(limit) => Err(refusal(Some(service), &head, headers, Bytes::new()).with_source(limit)),
        }
    }

    /// How often the request was sent.
    pub(crate) fn attempts(&self) -> u32 {
        self.attempts.count
    }

    /// The HTTP status.
    pub(crate) fn http_status(&self) -> u16 {
        self.head.status
    }

    /// The id under which the service logged the request.
    pub(crate) fn request_id(&self) -> Option<&str> {
        request_id(&self.headers)
    }

    /// The refusal that it is although it is one of 2xx, if it says that something is busy or that there were too many requests. A body
    /// of some length is none.
    pub(crate) fn busy_refusal(&self) -> Option<Error> {
        let is_likely = self.body.len() <= REFUSAL_LIMIT && REFUSAL_CODE.find(&self.body).is_some();
        if !is_likely || !is_refusal(&text_of(&self.body)) {
            return None;
        }
        let error = refusal(self.service.as_ref(), &self.head, self.headers.clone(), self.body.clone());
        let is_busy = matches!(error.class(), Some(ErrorClass::Retry | ErrorClass::Throttled));
        (is_busy && error.is_code_documented()).then_some(error)
    }

    /// The body as it came.
    pub(crate) fn body(&self) -> &Bytes {
        &self.body
    }

    /// A header, if it is there.
    pub(crate) fn header_value(&self, name: &str) -> Option<&http::HeaderValue> {
        self.headers.get(name)
    }

    /// Sets how often the request was sent.
    pub(crate) fn after(mut self: Box<Self>, attempts: Attempts) -> Box<Self> {
        self.attempts = attempts;
        self
    }
}
