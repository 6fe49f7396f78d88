//! The ways of a client to endpoints other than that of its service.

use std::sync::Arc;
use std::time::Duration;

use super::Transport;
use crate::error::Error;
use crate::service::Endpoint;

/// What carries requests to wherever a client gets its credentials.
#[derive(Clone)]
pub(crate) enum Connector {
    /// What carries all requests.
    Given(Arc<dyn Transport>),
    /// As requests to the service go.
    #[cfg(any(feature = "hyper", feature = "reqwest"))]
    Http(Arc<super::http_client::HttpSettings>),
}

impl Connector {
    /// What carries requests to an endpoint, as those to the service are carried: through the same proxy, trusting the same
    /// certificates.
    ///
    /// # Errors
    ///
    /// [`Error::is_configuration`] for what cannot be set up.
    pub(crate) fn connect(&self, endpoint: &Endpoint) -> Result<Arc<dyn Transport>, Error> {
        #[cfg(not(any(feature = "hyper", feature = "reqwest")))]
        let _ = endpoint;
        match self {
            Self::Given(transport) => Ok(Arc::clone(transport)),
            #[cfg(any(feature = "hyper", feature = "reqwest"))]
            Self::Http(settings) => super::http_client::open(endpoint, settings, super::http_client::variable),
        }
    }

    /// What carries requests to an endpoint that is near, or not there: through no proxy, and connecting may take no longer than
    /// a time.
    ///
    /// # Errors
    ///
    /// [`Error::is_configuration`] for what cannot be set up.
    pub(crate) fn connect_nearby(
        &self,
        endpoint: &Endpoint,
        connect_timeout: Duration,
    ) -> Result<Arc<dyn Transport>, Error> {
        #[cfg(not(any(feature = "hyper", feature = "reqwest")))]
        let _ = connect_timeout;
        match self {
            Self::Given(_) => self.connect(endpoint),
            #[cfg(any(feature = "hyper", feature = "reqwest"))]
            Self::Http(settings) => super::http_client::open_nearby(endpoint, settings.library, connect_timeout),
        }
    }
}
