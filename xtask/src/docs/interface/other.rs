//! An interface that was made by other means, as it is read: what is wrong with it is said in the words of the document.

use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::Value;

use super::file::File;
use super::lines::Lines;
use super::shape;
use crate::docs::MAX_PAGE_BYTES;

/// What is wrong with a file, and on which line; 0 for the file as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) line: u32,
    pub(super) reason: String,
}

impl Fault {
    fn new(line: impl TryInto<u32>, reason: impl Into<String>) -> Self {
        Self { line: line.try_into().unwrap_or_default(), reason: reason.into() }
    }
}

/// What was read.
#[derive(Debug)]
pub(super) struct Other {
    pub(super) file: File,
    /// Whether it begins with a byte order mark.
    pub(super) has_mark: bool,
    /// The names of its models as they stand there, those that stand twice, too.
    pub(super) models: Vec<String>,
    /// How many keys it has that no interface has.
    pub(super) unknown_keys: usize,
}

/// Reads the bytes of a file.
///
/// # Errors
///
/// If they are no interface.
pub(super) fn read(bytes: &[u8]) -> Result<Other, Fault> {
    let text = text(bytes)?;
    let value: Value = serde_json::from_str(text).map_err(|error| no_json(&error))?;
    shape::check(&value).map_err(|(pointer, reason)| Fault::new(Lines::of(text).at(&pointer), reason))?;
    let file: File = serde_json::from_str(text).map_err(|error| {
        // All else was checked before.
        let reason = error.to_string();
        let key = reason.strip_prefix("duplicate field ").and_then(|rest| rest.split(" at line ").next());
        Fault::new(error.line(), key.map_or(reason.clone(), |key| format!("an object has {key} twice")))
    })?;
    let models = serde_json::from_str::<Models>(text).map_err(|error| no_json(&error))?.models.0;
    let known = serde_json::to_value(&file).unwrap_or_default();
    let unknown_keys = beyond(&value, &known);
    Ok(Other { file, has_mark: text.len() < bytes.len(), models, unknown_keys })
}

/// The text of a file, without a byte order mark.
fn text(bytes: &[u8]) -> Result<&str, Fault> {
    if bytes.len() > MAX_PAGE_BYTES {
        return Err(Fault::new(
            0,
            format!("it has more than {MAX_PAGE_BYTES} bytes, which no interface that is read has"),
        ));
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return Err(Fault::new(0, "it is a zip file, as wheels are, and no interface"));
    }
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") || bytes.iter().take(4).any(|byte| *byte == 0) {
        return Err(Fault::new(0, "it is UTF-16 or no text at all, and an interface is UTF-8; `--out` writes that"));
    }
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if text.iter().all(u8::is_ascii_whitespace) {
        return Err(Fault::new(0, "it is empty"));
    }
    std::str::from_utf8(text).map_err(|error| {
        let before = text.get(..error.valid_up_to()).unwrap_or_default();
        Fault::new(memchr::memchr_iter(b'\n', before).count() + 1, "this is no UTF-8, as an interface is")
    })
}

fn no_json(error: &serde_json::Error) -> Fault {
    if error.is_eof() {
        return Fault::new(error.line(), "it ends here, in the middle");
    }
    let reason = error.to_string();
    let reason = reason.split(" at line ").next().unwrap_or_default();
    Fault::new(error.line(), format!("it is no JSON from here on: {reason}"))
}

/// How many keys a value has that stand nowhere in what was understood of it. One that has no value says nothing.
fn beyond(value: &Value, known: &Value) -> usize {
    match (value, known) {
        (Value::Object(all), Value::Object(known)) => {
            let one = |(key, value): (&String, &Value)| match known.get(key) {
                Some(known) => beyond(value, known),
                None => usize::from(!value.is_null()),
            };
            all.iter().map(one).sum()
        }
        (Value::Array(all), Value::Array(known)) => all.iter().zip(known).map(|(one, known)| beyond(one, known)).sum(),
        _ => 0,
    }
}

/// The part that a map would lose: names that stand twice.
#[derive(Deserialize)]
struct Models {
    models: Names,
}

#[derive(Debug)]
struct Names(Vec<String>);

impl<'de> Deserialize<'de> for Names {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Keys;
        impl<'de> Visitor<'de> for Keys {
            type Value = Names;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("models by their names")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Names, A::Error> {
                let mut names = Vec::new();
                while let Some((name, IgnoredAny)) = map.next_entry()? {
                    names.push(name);
                }
                Ok(Names(names))
            }
        }
        deserializer.deserialize_map(Keys)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHOLE: &str = "{\n\"operations\": [\n{\"operation\": \"list_cogs\", \"method\": \"GET\", \"path\": \"/v1/cogs\", \"params\": [\n\
                         {\"name\": \"limit\", \"in\": \"query\", \"type\": \"int\", \"required\": false}]}],\n\
                         \"models\": {\"Cog\": [\n{\"name\": \"id\", \"type\": \"str\", \"required\": true}]}}";

    #[test]
    fn what_is_wrong_is_said_where_it_is() {
        for (old, new, line, reason) in [
            ("\"operations\"", "\"operation\"", 1, "the interface has no `operations`"),
            ("\"path\": \"/v1/cogs\", ", "", 3, "the operation has no `path`"),
            ("\"GET\"", "7", 3, "`method` of the operation is no text"),
            ("\"params\": [", "\"params\": [[],", 3, "an entry of `params` is no object, as a parameter is"),
            ("\"query\"", "\"body\"", 4, "`in` of the parameter is none of `path`, `query`, `header`, `cookie`"),
            ("\"name\": \"limit\"", "\"name\": null", 4, "`name` of the parameter is no text"),
            ("\"required\": true", "\"required\": \"yes\"", 6, "`required` of the field is neither true nor false"),
            (
                "\"models\": {\"Cog\": [",
                "\"models\": {\"Cog\": {}, \"Cogs\": [",
                5,
                "`models` has `Cog`, and it is no list of fields",
            ),
            (
                "\"models\": {",
                "\"models\": [], \"others\": {",
                1,
                "`models` is no object, by whose keys models are called",
            ),
            ("\"method\"", "\"path\": \"/v1\", \"method\"", 3, "an object has `path` twice"),
            ("\"type\": \"int\",", "\"type\": \"int\"", 4, "it is no JSON from here on: expected `,` or `}`"),
        ] {
            assert!(WHOLE.contains(old), "{old}");
            assert_eq!(read(WHOLE.replace(old, new).as_bytes()).unwrap_err(), Fault::new(line, reason));
        }
        assert_eq!(read(b"[1]").unwrap_err(), Fault::new(1, "the interface is no object"));
        assert_eq!(read(&WHOLE.as_bytes()[..90]).unwrap_err().reason, "it ends here, in the middle");
    }

    #[test]
    fn what_is_no_text_is_told_by_what_it_is() {
        let utf_16: Vec<u8> = WHOLE.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let with_mark = [b"\xff\xfe", utf_16.as_slice()].concat();
        let latin = WHOLE.replace("list_cogs", "?").into_bytes();
        let latin: Vec<u8> = latin.into_iter().map(|byte| if byte == b'?' { 0xe9 } else { byte }).collect();
        for (bytes, line, reason) in [
            (utf_16, 0, "it is UTF-16"),
            (with_mark, 0, "it is UTF-16"),
            (b"PK\x03\x04".to_vec(), 0, "it is a zip file, as wheels are"),
            (latin, 3, "this is no UTF-8"),
            (b"\xef\xbb\xbf\n".to_vec(), 0, "it is empty"),
            (vec![b' '; MAX_PAGE_BYTES + 1], 0, "it has more than 2097152 bytes"),
        ] {
            let fault = read(&bytes).unwrap_err();
            assert!(fault.line == line && fault.reason.starts_with(reason), "{fault:?}");
        }
    }

    #[test]
    fn what_no_interface_has_is_counted() {
        let other = |text: String| read(text.as_bytes()).unwrap();
        let whole = other(format!("\u{feff}{WHOLE}"));
        assert_eq!((whole.has_mark, whole.unknown_keys, whole.models.len()), (true, 0, 1));
        let more = WHOLE.replace("\"name\"", "\"x\": 1, \"name\"").replace("\"Cog\":", "\"Cog\": [], \"Cog\":");
        let more = other(more);
        assert_eq!((more.has_mark, more.unknown_keys, more.models.len()), (false, 2, 2));
    }
}
