//! Waiting until work is over.

use std::collections::VecDeque;
use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::{Duration, SystemTime};

use futures_core::Stream;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::ask::ask;
use super::verdict::{Verdict, state, verdict};
use super::work::{LongRunning, WorkStep};
use crate::channel::Channel;
use crate::data::{WaitToken, Watch};
use crate::error::Error;
use crate::retry::RetryReason;
use crate::service::Operation;

const DEADLINE: Duration = Duration::from_secs(60 * 60);

/// How often in a row something must not be found that was there, before it counts as gone for good.
const MISSED: u32 = 3;

type Asking = Pin<Box<dyn Future<Output = Result<Option<Value>, Error>> + Send>>;

/// Waits until the work that an operation began is over.
///
/// It asks the operation that shows how far the work is, after the delay and at the intervals of the documentation, by
/// the clock of the client. A state that is missing, or that no page lists, means that the work goes on; so does a
/// failure to ask that may be over later. It ends after an hour, unless [`deadline`](Self::deadline) says otherwise.
///
/// After an error nothing is lost: `finish` asks again, and says again of work that failed that it did.
///
/// [`finish`](Self::finish) waits to the end. [`next`](Self::next) gives each response on the way there; it is a
/// [`Stream`](futures_core::Stream), too. Dropping it ends the waiting, not the work. [`token`](Self::token) is what
/// another process can go on waiting with.
#[must_use = "nothing is waited for until it is asked for"]
pub struct Wait<T> {
    channel: Arc<Channel>,
    operation: &'static Operation,
    work: &'static LongRunning,
    watches: VecDeque<Watch>,
    begun: SystemTime,
    deadline: Duration,
    /// How often the first of the watches was asked for; none if that is to be done at once.
    asked: Option<u32>,
    /// How often in a row it was not there, after it was.
    missed: Option<u32>,
    last: Option<Value>,
    /// How long the service wants to be left alone.
    pause: Duration,
    asking: Option<Asking>,
    /// Whether an error has ended the stream, until somebody goes on.
    is_stopped: bool,
    shown: PhantomData<fn() -> T>,
}

/// How far work is: what was shown when it was asked for.
#[derive(Clone)]
pub struct Progress {
    operation: &'static Operation,
    elapsed: Duration,
    state: Option<String>,
    shown: Option<Value>,
    is_over: bool,
}

impl Progress {
    /// The operation that shows it.
    pub fn shown_by(&self) -> &'static Operation {
        self.operation
    }

    /// How long it has been waited for.
    pub fn elapsed(&self) -> Duration {
        self.elapsed
    }

    /// The state, as the service spells it.
    pub fn state(&self) -> Option<&str> {
        self.state.as_deref()
    }

    /// What was shown, as JSON; none if nothing was. It may hold what must not be in a log.
    pub fn shown(&self) -> Option<&Value> {
        self.shown.as_ref()
    }

    /// Whether this step of the work is over.
    pub fn is_over(&self) -> bool {
        self.is_over
    }
}

impl<T> Wait<T> {
    pub(super) fn new(
        channel: Arc<Channel>,
        operation: &'static Operation,
        work: &'static LongRunning,
        watches: Vec<Watch>,
        asked: Option<u32>,
    ) -> Self {
        Self {
            begun: channel.clock.now(),
            channel,
            operation,
            work,
            watches: watches.into(),
            deadline: DEADLINE,
            asked,
            missed: None,
            last: None,
            pause: Duration::ZERO,
            asking: None,
            is_stopped: false,
            shown: PhantomData,
        }
    }

    /// Goes on waiting by a token.
    pub(crate) fn resume(
        channel: Arc<Channel>,
        operation: &'static Operation,
        work: &'static LongRunning,
        token: WaitToken,
    ) -> Result<Self, Error> {
        let watches = token.into_watches(operation.id(), work)?;
        Ok(Self::new(channel, operation, work, watches, None))
    }

    /// Sets how long to wait, from when the wait was made: an hour if it is not set.
    pub fn deadline(mut self, limit: Duration) -> Self {
        (self.deadline, self.is_stopped) = (limit, false);
        self
    }

    /// Whether nothing is left to be waited for: the work is done. Work that failed never is.
    pub fn is_over(&self) -> bool {
        self.watches.is_empty()
    }

    /// What another process can go on waiting with: the builder of the operation takes it by `resume`.
    pub fn token(&self) -> WaitToken {
        WaitToken::new(self.operation.id(), self.watches.iter().cloned().collect())
    }

    fn elapsed(&self) -> Duration {
        self.channel.clock.now().duration_since(self.begun).unwrap_or_default()
    }

    /// Begins to ask, after a delay; none if the time is over.
    fn begin(&mut self, step: &'static WorkStep, watch: Watch) -> Option<Asking> {
        let left = self.deadline.checked_sub(self.elapsed()).filter(|left| !left.is_zero())?;
        let delay = Duration::from_secs(match self.asked {
            None => 0,
            Some(0) => step.first_delay_seconds,
            Some(_) => step.interval_seconds,
        });
        let delay = delay.max(std::mem::take(&mut self.pause));
        Some(Box::pin(ask(Arc::clone(&self.channel), step, watch, delay.min(left))))
    }

    /// Takes note of what came.
    fn take(
        &mut self,
        step: &'static WorkStep,
        watch: &Watch,
        outcome: Result<Option<Value>, Error>,
    ) -> Result<Progress, Error> {
        let elapsed = self.elapsed();
        self.asked = Some(self.asked.unwrap_or_default().saturating_add(1));
        let progress = |shown, is_over| Progress { operation: step.operation, elapsed, state: None, shown, is_over };
        let shown = match outcome {
            Ok(shown) => shown,
            // It may be over the next time.
            Err(error) if RetryReason::of(&error).is_some() => {
                self.pause = error.retry_after().unwrap_or_default();
                return Ok(progress(None, false));
            }
            Err(error) => return Err(self.stop(error)),
        };
        let verdict = verdict(step, watch, shown.as_ref());
        let state = state(step, shown.as_ref());
        if shown.is_some() {
            self.missed = Some(0);
        } else if let Some(missed) = &mut self.missed {
            *missed += 1;
        }
        if verdict == Verdict::Failed {
            return Err(self.failure(step, state, shown));
        }
        if verdict == Verdict::Pending && self.missed >= Some(MISSED) {
            let lost = format!("{} does not show any more what {} began", step.operation.id(), self.operation.id());
            return Err(self.stop(Error::work_failed(lost)));
        }
        let is_over = verdict == Verdict::Done;
        if is_over {
            self.watches.pop_front();
            (self.asked, self.missed) = (Some(0), None);
            self.last = shown.clone().filter(|_| self.work.shows_last(step));
        }
        Ok(Progress { state, ..progress(shown, is_over) })
    }

    fn failure(&mut self, step: &WorkStep, state: Option<String>, shown: Option<Value>) -> Error {
        let what = match (step.state, state) {
            (Some(field), Some(state)) => format!("its `{field}` is `{state}`"),
            _ => format!("{} does not show it", step.operation.id()),
        };
        let error = Error::work_failed(format!("what {} began has failed: {what}", self.operation.id()));
        let error = match shown {
            Some(shown) => error.with_body(shown.to_string().into()),
            None => error,
        };
        self.stop(error)
    }

    fn overdue(&mut self) -> Error {
        let what = self.operation.id();
        self.stop(Error::overdue(format!("what {what} began is not over within the time limit of {:?}", self.deadline)))
    }

    /// The stream ends with an error that time does not mend. What is waited for stays known, so that nobody who waits again takes
    /// the work for done.
    fn stop(&mut self, error: Error) -> Error {
        self.is_stopped = true;
        error.of(self.operation.id()).with_wait_token(self.token())
    }
}

impl<T: DeserializeOwned> Wait<T> {
    /// Waits until the work is over. What its last step showed, if anything was: nothing is of what is gone, of a last
    /// step that was passed over, and of work that was none.
    ///
    /// # Errors
    ///
    /// [`Error::is_work_failed`] if the work failed; [`Error::shown`] is what was shown then. [`Error::is_timeout`] if
    /// it is not over in time: the wait can then be gone on with, after a later [`deadline`](Self::deadline) or by its
    /// [`token`](Self::token). Any other for which asking fails; to wait again asks again. All of them carry the token, as
    /// [`Error::wait_token`].
    pub async fn finish(&mut self) -> Result<Option<T>, Error> {
        self.is_stopped = false;
        while let Some(progress) = self.next().await {
            progress?;
        }
        let operation = self.operation.id();
        let last = self.last.take().map(T::deserialize).transpose();
        last.map_err(|error| Error::decoding(error, &crate::redaction::Redaction::default()).of(operation))
    }

    /// Waits until it is time to ask again, and asks; none when the work is over, and after an error.
    ///
    /// # Errors
    ///
    /// Those of [`finish`](Self::finish).
    pub async fn next(&mut self) -> Option<Result<Progress, Error>> {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }
}

/// Nothing in it is pinned.
impl<T> Unpin for Wait<T> {}

impl<T> Stream for Wait<T> {
    type Item = Result<Progress, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.is_stopped {
            return Poll::Ready(None);
        }
        let Some(watch) = self.watches.front().cloned() else { return Poll::Ready(None) };
        // Tokens of other versions are refused before.
        let Some(step) = watch.step_of(self.work) else { return Poll::Ready(None) };
        if self.asking.is_none() {
            match self.begin(step, watch.clone()) {
                Some(asking) => self.asking = Some(asking),
                None => return Poll::Ready(Some(Err(self.overdue()))),
            }
        }
        let Some(asking) = &mut self.asking else { return Poll::Ready(None) };
        let outcome = ready!(asking.as_mut().poll(context));
        self.asking = None;
        Poll::Ready(Some(self.take(step, &watch, outcome)))
    }
}

impl<T> fmt::Debug for Wait<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Wait")
            .field("operation", &self.operation.id())
            .field("watches", &self.watches)
            .field("deadline", &self.deadline)
            .finish_non_exhaustive()
    }
}

/// Shows no values: they may hold what must not be in a log.
impl fmt::Debug for Progress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Progress")
            .field("shown_by", &self.operation.id())
            .field("elapsed", &self.elapsed)
            .field("state", &self.state)
            .field("is_over", &self.is_over)
            .finish_non_exhaustive()
    }
}
