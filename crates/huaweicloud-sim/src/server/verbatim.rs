//! A text that is written as it is in place of a response.

use std::io;
use std::task::{Context, Poll};

use bytes::{Buf as _, Bytes};

use crate::faults::{Afterwards, Effect};

/// What is still to be written, and what comes then.
#[derive(Debug)]
pub(crate) struct Verbatim {
    rest: Bytes,
    then: Afterwards,
    is_bytewise: bool,
}

impl Verbatim {
    /// The one that a fault asks for.
    pub(crate) fn of(effect: &Effect) -> Option<Self> {
        let Effect::Verbatim { text, then, bytewise, .. } = effect else { return None };
        Some(Self { rest: Bytes::from(text.clone()), then: *then, is_bytewise: *bytewise })
    }

    pub(super) const fn is_reset(&self) -> bool {
        matches!(self.then, Afterwards::Reset)
    }

    /// Writes it. It never ends well: then the connection is closed by an error, or nothing more comes.
    pub(super) fn poll<T>(
        &mut self,
        cx: &mut Context<'_>,
        mut write: impl FnMut(&mut Context<'_>, &[u8]) -> Poll<io::Result<usize>>,
    ) -> Poll<io::Result<T>> {
        while !self.rest.is_empty() {
            let next = if self.is_bytewise { &self.rest[..1] } else { &self.rest };
            match write(cx, next) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(Ok(0)) => return Poll::Ready(Err(io::ErrorKind::WriteZero.into())),
                Poll::Ready(Ok(written)) => self.rest.advance(written),
                Poll::Ready(Err(error)) => return Poll::Ready(Err(error)),
            }
            if self.is_bytewise {
                // The client has its turn after each.
                cx.waker().wake_by_ref();
                return Poll::Pending;
            }
        }
        match self.then {
            Afterwards::Close | Afterwards::Reset => Poll::Ready(Err(io::ErrorKind::ConnectionAborted.into())),
            Afterwards::Stall => Poll::Pending,
        }
    }
}
