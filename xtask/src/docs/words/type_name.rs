//! Type names as documents write them, misspellings included.

use crate::docs::facts::{DocType, SchemaType};

/// Scalars and bare containers, in lower case.
const NAMES: &[(&str, SchemaType)] = &[
    ("string", SchemaType::String),
    ("strings", SchemaType::String),
    ("str", SchemaType::String),
    ("char", SchemaType::String),
    ("text", SchemaType::String),
    ("varchar", SchemaType::String),
    ("url", SchemaType::String),
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
    ("uint", SchemaType::Integer),
    ("uint32", SchemaType::Integer),
    ("uint64", SchemaType::Integer),
    ("bigint", SchemaType::Integer),
    ("long", SchemaType::Integer),
    ("long integer", SchemaType::Integer),
    ("long int", SchemaType::Integer),
    ("longs", SchemaType::Integer),
    ("short", SchemaType::Integer),
    ("double", SchemaType::Number),
    ("doubles", SchemaType::Number),
    ("doubule", SchemaType::Number),
    ("float", SchemaType::Number),
    ("float64", SchemaType::Number),
    ("float32", SchemaType::Number),
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
    ("dictionary", SchemaType::Object),
    ("字典", SchemaType::Object),
    ("reference", SchemaType::Object),
    ("file", SchemaType::Binary),
    ("byte", SchemaType::Binary),
    ("bytes", SchemaType::Binary),
    ("binary", SchemaType::Binary),
    ("字符串", SchemaType::String),
    ("整数", SchemaType::Integer),
    ("整型", SchemaType::Integer),
    ("布尔", SchemaType::Boolean),
    ("布尔值", SchemaType::Boolean),
    ("浮点数", SchemaType::Number),
    ("浮点型", SchemaType::Number),
    ("长整型", SchemaType::Integer),
    ("对象", SchemaType::Object),
];

/// Names of lists without an item type.
const BARE_LISTS: &[&str] = &["list data", "array data", "array", "list", "arrays", "jsonarray", "数组", "列表"];

/// Words after the name of an object that say only that it is one: "Cog structure".
const STRUCTURES: &[&str] = &[
    "structure",
    "structures",
    "struct",
    "object",
    "objects",
    "entity",
    "data structure",
    "对象",
    "结构",
    "结构体",
    "数据结构",
    "类型数据结构",
];
/// Words that make a list of what stands before them: "String list", "Cog structure array".
const LISTS_AFTER: &[&str] = &["array", "arrays", "list", "lists", "set", "数组", "列表", "集合"];
/// Words that make a list of what follows.
const LISTS_BEFORE: &[&str] =
    &["array of ", "arrays of ", "list of ", "lists of ", "a list of ", "set of ", "array object of "];
/// Containers with their parameters in brackets.
const LISTS_AROUND: &[&str] = &["array", "list", "arraylist", "set", "collection"];
const MAPS_AROUND: &[&str] = &["map", "dict", "hashmap", "dictionary"];
/// Maps of which nothing else is said.
const MAPS: &[&str] = &[
    "map",
    "hashmap",
    "key-value pair",
    "key-value pairs",
    "key/value pair",
    "key/value pairs",
    "json key-value pair",
    "json key-value pairs",
    "键值对",
];

/// Whether a word in brackets says no more than that there is a list: `[Array]`, `[items]`.
pub(crate) fn is_word_of_list(word: &str) -> bool {
    let word = word.trim().to_lowercase();
    BARE_LISTS.contains(&word.as_str()) || matches!(word.as_str(), "item" | "items" | "element" | "elements")
}

/// Whether a type says only that there is a structure, which may be of one thing or of each in a list: "Cog structure".
pub(crate) fn is_structure(text: &str) -> bool {
    let lower = text.trim().to_lowercase();
    ["structure", "structures", "struct", "结构", "结构体"].iter().any(|word| lower.ends_with(word))
}

/// Whether a type says of what it names that it is an object: "Array of Cog objects".
pub(crate) fn says_object(text: &str) -> bool {
    let lower = text.to_lowercase();
    STRUCTURES.iter().any(|word| lower.contains(word))
}

/// Words of a row that stands for all elements of a body that is a list: "Array elements", 数组元素.
const ELEMENTS: &[&str] = &[
    "array element",
    "array elements",
    "list element",
    "list elements",
    "array item",
    "array items",
    "数组元素",
    "列表元素",
];

/// Whether a text stands for the elements of a list without a name.
pub(crate) fn is_list_of_elements(text: &str) -> bool {
    ELEMENTS.contains(&text.trim().to_lowercase().as_str())
}

/// The type that a part of a description tells under a label of its own: "Type: string". A Chinese label may stand in the
/// middle of what has lost its line breaks: 部件名。类型：String取值范围：[1, 9].
pub(crate) fn labelled_type(text: &str) -> Option<&str> {
    let (label, rest) = text.split_once([':', '：'])?;
    let is_label =
        matches!(label.trim().to_lowercase().as_str(), "type" | "data type" | "类型" | "数据类型" | "参数类型");
    Some(rest.trim()).filter(|rest| is_label && is_type(rest)).or_else(|| inner_type(text))
}

/// The word behind a Chinese label in the middle of a text, if it is a type and ends where the Chinese goes on.
fn inner_type(text: &str) -> Option<&str> {
    let mut labels = text.match_indices("类型：");
    labels.find_map(|(at, label)| {
        let rest = text.get(at + label.len()..)?;
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
        let is_whole = rest.get(end..).is_some_and(|tail| tail.chars().next().is_none_or(|c| !c.is_ascii()));
        rest.get(..end).filter(|word| is_whole && is_type(word))
    })
}

/// How deep lists of lists are followed; no document goes beyond two.
const MAX_DEPTH: u32 = 4;

/// The type a cell names: all of it, or else what stands before the first comma or stop, as long as it is a type.
pub(crate) fn parse_type(cell: &str) -> DocType {
    let text = cell.trim().to_owned();
    let (mut schema, mut object) = schema_of(&text, MAX_DEPTH);
    if schema == SchemaType::Unknown
        && let Some((first, _)) = text.split_once(['，', '。', '；', ';']).or_else(|| text.split_once(", "))
    {
        (schema, object) = schema_of(first, MAX_DEPTH);
    }
    // One word may be the name of a table.
    if schema == SchemaType::Unknown && is_name(&text) && text.starts_with(|c: char| c.is_ascii_alphabetic()) {
        object = Some(text.clone());
    }
    DocType { text, schema, object }
}

/// Whether a text as a whole is a type, and not a sentence that begins like one.
pub(crate) fn is_type(text: &str) -> bool {
    text.len() <= 120
        && !text.ends_with(['.', '。'])
        && text.split_whitespace().count() <= 6
        && schema_of(text, MAX_DEPTH).0 != SchemaType::Unknown
}

fn schema_of(text: &str, depth: u32) -> (SchemaType, Option<String>) {
    let text = text.trim().trim_end_matches(['.', '。', ',', '，', ';', '；']).trim();
    if depth == 0 || text.is_empty() {
        return (SchemaType::Unknown, None);
    }
    // ASCII only, so that offsets stay those of the text.
    let lower = text.to_ascii_lowercase();
    if BARE_LISTS.contains(&lower.as_str()) {
        return (SchemaType::array(SchemaType::Unknown), None);
    }
    if let Some((_, schema)) = NAMES.iter().find(|(name, _)| *name == lower) {
        return (schema.clone(), None);
    }
    if MAPS.contains(&lower.as_str()) {
        return (map_of(SchemaType::Unknown), None);
    }
    if STRUCTURES.contains(&lower.as_str()) || lower.ends_with("字典数据结构") {
        return (SchemaType::Object, None);
    }
    scalar(&lower)
        .map(|schema| (schema, None))
        .or_else(|| around(text, &lower, depth))
        .or_else(|| before(text, &lower, depth))
        .or_else(|| after(text, &lower, depth))
        .or_else(|| named_object(text, &lower))
        .unwrap_or((SchemaType::Unknown, None))
}

/// "String(64)", "string type", "Enum<String>", "String: date-time": a scalar with a remark.
fn scalar(lower: &str) -> Option<SchemaType> {
    let inner = lower.strip_prefix("enum<").and_then(|rest| rest.strip_suffix('>')).unwrap_or(lower);
    let bare = inner.split(['(', '（', ':', '：']).next().unwrap_or(inner).trim();
    let bare = bare
        .strip_suffix(" type")
        .or_else(|| bare.strip_suffix("类型"))
        .or_else(|| bare.strip_suffix("型"))
        .unwrap_or(bare);
    let known = NAMES.iter().find(|(name, _)| *name == bare || *name == inner)?;
    (known.1 != SchemaType::Object).then(|| known.1.clone())
}

/// `Array<X>`, `List[X]`, `[X]`, `Map<K,V>`.
fn around(text: &str, lower: &str, depth: u32) -> Option<(SchemaType, Option<String>)> {
    if let Some(inner) = lower.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        return Some(list_of(text.get(1..=inner.len())?, depth));
    }
    let open = lower.find(['<', '[', '('])?;
    let name = lower.get(..open)?.trim();
    let close = lower.rfind(['>', ']', ')']).unwrap_or(lower.len());
    let inner = text.get(open + 1..close.max(open + 1))?;
    let is_empty = inner.trim().is_empty();
    if LISTS_AROUND.contains(&name) && !is_empty {
        return Some(list_of(inner, depth));
    }
    if MAPS_AROUND.contains(&name) {
        let value = inner.split_once([',', '，']).map_or("", |(_, value)| value);
        // As in Java, `Object` is what any value is: a text as well as an object. If a table has fields, they make it one.
        if value.trim().eq_ignore_ascii_case("object") {
            return Some((map_of(SchemaType::Unknown), None));
        }
        let (values, object) = list_item(value, depth);
        return Some((map_of(values), object));
    }
    // `X[]`
    let item = text.get(..open)?;
    (is_empty && lower.get(open..)?.trim() == "[]").then(|| list_of(item, depth))
}

/// "Array of X", "List of X", "Map of X".
fn before(text: &str, lower: &str, depth: u32) -> Option<(SchemaType, Option<String>)> {
    if let Some(opening) = LISTS_BEFORE.iter().find(|opening| lower.starts_with(**opening)) {
        return Some(list_of(text.get(opening.len()..)?, depth));
    }
    if let Some(value) = lower.strip_prefix("map of ").and_then(|rest| text.get(text.len() - rest.len()..)) {
        let (values, object) = list_item(value, depth);
        return Some((map_of(values), object));
    }
    // "List data structure": of what is in the table, if there is one.
    let first = lower.split(' ').next().unwrap_or_default();
    let rest = lower.get(first.len()..)?.trim();
    let is_list = BARE_LISTS.contains(&first) && (STRUCTURES.contains(&rest) || BARE_LISTS.contains(&rest));
    let is_chinese_list =
        ["列表", "数组"].iter().any(|list| lower.strip_prefix(list).is_some_and(|rest| STRUCTURES.contains(&rest)));
    (is_list || is_chinese_list).then(|| (SchemaType::array(SchemaType::Unknown), None))
}

/// "String list", "Cog structure array", "字符串数组".
fn after(text: &str, lower: &str, depth: u32) -> Option<(SchemaType, Option<String>)> {
    let list = LISTS_AFTER.iter().find_map(|list| lower.strip_suffix(list).filter(|item| !item.trim().is_empty()))?;
    let item = text.get(..list.len())?.trim();
    let found = list_of(item, depth);
    (*found.0.innermost() != SchemaType::Unknown).then_some(found)
}

fn list_of(inner: &str, depth: u32) -> (SchemaType, Option<String>) {
    let (items, object) = list_item(inner, depth);
    (SchemaType::array(items), object)
}

/// `Array of group_offsets`: an item type that is no scalar names an object.
fn list_item(inner: &str, depth: u32) -> (SchemaType, Option<String>) {
    let (items, object) = schema_of(inner, depth - 1);
    let inner = inner.trim();
    if items == SchemaType::Unknown && depth > 1 && is_name(inner) {
        return (SchemaType::Object, Some(inner.to_owned()));
    }
    (items, object)
}

fn map_of(values: SchemaType) -> SchemaType {
    SchemaType::Map { values: Box::new(values) }
}

/// "X object", "X structure", "Object of X", "object X".
fn named_object(text: &str, lower: &str) -> Option<(SchemaType, Option<String>)> {
    let suffixed = STRUCTURES.iter().filter_map(|suffix| {
        let rest = lower.strip_suffix(suffix)?;
        (rest.ends_with(' ') || !suffix.is_ascii()).then_some(rest)?;
        text.get(..rest.len())
    });
    let prefixed =
        ["json objects of ", "json object of ", "object of ", "objects of ", "object ", "objects ", "json "].iter();
    let prefixed = prefixed.filter_map(|prefix| lower.starts_with(prefix).then(|| text.get(prefix.len()..))?);
    let mut names = suffixed.chain(prefixed).map(str::trim);
    let Some(name) = names.clone().find(|name| is_name(name)) else {
        // A name in several words names no table for certain; the word after it says all the same what it is.
        return names.find(|name| is_name_in_words(name)).map(|_| (SchemaType::Object, None));
    };
    if name.eq_ignore_ascii_case("json") {
        return Some((SchemaType::Object, None));
    }
    let known =
        NAMES.iter().find(|(known, schema)| *known == name.to_ascii_lowercase() && *schema != SchemaType::Object);
    Some(known.map_or_else(|| (SchemaType::Object, Some(name.to_owned())), |(_, schema)| (schema.clone(), None)))
}

/// Whether a text is a name of two or three words: "Match condition".
fn is_name_in_words(text: &str) -> bool {
    let words = text.split(' ');
    text.is_ascii() && (2..=3).contains(&words.clone().count()) && words.clone().all(is_name)
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
        fn object_as_the_value_of_a_map_is_any_value(
            map in proptest::sample::select(vec!["Map", "map", "HashMap", "dict"]),
            value in proptest::sample::select(vec!["Object", "object", " Object "]),
        ) {
            let any = (map_of(SchemaType::Unknown), None);
            let read = |text: String| (parse_type(&text).schema, parse_type(&text).object);
            prop_assert_eq!(read(format!("{map}<String,{value}>")), any.clone());
            prop_assert_eq!(read(format!("List<{map}<String,{value}>>")), (SchemaType::array(any.0), None));
            // A name, and a list of objects, say more.
            let cogs = (map_of(SchemaType::Object), Some("Cog".to_owned()));
            prop_assert_eq!(read(format!("{map}<String,Cog>")), cogs);
            let lists = (map_of(SchemaType::array(SchemaType::Object)), None);
            prop_assert_eq!(read(format!("{map}<String,List<{value}>>")), lists);
        }

        #[test]
        fn no_text_panics(text in "(array of |map<|list\\[|\\PC| objects?|[\\[\\]<>,]){0,12}") {
            prop_assert_eq!(parse_type(&text).text, text.trim());
        }
    }
}
