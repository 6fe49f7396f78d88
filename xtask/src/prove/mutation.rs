//! Changes of a specification: each kind of change at each place where it can be made.

mod operation;
mod planted;
mod schema;

use std::collections::{BTreeMap, VecDeque};

use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::contract::Edit;
use crate::spec::{Spec, child, parent};

/// A change, and what it is called.
#[derive(Clone, Debug)]
pub struct Mutation {
    /// What is done where: `field.removed /components/schemas/Widget/properties/size`.
    pub name: String,
    /// What the specification says before the change, besides what it says: nothing that the client shows.
    pub(super) given: Vec<Edit>,
    pub(super) edits: Vec<Edit>,
}

impl Mutation {
    /// The edits by which the specification becomes what it is after the change.
    pub(super) fn all_edits(&self) -> impl Iterator<Item = &Edit> {
        self.given.iter().chain(&self.edits)
    }
}

/// So many changes, all kinds in turn, in an order that the seed decides. Each fifth one is two changes at once.
pub fn mutations(spec: &Spec, count: usize, seed: u64) -> Vec<Mutation> {
    let mut by_kind: BTreeMap<String, Vec<Mutation>> = BTreeMap::new();
    for mutation in all(&spec.document) {
        let kind = mutation.name.split(' ').next().unwrap_or_default().to_owned();
        by_kind.entry(kind).or_default().push(mutation);
    }
    let rank = |name: &str| Sha256::digest(format!("{seed} {name}")).to_vec();
    let mut kinds: Vec<(Vec<u8>, VecDeque<Mutation>)> = by_kind
        .into_iter()
        .map(|(kind, mut of_kind)| {
            of_kind.sort_by_cached_key(|mutation| rank(&mutation.name));
            (rank(&kind), of_kind.into())
        })
        .collect();
    kinds.sort_by(|(one, _), (other, _)| one.cmp(other));
    let mut chosen: Vec<Mutation> = Vec::new();
    while chosen.len() < count && kinds.iter().any(|(_, left)| !left.is_empty()) {
        for next in kinds.iter_mut().filter_map(|(_, left)| left.pop_front()) {
            chosen.push(match chosen.last() {
                Some(last) if chosen.len() % 5 == 4 => both(last, &next),
                _ => next,
            });
        }
    }
    chosen.truncate(count);
    chosen
}

fn both(one: &Mutation, other: &Mutation) -> Mutation {
    let joined = |one: &[Edit], other: &[Edit]| [one, other].concat();
    Mutation {
        name: format!("{} + {}", one.name, other.name),
        given: joined(&one.given, &other.given),
        edits: joined(&one.edits, &other.edits),
    }
}

/// Every change at every place.
pub(super) fn all(document: &Value) -> Vec<Mutation> {
    let mut all = Vec::new();
    for (name, schema) in members(document.pointer("/components/schemas")) {
        of_schema(&child("/components/schemas", name), schema, &mut all);
        schema::of_component(document, name, schema, &mut all);
    }
    schema::added(&mut all);
    for (path, item) in members(document.get("paths")) {
        for (method, operation) in members(Some(item)).filter(|(_, operation)| operation.get("operationId").is_some()) {
            of_operation(&child(&child("/paths", path), method), operation, &mut all);
        }
    }
    for (name, parameter) in members(document.pointer("/components/parameters")) {
        of_parameter(&child("/components/parameters", name), parameter, &mut all);
    }
    of_path_parameters(document, &mut all);
    planted::examples(document, &mut all);
    all
}

/// Other names of parts of the path that are shared.
pub(super) fn of_path_parameters(document: &Value, all: &mut Vec<Mutation>) {
    let shared = members(document.pointer("/components/parameters"));
    for (name, parameter) in shared.filter(|(_, parameter)| parameter.get("in").and_then(Value::as_str) == Some("path"))
    {
        operation::of_path_parameter(document, &child("/components/parameters", name), parameter, all);
    }
}

fn members(value: Option<&Value>) -> impl Iterator<Item = (&str, &Value)> {
    value.and_then(Value::as_object).into_iter().flatten().map(|(key, value)| (key.as_str(), value))
}

fn add(all: &mut Vec<Mutation>, kind: &str, at: &str, edits: Vec<Edit>) {
    add_given(all, kind, at, Vec::new(), edits);
}

/// The same of a specification that says something besides before the change, which the client does not show.
fn add_given(all: &mut Vec<Mutation>, kind: &str, at: &str, given: Vec<Edit>, edits: Vec<Edit>) {
    all.push(Mutation { name: format!("{kind} {at}"), given, edits });
}

fn of_schema(at: &str, schema: &Value, all: &mut Vec<Mutation>) {
    let properties = child(at, "properties");
    for (name, field) in members(schema.get("properties")) {
        let is_required =
            schema.get("required").and_then(Value::as_array).is_some_and(|list| list.contains(&Value::from(name)));
        of_field(&child(&properties, name), field, is_required, all);
    }
    if schema.get("properties").is_some() {
        let new = child(&properties, "added_by_proof");
        let field = json!({ "description": "Added.", "type": "string" });
        add(all, "field.added", at, vec![Edit::set(new.as_str(), field.clone())]);
        let mut edits = vec![Edit::set(new.as_str(), field)];
        edits.extend(Edit::required(&new, true));
        add(all, "field.added.required", at, edits);
        let field = json!({ "description": "Added.", "type": "integer", "format": "int64", "default": 8 });
        let mut edits = vec![Edit::set(new.as_str(), field)];
        edits.extend(Edit::required(&new, true));
        add(all, "field.added.default", at, edits);
    }
    of_enum(at, schema, all);
}

fn of_field(at: &str, field: &Value, is_required: bool, all: &mut Vec<Mutation>) {
    add(all, "field.removed", at, Edit::removal(at));
    let closed = parent(at).and_then(parent).map(|object| Edit::set(child(object, "additionalProperties"), false));
    add_given(all, "field.removed.refused", at, closed.into_iter().collect(), Edit::removal(at));
    // A word before the name: what is alike, and has a word more, is known as the same.
    let name = at.rsplit('/').next().unwrap_or_default();
    let to = format!("{}renamed_{name}", at.strip_suffix(name).unwrap_or(at));
    let mut edits = vec![Edit::Move { pointer: at.to_owned(), to: to.clone() }];
    if is_required {
        edits.extend(Edit::required(at, false));
        edits.extend(Edit::required(&to, true));
    }
    add(all, "field.renamed", at, edits);
    let kind = if is_required { "field.optional" } else { "field.required" };
    add(all, kind, at, Edit::required(at, !is_required));
    schema::of_keywords(at, field, all);
    let other = if field.get("type").and_then(Value::as_str) == Some("string") { "integer" } else { "string" };
    let retyped = json!({ "description": "Another type.", "type": other });
    add(all, "type.changed", at, vec![Edit::set(at, retyped)]);
    let list = json!({ "description": "A list.", "type": "array", "items": { "type": "string" } });
    add(all, "type.list", at, vec![Edit::set(at, list)]);
    if field.get("$ref").is_none() && field.get("allOf").is_none() {
        let is_nullable = field.get("nullable") == Some(&Value::Bool(true));
        let nullable = child(at, "nullable");
        let edit = if is_nullable { Edit::Remove { pointer: nullable } } else { Edit::set(nullable, true) };
        add(all, "nullable", at, vec![edit]);
        add(all, "documentation.changed", at, vec![Edit::set(child(at, "description"), "Other words.")]);
    }
    match field.get("type").and_then(Value::as_str) {
        Some("integer") => {
            add(all, "limit.added", at, vec![Edit::set(child(at, "maximum"), 1_000_000)]);
            add(all, "format.changed", at, vec![Edit::set(child(at, "format"), "int32")]);
            add(
                all,
                "type.widened",
                at,
                vec![Edit::set(child(at, "type"), "number"), Edit::Remove { pointer: child(at, "format") }],
            );
        }
        Some("string") if field.get("format") == Some(&json!("date-time")) => {
            add(all, "format.changed", at, vec![Edit::set(child(at, "format"), "date")]);
        }
        Some("string") if field.get("enum").is_none() => {
            add(all, "pattern.added", at, vec![Edit::set(child(at, "pattern"), "^a*$")]);
            add(all, "size.added", at, vec![Edit::set(child(at, "maxLength"), 1_000_000)]);
            add(all, "format.added", at, vec![Edit::set(child(at, "format"), "password")]);
        }
        _ => {}
    }
}

fn of_enum(at: &str, schema: &Value, all: &mut Vec<Mutation>) {
    let Some(values) = schema.get("enum").and_then(Value::as_array) else { return };
    let list = child(at, "enum");
    let (meanings, names) = (child(at, "x-enum-descriptions"), child(at, "x-enum-varnames"));
    let mut edits = vec![
        Edit::Push { pointer: list.clone(), value: json!("ADDED") },
        Edit::set(child(&meanings, "ADDED"), "Added."),
    ];
    if schema.get("x-enum-varnames").is_some() {
        edits.push(Edit::Push { pointer: names.clone(), value: json!("Added") });
    }
    add(all, "enum.value.added", at, edits);
    for (index, value) in values.iter().enumerate().filter(|_| values.len() > 1) {
        let meaning = child(&meanings, value.as_str().unwrap_or_default());
        let mut edits =
            vec![Edit::Take { pointer: list.clone(), value: value.clone() }, Edit::Remove { pointer: meaning }];
        if schema.get("x-enum-varnames").is_some() {
            edits.push(Edit::Remove { pointer: child(&names, &index.to_string()) });
        }
        add(all, "enum.value.removed", &format!("{at} {value}"), edits);
    }
}

fn of_operation(at: &str, operation: &Value, all: &mut Vec<Mutation>) {
    add(all, "operation.removed", at, vec![Edit::Remove { pointer: at.to_owned() }]);
    let id = operation.get("operationId").and_then(Value::as_str).unwrap_or_default();
    add(all, "operation.id.changed", at, vec![Edit::set(child(at, "operationId"), format!("{id}Again"))]);
    add(
        all,
        "deprecated.added",
        at,
        vec![Edit::set(child(at, "deprecated"), true), Edit::set(child(at, "x-not-replaced"), "Nothing does.")],
    );
    operation::of_operation(at, operation, all);
    let parameters = child(at, "parameters");
    for is_required in [false, true] {
        let kind = if is_required { "parameter.added.required" } else { "parameter.added" };
        let new = json!({ "name": "added_by_proof", "in": "query", "description": "Added.", "required": is_required,
            "schema": { "type": "string" } });
        add(all, kind, at, vec![Edit::Push { pointer: parameters.clone(), value: new }]);
    }
    let listed = operation.get("parameters").and_then(Value::as_array).into_iter().flatten();
    for (index, parameter) in listed.enumerate() {
        of_parameter(&child(&parameters, &index.to_string()), parameter, all);
    }
    if let Some(body) = operation.get("requestBody").filter(|body| body.get("content").is_some()) {
        let is_required = body.get("required") == Some(&Value::Bool(true));
        let kind = if is_required { "request.body.optional" } else { "request.body.required" };
        add(all, kind, at, vec![Edit::set(child(&child(at, "requestBody"), "required"), !is_required)]);
    }
}

fn of_parameter(at: &str, parameter: &Value, all: &mut Vec<Mutation>) {
    if parameter.get("$ref").is_some() || parameter.get("in").and_then(Value::as_str) == Some("path") {
        return;
    }
    let is_required = parameter.get("required") == Some(&Value::Bool(true));
    let kind = if is_required { "parameter.optional" } else { "parameter.required" };
    add(all, kind, at, vec![Edit::set(child(at, "required"), !is_required)]);
    if at.starts_with("/paths") {
        add(all, "parameter.removed", at, vec![Edit::Remove { pointer: at.to_owned() }]);
    }
    let name = parameter.get("name").and_then(Value::as_str).unwrap_or_default();
    add(all, "parameter.renamed", at, vec![Edit::set(child(at, "name"), format!("{name}_renamed"))]);
    let respelt: String = name.chars().flat_map(|letter| [letter, '_']).collect();
    add(all, "parameter.respelt", at, vec![Edit::set(child(at, "name"), respelt.trim_end_matches('_'))]);
    if at.starts_with("/paths") && parameter.get("deprecated").is_some() {
        let given = vec![Edit::set(child(at, "x-sunset"), "2020-01-01")];
        add_given(all, "parameter.removed.ended", at, given, vec![Edit::Remove { pointer: at.to_owned() }]);
    }
    operation::of_parameter(at, parameter, all);
    let schema = child(at, "schema");
    let is_text = parameter.pointer("/schema/type").and_then(Value::as_str) == Some("string");
    let other = if is_text { json!({ "type": "integer" }) } else { json!({ "type": "string" }) };
    add(all, "parameter.type.changed", at, vec![Edit::set(schema, other)]);
}
