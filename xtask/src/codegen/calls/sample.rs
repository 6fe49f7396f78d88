//! Values to send as parameters.

use serde_json::{Value, json};

use crate::model::{Model, Parameter, ParameterIn, Schema, Shape};

/// The body of a response that is text. It would be JSON, which says less.
pub(super) const TEXT: &str = "\"First\\tline, né 名 {}\"";

/// The body of a response that is bytes.
pub(super) const BYTES: &[u8] = b"\x00\xff\xfe{\"a\":1}\r\n\x80";

/// Texts that need encoding, in a path or a query.
const TEXTS: [&str; 4] = ["a b&c=d", "é/名?#%2F+", "\"x\"\\{y}", " z;:@$'()*!~ "];

/// Texts that a header takes as they are.
const VISIBLE: [&str; 4] = ["a b&c=d", "x/y?#%2F+", "\"x\"\\{y}", "z;:@$'()*!~,"];

/// A value that is in neither list, for parameters that have only one.
const ANOTHER: &str = "another";

/// How deep in a body something is changed.
pub(super) const DEPTH: u8 = 4;

/// A value: as Rust, and as the texts that are sent for it, several for a list.
pub(super) struct Sample {
    pub(super) rust: String,
    pub(super) texts: Vec<String>,
}

/// An integer; those of different `index` differ.
pub(super) fn integer(index: usize) -> Sample {
    let value = i64::try_from(index).unwrap_or_default() - 3;
    Sample { rust: format!("{value}_i64"), texts: vec![value.to_string()] }
}

/// A value for a parameter; those of different `index` differ.
pub(super) fn of(model: &Model, crate_name: &str, parameter: &Parameter, index: usize) -> Sample {
    with_elements(model, crate_name, parameter, [index, index + 1])
}

/// The first value, or a list of all of them.
fn with_elements(model: &Model, crate_name: &str, parameter: &Parameter, indices: [usize; 2]) -> Sample {
    let schema = model.resolve(&parameter.schema);
    let Shape::Array(items) = &schema.shape else {
        let (rust, text) = scalar(model, parameter, &parameter.schema, indices[0]);
        return Sample { rust, texts: vec![text] };
    };
    let elements = indices.map(|index| scalar(model, parameter, items, index));
    let of = super::spelling::spelled(model, crate_name, items);
    let is_text = matches!(model.resolve(items).shape, Shape::String(_) | Shape::Enum(_));
    let rust = elements.each_ref().map(|(rust, _)| if is_text { format!("{of}::from({rust})") } else { rust.clone() });
    Sample { rust: format!("vec![{}]", rust.join(", ")), texts: elements.map(|(_, text)| text).into() }
}

/// A value that is another one than that [of](self::of) the same parameter.
pub(super) fn other(model: &Model, crate_name: &str, parameter: &Parameter, index: usize) -> Sample {
    let mut sample = of(model, crate_name, parameter, index);
    // The same elements in another order are sent as the same.
    let other = with_elements(model, crate_name, parameter, [index + 1, index + 1]);
    if sample.texts != other.texts {
        return other;
    }
    // An enum of one value, which is open.
    for text in &mut sample.texts {
        sample.rust = sample.rust.replace(&format!("{text:?}"), &format!("{ANOTHER:?}"));
        ANOTHER.clone_into(text);
    }
    sample
}

/// A body that differs from another one in one thing that is sent; none if there is no such thing.
pub(super) fn changed(model: &Model, schema: &Schema, value: &Value, depth: u8) -> Option<Value> {
    let depth = depth.checked_sub(1)?;
    match &model.resolve(schema).shape {
        Shape::String(_) | Shape::Enum(_) | Shape::Any => Some(json!(if value == "one" { "two" } else { "one" })),
        Shape::Integer => Some(json!(if value == 8 { 9 } else { 8 })),
        Shape::Number => Some(json!(if value == 8.5 { 9.5 } else { 8.5 })),
        Shape::Boolean => Some(json!(value != true)),
        Shape::Array(items) => {
            let is_empty = value.as_array().is_none_or(Vec::is_empty);
            Some(if is_empty { json!([model.sample(items)]) } else { json!([]) })
        }
        Shape::Map(values) => {
            let is_empty = value.as_object().is_none_or(serde_json::Map::is_empty);
            Some(if is_empty { json!({ "key": model.sample(values) }) } else { json!({}) })
        }
        Shape::AnyObject => Some(json!({ "other": value })),
        Shape::Object(object) => {
            object.properties.iter().filter(|property| !property.schema.read_only).find_map(|property| {
                let mut fields = value.as_object().cloned().unwrap_or_default();
                let given = fields.remove(&property.name).unwrap_or_default();
                for alias in &property.schema.aliases {
                    fields.remove(alias);
                }
                fields.insert(property.name.clone(), changed(model, &property.schema, &given, depth)?);
                Some(Value::Object(fields))
            })
        }
        Shape::Reference(_) | Shape::Unreadable => None,
    }
}

/// A single value, as Rust and as text.
fn scalar(model: &Model, parameter: &Parameter, schema: &Schema, index: usize) -> (String, String) {
    let schema = model.resolve(schema);
    match &schema.shape {
        Shape::Integer => {
            let Sample { rust, texts } = integer(index);
            (rust, texts.concat())
        }
        Shape::Number => {
            let value = format!("{index}.25");
            (format!("{value}_f64"), value)
        }
        Shape::Boolean => (index.is_multiple_of(2).to_string(), index.is_multiple_of(2).to_string()),
        _ => {
            let values =
                schema.enumeration().into_iter().flat_map(|known| &known.values).map(|value| value.wire.as_str());
            let texts = if parameter.place == ParameterIn::Header { VISIBLE } else { TEXTS };
            let known: Vec<&str> = values.filter(|value| fits(parameter, value)).collect();
            let one_of = |list: &[&str]| list.get(index % list.len().max(1)).map(|text| (*text).to_owned());
            let text = one_of(&known).or_else(|| one_of(&texts)).unwrap_or_default();
            (format!("{text:?}"), text)
        }
    }
}

/// Whether a text can be sent as a parameter: no path has an empty one, headers hold visible ASCII, and commas separate.
fn fits(parameter: &Parameter, text: &str) -> bool {
    match parameter.place {
        ParameterIn::Path => !matches!(text, "" | "." | ".."),
        ParameterIn::Header => text.bytes().all(|byte| byte.is_ascii_graphic()) && !text.is_empty(),
        ParameterIn::Query => parameter.explode || !text.contains(','),
    }
}
