//! How many retries a client may make in all.

use std::sync::atomic::{AtomicU32, Ordering};

/// What a retry costs, in successes.
const COST: u32 = 10;

/// What all calls of a client may spend on retries: when a service is down, its clients must not multiply the load on it.
///
/// Each retry takes from it, and each call that succeeds gives back a tenth of one. The unit is that tenth.
#[derive(Debug)]
pub(crate) struct RetryBudget {
    left: AtomicU32,
    most: u32,
}

impl RetryBudget {
    /// Enough for so many retries.
    pub(crate) fn new(retries: u32) -> Self {
        let most = retries.saturating_mul(COST);
        Self { left: AtomicU32::new(most), most }
    }

    /// Takes one retry, if one is left.
    pub(crate) fn take(&self) -> bool {
        self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(COST)).is_ok()
    }

    /// Takes note of a success. While nothing has been spent, that is one look.
    pub(crate) fn succeed(&self) {
        if self.left.load(Ordering::Relaxed) < self.most {
            let more = |left: u32| (left < self.most).then(|| left + 1);
            // If there is nothing to give back any more, nothing is.
            let _ = self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, more);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_successes_earn_one_retry_and_never_more_than_there_was() {
        let budget = RetryBudget::new(2);
        budget.succeed();
        assert!(budget.take() && budget.take() && !budget.take());
        for _ in 0..9 {
            budget.succeed();
        }
        assert!(!budget.take());
        budget.succeed();
        assert!(budget.take() && !budget.take());
        for _ in 0..1_000 {
            budget.succeed();
        }
        assert!(budget.take() && budget.take() && !budget.take());
        assert!(!RetryBudget::new(0).take());
        assert!(RetryBudget::new(u32::MAX).take());
    }
}
