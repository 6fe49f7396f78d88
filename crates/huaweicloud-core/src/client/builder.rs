//! Building a client.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;

use super::ServiceClient;
use crate::channel::{Caller, Channel, ClockOffset, Identity, header_value, static_header_value};
use crate::credentials::{Credentials, CredentialsProvider, CredentialsRequest};
use crate::error::Error;
use crate::interceptor::{Interceptor, Interceptors};
use crate::retry::{Retries, RetryBudget, RetryPolicy};
use crate::runtime::Clock;
use crate::service::{Endpoint, Region, ServiceInfo};
#[cfg(any(feature = "hyper", feature = "reqwest"))]
use crate::transport::http_client::HttpSettings;
use crate::transport::{BODY_LIMIT, Connector, Transport};

const TIMEOUT: Duration = Duration::from_secs(60);
const RETRY_BUDGET: u32 = 100;

/// A client of one service, around the [`ServiceClient`] that does its work. Generated clients implement it.
///
/// ```
/// use huaweicloud_core::{BuiltClient, ClientBuilder, Credentials, Service, ServiceClient, ServiceInfo};
///
/// struct Widgets(ServiceClient);
///
/// impl Service for Widgets {
///     const INFO: ServiceInfo = ServiceInfo::new("widgets", "widget", &[("a-1", "https://widgets.a-1.example")]);
///     const USER_AGENT: &'static str = "widgets-rust/1.0";
///
///     fn from_built(client: BuiltClient<Self>) -> Self {
///         Self(client.into_service_client())
///     }
/// }
///
/// # #[cfg(any(feature = "hyper", feature = "reqwest"))]
/// # {
/// let widgets = ClientBuilder::<Widgets>::new().region("a-1").credentials(Credentials::new("ak", "sk")).build()?;
/// assert_eq!(widgets.0.endpoint().to_string(), "https://widgets.a-1.example");
/// # }
/// # Ok::<(), huaweicloud_core::Error>(())
/// ```
pub trait Service: Sized {
    /// The service.
    const INFO: ServiceInfo;
    /// Name and version of the client, for the `User-Agent` header: visible ASCII.
    const USER_AGENT: &'static str;

    /// The client, around what its builder has built.
    fn from_built(client: BuiltClient<Self>) -> Self;
}

/// What [`ClientBuilder<S>`](ClientBuilder) has built, and nothing else can make: so a client of one service never sends to
/// another one.
///
/// ```compile_fail,E0308
/// # use huaweicloud_core::{BuiltClient, Service, ServiceClient, ServiceInfo};
/// struct Widgets(ServiceClient);
/// struct Gadgets(ServiceClient);
/// # impl Service for Widgets {
/// #     const INFO: ServiceInfo = ServiceInfo::new("widgets", "widget", &[]);
/// #     const USER_AGENT: &'static str = "widgets-rust/1.0";
/// #     fn from_built(client: BuiltClient<Self>) -> Self {
/// #         Self(client.into_service_client())
/// #     }
/// # }
/// # impl Service for Gadgets {
/// #     const INFO: ServiceInfo = ServiceInfo::new("gadgets", "gadget", &[]);
/// #     const USER_AGENT: &'static str = "gadgets-rust/1.0";
/// #     fn from_built(client: BuiltClient<Self>) -> Self {
/// #         Self(client.into_service_client())
/// #     }
/// # }
///
/// fn other_service(widgets: &Widgets) -> Gadgets {
///     Gadgets::from_built(widgets.0.clone()) // expected `BuiltClient<Gadgets>`, found `ServiceClient`
/// }
/// ```
pub struct BuiltClient<S> {
    client: ServiceClient,
    service: PhantomData<fn() -> S>,
}

impl<S> BuiltClient<S> {
    /// The client that does the work.
    pub fn into_service_client(self) -> ServiceClient {
        self.client
    }
}

/// Sets up a client: whose requests, and where to. Everything else has a default.
///
/// | option | default |
/// |---|---|
/// | [`credentials`](Self::credentials) or [`credentials_provider`](Self::credentials_provider) | none: one must be set |
/// | [`region`](Self::region) or [`endpoint`](Self::endpoint) | none: one must be set; the endpoint wins |
/// | [`timeout`](Self::timeout) | 60 s for a whole request |
/// | [`body_limit`](Self::body_limit) | 8 MiB a response |
/// | [`allow_plain_http`](Self::allow_plain_http) | no: plain HTTP only to this machine |
/// | [`user_agent_suffix`](Self::user_agent_suffix) | none: the name and the version of the client alone |
/// | [`clock`](Self::clock) | the machine's, with Tokio's timer |
/// | [`transport`](Self::transport) | hyper or reqwest, with rustls |
/// | [`retry_policy`](Self::retry_policy) | [`Backoff`](crate::Backoff): 3 attempts within 30 s |
/// | [`interceptor`](Self::interceptor) | none; there may be several |
/// | [`retry_budget`](Self::retry_budget) | 100 retries for all calls together, and one more for ten that succeed |
///
/// Of connections, with the feature `hyper` or `reqwest`, of which the latter is on by default:
///
/// | option | default |
/// |---|---|
#[cfg_attr(any(feature = "hyper", feature = "reqwest"), doc = include_str!("connections.md"))]
#[must_use = "a builder does nothing until it is built"]
pub struct ClientBuilder<S> {
    region: Option<Region>,
    endpoint: Option<String>,
    credentials: Option<Credentials>,
    provider: Option<Box<dyn CredentialsProvider>>,
    timeout: Duration,
    body_limit: usize,
    allow_plain_http: bool,
    user_agent_suffix: Option<String>,
    clock: Option<Arc<dyn Clock>>,
    transport: Option<Arc<dyn Transport>>,
    retries: Retries,
    retry_budget: u32,
    interceptors: Interceptors,
    #[cfg(any(feature = "hyper", feature = "reqwest"))]
    pub(super) http: HttpSettings,
    service: PhantomData<fn() -> S>,
}

impl<S: Service> ClientBuilder<S> {
    /// A builder with the defaults.
    pub fn new() -> Self {
        Self {
            region: None,
            endpoint: None,
            credentials: None,
            provider: None,
            timeout: TIMEOUT,
            body_limit: BODY_LIMIT,
            allow_plain_http: false,
            user_agent_suffix: None,
            clock: None,
            transport: None,
            retries: Retries::default(),
            retry_budget: RETRY_BUDGET,
            interceptors: Interceptors::default(),
            #[cfg(any(feature = "hyper", feature = "reqwest"))]
            http: HttpSettings::default(),
            service: PhantomData,
        }
    }

    /// Sets the region; its endpoint is looked up in the service's table. It also says where the identity service is, and which
    /// project is meant if the credentials name none.
    pub fn region(mut self, region: impl Into<Region>) -> Self {
        self.region = Some(region.into());
        self
    }

    /// Sets where requests go, `https://host` or `https://host:port`; see [`Endpoint`].
    pub fn endpoint(mut self, endpoint: impl Into<String>) -> Self {
        self.endpoint = Some(endpoint.into());
        self
    }

    /// Sets who requests are from.
    pub fn credentials(mut self, credentials: Credentials) -> Self {
        (self.credentials, self.provider) = (Some(credentials), None);
        self
    }

    /// Sets what says who requests are from, for credentials that change. It is asked with the first call.
    pub fn credentials_provider(mut self, provider: impl CredentialsProvider) -> Self {
        self.credentials = None;
        self.provider = Some(Box::new(provider));
        self
    }

    /// Sets how long a request may take as a whole: connecting, sending, waiting and reading the response.
    /// A single request may have another limit.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Sets how many bytes a response may have; 8 MiB if it is not set. What its values take in memory is bounded, too, whatever
    /// the limit: by 256 MiB.
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.body_limit = bytes;
        self
    }

    /// Allows an endpoint of plain HTTP on another machine. Requests and responses, passwords in them included, then
    /// travel in the clear.
    pub fn allow_plain_http(mut self, allow: bool) -> Self {
        self.allow_plain_http = allow;
        self
    }

    /// Adds a text to the `User-Agent` header, after the client's own and a space: name and version of a program, for
    /// example. Visible ASCII.
    pub fn user_agent_suffix(mut self, suffix: impl Into<String>) -> Self {
        self.user_agent_suffix = Some(suffix.into());
        self
    }

    /// Sets whether and when a request is sent again after a failure. A single request may have another policy.
    ///
    /// Whatever the policy, a request that the service may have carried out is sent again only if its operation is
    /// [idempotent](crate::Operation::is_idempotent).
    pub fn retry_policy(mut self, policy: impl RetryPolicy) -> Self {
        self.retries = Retries::by(policy);
        self
    }

    /// Sends each request once, whatever happens, unless it has a policy of its own.
    pub fn no_retries(mut self) -> Self {
        self.retries = Retries::OFF;
        self
    }

    /// Sets how many retries the calls of this client and its clones may make together. Each call that succeeds gives back a
    /// tenth of one, up to this number. When nothing is left, calls fail at their first failure: so a service that is down is not
    /// asked several times as often as usual.
    pub fn retry_budget(mut self, retries: u32) -> Self {
        self.retry_budget = retries;
        self
    }

    /// Adds what looks at all calls, after those that were added before: for metrics, for headers of a company, for a
    /// [`Dump`](crate::Dump).
    pub fn interceptor(mut self, interceptor: impl Interceptor) -> Self {
        self.interceptors.push(interceptor);
        self
    }

    /// Sets the clock that requests are signed with, and that waits.
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Some(Arc::new(clock));
        self
    }

    /// Sets what carries requests, in place of hyper or reqwest. The options of connections are then of no use, and refused.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// Builds the client. Nothing is sent.
    ///
    /// # Errors
    ///
    /// [`Error::is_configuration`] if credentials or endpoint are missing, or if an option cannot be used; the message says
    /// which. Without the features `hyper` and `reqwest`, transport and clock must be set.
    pub fn build(mut self) -> Result<S, Error> {
        let endpoint = self.take_endpoint()?;
        let (transport, connector) = self.take_transport(&endpoint)?;
        let clock = self.take_clock()?;
        let request = CredentialsRequest::new(Arc::clone(&clock))
            .connecting(connector, self.region.take())
            .for_service_at(&endpoint);
        let identity = match (self.provider.take(), &self.credentials) {
            (Some(provider), _) => Identity::provided_by(provider, request.clone()),
            (None, Some(credentials)) => Identity::Fixed(Box::new(Caller::new(credentials)?)),
            (None, None) => {
                let message =
                    "no credentials are set; set them, or a provider: `CredentialsChain::standard` for example";
                return Err(Error::configuration(message));
            }
        };
        let channel = Channel {
            service: S::INFO,
            identity,
            user_agent: user_agent(S::USER_AGENT, self.user_agent_suffix.as_deref())?,
            clock,
            clock_offset: ClockOffset::default(),
            transport,
            credentials_request: request,
            timeout: self.timeout,
            body_limit: self.body_limit,
            retries: self.retries,
            retry_budget: RetryBudget::new(self.retry_budget),
            interceptors: self.interceptors,
            endpoint,
        };
        let client = ServiceClient { channel: Arc::new(channel) };
        Ok(S::from_built(BuiltClient { client, service: PhantomData }))
    }

    fn take_endpoint(&mut self) -> Result<Endpoint, Error> {
        let endpoint: Endpoint = match (&self.endpoint, &self.region) {
            (Some(endpoint), _) => endpoint.parse()?,
            (None, Some(region)) => S::INFO.endpoint(region)?,
            (None, None) => return Err(Error::configuration("neither region nor endpoint is set; set one of them")),
        };
        if endpoint.is_plain_http() && !endpoint.is_loopback() && !self.allow_plain_http {
            return Err(Error::configuration(format!(
                "the endpoint `{endpoint}` is plain HTTP on another machine; use https, or allow plain HTTP"
            )));
        }
        Ok(endpoint)
    }
}

#[cfg(any(feature = "hyper", feature = "reqwest"))]
impl<S> ClientBuilder<S> {
    #[expect(clippy::unnecessary_wraps, reason = "without the feature there may be none")]
    fn take_clock(&mut self) -> Result<Arc<dyn Clock>, Error> {
        Ok(self.clock.take().unwrap_or_else(|| Arc::new(crate::runtime::SystemClock)))
    }

    fn take_transport(&mut self, endpoint: &Endpoint) -> Result<(Arc<dyn Transport>, Connector), Error> {
        use crate::transport::http_client::{open, variable};

        match (self.transport.take(), self.http.first_set()) {
            (Some(_), Some(setting)) => Err(Error::configuration(format!(
                "`{setting}` is set, but not for the transport that is set; leave one of them out"
            ))),
            (Some(transport), None) => Ok((Arc::clone(&transport), Connector::Given(transport))),
            (None, _) => {
                let settings = std::mem::take(&mut self.http);
                let transport = open(endpoint, &settings, variable)?;
                Ok((transport, Connector::Http(Arc::new(settings))))
            }
        }
    }
}

#[cfg(not(any(feature = "hyper", feature = "reqwest")))]
impl<S> ClientBuilder<S> {
    fn take_clock(&mut self) -> Result<Arc<dyn Clock>, Error> {
        self.clock.take().ok_or_else(|| {
            Error::configuration(
                "no clock is set; set one, or turn the feature `hyper` or `reqwest` on, which have one",
            )
        })
    }

    fn take_transport(&mut self, _endpoint: &Endpoint) -> Result<(Arc<dyn Transport>, Connector), Error> {
        let transport = self.transport.take().ok_or_else(|| {
            Error::configuration(
                "no transport is set; set one, or turn the feature `hyper` or `reqwest` on, which have one",
            )
        })?;
        Ok((Arc::clone(&transport), Connector::Given(transport)))
    }
}

fn user_agent(client: &'static str, suffix: Option<&str>) -> Result<HeaderValue, Error> {
    let header = match suffix {
        // Each request copies it several times, and a text that stays where it is costs nothing then.
        None => static_header_value(client),
        Some(suffix) if suffix.trim().is_empty() => {
            return Err(Error::configuration("the suffix of the user agent is empty; set it, or leave it out"));
        }
        Some(suffix) => header_value(&format!("{client} {}", suffix.trim())),
    };
    let header = header.filter(|value| value.as_bytes().iter().all(|byte| *byte == b' ' || byte.is_ascii_graphic()));
    header.ok_or_else(|| Error::configuration("the user agent holds a character that is not visible ASCII"))
}

impl<S> fmt::Debug for BuiltClient<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("BuiltClient").field(&self.client).finish()
    }
}

impl<S: Service> Default for ClientBuilder<S> {
    fn default() -> Self {
        Self::new()
    }
}

impl<S> fmt::Debug for ClientBuilder<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("region", &self.region)
            .field("credentials", &self.credentials)
            .field("timeout", &self.timeout)
            .finish_non_exhaustive()
    }
}
