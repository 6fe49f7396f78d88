//! From a request that was received to its answer.

use std::sync::atomic::{AtomicU64, Ordering};

use bytes::Bytes;
use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use hyper::body::{Body, Incoming};
use hyper::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use hyper::http::request::Parts;
use hyper::{Request, Response};

use crate::answer::{Answer, Refusal};
use crate::authentication::{Authentication, ReceivedRequest};
use crate::routing;
use crate::state::State;
use crate::target::Target;

/// Longest body that is read: what the documents allow for signed requests. No operation needs more, so that requests
/// with a token, which may be longer, are not told apart.
const BODY_LIMIT: usize = 12 * 1024 * 1024;
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
const PROJECT_ID: &str = "x-project-id";
const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// The gateway and, behind it, the service.
pub(crate) struct Service {
    authentication: Authentication,
    state: State,
    requests: AtomicU64,
}

impl Service {
    pub(crate) const fn new(authentication: Authentication, state: State) -> Self {
        Self { authentication, state, requests: AtomicU64::new(0) }
    }

    /// Answers a request over HTTP.
    pub(crate) async fn respond(&self, request: Request<Incoming>) -> Response<Full<Bytes>> {
        let request_id = self.next_request_id();
        let (parts, body) = request.into_parts();
        let answer = match read(body).await {
            Ok(body) => self.answer(&parts, &body),
            Err(refusal) => Err(refusal),
        };
        let Answer { status, body } = answer.unwrap_or_else(Answer::from);
        let mut response = Response::new(Full::new(Bytes::new()));
        *response.status_mut() = status;
        response.headers_mut().insert(REQUEST_ID, request_id);
        if let Some(body) = body {
            response.headers_mut().insert(CONTENT_TYPE, JSON);
            *response.body_mut() = Full::new(body);
        }
        response
    }

    /// Answers: who asks comes before what is asked for, so that a stranger learns nothing of it.
    fn answer(&self, request: &Parts, body: &[u8]) -> Result<Answer, Refusal> {
        let path = request.uri.path();
        let Target { segments, query } = Target::parse(path, request.uri.query())?;
        let received =
            ReceivedRequest { method: request.method.as_str(), path, query: &query, headers: &request.headers, body };
        self.authentication.check(&received)?;
        let (route, call) = routing::find(&request.method, &segments, &query)?;
        if let (Some(given), Ok(expected)) = (request.headers.get(PROJECT_ID), call.path("project_id"))
            && given.as_bytes() != expected.as_bytes()
        {
            return Err(Refusal::other_project());
        }
        (route.handler)(&self.state, &call)
    }

    /// Ids of requests are counted, not drawn: what a simulator answers is the same in each run, so that it can stand in
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
