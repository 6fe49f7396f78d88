//! What all requests to one service share: where they go, who they are from, what carries them.

mod asked_once;
mod attempts;
mod authentication;
mod clock_offset;
mod header;
mod identity;
mod observed;
mod project;
mod shared;
mod warm;

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, HOST, USER_AGENT};
use http::{HeaderMap, HeaderValue};

pub(crate) use authentication::Authentication;
pub(crate) use clock_offset::ClockOffset;
pub(crate) use header::{header_value, static_header_value};
pub(crate) use identity::{Caller, CallerRef, Identity};

use crate::credentials::CredentialsRequest;
use crate::error::Error;
use crate::exchange::exchange;
use crate::interceptor::{Interceptors, OutgoingRequest};
use crate::response::RawResponse;
use crate::retry::{Retries, RetryBudget};
use crate::runtime::Clock;
use crate::service::{Endpoint, Operation, ServiceInfo};
use crate::signing::{CanonicalHeaders, SignableRequest};
use crate::transport::{Transport, TransportRequest};
use crate::wire::header::{ANY_TYPE, DATE, JSON, PROJECT};

/// The way to one service for one caller.
pub(crate) struct Channel {
    pub(crate) service: ServiceInfo,
    pub(crate) endpoint: Endpoint,
    pub(crate) identity: Identity,
    /// What is needed to ask for who the caller is, and for which project.
    pub(crate) credentials_request: CredentialsRequest,
    pub(crate) user_agent: HeaderValue,
    pub(crate) clock: Arc<dyn Clock>,
    /// How far the clock is off, as far as the service has said.
    pub(crate) clock_offset: ClockOffset,
    pub(crate) transport: Arc<dyn Transport>,
    /// How long a request may take, unless it has a limit of its own.
    pub(crate) timeout: Duration,
    /// How many bytes a response may have.
    pub(crate) body_limit: usize,
    /// Whether and when a call is made again, unless it has a policy of its own.
    pub(crate) retries: Retries,
    pub(crate) retry_budget: RetryBudget,
    /// What looks at all calls.
    pub(crate) interceptors: Interceptors,
}

/// The headers that all requests of a caller have.
pub(crate) struct CommonHeaders {
    map: HeaderMap,
    /// How they are signed, if they are.
    canonical: Option<CanonicalHeaders>,
}

/// A request whose every part is in the spelling in which it is signed and sent.
pub(crate) struct PreparedRequest {
    pub(crate) operation: &'static Operation,
    pub(crate) path: String,
    pub(crate) query: String,
    /// Header parameters of the operation, none of which is one of the client's own.
    pub(crate) headers: HeaderMap,
    /// The project that the request is for, if it names one.
    pub(crate) project_id: Option<String>,
    pub(crate) content_type: &'static str,
    /// Empty if there is none.
    pub(crate) body: Bytes,
    /// How long the request may take, if it is not the client's own limit that holds.
    pub(crate) timeout: Option<Duration>,
    /// Whether and when it is sent again, if it is not the client's own policy that holds.
    pub(crate) retries: Option<Retries>,
    /// What looks at it besides what looks at all.
    pub(crate) interceptors: Interceptors,
    /// The path with its parameters in braces, where it is not that of the operation.
    pub(crate) template: Option<Arc<str>>,
    /// Whether it may be carried out twice.
    pub(crate) is_idempotent: bool,
}

impl Channel {
    /// Who requests are from now.
    ///
    /// # Errors
    ///
    /// [`Error::is_credentials`] if a provider has no credentials.
    pub(crate) async fn caller(&self) -> Result<CallerRef<'_>, Error> {
        self.identity.caller().await
    }

    /// Signs a request as of `now` and sends it once, and reads the response whole.
    async fn attempt(
        &self,
        request: &PreparedRequest,
        caller: &Caller,
        now: SystemTime,
        number: u32,
    ) -> Result<Box<RawResponse>, Error> {
        let request = self.transport_request(request, caller, now, number)?;
        let redaction = caller.authentication.redaction(request.headers());
        exchange(&self.service, &self.endpoint, &*self.transport, request, redaction).await
    }

    fn transport_request(
        &self,
        request: &PreparedRequest,
        caller: &Caller,
        now: SystemTime,
        number: u32,
    ) -> Result<TransportRequest, Error> {
        let method = request.operation.method();
        let common = caller.headers.get_or_init(|| self.common_headers(caller));
        // A copy of them costs less than to put each into its place again.
        let (mut headers, mut canonical) = (common.map.clone(), common.canonical.as_ref());
        if !self.has_common_headers(request) {
            self.add_headers(request, caller, &mut headers, number)?;
            canonical = None;
        }
        let signable = SignableRequest::new(method.as_str(), self.endpoint.authority(), &request.path);
        let signable = signable.query(&request.query).body(&request.body);
        caller.authentication.add_to(&mut headers, canonical, &signable, now)?;
        if request.body.is_empty() && method.anticipates_body() {
            // hyper leaves it out, and there are gateways that respond with 411 then. Not signed, as in the official client.
            headers.insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
        }
        #[cfg(feature = "gzip")]
        headers.entry(http::header::ACCEPT_ENCODING).or_insert(HeaderValue::from_static("gzip"));
        let uri = self.endpoint.uri(&request.path, &request.query)?;
        let mut http = http::Request::new(request.body.clone());
        *http.method_mut() = method.into();
        *http.uri_mut() = uri;
        *http.headers_mut() = headers;
        Ok(TransportRequest::new(request.operation, http, Arc::clone(&self.clock))
            .with_timeout(request.timeout.unwrap_or(self.timeout))
            .with_body_limit(self.body_limit))
    }

    /// Whether anything looks at a request.
    fn is_intercepted(&self, request: &PreparedRequest) -> bool {
        !(self.interceptors.is_empty() && request.interceptors.is_empty())
    }

    /// Lets interceptors see a request, and set headers of it.
    fn intercept(&self, request: &PreparedRequest, headers: &mut HeaderMap, attempt: u32) -> Result<(), Error> {
        let PreparedRequest { operation, path, query, body, .. } = request;
        let mut outgoing = OutgoingRequest { operation, path, query, headers, body, attempt, fault: None };
        for interceptor in self.interceptors.iter().chain(request.interceptors.iter()) {
            interceptor.before_signing(&mut outgoing);
        }
        outgoing.fault.map_or(Ok(()), |fault| Err(Error::invalid_request(fault)))
    }

    /// Whether a request has no other headers than all of its caller.
    fn has_common_headers(&self, request: &PreparedRequest) -> bool {
        request.headers.is_empty()
            && request.content_type == JSON
            && request.project_id.is_none()
            && !self.is_intercepted(request)
    }

    /// Adds to the headers that all requests have those that this one has.
    fn add_headers(
        &self,
        request: &PreparedRequest,
        caller: &Caller,
        headers: &mut HeaderMap,
        number: u32,
    ) -> Result<(), Error> {
        headers.extend(request.headers.iter().map(|(name, value)| (name.clone(), value.clone())));
        if request.content_type != JSON {
            let content_type = static_header_value(request.content_type).ok_or_else(|| {
                Error::invalid_request("the content type of the operation holds a character that no header can hold")
            })?;
            headers.insert(CONTENT_TYPE, content_type);
        }
        if let Some(id) = &request.project_id {
            headers.insert(PROJECT, project_header(caller, id)?);
        }
        if self.is_intercepted(request) {
            // Nobody sees what stands in place of a signature.
            headers.remove(DATE);
            headers.remove(AUTHORIZATION);
            self.intercept(request, headers, number)?;
        }
        Ok(())
    }

    fn common_headers(&self, caller: &Caller) -> CommonHeaders {
        let map = self.headers_of(caller);
        CommonHeaders { canonical: caller.authentication.canonical(&map, self.endpoint.authority()), map }
    }

    /// The headers that all requests of a caller have, unless one needs another value. Those of its signature have their places: a
    /// map that grows is copied.
    fn headers_of(&self, caller: &Caller) -> HeaderMap {
        let mut headers = HeaderMap::with_capacity(8);
        headers.insert(ACCEPT, ANY_TYPE);
        if caller.authentication.is_signature() {
            headers.insert(DATE, HeaderValue::from_static(""));
            headers.insert(AUTHORIZATION, HeaderValue::from_static(""));
        }
        headers.insert(HOST, self.endpoint.host().clone());
        headers.insert(USER_AGENT, self.user_agent.clone());
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(JSON));
        if let Some(project) = &caller.project {
            headers.insert(PROJECT, project.clone());
        }
        headers
    }
}

/// A project that a request names, as a header.
fn project_header(caller: &Caller, id: &str) -> Result<HeaderValue, Error> {
    let own = caller.project.clone().filter(|own| own == id);
    own.or_else(|| header_value(id))
        .ok_or_else(|| Error::invalid_request("the project id holds a character that no header can hold"))
}
