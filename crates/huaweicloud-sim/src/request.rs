//! A request that comes without HTTP.

use std::time::SystemTime;

/// A request for an operation, without the HTTP around it: what a test asks a [`Service`](crate::Service) by
/// [`call`](crate::Service::call), and how requests that were carried out before are carried out again.
#[derive(Clone, Copy, Debug)]
pub struct Request<'r> {
    pub(crate) method: &'r str,
    pub(crate) target: &'r str,
    pub(crate) body: &'r [u8],
    pub(crate) at: SystemTime,
    pub(crate) work_fails: bool,
}

impl<'r> Request<'r> {
    /// A request for a path with its query, encoded as over HTTP, at the time of the machine.
    pub fn new(method: &'r str, target: &'r str) -> Self {
        Self { method, target, body: &[], at: SystemTime::now(), work_fails: false }
    }

    /// Sets the body.
    #[must_use]
    pub const fn body(mut self, body: &'r [u8]) -> Self {
        self.body = body;
        self
    }

    /// Sets the simulated time.
    #[must_use]
    pub const fn at(mut self, at: SystemTime) -> Self {
        self.at = at;
        self
    }

    /// Lets the work fail that goes on after the response, as [`Effect::FailTask`](crate::Effect::FailTask) does.
    #[must_use]
    pub const fn failing(mut self, work_fails: bool) -> Self {
        self.work_fails = work_fails;
        self
    }
}
