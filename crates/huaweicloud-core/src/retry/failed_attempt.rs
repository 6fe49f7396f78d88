//! What a policy is asked about.

use std::time::Duration;

use super::RetryReason;
use crate::error::Error;
use crate::service::Operation;

/// An attempt that failed, and what went before it.
///
/// Clients make them; [`new`](Self::new) is for tests of a policy.
#[derive(Clone, Copy, Debug)]
#[must_use]
pub struct FailedAttempt<'a> {
    operation: &'static Operation,
    error: &'a Error,
    attempts: u32,
    elapsed: Duration,
    random: u64,
}

impl<'a> FailedAttempt<'a> {
    /// The first attempt of a call, which failed at once.
    pub fn new(operation: &'static Operation, error: &'a Error) -> Self {
        Self { operation, error, attempts: 1, elapsed: Duration::ZERO, random: 0 }
    }

    /// Sets how many attempts there have been, this one included.
    pub fn with_attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts;
        self
    }

    /// Sets how long ago the call began.
    pub fn with_elapsed(mut self, elapsed: Duration) -> Self {
        self.elapsed = elapsed;
        self
    }

    /// Sets the number by chance.
    pub fn with_random(mut self, number: u64) -> Self {
        self.random = number;
        self
    }

    /// The operation.
    pub fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// Why the attempt failed.
    pub fn error(&self) -> &'a Error {
        self.error
    }

    /// Why another attempt may fare better; none if it will hardly do so.
    pub fn reason(&self) -> Option<RetryReason> {
        RetryReason::of(self.error)
    }

    /// How many attempts there have been, this one included.
    pub fn attempts(&self) -> u32 {
        self.attempts
    }

    /// How long ago the call began.
    pub fn elapsed(&self) -> Duration {
        self.elapsed
    }

    /// A part of a duration, any between none and all of it, by chance.
    pub fn part_by_chance(&self, whole: Duration) -> Duration {
        let nanoseconds = whole.as_nanos().min(u128::from(u64::MAX));
        let part = nanoseconds.saturating_mul(u128::from(self.random).saturating_add(1)) >> 64;
        Duration::from_nanos(u64::try_from(part).unwrap_or(u64::MAX))
    }
}
