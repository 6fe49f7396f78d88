//! One notation for types, whether a specification describes them or JSON Schema.
//!
//! `string`, `secret`, `integer/int64`, `any`, `[Part]` for a list, `{Part}` for a map, `{}` for an object of any form;
//! `[Part?]` for a list whose elements may be `null`.

use huaweicloud_core::schema::GeneratedType;
use serde_json::Value;
use xtask::model::{Model, Schema, Shape, StringFormat};

use crate::typed::is_nullable;

/// The type that a specification describes, whether or not it may be `null`.
pub(crate) fn described(model: &Model, schema: &Schema) -> String {
    if let Some(named) = model.named(schema) {
        return named.name.clone();
    }
    let element = |schema: &Schema| element(described(model, schema), is_nullable(model, schema));
    match &model.resolve(schema).shape {
        Shape::Any | Shape::Reference(_) | Shape::Unreadable => "any".to_owned(),
        Shape::String(StringFormat::Password) => "secret".to_owned(),
        Shape::String(_) | Shape::Enum(_) => "string".to_owned(),
        Shape::Integer => "integer/int64".to_owned(),
        Shape::Number => "number".to_owned(),
        Shape::Boolean => "boolean".to_owned(),
        Shape::Array(items) => format!("[{}]", element(items)),
        Shape::Map(values) => map(&element(values)),
        Shape::Object(_) | Shape::AnyObject => map("any"),
    }
}

/// The JSON Schema of a type. One that holds itself refers to its document as a whole, and here to its name.
pub(crate) fn schema_of(of: &GeneratedType) -> Value {
    let mut schema = of.schema().to_value();
    name_itself(&mut schema, of.name());
    schema
}

fn name_itself(schema: &mut Value, name: &str) {
    match schema {
        Value::Object(entries) => {
            for (key, value) in entries {
                if key == "$ref" && *value == "#" {
                    *value = Value::from(format!("#/$defs/{name}"));
                } else {
                    name_itself(value, name);
                }
            }
        }
        Value::Array(elements) => elements.iter_mut().for_each(|element| name_itself(element, name)),
        _ => {}
    }
}

/// The type that a JSON Schema of a field describes, whether or not it may be `null`.
pub(crate) fn generated(schema: &Value) -> String {
    if let Some(target) = schema.get("$ref").and_then(Value::as_str) {
        return target.rsplit('/').next().unwrap_or_default().to_owned();
    }
    if let Some(choices) = schema.get("anyOf").and_then(Value::as_array) {
        let choices = choices.iter().filter(|choice| !is_null_type(choice));
        return choices.map(generated).collect::<Vec<_>>().join("|");
    }
    let element = |key| schema.get(key).map_or_else(|| "any".to_owned(), |of| element(generated(of), allows_null(of)));
    let format = schema.get("format").and_then(Value::as_str).unwrap_or_default();
    match kinds(schema).find(|kind| *kind != "null") {
        Some("array") => format!("[{}]", element("items")),
        Some("object") => map(&element("additionalProperties")),
        Some("integer") => format!("integer/{format}"),
        Some("string") if format == "password" => "secret".to_owned(),
        Some(kind) => kind.to_owned(),
        None => "any".to_owned(),
    }
}

/// Whether a JSON Schema names `null` as a value.
pub(crate) fn allows_null(schema: &Value) -> bool {
    let choices = schema.get("anyOf").and_then(Value::as_array);
    kinds(schema).any(|kind| kind == "null") || choices.is_some_and(|choices| choices.iter().any(is_null_type))
}

/// The kinds of values that a JSON Schema allows; none for any JSON.
pub(crate) fn kinds(schema: &Value) -> impl Iterator<Item = &str> {
    let kinds = schema.get("type");
    let several = kinds.and_then(Value::as_array).into_iter().flatten();
    several.chain(kinds).filter_map(Value::as_str)
}

fn is_null_type(schema: &Value) -> bool {
    schema.get("type").and_then(Value::as_str) == Some("null")
}

/// Any JSON may be `null` in any case.
fn element(of: String, nullable: bool) -> String {
    if nullable && of != "any" { of + "?" } else { of }
}

fn map(values: &str) -> String {
    if values == "any" { "{}".to_owned() } else { format!("{{{values}}}") }
}
