//! Values to send as parameters.

use crate::model::{Model, Parameter, ParameterIn, Schema, Shape};

/// The body of a response that is text. It would be JSON, which says less.
pub(super) const TEXT: &str = "\"First\\tline, né 名 {}\"";

/// The body of a response that is bytes.
pub(super) const BYTES: &[u8] = b"\x00\xff\xfe{\"a\":1}\r\n\x80";

/// Texts that need encoding, in a path or a query.
const TEXTS: [&str; 4] = ["a b&c=d", "é/名?#%2F+", "\"x\"\\{y}", " z;:@$'()*!~ "];

/// Texts that a header takes as they are.
const VISIBLE: [&str; 4] = ["a b&c=d", "x/y?#%2F+", "\"x\"\\{y}", "z;:@$'()*!~,"];

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
    let schema = model.resolve(&parameter.schema);
    let Shape::Array(items) = &schema.shape else {
        let (rust, text) = scalar(model, parameter, &parameter.schema, index);
        return Sample { rust, texts: vec![text] };
    };
    let elements = [0, 1].map(|offset| scalar(model, parameter, items, index + offset));
    let of = super::spelling::spelled(model, crate_name, items);
    let is_text = matches!(model.resolve(items).shape, Shape::String(_) | Shape::Enum(_));
    let rust = elements.each_ref().map(|(rust, _)| if is_text { format!("{of}::from({rust})") } else { rust.clone() });
    Sample { rust: format!("vec![{}]", rust.join(", ")), texts: elements.map(|(_, text)| text).into() }
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
