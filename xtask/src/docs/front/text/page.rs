//! Walks the paragraphs of a page and puts its tables together again.

use super::chunk::Chunk;
use super::row::{header, row_start};
use crate::docs::block::{BlockKind, Cell, Document, Part, Row, Table, Text};
use crate::docs::words::{Column, Section, date_of, section_of, split_caption, status_label};
use crate::model::Method;

/// The walker over a page's paragraphs.
pub(super) struct Walker<'c, 't> {
    chunks: &'c [Chunk<'t>],
    next: usize,
    document: Document,
    section: Section,
    titled: bool,
    /// How far the open table is indented: what stands further to the left is none of it.
    margin: usize,
}

impl<'c, 't> Walker<'c, 't> {
    pub(super) fn new(chunks: &'c [Chunk<'t>]) -> Self {
        Self { chunks, next: 0, document: Document::default(), section: Section::Preamble, titled: false, margin: 0 }
    }

    pub(super) fn run(mut self) -> Document {
        while let Some(chunk) = self.chunks.get(self.next) {
            if let Some(columns) = header(self.rest(self.next)) {
                self.table(chunk.line, &columns);
            } else {
                self.next += 1;
                self.block(chunk);
            }
        }
        self.document
    }

    fn rest(&self, from: usize) -> &'c [Chunk<'t>] {
        self.chunks.get(from..).unwrap_or_default()
    }

    fn block(&mut self, chunk: &Chunk<'t>) {
        let text = chunk.text;
        let is_line = chunk.is_single() && !chunk.bullet;
        if let Some(section) = section_of(text).filter(|_| is_line) {
            self.section = section;
            self.titled = true;
            self.push(chunk, BlockKind::Heading);
        } else if split_caption(text).is_some() && is_line {
            self.push(chunk, BlockKind::Caption);
        } else if self.is_code(text) {
            self.code(chunk);
        } else if !self.titled && is_line && date_of(text).is_none() {
            self.titled = true;
            self.push(chunk, BlockKind::Heading);
        } else if chunk.bullet {
            if let Some(section) = example_of(chunk) {
                self.section = section;
            }
            self.push(chunk, BlockKind::Item);
        } else {
            self.push(chunk, BlockKind::Paragraph);
        }
    }

    fn push(&mut self, chunk: &Chunk<'t>, kind: impl Fn(Text) -> BlockKind) {
        self.document.push(chunk.line, kind(Text::from_plain(chunk.text)));
    }

    fn is_code(&self, text: &str) -> bool {
        let in_example = matches!(self.section, Section::RequestExample | Section::ResponseExample);
        let request_line = Method::ALL.iter().any(|method| text.starts_with(method.as_str()));
        text.starts_with(['{', '[']) && (in_example || text.contains('\n'))
            || in_example && request_line
            || self.section == Section::SampleCode && text.contains('\n')
    }

    /// Preformatted text goes on over blank lines until its brackets are closed.
    fn code(&mut self, chunk: &Chunk<'t>) {
        let mut listing = chunk.text.to_owned();
        let mut depth = depth_of(chunk.text);
        while depth > 0 || self.body_follows(&listing) {
            let Some(next) = self.chunks.get(self.next).filter(|next| section_of(next.text).is_none()) else {
                break;
            };
            listing.push_str("\n\n");
            listing.push_str(next.text);
            depth += depth_of(next.text);
            self.next += 1;
        }
        self.document.push(chunk.line, BlockKind::Code(listing));
    }

    /// Whether a request line is followed by its body.
    fn body_follows(&self, listing: &str) -> bool {
        !listing.contains(['\n'])
            && !listing.starts_with(['{', '['])
            && self.chunks.get(self.next).is_some_and(|next| next.text.starts_with(['{', '[']))
    }

    fn table(&mut self, line: u32, columns: &[Column]) {
        let mut table = Table::default();
        self.margin = self.chunks.get(self.next).map_or(0, |chunk| chunk.indent);
        for chunk in self.rest(self.next).iter().take(columns.len()) {
            table.header.push(Cell::from_text(Text::from_plain(chunk.text)));
        }
        self.next += columns.len();
        while self.next < self.chunks.len() && !self.ends_table(self.next) {
            let start = self.next;
            match row_start(columns, self.rest(start)) {
                Some((leading, used)) => {
                    self.next += used;
                    let line = self.chunks.get(start).map_or(line, |chunk| chunk.line);
                    let row = self.row(line, columns, &leading);
                    table.rows.push(row);
                }
                None => self.stray(columns),
            }
        }
        self.document.push(line, BlockKind::Table(table));
    }

    /// Text inside a table that begins no row.
    fn stray(&mut self, columns: &[Column]) {
        let Some(chunk) = self.chunks.get(self.next) else {
            return;
        };
        self.next += 1;
        while self.next < self.chunks.len()
            && !self.ends_table(self.next)
            && row_start(columns, self.rest(self.next)).is_none()
        {
            self.next += 1;
        }
        let shown: String = chunk.text.chars().take(40).collect();
        self.document.lost_rows(chunk.line, 1, format!("`{shown}` begins no row of the table it is in"));
    }

    /// The rest of a row: its description and remarks.
    fn row(&mut self, line: u32, columns: &[Column], leading: &[Option<Chunk<'t>>]) -> Row {
        let mut cells: Vec<Cell> = leading
            .iter()
            .map(|chunk| chunk.as_ref().map(|c| Cell::from_text(Text::from_plain(c.text))).unwrap_or_default())
            .collect();
        let open_from = cells.len();
        cells.resize(columns.len().max(open_from), Cell::default());
        let trailing = columns.len().saturating_sub(open_from);
        let mut column = open_from;
        while let Some(chunk) = self.chunks.get(self.next) {
            let first = column == open_from && cells.get(column).is_some_and(|cell| cell.parts.is_empty());
            if self.ends_row(columns, first) {
                break;
            }
            let last = cells.get(column).and_then(|cell| cell.parts.last());
            let joins = trailing <= 1 || last.is_none_or(|last| last.bullet && chunk.bullet);
            if !joins && column + 1 < columns.len() {
                column += 1;
            }
            if let Some(cell) = cells.get_mut(column) {
                cell.parts.push(Part { bullet: chunk.bullet, text: Text::from_plain(chunk.text) });
            }
            self.next += 1;
        }
        Row { line, cells, full_width: false }
    }

    fn ends_row(&self, columns: &[Column], first: bool) -> bool {
        let at = self.next;
        if first && self.is_title_as_description(columns) {
            return false;
        }
        self.ends_table(at) || row_start(columns, self.rest(at)).is_some()
    }

    /// Whether a section's title is only the description of the row before it: then what follows
    /// is another row, or the real title.
    fn is_title_as_description(&self, columns: &[Column]) -> bool {
        let is_title = |at: usize| self.chunks.get(at).is_some_and(|chunk| section_of(chunk.text).is_some());
        is_title(self.next)
            && header(self.rest(self.next + 1)).is_none()
            && (row_start(columns, self.rest(self.next + 1)).is_some() || is_title(self.next + 1))
            && columns.contains(&Column::Type)
    }

    /// Whether an item of a list is none of a cell: it announces a table or an example.
    fn is_label(&self, at: usize) -> bool {
        let Some(chunk) = self.chunks.get(at).filter(|chunk| chunk.is_single()) else {
            return false;
        };
        let is_followed = header(self.rest(at + 1)).is_some()
            || self.chunks.get(at + 1).is_some_and(|next| next.is_single() && split_caption(next.text).is_some());
        is_followed || example_of(chunk).is_some()
    }

    fn ends_table(&self, at: usize) -> bool {
        let Some(chunk) = self.chunks.get(at) else {
            return true;
        };
        if chunk.indent < self.margin {
            return true;
        }
        if chunk.bullet {
            return self.is_label(at);
        }
        let text = chunk.text;
        let title = chunk.is_single()
            && section_of(text).is_some_and(|section| {
                !matches!(section, Section::Function | Section::Calling | Section::Authorization | Section::Other)
            });
        title
            || chunk.is_single() && (split_caption(text).is_some() || status_label(text).is_some())
            || text.starts_with('{') && text.contains('\n')
            || header(self.rest(at)).is_some()
    }
}

/// The section of examples that an item of a list announces.
fn example_of(chunk: &Chunk<'_>) -> Option<Section> {
    let section = section_of(chunk.text).filter(|_| chunk.bullet && chunk.is_single())?;
    matches!(section, Section::RequestExample | Section::ResponseExample).then_some(section)
}

/// How many brackets a text leaves open, strings left out.
fn depth_of(text: &str) -> i64 {
    let mut depth = 0_i64;
    let mut quoted = false;
    let mut escaped = false;
    for byte in text.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'\n' => quoted = false,
            b'{' | b'[' if !quoted => depth += 1,
            b'}' | b']' if !quoted => depth -= 1,
            _ => {}
        }
    }
    depth
}
