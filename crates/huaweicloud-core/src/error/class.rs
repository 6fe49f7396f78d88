//! What a failure means for the caller.

/// What a failure means for the caller, whatever the service.
///
/// A service's code decides, where its documentation describes the code; the HTTP status decides otherwise, because
/// services respond with 400 and 404 for all kinds of failures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorClass {
    /// The same request may succeed later: something is not ready yet, or failed for now.
    Retry,
    /// What the request names does not exist.
    NotFound,
    /// It is there already, or stands in the way of something else.
    Conflict,
    /// Too many requests: the same one may succeed later, at a lower rate.
    Throttled,
    /// The caller is not known, or may not do this.
    Unauthorized,
}

impl ErrorClass {
    /// The class that an HTTP status alone suggests.
    pub(crate) fn of_status(status: u16) -> Option<Self> {
        match status {
            401 | 403 => Some(Self::Unauthorized),
            404 => Some(Self::NotFound),
            409 => Some(Self::Conflict),
            429 => Some(Self::Throttled),
            502..=504 => Some(Self::Retry),
            _ => None,
        }
    }
}
