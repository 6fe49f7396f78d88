//! Makes parts of the specification from the facts of a page: a new operation, or what an operation lacks.
//!
//! Descriptions are left empty for a person to write, and lint refuses them until then. What a page does not say, whether
//! an operation may be repeated for example, is left out, and lint asks for it. Nothing that is there is changed: where
//! page and specification contradict each other, the finding is reported instead.

mod addition;
mod operation;
mod schema;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};

use crate::contract::{
    Contract, Difference, Expected, Finding, Lacks, Recorded, Silences, compare, has_address_of, has_name_of,
};
use crate::docs::{Field, PageFacts, Required};
use crate::model::{Model, Operation};
use crate::spec::{Spec, SpecFile, bundle, canonical_yaml, child, extension as x};
use operation::{Parts, example_name};
use schema::{Schemas, texts};

pub use addition::Addition;

/// What a page adds to a specification.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Draft {
    /// What is to be added.
    pub additions: Vec<Addition>,
    /// Where page and specification contradict each other, which a person has to settle.
    pub undrafted: Vec<Finding>,
}

/// Drafts what a page adds to a specification; a new operation goes into the file of `resource`.
///
/// # Errors
///
/// A message if the page documents no operation, or none with a name.
pub fn draft(model: &Model, page: &PageFacts, resource: Option<&str>) -> Result<Draft, String> {
    let find = |matches: fn(&Operation, &PageFacts) -> bool| {
        model.operations.iter().find(|operation| matches(operation, page))
    };
    match find(has_address_of).or_else(|| find(has_name_of)) {
        Some(operation) => Ok(change(model, page, &Contract::of(model, operation))),
        None => new_operation(model, page, resource),
    }
}

/// Where a resource's file lies.
fn resource_file(spec: &Spec, resource: Option<&str>) -> PathBuf {
    spec.folder.join("resources").join(format!("{}.yaml", resource.unwrap_or("new")))
}

/// The file that holds what `pointer` points to.
fn file_of(spec: &Spec, pointer: &str) -> PathBuf {
    spec.file_of(pointer).map_or_else(|| spec.folder.clone(), |file| file.path.clone())
}

fn new_operation(model: &Model, page: &PageFacts, resource: Option<&str>) -> Result<Draft, String> {
    let spec = &model.spec;
    let (Some(method), Some(path)) = (&page.method, &page.path) else {
        return Err(format!("{}: the page documents no operation", page.page));
    };
    let name = page.operation.as_ref().map_or_else(
        || Err(format!("{}: the page does not name the operation; draft from a page that does", page.page)),
        |name| Ok(name.value.as_str()),
    )?;
    let mut parts = Parts { name, page, model, schemas: Schemas::new(model) };
    let operation = parts.operation(resource, Recorded::of(spec, page).id());
    let file = resource_file(spec, resource);
    let mut additions = Vec::new();
    let mut add = |pointer: &str, key: &str, value: Value| {
        additions.push(Addition { file: file.clone(), pointer: pointer.to_owned(), key: Some(key.to_owned()), value });
    };
    if let Some(resource) = resource.filter(|_| !spec.files.iter().any(|known| known.path == file)) {
        add("", "tag", json!({ "name": resource, "description": "" }));
    }
    add(&child("/paths", &path.value), method.value.key(), operation);
    for (name, schema) in parts.schemas.components {
        add("/components/schemas", &name, schema);
    }
    Ok(Draft { additions, undrafted: Vec::new() })
}

/// What an operation of the specification lacks.
fn change(model: &Model, page: &PageFacts, contract: &Contract<'_>) -> Draft {
    let (spec, operation) = (&model.spec, contract.operation);
    let mut draft = Draft::default();
    let source = Recorded::of(spec, page).id();
    let mut silences = Silences::default();
    if let Some(id) = source.filter(|id| !contract.has_source(id)) {
        draft.additions.push(Addition {
            file: file_of(spec, &operation.pointer),
            pointer: child(&operation.pointer, x::SOURCES),
            key: None,
            value: Value::from(id),
        });
    }
    for difference in compare(page, model, contract, Expected::default()) {
        if !silences.silence(spec, source, &difference).is_empty() {
            continue;
        }
        let parts = Parts { name: &operation.id, page, model, schemas: Schemas::new(model) };
        let before = draft.additions.len();
        fill(&difference, parts, contract, &mut draft.additions);
        if draft.additions.len() == before {
            draft.undrafted.push(difference.finding(spec, &page.page, source, operation));
        }
    }
    draft
}

/// Adds what the specification lacks; nothing is added if only a person can settle the difference.
fn fill(difference: &Difference, mut parts: Parts<'_>, contract: &Contract<'_>, additions: &mut Vec<Addition>) {
    let Some(lacks) = &difference.lacks else { return };
    let file = file_of(&parts.model.spec, &difference.pointer);
    let mut add = |pointer: &str, key: Option<&str>, value: Value| {
        let (pointer, key) = (pointer.to_owned(), key.map(str::to_owned));
        additions.push(Addition { file: file.clone(), pointer, key, value });
    };
    let member = difference.member.as_deref();
    match lacks {
        Lacks::Parameter(index) => {
            if let Some(parameter) = parts.page.parameters.get(*index).and_then(|one| parts.parameter(one)) {
                add(&difference.pointer, None, parameter);
            }
        }
        Lacks::Body { status: None } => add(&contract.operation.pointer, Some("requestBody"), parts.request()),
        // Failures have one body for all operations.
        Lacks::Body { status: Some(status) } if !status.starts_with('2') => {}
        Lacks::Body { status: Some(status) } => add(&difference.pointer, Some(status), parts.response(status)),
        Lacks::Field { status, field } => field_of(&mut parts, difference, status.as_deref(), field, &mut add),
        Lacks::Example(value) => {
            let (examples, name) = example_place(contract, &difference.pointer);
            add(&examples, Some(&name), json!({ "summary": "", "value": value }));
        }
        Lacks::Value(Value::Array(values)) if member == Some("enum") => {
            let texts = texts(values);
            add(&difference.pointer, member, json!(texts));
            meanings(&difference.pointer, &texts, &mut add);
        }
        Lacks::Value(value) => add(&difference.pointer, member, value.clone()),
        Lacks::Limits(ends) => {
            for (keyword, value) in ends {
                add(&difference.pointer, Some(*keyword), value.clone());
            }
        }
        Lacks::Elements(values) => {
            let texts = texts(values);
            for value in &texts {
                add(&difference.pointer, None, Value::from(value.as_str()));
            }
            meanings(difference.pointer.trim_end_matches("/enum"), &texts, &mut add);
        }
    }
    for (name, schema) in parts.schemas.components {
        add("/components/schemas", Some(&name), schema);
    }
}

/// Where another example of a media type goes.
fn example_place(contract: &Contract<'_>, media: &str) -> (String, String) {
    let content = contract.contents().find(|content| content.pointer == media);
    let taken = content.map_or(&[][..], |content| content.examples.as_slice());
    let name = example_name(|name| taken.iter().any(|example| example.name == name));
    (child(media, "examples"), name)
}

/// A property that an object lacks.
fn field_of(
    parts: &mut Parts<'_>,
    difference: &Difference,
    status: Option<&str>,
    path: &str,
    add: &mut impl FnMut(&str, Option<&str>, Value),
) {
    let page = parts.page;
    let fields: &[Field] = match status {
        None => &page.request,
        Some(status) => page.responses.get(status).map_or(&[], Vec::as_slice),
    };
    let Some(object) = difference.pointer.strip_suffix("/properties") else { return };
    let Some(field) = fields.iter().find(|field| field.field == path) else { return };
    let owner = object.strip_prefix("/components/schemas/").filter(|name| !name.contains('/')).unwrap_or(parts.name);
    let property = parts.schemas.property(owner, field, fields);
    add(&difference.pointer, difference.member.as_deref(), property);
    if status.is_none() && field.required == Required::Yes {
        add(&child(object, "required"), None, Value::from(difference.member.as_deref().unwrap_or_default()));
    }
}

/// Each value of an enum has a meaning, which a person writes.
fn meanings(schema: &str, values: &[String], add: &mut impl FnMut(&str, Option<&str>, Value)) {
    for value in values {
        add(&child(schema, x::ENUM_DESCRIPTIONS), Some(value), Value::from(""));
    }
}

/// The specification with the additions in it, so that the next page is drafted on top. The texts of its files are still
/// those without.
///
/// # Errors
///
/// A message if the files cannot be put together any more.
pub fn apply(model: &Model, additions: &[Addition]) -> Result<Model, String> {
    if additions.is_empty() {
        return Ok(model.clone());
    }
    let mut spec = model.spec.clone();
    for addition in additions {
        let known = spec.files.iter().position(|file| file.path == addition.file);
        let at = known.unwrap_or_else(|| {
            spec.files.push(SpecFile::new(addition.file.clone(), String::new(), Value::Object(Map::new())));
            spec.files.len() - 1
        });
        if let Some(file) = spec.files.get_mut(at) {
            addition.apply(&mut file.value);
        }
    }
    spec.document = bundle(&spec.service, &spec.files)
        .map_err(|problems| problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))?;
    Ok(Model::of(spec))
}

/// Writes additions as YAML for people: of each file the parts that are added, with a comment where they belong.
///
/// # Errors
///
/// A message if the library that writes YAML refuses a value.
pub fn text(additions: &[Addition]) -> Result<String, String> {
    let files: BTreeSet<&Path> = additions.iter().map(|addition| addition.file.as_path()).collect();
    let mut parts = Vec::new();
    for path in files {
        let of_file = additions.iter().filter(|addition| addition.file == path);
        let (whole, single): (Vec<_>, Vec<_>) = of_file.partition(|addition| addition.is_fragment());
        let mut fragment = Value::Object(Map::new());
        for addition in &whole {
            addition.apply(&mut fragment);
        }
        if !whole.is_empty() {
            parts.push(format!("# {}\n{}", path.display(), canonical_yaml(&fragment)?));
        }
        for Addition { pointer, key, value, .. } in single {
            let value = key.as_ref().map_or_else(|| json!([value]), |key| json!({ key: value }));
            parts.push(format!("# {}#{pointer}\n{}", path.display(), canonical_yaml(&value)?));
        }
    }
    Ok(parts.concat())
}
