//! What the page is called: title, anchor, operation, date.

use super::outline::{Outline, PassageKind};
use crate::docs::facts::{Located, PageFacts};
use crate::docs::words::{Section, is_name_label};

/// Fills in the names of a page.
pub(super) fn identify(outline: &Outline<'_>, facts: &mut PageFacts) {
    facts.title.clone_from(&outline.title);
    facts.date.clone_from(&outline.date);
    let anchor = outline.original_name.as_ref().or_else(|| outline.title_anchors.first());
    facts.anchor =
        anchor.map(|found| Located { value: found.value.trim_end_matches(".html").to_owned(), line: found.line });
    let named = facts.anchor.clone().filter(|anchor| is_operation_name(&anchor.value));
    facts.operation = named.or_else(|| labelled(outline)).or_else(|| from_sample_code(outline));
}

/// Whether an anchor is a name such as `ListWidgets`, and no number of a page.
fn is_operation_name(anchor: &str) -> bool {
    anchor.len() > 3
        && anchor.starts_with(|c: char| c.is_ascii_uppercase())
        && anchor.chars().all(|c| c.is_ascii_alphanumeric())
        && anchor.chars().any(|c| c.is_ascii_lowercase())
}

/// The name that stands below a label for it.
fn labelled(outline: &Outline<'_>) -> Option<Located<String>> {
    let label = outline.passages.iter().position(|passage| match passage.kind {
        PassageKind::Text(text) => is_name_label(&text.plain),
        PassageKind::Code(_) => false,
    })?;
    let below = outline.passages.get(label + 1)?;
    match below.kind {
        PassageKind::Text(text) if is_operation_name(&text.plain) => {
            Some(Located { value: text.plain.clone(), line: below.line })
        }
        _ => None,
    }
}

/// The text of a web page has no anchors, but sample code that makes an `XRequest`.
fn from_sample_code(outline: &Outline<'_>) -> Option<Located<String>> {
    outline.passages.iter().filter(|passage| passage.section == Section::SampleCode).find_map(|passage| {
        match passage.kind {
            PassageKind::Code(code) => operation_in(code, passage.line),
            PassageKind::Text(_) => None,
        }
    })
}

fn operation_in(code: &str, first_line: u32) -> Option<Located<String>> {
    for (line, text) in (first_line..).zip(code.lines()) {
        for ending in ["Request(", "Request{"] {
            let Some((before, _)) = text.split_once(ending) else {
                continue;
            };
            let start = before.rfind(|c: char| !c.is_ascii_alphanumeric()).map_or(0, |at| at + 1);
            let name = before.get(start..).unwrap_or_default();
            if is_operation_name(name) {
                return Some(Located { value: name.to_owned(), line });
            }
        }
    }
    None
}
