//! What stands in no table: fields that an item of a list, or a paragraph, names with their types, and whatever stands below a
//! caption that no table follows.

use super::outline::{Outline, PassageKind};
use crate::docs::facts::{PageFacts, PageProblem, PageProblemKind};
use crate::docs::words::{Section, is_type};

/// Reports captions with a number that no table follows: whatever stands there has become no fact.
pub(super) fn report_captions(facts: &mut PageFacts, outline: &Outline<'_>) {
    for caption in outline.captions.iter().filter(|caption| outline.second.is_none_or(|second| caption.line < second)) {
        let reason = format!("no table that can be read follows `{}`", caption.value);
        facts.problems.push(PageProblem::new(&facts.page, caption.line, PageProblemKind::Damaged, reason));
    }
}

/// Reports what looks like a field where a page says what is sent, or what comes back, each as a row that became no fact.
pub(super) fn report(facts: &mut PageFacts, outline: &Outline<'_>) {
    for passage in &outline.passages {
        let is_of_body = matches!(passage.section, Section::Request | Section::Response)
            && outline.second.is_none_or(|second| passage.line < second);
        let PassageKind::Text(text) = passage.kind else { continue };
        if let Some(name) = field(&text.plain).filter(|_| is_of_body) {
            let reason = format!("`{name}` has a type, and stands in no table: it is not read");
            facts.problems.push(PageProblem::new(&facts.page, passage.line, PageProblemKind::Row, reason).with_rows(1));
            facts.counts.rows += 1;
        }
    }
}

/// The name of a field in front of its type in brackets: `widgets (Array of objects, optional): …`.
fn field(text: &str) -> Option<&str> {
    let end = text.find(|c: char| !(c.is_ascii_alphanumeric() || "_-.".contains(c)))?;
    let (name, rest) = text.split_at_checked(end)?;
    let rest = rest.trim_start().strip_prefix(['(', '（'])?;
    let (inside, _) = rest.split_once([')', '）'])?;
    let is_name = name.starts_with(|c: char| c.is_ascii_alphabetic());
    (is_name && is_type(inside.split([',', '，']).next().unwrap_or_default())).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_with_its_type_is_a_field() {
        for text in ["gears (Array of objects)", "job_id (String): the job.", "force（Boolean，可选）：强制"] {
            assert!(field(text).is_some(), "{text}");
        }
        for text in
            ["force", "See the table (String).", "name (see below): it", "(String)", "widgets: String", "IPs (v4)"]
        {
            assert_eq!(field(text), None, "{text}");
        }
    }
}
