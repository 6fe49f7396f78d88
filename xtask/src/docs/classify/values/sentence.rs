//! Sentences of a description, and the labels that newer pages put before its parts.

use crate::docs::block::{Cell, Part};

/// What a part of a description is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Label {
    /// No label, or one that is not about the value.
    Plain,
    /// The values it may take.
    Range,
    /// The value it has if left out.
    Default,
}

const LABELS: &[(Label, &[&str])] = &[
    (Label::Plain, &["definition", "constraints", "constraint", "参数解释", "约束限制", "解释"]),
    (Label::Range, &["range", "value range", "取值范围", "取值"]),
    (Label::Default, &["default value", "default", "默认取值", "默认值", "缺省值"]),
];

/// Whether a word is a label.
pub(super) fn is_label(word: &str) -> bool {
    let bare = word.trim_end_matches([':', '：', ' ']).to_lowercase();
    LABELS.iter().any(|(_, words)| words.contains(&bare.as_str()))
}

/// The parts of a cell with the label each stands under. A label may be a part of its own.
pub(super) fn labelled(cell: &Cell) -> Vec<(Label, &Part)> {
    let mut current = Label::Plain;
    let mut parts = Vec::with_capacity(cell.parts.len());
    for part in &cell.parts {
        let bare = part.text.plain.trim_end_matches([':', '：', ' ']).to_lowercase();
        let label = LABELS.iter().find(|(_, words)| words.contains(&bare.as_str()));
        if let Some((label, _)) = label.filter(|_| !part.bullet) {
            current = *label;
        } else {
            parts.push((current, part));
        }
    }
    parts
}

/// Words that make a sentence a condition.
const CONDITIONS: &[&str] = &[
    "When ",
    "when ",
    "If ",
    " if ",
    " being ",
    "is set to",
    "Mandatory only",
    "depends on",
    "当",
    "如果",
    "对于",
    "若",
    "时，",
    "规格为",
    "参数specification",
];

/// Whether what stands at `at` belongs to a sentence that holds only under a condition.
pub(super) fn is_conditional(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default();
    let start = before
        .char_indices()
        .rev()
        .find(|&(index, c)| match c {
            '。' | '；' | ';' => true,
            '.' => before.get(index + 1..).is_some_and(|rest| rest.starts_with(' ') || rest.is_empty()),
            _ => false,
        })
        .map_or(0, |(index, c)| index + c.len_utf8());
    let sentence = before.get(start..).unwrap_or_default();
    CONDITIONS.iter().any(|word| sentence.contains(word))
}
