//! How long a connection may wait for a head, its first or its next one.

use std::future::Future as _;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::time::{Instant, Sleep, sleep_until};

use super::connection::Turn;

/// The time that the heads of a connection have, each.
///
/// hyper has such a limit, too, with a timer of its own for every request. Here there is one for as long as the connection
/// lasts, which is set anew only when it goes off, and then finds that a later head is waited for.
pub(super) struct HeadTime {
    patience: Duration,
    /// Which head is waited for, and until when; none if the time is too long to be over.
    wait: Option<(Turn, Option<Instant>)>,
    timer: Option<Pin<Box<Sleep>>>,
}

impl HeadTime {
    pub(super) const fn new(patience: Duration) -> Self {
        Self { patience, wait: None, timer: None }
    }

    /// Ready once the head of a turn has been waited for too long.
    pub(super) fn poll_over(&mut self, turn: Turn, cx: &mut Context<'_>) -> Poll<()> {
        if !turn.is_for_a_head() {
            return Poll::Pending;
        }
        let until = match self.wait {
            Some((of, until)) if of == turn => until,
            _ => {
                let until = Instant::now().checked_add(self.patience);
                self.wait = Some((turn, until));
                until
            }
        };
        let Some(until) = until else { return Poll::Pending };
        let timer = self.timer.get_or_insert_with(|| Box::pin(sleep_until(until)));
        ready!(timer.as_mut().poll(cx));
        if timer.deadline() >= until {
            return Poll::Ready(());
        }
        timer.as_mut().reset(until);
        timer.as_mut().poll(cx)
    }
}
