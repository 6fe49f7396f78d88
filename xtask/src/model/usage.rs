//! What named schemas are used for: by which resources, in requests, in responses.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::{Model, Operation, Schema};

/// Whether a schema is part of requests, of responses, or of both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// It is part of a request's body.
    pub in_requests: bool,
    /// It is part of a success.
    pub in_responses: bool,
}

/// What the named schemas of a model are used for.
#[derive(Clone, Debug, Default)]
pub struct SchemaUsage<'m> {
    /// The resources that need a schema.
    resources: HashMap<&'m str, BTreeSet<&'m str>>,
    /// The schemas that a resource needs.
    schemas: HashMap<&'m str, BTreeSet<&'m str>>,
    requests: HashSet<&'m str>,
    responses: HashSet<&'m str>,
    resource_count: usize,
}

impl<'m> SchemaUsage<'m> {
    /// Finds out.
    pub fn of(model: &'m Model) -> Self {
        let mut usage = Self { resource_count: model.resources.len(), ..Self::default() };
        for operation in &model.operations {
            usage.add(model, operation);
        }
        usage
    }

    fn add(&mut self, model: &'m Model, operation: &'m Operation) {
        let (mut parameters, mut request, mut success) = (HashSet::new(), HashSet::new(), HashSet::new());
        for parameter in &operation.parameters {
            collect(model, &parameter.schema, &mut parameters);
        }
        if let Some(content) = operation.request.as_ref().and_then(|body| body.content.as_ref()) {
            collect(model, &content.schema, &mut request);
        }
        for content in operation.successes().filter_map(|response| response.content.as_ref()) {
            collect(model, &content.schema, &mut success);
        }
        for name in parameters.iter().chain(&request).chain(&success) {
            self.resources.entry(name).or_default().insert(&operation.resource);
            self.schemas.entry(&operation.resource).or_default().insert(name);
        }
        self.requests.extend(request);
        self.responses.extend(success);
    }

    /// Whether a success, a parameter or the body of a request holds the schema: failures are read by the runtime.
    pub fn is_needed(&self, schema: &str) -> bool {
        self.resources.contains_key(schema)
    }

    /// The schemas that a resource needs, in the order of their names.
    pub fn needed_by(&self, resource: &str) -> impl Iterator<Item = &'m str> {
        self.schemas.get(resource).into_iter().flatten().copied()
    }

    /// In what the schema stands.
    pub fn usage(&self, schema: &str) -> Usage {
        Usage { in_requests: self.requests.contains(schema), in_responses: self.responses.contains(schema) }
    }

    /// The resources that need a schema, in the order of their names; none if all of them do.
    pub fn some_resources(&self, schema: &str) -> Option<Vec<&'m str>> {
        let resources = self.resources(schema);
        (resources.len() < self.resource_count).then_some(resources)
    }

    /// The resources that need a schema, in the order of their names.
    pub fn resources(&self, schema: &str) -> Vec<&'m str> {
        self.resources.get(schema).into_iter().flatten().copied().collect()
    }
}

/// Adds the names of the schemas that are reachable from `schema`.
fn collect<'m>(model: &'m Model, schema: &'m Schema, found: &mut HashSet<&'m str>) {
    let mut waiting = vec![schema];
    while let Some(schema) = waiting.pop() {
        match schema.target() {
            Some(name) => {
                if let Some((name, named)) = model.schemas.get_key_value(name)
                    && found.insert(name)
                {
                    waiting.push(&named.schema);
                }
            }
            None => waiting.extend(schema.children()),
        }
    }
}
