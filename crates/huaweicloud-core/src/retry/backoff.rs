//! The policy that clients have by default.

use std::time::Duration;

use super::{FailedAttempt, RetryPolicy, RetryReason};

const ATTEMPTS: u32 = 3;
const MAX_ELAPSED: Duration = Duration::from_secs(30);
const BASE_DELAY: Duration = Duration::from_millis(100);
const BUSY_DELAY: Duration = Duration::from_secs(1);
const MAX_DELAY: Duration = Duration::from_secs(20);

/// Delays that double from attempt to attempt, each shortened by chance, so that clients which failed together do not come
/// back together.
///
/// | what | default |
/// |---|---|
/// | [`max_attempts`](Self::max_attempts) | 3, the first one included |
/// | [`max_elapsed`](Self::max_elapsed) | 30 s from the beginning of the call to that of its last attempt |
/// | [`base_delay`](Self::base_delay) | 100 ms, after connections that fail and statuses of servers that are not well |
/// | [`busy_delay`](Self::busy_delay) | 1 s, after refusals that say that something is busy, or that there are too many requests |
/// | [`max_delay`](Self::max_delay) | 20 s |
///
/// The delay before attempt *n* + 1 is any between none and `base * 2^(n-1)`, each as likely as any other, but not less than the
/// service asks for by `Retry-After`. A delay that would lead beyond `max_elapsed` is not begun: the call fails at once.
///
/// ```
/// use huaweicloud_core::Backoff;
/// use std::time::Duration;
///
/// let patient = Backoff::new().max_attempts(6).max_elapsed(Duration::from_secs(120));
/// # let _ = patient;
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use = "a policy does nothing until a client or a request has it"]
pub struct Backoff {
    max_attempts: u32,
    max_elapsed: Duration,
    base_delay: Duration,
    busy_delay: Duration,
    max_delay: Duration,
}

impl Backoff {
    /// The policy with its defaults.
    pub const fn new() -> Self {
        Self {
            max_attempts: ATTEMPTS,
            max_elapsed: MAX_ELAPSED,
            base_delay: BASE_DELAY,
            busy_delay: BUSY_DELAY,
            max_delay: MAX_DELAY,
        }
    }

    /// Sets how often a request is sent at most, the first time included.
    pub const fn max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = attempts;
        self
    }

    /// Sets how long after the beginning of the call an attempt may begin. An attempt that has begun is not cut short: its own
    /// limit is [`timeout`](crate::ClientBuilder::timeout).
    pub const fn max_elapsed(mut self, limit: Duration) -> Self {
        self.max_elapsed = limit;
        self
    }

    /// Sets the longest delay before the second attempt, after a failure that may be over at once.
    pub const fn base_delay(mut self, delay: Duration) -> Self {
        self.base_delay = delay;
        self
    }

    /// Sets the longest delay before the second attempt, after a refusal that says that something is busy, or that there are too
    /// many requests.
    pub const fn busy_delay(mut self, delay: Duration) -> Self {
        self.busy_delay = delay;
        self
    }

    /// Sets the longest delay before any attempt. What the service asks for may be longer.
    pub const fn max_delay(mut self, delay: Duration) -> Self {
        self.max_delay = delay;
        self
    }
}

impl Default for Backoff {
    fn default() -> Self {
        Self::new()
    }
}

impl RetryPolicy for Backoff {
    fn delay(&self, attempt: &FailedAttempt<'_>) -> Option<Duration> {
        let base = match attempt.reason()? {
            RetryReason::Busy | RetryReason::Throttled => self.busy_delay,
            RetryReason::Failed | RetryReason::Unreachable => self.base_delay,
        };
        if attempt.attempts() >= self.max_attempts {
            return None;
        }
        let doublings = attempt.attempts().saturating_sub(1);
        let longest = base.saturating_mul(2_u32.saturating_pow(doublings)).min(self.max_delay);
        let asked = attempt.error().retry_after().unwrap_or_default();
        let delay = attempt.part_by_chance(longest).max(asked);
        (attempt.elapsed().saturating_add(delay) <= self.max_elapsed).then_some(delay)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorClass;
    use crate::response::ErrorBuilder;
    use crate::service::{Method, Operation};
    use proptest::prelude::*;

    const LIST: Operation = Operation::new("ListWidgets", Method::Get, "/v1/widgets").idempotent();
    const MILLIS: Duration = Duration::from_millis(1);

    fn delay(policy: Backoff, error: ErrorBuilder, attempts: u32, random: u64) -> Option<Duration> {
        let error = error.build();
        policy.delay(&FailedAttempt::new(&LIST, &error).with_attempts(attempts).with_random(random))
    }

    #[test]
    fn delays_double_up_to_the_longest() {
        let policy = Backoff::new().max_attempts(20).max_elapsed(Duration::MAX);
        let longest = |error: fn() -> ErrorBuilder, attempts| delay(policy, error(), attempts, u64::MAX).unwrap();
        for (attempts, millis) in [(1, 100), (2, 200), (3, 400), (8, 12_800), (9, 20_000), (19, 20_000)] {
            assert_eq!(longest(ErrorBuilder::connection, attempts), millis * MILLIS, "{attempts}");
        }
        for (attempts, seconds) in [(1, 1), (2, 2), (5, 16), (6, 20)] {
            let busy = || ErrorBuilder::service(400).class(ErrorClass::Retry);
            assert_eq!(longest(busy, attempts), 1_000 * seconds * MILLIS, "{attempts}");
        }
    }

    #[test]
    fn chance_takes_any_part_of_the_delay() {
        let by_chance = |random| delay(Backoff::new(), ErrorBuilder::connection(), 1, random).unwrap();
        assert_eq!(by_chance(0), Duration::ZERO);
        assert_eq!(by_chance(1 << 63), 50 * MILLIS);
        assert_eq!(by_chance(u64::MAX), 100 * MILLIS);
    }

    #[test]
    fn what_the_service_asks_for_is_waited_for_or_not_begun() {
        let asked = |value: &str| delay(Backoff::new(), ErrorBuilder::service(429).header("retry-after", value), 1, 0);
        assert_eq!(asked("7"), Some(Duration::from_secs(7)));
        assert_eq!(asked("30"), Some(Duration::from_secs(30)));
        assert_eq!(asked("31"), None);
    }

    #[test]
    fn attempts_and_time_end() {
        let busy = ErrorBuilder::service(429).build();
        let attempt = |attempts, elapsed| {
            let attempt = FailedAttempt::new(&LIST, &busy).with_attempts(attempts).with_elapsed(elapsed);
            Backoff::new().delay(&attempt.with_random(u64::MAX))
        };
        assert_eq!(attempt(1, Duration::ZERO), Some(Duration::from_secs(1)));
        assert_eq!(attempt(3, Duration::ZERO), None);
        assert_eq!(attempt(1, Duration::from_secs(29)), Some(Duration::from_secs(1)));
        assert_eq!(attempt(1, Duration::from_millis(29_001)), None);
        assert_eq!(attempt(1, Duration::MAX), None);
    }

    proptest! {
        #[test]
        fn no_delay_is_beyond_its_limits(attempts: u32, random: u64, elapsed in 0..40_000_u32) {
            let error = ErrorBuilder::timeout().build();
            let attempt = FailedAttempt::new(&LIST, &error).with_attempts(attempts).with_random(random);
            let policy = Backoff::new().max_attempts(u32::MAX);
            if let Some(delay) = policy.delay(&attempt.with_elapsed(elapsed * MILLIS)) {
                prop_assert!(delay <= MAX_DELAY && elapsed * MILLIS + delay <= MAX_ELAPSED);
            }
        }
    }
}
