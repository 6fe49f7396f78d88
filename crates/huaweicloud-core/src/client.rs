//! The client: what is shared by all requests to one service.

mod builder;
mod transport;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use reqwest::header::{
    CONTENT_LENGTH, CONTENT_TYPE, HOST, HeaderMap, HeaderName, HeaderValue, RETRY_AFTER, USER_AGENT,
};

pub use builder::{ClientBuilder, Service};

use self::transport::BodyError;
use crate::error::Answer;
use crate::request::PreparedRequest;
use crate::response::RawResponse;
use crate::signing::{SignableRequest, Signer};
use crate::{Clock, Endpoint, Error, Operation, RequestBuilder, ServiceInfo};

const PROJECT_HEADER: HeaderName = HeaderName::from_static("x-project-id");
const DATE_HEADER: HeaderName = HeaderName::from_static("x-sdk-date");
const SECURITY_TOKEN_HEADER: HeaderName = HeaderName::from_static("x-security-token");
const AUTH_TOKEN_HEADER: HeaderName = HeaderName::from_static("x-auth-token");
const AUTHORIZATION: HeaderName = HeaderName::from_static("authorization");
/// Where answers carry the id of the request, the first of these that is there.
const REQUEST_ID_HEADERS: [&str; 2] = ["x-request-id", "x-openstack-request-id"];
const JSON: &str = "application/json";

/// Sends requests to one service. Cheap to clone: clones share their connections.
///
/// Generated clients wrap it; build one with [`ClientBuilder`].
#[derive(Clone)]
pub struct ServiceClient {
    inner: Arc<Inner>,
}

struct Inner {
    service: ServiceInfo,
    http: reqwest::Client,
    endpoint: Endpoint,
    authentication: Authentication,
    /// The project, as the header that requests carry: text of visible ASCII.
    project: Option<HeaderValue>,
    user_agent: HeaderValue,
    clock: Box<dyn Clock>,
    time_limits: TimeLimits,
    body_limit: usize,
}

/// How long things may take.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TimeLimits {
    pub(crate) connect: Duration,
    /// For a request as a whole: connecting, sending, waiting and reading the answer.
    pub(crate) whole: Duration,
}

/// How requests prove who they are from. Header values are marked sensitive, so that no log shows them.
enum Authentication {
    Signed { signer: Signer, security_token: Option<HeaderValue> },
    Token(HeaderValue),
}

impl ServiceClient {
    /// Begins a request for an operation.
    pub fn request(&self, operation: &'static Operation) -> RequestBuilder<'_> {
        RequestBuilder::new(self, operation)
    }

    /// Where requests go.
    pub fn endpoint(&self) -> &Endpoint {
        &self.inner.endpoint
    }

    /// The project that requests are for, unless they name another one.
    pub fn project_id(&self) -> Option<&str> {
        self.inner.project.as_ref().and_then(|project| project.to_str().ok())
    }

    /// Signs and sends a request, and reads the answer whole.
    pub(crate) async fn execute(&self, request: PreparedRequest<'_>) -> Result<RawResponse, Error> {
        let operation = request.operation;
        let inner = &*self.inner;
        let headers = self.headers(&request)?;
        let url = inner
            .endpoint
            .url(&request.path, &request.query)
            .map_err(|error| Error::invalid_request(operation, "the path does not make a URL").with_source(error))?;
        let mut http_request = reqwest::Request::new(operation.method().into(), url);
        *http_request.headers_mut() = headers;
        if !request.body.is_empty() {
            *http_request.body_mut() = Some(request.body.into());
        } else if operation.method().anticipates_body() {
            // hyper leaves it out, and there are gateways that answer 411 then. Not signed, as in the official client.
            http_request.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
        }
        match inner.http.execute(http_request).await {
            Ok(response) => self.read(operation, response).await,
            Err(error) => Err(Error::transport(operation, error, &inner.time_limits)),
        }
    }

    /// Reads an answer whole.
    async fn read(&self, operation: &Operation, mut response: reqwest::Response) -> Result<RawResponse, Error> {
        let inner = &*self.inner;
        let headers = std::mem::take(response.headers_mut());
        let answer = Answer {
            status: response.status().as_u16(),
            request_id: REQUEST_ID_HEADERS.iter().find_map(|name| text(&headers, name)),
            retry_after: text(&headers, RETRY_AFTER.as_str()).and_then(|v| v.parse().ok()).map(Duration::from_secs),
        };
        let succeeded = response.status().is_success();
        match transport::read_body(&mut response, inner.body_limit).await {
            Ok(body) if succeeded => Ok(RawResponse { answer, headers, body }),
            Ok(body) => Err(Error::service(&inner.service, operation, answer, body)),
            Err(BodyError::TooLong(error)) if succeeded => Err(Error::decoding(operation, answer, Bytes::new(), error)),
            // Whatever the service had to say: what matters is that it did not carry the request out.
            Err(BodyError::TooLong(error)) => {
                Err(Error::service(&inner.service, operation, answer, Bytes::new()).with_source(error))
            }
            Err(BodyError::Broken(error)) => {
                Err(Error::transport(operation, error, &inner.time_limits).with_answer(answer))
            }
        }
    }

    /// All headers of a request, its signature or token among them.
    fn headers(&self, request: &PreparedRequest<'_>) -> Result<HeaderMap, Error> {
        let inner = &*self.inner;
        let mut headers = HeaderMap::with_capacity(8);
        headers.insert(HOST, inner.endpoint.host().clone());
        headers.insert(USER_AGENT, inner.user_agent.clone());
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(JSON));
        if let Some(project_id) = request.project_id {
            let own = inner.project.clone().filter(|own| own == project_id);
            let value = own.or_else(|| header_text(project_id)).ok_or_else(|| {
                Error::invalid_request(request.operation, "the project id holds a character that no header can hold")
            })?;
            headers.insert(PROJECT_HEADER, value);
        }
        match &inner.authentication {
            Authentication::Token(token) => {
                headers.insert(AUTH_TOKEN_HEADER, token.clone());
            }
            Authentication::Signed { signer, security_token } => {
                if let Some(token) = security_token {
                    headers.insert(SECURITY_TOKEN_HEADER, token.clone());
                }
                self.sign(signer, request, &mut headers)?;
            }
        }
        Ok(headers)
    }

    /// Signs all of `headers` and adds the signature to them.
    fn sign(&self, signer: &Signer, request: &PreparedRequest<'_>, headers: &mut HeaderMap) -> Result<(), Error> {
        let refused = |source: Box<dyn std::error::Error + Send + Sync>| {
            Error::invalid_request(request.operation, "the request cannot be signed").with_source(source)
        };
        let host = self.inner.endpoint.host().to_str().map_err(|error| refused(error.into()))?;
        let mut signable = SignableRequest::new(request.operation.method().as_str(), host, &request.path)
            .query(&request.query)
            .body(&request.body);
        for (name, value) in &*headers {
            signable = signable.header(name.as_str(), value.to_str().map_err(|error| refused(error.into()))?);
        }
        let signature = signer.sign(&signable, self.inner.clock.now()).map_err(|error| refused(error.into()))?;
        let date = HeaderValue::from_str(signature.date()).map_err(|error| refused(error.into()))?;
        let mut authorization = HeaderValue::from_maybe_shared(Bytes::from(signature.into_authorization()))
            .map_err(|error| refused(error.into()))?;
        authorization.set_sensitive(true);
        headers.insert(DATE_HEADER, date);
        headers.insert(AUTHORIZATION, authorization);
        Ok(())
    }
}

/// A header value, if the text is visible ASCII: of any other text, a header has no one spelling to sign.
fn header_text(text: &str) -> Option<HeaderValue> {
    HeaderValue::from_str(text).ok().filter(|value| value.to_str().is_ok())
}

fn text(headers: &HeaderMap, name: &str) -> Option<String> {
    headers.get(name)?.to_str().ok().filter(|value| !value.is_empty()).map(str::to_owned)
}

impl fmt::Debug for ServiceClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ServiceClient")
            .field("endpoint", &self.inner.endpoint.origin())
            .field("project_id", &self.project_id())
            .finish_non_exhaustive()
    }
}
