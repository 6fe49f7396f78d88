//! What is said of something that is out of date.

/// What to do about something that is out of date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deprecation {
    /// Something else does the same: an operation by its official name, a parameter of the same operation or a field of the
    /// same object by its name in requests and responses.
    ReplacedBy(String),
    /// Nothing else does, for this reason.
    NotReplaced(String),
    /// The specification says neither, which lint refuses.
    Unexplained,
}

impl Deprecation {
    /// The name of what takes its place.
    pub fn replacement(&self) -> Option<&str> {
        match self {
            Self::ReplacedBy(name) => Some(name),
            Self::NotReplaced(_) | Self::Unexplained => None,
        }
    }
}
