//! The rule that everything is described, in text that documentation can hold.

use super::places::{Role, schemas};
use super::text::fault;
use crate::model::{Model, Operation, Shape};
use crate::problem::Problem;
use crate::spec::{Spec, child, extension as x};

pub(super) fn descriptions(model: &Model) -> Vec<Problem> {
    let mut problems = service(&model.spec);
    for resource in &model.resources {
        let file = model.spec.files.iter().find(|file| file.name == resource.name);
        // A file without a tag has a problem of its own.
        let file = file.filter(|file| file.value.pointer("/tag").is_some());
        if let (Some(file), Some((message, remedy))) = (file, fault(&resource.description)) {
            let at = "/tag/description";
            let pointer = if file.value.pointer(at).is_some() { at } else { "/tag" };
            problems.push(Problem {
                file: file.path.clone(),
                line: file.line(at).unwrap_or(1),
                pointer: pointer.to_owned(),
                rule: "description",
                message: format!("the `description` of the tag {message}"),
                remedy: remedy.to_owned(),
            });
        }
    }
    let mut asker = Asker { model, problems };
    for operation in &model.operations {
        asker.operation(operation);
    }
    for parameter in model.parameters.values() {
        asker.ask(&parameter.pointer, "description", &parameter.description, "the parameter");
    }
    for place in schemas(model) {
        let schema = place.schema;
        // Components and properties are what readers look up; what else there is, is explained by what holds it. A plain
        // reference is explained by its target.
        let is_looked_up = matches!(place.role, Role::Component | Role::Property(_));
        let is_described = !schema.description.is_empty();
        if is_described || (is_looked_up && schema.target().is_none() && schema.shape != Shape::Unreadable) {
            asker.ask(&schema.pointer, "description", &schema.description, "the schema");
        }
        let meanings = schema.enumeration().into_iter().flat_map(|values| &values.values);
        for value in meanings {
            let pointer = child(&schema.pointer, x::ENUM_DESCRIPTIONS);
            // One that is missing is reported with the enum.
            if model.spec.document.pointer(&child(&pointer, &value.wire)).is_some() {
                asker.ask(&pointer, &value.wire, &value.meaning, "the value");
            }
        }
    }
    asker.problems
}

/// Title and description of the service, which begin the documentation of its crate.
fn service(spec: &Spec) -> Vec<Problem> {
    let service = &spec.service;
    let texts = [("title", &service.title), ("version", &service.version), ("description", &service.description)];
    let faults = texts.into_iter().filter_map(|(key, text)| Some((key, fault(text)?)));
    faults
        .map(|(key, (message, remedy))| {
            let message = format!("the `{key}` of the service {message}");
            spec.problem_in("service.toml", service.line(key), "description", message, remedy)
        })
        .collect()
}

struct Asker<'m> {
    model: &'m Model,
    problems: Vec<Problem>,
}

impl Asker<'_> {
    fn operation(&mut self, operation: &Operation) {
        self.ask(&operation.pointer, "summary", &operation.summary, "the operation");
        self.ask(&operation.pointer, "description", &operation.description, "the operation");
        for parameter in &operation.parameters {
            self.ask(&parameter.pointer, "description", &parameter.description, "the parameter");
        }
        if let Some(request) = &operation.request {
            self.ask(&request.pointer, "description", &request.description, "the body of the request");
        }
        for response in &operation.responses {
            self.ask(&response.pointer, "description", &response.description, "the response");
        }
        let request = operation.request.iter().filter_map(|request| request.content.as_ref());
        let responses = operation.responses.iter().filter_map(|response| response.content.as_ref());
        for example in request.chain(responses).flat_map(|content| &content.examples) {
            let pointer = crate::spec::parent(&example.pointer).unwrap_or_default().to_owned();
            self.ask(&pointer, "summary", &example.summary, "the example");
        }
    }

    /// Asks for the text under a key. What is missing is missing in what should hold it.
    fn ask(&mut self, pointer: &str, key: &str, text: &str, of: &str) {
        let Some((message, remedy)) = fault(text) else { return };
        let at = child(pointer, key);
        let at = if self.model.spec.document.pointer(&at).is_some() { at } else { pointer.to_owned() };
        let what = if of == "the value" { "the meaning" } else { key };
        let message = format!("the `{what}` of {of} {message}");
        self.problems.push(self.model.spec.problem(at, "description", message, remedy));
    }
}
