//! Looking at calls from outside, and changing what is sent.

mod dump;
mod seen;

use std::fmt;
use std::sync::Arc;

pub use dump::Dump;
#[cfg(feature = "testing")]
pub(crate) use dump::masked;
pub(crate) use seen::Seen;
pub use seen::{AttemptSeen, CallSeen, OutgoingRequest};

/// Looks at each attempt of each call, and may add headers before a request is signed.
///
/// A client has those that [`ClientBuilder::interceptor`](crate::ClientBuilder::interceptor) was given, in that order, and a single
/// request those of [`RequestOptions::interceptor`](crate::RequestOptions::interceptor) after them. All methods do nothing unless they are
/// written. They are called in the course of the call: what takes long belongs elsewhere.
///
/// It is also where metrics come from. The names of OpenTelemetry are `http.client.request.duration` for
/// [`after_attempt`](Self::after_attempt), with the attributes that [`AttemptSeen`] has:
///
/// ```
/// use huaweicloud_core::{AttemptSeen, CallSeen, Interceptor, OutgoingRequest};
/// use std::sync::atomic::{AtomicU64, Ordering};
///
/// #[derive(Default)]
/// struct Metrics {
///     calls: AtomicU64,
///     failed: AtomicU64,
///     busy_micros: AtomicU64,
/// }
///
/// impl Interceptor for Metrics {
///     fn before_signing(&self, request: &mut OutgoingRequest<'_>) {
///         request.set_header("X-Trace", "7");
///     }
///
///     fn after_attempt(&self, attempt: &AttemptSeen<'_>) {
///         self.busy_micros.fetch_add(attempt.duration().as_micros() as u64, Ordering::Relaxed);
///     }
///
///     fn after_call(&self, call: &CallSeen<'_>) {
///         self.calls.fetch_add(1, Ordering::Relaxed);
///         self.failed.fetch_add(u64::from(call.error().is_some()), Ordering::Relaxed);
///     }
/// }
/// ```
pub trait Interceptor: Send + Sync + 'static {
    /// Before a request is signed, each time that it is sent.
    fn before_signing(&self, request: &mut OutgoingRequest<'_>) {
        let _ = request;
    }

    /// After an attempt, whether it succeeded or failed.
    fn after_attempt(&self, attempt: &AttemptSeen<'_>) {
        let _ = attempt;
    }

    /// After a call, in however many attempts: none, if there were no credentials. Not after one that is given up, and before the
    /// response is read: what cannot be decoded is a success here.
    fn after_call(&self, call: &CallSeen<'_>) {
        let _ = call;
    }
}

impl<I: Interceptor + ?Sized> Interceptor for Arc<I> {
    fn before_signing(&self, request: &mut OutgoingRequest<'_>) {
        (**self).before_signing(request);
    }

    fn after_attempt(&self, attempt: &AttemptSeen<'_>) {
        (**self).after_attempt(attempt);
    }

    fn after_call(&self, call: &CallSeen<'_>) {
        (**self).after_call(call);
    }
}

/// Interceptors, in order.
#[derive(Clone, Default)]
pub(crate) struct Interceptors(Vec<Arc<dyn Interceptor>>);

impl Interceptors {
    pub(crate) fn push(&mut self, interceptor: impl Interceptor) {
        self.0.push(Arc::new(interceptor));
    }

    /// Adds those of other ones.
    pub(crate) fn extend(&mut self, others: Self) {
        self.0.extend(others.0);
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &dyn Interceptor> {
        self.0.iter().map(|interceptor| &**interceptor)
    }
}

impl fmt::Debug for Interceptors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Interceptors({})", self.0.len())
    }
}
