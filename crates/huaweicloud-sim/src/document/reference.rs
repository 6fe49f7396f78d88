//! References within a document.

use serde_json::Value;

use super::DocumentError;

/// How many references one may lead through, so that a circle ends.
const LONGEST: usize = 16;

/// What stands at a place, or what it refers to, with its pointer.
pub(super) fn resolved<'d>(
    root: &'d Value,
    value: &'d Value,
    pointer: &str,
) -> Result<(&'d Value, String), DocumentError> {
    let (mut value, mut pointer) = (value, pointer.to_owned());
    for _ in 0..LONGEST {
        let Some(reference) = value.get("$ref").and_then(Value::as_str) else { return Ok((value, pointer)) };
        let target = reference.strip_prefix('#').and_then(|target| Some((target, root.pointer(target)?)));
        let (target, found) =
            target.ok_or_else(|| DocumentError::new(&pointer, format!("`{reference}` leads nowhere")))?;
        (value, pointer) = (found, target.to_owned());
    }
    Err(DocumentError::new(&pointer, "references lead in a circle"))
}

/// A key as a part of a JSON pointer.
pub(super) fn escaped(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}
