//! Readers that turn pages of cloud API documentation into facts.
//!
//! Data flows one way: a page's bytes are recognised as one of five layouts ([`Layout`]), the
//! layout's front end ([`front`]) turns the text into one common stream of blocks ([`block`]), and
//! one classifier for all layouts turns blocks into [`PageFacts`]. Readers know documentation
//! layouts, not services: the words they look for live in one place, the private module `words`.
//!
//! One document is no page: the interface of an official SDK, a JSON file with many operations. Its reader, the
//! private module `interface`, gives the same facts.
//!
//! [`read_document`] and [`read_page`] are pure and never fail: what is wrong with a page is a [`PageProblem`] in its
//! facts. Only [`find`], [`Found::read`] and [`collect`] do I/O. [`report`] renders the result for people and as JSON.

pub mod block;
mod classify;
mod collect;
pub mod facts;
pub mod front;
mod interface;
mod read;
pub mod report;
mod words;

pub use collect::{Collection, Found, collect, find};
pub use facts::{
    Constraints, Counts, DocType, Example, Examples, Field, Layout, Located, OutOfDate, PageFacts, PageKind,
    PageProblem, PageProblemKind, Parameter, ParameterIn, Permission, Required, SchemaType,
};
pub use interface::{Agreement, Interface, NO_INTERFACE, Sdk, agreement, is_of_our_form, read_wheel};
pub use read::{MAX_PAGE_BYTES, read_document, read_page};
