//! New operations.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::addition::Addition;
use super::failure::Failures;
use super::group::{Group, Groups, New};
use super::home::Homes;
use super::operation::Parts;
use super::parameter::Shared;
use super::permission::Permissions;
use super::schema::Schemas;
use super::{Drafting, write};
use crate::docs::PageFacts;
use crate::model::names;
use crate::spec::{PLACEHOLDER, child, escape, extension as x};

/// A new operation, with its parameters still apart.
struct Drafted<'g> {
    name: &'g str,
    new: &'g New,
    page: &'g PageFacts,
    parameters: Vec<(Value, String)>,
    request: Option<Value>,
    successes: Map<String, Value>,
    components: Vec<(String, Value)>,
    permission: Value,
    source: String,
}

impl<'m> Drafting<'m> {
    /// Drafts the operations that the specification lacks, each from its newest page.
    pub(super) fn new_operations(&mut self, groups: &Groups<'_>) -> Result<(), String> {
        let mut new: Vec<&Group<'_>> = groups.all.iter().filter(|group| group.new.is_some()).collect();
        if new.is_empty() {
            return Ok(());
        }
        new.sort_by_key(|group| group.new.as_ref().map(|new| (new.path.clone(), new.method)));
        for group in &new {
            self.names.take(&group.name);
        }
        let pages: Vec<&PageFacts> = new.iter().flat_map(|group| group.pages.iter().copied()).collect();
        let failures = Failures::of(self.base, &pages, &mut self.names);
        let mut permissions = Permissions::of(self.base, &new, self.order.references);
        let drafted: Vec<Drafted<'_>> = new.iter().filter_map(|group| self.drafted(group, &mut permissions)).collect();
        self.to_check.extend(permissions.told());
        let parameters = drafted.iter().flat_map(|one| &one.parameters);
        let shared = Shared::of(parameters.map(|(draft, words)| (draft, words.as_str())), self.base);
        let anchors = groups.anchors();
        let homes = Homes::of(self.base, &self.order, &new);
        let mut additions = self.tags(&homes);
        for mut one in drafted {
            let components = std::mem::take(&mut one.components);
            let replaced_by = self.replacement(one.page, &anchors);
            let (path, key) = (child("/paths", &one.new.path), one.new.method.key());
            let home = homes.resource(one.name);
            let resource = write::resource_file(&self.base.spec, home);
            let operation = operation(one, &shared, &failures, home, replaced_by);
            additions.push(Addition::entry(&resource, &path, key, operation));
            let add =
                |(name, schema): (String, Value)| Addition::entry(&resource, "/components/schemas", &name, schema);
            additions.extend(components.into_iter().map(add));
        }
        let common = write::common_file(&self.base.spec);
        let add = |(name, value): (String, Value)| Addition::entry(&common, "/components/parameters", &name, value);
        additions.extend(shared.into_components().into_iter().map(add));
        for (kind, name, value) in failures.components {
            additions.push(Addition::entry(&common, &child("/components", kind), &name, value));
        }
        self.apply(additions)
    }

    fn drafted<'g>(&mut self, group: &'g Group<'_>, permissions: &mut Permissions<'_>) -> Option<Drafted<'g>>
    where
        'm: 'g,
    {
        let (new, page) = (group.new.as_ref()?, *group.pages.first()?);
        let source = self.sources.of_page(page, &group.name);
        let schemas = Schemas::new(&mut self.names);
        let (method, model) = (new.method, self.base);
        let mut parts = Parts { name: &group.name, method, page, model, schemas, origin: None };
        let parameters = parts.parameters(&new.path);
        let (request, successes) = (parts.request(), parts.successes());
        let components = parts.schemas.components;
        let permission = permissions.of_operation(&group.name, new, page);
        Some(Drafted { name: &group.name, new, page, parameters, request, successes, components, permission, source })
    }

    /// The operation that a page names instead of its own, if it is there.
    fn replacement(&self, page: &PageFacts, anchors: &BTreeMap<String, String>) -> Option<String> {
        let named = page.deprecated.as_ref()?.replacement.as_ref()?.to_ascii_lowercase();
        let mut known = self.base.operations.iter();
        let known = known.find(|operation| operation.id.eq_ignore_ascii_case(&named)).map(|known| known.id.clone());
        known.or_else(|| anchors.get(&named).cloned())
    }

    /// What new files begin with.
    fn tags(&self, homes: &Homes) -> Vec<Addition> {
        let file = |name: &str| (write::resource_file(&self.base.spec, Some(name)), name.to_owned());
        let files = homes.resources().into_iter().map(file);
        let new = files.filter(|(path, _)| !self.base.spec.files.iter().any(|known| known.path == *path));
        let tag = |name: String| json!({ "name": name, "description": PLACEHOLDER });
        new.map(|(path, name)| Addition::entry(&path, "", "tag", tag(name))).collect()
    }
}

/// The whole operation, with what a person has to write left empty, and what cannot be known from a page left out.
fn operation(
    drafted: Drafted<'_>,
    shared: &Shared,
    failures: &Failures,
    resource: Option<&str>,
    replaced_by: Option<String>,
) -> Value {
    let Drafted { name, new, page, parameters, request, successes, permission, source, .. } = drafted;
    let mut operation = Map::new();
    let mut put = |key: &str, value: Value| drop(operation.insert(key.to_owned(), value));
    put("operationId", Value::from(name));
    put("summary", Value::from(PLACEHOLDER));
    put("description", Value::from(PLACEHOLDER));
    if let Some(resource) = resource {
        put("tags", json!([resource]));
    }
    if page.deprecated.is_some() {
        put("deprecated", Value::Bool(true));
    }
    let refer = |(draft, words): (Value, String)| shared.reference(&draft, &words).unwrap_or(draft);
    put("parameters", parameters.into_iter().map(refer).collect());
    if let Some(request) = request {
        put("requestBody", request);
    }
    put("responses", Value::Object(successes.into_iter().chain(failures.references.clone()).collect()));
    if names::is_taken_operation(name) {
        put(x::RUST_NAME, Value::from(format!("{name}Operation")));
    }
    if let Some(name) = replaced_by {
        put(x::REPLACED_BY, Value::from(name));
    } else if page.deprecated.is_some() {
        put(x::NOT_REPLACED, Value::from(PLACEHOLDER));
    }
    put(x::IDEMPOTENT, Value::from(PLACEHOLDER));
    put(x::PERMISSION, permission);
    if new.is_proposed {
        put(x::PROPOSED_NAME, Value::from(PLACEHOLDER));
    }
    put(x::SOURCES, json!([source]));
    if let Some(fold) = &new.fold {
        put(x::VARIANTS, json!(fold.variants));
        let sent: Vec<String> = fold.roots.iter().map(|field| format!("$request.body#/{}", escape(field))).collect();
        put(x::REQUIRES, if sent.is_empty() { Value::from(PLACEHOLDER) } else { json!([{ fold.ask: sent }]) });
    }
    Value::Object(operation)
}
