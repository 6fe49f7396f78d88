//! Walks the lines of a page.

use super::{csv_table, directive, grid, inline, list_table, marker, simple};
use crate::docs::block::{BlockKind, Document, Table};
use crate::docs::front::lines::indent_of;

/// Directives whose body is no text of the page.
const SILENT: &[&str] =
    &["toctree", "image", "contents", "raw", "only", "meta", "figure", "highlight", "default-role", "tabularcolumns"];
/// Directives around text that is read as if they were not there.
const TRANSPARENT: &[&str] =
    &["container", "rubric", "class", "rst-class", "topic", "sidebar", "compound", "centered", "epigraph"];
/// The longest line, in bytes, that is taken for a title; longer ones are text.
const MAX_TITLE: usize = 400;

/// Reads the body of a table directive, whose first line has a number.
type TableReader = fn(&[&str], u32, &mut Document) -> Table;

/// Reads a page.
pub(super) fn read(text: &str) -> Document {
    let lines: Vec<&str> = text.lines().collect();
    let mut walker = Walker {
        lines: &lines,
        next: 0,
        document: Document::default(),
        paragraph: String::new(),
        paragraph_line: 1,
        item: false,
        note: None,
    };
    while walker.next < lines.len() {
        walker.step();
    }
    walker.flush();
    walker.document
}

struct Walker<'t> {
    lines: &'t [&'t str],
    next: usize,
    document: Document,
    paragraph: String,
    paragraph_line: u32,
    item: bool,
    /// The indent of the note being read.
    note: Option<usize>,
}

impl<'t> Walker<'t> {
    fn line(&self, index: usize) -> &'t str {
        self.lines.get(index).copied().unwrap_or_default()
    }

    fn number(&self) -> u32 {
        u32::try_from(self.next + 1).unwrap_or(u32::MAX)
    }

    fn step(&mut self) {
        let line = self.line(self.next);
        // Only spaces and tabs indent; other white space is text, however it looks.
        let indent = indent_of(line);
        let trimmed = line.get(indent..).unwrap_or_default();
        if trimmed.trim().is_empty() {
            self.flush();
            self.next += 1;
            return;
        }
        if self.note.is_some_and(|note| indent <= note) {
            self.flush();
            self.note = None;
        }
        if self.paragraph.is_empty() && (self.title(line, indent) || self.table(trimmed, indent)) {
            return;
        }
        if marker::is_explicit(trimmed) {
            self.explicit(trimmed, indent);
        } else if let (true, Some((name, value))) = (indent == 0, marker::field(trimmed)) {
            let meta = BlockKind::Meta { name: name.to_owned(), value: value.to_owned() };
            self.document.push(self.number(), meta);
            self.next += 1;
        } else {
            self.text(trimmed, indent);
        }
    }

    fn text(&mut self, trimmed: &'t str, indent: usize) {
        if trimmed.trim_end() == "::" {
            self.flush();
            self.next += 1;
            self.code(indent);
            return;
        }
        if let Some(text) = marker::item(trimmed) {
            self.flush();
            let inner = indent + (trimmed.len() - text.len());
            if self.opens_block(text, inner) {
                return;
            }
            self.item = true;
            self.start_paragraph(text);
        } else {
            self.start_paragraph(trimmed);
        }
        self.next += 1;
        if trimmed.trim_end().ends_with("::") {
            self.flush();
            self.code(indent);
        }
    }

    /// Whether a list item begins with something else than text: a target, a directive or a table, which is read.
    fn opens_block(&mut self, text: &'t str, indent: usize) -> bool {
        if marker::is_explicit(text) {
            self.explicit(text, indent);
            return true;
        }
        self.table(text, indent)
    }

    fn start_paragraph(&mut self, text: &str) {
        if self.paragraph.is_empty() {
            self.paragraph_line = self.number();
        } else {
            self.paragraph.push(' ');
        }
        self.paragraph.push_str(text.trim_end());
    }

    fn title(&mut self, line: &str, indent: usize) -> bool {
        if indent > 0 {
            return false;
        }
        let below = self.line(self.next + 1);
        let overlined = marker::is_underline(line)
            && !below.trim().is_empty()
            && marker::is_underline(self.line(self.next + 2))
            && !marker::is_simple_border(line);
        let (title, used) = if overlined {
            (below, 3)
        } else if marker::is_underline(below) && !marker::is_underline(line) && line.len() < MAX_TITLE {
            (line, 2)
        } else {
            return false;
        };
        self.document.push(self.number(), BlockKind::Heading(inline::parse(title.trim())));
        self.next += used;
        true
    }

    fn table(&mut self, trimmed: &str, indent: usize) -> bool {
        if marker::is_grid_border(trimmed) {
            self.grid_table(indent);
            return true;
        }
        if marker::is_simple_border(trimmed) {
            return self.simple_table(indent);
        }
        false
    }

    fn dedented(&self, from: usize, to: usize, indent: usize) -> Vec<&'t str> {
        (from..to)
            .map(|index| {
                let line = self.line(index);
                line.get(indent..).unwrap_or_else(|| line.trim_start()).trim_end()
            })
            .collect()
    }

    fn grid_table(&mut self, indent: usize) {
        let first = self.next;
        let mut end = first;
        while end == first || self.line(end).trim_start().starts_with(['+', '|']) && indent_of(self.line(end)) == indent
        {
            end += 1;
        }
        let lines = self.dedented(first, end, indent);
        let number = self.number();
        if let Some(table) = grid::read(&lines, number, &mut self.document) {
            self.document.push(number, BlockKind::Table(table));
        }
        self.next = end;
    }

    fn simple_table(&mut self, indent: usize) -> bool {
        let number = self.number();
        let rest = self.lines.get(self.next..).unwrap_or_default();
        let Some(length) = simple::length(rest) else {
            self.document.fault(number, "simple table is never closed; its lines are read as text");
            self.next += 1;
            return true;
        };
        let lines = self.dedented(self.next, self.next + length, indent);
        if let Some(table) = simple::read(&lines, number, &mut self.document) {
            self.document.push(number, BlockKind::Table(table));
        }
        self.next += length;
        true
    }

    /// Targets, directives and comments.
    fn explicit(&mut self, trimmed: &str, indent: usize) {
        self.flush();
        let number = self.number();
        self.next += 1;
        if let Some(name) = marker::target(trimmed) {
            self.document.push(number, BlockKind::Anchor(name.to_owned()));
            return;
        }
        let Some((name, argument)) = marker::directive(trimmed) else {
            self.skip_body(indent);
            return;
        };
        match name {
            "table" => self.caption(argument, number),
            "list-table" | "flat-table" => self.body_table(argument, number, indent, list_table::read),
            "csv-table" => self.body_table(argument, number, indent, csv_table::read),
            "rest_method" | "rest_status_code" | "rest_parameters" => self.rest(name, argument, number, indent),
            "code-block" | "code" | "sourcecode" | "parsed-literal" => self.code(indent),
            name if marker::is_note(name) => {
                self.note = Some(indent);
                if !argument.is_empty() {
                    self.paragraph_line = number;
                    argument.clone_into(&mut self.paragraph);
                }
            }
            name if SILENT.contains(&name) => self.skip_body(indent),
            name => self.other_directive(name, argument, number),
        }
    }

    /// A directive whose body is read as text; one that is not known may mean more than its text, and is told.
    fn other_directive(&mut self, name: &str, argument: &str, number: u32) {
        if !TRANSPARENT.contains(&name) {
            self.document.fault(number, format!("the directive `{name}` is not read"));
        }
        if !argument.is_empty() {
            self.paragraph_line = number;
            argument.clone_into(&mut self.paragraph);
            self.flush();
        }
    }

    /// Reads the body of a directive as a table.
    fn body_table(&mut self, caption: &str, number: u32, indent: usize, read: TableReader) {
        self.caption(caption, number);
        let first = self.next;
        self.skip_body(indent);
        let body = self.lines.get(first..self.next).unwrap_or_default();
        let table = read(body, number + 1, &mut self.document);
        self.document.push(number, BlockKind::Table(table));
    }

    /// Reads a directive of the documentation of `OpenStack`.
    fn rest(&mut self, name: &str, argument: &str, number: u32, indent: usize) {
        let first = self.next;
        self.skip_body(indent);
        let body = self.lines.get(first..self.next).unwrap_or_default();
        match name {
            "rest_method" => directive::method(argument, number, &mut self.document),
            "rest_status_code" => directive::status_codes(body, number, &mut self.document),
            _ => directive::parameters(argument, body, number, &mut self.document),
        }
    }

    fn caption(&mut self, argument: &str, number: u32) {
        self.document.push(number, BlockKind::Caption(inline::parse(argument)));
    }

    /// Passes the indented body of a directive.
    fn skip_body(&mut self, indent: usize) {
        while self.next < self.lines.len() {
            let line = self.line(self.next);
            if !line.trim().is_empty() && indent_of(line) <= indent {
                break;
            }
            self.next += 1;
        }
    }

    /// Reads the indented body as preformatted text.
    fn code(&mut self, indent: usize) {
        let first = self.next;
        while self.next < self.lines.len() {
            let line = self.line(self.next);
            if !line.trim().is_empty() && indent_of(line) <= indent {
                break;
            }
            self.next += 1;
        }
        let body: Vec<&str> = self.lines.get(first..self.next).unwrap_or_default().to_vec();
        // Options such as `:linenos:` stand directly below the directive.
        let options = body.iter().take_while(|line| marker::field(line.trim()).is_some()).count();
        let body = body.get(options..).unwrap_or_default();
        let blank = body.iter().take_while(|line| line.trim().is_empty()).count();
        let body = body.get(blank..).unwrap_or_default();
        let margin = body.iter().filter(|l| !l.trim().is_empty()).map(|l| indent_of(l)).min().unwrap_or(0);
        let text: Vec<&str> = body.iter().map(|line| line.get(margin..).unwrap_or_else(|| line.trim_start())).collect();
        let text = text.join("\n");
        if !text.trim().is_empty() {
            let number = u32::try_from(first + options + blank + 1).unwrap_or(u32::MAX);
            self.document.push(number, BlockKind::Code(text.trim_end().to_owned()));
        }
    }

    fn flush(&mut self) {
        let source = std::mem::take(&mut self.paragraph);
        let item = std::mem::take(&mut self.item);
        let text = inline::parse(&source);
        if text.is_empty() {
            return;
        }
        let kind = if self.note.is_some() {
            BlockKind::Note(text)
        } else if item {
            BlockKind::Item(text)
        } else {
            BlockKind::Paragraph(text)
        };
        self.document.push(self.paragraph_line, kind);
    }
}
