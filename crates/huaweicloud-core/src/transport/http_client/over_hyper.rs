//! Requests by hyper, over the connectors of hyper-util. The only module that knows these two as a client.

mod connector;
mod pool;
mod sender;

use std::error::Error as StdError;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT, PROXY_AUTHORIZATION};
use http::{HeaderMap, HeaderValue, Response, StatusCode};
use http_body::Body as _;
use hyper::body::Incoming;
use rustls::ClientConfig;

use self::connector::{BoxError, Connector, Unresolved};
use self::pool::{Lease, Pool};
use super::body::SentBody;
use super::failure::causes;
use super::library::{Cause, Library, Obstacle, Stage};
use super::proxy::Proxy;
use super::settings::HttpSettings;
use crate::error::Error;
use crate::service::Endpoint;
use crate::wire::header::ANY_TYPE;

/// For how long an unused connection is kept, if nothing else is set.
const IDLE_TIMEOUT: Duration = Duration::from_secs(90);

pub(super) struct Hyper {
    pool: Arc<Pool>,
    /// Of requests that go to a proxy as they are; through a tunnel, the proxy sees none.
    proxy_authorization: Option<HeaderValue>,
}

/// A response whose connection is given back when its body has come.
pub(super) struct Receiving {
    response: Response<Incoming>,
    lease: Option<Lease>,
}

impl Library for Hyper {
    type Response = Receiving;
    type Error = Failure;

    fn new(
        endpoint: &Endpoint,
        settings: &HttpSettings,
        tls: ClientConfig,
        proxy: Option<&Proxy>,
    ) -> Result<Self, Error> {
        let hop = match proxy {
            Some(proxy) => Some(proxy.hop(endpoint).ok_or_else(|| proxy.unusable())?),
            None => None,
        };
        let is_absolute = hop.is_some() && endpoint.is_plain_http();
        let authorization = hop.as_ref().and_then(|hop| hop.basic_auth().cloned());
        let pool = Pool::new(
            Connector::new(tls, hop, settings.connect_timeout()),
            endpoint.uri("/", "")?,
            is_absolute,
            settings.max_idle_connections.unwrap_or(usize::MAX),
            settings.idle_timeout.unwrap_or(IDLE_TIMEOUT),
        );
        Ok(Self { pool, proxy_authorization: authorization.filter(|_| is_absolute) })
    }

    fn send(
        &self,
        mut parts: http::request::Parts,
        body: SentBody,
    ) -> impl Future<Output = Result<Receiving, Failure>> + Send {
        // As the official clients say, and reqwest.
        parts.headers.entry(ACCEPT).or_insert(ANY_TYPE);
        if let Some(authorization) = &self.proxy_authorization {
            parts.headers.insert(PROXY_AUTHORIZATION, authorization.clone());
        }
        let request = http::Request::from_parts(parts, body);
        // Of two kilobytes, most of which are for what is seldom done: it is moved once.
        Box::pin(async move {
            let (response, lease) = self.pool.send(request).await?;
            Ok(Receiving { response, lease: Some(lease) })
        })
    }

    fn take_head(received: &mut Receiving) -> (StatusCode, HeaderMap) {
        (received.response.status(), std::mem::take(received.response.headers_mut()))
    }

    fn body_length(received: &Receiving) -> Option<u64> {
        received.response.body().size_hint().exact()
    }

    async fn chunk(received: &mut Receiving) -> Result<Option<Bytes>, Failure> {
        let body = received.response.body_mut();
        while let Some(frame) = std::future::poll_fn(|context| Pin::new(&mut *body).poll_frame(context)).await {
            // Trailers say nothing that anybody asks for.
            if let Ok(data) = frame.map_err(Failure::Exchanging)?.into_data() {
                return Ok(Some(data));
            }
        }
        if let Some(lease) = received.lease.take() {
            lease.give_back();
        }
        Ok(None)
    }

    fn cause(error: Failure) -> Cause {
        let error = match error {
            Failure::Exchanging(error) => return Cause { stage: Stage::Exchanging, error: Box::new(error) },
            Failure::Connecting(error) => error,
        };
        let obstacle = if causes(&*error).any(is_time_limit) {
            Obstacle::TimeLimit
        } else if causes(&*error).any(<dyn StdError>::is::<Unresolved>) {
            Obstacle::Name
        } else {
            Obstacle::Other
        };
        Cause { stage: Stage::Connecting(obstacle), error }
    }
}

pub(super) enum Failure {
    Connecting(BoxError),
    Exchanging(hyper::Error),
}

/// The connector's own time limit, or that of the system.
fn is_time_limit(cause: &(dyn StdError + 'static)) -> bool {
    cause.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::TimedOut)
}
