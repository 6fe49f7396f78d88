//! An operation: its parameters, its bodies and its sources.

use std::collections::BTreeMap;

use super::{Body, Recorded, Slot};
use crate::docs::PageFacts;
use crate::model::{Content, Model, Operation};
use crate::spec::{Spec, shape};

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
    let find = |is_it: fn(&Operation, &PageFacts) -> bool| model.operations.iter().find(|one| is_it(one, page));
    let by_address = find(has_address_of);
    if by_address.is_some() || has_superseded_address(&model.spec, page) {
        return by_address;
    }
    find(has_name_of).or_else(|| model.operation(Recorded::of(&model.spec, page).operation()?))
}

/// Whether the method and the path of a page are those of a superseded operation.
pub(crate) fn has_superseded_address(spec: &Spec, page: &PageFacts) -> bool {
    let (Some(method), Some(path)) = (&page.method, &page.path) else { return false };
    spec.superseded.iter().any(|entry| entry.is(method.value.as_str(), &path.value))
}

/// Whether a page has the operation's method and path, whatever the path calls its parameters.
pub(super) fn has_address_of(operation: &Operation, page: &PageFacts) -> bool {
    let method = page.method.as_ref().is_some_and(|method| method.value == operation.method);
    method && page.path.as_ref().is_some_and(|path| shape(&path.value) == operation.path.shape())
}

/// Whether a page has the operation's name, which is no such thing if it is ours.
fn has_name_of(operation: &Operation, page: &PageFacts) -> bool {
    !operation.is_name_proposed && page.operation.as_ref().is_some_and(|name| name.value == operation.id)
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
