//! Points in simulated time.

use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};

/// A point in simulated time, in milliseconds since 1970 in UTC: what most responses have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Moment(u64);

impl Moment {
    /// The moment of a number of milliseconds since 1970.
    pub(crate) const fn of_millisecond(millisecond: u64) -> Self {
        Self(millisecond)
    }

    /// The moment that a time lies in. A time before 1970 counts as 1970.
    pub(crate) fn of(time: SystemTime) -> Self {
        let since = time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        Self(u64::try_from(since.as_millis()).unwrap_or(u64::MAX))
    }

    /// Milliseconds since 1970.
    pub(crate) const fn millisecond(self) -> u64 {
        self.0
    }

    pub(crate) fn after(self, duration: Duration) -> Self {
        Self(self.0.saturating_add(u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)))
    }

    /// How long it is after another moment; nothing if it is before.
    pub(crate) const fn since(self, earlier: Self) -> Duration {
        Duration::from_millis(self.0.saturating_sub(earlier.0))
    }

    pub(crate) fn time(self) -> SystemTime {
        // What no clock of the machine can tell is as late as can be written, and no arithmetic leads there.
        SystemTime::UNIX_EPOCH.checked_add(Duration::from_millis(self.0)).unwrap_or(SystemTime::UNIX_EPOCH)
    }
}
