//! What can be set of connections.

use std::time::Duration;

use secrecy::SecretSlice;
use tokio::sync::Semaphore;

use super::HttpLibrary;
use crate::error::Error;

const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// More than one service needs, and far fewer than a process may have files open.
const MAX_CONNECTIONS: usize = 100;

/// What is set of connections; whatever is not has its default.
#[derive(Default)]
pub(crate) struct HttpSettings {
    pub(crate) library: Option<HttpLibrary>,
    pub(crate) connect_timeout: Option<Duration>,
    pub(crate) proxy: Option<ProxySetting>,
    /// Certificates to trust besides those of the platform, each as it was given.
    pub(crate) added_ca: Vec<Vec<u8>>,
    /// Certificates to trust in place of those of the platform.
    pub(crate) only_ca: Vec<Vec<u8>>,
    /// Certificate and private key that say who the client is.
    pub(crate) client_certificate: Option<SecretSlice<u8>>,
    pub(crate) max_connections: Option<usize>,
    pub(crate) max_idle_connections: Option<usize>,
    pub(crate) idle_timeout: Option<Duration>,
}

/// A proxy that was set in code.
pub(crate) enum ProxySetting {
    None,
    /// Its URL may hold a password.
    Url(secrecy::SecretString),
}

impl HttpSettings {
    pub(super) fn connect_timeout(&self) -> Duration {
        self.connect_timeout.unwrap_or(CONNECT_TIMEOUT)
    }

    /// How many connections there may be.
    ///
    /// # Errors
    ///
    /// [`Error::is_configuration`] if none may.
    pub(super) fn connections(&self) -> Result<usize, Error> {
        match self.max_connections {
            Some(0) => Err(Error::configuration("`max_connections` is 0, so that nothing could be sent; raise it")),
            connections => Ok(connections.unwrap_or(MAX_CONNECTIONS).min(Semaphore::MAX_PERMITS)),
        }
    }

    /// The name of a setting that is set, if one is.
    pub(crate) fn first_set(&self) -> Option<&'static str> {
        let settings = [
            ("http_library", self.library.is_some()),
            ("connect_timeout", self.connect_timeout.is_some()),
            ("proxy", matches!(self.proxy, Some(ProxySetting::Url(_)))),
            ("no_proxy", matches!(self.proxy, Some(ProxySetting::None))),
            ("add_ca_certificates", !self.added_ca.is_empty()),
            ("only_ca_certificates", !self.only_ca.is_empty()),
            ("client_certificate", self.client_certificate.is_some()),
            ("max_connections", self.max_connections.is_some()),
            ("max_idle_connections", self.max_idle_connections.is_some()),
            ("idle_timeout", self.idle_timeout.is_some()),
        ];
        settings.into_iter().find_map(|(name, is_set)| is_set.then_some(name))
    }
}
