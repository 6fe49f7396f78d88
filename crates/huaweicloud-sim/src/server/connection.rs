//! One connection: what hyper reads from it and writes to it.
//!
//! Three things happen between hyper and the socket that hyper cannot be told to do. What it refuses by itself, because it
//! cannot be read as HTTP, gets the form and the request id of all other responses. A client that takes nothing, or sends
//! no head, is cut off. And connections go wrong in the ways that faults ask for.

use std::future::Future as _;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::atomic::{AtomicU8, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::{Buf as _, Bytes};
use hyper::rt::{Read, ReadBufCursor, Write};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::time::Sleep;

use super::{HeadTime, Limits, Verbatim};
use crate::journal::RequestId;
use crate::refusal::Refusal;
use crate::response::Response;

/// What the gateway and its connection tell each other.
#[derive(Debug)]
pub(crate) struct ConnectionState {
    /// The numbers of requests, which the gateway counts, too.
    numbers: Arc<AtomicU64>,
    peer: SocketAddr,
    /// Responses of the gateway that hyper has not begun to write.
    given: AtomicUsize,
    ending: AtomicU8,
    /// What is written in place of the next response.
    verbatim: Mutex<Option<Verbatim>>,
    /// How many requests began and how many ended, together: see [`Turn`].
    turns: AtomicUsize,
}

/// Whose turn it is on a connection: the client's, to send a head, or the gateway's, until its response is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Turn(usize);

impl Turn {
    /// The client has the first one, and then every other one.
    pub(super) const fn is_for_a_head(self) -> bool {
        self.0.is_multiple_of(2)
    }
}

/// A request whose head has come and whose response is not written yet. Meanwhile no other head is waited for.
#[derive(Debug)]
pub(crate) struct UnderWay(Arc<ConnectionState>);

impl UnderWay {
    pub(crate) fn on(connection: &Arc<ConnectionState>) -> Self {
        connection.turns.fetch_add(1, Ordering::Relaxed);
        Self(Arc::clone(connection))
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.0.turns.fetch_add(1, Ordering::Relaxed);
    }
}

/// How a connection ends if a fault asks for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Ending {
    /// As HTTP has it.
    InGoodOrder = 0,
    /// Reset.
    Reset = 1,
    /// After the response that is being written.
    AfterResponse = 2,
    /// Not at all: `100 Continue` takes the place of every response.
    ContinueForEver = 3,
    /// As the text says that takes the place of the response.
    Verbatim = 4,
}

impl ConnectionState {
    pub(crate) const fn new(numbers: Arc<AtomicU64>, peer: SocketAddr) -> Self {
        Self {
            numbers,
            peer,
            given: AtomicUsize::new(0),
            ending: AtomicU8::new(0),
            verbatim: Mutex::new(None),
            turns: AtomicUsize::new(0),
        }
    }

    pub(crate) const fn peer(&self) -> SocketAddr {
        self.peer
    }

    fn turn(&self) -> Turn {
        Turn(self.turns.load(Ordering::Relaxed))
    }

    /// Says that the gateway gives a response.
    pub(crate) fn gives(&self) {
        self.given.fetch_add(1, Ordering::Relaxed);
    }

    /// Says what is written in place of the response.
    pub(crate) fn writes(&self, verbatim: Verbatim) {
        *self.verbatim() = Some(verbatim);
    }

    fn verbatim(&self) -> MutexGuard<'_, Option<Verbatim>> {
        self.verbatim.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn is_reset(&self) -> bool {
        match self.ending() {
            Ending::Reset => true,
            Ending::Verbatim => self.verbatim().as_ref().is_some_and(Verbatim::is_reset),
            _ => false,
        }
    }

    pub(crate) fn ends(&self, ending: Ending) {
        self.ending.store(ending as u8, Ordering::Relaxed);
    }

    fn ending(&self) -> Ending {
        match self.ending.load(Ordering::Relaxed) {
            1 => Ending::Reset,
            2 => Ending::AfterResponse,
            3 => Ending::ContinueForEver,
            4 => Ending::Verbatim,
            _ => Ending::InGoodOrder,
        }
    }

    /// The response to what hyper refuses by itself.
    fn refusal(&self, status: u16) -> Bytes {
        let number = self.numbers.fetch_add(1, Ordering::Relaxed) + 1;
        let refusal = Refusal::of_http_layer(status);
        let (status, reason) = (refusal.status, refusal.status.canonical_reason().unwrap_or_default());
        let response = Response::from(&refusal);
        let (id, body) = (RequestId::of(number), String::from_utf8_lossy(response.body()).into_owned());
        let length = body.len();
        let status = status.as_str();
        format!(
            "HTTP/1.1 {status} {reason}\r\nx-request-id: {id}\r\ncontent-type: application/json\r\n\
             content-length: {length}\r\nconnection: close\r\n\r\n{body}"
        )
        .into()
    }
}

/// A connection, between hyper and the socket.
pub(crate) struct GuardedIo {
    inner: TokioIo<TcpStream>,
    state: Arc<ConnectionState>,
    /// What is written instead of something that hyper wrote.
    instead: Bytes,
    /// How long a client may take nothing.
    patience: Duration,
    impatience: Option<Pin<Box<Sleep>>>,
    head_time: HeadTime,
}

const GO_ON: &[u8] = b"HTTP/1.1 100 Continue\r\n\r\n";
/// How often that is written before others have their turn.
const AT_ONCE: usize = 64;

impl GuardedIo {
    pub(crate) const fn new(inner: TokioIo<TcpStream>, state: Arc<ConnectionState>, limits: &Limits) -> Self {
        Self {
            inner,
            state,
            instead: Bytes::new(),
            patience: limits.write_time,
            impatience: None,
            head_time: HeadTime::new(limits.head_time),
        }
    }

    fn poll_instead(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        while !self.instead.is_empty() {
            let written = ready!(Pin::new(&mut self.inner).poll_write(cx, &self.instead))?;
            if written == 0 {
                return Poll::Ready(Err(io::ErrorKind::WriteZero.into()));
            }
            self.instead.advance(written);
        }
        Poll::Ready(Ok(()))
    }

    /// Writes what hyper writes, unless it is a refusal that the gateway did not give.
    fn poll_taken(&mut self, cx: &mut Context<'_>, buffer: &[u8]) -> Poll<io::Result<usize>> {
        ready!(self.poll_instead(cx))?;
        let status = status(buffer).filter(|status| *status >= 200);
        let given = self.state.given.load(Ordering::Relaxed);
        if let Some(status) = status.filter(|status| given == 0 && (400..500).contains(status)) {
            self.instead = self.state.refusal(status);
            // All of it counts as written; what stands for it goes out when hyper flushes.
            return Poll::Ready(Ok(buffer.len()));
        }
        let written = ready!(Pin::new(&mut self.inner).poll_write(cx, buffer))?;
        if status.is_some() {
            self.state.given.store(given.saturating_sub(1), Ordering::Relaxed);
        }
        Poll::Ready(Ok(written))
    }

    fn poll_go_on(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<usize>> {
        for _ in 0..AT_ONCE {
            self.instead = Bytes::from_static(GO_ON);
            ready!(self.poll_instead(cx))?;
            // The client takes what there is.
            self.impatience = None;
        }
        cx.waker().wake_by_ref();
        Poll::Pending
    }

    fn poll_verbatim(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<usize>> {
        let inner = &mut self.inner;
        match self.state.verbatim().as_mut() {
            Some(verbatim) => verbatim.poll(cx, |cx, bytes| Pin::new(&mut *inner).poll_write(cx, bytes)),
            None => Poll::Ready(Err(io::ErrorKind::ConnectionAborted.into())),
        }
    }

    /// Begins the time of the next head when a response is flushed: hyper reads again only when something comes. If there is
    /// no time left, or no next head is wanted, it has to look once more.
    fn await_next_head(&mut self, cx: &mut Context<'_>) {
        let is_over = self.head_time.poll_over(self.state.turn(), cx).is_ready();
        if is_over || (self.has_ended() && self.state.turn().is_for_a_head()) {
            cx.waker().wake_by_ref();
        }
    }

    /// Whether a fault ends the connection after the response that is written.
    fn has_ended(&self) -> bool {
        self.state.ending() == Ending::AfterResponse && self.state.given.load(Ordering::Relaxed) == 0
    }

    /// Ends a connection whose client takes nothing.
    fn or_impatient<T>(&mut self, cx: &mut Context<'_>, outcome: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if outcome.is_ready() {
            self.impatience = None;
            return outcome;
        }
        let patience = self.patience;
        let sleep = self.impatience.get_or_insert_with(|| Box::pin(tokio::time::sleep(patience)));
        ready!(sleep.as_mut().poll(cx));
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }
}

/// The status of a response, if one begins here.
fn status(buffer: &[u8]) -> Option<u16> {
    let status = buffer.strip_prefix(b"HTTP/1.1 ").or_else(|| buffer.strip_prefix(b"HTTP/1.0 "))?.get(..3)?;
    std::str::from_utf8(status).ok()?.parse().ok()
}

impl Read for GuardedIo {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: ReadBufCursor<'_>) -> Poll<io::Result<()>> {
        // The end of the stream: the response is written, and what comes next is not read.
        if self.has_ended() {
            return Poll::Ready(Ok(()));
        }
        let this = &mut *self;
        let outcome = Pin::new(&mut this.inner).poll_read(cx, buffer);
        if outcome.is_pending() && this.head_time.poll_over(this.state.turn(), cx).is_ready() {
            return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
        }
        outcome
    }
}

impl Write for GuardedIo {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &[u8]) -> Poll<io::Result<usize>> {
        let this = &mut *self;
        let outcome = match this.state.ending() {
            Ending::ContinueForEver => this.poll_go_on(cx),
            Ending::Verbatim => this.poll_verbatim(cx),
            _ => this.poll_taken(cx, buffer),
        };
        this.or_impatient(cx, outcome)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = &mut *self;
        let outcome = match this.poll_instead(cx) {
            Poll::Ready(Ok(())) => Pin::new(&mut this.inner).poll_flush(cx),
            other => other,
        };
        if matches!(outcome, Poll::Ready(Ok(()))) {
            this.await_next_head(cx);
        }
        this.or_impatient(cx, outcome)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = &mut *self;
        if this.state.is_reset() {
            // The socket is closed when it is dropped, and with nothing to wait for that is a reset.
            return Poll::Ready(Ok(()));
        }
        ready!(this.poll_instead(cx))?;
        Pin::new(&mut this.inner).poll_shutdown(cx)
    }
}

impl Drop for GuardedIo {
    fn drop(&mut self) {
        if self.state.is_reset() {
            let _ = self.inner.inner().set_zero_linger();
        }
    }
}
