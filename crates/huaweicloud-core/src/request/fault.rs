//! What is wrong with a request that is not yet sent.

use std::borrow::Cow;

use crate::error::Error;

/// Where in a request something stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Path,
    Query,
    Header,
    Body,
}

/// Something that is wrong with one part of a request, and is right again once that part is set again.
#[derive(Clone, Debug)]
struct Fault {
    place: Place,
    name: Cow<'static, str>,
    message: String,
}

/// All that is wrong with a request, in the order in which it was set.
#[derive(Clone, Debug, Default)]
pub(super) struct Faults(Vec<Fault>);

impl Faults {
    pub(super) fn add(&mut self, place: Place, name: impl Into<Cow<'static, str>>, message: String) {
        self.0.push(Fault { place, name: name.into(), message });
    }

    /// Forgets what was wrong with a part.
    pub(super) fn forget(&mut self, place: Place, name: &str) {
        // Names of headers are the same in any case.
        let is_same = |given: &str| given == name || (place == Place::Header && given.eq_ignore_ascii_case(name));
        self.0.retain(|fault| fault.place != place || !is_same(&fault.name));
    }

    /// # Errors
    ///
    /// [`Error::is_invalid_request`] with the first thing that is wrong.
    pub(super) fn check(&self) -> Result<(), Error> {
        self.0.first().map_or(Ok(()), |fault| Err(Error::invalid_request(fault.message.as_str())))
    }
}
