//! What the changes do to the generated crates: their public items, compared line by line.
//!
//! The generator writes one form only, so that an item is known by its lines: types, fields, variants and methods. Types have
//! one name in a crate, whichever module they are in.

mod attribution;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::finding::{CodeChange, CodeLine};

pub use attribution::attribute;

/// How an argument of any JSON goes on after `impl Into<`.
const ANY_JSON: &str = "serde_json::Value>";

/// The public items of a crate, by their names.
type Items = BTreeMap<String, (CodeLine, String)>;

/// The items that are gone or have changed, with their lines in both crates.
pub fn changes(old: &BTreeMap<PathBuf, String>, new: &BTreeMap<PathBuf, String>) -> Vec<CodeChange> {
    let (before, after) = (items(old), items(new));
    let mut changes = Vec::new();
    for (item, (line, signature)) in &before {
        let kept = after.get(item);
        if kept.is_none_or(|(_, other)| other != signature && !takes_the_same(signature, other, &after)) {
            let new = kept.map(|(line, _)| line.clone());
            changes.push(CodeChange { item: item.clone(), old: Some(line.clone()), new });
        }
    }
    changes
}

/// Whether callers that compile with the old signature do with the new one: secrets and open enums take all that is taken for text,
/// any JSON takes numbers and truths, and integers of all sizes include those that become an `i64`.
fn takes_the_same(old: &str, new: &str, after: &Items) -> bool {
    const ANY: &str = "implInto<";
    let (old, new) = (&as_into(old), &as_into(new));
    let is_of_text = |kind: &str| {
        let name = kind.rsplit("::").next().unwrap_or(kind);
        name == "Secret" || after.get(name).is_some_and(|(_, item)| item.starts_with("enum "))
    };
    if new.replacen("implInto<serde_json::Value>", "bool", 1) == *old {
        return true;
    }
    let (mut olds, mut news) = (old.split(ANY), new.split(ANY));
    loop {
        match (olds.next(), news.next()) {
            (None, None) => return true,
            (Some(one), Some(other)) if one == other => {}
            (Some(one), Some(other)) => match (one.strip_prefix("String>"), other.split_once('>')) {
                (Some(rest), Some((kind, left))) if rest == left && is_of_text(kind) => {}
                _ if is_wider_number(one, other) => {}
                _ => return false,
            },
            _ => return false,
        }
    }
}

/// A signature with integers of all sizes written as what becomes an `integer`.
fn as_into(signature: &str) -> String {
    signature.replace("implhuaweicloud_core::IntoInteger", "implInto<integer>")
}

fn plain(name: &str) -> String {
    name.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn items(files: &BTreeMap<PathBuf, String>) -> Items {
    let mut items = Items::new();
    let of_client =
        |path: &&PathBuf| path.starts_with("src") || path.components().any(|part| part.as_os_str() == "src");
    for path in files.keys().filter(of_client) {
        if let Some(text) = files.get(path).filter(|_| path.extension().is_some_and(|ending| ending == "rs")) {
            add_items(&mut items, path, text);
        }
    }
    items
}

/// Whether a number was taken where more kinds of numbers are, or any JSON.
fn is_wider_number(old: &str, new: &str) -> bool {
    let wider = [("i64>", "integer>"), ("i64>", ANY_JSON), ("f64>", ANY_JSON), ("integer>", ANY_JSON)];
    wider.into_iter().any(|(narrow, wide)| {
        let rest = old.strip_prefix(narrow);
        rest.is_some() && rest == new.strip_prefix(wide)
    })
}

/// Adds the items of a file: what begins with `pub`, and variants of enums, also of such that a macro makes.
fn add_items(items: &mut Items, path: &Path, text: &str) {
    let mut owner = String::new();
    // How deep variants stand, in an enum.
    let mut variants = None;
    let lines: Vec<&str> = text.lines().collect();
    for (index, line) in lines.iter().enumerate() {
        let (trimmed, depth) = (line.trim_start(), line.len() - line.trim_start().len());
        let (keyword, second) = keyword(trimmed);
        let is_enum = keyword == "enum" && trimmed.starts_with("pub ");
        if depth == 0 || is_enum && depth == 4 {
            match keyword {
                "struct" | "enum" | "impl" | "trait" if !trimmed.contains(" for ") => {
                    second.rsplit("::").next().unwrap_or_default().clone_into(&mut owner);
                    variants = is_enum.then_some(depth + 4);
                }
                "impl" | "}" => owner.clear(),
                _ => {}
            }
        }
        if variants.is_some_and(|deep| depth < deep && trimmed == "}") {
            variants = None;
        }
        let is_variant = variants == Some(depth) && trimmed.starts_with(char::is_uppercase);
        let is_item = trimmed.starts_with("pub ") && depth <= 4 && keyword != "mod" && keyword != "use";
        if !is_item && !is_variant {
            continue;
        }
        let name = match keyword {
            _ if depth == 0 || is_enum => second.trim_end_matches(':').to_owned(),
            "fn" | "const" => format!("{owner}::{second}"),
            _ => format!("{owner}::{}", keyword.trim_end_matches(':')),
        };
        let signature = if is_variant { trimmed.to_owned() } else { signature(&lines, index, keyword) };
        let number = u32::try_from(index + 1).unwrap_or(u32::MAX);
        let shown = CodeLine { file: path.to_string_lossy().into_owned(), line: number, text: signature.clone() };
        // Users write the name of a variant, and not the value that it stands for.
        let compared = match keyword {
            _ if is_variant => keyword.to_owned(),
            // Whether a type has a field left is said by its fields.
            "struct" | "enum" => format!("{keyword} {second}"),
            "const" => signature.split(" = ").next().unwrap_or_default().to_owned(),
            _ => without_names(&signature),
        };
        items.insert(format!("{name}{}", if keyword == "fn" { "()" } else { "" }), (shown, compared));
    }
}

/// The first words of an item: `fn` and its name.
fn keyword(trimmed: &str) -> (&str, &str) {
    let words = trimmed.strip_prefix("pub ").unwrap_or(trimmed);
    let words = words
        .strip_prefix("async ")
        .or_else(|| words.strip_prefix("const ").filter(|it| it.starts_with("fn ")))
        .unwrap_or(words);
    let mut begins = words.split(|letter: char| !(letter.is_alphanumeric() || letter == '_' || letter == ':'));
    (begins.next().unwrap_or_default(), begins.next().unwrap_or_default())
}

/// What stands before the body of an item, on one line.
fn signature(lines: &[&str], index: usize, keyword: &str) -> String {
    let is_function = lines.get(index).is_some_and(|line| line.trim_start().starts_with("pub fn"));
    let is_whole = |text: &str| text.ends_with('{') || text.ends_with(';') || (text.ends_with(',') && keyword != "fn");
    let mut signature = String::new();
    for part in lines.iter().skip(index).map(|line| line.trim()) {
        signature.push_str(part);
        if is_whole(part) || !is_function && part.ends_with('}') {
            break;
        }
        signature.push(' ');
    }
    signature
}

/// A signature without the names of its arguments, which callers do not write.
fn without_names(signature: &str) -> String {
    if !signature.starts_with("pub fn") {
        return signature.to_owned();
    }
    let text = signature.replace("( ", "(").replace(", )", ")");
    let words = text.split(' ').map(|word| match word.strip_suffix(':') {
        Some(name) => name.rfind('(').and_then(|at| name.get(..=at)).unwrap_or_default(),
        None => word,
    });
    words.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn crate_of(text: &str) -> BTreeMap<PathBuf, String> {
        BTreeMap::from([(PathBuf::from("crates/w/src/generated/widgets.rs"), text.to_owned())])
    }

    #[test]
    fn items_that_are_gone_or_have_changed_are_told_with_their_lines() {
        let old = "pub struct Widget {\n    /// Size.\n    pub size: Option<i64>,\n    pub name: String,\n}\n\nimpl Widget {\n    \
                   pub fn new(name: impl Into<String>) -> Self {\n        todo\n    }\n}\npub enum State {\n    On,\n    Off,\n}\n\
                   open_enum! {\n    /// A colour.\n    pub enum Colour {\n        Red => \"red\",\n        Blue => \"blue\",\n    \
                   }\n}\n";
        let new = "pub struct Widget {\n    pub size: Option<f64>,\n    pub name: String,\n}\n\nimpl Widget {\n    pub fn new(\n        \
                   title: impl Into<String>,\n    ) -> Self {\n        todo\n    }\n}\npub enum State {\n    On,\n}\nopen_enum! {\n    \
                   pub enum Colour {\n        Blue => \"azure\",\n    }\n}\n";
        let changes = changes(&crate_of(old), &crate_of(new));
        let shown: Vec<_> = changes
            .iter()
            .map(|change| {
                let line = |line: &Option<CodeLine>| line.as_ref().map(|line| (line.line, line.text.clone()));
                (change.item.as_str(), line(&change.old), line(&change.new))
            })
            .collect();
        let text = |line: u32, text: &str| Some((line, text.to_owned()));
        assert_eq!(
            shown,
            [
                ("Colour::Red", text(19, "Red => \"red\","), None),
                ("State::Off", text(14, "Off,"), None),
                ("Widget::size", text(3, "pub size: Option<i64>,"), text(2, "pub size: Option<f64>,")),
            ]
        );
    }

    #[test]
    fn what_takes_integers_of_all_sizes_takes_those_that_it_took() {
        let setter = |of: &str| {
            crate_of(&format!("impl Widget {{\n    pub fn size(mut self, value: {of}) -> Self {{\n    }}\n}}\n"))
        };
        let is_breaking = |old: &str, new: &str| !changes(&setter(old), &setter(new)).is_empty();
        let (some, all, any) = ("impl Into<i64>", "impl huaweicloud_core::IntoInteger", "impl Into<serde_json::Value>");
        for (old, new) in [(some, all), (some, any), (all, any), (all, all)] {
            assert!(!is_breaking(old, new), "{old} {new}");
        }
        for (old, new) in [(all, some), (any, all), (all, "impl Into<String>")] {
            assert!(is_breaking(old, new), "{old} {new}");
        }
    }
}
