//! What an operation of the specification lacks.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::addition::Addition;
use super::component::Names;
use super::operation::{Parts, example_name};
use super::parameter::place_of;
use super::schema::{Schemas, texts};
use super::source::{self, Sources};
use super::value::goes_with;
use super::write;
use crate::contract::{Contract, Difference, Lacks};
use crate::docs::{Field, PageFacts, Required, SchemaType};
use crate::model::{Model, names};
use crate::spec::{PLACEHOLDER, Spec, child, extension as x};

/// What is added in a round, in which each operation gets what one page adds.
#[derive(Default)]
pub(super) struct Round {
    pub(super) additions: Vec<Addition>,
    /// What has been added to, with the number of the page that did.
    claimed: HashMap<String, usize>,
    page: usize,
}

impl Round {
    /// Adds a page as a source, in its place among the others, and begins with what else it adds. It is true for the
    /// newest source of the operation.
    pub(super) fn add_source(&mut self, spec: &Spec, contract: &Contract<'_>, id: &str, new: &Sources<'_>) -> bool {
        self.page += 1;
        if let Some(at) = contract.sources().iter().position(|known| known == id) {
            return at == 0;
        }
        let known = |id: &str| spec.sources.get(id).or_else(|| new.added(id));
        let listed: Vec<_> = contract.sources().iter().filter_map(|id| known(id)).collect();
        let at = known(id).map(|new| source::place(&listed, new));
        let pointer = child(&contract.operation.pointer, x::SOURCES);
        let file = write::file_of(spec, &contract.operation.pointer);
        self.additions.push(Addition { file, pointer, key: None, at, value: Value::from(id) });
        at.unwrap_or(listed.len()) == 0
    }

    /// Adds what a page has and its operation lacks. What another page of the round has added is left for the next round.
    /// `origin` is the page, if it is not the newest.
    pub(super) fn add(
        &mut self,
        model: &Model,
        (page, origin): (&PageFacts, Option<&str>),
        contract: &Contract<'_>,
        difference: &Difference,
        names: &mut Names,
    ) {
        let operation = contract.operation;
        let schemas = Schemas::new(names);
        let mut parts = Parts { name: &operation.id, method: operation.method, page, model, schemas, origin };
        let mut filling = Filling { file: write::file_of(&model.spec, &difference.pointer), round: self };
        filling.fill(difference, &mut parts, contract);
        for (name, schema) in parts.schemas.components {
            filling.add("/components/schemas", Some(&name), schema);
        }
    }
}

/// Additions to a file.
struct Filling<'a> {
    file: std::path::PathBuf,
    round: &'a mut Round,
}

impl Filling<'_> {
    fn add(&mut self, pointer: &str, key: Option<&str>, value: Value) {
        let (pointer, key) = (pointer.to_owned(), key.map(str::to_owned));
        let addition = Addition { file: self.file.clone(), pointer, key, at: None, value };
        let page = self.round.page;
        self.round.claimed.entry(addition.target()).or_insert(page);
        self.round.additions.push(addition);
    }

    /// Whether no other page has added something there in this round.
    fn is_free(&self, pointer: &str, key: Option<&str>) -> bool {
        let target = key.map_or_else(|| pointer.to_owned(), |key| child(pointer, key));
        self.round.claimed.get(&target).is_none_or(|page| *page == self.round.page)
    }

    /// Adds what the specification lacks; nothing is added if only a person can settle the difference.
    fn fill(&mut self, difference: &Difference, parts: &mut Parts<'_, '_>, contract: &Contract<'_>) {
        let Some(lacks) = &difference.lacks else { return };
        let (at, operation) = (difference.pointer.as_str(), contract.operation);
        let member = difference.member.as_deref();
        if !self.is_free(at, member) {
            return;
        }
        match lacks {
            Lacks::Parameter(index) => {
                let list = child(&operation.pointer, "parameters");
                let Some(parameter) = parts.page.parameters.get(*index) else { return };
                if let Some(place) = place_of(parameter, operation.path.as_str()) {
                    let draft = parts.parameter(parameter, place);
                    self.add(&list, None, draft);
                }
            }
            Lacks::Body { status: None } => {
                if let Some(request) = parts.request() {
                    self.add(&operation.pointer, Some("requestBody"), request);
                }
            }
            // Failures have one body for all operations, and successes one for all of an operation.
            Lacks::Body { status: Some(status) } => {
                let has_body = parts.page.responses.get(status).is_some_and(|fields| !fields.is_empty());
                if status.starts_with('2') && !(has_body && operation.success_content().is_some()) {
                    let response = parts.response(status);
                    self.add(at, Some(status), response);
                }
            }
            Lacks::Field { status, field } => self.field(parts, contract, status.as_deref(), field),
            Lacks::Example(value) => {
                let (examples, name) = example_place(contract, at);
                self.add(&examples, Some(&name), json!({ "summary": PLACEHOLDER, "value": value }));
            }
            Lacks::Value(Value::Array(values)) if member == Some("enum") => self.values(at, values),
            Lacks::Value(value) => {
                let schema = parts.model.spec.document.pointer(at).filter(|_| at.contains("/schema"));
                if schema.is_none_or(|schema| goes_with(schema, member.unwrap_or_default(), value)) {
                    self.add(at, member, value.clone());
                }
            }
            Lacks::Limits(ends) => {
                for (keyword, value) in ends {
                    self.add(at, Some(keyword), value.clone());
                }
            }
            Lacks::Elements(values) => self.more_values(parts.model, at, values),
        }
    }

    /// Values that an enum lacks.
    fn more_values(&mut self, model: &Model, list: &str, values: &[Value]) {
        let (texts, schema) = (texts(values), list.trim_end_matches("/enum"));
        let variants = child(schema, x::ENUM_VARNAMES);
        let has_variants = model.spec.document.pointer(&variants).is_some();
        for value in &texts {
            self.add(list, None, Value::from(value.as_str()));
            if has_variants {
                self.add(&variants, None, Value::from(names::pascal(value)));
            }
        }
        self.meanings(schema, &texts);
    }

    /// A property that an object lacks.
    fn field(&mut self, parts: &mut Parts<'_, '_>, contract: &Contract<'_>, status: Option<&str>, path: &str) {
        let page = parts.page;
        let (fields, body): (&[Field], _) = match status {
            None => (&page.request, contract.request.as_ref()),
            Some(status) => (page.responses.get(status).map_or(&[], Vec::as_slice), contract.response(status)),
        };
        if let (Some(status), Some(body)) = (status, body.filter(|body| body.content.is_none())) {
            self.content(parts, contract, status, body.pointer);
            return;
        }
        let (prefix, key) = path.rsplit_once('.').unwrap_or(("", path));
        let Some(object) = body.and_then(|body| body.object(prefix)) else { return };
        let Some(field) = fields.iter().find(|field| field.field == path) else { return };
        // Bytes stand in no JSON, and what shares the name of another field needs a name from a person.
        let properties = child(object, "properties");
        if field.doc_type.schema == SchemaType::Binary || !self.is_free(&properties, Some(key)) {
            return;
        }
        let owner =
            object.strip_prefix("/components/schemas/").filter(|name| !name.contains('/')).unwrap_or(parts.name);
        let mut property = parts.schemas.property(owner, field, fields);
        parts.mark(&mut property);
        self.add(&properties, Some(key), property);
        // Of several operations at an address, others may do without it.
        let is_alone = contract.operation.variants.is_empty();
        if status.is_none() && field.required == Required::Yes && is_alone {
            self.add(&child(object, "required"), None, Value::from(key));
        }
    }

    /// The body of a success that has none yet. The client gives an operation one type for them.
    fn content(&mut self, parts: &mut Parts<'_, '_>, contract: &Contract<'_>, status: &str, pointer: &str) {
        let is_lacking = contract.operation.success_content().is_none() && status.starts_with('2');
        if is_lacking
            && !self.round.claimed.contains_key(&child(pointer, "content"))
            && let Some(content) = parts.response(status).get("content").cloned()
        {
            self.add(pointer, Some("content"), content);
        }
    }

    /// The values of a text that is a component: an enum has a name.
    fn values(&mut self, schema: &str, values: &[Value]) {
        let is_component = schema.strip_prefix("/components/schemas/").is_some_and(|name| !name.contains('/'));
        if is_component {
            let texts = texts(values);
            self.add(schema, Some("enum"), json!(texts));
            self.meanings(schema, &texts);
        }
    }

    /// Each value of an enum has a meaning, which a person writes.
    fn meanings(&mut self, schema: &str, values: &[String]) {
        for value in values {
            self.add(&child(schema, x::ENUM_DESCRIPTIONS), Some(value), Value::from(PLACEHOLDER));
        }
    }
}

/// Where another example of a media type goes.
fn example_place(contract: &Contract<'_>, media: &str) -> (String, String) {
    let content = contract.contents().find(|content| content.pointer == media);
    let taken = content.map_or(&[][..], |content| content.examples.as_slice());
    let name = example_name(|name| taken.iter().any(|example| example.name == name));
    (child(media, "examples"), name)
}
