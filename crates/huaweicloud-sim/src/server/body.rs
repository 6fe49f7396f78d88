//! Bodies: those of requests, which are read to their end, and those of responses, which may go wrong on purpose.

use std::io;
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http_body_util::BodyExt as _;
use hyper::body::{Body as _, Frame, Incoming, SizeHint};
use tokio::time::Sleep;

use super::{Limits, UnderWay};
use crate::refusal::{Codes, Refusal};

/// Reads the body of a request, as far as the limits allow.
pub(crate) async fn read(body: Incoming, limits: &Limits, held: &AtomicUsize, codes: &Codes) -> Result<Bytes, Refusal> {
    if body.is_end_stream() {
        return Ok(Bytes::new());
    }
    if body.size_hint().lower() > u64::try_from(limits.body_bytes).unwrap_or(u64::MAX) {
        return Err(Refusal::body_too_large());
    }
    match tokio::time::timeout(limits.body_time, collect(body, limits, held, codes)).await {
        Ok(body) => body,
        Err(_) => Err(Refusal::body_too_slow()),
    }
}

async fn collect(mut body: Incoming, limits: &Limits, held: &AtomicUsize, codes: &Codes) -> Result<Bytes, Refusal> {
    let mut collected = BytesMut::new();
    let mut share = Share { held, bytes: 0 };
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| Refusal { closes: true, ..Refusal::of(codes.broken_body) })?;
        let Ok(data) = frame.into_data() else { continue };
        if collected.len() + data.len() > limits.body_bytes {
            return Err(Refusal::body_too_large());
        }
        share.take(data.len(), limits.all_body_bytes)?;
        collected.extend_from_slice(&data);
    }
    Ok(collected.freeze())
}

/// The part of all bodies that one body is; it is given back in the end.
struct Share<'h> {
    held: &'h AtomicUsize,
    bytes: usize,
}

impl Share<'_> {
    fn take(&mut self, bytes: usize, limit: usize) -> Result<(), Refusal> {
        self.bytes += bytes;
        if self.held.fetch_add(bytes, Ordering::Relaxed) + bytes > limit {
            Err(Refusal { closes: true, ..Refusal::throttled(1) })
        } else {
            Ok(())
        }
    }
}

impl Drop for Share<'_> {
    fn drop(&mut self) {
        self.held.fetch_sub(self.bytes, Ordering::Relaxed);
    }
}

/// The body of a response, until it is sent.
#[derive(Debug)]
pub(crate) struct Body {
    content: Content,
    /// hyper drops a body when it has taken the last of it.
    _under_way: UnderWay,
}

/// What is sent of a body.
#[derive(Debug)]
pub(crate) enum Content {
    /// What is still to be sent.
    Whole(Option<Bytes>),
    /// As much as is sent of a body that has a length, before something else happens.
    Faulty(Box<Faulty>),
}

#[derive(Debug)]
pub(crate) struct Faulty {
    rest: Bytes,
    /// How much is sent at once, after which pause.
    step: usize,
    pause: Option<(Duration, Pin<Box<Sleep>>)>,
    /// How many bytes are announced and never come.
    missing: usize,
    /// Whether the connection stays open without them.
    stalls: bool,
    /// Whether hyper has had its turn to send what there was.
    is_sent: bool,
}

impl Body {
    pub(crate) const fn new(content: Content, under_way: UnderWay) -> Self {
        Self { content, _under_way: under_way }
    }
}

impl Content {
    pub(crate) const fn whole(body: Bytes) -> Self {
        Self::Whole(Some(body))
    }

    pub(crate) fn begun(body: &Bytes, bytes: usize, stalls: bool) -> Self {
        let rest = body.slice(..bytes.min(body.len()));
        let missing = body.len() - rest.len();
        Self::Faulty(Box::new(Faulty { step: rest.len(), rest, pause: None, missing, stalls, is_sent: false }))
    }

    pub(crate) fn slow(rest: Bytes, step: usize, pause: Duration) -> Self {
        let pause = Some((pause, Box::pin(tokio::time::sleep(pause))));
        Self::Faulty(Box::new(Faulty { rest, step: step.max(1), pause, missing: 0, stalls: false, is_sent: false }))
    }
}

impl hyper::body::Body for Body {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        match &mut self.get_mut().content {
            Content::Whole(body) => {
                Poll::Ready(body.take().filter(|body| !body.is_empty()).map(|body| Ok(Frame::data(body))))
            }
            Content::Faulty(faulty) => faulty.poll(cx),
        }
    }

    fn is_end_stream(&self) -> bool {
        match &self.content {
            Content::Whole(body) => body.as_ref().is_none_or(Bytes::is_empty),
            Content::Faulty(faulty) => faulty.rest.is_empty() && faulty.missing == 0,
        }
    }

    fn size_hint(&self) -> SizeHint {
        let length = match &self.content {
            Content::Whole(body) => body.as_ref().map_or(0, Bytes::len),
            Content::Faulty(faulty) => faulty.rest.len() + faulty.missing,
        };
        SizeHint::with_exact(u64::try_from(length).unwrap_or(u64::MAX))
    }
}

impl Faulty {
    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        if self.rest.is_empty() {
            return match (self.missing, self.stalls) {
                (0, _) => Poll::Ready(None),
                // Nobody wakes it: the connection ends when the client has had enough, or the simulator stops.
                (_, true) => Poll::Pending,
                (_, false) if !std::mem::replace(&mut self.is_sent, true) => {
                    cx.waker().wake_by_ref();
                    Poll::Pending
                }
                (_, false) => Poll::Ready(Some(Err(io::ErrorKind::BrokenPipe.into()))),
            };
        }
        if let Some((pause, sleep)) = &mut self.pause {
            if sleep.as_mut().poll(cx).is_pending() {
                return Poll::Pending;
            }
            sleep.as_mut().reset(tokio::time::Instant::now() + *pause);
        }
        let step = self.rest.split_to(self.step.min(self.rest.len()));
        Poll::Ready(Some(Ok(Frame::data(step))))
    }
}
