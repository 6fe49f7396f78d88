//! What a service's codes mean.

/// What a failure means for the caller, whatever the service.
///
/// A service's code decides, where its documentation tells of the code; the HTTP status decides otherwise, because
/// services answer 400 and 404 for all kinds of failures.
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

/// What the documentation of a service says of one of its error codes. Generated clients hold a table of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ErrorCodeInfo {
    code: &'static str,
    statuses: &'static [u16],
    meaning: &'static str,
    class: Option<ErrorClass>,
}

impl ErrorCodeInfo {
    /// A code of no class.
    ///
    /// - `code`: as it stands in answers;
    /// - `statuses`: the HTTP statuses that it is documented with;
    /// - `meaning`: in words.
    pub const fn new(code: &'static str, statuses: &'static [u16], meaning: &'static str) -> Self {
        Self { code, statuses, meaning, class: None }
    }

    /// Gives the code a class.
    #[must_use]
    pub const fn of_class(mut self, class: ErrorClass) -> Self {
        self.class = Some(class);
        self
    }

    /// The code, `DMS.00404022` for example.
    pub const fn code(&self) -> &'static str {
        self.code
    }

    /// The HTTP statuses that it is documented with. Answers are known to have others.
    pub const fn statuses(&self) -> &'static [u16] {
        self.statuses
    }

    /// What it means, in English.
    pub const fn meaning(&self) -> &'static str {
        self.meaning
    }

    /// What it means for the caller; none for a request that will not succeed before it, or the instance, is changed.
    pub const fn class(&self) -> Option<ErrorClass> {
        self.class
    }
}
