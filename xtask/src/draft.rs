//! Makes parts of the specification from the facts of a page: a new operation, or what an operation lacks.
//!
//! Descriptions are left empty for a person to write, and lint refuses them until then. What a page cannot tell, whether
//! an operation may be repeated for example, is left out, and lint asks for it. Nothing that is there is changed: where
//! page and specification contradict each other, the finding is told instead.

mod addition;
mod operation;
mod schema;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};

use crate::docs::{Field, PageFacts, Required};
use crate::drift::Finding;
use crate::drift::compare::{Gap, Lacks, compare};
use crate::drift::contract::Contract;
use crate::drift::provenance::{Expected, Recorded};
use crate::drift::silence::Silences;
use crate::spec::{Spec, bundle, canonical_yaml, child};
use operation::{Parts, example_name};
use schema::Schemas;

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

/// Drafts what a page adds to `spec`; a new operation goes into the file of `resource`.
///
/// # Errors
///
/// A message if the page documents no operation, or none with a name.
pub fn draft(spec: &Spec, page: &PageFacts, resource: Option<&str>) -> Result<Draft, String> {
    let contracts = Contract::all(spec);
    let by_address = contracts.iter().find(|contract| contract.has_address_of(page));
    match by_address.or_else(|| contracts.iter().find(|contract| contract.has_name_of(page))) {
        Some(contract) => Ok(change(spec, page, contract)),
        None => new_operation(spec, page, resource),
    }
}

/// Where a resource's file lies.
fn resource_file(spec: &Spec, resource: Option<&str>) -> PathBuf {
    spec.folder.join("resources").join(format!("{}.yaml", resource.unwrap_or("new")))
}

fn new_operation(spec: &Spec, page: &PageFacts, resource: Option<&str>) -> Result<Draft, String> {
    let (Some(method), Some(path)) = (&page.method, &page.path) else {
        return Err(format!("{}: the page documents no operation", page.page));
    };
    let name = page.operation.as_ref().map_or_else(
        || Err(format!("{}: the page does not name the operation; draft from a page that does", page.page)),
        |name| Ok(name.value.as_str()),
    )?;
    let mut parts = Parts { name, page, spec, schemas: Schemas::new(spec) };
    let operation = parts.operation(resource, Recorded::of(spec, page).id());
    let file = resource_file(spec, resource);
    let mut additions = Vec::new();
    let mut add = |pointer: &str, key: &str, value: Value| {
        additions.push(Addition { file: file.clone(), pointer: pointer.to_owned(), key: Some(key.to_owned()), value });
    };
    if let Some(resource) = resource.filter(|_| !spec.files.iter().any(|known| known.path == file)) {
        add("", "tag", json!({ "name": resource, "description": "" }));
    }
    add(&child("/paths", &path.value), &method.value.name().to_lowercase(), operation);
    for (name, schema) in parts.schemas.components {
        add("/components/schemas", &name, schema);
    }
    Ok(Draft { additions, undrafted: Vec::new() })
}

/// What an operation of the specification lacks.
fn change(spec: &Spec, page: &PageFacts, contract: &Contract<'_>) -> Draft {
    let mut draft = Draft::default();
    let source = Recorded::of(spec, page).id();
    let mut silences = Silences::default();
    if let Some(id) = source.filter(|id| !contract.sources.contains(id)) {
        draft.additions.push(Addition {
            file: spec.file_of(&contract.pointer).to_owned(),
            pointer: child(&contract.pointer, "x-sources"),
            key: None,
            value: Value::from(id),
        });
    }
    for mut gap in compare(page, spec, contract, Expected::default()) {
        gap.finding.source = source.map(str::to_owned);
        if !silences.silence(spec, &gap.finding).is_empty() {
            continue;
        }
        let parts = Parts { name: contract.operation, page, spec, schemas: Schemas::new(spec) };
        let before = draft.additions.len();
        fill(&gap, parts, contract, &mut draft.additions);
        if draft.additions.len() == before {
            draft.undrafted.push(gap.finding);
        }
    }
    draft
}

/// Adds what fills a gap: nothing if only a person can.
fn fill(gap: &Gap, mut parts: Parts<'_>, contract: &Contract<'_>, additions: &mut Vec<Addition>) {
    let finding = &gap.finding;
    let Some(lacks) = &gap.lacks else { return };
    let mut add = |pointer: &str, key: Option<&str>, value: Value| {
        let (pointer, key) = (pointer.to_owned(), key.map(str::to_owned));
        additions.push(Addition { file: finding.file.clone(), pointer, key, value });
    };
    let member = finding.member.as_deref();
    match lacks {
        Lacks::Parameter(index) => {
            if let Some(parameter) = parts.page.parameters.get(*index).and_then(|one| parts.parameter(one)) {
                add(&finding.pointer, None, parameter);
            }
        }
        Lacks::Body { status: None } => add(&contract.pointer, Some("requestBody"), parts.request()),
        // Failures have one body for all operations.
        Lacks::Body { status: Some(status) } if !status.starts_with('2') => {}
        Lacks::Body { status: Some(status) } => add(&finding.pointer, Some(status), parts.response(status)),
        Lacks::Field { status, field } => field_of(&mut parts, finding, status.as_deref(), field, &mut add),
        Lacks::Example(value) => {
            let (examples, name) = example_place(parts.spec, &finding.pointer);
            add(&examples, Some(&name), json!({ "summary": "", "value": value }));
        }
        Lacks::Value(Value::Array(values)) if member == Some("enum") => {
            add(&finding.pointer, member, Value::Array(values.clone()));
            meanings(&finding.pointer, values, &mut add);
        }
        Lacks::Value(value) => add(&finding.pointer, member, value.clone()),
        Lacks::Elements(values) => {
            for value in values {
                add(&finding.pointer, None, value.clone());
            }
            meanings(finding.pointer.trim_end_matches("/enum"), values, &mut add);
        }
    }
    for (name, schema) in parts.schemas.components {
        add("/components/schemas", Some(&name), schema);
    }
}

/// Where another example of a media type goes.
fn example_place(spec: &Spec, media: &str) -> (String, String) {
    let examples = child(media, "examples");
    let known = spec.document.pointer(&examples).and_then(Value::as_object);
    let name = known.map_or_else(|| example_name(&Map::new()), example_name);
    (examples, name)
}

/// A property that an object lacks.
fn field_of(
    parts: &mut Parts<'_>,
    finding: &Finding,
    status: Option<&str>,
    path: &str,
    add: &mut impl FnMut(&str, Option<&str>, Value),
) {
    let page = parts.page;
    let fields: &[Field] = match status {
        None => &page.request,
        Some(status) => page.responses.get(status).map_or(&[], Vec::as_slice),
    };
    let Some(object) = finding.pointer.strip_suffix("/properties") else { return };
    let Some(field) = fields.iter().find(|field| field.field == path) else { return };
    let owner = object.strip_prefix("/components/schemas/").filter(|name| !name.contains('/')).unwrap_or(parts.name);
    let property = parts.schemas.property(owner, field, fields);
    add(&finding.pointer, finding.member.as_deref(), property);
    if status.is_none() && field.required == Required::Yes {
        add(&child(object, "required"), None, Value::from(finding.member.as_deref().unwrap_or_default()));
    }
}

/// Each value of an enum has a meaning, which a person writes.
fn meanings(schema: &str, values: &[Value], add: &mut impl FnMut(&str, Option<&str>, Value)) {
    for value in values {
        let key = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        add(&child(schema, "x-enum-descriptions"), Some(&key), Value::from(""));
    }
}

/// The specification with the additions in it, so that the next page is drafted on top.
///
/// # Errors
///
/// A message if the result is no specification.
pub fn apply(spec: &Spec, additions: &[Addition]) -> Result<Spec, String> {
    let mut spec = spec.clone();
    for addition in additions {
        let known = spec.files.iter().position(|file| file.path == addition.file);
        let at = known.unwrap_or_else(|| {
            let name = addition.file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            let (path, text) = (addition.file.clone(), String::new());
            spec.files.push(crate::spec::SpecFile { name, path, text, value: Value::Object(Map::new()) });
            spec.files.len() - 1
        });
        if let Some(file) = spec.files.get_mut(at) {
            addition.apply(&mut file.value);
        }
    }
    spec.document = bundle(&spec.service, &spec.files)
        .map_err(|problems| problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))?;
    Ok(spec)
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
