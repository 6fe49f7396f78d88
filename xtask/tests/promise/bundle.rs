//! What any tool expects of a bundle, checked without the tools; `.ci/foreign` has these.

use serde_json::{Map, Value};

/// Checks the text of a bundle, or says what is wrong with it.
pub(crate) fn check(text: &str) -> Result<(), String> {
    let document: Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let there =
        |pointer: &str| document.pointer(pointer).map(|_| ()).ok_or_else(|| format!("`{pointer}` is not there"));
    for pointer in ["/info/contact/url", "/info/license/url", "/externalDocs/url", "/servers/0/url"] {
        there(pointer)?;
    }
    let schemes = document["security"].as_array().into_iter().flatten().filter_map(Value::as_object);
    let schemes: Vec<&String> = schemes.flat_map(|alternative| alternative.keys()).collect();
    schemes.iter().try_for_each(|scheme| there(&format!("/components/securitySchemes/{scheme}")))?;
    if schemes.is_empty() {
        return Err("nothing says how requests are authenticated".to_owned());
    }
    part(&document, "")
}

/// Checks what may hold schemas; examples are data.
fn part(value: &Value, pointer: &str) -> Result<(), String> {
    match value {
        Value::Object(entries) => {
            if let Some(fault) = fault(entries, is_component(pointer)) {
                return Err(format!("{pointer}: {fault}"));
            }
            let mut inner =
                entries.iter().filter(|(key, _)| !matches!(key.as_str(), "example" | "examples" | "default"));
            inner.try_for_each(|(key, value)| part(value, &format!("{pointer}/{key}")))
        }
        Value::Array(elements) => elements.iter().try_for_each(|element| part(element, pointer)),
        _ => Ok(()),
    }
}

fn is_component(pointer: &str) -> bool {
    pointer.strip_prefix("/components/schemas/").is_some_and(|name| !name.contains('/'))
}

/// What is wrong with an object.
fn fault(entries: &Map<String, Value>, is_component: bool) -> Option<&'static str> {
    if entries.get("$ref").is_some_and(Value::is_string) && entries.len() > 1 {
        return Some("there is a key beside `$ref`");
    }
    let mut values = entries.get("enum").and_then(Value::as_array)?.iter().filter_map(Value::as_str);
    if is_component && entries.contains_key("default") {
        return Some("the default of a named enum does not stand where it is used");
    }
    let is_lost = values.any(|value| value.contains("*/") || value.contains(char::is_control));
    is_lost.then_some("no generated code can hold the values")
}
