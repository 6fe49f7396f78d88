//! Starting and stopping a simulator.

use std::fmt;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize};
use std::time::SystemTime;

use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::authentication::{Authentication, Credentials, CredentialsError};
use crate::clock::{Clock, Timeline};
use crate::coverage::Coverage;
use crate::examples::{self, EXAMPLE_ACCESS_KEY, EXAMPLE_SECRET_KEY};
use crate::faults::Faults;
use crate::gateway::{Gateway, is_local};
use crate::identity::Identity;
use crate::journal::{Journal, RecordedRequest};
use crate::oddities::Oddities;
use crate::server::{self, Limits};
use crate::service::Service;
use crate::start_error::StartError;

/// A running simulator. It stops when it is [stopped](Self::stop) or dropped.
#[derive(Debug)]
pub struct Simulator {
    address: SocketAddr,
    gateway: Arc<Gateway>,
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

    /// Its faults: what is added happens to the next request.
    pub fn faults(&self) -> &Faults {
        &self.gateway.faults
    }

    /// What it does against its documentation: changes are seen by the next request.
    pub fn oddities(&self) -> &Oddities {
        &self.gateway.oddities
    }

    /// Its time.
    pub fn timeline(&self) -> &Timeline {
        &self.gateway.timeline
    }

    /// The last requests, oldest first, a thousand at most.
    pub fn requests(&self) -> Vec<RecordedRequest> {
        self.gateway.journal.all()
    }

    /// Which operations it has, and how they answer.
    pub fn coverage(&self) -> Coverage {
        Coverage::of(&self.gateway.service)
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
/// | [`credentials`](Self::credentials) | the project, the user, the agency and the identity provider of the examples |
/// | [`clock`](Self::clock) | the clock of the machine |
/// | [`speed`](Self::speed) | 1 |
/// | [`not_before`](Self::not_before) | the simulated time begins as that of the machine |
/// | [`faults`](Self::faults) | none |
/// | [`oddity`](Self::oddity) | none |
/// | [`limits`](Self::limits) | [`Limits::default`] |
/// | [`allow_remote`](Self::allow_remote) | only addresses of the loopback interface are listened on |
#[must_use = "a builder has no effect until it is started"]
pub struct SimulatorBuilder {
    credentials: Option<Credentials>,
    access_keys: Vec<(String, secrecy::SecretString)>,
    tokens: Vec<secrecy::SecretString>,
    clock: Arc<Clock>,
    speed: f64,
    not_before: Option<SystemTime>,
    faults: Faults,
    oddities: Vec<String>,
    limits: Limits,
    is_remote: bool,
}

impl SimulatorBuilder {
    /// Accepts requests signed with an access key, instead of the example's. May be called several times.
    pub fn access_key(mut self, access_key: impl Into<String>, secret_key: impl Into<String>) -> Self {
        self.access_keys.push((access_key.into(), secret_key.into().into()));
        self
    }

    /// Accepts requests with a token in `X-Auth-Token`, beside signed ones. May be called several times.
    pub fn token(mut self, token: impl Into<String>) -> Self {
        self.tokens.push(token.into().into());
        self
    }

    /// Sets whom it knows, instead of the examples; keys and tokens that are given beside are added.
    pub fn credentials(mut self, credentials: Credentials) -> Self {
        self.credentials = Some(credentials);
        self
    }

    /// Sets the clock of the machine: what the dates of signatures are compared with, and what the simulated time follows.
    pub fn clock(mut self, now: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        self.clock = Arc::new(now);
        self
    }

    /// Sets how many simulated seconds a second has; see [`Timeline::set_speed`].
    pub const fn speed(mut self, speed: f64) -> Self {
        self.speed = speed;
        self
    }

    /// Lets the simulated time begin at a time, if that of the machine is before it: where a state goes on that was kept.
    pub const fn not_before(mut self, time: SystemTime) -> Self {
        self.not_before = Some(time);
        self
    }

    /// Sets what goes wrong.
    pub fn faults(mut self, faults: Faults) -> Self {
        self.faults = faults;
        self
    }

    /// Switches on something that the service is known to do against its documentation, by its name; see [`Oddities`]. May be called
    /// several times.
    pub fn oddity(mut self, name: impl Into<String>) -> Self {
        self.oddities.push(name.into());
        self
    }

    /// Sets how much clients may ask of it.
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Lets it listen on addresses that other machines reach. It speaks plain HTTP: only for a network that is trusted, and not
    /// with the keys of the examples. What is below `/_sim/` stays for this machine alone.
    pub const fn allow_remote(mut self) -> Self {
        self.is_remote = true;
        self
    }

    /// Starts a service on a free port of 127.0.0.1. Must be called inside a Tokio runtime, which the simulator then runs on.
    ///
    /// # Errors
    ///
    /// A [`StartError`] if an access key or a token cannot be used, or the address.
    pub async fn start(self, service: Service) -> Result<Simulator, StartError> {
        self.start_on(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)), service).await
    }

    /// Starts a service on an address of the loopback interface; port 0 stands for a free one. See [`start`](Self::start).
    ///
    /// # Errors
    ///
    /// A [`StartError`] if an access key or a token cannot be used, if the address is not loopback, or if it cannot be bound.
    pub async fn start_on(self, address: SocketAddr, service: Service) -> Result<Simulator, StartError> {
        if !self.is_remote && !is_local(address.ip()) {
            return Err(StartError::NotLoopback { address });
        }
        let credentials = self.known()?;
        let timeline = Timeline::of(Arc::clone(&self.clock));
        timeline.set_speed(self.speed);
        if let Some(time) = self.not_before {
            timeline.not_before(time);
        }
        let unusable = |source| StartError::Bind { address, source };
        let listener = TcpListener::bind(address).await.map_err(unusable)?;
        let address = listener.local_addr().map_err(unusable)?;
        let (stop, stopped) = oneshot::channel();
        let oddities = Oddities::of(&service.oddities);
        oddities.set(&self.oddities)?;
        let gateway = Arc::new(Gateway {
            service,
            oddities,
            authentication: Authentication::new(credentials),
            identity: Identity::new(),
            faults: self.faults,
            timeline,
            clock: self.clock,
            limits: self.limits.usable(),
            journal: Journal::default(),
            numbers: Arc::new(AtomicU64::new(0)),
            held: AtomicUsize::new(0),
        });
        let server = tokio::spawn(server::serve(listener, Arc::clone(&gateway), stopped));
        Ok(Simulator { address, gateway, stop: Some(stop), server })
    }

    /// Whom it knows: those of the examples, unless others are given.
    fn known(&self) -> Result<Credentials, CredentialsError> {
        use secrecy::ExposeSecret as _;

        let mut credentials = self.credentials.clone().unwrap_or_else(examples::identities);
        for (access_key, secret_key) in &self.access_keys {
            credentials.add_access_key(access_key, secret_key.expose_secret())?;
        }
        for token in &self.tokens {
            credentials.add_token(token.expose_secret())?;
        }
        if self.credentials.is_none() && self.access_keys.is_empty() {
            credentials.add_access_key(EXAMPLE_ACCESS_KEY, EXAMPLE_SECRET_KEY)?;
        }
        Ok(credentials)
    }
}

impl Default for SimulatorBuilder {
    fn default() -> Self {
        Self {
            credentials: None,
            access_keys: Vec::new(),
            tokens: Vec::new(),
            clock: Arc::new(SystemTime::now),
            speed: 1.0,
            not_before: None,
            faults: Faults::default(),
            oddities: Vec::new(),
            limits: Limits::default(),
            is_remote: false,
        }
    }
}

impl fmt::Debug for SimulatorBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SimulatorBuilder")
            .field("credentials", &self.credentials)
            .field("access_keys", &self.access_keys.len())
            .field("tokens", &self.tokens.len())
            .field("speed", &self.speed)
            .field("faults", &self.faults)
            .field("limits", &self.limits)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Gateway {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Gateway").field("service", &self.service).finish_non_exhaustive()
    }
}
