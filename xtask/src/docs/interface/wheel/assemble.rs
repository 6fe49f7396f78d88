//! Calls and models put together: the interface.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::Interface;
use super::client::{Call, Place};
use super::model::{Attribute, Model};
use super::python::Fault;
use crate::docs::interface::file::{File, Location, Member, Operation, Param};
use crate::docs::interface::source;

/// The type of a body that is bytes.
const BYTES: &str = "file";

/// The models of a client, by name.
#[derive(Debug, Default)]
pub(super) struct Sources {
    pub(super) models: BTreeMap<String, Model>,
}

impl Sources {
    /// The interface of `calls`, in the order of paths and methods.
    ///
    /// # Errors
    ///
    /// If a call needs a model that is not there.
    pub(super) fn interface(self, sdk: &str, calls: &[Call]) -> Result<Interface, Fault> {
        let mut omissions = Vec::new();
        let mut operations =
            calls.iter().map(|call| self.operation(call, &mut omissions)).collect::<Result<Vec<_>, _>>()?;
        operations.sort_by(|one, other| (&one.path, &one.method).cmp(&(&other.path, &other.method)));
        let requests: BTreeSet<&str> = calls.iter().map(|call| call.request.as_str()).collect();
        let source = source::written(sdk, operations.iter().any(|one| one.doc.is_some()));
        let file = File { source: Some(source), models: self.models_of_bodies(&requests, &operations), operations };
        let (operations, models) = (file.operations.len(), file.models.len());
        let json = written(&file).map_err(|error| Fault::new(1, format!("it cannot be written: {error}")))?;
        Ok(Interface { json, sdk: sdk.to_owned(), operations, models, omissions })
    }

    fn operation(&self, call: &Call, omissions: &mut Vec<String>) -> Result<Operation, Fault> {
        let request = self.model(call, &call.request)?;
        if let Some(response) = &call.response {
            self.model(call, response)?;
        }
        let parts = Parts::of(call, request, omissions)?;
        Ok(Operation {
            name: call.name.clone(),
            method: call.method.clone(),
            path: call.path.clone(),
            summary: Some(call.summary.clone()),
            doc: (!call.doc.is_empty()).then(|| call.doc.clone()),
            params: parts.params,
            body: parts.body,
            response: call.response.clone(),
        })
    }

    fn model(&self, call: &Call, name: &str) -> Result<&Model, Fault> {
        let missing = || Fault::new(call.line, format!("`{}` needs the model `{name}`, which is not there", call.name));
        self.models.get(name).ok_or_else(missing)
    }

    /// All models but those that only hold the parameters of an operation, which says them itself.
    fn models_of_bodies(self, requests: &BTreeSet<&str>, operations: &[Operation]) -> BTreeMap<String, Vec<Member>> {
        let bodies = operations.iter().flat_map(|one| one.body.iter().chain(&one.response));
        let fields = self.models.values().filter(|model| !requests.contains(model.name.as_str()));
        let types = fields.flat_map(|model| model.attributes.iter().map(|one| &one.member.type_text));
        let named: BTreeSet<String> = bodies.chain(types).flat_map(|text| names_of(text)).map(str::to_owned).collect();
        let models = self.models.into_iter();
        models
            .filter(|(name, _)| !requests.contains(name.as_str()) || named.contains(name))
            .map(|(name, model)| (name, model.attributes.into_iter().map(|one| one.member).collect()))
            .collect()
    }
}

/// The parts of a request.
#[derive(Debug, Default)]
struct Parts {
    /// Those of the path in its order, then the others in that of the client.
    params: Vec<Param>,
    body: Option<String>,
}

impl Parts {
    fn of(call: &Call, request: &Model, omissions: &mut Vec<String>) -> Result<Self, Fault> {
        let fault = |attribute: &str, reason: &str| {
            Fault::new(call.line, format!("`{}` sends `{attribute}` {reason}", call.name))
        };
        let mut parts = Self { params: Vec::new(), body: request.is_stream.then(|| BYTES.to_owned()) };
        let (mut in_path, mut others) = (HashMap::new(), Vec::new());
        for sent in &call.sent {
            let attribute = request.attributes.iter().find(|one| one.name == sent.attribute);
            let is_there = || attribute.ok_or_else(|| fault(&sent.attribute, "that its class of requests has not"));
            match sent.place {
                Place::Path => drop(in_path.insert(sent.name.as_str(), param(&sent.name, Location::Path, is_there()?))),
                Place::Query => others.push(param(&sent.name, Location::Query, is_there()?)),
                Place::Header => others.push(param(&sent.name, Location::Header, is_there()?)),
                Place::Body => parts.body = Some(is_there()?.member.type_text.clone()),
                // The type of the body has it, too.
                Place::Form => {}
                Place::Host => omissions.push(format!("{}: `{}`, a part of the host", call.name, sent.attribute)),
            }
        }
        parts.params.extend(names_in(&call.path).map(|name| in_path.remove(name).unwrap_or_else(|| of_client(name))));
        if let Some(name) = in_path.into_keys().min() {
            return Err(fault(name, "in the path, which has no such place"));
        }
        parts.params.extend(others);
        Ok(parts)
    }
}

/// The text of the document: a space for each level, and no end of the last line.
pub(in crate::docs::interface) fn written(file: &File) -> serde_json::Result<String> {
    use serde::Serialize as _;
    let mut bytes = Vec::new();
    let form = serde_json::ser::PrettyFormatter::with_indent(b" ");
    file.serialize(&mut serde_json::Serializer::with_formatter(&mut bytes, form))?;
    String::from_utf8(bytes).map_err(serde::ser::Error::custom)
}

fn param(name: &str, location: Location, attribute: &Attribute) -> Param {
    let member = attribute.member.clone();
    Param { name: name.to_owned(), location, type_text: member.type_text, required: member.required, doc: member.doc }
}

/// A parameter that the client fills in, so that requests do not have it.
fn of_client(name: &str) -> Param {
    Param { name: name.to_owned(), location: Location::Path, type_text: "str".to_owned(), required: true, doc: None }
}

/// The names between braces, `{project_id}`.
fn names_in(path: &str) -> impl Iterator<Item = &str> {
    path.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0))
}

/// The names in a type, `list[Widget]`.
fn names_of(type_text: &str) -> impl Iterator<Item = &str> {
    type_text.split(|c: char| !(c == '_' || c.is_alphanumeric())).filter(|name| !name.is_empty())
}
