//! Faults put into a file that has none.

use serde_json::{Map, Value, json};
use xtask::model::keyword::{KEYWORDS, Subject};

use super::Choices;
use super::names::Names;
use super::walk::visit;

/// Breaks about one object out of so many.
pub(crate) fn break_some(file: &mut Value, choices: &mut Choices<'_>, one_out_of: usize) {
    visit(file, &mut |subject, object| {
        if choices.once_in(one_out_of) {
            break_one(subject, object, choices);
        }
    });
}

fn break_one(subject: Subject, object: &mut Map<String, Value>, choices: &mut Choices<'_>) {
    let keys: Vec<String> = object.keys().cloned().collect();
    let key = if keys.is_empty() { String::new() } else { choices.one(&keys).clone() };
    match choices.below(8) {
        0 => {
            // A keyword of this kind of object, honoured or refused, with any value.
            let rows: Vec<&str> = KEYWORDS.iter().filter(|row| row.subject == subject).map(|row| row.name).collect();
            let name = if rows.is_empty() { "x" } else { choices.one(&rows) };
            object.insert(name.to_owned(), odd(choices));
        }
        1 => drop(object.insert(choices.one(KEYWORDS).name.to_owned(), odd(choices))),
        2 => drop(object.remove(&key)),
        3 => drop(object.insert(key, odd(choices))),
        4 => {
            // A misspelt key.
            let value = object.remove(&key).unwrap_or_default();
            object.insert(key.chars().rev().chain(['x']).collect(), value);
        }
        5 => rename(object, &key, choices),
        _ => {
            if let Some(Value::String(text)) = object.get_mut(&key) {
                let names = *choices.one(&[
                    Names::Text,
                    Names::Wire,
                    Names::Type,
                    Names::Operation,
                    Names::Header,
                    Names::Placeholder,
                ]);
                names.refused(choices).clone_into(text);
            }
        }
    }
}

/// Gives an entry of a mapping another name.
fn rename(object: &mut Map<String, Value>, key: &str, choices: &mut Choices<'_>) {
    let Some(Value::Object(entries)) = object.get_mut(key) else { return };
    let keys: Vec<String> = entries.keys().cloned().collect();
    if keys.is_empty() {
        return;
    }
    let value = entries.remove(choices.one(&keys)).unwrap_or_default();
    let names = *choices.one(&[Names::Wire, Names::Type, Names::Text]);
    entries.insert(names.refused(choices).to_owned(), value);
}

/// A value that hardly fits.
fn odd(choices: &mut Choices<'_>) -> Value {
    let values = [
        json!(null),
        json!(true),
        json!(false),
        json!(0),
        json!(-1),
        json!(1.5),
        json!(1e300),
        json!(u64::MAX),
        json!(""),
        json!("x"),
        json!("string"),
        json!("*/"),
        json!([]),
        json!([null]),
        json!(["a", "a"]),
        json!({}),
        json!({"type": "string"}),
        json!({"$ref": "#/components/schemas/Part"}),
        json!({"$ref": "#/components/schemas/Nowhere"}),
        json!({"$ref": 1}),
        json!([{"$ref": "#/components/schemas/Part"}]),
        json!({"type": "object", "properties": {"a": {"type": "string"}}}),
    ];
    choices.one(&values).clone()
}
