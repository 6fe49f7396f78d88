//! Tests that compare what a mock service expects of every operation with what the real request builder sends: a request with
//! everything in it is expected, and none that differs in one thing.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use anyhow::Context as _;
use serde_json::Value;

use super::{Argument, Calls, add_resources, allow_deprecated, sample, spelling, used};
use crate::codegen::header;
use crate::model::{Content, ContentKind, Model, Operation, Resource, names};

/// The module `exchange` of the tests: comparisons. It is no module of this crate, as it needs a generated one.
const EXCHANGE: &str = include_str!("exchange.rs");

/// The project that the clients of a mock service belong to.
const PROJECT: &str = "mock-project";

/// The files of the tests, by their names in a folder of their own: a module for each resource, with one test for each
/// operation.
///
/// # Errors
///
/// If the model is one that lint refuses: a body without an example, or one that is not read.
pub(in crate::codegen) fn mocks(model: &Model) -> anyhow::Result<BTreeMap<String, String>> {
    let crate_name = model.spec.service.name.replace('-', "_");
    let calls = Calls::new(model, &crate_name);
    let header = header(&model.spec.folder);
    let mut modules = format!(
        "{header}\n//! Compares what a mock service expects with what the request builders send.\n\nmod exchange;\n\nuse ::{crate_name}::testing::MockService;\n"
    );
    let mut files = BTreeMap::from([("exchange.rs".to_owned(), format!("{header}\n{EXCHANGE}"))]);
    add_resources(model, &mut modules, &mut files, |resource, operations| {
        calls.mock_file(&header, resource, operations)
    })?;
    files.insert("mod.rs".to_owned(), modules);
    Ok(files)
}

/// A thing that a request may have, and another one that it may have instead.
struct Part<'m> {
    /// What the request builder takes; none for the project, which is an option of the request.
    argument: Option<&'m Argument<'m>>,
    value: String,
    other: String,
    /// Why a request with the other one is not expected.
    reason: String,
}

impl Calls<'_> {
    /// The tests of a resource.
    fn mock_file(&self, header: &str, resource: &Resource, operations: &[&Operation]) -> anyhow::Result<String> {
        let mut tests = String::new();
        for operation in operations {
            let test = self.mock_test(operation);
            let test = test.with_context(|| format!("cannot write the test of the mock of `{}`", operation.id))?;
            write!(tests, "\n{test}")?;
        }
        let used = used(&["end", "given", "is", "pick", "project", "read", "unmatched", "value"], &tests);
        let allow = allow_deprecated(operations);
        let module = &resource.name;
        Ok(format!(
            "{header}\n//! The mocks of `{module}`.\n\n{allow}use super::MockService;\nuse super::exchange::{{{}}};\n{tests}",
            used.join(", ")
        ))
    }

    fn mock_test(&self, operation: &Operation) -> anyhow::Result<String> {
        let mut text = format!("#[tokio::test]\nasync fn expects_{}() {{\n", names::method(&operation.rust_name));
        let response = operation.success().context("no response is a success")?;
        let status = response.status.success_code();
        let value = self.response_value(response.content.as_ref())?;
        let arguments = self.arguments(operation, 0);
        self.push_matched(&mut text, operation, &arguments, (status, &value))?;
        self.push_left_out(&mut text, operation, &arguments, (status, &value))?;
        text.push_str("}\n");
        Ok(text)
    }

    /// A request with everything in it, and those that differ in one thing.
    fn push_matched(
        &self,
        text: &mut String,
        operation: &Operation,
        arguments: &[Argument<'_>],
        (status, value): (u16, &str),
    ) -> anyhow::Result<()> {
        let mut parts = self.parts(operation, arguments);
        let mut matchers = String::new();
        for part in &parts {
            let name = part.argument.map_or("project_id", |argument| names::matcher(&argument.parameter.rust_name));
            write!(matchers, ".with_{name}({})", part.value)?;
        }
        let body = self.body_part(operation)?;
        if let Some((body, example)) = &body {
            write!(matchers, ".with_body({}).body_where(|body| is(body, {example:?}))", body.value)?;
        }
        write!(matchers, ".request_where(|request| request.operation_id() == {:?})", operation.id)?;
        let is_body_needed = operation.request.as_ref().is_some_and(|request| request.required);
        let has_other_body = body.as_ref().is_some_and(|(body, _)| body.other != body.value);
        let (mut call, mut setters) = (Vec::new(), String::new());
        let mut given: Vec<(usize, &Part<'_>)> = parts.iter().enumerate().collect();
        given.sort_by_key(|(_, part)| part.argument.map(|argument| argument.parameter.place));
        for (index, part) in given {
            let picked = format!("pick(other == {index}, {}, {})", part.value, part.other);
            match part.argument.map(|argument| argument.parameter) {
                Some(parameter) if parameter.is_argument(self.model) => call.push(picked),
                Some(parameter) => write!(setters, ".{}({picked})", parameter.rust_name)?,
                None => write!(setters, ".with_options(project(other == {index}))")?,
            }
        }
        if let Some((body, _)) = body {
            let picked = format!("pick(other == {}, {}, {})", parts.len(), body.value, body.other);
            if is_body_needed {
                call.push(picked);
            } else {
                write!(setters, ".body({picked})")?;
            }
            if has_other_body {
                parts.push(body);
            }
        }
        let reasons: Vec<&str> = parts.iter().map(|part| part.reason.as_str()).collect();
        push_exchange(text, operation, &matchers, (&call.join(", "), &setters), &reasons, (status, value))
    }

    /// A request with what is needed alone, where all else is expected to be left out; and those that have one thing more.
    fn push_left_out(
        &self,
        text: &mut String,
        operation: &Operation,
        arguments: &[Argument<'_>],
        (status, value): (u16, &str),
    ) -> anyhow::Result<()> {
        let (mut matchers, mut setters, mut reasons) = (String::new(), String::new(), Vec::new());
        for Argument { parameter, sample } in arguments.iter().filter(|argument| !argument.parameter.required) {
            let (name, index) = (names::matcher(&parameter.rust_name), reasons.len());
            write!(matchers, ".without_{name}()")?;
            write!(setters, ".set_{name}((other == {index}).then_some({}))", sample.rust)?;
            reasons.push(format!("{} `{}` is ", parameter.place, parameter.name));
        }
        let mut given: Vec<&Argument<'_>> =
            arguments.iter().filter(|argument| argument.parameter.is_argument(self.model)).collect();
        given.sort_by_key(|argument| argument.parameter.place);
        let mut call: Vec<String> = given.into_iter().map(|argument| argument.sample.rust.clone()).collect();
        if let Some((body, _)) = self.body_part(operation)? {
            if operation.request.as_ref().is_some_and(|request| request.required) {
                call.push(body.value);
            } else {
                matchers.push_str(".without_body()");
                write!(setters, ".set_body((other == {}).then_some({}))", reasons.len(), body.value)?;
                reasons.push("there is a body".to_owned());
            }
        }
        if reasons.is_empty() {
            return Ok(());
        }
        let reasons: Vec<&str> = reasons.iter().map(String::as_str).collect();
        push_exchange(text, operation, &matchers, (&call.join(", "), &setters), &reasons, (status, value))
    }

    /// The parameters, the project among them.
    fn parts<'a>(&self, operation: &Operation, arguments: &'a [Argument<'a>]) -> Vec<Part<'a>> {
        let parts = arguments.iter().enumerate().map(|(index, argument)| {
            let parameter = argument.parameter;
            let pages = operation.pages_by(parameter);
            let other = sample::other(self.model, self.crate_name, parameter, pages, (index, &argument.sample));
            Part {
                argument: Some(argument),
                value: argument.sample.rust.clone(),
                other: other.rust,
                reason: format!("{} `{}` is ", parameter.place, parameter.name),
            }
        });
        let project = operation.parameters.iter().find(|parameter| parameter.is_project()).map(|_| Part {
            argument: None,
            value: format!("{PROJECT:?}"),
            other: String::new(),
            reason: "path `project_id` is `other`".to_owned(),
        });
        parts.chain(project).collect()
    }

    /// The body, with another one if there is one; and its example.
    fn body_part<'a>(&self, operation: &Operation) -> anyhow::Result<Option<(Part<'a>, String)>> {
        let content = operation.request.as_ref().and_then(|request| request.content.as_ref());
        let Some(content) = content else { return Ok(None) };
        let example = Self::example(content, 0)?;
        let of = spelling::spelled(self.model, self.crate_name, &content.schema);
        let read = |value: &Value| format!("read::<{of}>({:?})", value.to_string());
        let other = sample::changed(self.model, &content.schema, example, sample::DEPTH);
        let part = Part {
            argument: None,
            value: read(example),
            other: read(other.as_ref().unwrap_or(example)),
            reason: "the body is another one".to_owned(),
        };
        Ok(Some((part, example.to_string())))
    }

    /// The value of a response, as Rust; nothing for one without a body.
    fn response_value(&self, content: Option<&Content>) -> anyhow::Result<String> {
        Ok(match content.map(|content| (content.kind, content)) {
            None => String::new(),
            Some((ContentKind::Text, _)) => format!("{:?}", sample::TEXT),
            Some((ContentKind::Bytes, _)) => format!("b\"{}\".as_slice()", sample::BYTES.escape_ascii()),
            Some((_, content)) => {
                let of = spelling::spelled(self.model, self.crate_name, &content.schema);
                format!("value::<{of}>({:?})", Self::example(content, 0)?.to_string())
            }
        })
    }
}

/// What is expected, then the requests that are not, for these reasons, and the one that is.
fn push_exchange(
    text: &mut String,
    operation: &Operation,
    matchers: &str,
    (call, setters): (&str, &str),
    reasons: &[&str],
    (status, value): (u16, &str),
) -> anyhow::Result<()> {
    let (when, method) = (names::expectation(&operation.rust_name), names::method(&operation.rust_name));
    let given = if value.is_empty() { "()" } else { value };
    writeln!(text, "    let service = MockService::new();")?;
    writeln!(text, "    service.{when}(){matchers}.respond({value});")?;
    writeln!(text, "    let client = service.client();")?;
    let other = if reasons.is_empty() { "_" } else { "other" };
    writeln!(text, "    let send = async |{other}: usize| client.{method}({call}){setters}.send().await;")?;
    if !reasons.is_empty() {
        writeln!(text, "    for (other, reason) in {reasons:?}.into_iter().enumerate() {{")?;
        writeln!(text, "        unmatched(send(other).await, reason);\n    }}")?;
    }
    writeln!(text, "    given(send(usize::MAX).await, {status}, {given});")?;
    writeln!(text, "    end(service, {});", reasons.len() + 1)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use serde_json::json;

    use super::*;
    use crate::model::{Object, Property, Schema, Shape};
    use crate::spec::{Spec, files};

    fn widgets() -> Model {
        let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/widgets");
        let texts = files::read(&workspace, Path::new("openapi/widgets")).unwrap();
        Model::of(Spec::parse(&texts).unwrap())
    }

    #[test]
    fn every_operation_is_expected_with_all_that_it_takes_and_with_nothing_more_than_it_needs() {
        let model = widgets();
        let files = mocks(&model).unwrap();
        let tests = files.values().map(|text| text.matches("async fn expects_").count());
        assert_eq!(tests.sum::<usize>(), model.operations.len());
        let cogs = &files["cogs.rs"];
        for operation in model.operations_of("cogs") {
            let test = cogs.split("async fn expects_").find(|test| test.contains(&format!("\"{}\"", operation.id)));
            let test = test.unwrap_or_else(|| panic!("{} is not expected", operation.id));
            for parameter in &operation.parameters {
                let matcher = names::matcher(&parameter.rust_name);
                assert!(test.contains(&format!(".with_{matcher}(")), "{matcher} of {}", operation.id);
                assert_eq!(test.contains(&format!(".without_{matcher}()")), !parameter.required, "{matcher}");
                assert!(test.contains(&format!("{} `{}` is ", parameter.place, parameter.name)), "{matcher}");
            }
            assert_eq!(test.contains(".with_body("), operation.request.is_some(), "{}", operation.id);
        }
    }

    #[test]
    fn another_body_differs_in_what_is_sent() {
        let model = widgets();
        let contents = model.operations.iter().filter_map(|operation| operation.request.as_ref()?.content.as_ref());
        let bodies = Calls::new(&model, "widgets").bodies;
        for content in contents {
            let example = &content.examples[0].value;
            let other = sample::changed(&model, &content.schema, example, sample::DEPTH);
            let other = other.unwrap_or_else(|| panic!("nothing to change in {example}"));
            let written = |value: &Value| bodies.written(&content.schema, value);
            assert_ne!(written(&other), written(example), "{}", content.pointer);
        }
        assert_eq!(sample::changed(&model, &model.schemas["Colour"].schema, &json!("one"), 1), Some(json!("two")));
    }

    #[test]
    fn an_object_that_another_body_adds_has_all_that_it_needs() {
        let property = |name: &str, schema: Schema, required: bool| Property {
            name: name.to_owned(),
            rust_name: name.to_owned(),
            required,
            schema,
        };
        let of = |shape: Shape| Schema { shape, ..Schema::default() };
        let object = |properties: Vec<Property>| of(Shape::Object(Object { properties }));
        let part = object(vec![property("size", of(Shape::Integer), true), property("fine", of(Shape::Boolean), true)]);
        let body = object(vec![property("part", part, false)]);
        let other = sample::changed(&widgets(), &body, &json!({}), sample::DEPTH);
        assert_eq!(other, Some(json!({ "part": { "size": 8, "fine": true } })));
    }
}
