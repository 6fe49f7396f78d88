//! One call, in as many attempts as it takes.

use std::time::{Duration, SystemTime};

use super::observed::Observed;
use super::{Caller, CallerRef, Channel, PreparedRequest};
use crate::error::{Attempts, Error, Execution};
use crate::response::RawResponse;
use crate::retry::FailedAttempt;

/// What has been corrected in the course of a call.
#[derive(Default)]
struct Corrections {
    is_clock_corrected: bool,
    is_caller_renewed: bool,
}

impl Channel {
    /// Sends a request, and again if it fails and may be sent again; reads the response whole.
    ///
    /// The caller is the one that the request was prepared for.
    pub(crate) async fn execute(&self, request: PreparedRequest, caller: CallerRef<'_>) -> Result<RawResponse, Error> {
        let observed = Observed::new(&self.service, &self.endpoint, request.operation);
        let outcome = observed.run(self.attempts(&request, caller)).await;
        observed.ended(&outcome);
        outcome
    }

    async fn attempts(&self, request: &PreparedRequest, mut caller: CallerRef<'_>) -> Result<RawResponse, Error> {
        let begun = self.clock.now();
        let (mut now, mut attempts) = (begun, Attempts::ONE);
        let mut corrections = Corrections::default();
        loop {
            let signed_at = self.clock_offset.correct(now);
            let error = match self.attempt(request, &caller, signed_at).await {
                Ok(response) => {
                    self.retry_budget.succeed();
                    return Ok(response.after(attempts));
                }
                // It was not sent, and never will be.
                Err(error) if error.is_invalid_request() => return Err(error),
                Err(error) => error.after(attempts),
            };
            let is_corrected = self.correct(&mut corrections, &error, &caller, signed_at);
            let delay = self.next_attempt(request, &error, begun, is_corrected);
            Observed::attempt_failed(&error, delay);
            let Some(delay) = delay else { return Err(error) };
            if delay > Duration::ZERO {
                self.clock.sleep(delay).await;
            }
            attempts = Attempts::one_more(&error);
            // Another one, if the old one was refused or is over.
            match self.caller().await {
                Ok(current) => caller = current,
                // What the service said tells more than that there are no other credentials.
                Err(_) => return Err(error),
            }
            now = self.clock.now();
        }
    }

    /// When to send a request again that failed; none if it is not to be sent again.
    fn next_attempt(
        &self,
        request: &PreparedRequest,
        error: &Error,
        begun: SystemTime,
        is_corrected: bool,
    ) -> Option<Duration> {
        let policy = request.retries.as_ref().unwrap_or(&self.retries).policy()?;
        if is_corrected {
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

    /// Corrects what may be why the service does not know the caller: a clock that is off, or else credentials that are
    /// over; each once, because it is not that if it was corrected. Whether it was.
    fn correct(
        &self,
        corrections: &mut Corrections,
        error: &Error,
        caller: &CallerRef<'_>,
        signed_at: SystemTime,
    ) -> bool {
        if error.http_status() != Some(401) {
            return false;
        }
        if self.learn_time(error, caller, signed_at) {
            return !std::mem::replace(&mut corrections.is_clock_corrected, true);
        }
        self.identity.refuse(caller) && !std::mem::replace(&mut corrections.is_caller_renewed, true)
    }

    /// Takes the time of the service, if that may be why it refused a request that was signed as of `signed_at`;
    /// whether it was taken.
    fn learn_time(&self, error: &Error, caller: &Caller, signed_at: SystemTime) -> bool {
        if !caller.authentication.is_signature() {
            return false;
        }
        error.date().is_some_and(|date| self.clock_offset.learn(date, signed_at, self.clock.now()))
    }
}
