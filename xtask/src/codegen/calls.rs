//! Tests that call every operation of a generated client over the loopback interface, and compare what is sent and what is
//! read with the model.
//!
//! Nothing of what the generator wrote is asked here: which setter sends what under which name is said by the [`Model`],
//! so that the two can disagree.

mod conditions;
mod expected;
mod fields;
mod limits;
mod mocks;
mod sample;
mod spelling;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use anyhow::Context as _;
use serde_json::Value;

use super::format::any_feature;
use super::header;
use crate::model::{
    Content, ContentKind, Model, Operation, Parameter, ParameterIn, Resource, Response, SchemaUsage, names,
};
use expected::Bodies;
pub(super) use mocks::mocks;
use sample::Sample;

/// The module `loopback` of the tests: a server for one request, and comparisons. It is no module of this crate, as it
/// needs a generated one.
const LOOPBACK: &str = include_str!("calls/loopback.rs");

/// The module of the types that resources share.
const SHARED: &str = "common";

/// How many values of a parameter are tried where not every one will do.
const SAMPLES: usize = 6;

/// The project that the clients of the tests belong to.
const PROJECT: &str = "p-1";

/// The files of the tests, by their names in a folder of their own: a module for each resource, with one test for each
/// operation. It sends everything that the operation takes, then only what is required; and reads the documented responses.
/// Besides, one test for each type, of its fields.
///
/// # Errors
///
/// If the model is one that lint refuses: a body without an example, or one that is not read.
pub(super) fn calls(model: &Model) -> anyhow::Result<BTreeMap<String, String>> {
    let crate_name = model.spec.service.name.replace('-', "_");
    let calls = Calls::new(model, &crate_name);
    let header = header(&model.spec.folder);
    let mut modules = format!(
        "{header}\n//! Calls every operation of the client over the loopback interface.\n\nmod loopback;\n\nuse ::{crate_name}::Client;\n"
    );
    let mut files = BTreeMap::from([("loopback.rs".to_owned(), format!("{header}\n{LOOPBACK}"))]);
    add_resources(model, &mut modules, &mut files, |resource, operations| calls.file(&header, resource, operations))?;
    if let Some((tests, features)) = calls.shared_field_tests() {
        write!(modules, "\n#[cfg({})]\nmod {SHARED};\n", any_feature(features))?;
        files.insert(format!("{SHARED}.rs"), format!("{header}\nuse super::loopback::{{field, written}};\n{tests}"));
    }
    files.insert("mod.rs".to_owned(), modules);
    Ok(files)
}

/// Adds a module for each resource that has operations, whose text `file` makes.
fn add_resources(
    model: &Model,
    modules: &mut String,
    files: &mut BTreeMap<String, String>,
    file: impl Fn(&Resource, &[&Operation]) -> anyhow::Result<String>,
) -> anyhow::Result<()> {
    for resource in &model.resources {
        let operations: Vec<&Operation> = model.operations_of(&resource.name).collect();
        if !operations.is_empty() {
            let (module, feature) = (resource.module(), &resource.name);
            write!(modules, "\n#[cfg(feature = {feature:?})]\nmod {module};\n")?;
            files.insert(format!("{module}.rs"), file(resource, &operations)?);
        }
    }
    Ok(())
}

/// Those of the names, of functions and types, that a text of tests uses: what it does not need, it must not import.
fn used<'n>(names: &[&'n str], tests: &str) -> Vec<&'n str> {
    let begins_a_name = |at: usize| {
        let before = tests.get(..at).unwrap_or_default();
        !before.ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == '.')
    };
    let is_used = |name: &&str| {
        let mut uses = ["(", "::<", " {"].map(|after| format!("{name}{after}")).into_iter();
        uses.any(|use_of| tests.match_indices(&use_of).any(|(at, _)| begins_a_name(at)))
    };
    names.iter().copied().filter(is_used).collect()
}

/// What the calls are made from.
struct Calls<'m> {
    model: &'m Model,
    bodies: Bodies<'m>,
    crate_name: &'m str,
}

/// A parameter, and what is sent as it.
struct Argument<'m> {
    parameter: &'m Parameter,
    sample: Sample,
}

impl Argument<'_> {
    /// Whether no request goes without it. The client fills in the project.
    fn is_asked_for(&self) -> bool {
        self.parameter.required && !self.parameter.is_project()
    }
}

/// The body of a request: as Rust, as it is sent, and as it is expected.
struct Body {
    value: String,
    sent: Value,
    expected: String,
}

impl<'m> Calls<'m> {
    fn new(model: &'m Model, crate_name: &'m str) -> Self {
        Self { model, bodies: Bodies { model, usage: SchemaUsage::of(model) }, crate_name }
    }
}

impl Calls<'_> {
    /// The tests of a resource.
    fn file(&self, header: &str, resource: &Resource, operations: &[&Operation]) -> anyhow::Result<String> {
        let mut tests = String::new();
        for operation in operations {
            let function =
                self.test(operation).with_context(|| format!("cannot write the calls of `{}`", operation.id))?;
            tests.push('\n');
            tests.push_str(&function);
        }
        tests.push_str(&self.field_tests(&resource.name));
        let used = used(&["Expected", "Reply", "call", "call_alone", "field", "read", "same", "written"], &tests);
        let allow = allow_deprecated(operations);
        Ok(format!("{header}\n{allow}use super::Client;\nuse super::loopback::{{{}}};\n{tests}", used.join(", ")))
    }

    fn test(&self, operation: &Operation) -> anyhow::Result<String> {
        let arguments = self.arguments(operation, 0);
        let requests = operation.request.as_ref().and_then(|request| request.content.as_ref());
        let response = operation.success().context("no response is a success")?;
        let mut text = format!("#[tokio::test]\nasync fn calls_{}() {{\n", names::method(&operation.rust_name));
        let examples = |content: Option<&Content>| content.map_or(0, |content| content.examples.len());
        let mut is_any_kept = false;
        for index in 0..examples(requests).max(examples(response.content.as_ref())).max(1) {
            let body = requests.map(|content| self.body(content, index)).transpose()?;
            let all: Vec<&Argument<'_>> = arguments.iter().collect();
            is_any_kept |= self.push_call(&mut text, operation, (&all, true), body.as_ref(), response, index)?;
        }
        let needed: Vec<&Argument<'_>> = arguments.iter().filter(|argument| argument.is_asked_for()).collect();
        let is_body_needed = operation.request.as_ref().is_some_and(|request| request.required);
        let body = requests.filter(|_| is_body_needed).map(|content| self.body(content, 0)).transpose()?;
        is_any_kept |= self.push_call(&mut text, operation, (&needed, false), body.as_ref(), response, 0)?;
        if !is_any_kept && let Some((arguments, body)) = self.conforming(operation, requests)? {
            let arguments: Vec<&Argument<'_>> = arguments.iter().collect();
            self.push_call(&mut text, operation, (&arguments, false), body.as_ref(), response, 0)?;
        }
        text.push_str("}\n");
        Ok(text)
    }

    /// What is sent as each parameter, beginning with the samples of the number `first`. The project is the client's.
    fn arguments<'o>(&self, operation: &'o Operation, first: usize) -> Vec<Argument<'o>> {
        let parameters = operation.parameters.iter().filter(|parameter| !parameter.is_project()).enumerate();
        parameters
            .map(|(index, parameter)| {
                let pages = operation.pages_by(parameter);
                let sample = |index| sample::of(self.model, self.crate_name, parameter, pages, index);
                let mut samples = (first + index..).take(SAMPLES).map(sample);
                let found = samples.find(|sample| !self.leads_elsewhere(operation, parameter, sample));
                let sample = found.unwrap_or_else(|| sample(first + index));
                Argument { parameter, sample }
            })
            .collect()
    }

    /// Whether a value makes the path that of another operation, which has it as a part of its own.
    fn leads_elsewhere(&self, operation: &Operation, parameter: &Parameter, sample: &Sample) -> bool {
        if parameter.place != ParameterIn::Path {
            return false;
        }
        let filled = operation.path.as_str().replace(&format!("{{{}}}", parameter.name), &sample.texts.concat());
        self.model.operation_at(operation.method, &filled).is_some()
    }

    /// The example of that number, or the last one.
    fn example(content: &Content, index: usize) -> anyhow::Result<&Value> {
        let example = content.examples.get(index).or(content.examples.last());
        example.map(|example| &example.value).with_context(|| format!("no example at {}", content.pointer))
    }

    fn body(&self, content: &Content, index: usize) -> anyhow::Result<Body> {
        let value = Self::example(content, index)?;
        let of = spelling::spelled(self.model, self.crate_name, &content.schema);
        let sent = self.bodies.written(&content.schema, value);
        let expected = match content.kind {
            ContentKind::Form => format!("form: &{:?}", expected::form(self.model, &content.schema, &sent)),
            _ => format!("json: Some({:?})", sent.to_string()),
        };
        Ok(Body { value: format!("read::<{of}>({:?})", value.to_string()), sent, expected })
    }

    /// A call, what of it is sent, and what of its response is read; whether it keeps the conditions between its values.
    fn push_call(
        &self,
        text: &mut String,
        operation: &Operation,
        (arguments, sets_all): (&[&Argument<'_>], bool),
        body: Option<&Body>,
        response: &Response,
        index: usize,
    ) -> anyhow::Result<bool> {
        let is_kept = self.keeps_conditions(operation, arguments, body);
        let content = response.content.as_ref();
        let raw = match content.map(|content| (content.kind, content)) {
            None => Vec::new(),
            Some((ContentKind::Text, _)) => sample::TEXT.as_bytes().to_vec(),
            Some((ContentKind::Bytes, _)) => sample::BYTES.to_vec(),
            Some((_, content)) => Self::example(content, index)?.to_string().into_bytes(),
        };
        let status = response.status.success_code();
        let media_type = content.map_or("", |content| content.media_type.as_str());
        let raw = raw.escape_ascii();
        let example = content.and_then(|content| content.examples.get(index).or(content.examples.last()));
        let example = example.map_or("", |example| example.name.as_str());
        writeln!(
            text,
            "    let reply = Reply {{ status: {status}, example: {example:?}, media_type: {media_type:?}, body: b\"{raw}\" }};"
        )?;
        let chain = self.chain(operation, arguments, body, sets_all);
        let call = if is_kept { "call" } else { "call_alone" };
        writeln!(text, "    let (request, response) = {call}(reply, async |client: Client| {chain}).await;")?;
        writeln!(text, "    request.compare(&{});", expected_request(operation, arguments, body))?;
        writeln!(text, "    let response = response.unwrap();")?;
        match content.map(|content| (content.kind, content)) {
            None => writeln!(text, "    let () = response.into_inner();")?,
            Some((ContentKind::Text, _)) => writeln!(text, "    assert_eq!(response.as_str(), {:?});", sample::TEXT)?,
            Some((ContentKind::Bytes, _)) => writeln!(text, "    assert_eq!(&response[..], b\"{raw}\");")?,
            Some((_, content)) => self.push_reading(text, content, Self::example(content, index)?)?,
        }
        Ok(is_kept)
    }

    /// Compares what was read with the example. Fields that are never sent are not written either: they are looked at.
    fn push_reading(&self, text: &mut String, content: &Content, example: &Value) -> anyhow::Result<()> {
        for (field, value) in self.bodies.unsent(&content.schema, example) {
            writeln!(text, "    same(&written(&response.{field}), {:?});", value.to_string())?;
        }
        let read = self.bodies.written(&content.schema, example);
        writeln!(text, "    same(&written(&response.into_inner()), {:?});", read.to_string())?;
        Ok(())
    }

    /// The call in Rust. What has only one value is filled in; `sets_all` says to set it all the same.
    fn chain(&self, operation: &Operation, arguments: &[&Argument<'_>], body: Option<&Body>, sets_all: bool) -> String {
        let is_body_needed = operation.request.as_ref().is_some_and(|request| request.required);
        let mut given: Vec<&Argument<'_>> =
            arguments.iter().copied().filter(|argument| argument.parameter.is_argument(self.model)).collect();
        given.sort_by_key(|argument| argument.parameter.place);
        let values = given.iter().map(|argument| argument.sample.rust.as_str());
        let values: Vec<&str> = values.chain(body.filter(|_| is_body_needed).map(|body| body.value.as_str())).collect();
        let mut text = format!("client.{}({})", names::method(&operation.rust_name), values.join(", "));
        for Argument { parameter, sample } in arguments {
            if (!parameter.required || sets_all) && !parameter.is_argument(self.model) {
                let _ = write!(text, ".{}({})", parameter.rust_name, sample.rust);
            }
        }
        if let Some(body) = body.filter(|_| !is_body_needed) {
            let _ = write!(text, ".body({})", body.value);
        }
        text.push_str(".send().await");
        text
    }
}

/// What a module of tests needs to call what is out of date.
fn allow_deprecated(operations: &[&Operation]) -> &'static str {
    let deprecated = operations.iter().any(|operation| {
        operation.deprecated.is_some() || operation.parameters.iter().any(|parameter| parameter.deprecated.is_some())
    });
    if deprecated { "#![allow(deprecated, reason = \"what is out of date is sent, too\")]\n\n" } else { "" }
}

/// What of a call is sent, in Rust.
fn expected_request(operation: &Operation, arguments: &[&Argument<'_>], body: Option<&Body>) -> String {
    let sent_in = |place: ParameterIn| arguments.iter().filter(move |argument| argument.parameter.place == place);
    let mut query: Vec<(&str, String)> = Vec::new();
    for Argument { parameter, sample } in sent_in(ParameterIn::Query) {
        if parameter.explode {
            query.extend(sample.texts.iter().map(|text| (parameter.name.as_str(), text.clone())));
        } else {
            query.push((&parameter.name, sample.texts.join(",")));
        }
    }
    let headers: Vec<(&str, String)> = sent_in(ParameterIn::Header)
        .map(|argument| (argument.parameter.name.as_str(), argument.sample.texts.join(",")))
        .collect();
    let segments: Vec<String> =
        operation.path.as_str().split('/').map(|segment| filled_in(segment, arguments)).collect();
    let content = operation.request.as_ref().and_then(|request| request.content.as_ref()).filter(|_| body.is_some());
    let content_type = content.map_or("application/json", |content| content.media_type.as_str());
    let body = body.map_or("", |body| body.expected.as_str());
    let comma = if body.is_empty() { "" } else { ", " };
    format!(
        "Expected {{ method: {:?}, segments: &{segments:?}, query: &{query:?}, headers: &{headers:?}, content_type: \
         {content_type:?}{comma}{body}, ..Expected::default() }}",
        operation.method.as_str()
    )
}

/// A segment of a path with values in the place of placeholders.
fn filled_in(segment: &str, arguments: &[&Argument<'_>]) -> String {
    let mut filled = String::new();
    let mut rest = segment;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}').unwrap_or((after, ""));
        let in_path = |argument: &&&Argument<'_>| {
            argument.parameter.place == ParameterIn::Path && argument.parameter.name == name
        };
        let value = arguments
            .iter()
            .find(in_path)
            .map_or_else(|| PROJECT.to_owned(), |argument| argument.sample.texts.concat());
        filled.push_str(before);
        filled.push_str(&value);
        rest = after;
    }
    filled + rest
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn a_name_is_used_where_it_is_called_or_made_and_is_no_part_of_another() {
        let is_used = |text: &str| !used(&["list"], text).is_empty();
        assert!(["list()", "(list(1))", "list::<u8>()", "x(list { a })"].into_iter().all(is_used));
        assert!(!["x.list()", "a_list()", "shortlist()", "list", "lists()"].into_iter().any(is_used));
    }
    use crate::model::NamedSchema;
    use crate::spec::{Spec, files};

    #[test]
    fn every_operation_is_called_with_all_that_it_takes_and_with_what_it_needs_alone() {
        let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/widgets");
        let texts = files::read(&workspace, Path::new("openapi/widgets")).unwrap();
        let model = Model::of(Spec::parse(&texts).unwrap());
        let files = calls(&model).unwrap();
        let functions = |prefix: &str| {
            let items = files.values().flat_map(|text| syn::parse_file(text).unwrap().items);
            let is_named =
                |item: &syn::Item| matches!(item, syn::Item::Fn(f) if f.sig.ident.to_string().starts_with(prefix));
            items.filter(is_named).count()
        };
        assert_eq!(functions("calls_"), model.operations.len());
        let usage = SchemaUsage::of(&model);
        let is_tested = |named: &&NamedSchema| usage.is_needed(&named.name) && !named.schema.properties().is_empty();
        assert_eq!(functions("fields_of_"), model.schemas.values().filter(is_tested).count());
        let text = &files["cogs.rs"];
        for part in [
            "segments: &[\"\", \"v1\", \"p-1\", \"cogs\", \"",
            "(\"sizes\", \"",
            "headers: &[(\"X-Language\", \"",
            "client.list_cogs(vec![",
            "json: Some(\"{\\\"name\\\":null}\")",
            "form: &[(\"kind\", \"a b&c\"), (\"drops\", \"2\")]",
            "content_type: \"application/json; charset=utf-8\"",
        ] {
            assert!(text.contains(part), "{part} is not in {text}");
        }
    }
}
