//! How the elements of a list come in pages.

use std::fmt;

/// How a cursor counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// Elements to skip: the next page begins at the cursor plus the number of elements that this page has.
    Offset,
    /// The number of a page: the next one is one more.
    Page,
    /// The position of an element: the next page begins at the cursor plus the number of elements that this page has.
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

/// What shows that a page is the last one. An empty page always is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PagingEnd {
    /// As many elements have come as there are in all, which [`Paging::total`] says.
    Total,
    /// It has fewer elements than were asked for. This needs a size that is asked for: without one nobody knows how many
    /// elements make a page full.
    ShortPage,
}

impl PagingEnd {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Total, Self::ShortPage];

    /// The end of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|end| end.to_string() == name)
    }
}

impl fmt::Display for PagingEnd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Total => "total",
            Self::ShortPage => "short-page",
        })
    }
}

/// What the service responds to a page after the last one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PastEnd {
    /// A page without elements.
    Empty,
    /// An error: such a page must not be asked for.
    Refused,
}

impl PastEnd {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Empty, Self::Refused];

    /// The response of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|past| past.to_string() == name)
    }
}

impl fmt::Display for PastEnd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "empty",
            Self::Refused => "refused",
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
    /// The query parameter that says where a page begins: an integer, or text that holds one.
    pub cursor: String,
    /// The cursor of the first page, which is also that of a request without one.
    pub first: u64,
    /// The query parameter for the number of elements on a page: an integer, or text that holds one.
    pub size: Option<String>,
    /// Elements on a page whose size nobody asks for; none if no source says it, or not the same of all clouds.
    pub default_size: Option<u64>,
    /// The most elements on a page that every cloud takes; none if no source says it.
    pub max_size: Option<u64>,
    /// The field of the response that holds the elements.
    pub items: String,
    /// The field of the response that holds how many there are on all pages: an integer, or text that holds one.
    pub total: Option<String>,
    /// What shows that a page is the last one.
    pub end: PagingEnd,
    /// What the service responds to a page after the last one; none if no source says it, so that it is not asked for.
    pub past_end: Option<PastEnd>,
    /// The codes with which it refuses such a page, as far as they are known.
    pub past_end_codes: Vec<String>,
    /// Query parameters with which all elements come at once: the cursor has no effect beside one of them.
    pub whole_with: Vec<String>,
}
