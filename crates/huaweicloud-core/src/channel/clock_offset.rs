//! A clock that is off.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime};

/// The gateway takes signatures that are 15 minutes off. What is this near is right, however long the way was.
const TOLERATED: Duration = Duration::from_secs(5 * 60);

/// How many seconds the clock of the service is before that of this machine, as far as the service has said.
#[derive(Debug, Default)]
pub(crate) struct ClockOffset(AtomicI64);

impl ClockOffset {
    /// The time of the service, for a time of this machine.
    pub(crate) fn correct(&self, now: SystemTime) -> SystemTime {
        let seconds = self.0.load(Ordering::Relaxed);
        let offset = Duration::from_secs(seconds.unsigned_abs());
        let corrected = if seconds < 0 { now.checked_sub(offset) } else { now.checked_add(offset) };
        corrected.unwrap_or(now)
    }

    /// Takes a time that the service said at the time `now` of this machine, if the time `assumed` was too far from it;
    /// whether it was.
    pub(crate) fn learn(&self, said: SystemTime, assumed: SystemTime, now: SystemTime) -> bool {
        let is_off = seconds_between(said, assumed).unsigned_abs() > TOLERATED.as_secs();
        if is_off {
            self.0.store(seconds_between(said, now), Ordering::Relaxed);
        }
        is_off
    }
}

/// How many seconds `one` is after `other`.
fn seconds_between(one: SystemTime, other: SystemTime) -> i64 {
    let seconds = |duration: Duration| i64::try_from(duration.as_secs()).unwrap_or(i64::MAX);
    match one.duration_since(other) {
        Ok(after) => seconds(after),
        Err(before) => -seconds(before.duration()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: u64) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
    }

    #[test]
    fn a_time_is_taken_if_it_is_too_far_off() {
        let offset = ClockOffset::default();
        assert_eq!(offset.correct(at(7)), at(7));
        assert!(!offset.learn(at(10_300), at(10_000), at(10_000)));
        assert_eq!(offset.correct(at(7)), at(7));
        assert!(offset.learn(at(10_301), at(10_000), at(10_001)));
        assert_eq!(offset.correct(at(20_000)), at(20_300));
        assert!(offset.learn(at(10_000), at(20_300), at(20_000)));
        assert_eq!(offset.correct(at(20_000)), at(10_000));
        // A clock that was set right again.
        assert!(offset.learn(at(20_000), at(10_000), at(20_000)));
        assert_eq!(offset.correct(at(7)), at(7));
    }
}
