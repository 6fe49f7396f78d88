//! Type names as documents write them, misspellings included.

use crate::docs::facts::{DocType, SchemaType};

/// Scalars and bare containers, in lower case.
const NAMES: &[(&str, SchemaType)] = &[
    ("string", SchemaType::String),
    ("strings", SchemaType::String),
    ("str", SchemaType::String),
    ("char", SchemaType::String),
    ("text", SchemaType::String),
    ("uuid", SchemaType::String),
    ("date", SchemaType::String),
    ("time", SchemaType::String),
    ("datetime", SchemaType::String),
    ("date-time", SchemaType::String),
    ("timestamp", SchemaType::Integer),
    ("enum", SchemaType::String),
    ("integer", SchemaType::Integer),
    ("integers", SchemaType::Integer),
    ("interger", SchemaType::Integer),
    ("intger", SchemaType::Integer),
    ("int", SchemaType::Integer),
    ("int32", SchemaType::Integer),
    ("int64", SchemaType::Integer),
    ("long", SchemaType::Integer),
    ("longs", SchemaType::Integer),
    ("short", SchemaType::Integer),
    ("double", SchemaType::Number),
    ("doubles", SchemaType::Number),
    ("doubule", SchemaType::Number),
    ("float", SchemaType::Number),
    ("floats", SchemaType::Number),
    ("decimal", SchemaType::Number),
    ("bigdecimal", SchemaType::Number),
    ("number", SchemaType::Number),
    ("numbers", SchemaType::Number),
    ("boolean", SchemaType::Boolean),
    ("booleans", SchemaType::Boolean),
    ("bool", SchemaType::Boolean),
    ("object", SchemaType::Object),
    ("objects", SchemaType::Object),
    ("json", SchemaType::Object),
    ("jsonobject", SchemaType::Object),
    ("dict", SchemaType::Object),
    ("file", SchemaType::Binary),
    ("binary", SchemaType::Binary),
    ("字符串", SchemaType::String),
    ("整数", SchemaType::Integer),
    ("整型", SchemaType::Integer),
    ("布尔", SchemaType::Boolean),
    ("对象", SchemaType::Object),
];

/// Names of lists without an item type.
const BARE_LISTS: &[&str] = &["array", "list", "arrays", "jsonarray", "数组", "列表"];

/// How deep lists of lists are followed; no document goes beyond two.
const MAX_DEPTH: u32 = 4;

/// The type a cell names.
pub(crate) fn parse_type(cell: &str) -> DocType {
    let text = cell.trim().to_owned();
    let (schema, object) = schema_of(&text, MAX_DEPTH);
    DocType { text, schema, object }
}

/// Whether a text as a whole is a type, and not a sentence that begins like one.
pub(crate) fn is_type(text: &str) -> bool {
    text.len() <= 120 && text.split_whitespace().count() <= 6 && parse_type(text).schema != SchemaType::Unknown
}

fn schema_of(text: &str, depth: u32) -> (SchemaType, Option<String>) {
    let text = text.trim().trim_end_matches(['.', '。', ',', '，', ';']).trim();
    if depth == 0 || text.is_empty() {
        return (SchemaType::Unknown, None);
    }
    let lower = text.to_lowercase();
    if BARE_LISTS.contains(&lower.as_str()) {
        return (SchemaType::array(SchemaType::Unknown), None);
    }
    if let Some((_, schema)) = NAMES.iter().find(|(name, _)| *name == lower) {
        return (schema.clone(), None);
    }
    if lower == "map" {
        return (map_of(SchemaType::Unknown), None);
    }
    container(text, &lower, depth).unwrap_or_else(|| named_object(text, &lower))
}

/// `Array<X>`, `Array of X`, `X[]`, `Map<K,V>`.
fn container(text: &str, lower: &str, depth: u32) -> Option<(SchemaType, Option<String>)> {
    for opening in ["array<", "list<", "array[", "list[", "array("] {
        if lower.starts_with(opening) {
            let inner = text.get(opening.len()..)?.trim_end_matches(['>', ']', ')']);
            return Some(list_of(inner, depth));
        }
    }
    for opening in ["array of ", "arrays of ", "list of ", "array object of "] {
        if lower.starts_with(opening) {
            return Some(list_of(text.get(opening.len()..)?, depth));
        }
    }
    if let Some(inner) = lower.strip_suffix("[]") {
        return Some(list_of(text.get(..inner.len())?, depth));
    }
    if lower.strip_suffix(" array").is_some_and(|inner| !inner.contains(' ')) {
        return Some(list_of(text.get(..text.len().saturating_sub(6))?, depth));
    }
    if lower.starts_with("map<") || lower.starts_with("map of ") {
        let inner = text.get(4..)?.trim_end_matches('>');
        let value = inner.rsplit(',').next().unwrap_or_default();
        return Some((map_of(schema_of(value, depth - 1).0), None));
    }
    None
}

fn list_of(inner: &str, depth: u32) -> (SchemaType, Option<String>) {
    let (mut items, mut object) = schema_of(inner, depth - 1);
    let inner = inner.trim();
    if items == SchemaType::Unknown && is_name(inner) {
        // "Array of group_offsets": an item type that is no scalar names an object.
        items = SchemaType::Object;
        object = Some(inner.to_owned());
    }
    (SchemaType::array(items), object)
}

fn map_of(values: SchemaType) -> SchemaType {
    SchemaType::Map { values: Box::new(values) }
}

/// "X object", "X objects", "Object of X", "object X".
fn named_object(text: &str, lower: &str) -> (SchemaType, Option<String>) {
    for suffix in [" objects", " object", "对象"] {
        if let Some(name) = lower.strip_suffix(suffix).and_then(|rest| text.get(..rest.len())) {
            let name = name.trim();
            if is_name(name) {
                return (SchemaType::Object, Some(name.to_owned()));
            }
        }
    }
    for prefix in ["object of ", "objects of ", "object ", "objects "] {
        if lower.starts_with(prefix) {
            let name = text.get(prefix.len()..).unwrap_or_default().trim();
            if is_name(name) {
                return (SchemaType::Object, Some(name.to_owned()));
            }
        }
    }
    (SchemaType::Unknown, None)
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || "_-.$".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn lists_nest(depth in 0..MAX_DEPTH, form in proptest::sample::select(vec!["array<", "list of "])) {
            let close = if form.ends_with('<') { ">" } else { "" };
            let times = usize::try_from(depth).unwrap();
            let text = format!("{}String{}", form.repeat(times), close.repeat(times));
            let schema = parse_type(&text).schema;
            prop_assert_eq!((schema.array_depth(), schema.innermost()), (times, &SchemaType::String));
        }

        #[test]
        fn no_text_panics(text in "(array of |map<|list\\[|\\PC| objects?|[\\[\\]<>,]){0,12}") {
            prop_assert_eq!(parse_type(&text).text, text.trim());
        }
    }
}
