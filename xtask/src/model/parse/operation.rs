//! Operations.

use serde_json::Value;

use super::condition::Within;
use super::reader::{Entries, Reader, rule};
use crate::model::keyword::{Subject, Verdict, verdict};
use crate::model::{Method, Operation, Parameter, PathTemplate, Provenance, Response, Status, names};
use crate::spec::{child, extension as x};

impl<'d> Reader<'d> {
    /// The operations of a path.
    pub(super) fn path_item(&mut self, pointer: &str, path: &str, value: &'d Value) -> Vec<Operation> {
        let Some(item) = self.object(Subject::PathItem, pointer.to_owned(), value) else { return Vec::new() };
        let mut operations = Vec::new();
        if let Value::Object(entries) = value {
            for key in entries.keys() {
                let Some(method) = method(key) else { continue };
                let Some((pointer, value)) = item.get(key) else { continue };
                operations.extend(self.operation(pointer, path, method, value));
            }
        }
        operations
    }

    fn operation(&mut self, pointer: String, path: &str, method: Method, value: &'d Value) -> Option<Operation> {
        let entries = self.object(Subject::Operation, pointer.clone(), value)?;
        self.ask(&entries, "responses");
        let id = self.kept(&entries, "operationId");
        let rust_name = self.text(&entries, x::RUST_NAME).map_or_else(|| id.clone(), str::to_owned);
        let request = entries.get("requestBody").and_then(|(pointer, value)| {
            let (pointer, value) = self.follow("requestBodies", pointer, value)?;
            self.request_body(pointer, value)
        });
        let mut parameters = self.parameters(&entries);
        self.name_parameters(&mut parameters, request.is_some());
        if entries.has("requestBody") && method == Method::Head {
            let message = "a `head` operation has no body to send";
            self.fault(&child(&pointer, "requestBody"), rule::KEYWORD, message, "delete it, or correct the method");
        }
        let operation = Operation {
            id,
            // A name that nobody has looked at yet is ours as well.
            is_name_proposed: Self::is_open(&entries, x::PROPOSED_NAME) || self.boolean(&entries, x::PROPOSED_NAME),
            rust_name,
            variants: self.texts(&entries, x::VARIANTS),
            resource: String::new(),
            tags: self.texts(&entries, "tags"),
            method,
            path: PathTemplate::new(path),
            summary: self.kept(&entries, "summary"),
            description: self.kept(&entries, "description"),
            deprecated: self.deprecation(&entries),
            idempotent: self.judgement(&entries, x::IDEMPOTENT),
            parameters,
            request,
            responses: self.responses(&entries),
            permission: self.permission(&entries),
            requirements: self.requirements(&entries, Within::Operation),
            availability: self.availability(&entries),
            certainty: self.certainty(&entries),
            witnesses: self.witnesses(&entries),
            paging: self.paging(&entries),
            long_running: self.long_running(&entries),
            partial_failure: self.partial_failure(&entries),
            provenance: Provenance {
                sources: self.texts(&entries, x::SOURCES),
                has_constructed_examples: self.has_constructed_examples(&entries),
            },
            pointer,
        };
        self.name_of(&operation, &entries);
        Some(operation)
    }

    /// The name that an operation has in Rust is in the form of official names, and not taken.
    fn name_of(&mut self, operation: &Operation, entries: &Entries<'d>) {
        let name = &operation.rust_name;
        let at = if entries.has(x::RUST_NAME) { x::RUST_NAME } else { "operationId" };
        let pointer = child(&operation.pointer, at);
        let remedy = "write into `x-rust-name`, in the form of official names, one of its own: ResetUserPassword";
        if entries.has(x::RUST_NAME) && !names::is_upper_camel(name) {
            self.fault(&pointer, "names", format!("`{name}` is no name of an operation"), remedy);
        } else if names::is_upper_camel(name) && names::is_taken_operation(name) {
            self.fault(&pointer, "names", format!("`{name}` is a name that generated code has already"), remedy);
        }
    }

    fn parameters(&mut self, operation: &Entries<'d>) -> Vec<Parameter> {
        let Some((pointer, value)) = operation.get("parameters") else { return Vec::new() };
        let mut parameters = Vec::new();
        for (listed_at, value) in self.list(&pointer, value) {
            let followed = self.follow("parameters", listed_at.clone(), value);
            let parsed = followed.and_then(|(pointer, value)| self.parameter(pointer, value));
            parameters.extend(parsed.map(|parameter| Parameter { listed_at, ..parameter }));
        }
        parameters
    }

    fn responses(&mut self, operation: &Entries<'d>) -> Vec<Response> {
        let Some((pointer, value)) = operation.get("responses") else { return Vec::new() };
        let mut responses = Vec::new();
        for (listed_at, key, value) in self.mapping(&pointer, value) {
            let Some(status) = Status::parse(key) else {
                let message = format!("`{}` is no status", key.escape_debug());
                let remedy = "write a status in quotes, `\"200\"`, or a class, `4XX`";
                self.fault(&listed_at, rule::OPENAPI_FORM, message, remedy);
                continue;
            };
            let followed = self.follow("responses", listed_at.clone(), value);
            let parsed = followed.and_then(|(pointer, value)| self.response(pointer, value, status));
            responses.extend(parsed.map(|response| Response { listed_at, ..response }));
        }
        responses
    }
}

/// The method of a key under which a path may hold an operation.
fn method(key: &str) -> Option<Method> {
    let honoured = verdict(Subject::PathItem, key) == Some(Verdict::Honoured);
    Method::ALL.into_iter().find(|method| honoured && method.key() == key)
}
