//! What a request may have beside the parameters of its operation.

use std::fmt;
use std::time::Duration;

use crate::interceptor::{Interceptor, Interceptors};
use crate::retry::{Retries, RetryPolicy};

/// What a single request has of its own, whatever its operation: headers, a project, a time limit, a policy for failures.
///
/// Every builder of a request takes it, by `with_options`. More options may come.
///
/// ```
/// use huaweicloud_core::RequestOptions;
/// use std::time::Duration;
///
/// let options = RequestOptions::new().project_id("p2").header("X-Trace", "7").timeout(Duration::from_secs(5));
/// # let _ = options;
/// ```
#[derive(Clone, Default)]
#[must_use = "options do nothing until a request has them"]
pub struct RequestOptions {
    pub(super) headers: Vec<(String, String)>,
    pub(super) project_id: Option<String>,
    pub(super) timeout: Option<Duration>,
    pub(super) retries: Option<Retries>,
    pub(super) interceptors: Interceptors,
}

impl RequestOptions {
    /// No options.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a header, or replaces one: visible ASCII; it is signed with the rest, unless there is an underscore in its name.
    ///
    /// Headers that the client sets itself, such as `Authorization`, are refused when the request is sent.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Sets the project that the request is for, in the place of the client's own.
    pub fn project_id(mut self, project_id: impl Into<String>) -> Self {
        self.project_id = Some(project_id.into());
        self
    }

    /// Sets how long the request may take as a whole, in the place of the client's own
    /// [limit](crate::ClientBuilder::timeout).
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.timeout = Some(limit);
        self
    }

    /// Sets whether and when the request is sent again after a failure, in the place of the client's own
    /// [policy](crate::ClientBuilder::retry_policy).
    pub fn retry_policy(mut self, policy: impl RetryPolicy) -> Self {
        self.retries = Some(Retries::by(policy));
        self
    }

    /// Adds what looks at the request, after those that the client [has](crate::ClientBuilder::interceptor).
    pub fn interceptor(mut self, interceptor: impl Interceptor) -> Self {
        self.interceptors.push(interceptor);
        self
    }

    /// Sends the request once, whatever happens.
    pub fn no_retries(mut self) -> Self {
        self.retries = Some(Retries::OFF);
        self
    }
}

/// Shows no values of headers: they may hold what must not be in a log.
impl fmt::Debug for RequestOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headers: Vec<&str> = self.headers.iter().map(|(name, _)| name.as_str()).collect();
        f.debug_struct("RequestOptions")
            .field("headers", &headers)
            .field("project_id", &self.project_id)
            .field("timeout", &self.timeout)
            .field("retries", &self.retries)
            .field("interceptors", &self.interceptors)
            .finish()
    }
}
