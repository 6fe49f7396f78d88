//! Parameters: those that the service has already, those that new operations share, and others.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::component::first_free;
use super::operation::Parts;
use super::schema::mark_out_of_date;
use crate::contract::{is_limited_by, is_type};
use crate::docs::{Parameter, ParameterIn, Required, SchemaType};
use crate::lint::is_name_of_secret;
use crate::model::{Limit, Model, ParameterIn as Place, PathTemplate, header, names};
use crate::spec::{PLACEHOLDER, extension as x};

impl Parts<'_, '_> {
    /// The parameters of a page that the operation can have, each with the page's own words.
    pub(super) fn parameters(&mut self, path: &str) -> Vec<(Value, String)> {
        let page = self.page;
        let mut seen = BTreeSet::new();
        let mut drafts = Vec::new();
        for parameter in &page.parameters {
            let key = (parameter.location, parameter.name.to_ascii_lowercase());
            let Some(place) = place_of(parameter, path).filter(|_| !seen.contains(&key)) else { continue };
            seen.insert(key);
            drafts.push((place, parameter, self.parameter(parameter, place)));
        }
        let mut taken = BTreeSet::new();
        if !page.request.is_empty() {
            taken.insert("body".to_owned());
        }
        // The path has the first choice, as in the client.
        let mut order: Vec<usize> = (0..drafts.len()).collect();
        order.sort_by_key(|at| drafts.get(*at).map(|(place, ..)| *place));
        for at in order {
            let Some((place, parameter, draft)) = drafts.get_mut(at) else { continue };
            let own = own_name(&parameter.name, *place, &mut taken);
            if let (Some(own), Value::Object(entries)) = (own, draft)
                && !entries.contains_key("$ref")
            {
                entries.insert(x::RUST_NAME.to_owned(), Value::from(own));
            }
        }
        drafts.into_iter().map(|(_, parameter, draft)| (draft, parameter.description.clone())).collect()
    }

    /// A parameter: a reference if a component says the same.
    pub(super) fn parameter(&mut self, parameter: &Parameter, place: Place) -> Value {
        let mut known =
            self.model.parameters.values().filter(|known| known.name == parameter.name && known.place == place);
        let is_of_origin = |known: &crate::model::Parameter| known.schema.source.as_deref() == self.origin;
        if let Some(known) = known.find(|known| is_of_origin(known) && says_the_same(self.model, known, parameter)) {
            return json!({ "$ref": format!("#{}", known.pointer) });
        }
        let name = format!("{}-{}", self.name, parameter.name);
        let kind = sent_type(&parameter.doc_type.schema, place);
        let mut schema =
            self.schemas.value(&name, kind.unwrap_or(&SchemaType::String), &parameter.constraints, &[], "");
        self.mark(&mut schema);
        // Parameters are no place for a secret, so that a person has to look.
        if let Value::Object(entries) = &mut schema
            && is_name_of_secret(&parameter.name)
            && !entries.contains_key("$ref")
        {
            entries.insert(x::NO_SECRET.to_owned(), Value::from(PLACEHOLDER));
        }
        let mut draft = Map::new();
        draft.insert("name".to_owned(), Value::from(parameter.name.as_str()));
        draft.insert("in".to_owned(), Value::from(place.to_string()));
        draft.insert("description".to_owned(), Value::from(PLACEHOLDER));
        if place == Place::Path || parameter.required == Required::Yes {
            draft.insert("required".to_owned(), Value::Bool(true));
        }
        draft.insert("schema".to_owned(), schema);
        let mut draft = Value::Object(draft);
        let others = &self.page.parameters;
        let is_there = |name: &str| {
            others.iter().find(|other| other.name == name).is_some_and(|other| other.constraints.deprecated.is_none())
        };
        mark_out_of_date(&mut draft, &parameter.constraints, is_there);
        draft
    }
}

/// Where a parameter goes in a specification. Credentials and framing are no parameters in OpenAPI, what stands in a
/// cookie or a form is none of the specification, and a path has no parameter that is not in it.
pub(super) fn place_of(parameter: &Parameter, path: &str) -> Option<Place> {
    let name = parameter.name.as_str();
    let place = match parameter.location {
        ParameterIn::Path => PathTemplate::new(path).placeholders().any(|other| other == name).then_some(Place::Path),
        // What has white space in it is a sentence.
        ParameterIn::Query => (!name.is_empty() && !name.contains(char::is_whitespace)).then_some(Place::Query),
        ParameterIn::Header => {
            let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
            let is_name = !name.is_empty() && name.bytes().all(is_token);
            (is_name && !header::is_reserved(name)).then_some(Place::Header)
        }
        ParameterIn::Cookie | ParameterIn::Form => None,
    };
    place.filter(|place| sent_type(&parameter.doc_type.schema, *place).is_some())
}

/// The type of which a parameter is sent, if it can be: a plain one, or in the query a list of them. What has no type, and
/// what stands in the path, is text.
fn sent_type(kind: &SchemaType, place: Place) -> Option<&SchemaType> {
    let is_plain = |kind: &SchemaType| {
        matches!(kind, SchemaType::String | SchemaType::Integer | SchemaType::Number | SchemaType::Boolean)
    };
    match kind {
        SchemaType::Unknown => Some(&SchemaType::String),
        SchemaType::Array { items } if place == Place::Query => is_plain(items).then_some(kind),
        plain if is_plain(plain) => Some(plain),
        _ => (place == Place::Path).then_some(&SchemaType::String),
    }
}

/// Whether a component says of a parameter what the page says.
fn says_the_same(model: &Model, known: &crate::model::Parameter, page: &Parameter) -> bool {
    let schema = model.resolve(&known.schema);
    let constraints = &page.constraints;
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let is_same = |page: Option<Value>, spec: Option<&Value>| {
        page.is_none_or(|page| spec.is_some_and(|spec| text(&page) == text(spec)))
    };
    let limits = [
        (Limit::Minimum, constraints.minimum.clone().map(Value::Number)),
        (Limit::Maximum, constraints.maximum.clone().map(Value::Number)),
        (Limit::MinLength, constraints.min_length.map(Value::from)),
        (Limit::MaxLength, constraints.max_length.map(Value::from)),
    ];
    let mut limits = limits.into_iter().filter(|(limit, _)| is_limited_by(&page.doc_type.schema, *limit));
    let listed = schema.enumeration();
    let has_value =
        |value: &Value| listed.is_some_and(|listed| listed.values.iter().any(|known| known.wire == text(value)));
    let required = page.required == Required::Yes || known.place == Place::Path;
    is_type(model, &page.doc_type.schema, &known.schema)
        && known.required == required
        && constraints.deprecated.is_some() == known.deprecated.is_some()
        && is_same(constraints.default.clone(), known.schema.default.as_ref().or(schema.default.as_ref()))
        && limits.all(|(limit, page)| is_same(page, schema.limit(limit)))
        && constraints.values.iter().all(has_value)
}

/// The name in Rust of a parameter whose own is one that another one has, in any place.
fn own_name(wire: &str, place: Place, taken: &mut BTreeSet<String>) -> Option<String> {
    let name = names::snake(wire);
    let plain = names::matcher(&name).to_owned();
    let with_place = format!("{plain}_{place}");
    if taken.insert(plain.clone()) || taken.insert(with_place) {
        return None;
    }
    Some(first_free(&plain, "_", |name| taken.insert(name.to_owned())))
}

/// Parameters that several of the new operations have, by what they say: those become components. Those in the path and in
/// headers are the same wherever they say the same; one in the query, if the pages describe it in the same words, too.
#[derive(Debug, Default)]
pub(super) struct Shared {
    /// Name and value of each component, by what they say.
    components: BTreeMap<String, (String, Value)>,
}

impl Shared {
    /// Finds them among the parameters of all operations; `words` are the descriptions of the pages.
    pub(super) fn of<'v>(drafts: impl Iterator<Item = (&'v Value, &'v str)>, model: &Model) -> Self {
        let mut counts: BTreeMap<String, (usize, &Value)> = BTreeMap::new();
        for (draft, words) in drafts.filter(|(draft, _)| can_be_shared(draft)) {
            counts.entry(key(draft, words)).or_insert((0, draft)).0 += 1;
        }
        let mut ordered: Vec<_> = counts.into_iter().filter(|(_, (count, _))| *count > 1).collect();
        // Of several that have one name, the one that most operations have gets it.
        ordered.sort_by(|(left, (most, _)), (right, (other, _))| other.cmp(most).then_with(|| left.cmp(right)));
        let mut taken: BTreeSet<String> = model.parameters.keys().map(|name| name.to_ascii_lowercase()).collect();
        let mut components = BTreeMap::new();
        for (key, (_, draft)) in ordered {
            let name = draft.get("name").and_then(Value::as_str).map(names::pascal).unwrap_or_default();
            if taken.insert(name.to_ascii_lowercase()) {
                components.insert(key, (name, draft.clone()));
            }
        }
        Self { components }
    }

    /// The reference to the component that says the same, if there is one.
    pub(super) fn reference(&self, draft: &Value, words: &str) -> Option<Value> {
        let (name, _) = self.components.get(&key(draft, words))?;
        Some(json!({ "$ref": format!("#/components/parameters/{name}") }))
    }

    /// The components, in the order of their names.
    pub(super) fn into_components(self) -> BTreeMap<String, Value> {
        self.components.into_values().collect()
    }
}

/// A component stands in another file than the schemas of a resource, and has no name of its own in an operation.
fn can_be_shared(draft: &Value) -> bool {
    let refers = draft.get("$ref").is_some()
        || draft.pointer("/schema/$ref").is_some()
        || draft.pointer("/schema/items/$ref").is_some();
    !refers && draft.get(x::RUST_NAME).is_none()
}

fn key(draft: &Value, words: &str) -> String {
    let is_in_query = draft.get("in").is_some_and(|place| place == "query");
    format!("{draft}\n{}", if is_in_query { words } else { "" })
}
