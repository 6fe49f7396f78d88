//! Turns the events of the Markdown parser into blocks.

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use super::segment::{Masked, has_mark, split_mark};
use crate::docs::block::{BlockKind, Cell, Document, MAX_COLUMNS, Part, Row, Table, TextBuilder};
use crate::docs::front::html::PageReader;
use crate::docs::front::lines::LineCounter;
use crate::docs::front::spans::SpanBudget;
use crate::docs::words::split_caption;

/// How deep what an indent made code is read again as Markdown.
const MAX_DEPTH: u32 = 4;

/// Reads a page without its HTML tables, and each table where its mark stands.
pub(super) fn read(page: &Masked<'_>, document: &mut Document, budget: &mut SpanBudget) {
    read_part(page, (&page.markdown, 1), 0, document, budget);
}

/// Reads a part of a page whose first line has the number `first_line`.
fn read_part(
    page: &Masked<'_>,
    (text, first_line): (&str, u32),
    depth: u32,
    document: &mut Document,
    budget: &mut SpanBudget,
) {
    let mut reader = EventReader {
        page,
        depth,
        document,
        budget,
        parts: Vec::new(),
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
    page: &'d Masked<'d>,
    depth: u32,
    document: &'d mut Document,
    budget: &'d mut SpanBudget,
    builder: TextBuilder,
    /// The finished lines of the open cell of a table.
    parts: Vec<Part>,
    /// Where the text being built began.
    block_line: u32,
    /// Where the current event is.
    line: u32,
    /// How many quotes are open: their text is a note.
    quotes: u32,
    item: bool,
    heading: bool,
    /// The code block that is open, with its line; as are the next two.
    listing: Option<Listing>,
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
                Some(listing) => {
                    // The first line of indented code is where its text begins.
                    if listing.text.is_empty() && !listing.is_fenced {
                        listing.line = self.line;
                    }
                    listing.text.push_str(&text);
                }
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
            Tag::CodeBlock(kind) => {
                self.flush();
                let is_fenced = matches!(kind, CodeBlockKind::Fenced(_));
                self.listing = Some(Listing { line: self.line, text: String::new(), is_fenced });
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
                if let Some(listing) = self.listing.take() {
                    self.close_listing(listing);
                }
            }
            TagEnd::HtmlBlock => {
                if let Some((line, html)) = self.html.take() {
                    self.html(&html, line);
                }
            }
            TagEnd::Strong => self.builder.close_strong(),
            TagEnd::Link => self.builder.close_link(),
            TagEnd::TableCell => {
                self.end_cell_line();
                let cell = Cell { parts: std::mem::take(&mut self.parts) };
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
                table.rows.push(Row { line, cells, full_width: false });
            }
        }
    }

    /// Ends a line of a cell; one that begins with the mark of a list is an item of it.
    fn end_cell_line(&mut self) {
        let text = self.builder.finish();
        let item = ["- ", "* ", "• "].iter().find_map(|mark| text.plain.strip_prefix(mark)).map(str::len);
        let part = match item {
            Some(length) => Part { bullet: true, text: text.part(text.plain.len() - length..text.plain.len()) },
            None => Part { bullet: false, text },
        };
        if !part.text.is_empty() {
            self.parts.push(part);
        }
    }

    /// Code; or, if only its indent made it so, what an item of a list goes on with.
    fn close_listing(&mut self, listing: Listing) {
        let Listing { line, text, is_fenced } = listing;
        if !is_fenced && self.depth < MAX_DEPTH && is_markdown(&text) {
            read_part(self.page, (&text, line), self.depth + 1, self.document, self.budget);
        } else {
            self.document.push(line, BlockKind::Code(text));
        }
    }

    /// HTML with the tables whose marks stand in it.
    fn html(&mut self, html: &str, first_line: u32) {
        let (mut rest, mut line) = (html, first_line);
        while let Some((before, number, after)) = split_mark(rest) {
            PageReader::new(before, line, self.document, self.budget).run();
            if let Some(table) = self.page.tables.get(number) {
                PageReader::new(table.text, table.line, self.document, self.budget).run();
            }
            line = line.saturating_add(u32::try_from(before.matches('\n').count()).unwrap_or(u32::MAX));
            rest = after;
        }
        PageReader::new(rest, line, self.document, self.budget).run();
    }

    /// Inline tags matter only as anchors and line breaks.
    fn inline_html(&mut self, html: &str) {
        if html.starts_with("<br") {
            if self.table.is_some() {
                self.end_cell_line();
            } else {
                self.push(" ");
            }
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
        if is_placeholder(html) {
            self.push(html);
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
        } else if split_caption(&text.plain).is_some() {
            BlockKind::Caption(text)
        } else {
            BlockKind::Paragraph(text)
        };
        self.document.push(self.block_line, kind);
    }
}

/// A code block while its lines are read.
struct Listing {
    line: u32,
    text: String,
    is_fenced: bool,
}

/// Whether indented text is more of the page: it has tables, captions, fences or lists, and does not begin as code does.
fn is_markdown(text: &str) -> bool {
    let is_structure = |line: &str| {
        let line = line.trim_start();
        ["```", "**", "<a name=", "-   ", "# ", "## ", "|"].iter().any(|mark| line.starts_with(mark))
    };
    has_mark(text) || (!text.trim_start().starts_with(['{', '[']) && text.lines().any(is_structure))
}

/// Whether what looks like a tag is a word that stands for a value, `<tag-key>`: no element of HTML is called so.
fn is_placeholder(html: &str) -> bool {
    let Some(name) = html.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')) else { return false };
    let is_word = name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'));
    is_word && name.contains(['-', '_', '.'])
}
