//! Operations.

use super::{
    Availability, Certainty, Deprecation, LongRunning, Method, Model, Paging, Parameter, ParameterIn, PartialFailure,
    PathTemplate, Permission, RequestBody, Requirement, Response, Witnesses,
};

/// Where the facts of an operation come from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Provenance {
    /// Ids of its sources, newest first.
    pub sources: Vec<String>,
    /// Whether no source has an example, so that ours were made up.
    pub has_constructed_examples: bool,
}

/// An operation.
#[derive(Clone, Debug)]
pub struct Operation {
    /// JSON pointer into the bundle.
    pub pointer: String,
    /// The official name; empty if it has none, which lint refuses.
    pub id: String,
    /// Whether that name is ours, because no source has one.
    pub is_name_proposed: bool,
    /// The name in Rust, in the same form: the official one, but for its faults.
    pub rust_name: String,
    /// Names of the other operations that the documentation tells apart from it at the same method and path.
    pub variants: Vec<String>,
    /// The resource whose file holds it.
    pub resource: String,
    /// Its tags.
    pub tags: Vec<String>,
    /// Its method.
    pub method: Method,
    /// Its path.
    pub path: PathTemplate,
    /// What it does, in one line.
    pub summary: String,
    /// What it does.
    pub description: String,
    /// What to do about it, if the documentation calls it out of date.
    pub deprecated: Option<Deprecation>,
    /// Whether doing it twice has the effect of once, if the specification says so.
    pub idempotent: Option<bool>,
    /// Its parameters.
    pub parameters: Vec<Parameter>,
    /// The body of its request.
    pub request: Option<RequestBody>,
    /// Its responses, in the order of the document.
    pub responses: Vec<Response>,
    /// What the caller must be allowed to do.
    pub permission: Option<Permission>,
    /// What its parameters and the fields of its body ask of each other.
    pub requirements: Vec<Requirement>,
    /// In which clouds it is there, or differs.
    pub availability: Vec<Availability>,
    /// How certain is what is said of it.
    pub certainty: Vec<Certainty>,
    /// Which sources know it, and what they contradict each other in, where something says it.
    pub witnesses: Option<Witnesses>,
    /// How the elements of its response come in pages.
    pub paging: Option<Paging>,
    /// What goes on after the response.
    pub long_running: Option<LongRunning>,
    /// How a success says which of several things failed.
    pub partial_failure: Option<PartialFailure>,
    /// Where its facts come from.
    pub provenance: Provenance,
}

impl Operation {
    /// The responses that are successes.
    pub fn successes(&self) -> impl Iterator<Item = &Response> {
        self.responses.iter().filter(|response| response.status.is_success())
    }

    /// The responses that are not.
    pub fn failures(&self) -> impl Iterator<Item = &Response> {
        self.responses.iter().filter(|response| !response.status.is_success())
    }

    /// The success: the one that has a body, or the first.
    pub fn success(&self) -> Option<&Response> {
        self.successes().find(|response| response.content.is_some()).or_else(|| self.successes().next())
    }

    /// The success that has a body, if one has.
    pub fn success_content(&self) -> Option<&super::Content> {
        self.successes().find_map(|response| response.content.as_ref())
    }

    /// The parameters that the caller must give, in the order of their places: path, query, headers.
    pub fn arguments<'o>(&'o self, model: &Model) -> Vec<&'o Parameter> {
        let mut arguments: Vec<_> = self.parameters.iter().filter(|parameter| parameter.is_argument(model)).collect();
        arguments.sort_by_key(|parameter| parameter.place);
        arguments
    }

    /// Whether a parameter says which page to send: these are integers, also where services take them as text.
    pub fn pages_by(&self, parameter: &Parameter) -> bool {
        let paging = self.paging.as_ref().filter(|_| parameter.place == ParameterIn::Query);
        paging.is_some_and(|paging| paging.cursor == parameter.name || paging.size.as_ref() == Some(&parameter.name))
    }

    /// The parameters in one place.
    pub fn parameters_in(&self, place: ParameterIn) -> impl Iterator<Item = &Parameter> {
        self.parameters.iter().filter(move |parameter| parameter.place == place)
    }
}
