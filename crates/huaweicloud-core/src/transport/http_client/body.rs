//! The body of a request, which knows whether any of the request may have been sent.

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};

/// A body that notes when it is looked at for the first time.
///
/// Whoever writes a request must ask for its body first, or for whether there is one; while nobody has, nothing of the
/// request is on the wire.
pub(super) struct SentBody {
    bytes: Option<Bytes>,
    is_sent: Arc<AtomicBool>,
}

impl SentBody {
    pub(super) fn new(bytes: Bytes, is_sent: Arc<AtomicBool>) -> Self {
        Self { bytes: Some(bytes).filter(|bytes| !bytes.is_empty()), is_sent }
    }

    fn note(&self) {
        self.is_sent.store(true, Ordering::Release);
    }
}

impl Body for SentBody {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        self.note();
        Poll::Ready(self.bytes.take().map(|bytes| Ok(Frame::data(bytes))))
    }

    fn is_end_stream(&self) -> bool {
        self.note();
        self.bytes.is_none()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.bytes.as_ref().map_or(0, |bytes| bytes.len() as u64))
    }
}
