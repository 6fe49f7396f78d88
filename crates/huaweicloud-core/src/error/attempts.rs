//! How often a request was sent, and what became of it before the last time.

use super::{Error, Execution};

/// How often it was tried to send a request, and what is known of the attempts before the last one.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Attempts {
    pub(crate) count: u32,
    /// What is known of those before the last one, if there were any.
    earlier: Option<Earlier>,
}

/// What is known of attempts that failed.
#[derive(Clone, Copy, Debug)]
struct Earlier {
    execution: Execution,
    is_sent: bool,
}

impl Attempts {
    /// One attempt.
    pub(crate) const ONE: Self = Self::of(1);

    /// So many attempts, of which only the last one may have reached the service.
    pub(crate) const fn of(count: u32) -> Self {
        Self { count, earlier: None }
    }

    /// One more, after the last one failed with an error that knows of those so far.
    pub(crate) fn one_more(error: &Error) -> Self {
        let earlier = Earlier { execution: error.execution(), is_sent: !error.is_unsent() };
        Self { count: error.attempts().saturating_add(1), earlier: Some(earlier) }
    }

    /// What is known of all of them, if the last one was carried out as `last` says.
    pub(super) fn execution(self, last: Execution) -> Execution {
        self.earlier.map_or(last, |earlier| earlier.execution.and(last))
    }

    /// Whether the service may have got anything of those before the last one.
    pub(super) fn is_sent_earlier(self) -> bool {
        self.earlier.is_some_and(|earlier| earlier.is_sent)
    }
}
