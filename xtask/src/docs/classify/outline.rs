//! One pass over the blocks: what stands in which section.

use super::placed::PlacedTable;
use crate::docs::block::{Block, BlockKind, Document, Table, Text};
use crate::docs::facts::{Deprecation, Located};
use crate::docs::words::{
    Role, Section, date_of, deprecation, page_meta, role_of_caption, section_of, split_caption, status_label,
};

/// A piece of text and where it stands.
#[derive(Debug)]
pub(super) struct Passage<'d> {
    pub(super) line: u32,
    pub(super) section: Section,
    pub(super) status: Option<String>,
    /// For code: the last text before it.
    pub(super) label: Option<String>,
    pub(super) kind: PassageKind<'d>,
}

/// Running text or code.
#[derive(Debug)]
pub(super) enum PassageKind<'d> {
    Text(&'d Text),
    Code(&'d str),
}

/// The parts of a page, each with the section it stands in.
#[derive(Debug, Default)]
pub(super) struct Outline<'d> {
    pub(super) title: Option<Located<String>>,
    pub(super) original_name: Option<Located<&'d str>>,
    /// Anchors before the title or in it.
    pub(super) title_anchors: Vec<Located<&'d str>>,
    pub(super) date: Option<Located<String>>,
    pub(super) deprecated: Option<Deprecation>,
    pub(super) uri_line: Option<u32>,
    /// Whether the page has sections of requests or responses, as operation pages do.
    pub(super) has_body_sections: bool,
    pub(super) tables: Vec<PlacedTable<'d>>,
    pub(super) passages: Vec<Passage<'d>>,
}

/// What has been seen since the last table, and which section is open.
#[derive(Default)]
struct Cursor<'d> {
    section: Section,
    /// The code of the last status label of the section.
    status: Option<String>,
    /// The caption of the next table.
    caption: Option<String>,
    /// Anchors that belong to the next table.
    anchors: Vec<&'d str>,
    /// The last text, which labels an example that follows.
    label: Option<String>,
}

impl<'d> Outline<'d> {
    /// Goes over the blocks of a document.
    pub(super) fn of(document: &'d Document) -> Self {
        let mut outline = Self::default();
        let mut cursor = Cursor::default();
        for block in &document.blocks {
            outline.block(block, &mut cursor);
        }
        outline
    }

    fn block(&mut self, block: &'d Block, cursor: &mut Cursor<'d>) {
        let line = block.line;
        match &block.kind {
            BlockKind::Heading(text) => self.heading(line, text, cursor),
            BlockKind::Caption(text) => cursor.caption = Some(text.plain.clone()),
            BlockKind::Anchor(name) => self.anchor(line, name, cursor),
            BlockKind::Meta { name, value } if page_meta(name) => {
                self.original_name.get_or_insert(Located { value: value.as_str(), line });
            }
            BlockKind::Meta { .. } => {}
            BlockKind::Paragraph(text) => self.paragraph(line, text, cursor),
            BlockKind::Item(text) => {
                cursor.label = Some(text.plain.clone());
                self.passage(line, cursor, PassageKind::Text(text));
            }
            BlockKind::Note(text) => {
                self.note(line, text, cursor.section);
                self.passage(line, cursor, PassageKind::Text(text));
            }
            BlockKind::Code(code) => {
                self.passage(line, cursor, PassageKind::Code(code));
                cursor.label = None;
            }
            BlockKind::Table(table) => self.table(line, table, cursor),
        }
    }

    fn anchor(&mut self, line: u32, name: &'d str, cursor: &mut Cursor<'d>) {
        if self.title.is_none() {
            self.title_anchors.push(Located { value: name, line });
        }
        cursor.anchors.push(name);
    }

    fn table(&mut self, line: u32, table: &'d Table, cursor: &mut Cursor<'d>) {
        self.tables.push(PlacedTable {
            line,
            section: cursor.section,
            status: cursor.status.clone(),
            caption: cursor.caption.take(),
            anchors: std::mem::take(&mut cursor.anchors),
            table,
            columns: PlacedTable::columns_of(table),
        });
    }

    fn passage(&mut self, line: u32, cursor: &Cursor<'d>, kind: PassageKind<'d>) {
        self.passages.push(Passage {
            line,
            section: cursor.section,
            status: cursor.status.clone(),
            label: cursor.label.clone(),
            kind,
        });
    }

    fn heading(&mut self, line: u32, text: &'d Text, cursor: &mut Cursor<'d>) {
        if let Some(code) = status_label(&text.plain) {
            cursor.status = Some(code.to_owned());
            return;
        }
        let section = section_of(&text.plain);
        if self.title.is_none() && section.is_none() {
            self.title = Some(Located { value: text.plain.clone(), line });
        } else {
            self.enter(section.unwrap_or(Section::Other), line, cursor);
        }
        cursor.anchors.clear();
        cursor.caption = None;
    }

    fn enter(&mut self, section: Section, line: u32, cursor: &mut Cursor<'d>) {
        cursor.section = section;
        cursor.status = None;
        cursor.label = None;
        match section {
            Section::Uri => {
                self.uri_line.get_or_insert(line);
            }
            Section::Request | Section::Response => self.has_body_sections = true,
            _ => {}
        }
    }

    fn paragraph(&mut self, line: u32, text: &'d Text, cursor: &mut Cursor<'d>) {
        if self.date.is_none()
            && let Some(value) = date_of(&text.plain)
        {
            self.date = Some(Located { value, line });
            return;
        }
        if let Some(code) = status_label(&text.plain) {
            cursor.status = Some(code.to_owned());
            cursor.label = None;
            return;
        }
        // A label in bold opens a section, as a heading does.
        if text.is_all_strong()
            && let Some(section) = section_of(&text.plain)
        {
            self.enter(section, line, cursor);
            return;
        }
        if let Some(title) = split_caption(&text.plain).filter(|title| is_title(title, text)) {
            cursor.caption = Some(title.to_owned());
            return;
        }
        if cursor.section == Section::Preamble {
            self.note(line, text, cursor.section);
        }
        cursor.label = Some(text.plain.clone());
        self.passage(line, cursor, PassageKind::Text(text));
    }

    fn note(&mut self, line: u32, text: &Text, section: Section) {
        let is_about_the_page = matches!(section, Section::Preamble | Section::Function);
        if is_about_the_page && self.deprecated.is_none() && deprecation(&text.plain) {
            let replacement = text.links.last().map(|link| link.target.clone());
            self.deprecated = Some(Deprecation { replacement, line });
        }
    }
}

/// Whether "Table 1 …" is a caption rather than the start of a sentence.
fn is_title(title: &str, text: &Text) -> bool {
    text.links.is_empty() && (title.len() <= 60 || role_of_caption(title) != Role::Object)
}
