//! What of a page could not be read, or contradicts itself. What is wrong with the specification is a
//! [`Problem`](crate::problem::Problem).

use serde::Serialize;

/// A problem of a page: where it is, what it is, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct PageProblem {
    /// The page.
    pub page: String,
    /// The line, counted from 1; 0 for the page as a whole.
    pub line: u32,
    /// The class of the problem.
    pub kind: PageProblemKind,
    /// What is wrong.
    pub reason: String,
    /// What to do next.
    pub hint: &'static str,
    /// How many table rows this problem accounts for.
    pub rows: u32,
}

impl PageProblem {
    /// A problem that loses no table row.
    #[must_use]
    pub fn new(page: &str, line: u32, kind: PageProblemKind, reason: impl Into<String>) -> Self {
        Self { page: page.to_owned(), line, kind, reason: reason.into(), hint: kind.hint(), rows: 0 }
    }

    /// The same problem, accounting for table rows.
    #[must_use]
    pub fn with_rows(mut self, rows: u32) -> Self {
        self.rows = rows;
        self
    }
}

impl std::fmt::Display for PageProblem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}: {}; {}", self.page, self.line, self.reason, self.hint)
    }
}

/// The class of a problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum PageProblemKind {
    /// The file cannot be read, or is no text.
    Unreadable,
    /// The text is damaged: encoding, unclosed block, broken table.
    Damaged,
    /// A bound was reached: size, depth, width, number of fields.
    Limit,
    /// The page has no usable method and path.
    Uri,
    /// Path and table of path parameters disagree.
    PathParameter,
    /// A table row lacks a name, or repeats one.
    Row,
    /// A type is missing or not a type.
    Type,
    /// A field is an object, but no table describes it.
    MissingTable,
    /// A table describes an object that no field refers to.
    UnlinkedTable,
    /// Objects contain each other.
    CyclicObject,
    /// An example is not valid JSON.
    Example,
    /// An example request does not match the documented path.
    ExampleUri,
    /// An example has a field elsewhere than the tables, one that they lack, or a value of another kind.
    ExampleField,
}

impl PageProblemKind {
    /// What to do about problems of this class.
    #[must_use]
    pub const fn hint(self) -> &'static str {
        match self {
            Self::Unreadable => "give a text file in UTF-8, or leave the file out",
            Self::Damaged => "repair the page, or check its facts by hand",
            Self::Limit => "split the page, or check whether it is documentation at all",
            Self::Uri => "write method and path as `GET /path` into the URI section",
            Self::PathParameter => "compare path and table; trust the path",
            Self::Row => "check the row by hand",
            Self::Type => "look the type up in another page or layout of the same operation",
            Self::MissingTable => "look the object's fields up in the examples",
            Self::UnlinkedTable => "find the field this table belongs to",
            Self::CyclicObject => "the fields are listed once; refer to the object by name",
            Self::Example => "check the repaired example against the fields",
            Self::ExampleUri => "trust the URI section; check with the service",
            Self::ExampleField => "compare tables and example; check with the service",
        }
    }
}
