//! The rule for secrets: text that looks like one is marked, so that the client never shows it.

use super::places::{Places, Role};
use crate::model::{Model, Schema, Shape};
use crate::problem::Problem;
use crate::spec::{child, extension as x};

/// What the name of a secret contains.
const SECRET: [&str; 9] =
    ["password", "passwd", "passwrod", "pass_word", "secret", "token", "private_key", "credential", "access_key"];

pub(super) fn secrets(model: &Model, places: &Places<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    for place in &places.schemas {
        let schema = place.schema;
        if let Role::Property(property) = place.role {
            if looks_secret(model, &property.name, schema) {
                let remedy = "write `format: password`, or `x-no-secret: true` if knowing it opens nothing";
                let message = format!("`{}` looks like a secret", property.name);
                problems.push(model.spec.problem(&schema.pointer, "secret", message, remedy));
            }
            for key in ["default", "example"] {
                let value = if key == "default" { &schema.default } else { &schema.example };
                if schema.is_secret() && value.is_some() {
                    let message = format!("`{}` is a secret, and its `{key}` would be shown", property.name);
                    problems.push(model.spec.problem(child(&schema.pointer, key), "secret", message, "delete it"));
                }
            }
        } else if schema.is_secret() && !matches!(place.role, Role::Parameter) {
            let message = "only a field becomes a `Secret`; this would be shown";
            let remedy = "write `format: password` into a field whose type is `string`";
            problems.push(model.spec.problem(&schema.pointer, "secret", message, remedy));
        }
    }
    for parameter in &places.parameters {
        let is_marked = model.resolve(&parameter.schema).is_secret();
        let name = &parameter.name;
        if is_marked || looks_secret(model, name, &parameter.schema) {
            let message = format!("`{name}` looks like a secret, and parameters are no place for one");
            let remedy = format!("write `{}: true` into its schema if knowing it opens nothing", x::NO_SECRET);
            problems.push(model.spec.problem(&parameter.pointer, "secret", message, remedy));
        }
    }
    problems
}

/// Whether what has the name is a secret, most likely.
pub(crate) fn is_name_of_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase().replace(['-', '.'], "_");
    SECRET.iter().any(|word| name.contains(word))
}

/// Whether a text, or a list or a map of texts, has the name of a secret, and nothing says that it is one or none.
fn looks_secret(model: &Model, name: &str, schema: &Schema) -> bool {
    let resolved = model.resolve(schema);
    if schema.no_secret || resolved.no_secret || resolved.is_secret() {
        return false;
    }
    let is_text = |schema: &Schema| matches!(model.resolve(schema).shape, Shape::String(_));
    let holds_text = match &resolved.shape {
        Shape::Array(inner) | Shape::Map(inner) => is_text(inner),
        _ => is_text(resolved),
    };
    holds_text && (is_name_of_secret(name) || schema.aliases.iter().any(|alias| is_name_of_secret(alias)))
}
