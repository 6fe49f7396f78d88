//! Turns the events of the Markdown parser into blocks.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::docs::block::{BlockKind, Cell, Document, MAX_COLUMNS, Row, Table, Text, TextBuilder};
use crate::docs::front::html::PageReader;
use crate::docs::front::lines::LineCounter;
use crate::docs::front::spans::SpanBudget;
use crate::docs::words::split_caption;

/// Reads one piece of Markdown whose first line has the number `first_line`.
pub(super) fn read(text: &str, first_line: u32, document: &mut Document, budget: &mut SpanBudget) {
    let mut reader = EventReader {
        document,
        budget,
        builder: TextBuilder::default(),
        block_line: first_line,
        line: first_line,
        quotes: 0,
        item: false,
        heading: false,
        listing: None,
        html: None,
        table: None,
    };
    let mut lines = LineCounter::new(text, first_line);
    for (event, range) in Parser::new_ext(text, Options::ENABLE_TABLES).into_offset_iter() {
        reader.line = lines.line_at(range.start);
        reader.event(event);
    }
    reader.flush();
}

struct EventReader<'d> {
    document: &'d mut Document,
    budget: &'d mut SpanBudget,
    builder: TextBuilder,
    /// Where the text being built began.
    block_line: u32,
    /// Where the current event is.
    line: u32,
    /// How many quotes are open: their text is a note.
    quotes: u32,
    item: bool,
    heading: bool,
    /// The code block that is open, with its line; as are the next two.
    listing: Option<(u32, String)>,
    /// HTML, which is read as a whole once it ends.
    html: Option<(u32, String)>,
    /// The table, and the cells of its open row.
    table: Option<(u32, Table, Vec<Cell>)>,
}

impl EventReader<'_> {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(&tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => match &mut self.listing {
                Some((_, listing)) => listing.push_str(&text),
                None => self.push(&text),
            },
            Event::Code(code) => {
                self.builder.open_strong();
                self.push(&code);
                self.builder.close_strong();
            }
            Event::Html(html) => match &mut self.html {
                Some((_, collected)) => collected.push_str(&html),
                None => self.inline_html(&html),
            },
            Event::InlineHtml(html) => self.inline_html(&html),
            Event::SoftBreak | Event::HardBreak => self.push(" "),
            _ => {}
        }
    }

    fn push(&mut self, text: &str) {
        if self.builder.is_empty() {
            self.block_line = self.line;
        }
        self.builder.push_str(text);
    }

    fn start(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::Heading { .. } => {
                self.flush();
                self.heading = true;
            }
            Tag::Paragraph => self.flush(),
            Tag::BlockQuote(_) => {
                self.flush();
                self.quotes += 1;
            }
            Tag::Item => {
                self.flush();
                self.item = true;
            }
            Tag::CodeBlock(_) => {
                self.flush();
                self.listing = Some((self.line, String::new()));
            }
            Tag::HtmlBlock => {
                self.flush();
                self.html = Some((self.line, String::new()));
            }
            Tag::Strong => self.builder.open_strong(),
            Tag::Link { dest_url, .. } => {
                let target = dest_url.rsplit_once('#').map_or(&**dest_url, |(_, anchor)| anchor);
                self.builder.open_link(target);
            }
            Tag::Table(_) => {
                self.flush();
                self.table = Some((self.line, Table::default(), Vec::new()));
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(_) | TagEnd::Paragraph | TagEnd::Item => {
                self.flush();
                self.heading = false;
                self.item = self.item && tag != TagEnd::Item;
            }
            TagEnd::BlockQuote(_) => {
                self.flush();
                self.quotes = self.quotes.saturating_sub(1);
            }
            TagEnd::CodeBlock => {
                if let Some((line, listing)) = self.listing.take() {
                    self.document.push(line, BlockKind::Code(listing));
                }
            }
            TagEnd::HtmlBlock => {
                if let Some((line, html)) = self.html.take() {
                    PageReader::new(&html, line, self.document, self.budget).run();
                }
            }
            TagEnd::Strong => self.builder.close_strong(),
            TagEnd::Link => self.builder.close_link(),
            TagEnd::TableCell => {
                let cell = Cell::from_text(self.builder.finish());
                if let Some((_, _, cells)) = &mut self.table {
                    cells.push(cell);
                }
            }
            TagEnd::TableHead | TagEnd::TableRow => self.end_row(tag == TagEnd::TableHead),
            TagEnd::Table => {
                if let Some((line, table, _)) = self.table.take() {
                    self.document.push(line, BlockKind::Table(table));
                }
            }
            _ => {}
        }
    }

    fn end_row(&mut self, is_head: bool) {
        let line = self.line;
        if let Some((_, table, cells)) = &mut self.table {
            let cells = std::mem::take(cells);
            if cells.len() > MAX_COLUMNS {
                self.document.lost_rows(line, 1, "table row has too many columns");
            } else if is_head {
                table.header = cells;
            } else {
                table.rows.push(Row { line, cells });
            }
        }
    }

    /// Inline tags matter only as anchors and line breaks.
    fn inline_html(&mut self, html: &str) {
        if html.starts_with("<br") {
            self.push(" ");
            return;
        }
        for attribute in ["name=\"", "id=\""] {
            if let Some((_, rest)) = html.split_once(attribute)
                && let Some((name, _)) = rest.split_once('"')
                && self.table.is_none()
            {
                self.document.push(self.line, BlockKind::Anchor(name.to_owned()));
                return;
            }
        }
    }

    fn flush(&mut self) {
        if self.builder.is_empty() || self.table.is_some() {
            return;
        }
        let text = self.builder.finish();
        let kind = if self.heading {
            BlockKind::Heading(text)
        } else if self.quotes > 0 {
            BlockKind::Note(text)
        } else if self.item {
            BlockKind::Item(text)
        } else if let Some(title) = split_caption(&text.plain) {
            BlockKind::Caption(Text::from_plain(title))
        } else {
            BlockKind::Paragraph(text)
        };
        self.document.push(self.block_line, kind);
    }
}
