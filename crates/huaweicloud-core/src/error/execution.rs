//! Whether a request was carried out.

use super::ErrorClass;

/// Whether the service has carried a request out.
///
/// A call that failed need not be one that had no effect: the connection may have broken on the way back. What decides is how
/// far the request certainly came.
///
/// ```
/// use huaweicloud_core::{ErrorBuilder, Execution};
///
/// assert_eq!(ErrorBuilder::connection().unsent().build().execution(), Execution::NotExecuted);
/// assert_eq!(ErrorBuilder::service(429).build().execution(), Execution::NotExecuted);
/// assert_eq!(ErrorBuilder::timeout().build().execution(), Execution::Unknown);
/// assert_eq!(ErrorBuilder::decoding().build().execution(), Execution::Executed);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Execution {
    /// It has: the response has a status of 2xx, but could not be read.
    Executed,
    /// It has not: nothing was sent, or the service refused.
    NotExecuted,
    /// Nobody can tell: there was no whole response, or one that says that something failed inside the service.
    Unknown,
}

impl Execution {
    /// What a refusal says: that the request was turned away, or that something failed on the way or inside.
    pub(super) fn of_refusal(class: Option<ErrorClass>, status: Option<u16>, is_code_documented: bool) -> Self {
        // These are decided on before anything is done, with whatever status they come.
        let is_turned_away = |class| {
            matches!(
                class,
                ErrorClass::NotFound | ErrorClass::Conflict | ErrorClass::Throttled | ErrorClass::Unauthorized
            )
        };
        match status {
            // A service that gave up waiting for a part of itself says so with 408.
            Some(400..=407 | 409..=499) => Self::NotExecuted,
            _ if is_code_documented && class.is_some_and(is_turned_away) => Self::NotExecuted,
            // The operation is one that the service does not have.
            Some(501) => Self::NotExecuted,
            _ => Self::Unknown,
        }
    }

    /// What the beginning of a response says that did not come whole.
    pub(super) fn of_broken_response(status: Option<u16>) -> Self {
        match status {
            Some(200..=299) => Self::Executed,
            _ => Self::Unknown,
        }
    }

    /// What is known of several attempts together.
    pub(crate) fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Executed, _) | (_, Self::Executed) => Self::Executed,
            (Self::Unknown, _) | (_, Self::Unknown) => Self::Unknown,
            (Self::NotExecuted, Self::NotExecuted) => Self::NotExecuted,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_turns_a_request_away_or_says_that_something_failed() {
        use Execution::{NotExecuted, Unknown};
        for (status, class, is_documented, expected) in [
            (400, None, false, NotExecuted),
            (404, Some(ErrorClass::NotFound), false, NotExecuted),
            (408, None, false, Unknown),
            (408, Some(ErrorClass::Retry), true, Unknown),
            (409, Some(ErrorClass::Conflict), false, NotExecuted),
            (429, Some(ErrorClass::Throttled), false, NotExecuted),
            (500, Some(ErrorClass::Throttled), true, NotExecuted),
            (500, Some(ErrorClass::NotFound), true, NotExecuted),
            (500, Some(ErrorClass::Retry), true, Unknown),
            (500, None, true, Unknown),
            (501, None, false, NotExecuted),
            (502, Some(ErrorClass::Retry), false, Unknown),
            (503, Some(ErrorClass::Retry), false, Unknown),
            (504, Some(ErrorClass::Retry), true, Unknown),
            (303, None, false, Unknown),
            // A refusal with a status of success.
            (200, None, false, Unknown),
            (200, Some(ErrorClass::NotFound), true, NotExecuted),
        ] {
            assert_eq!(Execution::of_refusal(class, Some(status), is_documented), expected, "{status} {class:?}");
        }
    }

    #[test]
    fn of_several_attempts_the_one_that_came_farthest_counts() {
        use Execution::{Executed, NotExecuted, Unknown};
        assert_eq!(NotExecuted.and(NotExecuted), NotExecuted);
        assert_eq!(Unknown.and(NotExecuted), Unknown);
        assert_eq!(NotExecuted.and(Unknown), Unknown);
        assert_eq!(Unknown.and(Executed), Executed);
        assert_eq!(Executed.and(NotExecuted), Executed);
    }
}
