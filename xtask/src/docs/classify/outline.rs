//! One pass over the blocks: what stands in which section.

use super::placed::PlacedTable;
use crate::docs::block::{Block, BlockKind, Document, Table, Text};
use crate::docs::facts::{Deprecation, Located};
use crate::docs::words::{
    Role, Section, date_of, deprecated_title, deprecation, introduces_fields, is_of_elements, is_of_example,
    is_of_parameters, is_of_shown_address, is_refusal, is_status, leading_status, page_meta, role_of_caption,
    section_by_words, section_of, status_in_brackets, status_label, table_number, without_table_number,
};

/// The status under which responses that refuse stand, where the page names none.
pub(super) const REFUSALS: &str = "4XX";
/// The longest text that may be the title of what follows.
const MAX_LEAD: usize = 100;

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
    /// Where another operation begins: a second section with a request line after the first one's request or response.
    pub(super) second: Option<u32>,
    /// Codes that the section of status codes names outside of tables.
    pub(super) statuses: Vec<Located<&'d str>>,
    /// Codes of the labels of responses.
    pub(super) labels: Vec<Located<&'d str>>,
    /// Whether the page has a section with method and path, whatever its title is.
    has_uri: bool,
    /// Whether the page has sections of requests or responses, as operation pages do.
    pub(super) has_body_sections: bool,
    /// The line of the section that the elements of the request's body have for themselves.
    elements: Option<u32>,
    /// Whether anything marks the page as one of documentation: an anchor, a link to a page, or a title of a known
    /// section.
    pub(super) is_marked: bool,
    pub(super) tables: Vec<PlacedTable<'d>>,
    /// Captions with a number, and no table after them.
    pub(super) captions: Vec<Located<&'d str>>,
    pub(super) passages: Vec<Passage<'d>>,
}

/// What has been seen since the last table, and which section is open.
#[derive(Default)]
struct Cursor<'d> {
    section: Section,
    /// The code of the last status label of the section.
    status: Option<String>,
    /// The heading that opened the section, and what it opened: labels below it may open others.
    heading: Option<&'d str>,
    headed: Section,
    /// The caption of the next table, and its number.
    caption: Option<Text>,
    captioned: Option<Located<&'d str>>,
    number: Option<&'d str>,
    /// The last text since the last table that may be the title of what follows.
    lead: Option<&'d Text>,
    /// Anchors that belong to the next table.
    anchors: Vec<&'d str>,
    /// The last text, which labels an example that follows.
    label: Option<String>,
}

impl<'d> Cursor<'d> {
    /// Takes the status from a title of responses that refuse, or of those that do not.
    fn refuse(&mut self, title: &str) {
        match is_refusal(title) {
            Some(true) if matches!(self.section, Section::Response | Section::ResponseExample) => {
                self.status.get_or_insert_with(|| status_in_brackets(title).unwrap_or(REFUSALS).to_owned());
            }
            Some(false) if self.status.as_deref() == Some(REFUSALS) => self.status = None,
            _ => {}
        }
    }

    /// Takes a caption, in the place of one that no table followed.
    fn caption(&mut self, line: u32, text: &'d Text, title: Text) {
        self.number = table_number(&text.plain);
        self.captioned = self.number.map(|_| Located { value: text.plain.as_str(), line });
        self.caption = Some(title);
    }
}

impl<'d> Outline<'d> {
    /// Goes over the blocks of a document.
    pub(super) fn of(document: &'d Document) -> Self {
        let mut outline = Self::default();
        let mut cursor = Cursor::default();
        for block in &document.blocks {
            outline.block(block, &mut cursor);
        }
        outline.captions.extend(cursor.captioned);
        outline.part_parameters();
        // A note comes first, because it may name what replaces the operation.
        let of_title = || outline.title.as_ref().filter(|title| deprecated_title(&title.value));
        if outline.deprecated.is_none() {
            outline.deprecated = of_title().map(|title| Deprecation { replacement: None, line: title.line });
        }
        outline
    }

    fn block(&mut self, block: &'d Block, cursor: &mut Cursor<'d>) {
        let line = block.line;
        match &block.kind {
            BlockKind::Heading(text) => self.heading(line, text, cursor),
            BlockKind::Caption(text) => {
                self.captions.extend(cursor.captioned.take());
                cursor.caption(line, text, without_table_number(text).unwrap_or_else(|| text.clone()));
            }
            BlockKind::Anchor(name) => self.anchor(line, name, cursor),
            BlockKind::Meta { name, value } if page_meta(name) => {
                self.original_name.get_or_insert(Located { value: value.as_str(), line });
            }
            BlockKind::Meta { .. } => {}
            BlockKind::Paragraph(text) => self.paragraph(line, text, cursor),
            BlockKind::Item(text) => self.text(line, text, cursor),
            BlockKind::Note(text) => {
                self.note(line, text, cursor.section);
                self.passage(line, cursor, PassageKind::Text(text));
            }
            BlockKind::Code(code) => {
                self.passage(line, cursor, PassageKind::Code(code));
                cursor.label = None;
                cursor.lead = None;
            }
            BlockKind::Table(table) => self.table(line, table, cursor),
        }
    }

    fn anchor(&mut self, line: u32, name: &'d str, cursor: &mut Cursor<'d>) {
        self.is_marked = true;
        if self.title.is_none() {
            self.title_anchors.push(Located { value: name, line });
        }
        cursor.anchors.push(name);
    }

    fn table(&mut self, line: u32, table: &'d Table, cursor: &mut Cursor<'d>) {
        // Heading and caption of one mind are stronger than a label between them.
        let said = cursor.caption.as_ref().and_then(|caption| section_by_words(&caption.plain));
        if said == Some(cursor.headed)
            && matches!(
                (cursor.headed, cursor.section),
                (Section::Request, Section::Response) | (Section::Response, Section::Request)
            )
        {
            cursor.section = cursor.headed;
        }
        cursor.captioned = None;
        self.tables.push(PlacedTable {
            line,
            section: cursor.section,
            status: cursor.status.clone(),
            caption: cursor.caption.take(),
            number: cursor.number.take(),
            lead: cursor.lead.take(),
            heading: cursor.heading,
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
        cursor.anchors.clear();
        self.captions.extend(cursor.captioned.take());
        cursor.caption = None;
        cursor.number = None;
        cursor.lead = None;
        if let Some(code) = status_label(&text.plain) {
            cursor.status = Some(code.to_owned());
            return;
        }
        let known = section_of(&text.plain);
        self.is_marked |= known.is_some();
        if self.title.is_none() && known.is_none() {
            self.title = Some(Located { value: text.plain.clone(), line });
            return;
        }
        let section = known.or_else(|| section_by_words(&text.plain)).unwrap_or(Section::Other);
        cursor.status = None;
        cursor.heading = Some(&text.plain);
        cursor.headed = section;
        if section == Section::Request && is_of_elements(&text.plain) {
            self.elements.get_or_insert(line);
        }
        self.enter(section, (line, &text.plain), cursor);
    }

    /// Where the elements of a body have a section of their own, one of parameters is of what stands outside of it.
    fn part_parameters(&mut self) {
        let has_elements = self.elements.is_some();
        let is_outside = |placed: &&mut PlacedTable<'_>| {
            has_elements && placed.section == Section::Request && placed.heading.is_some_and(is_of_parameters)
        };
        for placed in self.tables.iter_mut().filter(is_outside) {
            placed.section = Section::Uri;
        }
    }

    fn enter(&mut self, section: Section, (line, title): (u32, &str), cursor: &mut Cursor<'d>) {
        if cursor.section != section {
            cursor.status = None;
        }
        cursor.section = section;
        cursor.refuse(title);
        cursor.label = None;
        match section {
            Section::Uri => {
                if self.has_uri && self.has_body_sections {
                    self.second.get_or_insert(line);
                }
                self.has_uri = true;
                if section_of(title).is_some() {
                    self.uri_line.get_or_insert(line);
                }
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
        if let Some(title) = without_table_number(text).filter(|title| is_title(title, text)) {
            self.captions.extend(cursor.captioned.take());
            cursor.caption(line, text, title);
            return;
        }
        if cursor.section == Section::Preamble {
            self.note(line, text, cursor.section);
        }
        cursor.headed = section_of(&text.plain).unwrap_or(cursor.headed);
        self.text(line, text, cursor);
    }

    /// A paragraph or an item of a list: a label, a title of what follows, or text.
    fn text(&mut self, line: u32, text: &'d Text, cursor: &mut Cursor<'d>) {
        self.is_marked |= text.links.iter().any(|link| [".md", ".html"].iter().any(|end| link.target.ends_with(end)));
        if let Some(code) = status_label(&text.plain) {
            cursor.status = Some(code.to_owned());
            cursor.label = None;
            // Where the codes stand, it is one of them: "Status code: 200."
            match cursor.section {
                Section::StatusCodes if is_status(code) => self.statuses.push(Located { value: code, line }),
                Section::Response if is_status(code) => self.labels.push(Located { value: code, line }),
                _ => {}
            }
            return;
        }
        if matches!(cursor.section, Section::Response | Section::ResponseExample)
            && text.plain.len() <= MAX_LEAD
            && let Some(code) = status_in_brackets(&text.plain)
        {
            self.labels.push(Located { value: code, line });
        }
        let sentence = text.plain.split(". ").next().unwrap_or_default();
        if cursor.section == Section::StatusCodes
            && sentence.len() <= MAX_LEAD
            && let Some(code) = leading_status(&text.plain).or_else(|| only_status(sentence))
        {
            self.statuses.push(Located { value: code, line });
        }
        if let Some(section) = label_section(text, cursor.section) {
            self.enter(section, (line, &text.plain), cursor);
            // A label in bold is a heading; another one may also say what an example shows.
            if text.is_all_strong() {
                return;
            }
        } else if text.is_all_strong() {
            cursor.refuse(&text.plain);
        }
        if is_lead(text) {
            cursor.lead = Some(text);
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

/// The one status that a text names.
fn only_status(text: &str) -> Option<&str> {
    let mut codes = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|code| is_status(code));
    codes.next().filter(|_| codes.next().is_none())
}

/// Whether "Table 1 …" is a caption rather than the start of a sentence.
fn is_title(title: &Text, text: &Text) -> bool {
    text.links.is_empty() && (title.plain.len() <= 60 || role_of_caption(&title.plain) != Role::Object)
}

/// The section that a label opens as a heading does: any section in bold, and of what is sent and comes back also in plain
/// words, once the page has come to that.
fn label_section(text: &Text, current: Section) -> Option<Section> {
    if !text.links.is_empty() {
        return None;
    }
    if current == Section::Examples {
        return example_label(text);
    }
    // An address that is shown is no description of one.
    if is_of_shown_address(&text.plain) {
        return (current != Section::Uri && current.is_of_operation()).then_some(Section::RequestExample);
    }
    // What a status means may be said of the request: "Request accepted".
    if current == Section::ResponseExample && !text.is_all_strong() && !is_of_example(&text.plain) {
        return label_of(text, current).filter(|found| !matches!(found, Section::Request | Section::RequestExample));
    }
    let is_among_examples = matches!(current, Section::RequestExample | Section::ResponseExample);
    label_of(text, current).map(|found| match found {
        Section::Uri if is_among_examples => Section::RequestExample,
        found => found,
    })
}

fn label_of(text: &Text, current: Section) -> Option<Section> {
    let known = section_of(&text.plain);
    if text.is_all_strong() {
        return known.or_else(|| section_by_words(&text.plain).filter(|_| current.is_of_operation()));
    }
    known.or_else(|| section_by_words(&text.plain).filter(|_| !is_sentence(&text.plain))).filter(|found| {
        let is_role = !matches!(role_of_caption(&text.plain), Role::Generic | Role::Object);
        // "Example" alone, and not in bold, is a label of one.
        let is_label = *found == Section::Examples || (is_role && *found == Section::Request);
        current.is_of_operation() && found.is_of_operation() && !is_label
    })
}

/// How many words a label may have that is neither in bold nor a known title.
const MAX_LABEL_WORDS: usize = 6;

/// Whether a text says something, rather than what stands below it.
fn is_sentence(text: &str) -> bool {
    text.contains(". ") || text.contains(['，', '。', ',']) || text.split_whitespace().count() > MAX_LABEL_WORDS
}

/// Which example a label announces where a page has both in one section.
fn example_label(text: &Text) -> Option<Section> {
    match section_of(&text.plain).or_else(|| section_by_words(&text.plain))? {
        Section::Request | Section::RequestExample => Some(Section::RequestExample),
        Section::Response | Section::ResponseExample => Some(Section::ResponseExample),
        _ => None,
    }
}

/// Whether a text may be the title of the table that follows: it is short and no sentence.
fn is_lead(text: &Text) -> bool {
    let is_sentence = text.plain.ends_with(['.', '。', ',', '，']) || text.plain.contains("。");
    text.plain.len() <= MAX_LEAD && text.links.is_empty() && (!is_sentence || introduces_fields(&text.plain))
}
