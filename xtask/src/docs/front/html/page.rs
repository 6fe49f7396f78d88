//! Reads the tags of a page, one by one, into blocks.

use html5gum::{DefaultEmitter, StartTag, Token, Tokenizer};

use super::table::TableBuilder;
use crate::docs::block::{BlockKind, Document, Table, Text, TextBuilder};
use crate::docs::front::lines::LineCounter;
use crate::docs::front::spans::SpanBudget;

/// What the text being read will become.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Flow {
    #[default]
    Paragraph,
    Heading,
    Caption,
    Item,
}

/// How deep tables in cells are read.
const MAX_INNER: usize = 4;

/// A table in a cell of another one.
struct Inner {
    line: u32,
    /// What the cell refers to it by.
    anchor: String,
    title: Text,
    table: Table,
}

/// Reads HTML into a document. It keeps no stack of open tags, so depth costs nothing.
pub(crate) struct PageReader<'t, 'd> {
    text: &'t str,
    lines: LineCounter<'t>,
    document: &'d mut Document,
    budget: &'d mut SpanBudget,
    builder: TextBuilder,
    /// Where the text being built began.
    builder_line: u32,
    flow: Flow,
    has_heading: bool,
    /// How many `div` are open since the outermost one of a note.
    notes: u32,
    /// The preformatted text that is open, with its line.
    pre: Option<(u32, String)>,
    table: Option<TableBuilder>,
    /// The tables around the open one, which stands in a cell of the last of them.
    outer: Vec<TableBuilder>,
    /// The finished tables of cells, which follow the table that they stand in.
    inner: Vec<Inner>,
    /// How many tables are open inside of a cell beyond those that are read.
    nested_tables: u32,
    /// The element whose content is passed over until it ends.
    silent: Option<Vec<u8>>,
}

impl<'t, 'd> PageReader<'t, 'd> {
    /// A reader of `text`, whose first line has the number `first_line`.
    pub(crate) fn new(text: &'t str, first_line: u32, document: &'d mut Document, budget: &'d mut SpanBudget) -> Self {
        Self {
            text,
            lines: LineCounter::new(text, first_line),
            document,
            budget,
            builder: TextBuilder::default(),
            builder_line: first_line,
            flow: Flow::default(),
            has_heading: false,
            notes: 0,
            pre: None,
            table: None,
            outer: Vec::new(),
            inner: Vec::new(),
            nested_tables: 0,
            silent: None,
        }
    }

    /// Reads to the end of the text.
    pub(crate) fn run(mut self) {
        let mut emitter = DefaultEmitter::<usize>::new_with_span();
        emitter.naively_switch_states(true);
        for token in Tokenizer::new_with_emitter(self.text, emitter) {
            match token {
                Ok(Token::StartTag(tag)) => {
                    let line = self.lines.line_at(tag.span.start);
                    if self.silent.is_none() {
                        self.start_tag(&tag, line);
                        if tag.self_closing && closes_itself(&tag.name) {
                            self.end_tag(&tag.name);
                        }
                    }
                }
                Ok(Token::EndTag(tag)) => self.end_tag(&tag.name),
                Ok(Token::String(piece)) if self.silent.is_none() => {
                    let line = self.lines.line_at(piece.span.start);
                    self.characters(&String::from_utf8_lossy(&piece), line);
                }
                Ok(_) => {}
            }
        }
        self.finish();
    }

    fn characters(&mut self, piece: &str, line: u32) {
        if let Some((_, listing)) = &mut self.pre {
            listing.push_str(piece);
            return;
        }
        if self.builder.is_empty() {
            let blank = piece.len() - piece.trim_start().len();
            let skipped = piece.get(..blank).unwrap_or_default().matches('\n').count();
            self.builder_line = line.saturating_add(u32::try_from(skipped).unwrap_or(0));
        }
        self.builder.push_str(piece);
    }

    fn start_tag(&mut self, tag: &StartTag<usize>, line: u32) {
        match &**tag.name {
            b"script" | b"style" | b"title" | b"nav" if self.table.is_none() => {
                self.flush();
                self.silent = Some(tag.name.to_vec());
            }
            b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" => self.open_flow(Flow::Heading, line),
            b"li" | b"dt" => {
                self.open_flow(Flow::Item, line);
                self.id(tag, line);
            }
            b"caption" => self.open_flow(Flow::Caption, line),
            b"pre" => {
                self.flush();
                self.pre.get_or_insert((line, String::new()));
            }
            b"table" => self.open_table(tag, line),
            b"thead" | b"tbody" | b"tr" | b"td" | b"th" => self.table_tag(tag, line),
            b"a" => self.anchor(tag, line),
            b"b" | b"strong" | b"code" => self.builder.open_strong(),
            b"br" => match &mut self.pre {
                Some((_, listing)) => listing.push('\n'),
                None if self.flow == Flow::Heading || self.flow == Flow::Caption => self.builder.push_str(" "),
                None => self.flush(),
            },
            b"p" | b"ul" | b"ol" | b"dl" | b"dd" | b"section" | b"article" | b"blockquote" => {
                self.flush();
                self.id(tag, line);
            }
            b"div" => {
                self.flush();
                self.id(tag, line);
                if is_note(tag) || self.notes > 0 {
                    self.notes = self.notes.saturating_add(1);
                }
            }
            _ => {}
        }
    }

    fn end_tag(&mut self, name: &[u8]) {
        if let Some(silent) = &self.silent {
            if silent == name {
                self.silent = None;
            }
            return;
        }
        match name {
            b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" | b"li" | b"dt" | b"caption" | b"p" | b"ul" | b"ol"
            | b"dl" | b"dd" | b"section" | b"article" | b"blockquote" => {
                self.flush();
                self.flow = Flow::Paragraph;
            }
            b"div" => {
                self.flush();
                self.notes = self.notes.saturating_sub(1);
            }
            b"pre" => self.close_pre(),
            b"b" | b"strong" | b"code" => self.builder.close_strong(),
            b"a" => self.builder.close_link(),
            b"table" => self.close_table(),
            b"tr" | b"td" | b"th" | b"thead" if self.nested_tables == 0 => {
                self.flush();
                if let Some(table) = &mut self.table {
                    match name {
                        b"tr" => table.close_row(self.budget),
                        b"thead" => {
                            table.close_row(self.budget);
                            table.set_head(false);
                        }
                        _ => table.close_cell(self.budget),
                    }
                }
            }
            _ => {}
        }
    }

    fn open_flow(&mut self, flow: Flow, line: u32) {
        self.flush();
        self.flow = flow;
        self.builder_line = line;
    }

    fn anchor(&mut self, tag: &StartTag<usize>, line: u32) {
        if let Some(href) = attribute(tag, "href") {
            let target = href.rsplit_once('#').map_or(href.as_str(), |(_, anchor)| anchor);
            self.builder.open_link(target);
        }
        let in_cell = self.table.as_ref().is_some_and(TableBuilder::in_cell);
        if !in_cell && let Some(name) = attribute(tag, "name").or_else(|| attribute(tag, "id")) {
            self.document.push(line, BlockKind::Anchor(name));
        }
    }

    /// The id of a block below the title: links lead there, too.
    fn id(&mut self, tag: &StartTag<usize>, line: u32) {
        if self.table.is_none()
            && self.has_heading
            && let Some(id) = attribute(tag, "id")
        {
            self.document.push(line, BlockKind::Anchor(id));
        }
    }

    fn open_table(&mut self, tag: &StartTag<usize>, line: u32) {
        self.flush();
        if self.table.is_some() {
            let in_cell = self.nested_tables == 0 && self.table.as_ref().is_some_and(TableBuilder::in_cell);
            if in_cell && self.outer.len() < MAX_INNER {
                self.outer.extend(self.table.replace(TableBuilder::new(line)));
                self.flow = Flow::Paragraph;
                return;
            }
            self.nested_tables = self.nested_tables.saturating_add(1);
            if self.nested_tables == 1 {
                self.document.fault(line, "a table inside a table cell is read as the cell's text");
            }
            return;
        }
        if let Some(id) = attribute(tag, "id") {
            self.document.push(line, BlockKind::Anchor(id));
        }
        self.flow = Flow::Paragraph;
        self.table = Some(TableBuilder::new(line));
    }

    fn table_tag(&mut self, tag: &StartTag<usize>, line: u32) {
        self.flush();
        self.flow = Flow::Paragraph;
        let Some(table) = self.table.as_mut().filter(|_| self.nested_tables == 0) else {
            return;
        };
        match &**tag.name {
            b"thead" => table.set_head(true),
            b"tbody" => table.set_head(false),
            b"tr" => table.open_row(line, self.budget),
            name => {
                let spans = (span_of(tag, "colspan") as usize, span_of(tag, "rowspan").min(65_534));
                table.open_cell(line, spans, name == b"th", self.budget);
            }
        }
    }

    fn close_table(&mut self) {
        self.flush();
        if self.nested_tables > 0 {
            self.nested_tables -= 1;
            return;
        }
        if let Some(mut outer) = self.outer.pop() {
            self.close_inner(&mut outer);
            self.table = Some(outer);
            return;
        }
        if let Some(mut table) = self.table.take() {
            let line = table.line;
            let listings = std::mem::take(&mut table.listings);
            let table = table.finish(self.document, self.budget);
            // A code listing with line numbers is a table of preformatted cells without a header.
            if table.header.is_empty() && !listings.is_empty() {
                for (line, listing) in listings {
                    self.document.push(line, BlockKind::Code(listing));
                }
            } else {
                self.document.push(line, BlockKind::Table(table));
            }
        }
        for Inner { line, anchor, title, table } in std::mem::take(&mut self.inner) {
            self.document.push(line, BlockKind::Anchor(anchor));
            self.document.push(line, BlockKind::Caption(title));
            self.document.push(line, BlockKind::Table(table));
        }
    }

    /// Ends a table in a cell: the cell refers to it, and its row is its title.
    fn close_inner(&mut self, outer: &mut TableBuilder) {
        let Some(table) = self.table.take() else {
            return;
        };
        let line = table.line;
        let anchor = format!("table in a cell on line {line}, {}", self.inner.len());
        outer.refer(&anchor);
        let title = Text::from_plain(&outer.row_name());
        let table = table.finish(self.document, self.budget);
        self.inner.push(Inner { line, anchor, title, table });
    }

    fn close_pre(&mut self) {
        let Some((line, listing)) = self.pre.take() else {
            return;
        };
        let numbers_only = listing.chars().all(|c| c.is_ascii_digit() || c.is_whitespace());
        match &mut self.table {
            Some(table) if table.in_cell() => {
                if !numbers_only {
                    let mut builder = TextBuilder::default();
                    builder.push_str(&listing);
                    table.push_part(false, builder.finish());
                    table.listings.push((line, listing));
                }
            }
            _ if numbers_only => {}
            _ => self.document.push(line, BlockKind::Code(listing)),
        }
    }

    /// Ends the text being read, and puts it where it belongs.
    fn flush(&mut self) {
        if self.pre.is_some() || self.builder.is_empty() {
            return;
        }
        let text = self.builder.finish();
        let line = self.builder_line;
        if let Some(table) = &mut self.table
            && table.in_cell()
        {
            table.push_part(self.flow == Flow::Item, text);
        } else {
            let kind = match self.flow {
                Flow::Heading => {
                    self.has_heading = true;
                    BlockKind::Heading(text)
                }
                Flow::Caption => BlockKind::Caption(text),
                _ if self.notes > 0 => BlockKind::Note(text),
                Flow::Item => BlockKind::Item(text),
                Flow::Paragraph => BlockKind::Paragraph(text),
            };
            self.document.push(line, kind);
        }
        // Only the first paragraph of a list item carries its bullet.
        if self.flow == Flow::Item {
            self.flow = Flow::Paragraph;
        }
    }

    fn finish(&mut self) {
        if let Some((line, _)) = &self.pre {
            self.document.fault(*line, "preformatted text is never closed");
            self.close_pre();
        }
        self.flush();
        if let Some(table) = &self.table {
            self.document.fault(table.line, "table is never closed");
            self.nested_tables = 0;
            for _ in 0..=self.outer.len() {
                self.close_table();
            }
        }
    }
}

fn attribute(tag: &StartTag<usize>, name: &str) -> Option<String> {
    tag.attributes
        .get(name.as_bytes())
        .map(|value| String::from_utf8_lossy(value).into_owned())
        .filter(|value| !value.is_empty())
}

fn span_of(tag: &StartTag<usize>, name: &str) -> u32 {
    attribute(tag, name).and_then(|value| value.trim().parse().ok()).unwrap_or(1)
}

fn is_note(tag: &StartTag<usize>) -> bool {
    attribute(tag, "class")
        .is_some_and(|class| class.split_whitespace().any(|c| matches!(c, "note" | "notice" | "caution" | "notebody")))
}

/// Elements that end where they begin if they are written `<a/>`.
fn closes_itself(name: &[u8]) -> bool {
    matches!(name, b"a" | b"td" | b"th" | b"p" | b"table" | b"pre")
}
