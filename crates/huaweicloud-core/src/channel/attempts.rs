//! One call, in as many attempts as it takes.

use std::pin::pin;
use std::time::{Duration, SystemTime};

use http::HeaderMap;

use super::observed::Observed;
use super::{Caller, CallerRef, Channel, PreparedRequest};
use crate::error::{Attempts, Error, Execution};
use crate::interceptor::{AttemptSeen, CallSeen, Interceptors, Seen};
use crate::response::RawResponse;
use crate::retry::FailedAttempt;
use crate::service::Operation;

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
    pub(crate) async fn execute(
        &self,
        request: &PreparedRequest,
        caller: CallerRef<'_>,
        begun: SystemTime,
    ) -> Result<Box<RawResponse>, Error> {
        let template = request.template.as_deref().unwrap_or(request.operation.path());
        let observed = Observed::new(&self.service, &self.endpoint, request.operation, template);
        let outcome = observed.run(pin!(self.attempts(request, caller, begun))).await;
        observed.ended(&outcome);
        if self.is_intercepted(request) {
            let attempts = outcome.as_ref().map_or_else(Error::attempts, |response| response.attempts());
            self.call_ended(request.operation, &request.interceptors, begun, (attempts, Seen::of(&outcome)));
        }
        outcome
    }

    async fn attempts(
        &self,
        request: &PreparedRequest,
        mut caller: CallerRef<'_>,
        begun: SystemTime,
    ) -> Result<Box<RawResponse>, Error> {
        let (mut now, mut attempts) = (begun, Attempts::ONE);
        let mut corrections = Corrections::default();
        loop {
            let signed_at = self.clock_offset.correct(now);
            let outcome = self.attempt(request, &caller, signed_at, attempts.count).await;
            let (outcome, refused) = match outcome {
                Ok(response) => {
                    let response = response.after(attempts);
                    // A refusal may come as a success. What cannot be repeated is read, and found out, by the caller.
                    let busy = if request.is_idempotent { response.busy_refusal() } else { None };
                    (Ok(response), busy)
                }
                // It was not sent, and never will be.
                Err(error) if error.is_invalid_request() => return Err(error),
                Err(error) => (Err(error.after(attempts)), None),
            };
            let refused = refused.map(|error| error.after(attempts));
            let delay = match (&outcome, &refused) {
                (Ok(_), None) => None,
                (Ok(_), Some(error)) => self.next_attempt(request, error, begun, false),
                (Err(error), _) => {
                    let is_corrected = self.correct(&mut corrections, error, &caller, signed_at);
                    self.next_attempt(request, error, begun, is_corrected)
                }
            };
            // A refusal that came as a success is one to whoever looks on, too.
            let seen = refused.as_ref().map_or_else(|| Seen::of(&outcome), Seen::Failure);
            self.attempt_ended(request, (now, attempts.count), &caller, seen, delay);
            if let Some(error) = refused.as_ref().or(outcome.as_ref().err()) {
                Observed::attempt_failed(error, delay);
            }
            let Some(delay) = delay else {
                if outcome.is_ok() && refused.is_none() {
                    self.retry_budget.succeed();
                }
                return outcome;
            };
            if delay > Duration::ZERO {
                self.clock.sleep(delay).await;
            }
            if let Some(error) = refused.as_ref().or(outcome.as_ref().err()) {
                attempts = Attempts::one_more(error);
            }
            // Another one, if the old one was refused or is over.
            match self.caller().await {
                Ok(current) => caller = current,
                // What the service said tells more than that there are no other credentials.
                Err(_) => return outcome,
            }
            now = self.clock.now();
        }
    }

    fn attempt_ended(
        &self,
        request: &PreparedRequest,
        (begun, attempt): (SystemTime, u32),
        caller: &Caller,
        outcome: Seen<'_>,
        next_delay: Option<Duration>,
    ) {
        if !self.is_intercepted(request) {
            return;
        }
        let redaction = caller.authentication.redaction(&HeaderMap::new());
        let seen = AttemptSeen {
            operation: request.operation,
            attempt,
            duration: self.since(begun),
            outcome,
            next_delay,
            redaction: &redaction,
        };
        self.interceptors.iter().chain(request.interceptors.iter()).for_each(|each| each.after_attempt(&seen));
    }

    /// Shows a call that failed before there was anything to send: without credentials, or without a project.
    pub(crate) fn call_failed_unsent(
        &self,
        operation: &'static Operation,
        template: &str,
        own: &Interceptors,
        begun: SystemTime,
        error: Error,
    ) -> Error {
        let observed = Observed::new(&self.service, &self.endpoint, operation, template);
        observed.failed(&error);
        self.call_ended(operation, own, begun, (0, Seen::Failure(&error)));
        error
    }

    fn call_ended(
        &self,
        operation: &'static Operation,
        own: &Interceptors,
        begun: SystemTime,
        (attempts, outcome): (u32, Seen<'_>),
    ) {
        let seen = CallSeen { operation, duration: self.since(begun), attempts, outcome };
        self.interceptors.iter().chain(own.iter()).for_each(|each| each.after_call(&seen));
    }

    fn since(&self, begun: SystemTime) -> Duration {
        self.clock.now().duration_since(begun).unwrap_or_default()
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
        let is_repeatable = request.is_idempotent || error.last_execution() == Execution::NotExecuted;
        if !is_repeatable {
            return None;
        }
        let elapsed = self.since(begun);
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
