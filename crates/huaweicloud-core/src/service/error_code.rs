//! What a service's codes mean.

use crate::error::ErrorClass;

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
    /// - `code`: as it stands in responses;
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

    /// The HTTP statuses that it is documented with. Responses are known to have others.
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
