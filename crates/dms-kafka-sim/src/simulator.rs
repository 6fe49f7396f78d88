//! Starting and stopping a simulator.

use std::fmt;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use huaweicloud_core::signing::Signer;
use huaweicloud_core::{Clock, SystemClock};
use secrecy::SecretString;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::authentication::{AccessKey, Authentication};
use crate::documented;
use crate::examples::{EXAMPLE_ACCESS_KEY, EXAMPLE_SECRET_KEY};
use crate::resources;
use crate::routing::Table;
use crate::server;
use crate::service::Service;
use crate::start_error::StartError;
use crate::state::State;

/// A running simulator. It stops when it is [stopped](Self::stop) or dropped.
#[derive(Debug)]
pub struct Simulator {
    address: SocketAddr,
    state: State,
    /// Taken when it is stopped.
    stop: Option<oneshot::Sender<()>>,
    server: JoinHandle<()>,
}

impl Simulator {
    /// Sets up a simulator; see [`SimulatorBuilder`] for the defaults.
    pub fn builder() -> SimulatorBuilder {
        SimulatorBuilder::default()
    }

    /// Where it listens, as an endpoint for a client: `http://127.0.0.1:port`.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The address it listens on.
    pub const fn addr(&self) -> SocketAddr {
        self.address
    }

    /// What it serves. Changes are seen by the next request.
    pub const fn state(&self) -> &State {
        &self.state
    }

    /// Stops it: no new connection is accepted, and requests under way get their response, within five seconds at most. Dropping
    /// the simulator cuts them.
    pub async fn stop(mut self) {
        if let Some(stop) = self.stop.take() {
            // The receiver is gone only if the server is.
            let _ = stop.send(());
        }
        let _ = (&mut self.server).await;
    }
}

impl Drop for Simulator {
    fn drop(&mut self) {
        self.server.abort();
    }
}

/// Sets up a [`Simulator`]. Everything has a default.
///
/// | option | default |
/// |---|---|
/// | [`access_key`](Self::access_key) | [`EXAMPLE_ACCESS_KEY`] with [`EXAMPLE_SECRET_KEY`] |
/// | [`token`](Self::token) | none |
/// | [`clock`](Self::clock) | the clock of the machine |
/// | [`state`](Self::state) | [`State::with_examples`] |
#[must_use = "a builder has no effect until it is started"]
pub struct SimulatorBuilder {
    access_keys: Vec<(String, SecretString)>,
    tokens: Vec<SecretString>,
    clock: Box<dyn Clock>,
    state: State,
}

impl SimulatorBuilder {
    /// Accepts requests signed with an access key, instead of the example's. May be called several times.
    pub fn access_key(mut self, access_key: impl Into<String>, secret_key: impl Into<String>) -> Self {
        self.access_keys.push((access_key.into(), SecretString::from(secret_key.into())));
        self
    }

    /// Accepts requests with a token in `X-Auth-Token`, beside signed ones. May be called several times.
    pub fn token(mut self, token: impl Into<String>) -> Self {
        self.tokens.push(SecretString::from(token.into()));
        self
    }

    /// Sets the clock that the dates of signatures are compared with.
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Box::new(clock);
        self
    }

    /// Sets what is served: [`State::empty`] for a simulator without the documented examples, or a state of your own.
    pub fn state(mut self, state: State) -> Self {
        self.state = state;
        self
    }

    /// Starts on a free port of 127.0.0.1. Must be called inside a Tokio runtime, which the simulator then runs on.
    ///
    /// # Errors
    ///
    /// A [`StartError`] if an access key cannot be used, or the address.
    pub async fn start(self) -> Result<Simulator, StartError> {
        self.start_on(SocketAddr::from((Ipv4Addr::LOCALHOST, 0))).await
    }

    /// Starts on an address of the loopback interface; port 0 stands for a free one. See [`start`](Self::start).
    ///
    /// # Errors
    ///
    /// A [`StartError`] if an access key cannot be used, if the address is not loopback, or if it cannot be bound.
    pub async fn start_on(self, address: SocketAddr) -> Result<Simulator, StartError> {
        if !address.ip().to_canonical().is_loopback() {
            return Err(StartError::NotLoopback { address });
        }
        let Self { access_keys, tokens, clock, state } = self;
        let documented = documented::operations(documented::DOCUMENT);
        let documented = documented.map_err(|source| StartError::Document { source })?;
        let routes = Table::new(documented, resources::behaviours());
        let authentication = Authentication { access_keys: signers(access_keys)?, tokens, clock };
        let unusable = |source| StartError::Bind { address, source };
        let listener = TcpListener::bind(address).await.map_err(unusable)?;
        let address = listener.local_addr().map_err(unusable)?;
        let (stop, stopped) = oneshot::channel();
        let service = Arc::new(Service::new(authentication, routes, state.clone()));
        let server = tokio::spawn(server::serve(listener, service, stopped));
        Ok(Simulator { address, state, stop: Some(stop), server })
    }
}

fn signers(mut access_keys: Vec<(String, SecretString)>) -> Result<Vec<AccessKey>, StartError> {
    if access_keys.is_empty() {
        access_keys.push((EXAMPLE_ACCESS_KEY.to_owned(), EXAMPLE_SECRET_KEY.into()));
    }
    let signer = |(id, secret_key): (String, SecretString)| match Signer::new(&id, &secret_key) {
        Ok(signer) => Ok(AccessKey { id, signer }),
        Err(source) => Err(StartError::AccessKey { source }),
    };
    access_keys.into_iter().map(signer).collect()
}

impl Default for SimulatorBuilder {
    fn default() -> Self {
        Self { access_keys: Vec::new(), tokens: Vec::new(), clock: Box::new(SystemClock), state: State::default() }
    }
}

impl fmt::Debug for SimulatorBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SimulatorBuilder")
            .field("access_keys", &self.access_keys.len())
            .field("tokens", &self.tokens.len())
            .field("state", &self.state)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_loopback_is_listened_on() {
        for address in ["0.0.0.0:0", "192.0.2.1:0", "[::]:0", "[::ffff:192.0.2.1]:0"] {
            let address = address.parse().unwrap();
            let error = Simulator::builder().start_on(address).await.unwrap_err();
            assert!(matches!(error, StartError::NotLoopback { .. }), "{error}");
        }
    }

    #[tokio::test]
    async fn keys_that_cannot_sign_are_refused_and_not_shown() {
        for (access_key, secret_key) in [("", "hunter2"), ("AK", ""), ("A K", "hunter2")] {
            let error = Simulator::builder().access_key(access_key, secret_key).start().await.unwrap_err();
            assert!(matches!(error, StartError::AccessKey { .. }));
            assert!(!format!("{error} {error:?}").contains("hunter2"));
        }
    }

    #[test]
    fn debug_shows_no_secret() {
        let builder = Simulator::builder().access_key("AK", "hunter2").token("hunter3");
        assert!(!format!("{builder:?}").contains("hunter"));
    }
}
