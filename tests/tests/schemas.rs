//! Each generated type as a table, for a reviewer to hold against the documented one.
//!
//! One snapshot a resource. Its tables are made from the JSON Schemas that `schemars` derives from the generated code, so
//! they show what the compiler sees, not what the generator meant.

#![cfg(test)]

use std::collections::BTreeSet;
use std::fmt::Write as _;

use dms_kafka::registry::TYPES;
use huaweicloud_core::schema::GeneratedType;
use serde_json::Value;

#[test]
fn each_resource_reads_as_its_documentation() {
    let modules: BTreeSet<&str> = TYPES.iter().map(GeneratedType::module).collect();
    assert!(!modules.is_empty());
    for module in modules {
        let tables = TYPES.iter().filter(|of| of.module() == module).map(|of| table(of.name(), of.schema().as_value()));
        insta::with_settings!({ snapshot_path => "../snapshots", prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(module, tables.collect::<Vec<_>>().join("\n"));
        });
    }
}

/// A type: its name, its description, and its fields or its values.
fn table(name: &str, schema: &Value) -> String {
    let mut text = format!("{name}\n    {}\n\n", one_line(schema));
    if let Some(values) = schema.get("anyOf").and_then(Value::as_array) {
        let rows = values.iter().filter(|value| value.get("const").is_some());
        for row in rows {
            let _ = writeln!(text, "    {:<14}{}", text_of(row, "const"), one_line(row));
        }
        let _ = writeln!(text, "    {:<14}any other text is kept", "…");
        return text;
    }
    let required: Vec<&str> =
        schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
    let properties = schema.get("properties").and_then(Value::as_object).into_iter().flatten();
    let rows: Vec<[String; 4]> = std::iter::once(["field", "type", "required", "description"].map(str::to_owned))
        .chain(properties.map(|(field, property)| {
            let mark = if required.contains(&field.as_str()) { "yes" } else { "no" };
            [field.clone(), type_of(property), mark.to_owned(), one_line(property)]
        }))
        .collect();
    let width = |column: usize| rows.iter().map(|row| row[column].len()).max().unwrap_or_default() + 2;
    let [fields, types] = [width(0), width(1)];
    for [field, of, mark, description] in &rows {
        let _ = writeln!(text, "    {field:<fields$}{of:<types$}{mark:<10}{description}");
    }
    text
}

/// A type of field in the words of the documentation.
fn type_of(property: &Value) -> String {
    if let Some(target) = property.get("$ref").and_then(Value::as_str) {
        return target.rsplit('/').next().unwrap_or_default().to_owned();
    }
    if let Some(choices) = property.get("anyOf").and_then(Value::as_array) {
        return choices.iter().filter(|choice| choice.get("type") != Some(&"null".into())).map(type_of).collect();
    }
    let kind = match property.get("type") {
        Some(Value::Array(kinds)) => kinds.iter().find(|kind| *kind != "null"),
        kind => kind,
    };
    match kind.and_then(Value::as_str) {
        Some("array") => format!("array of {}", property.get("items").map(type_of).unwrap_or_default()),
        Some("integer") => format!("integer ({})", text_of(property, "format")),
        Some("string") if text_of(property, "format") == "password" => "secret string".to_owned(),
        Some("object") => match property.get("additionalProperties") {
            Some(values) if values.is_object() => format!("map of {}", type_of(values)),
            _ => "object".to_owned(),
        },
        Some(kind) => kind.to_owned(),
        None => "anything".to_owned(),
    }
}

/// A description, with the documented limits that stand below it.
fn one_line(described: &Value) -> String {
    text_of(described, "description").replace("\n\n", " ")
}

fn text_of<'v>(value: &'v Value, key: &str) -> &'v str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}
