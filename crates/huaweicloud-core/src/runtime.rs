//! Time and chance, as something that a test can set.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::pin::Pin;
use std::time::{Duration, SystemTime};

/// Ends when a time is over.
pub type Sleep = Pin<Box<dyn Future<Output = ()> + Send>>;

/// The time that requests are signed with, what waits for a later one, and the chance that spreads the waiting.
///
/// The gateway refuses a request whose time is more than 15 minutes off. Implement this for a machine whose clock is
/// known to be wrong, or for an executor other than Tokio. In tests, `testing::ManualClock` (feature `testing`) is a clock
/// that the test moves.
///
/// ```
/// # #[cfg(any(feature = "hyper", feature = "reqwest"))]
/// # {
/// use huaweicloud_core::Clock;
/// use std::time::{Duration, SystemTime};
///
/// /// The clock of a machine that is an hour late.
/// struct Corrected;
///
/// impl Clock for Corrected {
///     fn now(&self) -> SystemTime {
///         SystemTime::now() + Duration::from_secs(3600)
///     }
/// }
/// assert!(Corrected.now() > SystemTime::now());
/// # }
/// ```
pub trait Clock: Send + Sync + 'static {
    /// The time now.
    fn now(&self) -> SystemTime;

    /// Waits.
    ///
    /// With the feature `hyper` or `reqwest`, Tokio's timer does, within whose runtime it must then be called. Without them
    /// there is no timer: what implements this must bring one.
    #[cfg(any(feature = "hyper", feature = "reqwest"))]
    fn sleep(&self, duration: Duration) -> Sleep {
        Box::pin(async move { tokio::time::sleep(duration).await })
    }

    /// Waits.
    #[cfg(not(any(feature = "hyper", feature = "reqwest")))]
    fn sleep(&self, duration: Duration) -> Sleep;

    /// A number by chance, each as likely as any other. It spreads the delays of clients that failed together, and need not be
    /// one that nobody can guess.
    fn random(&self) -> u64 {
        // Each state of the standard library's hash maps begins with keys of its own.
        RandomState::new().build_hasher().finish()
    }
}

/// The clock of the machine, and Tokio's timer.
#[cfg(any(feature = "hyper", feature = "reqwest"))]
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

#[cfg(any(feature = "hyper", feature = "reqwest"))]
impl Clock for SystemClock {
    fn now(&self) -> SystemTime {
        SystemTime::now()
    }
}

#[cfg(all(test, any(feature = "hyper", feature = "reqwest")))]
mod tests {
    use super::*;

    #[test]
    fn numbers_by_chance_differ() {
        assert_ne!(SystemClock.random(), SystemClock.random());
    }
}
