//! The options of connections.

use std::time::Duration;

use secrecy::{SecretSlice, SecretString};

use super::{ClientBuilder, Service};
use crate::transport::http_client::{HttpLibrary, ProxySetting};

/// Options of connections. They need the feature `hyper` or `reqwest`, of which the latter is on by default.
impl<S: Service> ClientBuilder<S> {
    /// Sets the library that sends requests, where the features of several are on. Without it, it is hyper if its feature is on, and
    /// reqwest otherwise.
    pub fn http_library(mut self, library: HttpLibrary) -> Self {
        self.http.library = Some(library);
        self
    }

    /// Sets how long connecting may take, the handshake of TLS included.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.http.connect_timeout = Some(timeout);
        self
    }

    /// Sets the proxy that all requests go through, whatever the environment says: `http://host:port` or
    /// `https://host:port`, with `user:password@` before the host if the proxy asks for them.
    ///
    /// Without this and [`no_proxy`](Self::no_proxy), the proxy is that of the environment: `HTTPS_PROXY` for an endpoint of
    /// https, `HTTP_PROXY` for one of plain HTTP, else `ALL_PROXY`, but for hosts that `NO_PROXY` lists; all of these may
    /// also be in lower case. Endpoints on this machine are reached without it.
    pub fn proxy(mut self, url: impl Into<String>) -> Self {
        self.http.proxy = Some(ProxySetting::Url(SecretString::from(url.into())));
        self
    }

    /// Sends requests without a proxy, whatever the environment says.
    pub fn no_proxy(mut self) -> Self {
        self.http.proxy = Some(ProxySetting::None);
        self
    }

    /// Trusts certificates of one more authority: PEM, with any number of certificates, or one certificate in DER. May be
    /// given several times.
    pub fn add_ca_certificates(mut self, certificates: impl Into<Vec<u8>>) -> Self {
        self.http.added_ca.push(certificates.into());
        self
    }

    /// Trusts certificates of this authority and of those [added](Self::add_ca_certificates), and not those that the
    /// platform trusts: PEM, with any number of certificates, or one certificate in DER. May be given several times.
    pub fn only_ca_certificates(mut self, certificates: impl Into<Vec<u8>>) -> Self {
        self.http.only_ca.push(certificates.into());
        self
    }

    /// Sets the certificate by which the client shows who it is, for endpoints that ask for one: PEM, with the certificate,
    /// those between it and its authority, and the private key.
    pub fn client_certificate(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.http.client_certificate = Some(SecretSlice::from(pem.into()));
        self
    }

    /// Sets how many connections may be open at once: 100 if it is not set. Further requests wait, within their time limit.
    pub fn max_connections(mut self, connections: usize) -> Self {
        self.http.max_connections = Some(connections);
        self
    }

    /// Sets how many connections are kept open for later requests.
    pub fn max_idle_connections(mut self, connections: usize) -> Self {
        self.http.max_idle_connections = Some(connections);
        self
    }

    /// Sets for how long an unused connection is kept open.
    pub fn idle_timeout(mut self, timeout: Duration) -> Self {
        self.http.idle_timeout = Some(timeout);
        self
    }
}
