//! What specifications hold of all that one may hold.

use std::collections::BTreeSet;

use serde_json::{Map, Value};
use xtask::model::keyword::{KEYWORDS, Keyword, Subject, Verdict};
use xtask::model::{ContentKind, Example, Method, Model, Operation, ParameterIn, Schema, SchemaUsage, Shape};
use xtask::spec::extension::WITNESSES;

use super::random::{Specification, visit};

/// The rows of [`KEYWORDS`] that the files of a specification hold.
pub(crate) fn rows(specification: &Specification) -> BTreeSet<(Subject, String)> {
    let mut found = BTreeSet::new();
    for file in specification.resources.values() {
        visit(&mut file.clone(), &mut |subject, object: &mut Map<String, Value>| {
            found.extend(object.keys().map(|key| (subject, key.clone())));
            let values = [
                (Subject::Parameter, "in", Subject::Place),
                (Subject::Parameter, "style", Subject::Style),
                (Subject::Schema, "type", Subject::Type),
            ];
            for (_, key, of) in values.into_iter().filter(|(outer, ..)| *outer == subject) {
                found.extend(object.get(key).and_then(Value::as_str).map(|value| (of, value.to_owned())));
            }
        });
    }
    found
}

const SCALARS: [&str; 5] = ["string", "integer", "number", "boolean", "enum"];
const SHAPES: [&str; 10] =
    ["string", "integer", "number", "boolean", "enum", "object", "list", "map", "any", "any object"];

/// What else there should be: each kind of value in each place, and what goes on beside it.
const FACTS: [&str; 20] = [
    "nullable field of a request",
    "nullable field of a response",
    "nullable element",
    "null by its target",
    "recursion",
    "readOnly in both",
    "writeOnly in both",
    "joined list",
    "list in a form",
    "text",
    "bytes",
    "no body",
    "form",
    "patch with a body",
    "deprecated operation",
    "one name in two places",
    "null that may be left out",
    "setter of another name",
    "long-running",
    "required header",
];

/// What a model holds of values in places, and of facts.
pub(crate) fn facts(model: &Model) -> BTreeSet<String> {
    let mut facts = Facts { model, usage: SchemaUsage::of(model), found: BTreeSet::new() };
    for named in model.schemas.values() {
        facts.schema(&named.schema);
        facts.fields(&named.name, &named.schema);
    }
    for operation in &model.operations {
        facts.operation(operation);
    }
    facts.found
}

/// The honoured rows that are not among `rows`, and the facts that are not among `facts`.
pub(crate) fn missing(rows: &BTreeSet<(Subject, String)>, facts: &BTreeSet<String>) -> Vec<String> {
    let mut expected: Vec<String> = FACTS.iter().map(|fact| (*fact).to_owned()).collect();
    for place in ["field", "element", "request", "response"] {
        expected.extend(SHAPES.iter().map(|shape| format!("{shape} in {place}")));
    }
    for place in ["path", "query", "header"] {
        expected.extend(SCALARS.iter().map(|shape| format!("{shape} in {place}")));
    }
    expected.push("list in query".to_owned());
    expected.retain(|fact| !facts.contains(fact));
    // Witnesses are recorded beside a specification, and nobody may write them into one.
    let is_recorded = |row: &Keyword| row.subject == Subject::Witnesses || row.name == WITNESSES;
    let honoured = KEYWORDS.iter().filter(|row| row.verdict == Verdict::Honoured && !is_recorded(row));
    let missing = honoured.filter(|row| !rows.contains(&(row.subject, row.name.to_owned())));
    expected.extend(missing.map(|row| format!("`{}` of {}", row.name, row.subject.noun())));
    expected
}

struct Facts<'m> {
    model: &'m Model,
    usage: SchemaUsage<'m>,
    found: BTreeSet<String>,
}

impl Facts<'_> {
    fn add_if(&mut self, is_so: bool, fact: &str) {
        if is_so {
            self.found.insert(fact.to_owned());
        }
    }

    fn add(&mut self, schema: &Schema, place: &str) {
        let shape = match &self.model.resolve(schema).shape {
            Shape::Any => "any",
            Shape::String(_) => "string",
            Shape::Enum(_) => "enum",
            Shape::Integer => "integer",
            Shape::Number => "number",
            Shape::Boolean => "boolean",
            Shape::Array(_) => "list",
            Shape::Map(_) => "map",
            Shape::Object(_) => "object",
            Shape::AnyObject => "any object",
            Shape::Reference(_) | Shape::Unreadable => "unreadable",
        };
        self.found.insert(format!("{shape} in {place}"));
    }

    fn schema(&mut self, schema: &Schema) {
        if let Shape::Array(inner) | Shape::Map(inner) = &schema.shape {
            self.add(inner, "element");
            self.add_if(self.model.is_nullable(inner), "nullable element");
        }
        let is_nullable = self.model.is_nullable(schema);
        self.add_if(is_nullable && !schema.nullable, "null by its target");
        schema.children().into_iter().for_each(|child| self.schema(child));
    }

    fn fields(&mut self, name: &str, schema: &Schema) {
        let usage = self.usage.usage(name);
        for property in schema.properties() {
            self.add(&property.schema, "field");
            let is_nullable = self.model.is_nullable(&property.schema);
            self.add_if(is_nullable && usage.in_requests, "nullable field of a request");
            self.add_if(is_nullable && usage.in_responses, "nullable field of a response");
            let in_both = usage.in_requests && usage.in_responses;
            self.add_if(property.schema.read_only && in_both, "readOnly in both");
            self.add_if(property.schema.write_only && in_both, "writeOnly in both");
            let target = self.model.named(&property.schema).map(|target| target.name.as_str());
            self.add_if(target == Some(name), "recursion");
        }
    }

    fn operation(&mut self, operation: &Operation) {
        for parameter in &operation.parameters {
            self.add(&parameter.schema, &parameter.place.to_string());
            self.add_if(!parameter.explode, "joined list");
            self.add_if(parameter.place == ParameterIn::Header && parameter.required, "required header");
            let is_suffixed = parameter.rust_name.ends_with(&format!("_{}", parameter.place));
            self.add_if(is_suffixed, "one name in two places");
            self.add_if(
                ["new_", "send_", "client_", "options_"].contains(&parameter.rust_name.as_str()),
                "setter of another name",
            );
        }
        self.add_if(operation.deprecated.is_some(), "deprecated operation");
        self.add_if(operation.long_running.is_some(), "long-running");
        if let Some(content) = operation.request.as_ref().and_then(|request| request.content.as_ref()) {
            self.add(&content.schema, "request");
            self.add_if(operation.method == Method::Patch, "patch with a body");
            self.add_if(content.kind == ContentKind::Form, "form");
            let fields = self.model.resolve(&content.schema).properties();
            let is_null = |example: &Example| {
                fields.iter().any(|field| !field.required && example.value.get(&field.name) == Some(&Value::Null))
            };
            self.add_if(content.examples.iter().any(is_null), "null that may be left out");
            let has_list =
                fields.iter().any(|field| matches!(self.model.resolve(&field.schema).shape, Shape::Array(_)));
            self.add_if(content.kind == ContentKind::Form && has_list, "list in a form");
        }
        match operation.success_content() {
            Some(content) if content.kind == ContentKind::Json => self.add(&content.schema, "response"),
            Some(content) => self.add_if(content.kind == ContentKind::Text, "text"),
            None => self.add_if(true, "no body"),
        }
        let is_bytes = operation.success_content().is_some_and(|content| content.kind == ContentKind::Bytes);
        self.add_if(is_bytes, "bytes");
    }
}
