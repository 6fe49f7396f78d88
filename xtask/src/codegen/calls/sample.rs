//! Values to send as parameters, within their documented limits.

use serde_json::{Value, json};

use super::limits;
use crate::model::{Limit, Model, Parameter, ParameterIn, Schema, Shape};

/// The body of a response that is text. It would be JSON, which says less.
pub(super) const TEXT: &str = "\"First\\tline, né 名 {}\"";

/// The body of a response that is bytes.
pub(super) const BYTES: &[u8] = b"\x00\xff\xfe{\"a\":1}\r\n\x80";

/// Texts that need encoding, in a path or a query.
const TEXTS: [&str; 4] = ["a b&c=d", "é/名?#%2F+", "\"x\"\\{y}", " z;:@$'()*!~ "];

/// Texts that a header takes as they are.
const VISIBLE: [&str; 4] = ["a b&c=d", "x/y?#%2F+", "\"x\"\\{y}", "z;:@$'()*!~,"];

/// Texts for parameters whose limits allow none of those: words, numbers, and points in time.
const PLAIN: [&str; 6] = ["é/?", "abc", "x-1_y", "7", "12", "20260102030405"];

/// A value that is in none of the lists, for parameters that have only one.
const ANOTHER: &str = "another";

/// How deep in a body something is changed.
pub(super) const DEPTH: u8 = 4;

/// A value: as Rust, and as the texts that are sent for it, several for a list.
pub(super) struct Sample {
    pub(super) rust: String,
    pub(super) texts: Vec<String>,
}

/// An integer for something that has this schema, which may be text; those of an `index` and the next differ, unless the
/// limits allow no other one.
fn integer(schema: &Schema, index: usize) -> Sample {
    let index = i64::try_from(index).unwrap_or_default();
    let bound = |limit| schema.limit(limit).and_then(Value::as_i64).unwrap_or_default();
    let (least, most, step) = (bound(Limit::Minimum), bound(Limit::Maximum), bound(Limit::MultipleOf));
    let above = match step {
        ..=0 => least.checked_add(index),
        _ => (least / step).checked_add(index + 1).and_then(|times| times.checked_mul(step)),
    };
    let candidates = [Some(index - 3), Some(index + 1), above, most.checked_sub(index)];
    let is_allowed = |value: &i64| limits::accepts(schema, &value.to_string());
    let value = candidates.into_iter().flatten().find(is_allowed).unwrap_or(index - 3);
    Sample { rust: format!("{value}_i64"), texts: vec![value.to_string()] }
}

/// A number; those of an `index` and the next differ, unless the limits allow no other one.
fn number(schema: &Schema, index: usize) -> String {
    let bound = |limit| schema.limit(limit).and_then(Value::as_f64).unwrap_or_default();
    let part = 0.5_f64.powi(i32::try_from(index).unwrap_or_default() + 1);
    let within = [bound(Limit::Minimum) + part, bound(Limit::Maximum) - part].map(|number| number.to_string());
    let usual = format!("{index}.25");
    let mut candidates = std::iter::once(usual.clone()).chain(within);
    candidates.find(|text| limits::accepts(schema, text)).unwrap_or(usual)
}

/// A value for a parameter; those of an `index` and the next differ. Pages are asked for by integers, whatever is sent.
pub(super) fn of(model: &Model, crate_name: &str, parameter: &Parameter, pages: bool, index: usize) -> Sample {
    if pages {
        return integer(model.resolve(&parameter.schema), index);
    }
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

/// A value of a parameter that is another one than the sample, which is one of the `index` or of one after it.
pub(super) fn other(
    model: &Model,
    crate_name: &str,
    parameter: &Parameter,
    pages: bool,
    (index, sample): (usize, &Sample),
) -> Sample {
    for index in index + 1..index + 4 {
        let other = if pages {
            integer(model.resolve(&parameter.schema), index)
        } else {
            // The same elements in another order are sent as the same.
            with_elements(model, crate_name, parameter, [index, index])
        };
        if sample.texts != other.texts {
            return other;
        }
    }
    // An enum of one value, which is open.
    let mut rust = sample.rust.clone();
    for text in &sample.texts {
        rust = rust.replace(&format!("{text:?}"), &format!("{ANOTHER:?}"));
    }
    Sample { rust, texts: vec![ANOTHER.to_owned(); sample.texts.len()] }
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
                // What is not there yet needs all that it cannot be without, before something in it is another.
                let given = fields.remove(&property.name).unwrap_or_else(|| model.sample(&property.schema));
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
            let Sample { rust, texts } = integer(schema, index);
            (rust, texts.concat())
        }
        Shape::Number => {
            let value = number(schema, index);
            (format!("{value}_f64"), value)
        }
        Shape::Boolean => (index.is_multiple_of(2).to_string(), index.is_multiple_of(2).to_string()),
        _ => {
            let values =
                schema.enumeration().into_iter().flat_map(|known| &known.values).map(|value| value.wire.as_str());
            let texts = if parameter.place == ParameterIn::Header { VISIBLE } else { TEXTS };
            let known: Vec<&str> = values.filter(|value| fits(model, parameter, value)).collect();
            let allowed = |texts: &[&'static str]| -> Vec<&str> {
                texts.iter().copied().filter(|text| limits::accepts(schema, text)).collect()
            };
            let mut plain = allowed(&PLAIN);
            plain.retain(|text| fits(model, parameter, text));
            let lists = [known, allowed(&texts), plain, texts.to_vec()];
            let list = lists.into_iter().find(|list| !list.is_empty()).unwrap_or_default();
            let text = list.get(index % list.len().max(1)).copied().unwrap_or_default();
            (format!("{text:?}"), text.to_owned())
        }
    }
}

/// Whether a text is sent as one value of a parameter: commas separate those of a list.
fn fits(model: &Model, parameter: &Parameter, text: &str) -> bool {
    let is_list = matches!(model.resolve(&parameter.schema).shape, Shape::Array(_));
    parameter.carries(text) && (parameter.explode || !is_list || !text.contains(','))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fixture;

    fn texts(limits: &[(Limit, Value)]) -> Vec<String> {
        let schema = Schema { shape: Shape::Integer, limits: limits.to_vec(), ..Schema::default() };
        (0..3).map(|index| integer(&schema, index).texts.concat()).collect()
    }

    #[test]
    fn integers_are_within_their_limits() {
        assert_eq!(texts(&[]), ["-3", "-2", "-1"]);
        assert_eq!(texts(&[(Limit::Minimum, json!(1))]), ["1", "2", "3"]);
        assert_eq!(texts(&[(Limit::Minimum, json!(500))]), ["500", "501", "502"]);
        assert_eq!(texts(&[(Limit::Maximum, json!(-9))]), ["-9", "-10", "-11"]);
        assert_eq!(texts(&[(Limit::Minimum, json!(9)), (Limit::MultipleOf, json!(5))]), ["10", "15", "20"]);
        assert_eq!(texts(&[(Limit::Minimum, json!(i64::MAX))]), [i64::MAX.to_string(), "-2".into(), "-1".into()]);
    }

    #[test]
    fn a_comma_is_a_part_of_a_value_unless_it_separates_those_of_a_list() {
        let resource = "paths:\n  /v1/{id}:\n    get:\n      operationId: ShowThing\n      parameters:\n        - {name: \
                        id, in: path, required: true, schema: {type: string}}\n        - {name: ids, in: query, explode: \
                        false, schema: {type: array, items: {type: string}}}\n      responses:\n        '204': \
                        {description: Done.}\n";
        let model = fixture::of(&[("sources.toml", ""), ("resources/things.yaml", resource)]);
        let [single, list] = model.operation("ShowThing").unwrap().parameters.as_slice() else {
            panic!("two parameters")
        };
        let exploded = Parameter { explode: true, ..list.clone() };
        let (single, exploded_single) =
            (Parameter { explode: false, ..single.clone() }, Parameter { explode: true, ..single.clone() });
        let fit = |parameter: &Parameter| ["a,b", "a", ".."].map(|text| fits(&model, parameter, text));
        assert_eq!(fit(list), [false, true, true]);
        assert_eq!(fit(&exploded), [true; 3]);
        // What stands in a path is no dots.
        assert_eq!(fit(&single), [true, true, false]);
        assert_eq!(fit(&exploded_single), [true, true, false]);
    }
}
