//! Regions.

use std::fmt;

/// A region, named by its id: `cn-north-4`, `eu-de`.
///
/// A region is a text and not an enum, so that a region opened tomorrow needs no new release: give its
/// [endpoint](crate::ClientBuilder::endpoint) until the table knows it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Region(String);

impl Region {
    /// A region by its id.
    pub fn new(id: impl Into<String>) -> Self {
        Self(id.into())
    }

    /// The id.
    pub fn id(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Region {
    fn from(id: &str) -> Self {
        Self::new(id)
    }
}

impl From<String> for Region {
    fn from(id: String) -> Self {
        Self::new(id)
    }
}

impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
