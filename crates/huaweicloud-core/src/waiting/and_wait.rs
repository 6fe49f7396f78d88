//! Calling an operation, and waiting for what it begins.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::expression::Exchange;
use super::wait::{Progress, Wait};
use super::watch::watches;
use super::work::LongRunning;
use crate::error::Error;
use crate::request::RequestBuilder;
use crate::response::Response;

type Sending<R> = Pin<Box<dyn Future<Output = Result<Response<R>, Error>> + Send>>;
type OnProgress = Box<dyn FnMut(&Progress) + Send>;

/// A request whose work is waited for: `client.create_widget(…).and_wait().await`. Generated builders make it.
///
/// `R` is the response to the request, and `T` what shows the work last.
#[must_use = "nothing is sent until it is awaited"]
pub struct AndWait<R, T> {
    work: &'static LongRunning,
    request: RequestBuilder,
    send: fn(RequestBuilder) -> Sending<R>,
    deadline: Option<Duration>,
    on_progress: Option<OnProgress>,
    shown: std::marker::PhantomData<fn() -> T>,
}

/// Work that is done.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Completed<R, T> {
    /// The response to the request.
    pub response: Response<R>,
    /// What the last step of the work showed; none of what is gone, of a step that was passed over, and if the request
    /// began no work.
    pub shown: Option<T>,
}

/// Work that was begun.
#[derive(Debug)]
#[non_exhaustive]
pub struct Started<R, T> {
    /// The response to the request.
    pub response: Response<R>,
    /// Waits until the work is over; it is at once, if the request began none.
    pub wait: Wait<T>,
}

impl<R, T> AndWait<R, T> {
    /// A request, how it is sent, and what is known of the work that it begins.
    pub fn new(work: &'static LongRunning, request: RequestBuilder, send: fn(RequestBuilder) -> Sending<R>) -> Self {
        Self { work, request, send, deadline: None, on_progress: None, shown: std::marker::PhantomData }
    }

    /// Sets how long to wait, from the response on: an hour if it is not set.
    pub fn deadline(mut self, limit: Duration) -> Self {
        self.deadline = Some(limit);
        self
    }

    /// Calls `on_progress` each time after it was asked how far the work is.
    pub fn on_progress(mut self, on_progress: impl FnMut(&Progress) + Send + 'static) -> Self {
        self.on_progress = Some(Box::new(on_progress));
        self
    }

    /// Sends the request, and leaves the waiting to the caller.
    ///
    /// # Errors
    ///
    /// Any that sending the request may have.
    pub async fn start(self) -> Result<Started<R, T>, Error> {
        self.begin().await.map(|(started, _)| started)
    }

    async fn begin(self) -> Result<(Started<R, T>, Option<OnProgress>), Error> {
        let Self { work, request, send, deadline, on_progress, .. } = self;
        let (channel, operation) = (Arc::clone(&request.channel), request.operation);
        let parts = request.parts()?;
        let before = channel.clock.now();
        let response = send(request).await?;
        let now = channel.clock.now();
        // By the clock of the service, when the request was sent: its date has no fraction of a second.
        let took = now.duration_since(before).unwrap_or_default() + Duration::from_secs(1);
        let said = response.date().unwrap_or_else(|| channel.clock_offset.correct(now));
        let sent_at = said.checked_sub(took).unwrap_or(SystemTime::UNIX_EPOCH);
        let body = document(parts.body().map_or(&[][..], str::as_bytes));
        let shown = document(response.raw_body());
        let exchange = Exchange { request: &parts, body: &body, response: &shown, each: None };
        let wait = Wait::new(channel, operation, work, watches(work, exchange, sent_at), Some(0));
        let wait = match deadline {
            Some(limit) => wait.deadline(limit),
            None => wait,
        };
        Ok((Started { response, wait }, on_progress))
    }
}

impl<R, T: DeserializeOwned> AndWait<R, T> {
    /// Sends the request, and waits until the work is over.
    ///
    /// # Errors
    ///
    /// Any that sending the request may have, and those of [`Wait::finish`], which carry a token: by
    /// [`Error::wait_token`] a program knows that the request succeeded.
    pub async fn send(self) -> Result<Completed<R, T>, Error> {
        let (Started { response, mut wait }, on_progress) = self.begin().await?;
        if let Some(mut on_progress) = on_progress {
            while let Some(progress) = wait.next().await {
                on_progress(&progress?);
            }
        }
        let shown = wait.finish().await?;
        Ok(Completed { response, shown })
    }
}

impl<R: Send + 'static, T: DeserializeOwned + 'static> IntoFuture for AndWait<R, T> {
    type Output = Result<Completed<R, T>, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    /// Sends the request, and waits until the work is over: [`send`](AndWait::send).
    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}

/// What is JSON; null of all else.
fn document(bytes: &[u8]) -> Value {
    serde_json::from_slice(bytes).unwrap_or_default()
}

impl<R, T> fmt::Debug for AndWait<R, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AndWait")
            .field("request", &self.request)
            .field("deadline", &self.deadline)
            .finish_non_exhaustive()
    }
}
