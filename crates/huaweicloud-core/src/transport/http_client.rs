//! Requests over HTTP, by a library: TLS, proxies, time limits, the size of responses. `over_hyper` and `over_reqwest` are all that
//! knows one of them.

mod body;
mod failure;
mod library;
#[cfg(feature = "hyper")]
mod over_hyper;
#[cfg(feature = "reqwest")]
mod over_reqwest;
mod proxy;
mod settings;
mod tls;

use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use bytes::Bytes;
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::time::{Instant, timeout_at};

use self::body::SentBody;
use self::failure::{Progress, body_too_long, timed_out};
pub use self::library::HttpLibrary;
use self::library::Library;
pub(crate) use self::proxy::Environment;
pub(crate) use self::settings::{HttpSettings, ProxySetting};
use super::{Transport, TransportError, TransportErrorKind, TransportFuture, TransportRequest, TransportResponse};
use crate::error::Error;
use crate::service::Endpoint;

/// Longer than any time limit needs to be; a point in time that is farther away may not exist.
const FOREVER: Duration = Duration::from_secs(366 * 24 * 60 * 60);

/// A variable of the environment of the process.
pub(crate) fn variable(name: &str) -> Option<String> {
    std::env::var_os(name).map(|value| value.to_string_lossy().into_owned())
}

/// What carries requests to an endpoint.
///
/// # Errors
///
/// [`Error::is_configuration`] for certificates and proxies that cannot be used.
pub(crate) fn open(
    endpoint: &Endpoint,
    settings: &HttpSettings,
    environment: Environment,
) -> Result<Arc<dyn Transport>, Error> {
    match settings.library.unwrap_or_default() {
        #[cfg(feature = "hyper")]
        HttpLibrary::Hyper => Ok(Arc::new(HttpTransport::<over_hyper::Hyper>::new(endpoint, settings, environment)?)),
        #[cfg(feature = "reqwest")]
        HttpLibrary::Reqwest => {
            Ok(Arc::new(HttpTransport::<over_reqwest::Reqwest>::new(endpoint, settings, environment)?))
        }
    }
}

/// What carries requests to an endpoint that is near, or not there: through no proxy, and with a time limit of its own for
/// connecting.
///
/// # Errors
///
/// Those of [`open`].
pub(crate) fn open_nearby(
    endpoint: &Endpoint,
    library: Option<HttpLibrary>,
    connect_timeout: Duration,
) -> Result<Arc<dyn Transport>, Error> {
    let settings = HttpSettings {
        library,
        connect_timeout: Some(connect_timeout),
        proxy: Some(ProxySetting::None),
        ..HttpSettings::default()
    };
    open(endpoint, &settings, |_| None)
}

/// Carries requests to one endpoint.
struct HttpTransport<L> {
    library: L,
    /// A permit for each connection that may be open.
    connections: Semaphore,
    connect_timeout: Duration,
    is_proxied: bool,
}

impl<L: Library> HttpTransport<L> {
    fn new(endpoint: &Endpoint, settings: &HttpSettings, environment: Environment) -> Result<Self, Error> {
        let tls = tls::config(endpoint, settings)?;
        let proxy = proxy::choose(endpoint, settings.proxy.as_ref(), environment)?;
        let connections = Semaphore::new(settings.connections()?);
        Ok(Self {
            library: L::new(endpoint, settings, tls, proxy.as_ref())?,
            connections,
            connect_timeout: settings.connect_timeout(),
            is_proxied: proxy.is_some(),
        })
    }

    /// Sees a request through that the library has, and which it sends when it is polled first.
    async fn exchange(
        &self,
        response: impl Future<Output = Result<L::Response, L::Error>>,
        is_sent: Arc<AtomicBool>,
        (timeout, body_limit): (Duration, usize),
    ) -> Result<TransportResponse, TransportError> {
        let deadline = Instant::now() + timeout.min(FOREVER);
        let progress = || Progress { is_sent: is_sent.load(Ordering::Acquire), is_proxied: self.is_proxied };
        let _permit = self.permit(deadline, timeout).await?;
        let mut head = None;
        // One timer for all of it: to set one and to take it away costs as much as a header.
        let body = {
            let exchange = pin!(async {
                let mut response = response.await?;
                head = Some(L::take_head(&mut response));
                read_body::<L>(&mut response, body_limit).await
            });
            timeout_at(deadline, exchange).await
        };
        let error = match (body, head) {
            (Ok(Ok(Some(body))), Some((status, headers))) => {
                let mut whole = TransportResponse::new(body);
                *whole.status_mut() = status;
                *whole.headers_mut() = headers;
                return Ok(whole);
            }
            (Ok(Ok(_)), head) => (body_too_long(body_limit), head),
            (Ok(Err(error)), head) => (failure::failure(L::cause(error), progress(), self.connect_timeout), head),
            (Err(_), Some(head)) => (failure::body_timed_out(timeout), Some(head)),
            (Err(_), None) => (timed_out(progress(), timeout), None),
        };
        Err(match error {
            (error, Some((status, headers))) => error.with_response(status, headers),
            (error, None) => error,
        })
    }

    /// Leave to use a connection; to wait for it counts as waiting for the connection.
    async fn permit(&self, deadline: Instant, timeout: Duration) -> Result<SemaphorePermit<'_>, TransportError> {
        // Mostly there is one, and no timer is needed to wait for it.
        if let Ok(permit) = self.connections.try_acquire() {
            return Ok(permit);
        }
        match timeout_at(deadline, self.connections.acquire()).await {
            Ok(Ok(permit)) => Ok(permit),
            // It is never closed.
            Ok(Err(error)) => Err(TransportError::new(TransportErrorKind::Connect).with_source(error)),
            Err(_) => Err(timed_out(Progress { is_sent: false, is_proxied: self.is_proxied }, timeout)),
        }
    }
}

impl<L: Library> Transport for HttpTransport<L> {
    fn send(&self, request: TransportRequest) -> TransportFuture<'_> {
        let limits = (request.timeout(), request.body_limit());
        let is_sent = Arc::new(AtomicBool::new(false));
        let (parts, body) = request.into_parts();
        let body = SentBody::new(body, Arc::clone(&is_sent));
        Box::pin(self.exchange(self.library.send(parts, body), is_sent, limits))
    }
}

/// Reads a body whole; none if it has more bytes than the limit, which are then not read.
async fn read_body<L: Library>(response: &mut L::Response, limit: usize) -> Result<Option<Bytes>, L::Error> {
    if L::body_length(response).is_some_and(|length| length > limit as u64) {
        return Ok(None);
    }
    let Some(first) = L::chunk(response).await? else { return Ok(Some(Bytes::new())) };
    let mut whole: Option<Vec<u8>> = None;
    while let Some(next) = L::chunk(response).await? {
        let whole = whole.get_or_insert_with(|| first.to_vec());
        whole.extend_from_slice(&next);
        if whole.len() > limit {
            return Ok(None);
        }
    }
    let whole = whole.map_or(first, Bytes::from);
    Ok((whole.len() <= limit).then_some(whole))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime::SystemClock;
    use crate::service::{Method, Operation};
    use crate::transport::TimeoutPhase;
    use tokio::net::TcpListener;

    const LIST: Operation = Operation::new("ListWidgets", Method::Get, "/v1/widgets");

    #[tokio::test]
    async fn a_request_that_gets_no_connection_was_certainly_not_sent() {
        // The system accepts connections; nobody reads from them.
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let endpoint: Endpoint = format!("http://{}", listener.local_addr().unwrap()).parse().unwrap();
        let settings = HttpSettings { max_connections: Some(1), ..HttpSettings::default() };
        let transport = open(&endpoint, &settings, |_| None).unwrap();
        let request = |timeout| {
            let mut http = http::Request::new(Bytes::new());
            *http.uri_mut() = endpoint.uri("/v1/widgets", "").unwrap();
            TransportRequest::new(&LIST, http, Arc::new(SystemClock)).with_timeout(timeout)
        };
        let error = tokio::select! {
            biased;
            first = transport.send(request(Duration::MAX)) => panic!("{first:?}"),
            second = transport.send(request(Duration::from_millis(50))) => second.unwrap_err(),
        };
        assert_eq!(error.kind(), TransportErrorKind::Timeout(TimeoutPhase::Connect));
        assert!(error.is_unsent());
        assert_eq!(error.to_string(), "no connection within the time limit of 50ms");
    }
}
