//! An operation: its parameters, its bodies and its sources.

use std::collections::BTreeMap;

use super::{Body, Recorded, Slot};
use crate::docs::{PageFacts, ParameterIn};
use crate::model::{Content, Model, Operation};
use crate::spec::Spec;

/// What the specification says of an operation.
#[derive(Clone, Debug)]
pub(crate) struct Contract<'m> {
    pub(crate) operation: &'m Operation,
    pub(crate) parameters: Vec<Slot<'m>>,
    pub(crate) request: Option<Body<'m>>,
    /// By the status.
    pub(crate) responses: BTreeMap<String, Body<'m>>,
}

/// The operation that a page is about: the one at its method and path, then the one of its name, and last the one that it was
/// recorded for. One at a superseded address may have the name of a newer operation, and is about none.
pub(crate) fn operation_of<'m>(model: &'m Model, page: &PageFacts) -> Option<&'m Operation> {
    let address = page.method.as_ref().zip(page.path.as_ref());
    let by_address = address.and_then(|(method, path)| model.operation_at(method.value, &path.value));
    if by_address.is_some() || has_superseded_address(&model.spec, page) {
        return by_address;
    }
    let by_name = page.operation.as_ref().and_then(|name| model.operation_called(&name.value));
    by_name.or_else(|| model.operation(Recorded::of(&model.spec, page).operation()?))
}

/// Whether the method and the path of a page are those of a superseded operation.
pub(crate) fn has_superseded_address(spec: &Spec, page: &PageFacts) -> bool {
    let (Some(method), Some(path)) = (&page.method, &page.path) else { return false };
    spec.superseded.iter().any(|entry| entry.is(method.value.as_str(), &path.value))
}

impl<'m> Contract<'m> {
    /// What the model says of one of its operations.
    pub(crate) fn of(model: &'m Model, operation: &'m Operation) -> Self {
        let responses = operation.responses.iter();
        let body = |pointer: &'m str, content: Option<&'m Content>| Body::of(model, pointer, content);
        Self {
            operation,
            parameters: operation.parameters.iter().map(|parameter| Slot::of_parameter(model, parameter)).collect(),
            request: operation.request.as_ref().map(|request| body(&request.pointer, request.content.as_ref())),
            responses: responses
                .map(|response| (response.status.to_string(), body(&response.pointer, response.content.as_ref())))
                .collect(),
        }
    }

    /// Ids of the sources, newest first.
    pub(crate) fn sources(&self) -> &'m [String] {
        &self.operation.provenance.sources
    }

    /// Whether the operation names a source.
    pub(crate) fn has_source(&self, id: &str) -> bool {
        self.sources().iter().any(|source| source == id)
    }

    /// The parameter of that name in that place.
    pub(crate) fn parameter(&self, location: ParameterIn, name: &str) -> Option<&Slot<'m>> {
        self.parameters.iter().find(|slot| slot.location == Some(location) && slot.name == name)
    }

    /// The bodies that are not empty.
    pub(crate) fn contents(&self) -> impl Iterator<Item = &'m Content> {
        self.request.iter().chain(self.responses.values()).filter_map(|body| body.content)
    }

    /// The response to a status: its own, or that of its class. A page that names no status means the success.
    pub(crate) fn response(&self, status: &str) -> Option<&Body<'m>> {
        let class = format!("{}XX", status.get(..1).unwrap_or_default());
        let mut successes = self.responses.iter().filter(|(code, _)| status == "2XX" && code.starts_with('2'));
        let first = successes.clone().next();
        let success = || successes.find(|(_, body)| body.content.is_some()).or(first);
        let found = self.responses.get_key_value(status).or_else(|| self.responses.get_key_value(&class));
        found.or_else(success).map(|(_, body)| body)
    }
}
