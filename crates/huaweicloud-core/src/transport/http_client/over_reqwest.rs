//! Requests by reqwest. The only module that knows it.

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use rustls::ClientConfig;
use url::Url;

use super::body::SentBody;
use super::library::{Cause, Library, Obstacle, Stage};
use super::proxy::Proxy;
use super::settings::HttpSettings;
use crate::error::Error;
use crate::service::Endpoint;

/// How many bytes of path and query most URLs have at most.
const ROOM: usize = 256;

pub(super) struct Reqwest {
    client: reqwest::Client,
    /// Scheme and host, and room for what follows: a URL that grows under its parser is copied again and again.
    base: Url,
}

impl Library for Reqwest {
    type Response = reqwest::Response;
    type Error = reqwest::Error;

    fn new(
        endpoint: &Endpoint,
        settings: &HttpSettings,
        tls: ClientConfig,
        proxy: Option<&Proxy>,
    ) -> Result<Self, Error> {
        let mut builder = reqwest::Client::builder()
            .tls_backend_preconfigured(tls)
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(settings.connect_timeout())
            // The environment was looked at before, with an eye on what is wrong in it.
            .no_proxy();
        if let Some(proxy) = proxy {
            builder = builder.proxy(reqwest::Proxy::all(proxy.url().clone()).map_err(|_| proxy.unusable())?);
        }
        if let Some(connections) = settings.max_idle_connections {
            builder = builder.pool_max_idle_per_host(connections);
        }
        if let Some(timeout) = settings.idle_timeout {
            builder = builder.pool_idle_timeout(timeout);
        }
        let client = builder
            .build()
            .map_err(|error| Error::configuration("the HTTP client could not be set up").with_source(error))?;
        let mut base = endpoint.base().clone();
        base.set_path(&"/".repeat(ROOM));
        Ok(Self { client, base })
    }

    fn send(
        &self,
        parts: http::request::Parts,
        body: SentBody,
    ) -> impl Future<Output = reqwest::Result<reqwest::Response>> + Send {
        // Scheme and host are those of the endpoint, and are not parsed again. The others are set as parts of the URL, so that no
        // path, such as one that begins with two slashes, leads to another host.
        let mut url = self.base.clone();
        url.set_path(parts.uri.path());
        url.set_query(parts.uri.query());
        let mut request = reqwest::Request::new(parts.method, url);
        *request.headers_mut() = parts.headers;
        *request.body_mut() = Some(reqwest::Body::wrap(body));
        self.client.execute(request)
    }

    fn take_head(response: &mut reqwest::Response) -> (StatusCode, HeaderMap) {
        (response.status(), std::mem::take(response.headers_mut()))
    }

    fn body_length(response: &reqwest::Response) -> Option<u64> {
        response.content_length()
    }

    fn chunk(response: &mut reqwest::Response) -> impl Future<Output = reqwest::Result<Option<Bytes>>> + Send {
        response.chunk()
    }

    fn cause(error: reqwest::Error) -> Cause {
        let stage = if error.is_builder() {
            Stage::Building
        } else if !error.is_connect() {
            Stage::Exchanging
        } else if error.is_timeout() {
            Stage::Connecting(Obstacle::TimeLimit)
        } else if error.is_dns() {
            Stage::Connecting(Obstacle::Name)
        } else {
            Stage::Connecting(Obstacle::Other)
        };
        // The URL is left out: its query may hold what the caller would not write into a log.
        Cause { stage, error: Box::new(error.without_url()) }
    }
}
