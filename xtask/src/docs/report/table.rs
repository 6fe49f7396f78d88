//! The facts of a page for people: a line, or a table.

use std::fmt::Write as _;

use serde::Serialize;
use serde_json::Value;
use unicode_width::UnicodeWidthStr as _;

use crate::docs::facts::{Constraints, DocType, Located, PageFacts, PageKind, Required};

/// The widest cell that makes its column wider.
const MAX_WIDTH: usize = 60;

/// A line for the operation of a page with what was counted on it, then its problems.
#[must_use]
pub fn page_line(page: &PageFacts) -> String {
    let mut out = heading(page);
    if page.kind == PageKind::Operation {
        let responses: usize = page.responses.values().map(Vec::len).sum();
        // Writing to a String cannot fail, here and below.
        let _ = writeln!(
            out,
            "  {} ({}): {} parameters, {} request fields, {responses} response fields, {} examples",
            page.page,
            page.layout.name(),
            page.parameters.len(),
            page.request.len(),
            page.examples.request.len() + page.examples.response.len(),
        );
    }
    problems(&mut out, page);
    out
}

/// All facts of a page, each with its line: where it stands, its name, its type, whether it must be given, and what limits
/// it. Its problems follow.
#[must_use]
pub fn page_table(page: &PageFacts) -> String {
    let mut out = heading(page);
    let _ = writeln!(out, "  {} ({})", page.page, page.layout.name());
    if let Some(title) = &page.title {
        let _ = writeln!(out, "  {}", title.value);
    }
    let mut rows: Vec<[String; 6]> = Vec::new();
    let mut add = |line: u32, place: &str, name: &str, of: (&DocType, Required, &Constraints)| {
        let (doc_type, required, constraints) = of;
        let required = match required {
            Required::Yes => "required",
            Required::No => "optional",
            Required::Unknown => "",
        };
        let line = line.to_string();
        rows.push([
            line,
            place.to_owned(),
            name.to_owned(),
            type_of(doc_type),
            required.to_owned(),
            limits(constraints),
        ]);
    };
    for parameter in &page.parameters {
        let of = (&parameter.doc_type, parameter.required, &parameter.constraints);
        add(parameter.line, &word(&parameter.location), &parameter.name, of);
    }
    for field in &page.request {
        add(field.line, "request", &field.field, (&field.doc_type, field.required, &field.constraints));
    }
    for (status, fields) in &page.responses {
        for field in fields {
            add(field.line, status, &field.field, (&field.doc_type, field.required, &field.constraints));
        }
    }
    for field in &page.response_headers {
        add(field.line, "header back", &field.field, (&field.doc_type, field.required, &field.constraints));
    }
    rows.extend(others(page));
    columns(&mut out, &rows);
    problems(&mut out, page);
    out
}

/// What is no parameter or field: codes, permissions, examples, tables kept as they stand.
fn others(page: &PageFacts) -> Vec<[String; 6]> {
    let mut rows = Vec::new();
    let mut add = |line: u32, place: &str, name: &str, rest: String| {
        let none = String::new;
        rows.push([line.to_string(), place.to_owned(), name.to_owned(), none(), none(), rest]);
    };
    for status in &page.status_codes {
        add(status.line, "status", &status.code, status.description.clone());
    }
    for error in &page.error_codes {
        add(error.line, "error", &error.code, error.status.clone().unwrap_or_default());
    }
    for permission in &page.permissions {
        let parts =
            [&permission.access_level, &permission.resource_type, &permission.condition_keys, &permission.alias];
        let parts =
            parts.into_iter().chain([&permission.dependencies, &permission.operation]).flatten().map(String::as_str);
        let parts = parts.chain(permission.has_words.then_some("with words that may say when"));
        let action = permission.action.as_deref().unwrap_or("none is needed");
        add(permission.line, "permission", action, parts.collect::<Vec<_>>().join("; "));
    }
    let requests = page.examples.request.iter().map(|example| ("request", example));
    for (way, example) in requests.chain(page.examples.response.iter().map(|example| ("response", example))) {
        let label = example.label.clone().unwrap_or_default();
        add(example.line, "example", example.status.as_deref().unwrap_or(way), label);
    }
    for table in &page.reference {
        let caption = table.caption.as_deref().unwrap_or("-");
        add(table.line, "table", caption, format!("{} rows", table.rows.len()));
    }
    rows
}

/// The operation of a page, if it has one.
fn heading(page: &PageFacts) -> String {
    if page.kind != PageKind::Operation {
        return String::new();
    }
    let name = page.operation.as_ref().map_or("?", |name| name.value.as_str());
    let method = page.method.as_ref().map_or("?", |method| method.value.as_str());
    let path = page.path.as_ref().map_or("?", |path: &Located<String>| path.value.as_str());
    format!("{name} {method} {path}\n")
}

fn problems(out: &mut String, page: &PageFacts) {
    for problem in &page.problems {
        let _ = writeln!(out, "  {problem}");
    }
}

/// Rows under each other. Only the last column may be wider than the others let it.
fn columns(out: &mut String, rows: &[[String; 6]]) {
    let width = |column: usize| {
        let widths = rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.width().min(MAX_WIDTH));
        widths.max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..5).map(width).collect();
    for row in rows {
        let mut line = String::from(" ");
        for (cell, width) in row.iter().zip(widths.iter().chain([&0])) {
            let filler = width.saturating_sub(cell.width());
            let _ = write!(line, " {cell}{}", " ".repeat(filler));
        }
        let _ = writeln!(out, "{}", line.trim_end());
    }
}

/// The type as the page names it; as it was understood where the page names none.
fn type_of(doc_type: &DocType) -> String {
    if doc_type.text.is_empty() { format!("({})", doc_type.schema.describe()) } else { doc_type.text.clone() }
}

/// The one word that a value is as JSON.
fn word(value: &impl Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

fn limits(constraints: &Constraints) -> String {
    let Ok(Value::Object(limits)) = serde_json::to_value(constraints) else {
        return String::new();
    };
    let in_words = |(name, value): (&String, &Value)| match (name.as_str(), value.get("replacement")) {
        ("deprecated", Some(replacement)) => format!("deprecated, take {replacement}"),
        ("deprecated", None) => "deprecated".to_owned(),
        _ => format!("{name} {value}"),
    };
    limits.iter().map(in_words).collect::<Vec<_>>().join(", ")
}
