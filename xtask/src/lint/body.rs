//! The rule for bodies: forms of plain fields, and bytes as bodies of responses alone.

use super::parameter::is_plain;
use super::places::{Places, Role};
use crate::model::{ContentKind, Model, Schema, Shape, StringFormat};
use crate::problem::Problem;

pub(super) fn bodies_are_sent(model: &Model, places: &Places<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    for body in &places.bodies {
        let schema = &body.content.schema;
        if model.is_nullable(schema) {
            let message = "a body is never null as a whole";
            problems.push(model.spec.problem(&schema.pointer, "body", message, "delete `nullable`"));
        }
        if body.content.kind == ContentKind::Form {
            problems.extend(form(model, schema));
        }
    }
    for place in &places.schemas {
        let is_binary = place.schema.shape == Shape::String(StringFormat::Binary);
        // Parameters have a rule of their own, and so have bodies.
        if is_binary && !matches!(place.role, Role::Body | Role::Parameter) {
            let message = "bytes as they are stand in no JSON and in no form";
            let remedy = "write `format: byte` if they are sent in base64, or delete `format`";
            problems.push(model.spec.problem(&place.schema.pointer, "body", message, remedy));
        }
    }
    problems
}

/// What in a form cannot be sent as a field.
fn form(model: &Model, schema: &Schema) -> Vec<Problem> {
    let object = model.resolve(schema);
    let refuse =
        |schema: &Schema, message: String, remedy: &str| model.spec.problem(&schema.pointer, "body", message, remedy);
    let Shape::Object(fields) = &object.shape else {
        let is_reported = matches!(object.shape, Shape::Unreadable | Shape::Reference(_));
        let message = "a form has fields, and the schema lists none".to_owned();
        let problem = (!is_reported).then(|| refuse(schema, message, "refer to an object with `properties`"));
        return problem.into_iter().collect();
    };
    let mut problems = Vec::new();
    for field in &fields.properties {
        let mut value = model.resolve(&field.schema);
        let mut is_nullable = model.is_nullable(&field.schema);
        if let Shape::Array(items) = &value.shape {
            is_nullable |= model.is_nullable(items);
            value = model.resolve(items);
        }
        if is_nullable {
            let message = format!("`{}` may be null, which no form says", field.name);
            problems.push(refuse(&field.schema, message, "delete `nullable`; the field is left out instead"));
        } else if !is_plain(value) && !matches!(value.shape, Shape::Unreadable | Shape::Reference(_)) {
            let message = format!("`{}` is no plain value and no list of them, as a field of a form is", field.name);
            problems.push(refuse(&field.schema, message, "write the type in which it is sent, `string` for example"));
        }
    }
    problems
}
