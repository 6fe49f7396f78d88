//! From a request that was received to its response.

use std::sync::atomic::{AtomicU64, Ordering};

use bytes::Bytes;
use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use hyper::body::{Body, Incoming};
use hyper::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use hyper::http::request::Parts;
use hyper::{Request, http};

use crate::authentication::{Authentication, ReceivedRequest};
use crate::refusal::Refusal;
use crate::response::Response;
use crate::routing::{self, Responder, Table};
use crate::state::State;
use crate::target::Target;

/// Longest body that is read: what the documents allow for signed requests. No operation needs more, so that requests
/// with a token, which may be longer, are treated alike.
const BODY_LIMIT: usize = 12 * 1024 * 1024;
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
const PROJECT_ID: &str = "x-project-id";
const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// The gateway and, behind it, the service.
pub(crate) struct Service {
    authentication: Authentication,
    routes: Table,
    state: State,
    requests: AtomicU64,
}

impl Service {
    pub(crate) fn new(authentication: Authentication, routes: Table, state: State) -> Self {
        Self { authentication, routes, state, requests: AtomicU64::new(0) }
    }

    /// Responds to a request over HTTP.
    pub(crate) async fn respond(&self, request: Request<Incoming>) -> http::Response<Full<Bytes>> {
        let request_id = self.next_request_id();
        let (parts, body) = request.into_parts();
        let outcome = match read(body).await {
            Ok(body) => self.handle(&parts, &body),
            Err(refusal) => Err(refusal),
        };
        let Response { status, body } = outcome.unwrap_or_else(Response::from);
        let mut response = http::Response::new(Full::new(Bytes::new()));
        *response.status_mut() = status;
        response.headers_mut().insert(REQUEST_ID, request_id);
        if let Some(body) = body {
            response.headers_mut().insert(CONTENT_TYPE, JSON);
            *response.body_mut() = Full::new(body);
        }
        response
    }

    /// Checks who sends before what is asked for, so that a stranger does not learn of it.
    fn handle(&self, request: &Parts, body: &[u8]) -> Result<Response, Refusal> {
        let path = request.uri.path();
        let Target { segments, query } = Target::parse(path, request.uri.query())?;
        let received =
            ReceivedRequest { method: request.method.as_str(), path, query: &query, headers: &request.headers, body };
        self.authentication.check(&received)?;
        let (responder, call) = routing::find(&self.routes, &request.method, &segments, &query)?;
        if let (Some(given), Ok(expected)) = (request.headers.get(PROJECT_ID), call.path("project_id"))
            && given.as_bytes() != expected.as_bytes()
        {
            return Err(Refusal::other_project());
        }
        match responder {
            Responder::Handler(handler) => handler(&self.state, &call),
            Responder::Example(response) => Ok(response.clone()),
        }
    }

    /// Ids of requests are counted, not drawn: the responses of a simulator are the same in each run, so that it can stand in
    /// documents and be compared with a snapshot.
    fn next_request_id(&self) -> HeaderValue {
        let number = self.requests.fetch_add(1, Ordering::Relaxed) + 1;
        HeaderValue::from_str(&format!("{number:032x}")).unwrap_or(HeaderValue::from_static(""))
    }
}

async fn read(body: Incoming) -> Result<Bytes, Refusal> {
    if body.size_hint().lower() > BODY_LIMIT as u64 {
        return Err(Refusal::body_too_large());
    }
    match Limited::new(body, BODY_LIMIT).collect().await {
        Ok(body) => Ok(body.to_bytes()),
        Err(error) if error.is::<LengthLimitError>() => Err(Refusal::body_too_large()),
        Err(_) => Err(Refusal::broken_body()),
    }
}
