//! The time, as something that a test can set.

use std::time::SystemTime;

/// Tells the time that requests are signed with.
///
/// The gateway refuses a request whose time is more than 15 minutes off. Implement this for a machine whose clock is
/// known to be wrong, or for a test.
///
/// ```
/// use huaweicloud_core::Clock;
/// use std::time::SystemTime;
///
/// struct Stopped(SystemTime);
///
/// impl Clock for Stopped {
///     fn now(&self) -> SystemTime {
///         self.0
///     }
/// }
/// assert_eq!(Stopped(SystemTime::UNIX_EPOCH).now(), SystemTime::UNIX_EPOCH);
/// ```
pub trait Clock: Send + Sync + 'static {
    /// The time now.
    fn now(&self) -> SystemTime;
}

/// The clock of the machine.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> SystemTime {
        SystemTime::now()
    }
}
