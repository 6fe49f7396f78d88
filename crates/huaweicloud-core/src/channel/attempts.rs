//! One call, in as many attempts as it takes.

use std::time::{Duration, SystemTime};

use super::{Channel, PreparedRequest};
use crate::error::{Attempts, Error, Execution};
use crate::response::RawResponse;
use crate::retry::FailedAttempt;

impl Channel {
    /// Sends a request, and again if it fails and may be sent again; reads the response whole.
    pub(crate) async fn execute(&self, request: PreparedRequest) -> Result<RawResponse, Error> {
        let begun = self.clock.now();
        let (mut now, mut attempts) = (begun, Attempts::ONE);
        // Once, because a clock that is still off then is not what the service minds.
        let mut is_clock_corrected = false;
        loop {
            let signed_at = self.clock_offset.correct(now);
            let error = match self.attempt(&request, signed_at).await {
                Ok(response) => {
                    self.retry_budget.succeed();
                    return Ok(response.after(attempts));
                }
                // It was not sent, and never will be.
                Err(error) if error.is_invalid_request() => return Err(error),
                Err(error) => error.after(attempts),
            };
            let is_corrected = self.learn_time(&error, signed_at) && !is_clock_corrected;
            let Some(delay) = self.next_attempt(&request, &error, begun, is_corrected) else { return Err(error) };
            is_clock_corrected |= is_corrected;
            if delay > Duration::ZERO {
                self.clock.sleep(delay).await;
            }
            attempts = Attempts::one_more(&error);
            now = self.clock.now();
        }
    }

    /// When to send a request again that failed; none if it is not to be sent again.
    fn next_attempt(
        &self,
        request: &PreparedRequest,
        error: &Error,
        begun: SystemTime,
        is_clock_corrected: bool,
    ) -> Option<Duration> {
        let policy = request.retries.as_ref().unwrap_or(&self.retries).policy()?;
        if is_clock_corrected {
            return Some(Duration::ZERO);
        }
        // No policy decides on this: what may have been carried out is repeated only if that does no harm.
        let is_repeatable = request.operation.is_idempotent() || error.last_execution() == Execution::NotExecuted;
        if !is_repeatable {
            return None;
        }
        let elapsed = self.clock.now().duration_since(begun).unwrap_or_default();
        let attempt = FailedAttempt::new(request.operation, error).with_attempts(error.attempts());
        let delay = policy.delay(&attempt.with_elapsed(elapsed).with_random(self.clock.random()))?;
        self.retry_budget.take().then_some(delay)
    }

    /// Takes the time of the service, if that may be why it refused a request that was signed as of `signed_at`; whether it was
    /// taken.
    fn learn_time(&self, error: &Error, signed_at: SystemTime) -> bool {
        if !self.authentication.is_signature() || error.http_status() != Some(401) {
            return false;
        }
        error.date().is_some_and(|date| self.clock_offset.learn(date, signed_at, self.clock.now()))
    }
}
