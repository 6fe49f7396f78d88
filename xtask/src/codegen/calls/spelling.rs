//! Types of bodies, as tests of a generated crate spell them.

use crate::model::{Model, RustType, Schema, Shape, StringFormat, module_name};

/// The type of values of a schema.
pub(super) fn spelled(model: &Model, crate_name: &str, schema: &Schema) -> String {
    rust_type(model, schema).spelled(&|name: &str| path(model, crate_name, name))
}

/// The path of the type of a named schema.
pub(super) fn path(model: &Model, crate_name: &str, name: &str) -> String {
    let home = model.schemas.get(name).map_or_else(String::new, |named| module_name(&named.home));
    format!("{crate_name}::{home}::{name}")
}

fn rust_type(model: &Model, schema: &Schema) -> RustType {
    if let Some(named) = model.named(schema) {
        return RustType::Named(named.name.clone());
    }
    match &model.resolve(schema).shape {
        Shape::String(StringFormat::Password) => RustType::Secret,
        Shape::String(_) | Shape::Enum(_) => RustType::String,
        Shape::Integer => RustType::Integer,
        Shape::Number => RustType::Number,
        Shape::Boolean => RustType::Boolean,
        Shape::Array(items) => RustType::Vec(Box::new(element(model, items))),
        Shape::Map(values) => match element(model, values) {
            RustType::Value => RustType::Object,
            of => RustType::Map(Box::new(of)),
        },
        Shape::AnyObject | Shape::Object(_) => RustType::Object,
        Shape::Any | Shape::Reference(_) | Shape::Unreadable => RustType::Value,
    }
}

/// The type of what a list or a map holds: null is a value of any JSON, and of what may be null.
fn element(model: &Model, schema: &Schema) -> RustType {
    match rust_type(model, schema) {
        RustType::Value => RustType::Value,
        other if model.is_nullable(schema) => other.optional(),
        other => other,
    }
}
