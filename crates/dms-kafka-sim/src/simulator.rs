//! Starting and stopping a simulator.

use std::fmt;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use huaweicloud_core::Clock;
use huaweicloud_sim::{Coverage, Faults, RecordedRequest, StartError, Timeline};

use crate::service::service;
use crate::state::State;

/// A running simulator. It stops when it is [stopped](Self::stop) or dropped.
#[derive(Debug)]
pub struct Simulator {
    gateway: huaweicloud_sim::Simulator,
    state: State,
}

impl Simulator {
    /// Sets up a simulator; see [`SimulatorBuilder`] for the defaults.
    pub fn builder() -> SimulatorBuilder {
        SimulatorBuilder::default()
    }

    /// Where it listens, as an endpoint for a client: `http://127.0.0.1:port`.
    pub fn url(&self) -> String {
        self.gateway.url()
    }

    /// The address it listens on.
    pub const fn addr(&self) -> SocketAddr {
        self.gateway.addr()
    }

    /// What it serves. Changes are seen by the next request.
    pub const fn state(&self) -> &State {
        &self.state
    }

    /// Its faults: what is added happens to the next request.
    pub fn faults(&self) -> &Faults {
        self.gateway.faults()
    }

    /// Its time.
    pub fn timeline(&self) -> &Timeline {
        self.gateway.timeline()
    }

    /// The last requests, oldest first, a thousand at most.
    pub fn requests(&self) -> Vec<RecordedRequest> {
        self.gateway.requests()
    }

    /// Which operations it has, and how they answer.
    pub fn coverage(&self) -> Coverage {
        self.gateway.coverage()
    }

    /// Stops it: no new connection is accepted, and requests under way get their response, within five seconds at most. Dropping
    /// the simulator cuts them.
    pub async fn stop(self) {
        self.gateway.stop().await;
    }
}

/// Sets up a [`Simulator`]. Everything has a default.
///
/// | option | default |
/// |---|---|
/// | [`access_key`](Self::access_key) | [`EXAMPLE_ACCESS_KEY`](crate::EXAMPLE_ACCESS_KEY) with [`EXAMPLE_SECRET_KEY`](crate::EXAMPLE_SECRET_KEY) |
/// | [`token`](Self::token) | none |
/// | [`clock`](Self::clock) | the clock of the machine |
/// | [`state`](Self::state) | [`State::with_examples`] |
/// | [`state_file`](Self::state_file) | none: the state ends with the simulator |
/// | [`gateway`](Self::gateway) | what [`huaweicloud_sim::SimulatorBuilder`] has |
#[must_use = "a builder has no effect until it is started"]
pub struct SimulatorBuilder {
    gateway: huaweicloud_sim::SimulatorBuilder,
    state: State,
    state_file: Option<PathBuf>,
}

impl SimulatorBuilder {
    /// Accepts requests signed with an access key, instead of the example's. May be called several times.
    pub fn access_key(mut self, access_key: impl Into<String>, secret_key: impl Into<String>) -> Self {
        self.gateway = self.gateway.access_key(access_key, secret_key);
        self
    }

    /// Accepts requests with a token in `X-Auth-Token`, beside signed ones. May be called several times.
    pub fn token(mut self, token: impl Into<String>) -> Self {
        self.gateway = self.gateway.token(token);
        self
    }

    /// Sets the clock that the dates of signatures are compared with.
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.gateway = self.gateway.clock(move || clock.now());
        self
    }

    /// Sets what is served: [`State::empty`] for a simulator without the documented examples, or a state of your own.
    pub fn state(mut self, state: State) -> Self {
        self.state = state;
        self
    }

    /// Keeps the state in a file, so that it outlives the simulator; what the builder has otherwise begins a new file. See
    /// [`State::open`]. The simulated time goes on where it was.
    pub fn state_file(mut self, path: impl Into<PathBuf>) -> Self {
        self.state_file = Some(path.into());
        self
    }

    /// Sets up the gateway: faults, limits, speed, several keys and projects.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use dms_kafka_sim::Simulator;
    ///
    /// let simulator = Simulator::builder().gateway(|gateway| gateway.speed(60.0)).start().await?;
    /// assert_eq!(simulator.timeline().speed(), 60.0);
    /// # Ok(())
    /// # }
    /// ```
    pub fn gateway(
        mut self,
        set_up: impl FnOnce(huaweicloud_sim::SimulatorBuilder) -> huaweicloud_sim::SimulatorBuilder,
    ) -> Self {
        self.gateway = set_up(self.gateway);
        self
    }

    /// Starts on a free port of 127.0.0.1. Must be called inside a Tokio runtime, which the simulator then runs on.
    ///
    /// # Errors
    ///
    /// A [`StartError`] if an access key or a token cannot be used, or the state file, or the address.
    pub async fn start(self) -> Result<Simulator, StartError> {
        self.start_on(SocketAddr::from((Ipv4Addr::LOCALHOST, 0))).await
    }

    /// Starts on an address of the loopback interface; port 0 stands for a free one. See [`start`](Self::start).
    ///
    /// # Errors
    ///
    /// A [`StartError`] if an access key, a token or the state file cannot be used, if the address is not loopback, or if it cannot
    /// be bound.
    pub async fn start_on(self, address: SocketAddr) -> Result<Simulator, StartError> {
        let Self { mut gateway, mut state, state_file } = self;
        if let Some(path) = state_file {
            state = State::open(path, state, State::FOLDED_BYTES)
                .map_err(|error| StartError::State { source: Box::new(error) })?;
            gateway = gateway.not_before(state.now());
        }
        let gateway = gateway.start_on(address, service(&state)?).await?;
        Ok(Simulator { gateway, state })
    }
}

impl Default for SimulatorBuilder {
    fn default() -> Self {
        Self { gateway: huaweicloud_sim::Simulator::builder(), state: State::default(), state_file: None }
    }
}

impl fmt::Debug for SimulatorBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { gateway, state, state_file } = self;
        let mut shown = f.debug_struct("SimulatorBuilder");
        shown.field("gateway", gateway).field("state", state).field("state_file", state_file).finish()
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
