//! Requests over HTTP, by reqwest: TLS, proxies, time limits, the size of responses. The only module that knows reqwest.

mod body;
mod failure;
mod proxy;
mod settings;
mod tls;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use bytes::Bytes;
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::time::{Instant, timeout_at};
use url::Url;

use self::body::SentBody;
use self::failure::{Progress, body_too_long, timed_out};
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

/// Carries requests to one endpoint.
pub(crate) struct HttpTransport {
    http: reqwest::Client,
    base: Url,
    /// A permit for each connection that may be open.
    connections: Semaphore,
    connect_timeout: Duration,
    is_proxied: bool,
}

impl HttpTransport {
    /// It follows no redirect, so that nothing signed goes anywhere else.
    ///
    /// # Errors
    ///
    /// [`Error::is_configuration`] for certificates and proxies that cannot be used.
    pub(crate) fn new(endpoint: &Endpoint, settings: &HttpSettings, environment: Environment) -> Result<Self, Error> {
        let tls = tls::config(endpoint, settings)?;
        let proxy = proxy::choose(endpoint, settings.proxy.as_ref(), environment)?;
        let is_proxied = proxy.is_some();
        let connect_timeout = settings.connect_timeout();
        let mut builder = reqwest::Client::builder()
            .tls_backend_preconfigured(tls)
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(connect_timeout)
            // The environment was looked at above, with an eye on what is wrong in it.
            .no_proxy();
        if let Some(proxy) = proxy {
            builder = builder.proxy(proxy);
        }
        if let Some(connections) = settings.max_idle_connections {
            builder = builder.pool_max_idle_per_host(connections);
        }
        if let Some(timeout) = settings.idle_timeout {
            builder = builder.pool_idle_timeout(timeout);
        }
        let http = builder
            .build()
            .map_err(|error| Error::configuration("the HTTP client could not be set up").with_source(error))?;
        let connections = Semaphore::new(settings.connections()?);
        Ok(Self { http, base: endpoint.base().clone(), connections, connect_timeout, is_proxied })
    }

    /// To an endpoint that is near, or not there: through no proxy, and with a time limit of its own for connecting.
    ///
    /// # Errors
    ///
    /// Those of [`new`](Self::new).
    pub(crate) fn nearby(endpoint: &Endpoint, connect_timeout: Duration) -> Result<Self, Error> {
        let settings = HttpSettings {
            connect_timeout: Some(connect_timeout),
            proxy: Some(ProxySetting::None),
            ..HttpSettings::default()
        };
        Self::new(endpoint, &settings, |_| None)
    }

    async fn exchange(&self, request: TransportRequest) -> Result<TransportResponse, TransportError> {
        let (timeout, body_limit) = (request.timeout(), request.body_limit());
        let deadline = Instant::now() + timeout.min(FOREVER);
        let is_sent = Arc::new(AtomicBool::new(false));
        let progress = || Progress { is_sent: is_sent.load(Ordering::Acquire), is_proxied: self.is_proxied };
        let _permit = self.permit(deadline, timeout).await?;
        let request = self.http_request(request, Arc::clone(&is_sent));
        let mut head = None;
        let exchange = async {
            let mut response = self.http.execute(request).await?;
            head = Some((response.status(), std::mem::take(response.headers_mut())));
            read_body(&mut response, body_limit).await
        };
        // One timer for all of it: to set one and to take it away costs as much as a header.
        let body = timeout_at(deadline, exchange).await;
        let error = match (body, head) {
            (Ok(Ok(Some(body))), Some((status, headers))) => {
                let mut whole = TransportResponse::new(body);
                *whole.status_mut() = status;
                *whole.headers_mut() = headers;
                return Ok(whole);
            }
            (Ok(Ok(_)), head) => (body_too_long(body_limit), head),
            (Ok(Err(error)), head) => (failure::failure(error, progress(), self.connect_timeout), head),
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

    /// Scheme and host are those of the endpoint, and are not parsed again.
    fn http_request(&self, request: TransportRequest, is_sent: Arc<AtomicBool>) -> reqwest::Request {
        let (parts, body) = request.into_parts();
        // As parts of the URL, so that no path, such as one that begins with two slashes, leads to another host.
        let mut url = self.base.clone();
        url.set_path(parts.uri.path());
        url.set_query(parts.uri.query());
        let mut http_request = reqwest::Request::new(parts.method, url);
        *http_request.headers_mut() = parts.headers;
        *http_request.body_mut() = Some(reqwest::Body::wrap(SentBody::new(body, is_sent)));
        http_request
    }
}

impl Transport for HttpTransport {
    fn send(&self, request: TransportRequest) -> TransportFuture<'_> {
        Box::pin(self.exchange(request))
    }
}

/// Reads a body whole; none if it has more bytes than the limit, which are then not read.
async fn read_body(response: &mut reqwest::Response, limit: usize) -> reqwest::Result<Option<Bytes>> {
    if response.content_length().is_some_and(|length| length > limit as u64) {
        return Ok(None);
    }
    let Some(first) = response.chunk().await? else { return Ok(Some(Bytes::new())) };
    let mut whole: Option<Vec<u8>> = None;
    while let Some(next) = response.chunk().await? {
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
        let transport = HttpTransport::new(&endpoint, &settings, |_| None).unwrap();
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
