//! How the elements of a list come in pages.

use std::fmt;

/// How a cursor counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// Elements to skip.
    Offset,
    /// The number of a page.
    Page,
    /// The position of an element.
    Position,
}

impl Dialect {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Offset, Self::Page, Self::Position];

    /// The dialect of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|dialect| dialect.to_string() == name)
    }
}

impl fmt::Display for Dialect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Offset => "offset",
            Self::Page => "page",
            Self::Position => "position",
        })
    }
}

/// The paging of an operation (`x-paging`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paging {
    /// JSON pointer of the extension.
    pub pointer: String,
    /// How the cursor counts.
    pub dialect: Dialect,
    /// The query parameter that says where a page begins.
    pub cursor: String,
    /// Where the first page begins.
    pub first: u64,
    /// The query parameter for the size of a page.
    pub size: Option<String>,
    /// The field of the response that holds the elements.
    pub items: String,
    /// The field of the response that holds how many there are in all.
    pub total: Option<String>,
}
