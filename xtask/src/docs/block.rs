//! The common stream of blocks that every layout's front end produces.

mod table;
mod text;

pub use table::{Cell, MAX_COLUMNS, Part, Row, Table};
pub use text::{Link, Text, TextBuilder};

/// A page after its front end: its blocks in reading order, and what the front end could not read.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Document {
    /// The blocks in reading order.
    pub blocks: Vec<Block>,
    /// What the front end could not read.
    pub faults: Vec<Fault>,
}

impl Document {
    /// Appends a block.
    pub fn push(&mut self, line: u32, kind: BlockKind) {
        self.blocks.push(Block { line, kind });
    }

    /// Records something that could not be read.
    pub fn fault(&mut self, line: u32, reason: impl Into<String>) {
        self.faults.push(Fault { line, reason: reason.into(), rows: 0 });
    }

    /// Records table rows that could not be read.
    pub fn lost_rows(&mut self, line: u32, rows: u32, reason: impl Into<String>) {
        self.faults.push(Fault { line, reason: reason.into(), rows });
    }
}

/// Something a front end could not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Where, counted from 1.
    pub line: u32,
    /// What is wrong.
    pub reason: String,
    /// How many table rows were lost by it.
    pub rows: u32,
}

/// One block of a page.
#[derive(Debug, Clone, PartialEq)]
pub struct Block {
    /// The line the block starts on, counted from 1.
    pub line: u32,
    /// What the block is.
    pub kind: BlockKind,
}

/// What a block is.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum BlockKind {
    /// A page or section title.
    Heading(Text),
    /// The title of the table that follows, with its number if it has one.
    Caption(Text),
    /// A name that links can point to; it belongs to the next table or heading.
    Anchor(String),
    /// Running text.
    Paragraph(Text),
    /// An item of a list.
    Item(Text),
    /// Text of a note, a caution or a similar box.
    Note(Text),
    /// Preformatted text.
    Code(String),
    /// A table.
    Table(Table),
    /// A named value about the page itself, such as its original file name.
    Meta {
        /// The name, such as `original_name`.
        name: String,
        /// The value.
        value: String,
    },
}
