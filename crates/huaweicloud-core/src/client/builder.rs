//! Building a client.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;

use super::ServiceClient;
use crate::channel::{Authentication, Channel, header_value};
use crate::credentials::Credentials;
use crate::error::Error;
use crate::runtime::{Clock, SystemClock};
use crate::service::{Endpoint, Region, ServiceInfo};
use crate::transport::{HttpTransport, TimeLimits};

const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
const TIMEOUT: Duration = Duration::from_secs(60);
const BODY_LIMIT: usize = 8 * 1024 * 1024;

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
/// let widgets = ClientBuilder::<Widgets>::new().region("a-1").credentials(Credentials::new("ak", "sk")).build()?;
/// assert_eq!(widgets.0.endpoint().to_string(), "https://widgets.a-1.example");
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
/// | [`credentials`](Self::credentials) | none: must be set |
/// | [`region`](Self::region) or [`endpoint`](Self::endpoint) | none: one must be set; the endpoint wins |
/// | [`connect_timeout`](Self::connect_timeout) | 10 s |
/// | [`timeout`](Self::timeout) | 60 s for a whole request |
/// | [`body_limit`](Self::body_limit) | 64 MiB a response |
/// | [`allow_plain_http`](Self::allow_plain_http) | no: plain HTTP only to this machine |
///
/// Proxies are taken from the environment (`HTTPS_PROXY`, `NO_PROXY`), certificates from the platform.
#[must_use = "a builder does nothing until it is built"]
pub struct ClientBuilder<S> {
    region: Option<Region>,
    endpoint: Option<String>,
    credentials: Option<Credentials>,
    time_limits: TimeLimits,
    body_limit: usize,
    allow_plain_http: bool,
    clock: Box<dyn Clock>,
    service: PhantomData<fn() -> S>,
}

impl<S: Service> ClientBuilder<S> {
    /// A builder with the defaults.
    pub fn new() -> Self {
        Self {
            region: None,
            endpoint: None,
            credentials: None,
            time_limits: TimeLimits { connect: CONNECT_TIMEOUT, whole: TIMEOUT },
            body_limit: BODY_LIMIT,
            allow_plain_http: false,
            clock: Box::new(SystemClock),
            service: PhantomData,
        }
    }

    /// Sets the region; its endpoint is looked up in the service's table.
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
        self.credentials = Some(credentials);
        self
    }

    /// Sets how long connecting may take.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.time_limits.connect = timeout;
        self
    }

    /// Sets how long a request may take as a whole: connecting, sending, waiting and reading the response.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.time_limits.whole = timeout;
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

    /// Sets the clock that requests are signed with.
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Box::new(clock);
        self
    }

    /// Builds the client. Nothing is sent.
    ///
    /// # Errors
    ///
    /// [`Error::is_configuration`] if credentials or endpoint are missing or cannot be used; the message says which.
    pub fn build(self) -> Result<S, Error> {
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
        let credentials = self.credentials.ok_or_else(|| {
            Error::configuration("no credentials are set; set them, from the environment for example")
        })?;
        let project = credentials.project_id.as_deref().map(project_header).transpose()?;
        let user_agent = header_value(S::USER_AGENT)
            .ok_or_else(|| Error::configuration("the user agent holds a character that no header can hold"))?;
        let channel = Channel {
            service: S::INFO,
            authentication: Authentication::new(&credentials.kind)?,
            transport: HttpTransport::new(&endpoint, self.time_limits, self.body_limit)?,
            endpoint,
            project,
            user_agent,
            clock: self.clock,
        };
        let client = ServiceClient { channel: Arc::new(channel) };
        Ok(S::from_built(BuiltClient { client, service: PhantomData }))
    }
}

fn project_header(id: &str) -> Result<HeaderValue, Error> {
    if id.is_empty() {
        return Err(Error::configuration("the project id of the credentials is empty; set it, or leave it out"));
    }
    let header = header_value(id);
    header.ok_or_else(|| Error::configuration("the project id of the credentials is not visible ASCII; correct it"))
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
            .field("time_limits", &self.time_limits)
            .finish_non_exhaustive()
    }
}
