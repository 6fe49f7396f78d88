//! Which schemas are needed, by what, and where each is defined: found once for all modules.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde_json::Value;

use crate::spec::Spec;
use crate::spec::walk::{collect_references, schema_name};

/// What the specification uses its component schemas for.
pub(super) struct SchemaUse<'s> {
    /// The file that defines each schema, by its name.
    homes: HashMap<&'s str, &'s str>,
    /// The resources that need each schema, in the order of the files. A schema that nothing needs is not there.
    resources: BTreeMap<&'s str, Vec<&'s str>>,
    /// Schemas that are part of a request's body.
    in_requests: BTreeSet<&'s str>,
    /// How many resources there are.
    resource_count: usize,
}

impl<'s> SchemaUse<'s> {
    /// What the whole of `spec` uses them for.
    pub(super) fn of(spec: &'s Spec) -> Self {
        let mut homes = HashMap::new();
        for file in &spec.files {
            let schemas = file.value.pointer("/components/schemas").and_then(Value::as_object);
            homes.extend(schemas.into_iter().flatten().map(|(name, _)| (name.as_str(), file.name.as_str())));
        }
        let mut resources: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        let mut bodies = BTreeSet::new();
        let mut resource_count = 0;
        for file in spec.resources() {
            resource_count += 1;
            let mut needed = BTreeSet::new();
            let paths = file.value.get("paths").and_then(Value::as_object).into_iter().flatten();
            for (_, operation) in paths.flat_map(|(_, item)| item.as_object().into_iter().flatten()) {
                needed_by(&spec.document, operation, &mut needed);
                if let Some(body) = operation.get("requestBody") {
                    collect_references(&spec.document, body, &mut bodies);
                }
            }
            for name in needed.into_iter().filter_map(schema_name) {
                resources.entry(name).or_default().push(&file.name);
            }
        }
        Self { homes, resources, in_requests: bodies.into_iter().filter_map(schema_name).collect(), resource_count }
    }

    /// The file that defines a schema.
    pub(super) fn home(&self, schema: &str) -> Option<&'s str> {
        self.homes.get(schema).copied()
    }

    /// Whether a success or the body of a request holds the schema: failures are read by the runtime.
    pub(super) fn is_needed(&self, schema: &str) -> bool {
        self.resources.contains_key(schema)
    }

    /// Whether the schema is part of a request's body.
    pub(super) fn is_in_requests(&self, schema: &str) -> bool {
        self.in_requests.contains(schema)
    }

    /// The resources that need a schema; none if all of them do.
    pub(super) fn some_resources(&self, schema: &str) -> Option<&[&'s str]> {
        let resources = self.resources.get(schema).map_or(&[][..], Vec::as_slice);
        (resources.len() < self.resource_count).then_some(resources)
    }
}

/// Adds what is reachable from the body of an operation's request, from its parameters and from its successes.
fn needed_by<'s>(document: &'s Value, operation: &'s Value, found: &mut BTreeSet<&'s str>) {
    for part in ["parameters", "requestBody"].iter().filter_map(|part| operation.get(part)) {
        collect_references(document, part, found);
    }
    let responses = operation.get("responses").and_then(Value::as_object).into_iter().flatten();
    for (_, response) in responses.filter(|(status, _)| status.starts_with('2')) {
        collect_references(document, response, found);
    }
}
