//! What stands where a person has yet to say something.

use serde_json::Value;

use super::provenance::{Part, is_extension};
use super::{child, extension as x};

/// Stands for what only a person can say, until it is said: a description, or whether an operation may be repeated.
pub const PLACEHOLDER: &str = "TODO";

/// Whether a text is a placeholder: nothing else, or with a note behind a colon.
pub fn is_placeholder(text: &str) -> bool {
    text.strip_prefix(PLACEHOLDER).is_some_and(|rest| rest.is_empty() || rest.starts_with(':'))
}

/// Whether a part of an address, or of another text that is no sentence, is a placeholder.
pub fn holds_placeholder(text: &str) -> bool {
    text.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| word == PLACEHOLDER)
}

/// Extensions that hold names and values of the API or of records alone: other rules say whether these are there.
const OF_NAMES: [&str; 9] = [
    x::ENUM_ALIASES,
    x::LONG_RUNNING,
    x::PAGING,
    x::PARTIAL_FAILURE,
    x::REPLACED_BY,
    x::SOURCE,
    x::SOURCES,
    x::STATES,
    x::WITNESSES,
];

/// Extensions whose entries hold such names as well: the keys of what else they say.
const ENTRIES: [(&str, &[&str]); 4] = [
    (x::AVAILABILITY, &["says"]),
    (x::CERTAINTY, &["why"]),
    (x::PERMISSION, &["access-level", "action", "alias", "condition-keys", "dependencies", "resource-type", "when"]),
    (x::REQUIRES, &[]),
];

/// The placeholders of a document: where each stands, and its key. Examples and other values, and names of the API, are as they
/// are sent, and none.
pub(crate) fn placeholders(document: &Value) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for section in ["paths", "components"] {
        if let Some(value) = document.get(section) {
            let part = Part::Keywords.member(section);
            collect(value, part, &child("", section), &mut found);
        }
    }
    found
}

fn collect(value: &Value, part: Part, pointer: &str, found: &mut Vec<(String, String)>) {
    match value {
        Value::Object(members) => {
            for (key, value) in members {
                let at = child(pointer, key);
                match (part, key.as_str()) {
                    (Part::Keywords, "description" | "summary") => texts(value, key, &at, found),
                    (Part::Keywords, key) if is_extension(key) => in_extension(value, key, &at, found),
                    _ => match part.member(key) {
                        Part::Values => {}
                        member => collect(value, member, &at, found),
                    },
                }
            }
        }
        Value::Array(elements) => {
            for (at, element) in elements.iter().enumerate() {
                collect(element, part.element(), &format!("{pointer}/{at}"), found);
            }
        }
        _ => {}
    }
}

fn in_extension(value: &Value, extension: &str, pointer: &str, found: &mut Vec<(String, String)>) {
    if OF_NAMES.contains(&extension) {
        return;
    }
    let keys = ENTRIES.iter().find(|(known, _)| *known == extension).map(|(_, keys)| *keys);
    let (Some(keys), Value::Array(entries)) = (keys, value) else { return texts(value, extension, pointer, found) };
    for (index, entry) in entries.iter().enumerate() {
        for key in keys {
            if let Some(value) = entry.get(key) {
                let at = child(&format!("{pointer}/{index}"), key);
                // A condition is about values of the API.
                if *key != "when" || value.is_string() {
                    texts(value, key, &at, found);
                }
            }
        }
    }
}

/// The placeholders among all texts of a value.
fn texts(value: &Value, key: &str, pointer: &str, found: &mut Vec<(String, String)>) {
    match value {
        Value::String(text) if is_placeholder(text) => found.push((pointer.to_owned(), key.to_owned())),
        Value::Object(members) => {
            members.iter().for_each(|(name, value)| texts(value, key, &child(pointer, name), found));
        }
        Value::Array(elements) => {
            let each = elements.iter().enumerate();
            each.for_each(|(index, element)| texts(element, key, &format!("{pointer}/{index}"), found));
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_sent_is_no_placeholder() {
        let sent = json!({
            "type": "string",
            "enum": ["TODO", "DONE"],
            "default": "TODO",
            "example": { "description": "TODO", "x-official-name": "TODO" },
            "x-enum-aliases": { "TODO": ["TODO: later"] },
            "x-states": { "terminal": ["DONE"], "success": ["TODO"] },
            "x-availability": [{ "values": ["TODO"], "only-in": ["TODO"] }],
            "x-certainty": [{ "about": "values", "of": ["TODO"], "by": ["TODO"] }],
        });
        let operation = json!({
            "x-requires": [{ "needs": ["TODO"], "when": [{ "value": "TODO", "is": ["TODO"] }], "allows": { "a": ["TODO"] } }],
            "x-permission": [{ "action": "a:b:c", "when": [{ "value": "a", "is": ["TODO"] }] }],
            "requestBody": { "content": { "json": { "examples": { "x-a": { "value": { "description": "TODO" } } } } } },
        });
        let none = json!({
            "paths": { "x-path": { "get": operation } },
            "components": { "schemas": { "A": sent, "description": { "required": ["TODO"] } } },
        });
        assert_eq!(placeholders(&none), []);
    }

    #[test]
    fn texts_of_ours_are_counted() {
        let open = json!({
            "description": "TODO",
            "properties": {
                "x-official-name": { "description": "TODO: what?" },
                "default": { "x-aliases": ["a", "TODO"] },
            },
            "x-requires": "TODO",
            "x-availability": [{ "differs-in": ["a"], "says": "TODO" }],
            "x-certainty": [{ "about": "type", "why": "TODO" }],
            "x-enum-descriptions": { "default": "TODO" },
            "x-enum-varnames": ["TODO"],
            "x-official-name": "TODO",
        });
        let permission = json!([
            { "action": "TODO:a:b", "access-level": "TODO", "resource-type": "TODO", "when": "TODO" },
            { "alias": "TODO", "condition-keys": ["a", "TODO"], "dependencies": ["TODO"] },
        ]);
        let document = json!({
            "paths": { "/a": { "get": {
                "responses": { "200": { "content": { "json": { "examples": { "value": { "summary": "TODO" } } } } } },
                "x-permission": permission,
                "x-variants": ["TODO"],
            } } },
            "components": { "schemas": { "example": open } },
        });
        let keys: Vec<String> = placeholders(&document).into_iter().map(|(_, key)| key).collect();
        assert_eq!(
            keys.join(" "),
            "summary access-level action resource-type when alias condition-keys dependencies x-variants description \
             description x-aliases x-requires says why x-enum-descriptions x-enum-varnames x-official-name"
        );
        for (pointer, _) in placeholders(&document) {
            assert!(document.pointer(&pointer).and_then(Value::as_str).is_some_and(is_placeholder), "{pointer}");
        }
    }

    #[test]
    fn placeholders_are_no_words_of_a_sentence() {
        for text in ["TODO", "TODO: look at the page"] {
            assert!(is_placeholder(text) && holds_placeholder(text), "{text}");
        }
        for text in ["", "Todo", "TODOS", "TODO lists of a team", "The state `TODO`."] {
            assert!(!is_placeholder(text), "{text}");
        }
        assert!(holds_placeholder("https://TODO.{region}.example") && !holds_placeholder("https://todo.example"));
    }
}
