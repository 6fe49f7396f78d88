//! Each operation and each generated type as a table, for a reviewer to compare with the documented one.
//!
//! One snapshot a resource. The tables of types are made from the JSON Schemas that `schemars` derives from the generated code, so
//! they show what the compiler sees, not what the generator meant.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use huaweicloud_core::schema::GeneratedType;
use serde_json::Value;
use xtask::model::{Model, Property, module_name};

use crate::ServiceUnderTest;
use crate::links::without_links;
use crate::notation::{allows_null, kinds, schema_of};
use crate::operations;
use crate::typed::is_nullable;

/// The tables of each module are those that were reviewed. All that differ are shown in one run.
pub fn snapshots(service: &ServiceUnderTest) -> Vec<String> {
    compare(&service.snapshots, &tables(service))
}

/// The tables of each module: its operations, then its types.
fn tables(service: &ServiceUnderTest) -> BTreeMap<&'static str, String> {
    let mut modules: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for of in service.types {
        modules.entry(of.module()).or_default();
    }
    for operation in &service.model.operations {
        let module = module_name(&operation.resource);
        if let Some((_, tables)) = modules.iter_mut().find(|(name, _)| **name == module) {
            tables.push(operations::table(&service.model, operation));
        }
    }
    for of in service.types {
        modules.entry(of.module()).or_default().push(table(&service.model, of));
    }
    modules.into_iter().map(|(module, tables)| (module, tables.join("\n"))).collect()
}

fn compare(folder: &Path, tables: &BTreeMap<&'static str, String>) -> Vec<String> {
    let mut findings = Vec::new();
    if tables.is_empty() {
        findings.push("there is no type to show".to_owned());
    }
    for (module, text) in tables {
        // insta shows the difference and panics at the first one; the others are of interest, too.
        let compared = catch_unwind(AssertUnwindSafe(|| assert_snapshot(folder, module, text)));
        if compared.is_err() {
            let path = folder.join(format!("{module}.snap"));
            findings.push(format!("{} differs, as shown above; INSTA_UPDATE=always accepts it", path.display()));
        }
    }
    let files = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let snapshots = files.filter(|path| path.extension().is_some_and(|ending| ending == "snap"));
    let names_no_module =
        |path: &Path| path.file_stem().is_none_or(|stem| !tables.keys().any(|module| stem == *module));
    let left = snapshots.filter(|path| names_no_module(path));
    findings.extend(left.map(|path| format!("{} is of no module; delete it", path.display())));
    findings
}

fn assert_snapshot(folder: &Path, module: &str, text: &str) {
    let mut settings = insta::Settings::new();
    settings.set_snapshot_path(folder);
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(module, text));
}

/// A type: its name, its description, and its fields or its values.
fn table(model: &Model, of: &GeneratedType) -> String {
    let schema = &schema_of(of);
    let mut text = format!("{}\n    {}\n\n", of.name(), one_line(schema));
    if let Some(values) = schema.get("anyOf").and_then(Value::as_array) {
        let rows = values.iter().filter(|value| value.get("const").is_some());
        for row in rows {
            let _ = writeln!(text, "    {:<14}{}", text_of(row, "const"), one_line(row));
        }
        let _ = writeln!(text, "    {:<14}any other text is kept", "…");
        return text;
    }
    let rows = rows(model, of.name(), schema);
    let width = |column: usize| rows.iter().map(|row| row[column].len()).max().unwrap_or_default() + 2;
    let [fields, types] = [width(0), width(1)];
    for [field, of, mark, description] in &rows {
        let _ = writeln!(text, "    {field:<fields$}{of:<types$}{mark:<10}{description}");
    }
    text
}

/// The rows of an object's table, the head first.
fn rows(model: &Model, name: &str, schema: &Value) -> Vec<[String; 4]> {
    let required = schema.get("required").and_then(Value::as_array);
    let is_required = |field: &str| required.is_some_and(|names| names.iter().any(|name| name == field));
    let described = model.schemas.get(name).map(|named| &named.schema);
    let fields = schema.get("properties").and_then(Value::as_object).into_iter().flatten();
    let rows = fields.map(|(field, of)| {
        let property = described.and_then(|described| described.property(field));
        // JSON Schema shows a field that is left out and one that is `null` alike.
        let or_null = property.filter(|property| is_nullable(model, &property.schema) && allows_null(of));
        let is_required = is_required(field) || or_null.is_some_and(|Property { required, .. }| *required);
        let kind = type_of(of) + if or_null.is_some() { " or null" } else { "" };
        [field.clone(), kind, if is_required { "yes" } else { "no" }.to_owned(), one_line(of)]
    });
    std::iter::once(["field", "type", "required", "description"].map(str::to_owned)).chain(rows).collect()
}

/// A type of field in the words of the documentation.
fn type_of(property: &Value) -> String {
    if let Some(target) = property.get("$ref").and_then(Value::as_str) {
        return target.rsplit('/').next().unwrap_or_default().to_owned();
    }
    if let Some(choices) = property.get("anyOf").and_then(Value::as_array) {
        return choices.iter().filter(|choice| choice.get("type") != Some(&"null".into())).map(type_of).collect();
    }
    match kinds(property).find(|kind| *kind != "null") {
        Some("array") => format!("array of {}", property.get("items").map(element_of).unwrap_or_default()),
        Some("integer") => format!("integer ({})", text_of(property, "format")),
        Some("string") if text_of(property, "format") == "password" => "secret string".to_owned(),
        Some("object") => match property.get("additionalProperties") {
            Some(values) if values.is_object() => format!("map of {}", element_of(values)),
            _ => "object".to_owned(),
        },
        Some(kind) => kind.to_owned(),
        None => "anything".to_owned(),
    }
}

fn element_of(schema: &Value) -> String {
    if allows_null(schema) { format!("({} or null)", type_of(schema)) } else { type_of(schema) }
}

/// A description, with the documented limits that stand below it.
fn one_line(described: &Value) -> String {
    without_links(text_of(described, "description")).replace("\n\n", " ")
}

fn text_of<'v>(value: &'v Value, key: &str) -> &'v str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::env;

    use super::*;
    use crate::fixture::trees;

    #[test]
    fn any_json_and_null_are_shown() {
        let tables = tables(&trees());
        let rows: Vec<Vec<&str>> = tables["common"].lines().skip(4).map(|line| line.split("  ").collect()).collect();
        let cell =
            |row: &[&str], at: usize| row.iter().filter(|cell| !cell.is_empty()).nth(at).unwrap().trim().to_owned();
        let shown: Vec<_> = rows.iter().map(|row| [0, 1, 2].map(|at| cell(row, at))).collect();
        assert_eq!(
            shown,
            [
                ["any", "anything", "yes"],
                ["left", "Tree", "no"],
                ["children", "array of (Tree or null)", "no"],
                ["must", "string or null", "yes"],
                ["may", "string or null", "no"],
                ["right", "Tree or null", "no"],
                ["made", "anything", "no"],
                ["list", "array of anything", "no"],
                ["name", "anything", "no"],
            ]
        );
    }

    #[test]
    fn all_snapshots_that_differ_are_reported_and_those_of_no_module() {
        let folder = tempfile::tempdir().unwrap();
        for module in ["a", "b", "gone"] {
            fs::write(folder.path().join(format!("{module}.snap")), "---\nsource: x\n---\nold\n").unwrap();
        }
        let tables = [("a", "new".to_owned()), ("b", "new".to_owned())].into();
        let findings = compare(folder.path(), &tables);
        let differs = |module: &str| {
            let path = folder.path().join(format!("{module}.snap"));
            format!("{} differs, as shown above; INSTA_UPDATE=always accepts it", path.display())
        };
        let left = format!("{} is of no module; delete it", folder.path().join("gone.snap").display());
        if env::var_os("INSTA_UPDATE").is_some_and(|how| how == "always") {
            assert_eq!(findings, [left]);
        } else {
            assert_eq!(findings, [differs("a"), differs("b"), left]);
        }
    }

    #[test]
    fn no_table_at_all_is_reported() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(compare(folder.path(), &BTreeMap::new()), ["there is no type to show"]);
    }
}
