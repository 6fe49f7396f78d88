//! What the beginning of a line says about it.

/// Whether a line is a target, a directive, a comment or the like.
pub(super) fn is_explicit(trimmed: &str) -> bool {
    trimmed.starts_with(".. ") || trimmed.trim_end() == ".."
}

/// The name and argument of a directive line: `.. table:: caption`.
pub(super) fn directive(trimmed: &str) -> Option<(&str, &str)> {
    let rest = trimmed.strip_prefix(".. ")?.trim_start();
    let (name, argument) = rest.split_once("::")?;
    let is_name = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "-_:.".contains(c));
    is_name.then(|| (name, argument.trim()))
}

/// The name of a target line: `.. _name:`.
pub(super) fn target(trimmed: &str) -> Option<&str> {
    let name = trimmed.strip_prefix(".. _")?.trim_end().strip_suffix(':')?;
    Some(name.trim_matches('`'))
}

/// Name and value of a field line: `:original_name: X.html`.
pub(super) fn field(trimmed: &str) -> Option<(&str, &str)> {
    let (name, value) = trimmed.strip_prefix(':')?.split_once(':')?;
    let is_name = !name.is_empty() && !name.contains([' ', '`']);
    (is_name && (value.is_empty() || value.starts_with(' '))).then(|| (name, value.trim()))
}

/// The text of a list item: `-  text`, `1. text`, `#. text`.
pub(super) fn item(trimmed: &str) -> Option<&str> {
    for mark in ["- ", "* ", "+ ", "• ", "#. "] {
        if let Some(text) = trimmed.strip_prefix(mark) {
            return Some(text.trim_start());
        }
    }
    let rest = trimmed.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = trimmed.len() - rest.len();
    if (1..=3).contains(&digits) {
        return rest.strip_prefix(". ").or_else(|| rest.strip_prefix(") ")).map(str::trim_start);
    }
    None
}

/// Whether a line is one punctuation character repeated, as under a title.
pub(super) fn is_underline(line: &str) -> bool {
    let line = line.trim_end();
    let mut chars = line.chars();
    let Some(first) = chars.next() else {
        return false;
    };
    line.len() >= 3 && "=-~^\"'`*+#:._<>".contains(first) && chars.all(|c| c == first)
}

/// Whether a line begins a grid table.
pub(super) fn is_grid_border(trimmed: &str) -> bool {
    trimmed.len() >= 3
        && trimmed.starts_with(['+'])
        && trimmed.trim_end().ends_with('+')
        && trimmed.trim_end().chars().all(|c| matches!(c, '+' | '-' | '='))
}

/// Whether a line is the border of a simple table: at least two groups of `=`.
pub(super) fn is_simple_border(trimmed: &str) -> bool {
    trimmed.starts_with('=')
        && trimmed.trim_end().contains(' ')
        && trimmed.chars().all(|c| c == '=' || c == ' ' || c == '\r')
}

/// Names of boxes whose text is a note.
pub(super) fn is_note(name: &str) -> bool {
    matches!(name, "note" | "caution" | "warning" | "important" | "tip" | "hint" | "attention" | "danger" | "notice")
}
