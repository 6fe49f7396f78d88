//! The document as a whole.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::reader::{Fault, Reader, rule};
use super::schema::Role;
use super::tag::{resource, tag_problems};
use crate::model::index::Index;
use crate::model::keyword::{Subject, Verdict, verdict};
use crate::model::{Model, NamedSchema, Operation, Parameter, PathTemplate, Resource, Status, named};
use crate::spec::{Spec, child};

impl Model {
    /// Parses a specification. What in it cannot be honoured is in [`problems`](Self::problems), each fault once.
    pub fn of(spec: Spec) -> Self {
        let mut reader = Reader::new(&spec.document);
        let mut parts = reader.components(&spec);
        parts.operations = reader.operations(&spec);
        parts.resources = spec.resources().map(resource).collect();
        let mut faults = reader.faults;
        faults.extend(endless(&parts.schemas));
        // What several operations refer to is read for each of them.
        let mut seen = BTreeSet::new();
        faults.retain(|fault| seen.insert((fault.pointer.clone(), fault.rule, fault.message.clone())));
        let problems =
            faults.into_iter().map(|fault| spec.problem(fault.pointer, fault.rule, fault.message, fault.remedy));
        let problems = spec.resources().flat_map(tag_problems).chain(problems).collect();
        let Parts { resources, operations, schemas, parameters, components } = parts;
        let (references, asking) = (references(&spec.document), asking(&schemas));
        let index = Index::of(&operations, &schemas);
        Self { spec, problems, resources, operations, schemas, parameters, components, asking, references, index }
    }
}

/// What is read of the document.
#[derive(Default)]
struct Parts {
    resources: Vec<Resource>,
    operations: Vec<Operation>,
    schemas: BTreeMap<String, NamedSchema>,
    parameters: BTreeMap<String, Parameter>,
    components: Vec<String>,
}

/// Which schemas ask something of a field, by the last part of where it stands: so that nobody has to look at all of them for each
/// field.
fn asking(schemas: &BTreeMap<String, NamedSchema>) -> BTreeMap<String, Vec<String>> {
    let mut asking: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (name, named) in schemas {
        for field in named.schema.requirements.iter().flat_map(|one| one.ask.values()).filter_map(|at| at.path.last()) {
            let names = asking.entry(field.clone()).or_default();
            if names.last() != Some(name) {
                names.push(name.clone());
            }
        }
    }
    asking
}

/// All references, wherever they stand: the pointer of each, and the pointer that it names.
fn references(document: &Value) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut waiting = vec![(String::new(), document)];
    while let Some((pointer, value)) = waiting.pop() {
        match value {
            Value::Object(entries) => {
                if let Some(target) = entries.get("$ref").and_then(Value::as_str) {
                    let target = target.strip_prefix('#').unwrap_or(target);
                    found.insert(pointer.clone(), target.to_owned());
                }
                waiting.extend(entries.iter().map(|(key, value)| (child(&pointer, key), value)));
            }
            Value::Array(elements) => {
                let each = elements.iter().enumerate();
                waiting.extend(each.map(|(index, value)| (format!("{pointer}/{index}"), value)));
            }
            _ => {}
        }
    }
    found
}

fn home(spec: &Spec, pointer: &str) -> String {
    spec.file_of(pointer).map_or_else(String::new, |home| home.name.clone())
}

impl<'d> Reader<'d> {
    fn operations(&mut self, spec: &Spec) -> Vec<Operation> {
        let mut operations = Vec::new();
        let Some(paths) = self.document.get("paths") else { return operations };
        for (pointer, path, value) in self.mapping("/paths", paths) {
            if let Some(reason) = PathTemplate::new(path).fault() {
                let remedy = "write it as it is requested, with parameters in braces";
                self.fault(&pointer, "path-template", format!("the path {reason}"), remedy);
            }
            for mut operation in self.path_item(&pointer, path, value) {
                operation.resource = home(spec, &operation.pointer);
                operations.push(operation);
            }
        }
        operations
    }

    fn components(&mut self, spec: &Spec) -> Parts {
        let mut parts = Parts::default();
        let Some(value) = self.document.get("components") else { return parts };
        self.object(Subject::Components, "/components".to_owned(), value);
        for (pointer, kind, named) in self.mapping("/components", value) {
            for (at, name, value) in self.mapping(&pointer, named) {
                if verdict(Subject::Components, kind) == Some(Verdict::Honoured) {
                    parts.components.push(at.clone());
                }
                match kind {
                    "schemas" => {
                        let (name, home) = (name.to_owned(), home(spec, &at));
                        let schema = self.schema(at, value, Role::Component, 0);
                        parts.schemas.insert(name.clone(), NamedSchema { name, home, schema });
                    }
                    "parameters" => {
                        let parameter = self.component("parameters", at, value, Self::parameter);
                        parts.parameters.extend(parameter.map(|parameter| (name.to_owned(), parameter)));
                    }
                    "requestBodies" => drop(self.component(kind, at, value, Self::request_body)),
                    "responses" => {
                        let read = |reader: &mut Self, at, value| reader.response(at, value, Status::Default);
                        self.component(kind, at, value, read);
                    }
                    _ => {}
                }
            }
        }
        parts
    }

    fn component<T>(
        &mut self,
        kind: &str,
        pointer: String,
        value: &'d Value,
        read: impl FnOnce(&mut Self, String, &'d Value) -> Option<T>,
    ) -> Option<T> {
        if value.get("$ref").is_some() {
            self.target(kind, &pointer, value);
            return None;
        }
        read(self, pointer, value)
    }
}

type Schemas = BTreeMap<String, NamedSchema>;

/// Schemas whose values would have no end, or that are only other names for themselves.
fn endless(schemas: &Schemas) -> Vec<Fault> {
    let mut faults = Vec::new();
    for named in schemas.values() {
        let is_type = named.schema.is_type();
        let steps =
            |from: &NamedSchema| if is_type { required_types(schemas, from) } else { spelled_with(schemas, from) };
        if is_on_circle(schemas, &named.name, steps) {
            let name = &named.name;
            let (message, remedy) = if is_type {
                (
                    format!("a `{name}` must hold another one, and so on without end"),
                    "take one of the properties on the way out of `required`",
                )
            } else {
                (
                    format!("`{name}` is made of itself, with no object between"),
                    "put an object with properties between, which has a name",
                )
            };
            let (pointer, remedy) = (named.schema.pointer.clone(), remedy.to_owned());
            faults.push(Fault { pointer, rule: rule::REFERENCE, message, remedy });
        }
    }
    faults
}

/// The types that a value of an object must hold: a list may be empty, and null ends it.
fn required_types(schemas: &Schemas, holder: &NamedSchema) -> Vec<String> {
    let required = holder.schema.properties().iter().filter(|property| property.required && !property.schema.nullable);
    required.filter_map(|property| named(schemas, &property.schema)).map(|inner| inner.name.clone()).collect()
}

/// The other names that a schema which is no type is spelt with.
fn spelled_with(schemas: &Schemas, named: &NamedSchema) -> Vec<String> {
    let mut spelled = Vec::new();
    named.schema.visit(&mut |schema| {
        let inner = schema.target().and_then(|name| schemas.get(name));
        spelled.extend(inner.filter(|inner| !inner.schema.is_type()).map(|inner| inner.name.clone()));
    });
    spelled
}

/// Whether steps from the schema `name` lead back to it.
fn is_on_circle(schemas: &Schemas, name: &str, steps: impl Fn(&NamedSchema) -> Vec<String>) -> bool {
    let mut seen = BTreeSet::new();
    let mut waiting = vec![name.to_owned()];
    while let Some(at) = waiting.pop() {
        for next in schemas.get(&at).map(&steps).unwrap_or_default() {
            if next == name {
                return true;
            }
            if seen.insert(next.clone()) {
                waiting.push(next);
            }
        }
    }
    false
}
