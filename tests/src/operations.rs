//! Each operation as a table, for a reviewer to compare with its page: parameters with all that is said of them, bodies, and how
//! it behaves.
//!
//! What is required stands in it, so that no parameter becomes required, and nobody needs to know. That the builders ask for just
//! these, the generated calls test.

use std::fmt::Write as _;

use serde_json::Value;
use xtask::model::{Limit, Model, Operation, Schema, Shape, StringFormat};

/// An operation: its name and address, what it does, and its parameters and bodies.
pub(crate) fn table(model: &Model, operation: &Operation) -> String {
    let mut text = format!(
        "{} ({}): {} {}\n    {}\n\n",
        operation.id,
        operation.rust_name,
        operation.method,
        operation.path.as_str(),
        operation.summary
    );
    let rows: Vec<[String; 5]> = rows(model, operation);
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or_default() + 2;
    let [names, places, types] = [0, 1, 2].map(width);
    for [name, place, kind, required, description] in &rows {
        let _ = writeln!(text, "    {name:<names$}{place:<places$}{kind:<types$}{required:<10}{description}");
    }
    let repeat =
        if operation.idempotent == Some(true) { "may be sent again" } else { "must not be sent again blindly" };
    let goes_on = if operation.long_running.is_some() { "; work goes on after the response" } else { "" };
    let paged = if operation.paging.is_some() { "; comes in pages" } else { "" };
    let _ = writeln!(text, "    {repeat}{goes_on}{paged}");
    text
}

/// The rows of the table, the head first.
fn rows(model: &Model, operation: &Operation) -> Vec<[String; 5]> {
    let mut rows = vec![["parameter", "in", "type", "required", "description"].map(str::to_owned)];
    let yes_or_no = |required: bool| if required { "yes" } else { "no" }.to_owned();
    for parameter in operation.parameters.iter().filter(|parameter| !parameter.is_project()) {
        let limits = limits(&parameter.schema, model.resolve(&parameter.schema));
        rows.push([
            parameter.name.clone(),
            parameter.place.to_string(),
            type_of(&parameter.schema),
            yes_or_no(parameter.required),
            format!("{}{limits}", parameter.description),
        ]);
    }
    if let Some(body) = &operation.request {
        let kind = body.content.as_ref().map(|content| type_of(&content.schema)).unwrap_or_default();
        rows.push(["body".to_owned(), "body".to_owned(), kind, yes_or_no(body.required), body.description.clone()]);
    }
    for response in operation.successes() {
        let kind = response.content.as_ref().map_or_else(|| "nothing".to_owned(), |content| type_of(&content.schema));
        rows.push([
            response.status.to_string(),
            "response".to_owned(),
            kind,
            String::new(),
            response.description.clone(),
        ]);
    }
    rows
}

/// A type in the words of the documentation.
fn type_of(schema: &Schema) -> String {
    match &schema.shape {
        Shape::Reference(name) => name.clone(),
        Shape::String(StringFormat::Plain) | Shape::Enum(_) => "string".to_owned(),
        Shape::String(StringFormat::Password) => "secret string".to_owned(),
        Shape::String(StringFormat::Binary) => "bytes".to_owned(),
        Shape::String(StringFormat::Other(format)) => format!("string ({format})"),
        Shape::Integer => "integer".to_owned(),
        Shape::Number => "number".to_owned(),
        Shape::Boolean => "boolean".to_owned(),
        Shape::Array(inner) => format!("array of {}", type_of(inner)),
        Shape::Map(inner) => format!("map of {}", type_of(inner)),
        Shape::Object(_) | Shape::AnyObject => "object".to_owned(),
        Shape::Any | Shape::Unreadable => "anything".to_owned(),
    }
}

/// What is said of the values beside the description.
fn limits(own: &Schema, target: &Schema) -> String {
    let said = |schema: &Schema| {
        let limits = schema.limits.iter().map(|(limit, value)| format!("{} {}", limit.keyword(), shown(*limit, value)));
        let default = schema.default.iter().map(|value| format!("default {value}"));
        limits.chain(default).collect::<Vec<_>>().join(", ")
    };
    let text = [own, target].into_iter().map(said).find(|text| !text.is_empty()).unwrap_or_default();
    if text.is_empty() { text } else { format!(" [{text}]") }
}

fn shown(limit: Limit, value: &Value) -> String {
    match (limit, value) {
        (Limit::Pattern, Value::String(pattern)) => pattern.clone(),
        (_, value) => value.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use crate::fixture::trees;

    use super::*;

    #[test]
    fn a_parameter_that_becomes_required_changes_its_table() {
        let mut model = trees().model;
        let mut operation = model.operations.remove(0);
        let before = table(&model, &operation);
        assert!(before.starts_with(&format!("{} (", operation.id)), "{before}");
        for parameter in &mut operation.parameters {
            parameter.required = !parameter.required;
        }
        let has_parameters = operation.parameters.iter().any(|parameter| !parameter.is_project());
        assert_eq!(table(&model, &operation) != before, has_parameters);
        operation.idempotent = Some(operation.idempotent != Some(true));
        assert_ne!(table(&model, &operation), before);
    }

    #[test]
    fn the_tables_of_the_invented_service_show_what_is_required() {
        let mut model = trees().model;
        let mut operation = model.operations.remove(0);
        let schema = Schema {
            shape: Shape::Integer,
            limits: vec![(Limit::Minimum, Value::from(1))],
            default: Some(Value::from(3)),
            ..Schema::default()
        };
        operation.parameters = vec![xtask::model::Parameter {
            pointer: String::new(),
            listed_at: String::new(),
            name: "depth".to_owned(),
            rust_name: "depth".to_owned(),
            place: xtask::model::ParameterIn::Query,
            description: "How deep.".to_owned(),
            required: true,
            deprecated: None,
            explode: true,
            availability: Vec::new(),
            certainty: Vec::new(),
            witnesses: None,
            schema,
        }];
        let text = table(&model, &operation);
        let line = text.lines().find(|line| line.contains("depth")).unwrap();
        let cells: Vec<&str> = line.split_whitespace().collect();
        assert_eq!(cells, ["depth", "query", "integer", "yes", "How", "deep.", "[minimum", "1,", "default", "3]"]);
    }
}
