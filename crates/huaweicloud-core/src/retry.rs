//! Calling again after a failure.

mod backoff;
mod budget;
mod failed_attempt;
mod reason;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

pub use backoff::Backoff;
pub(crate) use budget::RetryBudget;
pub use failed_attempt::FailedAttempt;
pub use reason::RetryReason;

/// Decides whether a call that failed is made again, and when.
///
/// It is asked only of a failure after which the call may be made again without doing anything twice: of an operation that is
/// [idempotent](crate::Operation::is_idempotent), or of an attempt that was certainly [not executed](crate::Error::execution).
/// So no policy can repeat what must not be repeated. What it allows is still subject to the budget of the client; see
/// [`ClientBuilder::retry_budget`](crate::ClientBuilder::retry_budget).
///
/// [`Backoff`] is the policy of every client that has no other one.
///
/// ```
/// use huaweicloud_core::{Backoff, FailedAttempt, RetryPolicy};
/// use std::time::Duration;
///
/// /// Waits for what is busy a minute at a time, and treats all else as usual.
/// struct Patient(Backoff);
///
/// impl RetryPolicy for Patient {
///     fn delay(&self, attempt: &FailedAttempt<'_>) -> Option<Duration> {
///         if attempt.error().error_code() == Some("DMS.00400026") && attempt.attempts() < 10 {
///             return Some(Duration::from_secs(60));
///         }
///         self.0.delay(attempt)
///     }
/// }
/// ```
pub trait RetryPolicy: Send + Sync + 'static {
    /// How long to wait before the next attempt; none if there is to be none.
    fn delay(&self, attempt: &FailedAttempt<'_>) -> Option<Duration>;
}

impl<P: RetryPolicy + ?Sized> RetryPolicy for Arc<P> {
    fn delay(&self, attempt: &FailedAttempt<'_>) -> Option<Duration> {
        (**self).delay(attempt)
    }
}

/// The policy that holds for a call; none if it is made once, whatever happens.
#[derive(Clone)]
pub(crate) struct Retries(Option<Arc<dyn RetryPolicy>>);

impl Retries {
    pub(crate) const OFF: Self = Self(None);

    pub(crate) fn by(policy: impl RetryPolicy) -> Self {
        Self(Some(Arc::new(policy)))
    }

    /// The policy, unless a call is made only once.
    pub(crate) fn policy(&self) -> Option<&dyn RetryPolicy> {
        self.0.as_deref()
    }
}

impl Default for Retries {
    fn default() -> Self {
        Self::by(Backoff::new())
    }
}

impl fmt::Debug for Retries {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() { "Retries(on)" } else { "Retries(off)" })
    }
}
