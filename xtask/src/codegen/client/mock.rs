//! `mock.rs` of a module: what tests expect requests by, as data for the macro of the runtime.

use std::fmt::Write as _;

use anyhow::Context as _;

use super::Client;
use super::builders::parameter_type;
use super::module::Module;
use crate::codegen::header;
use crate::model::{
    Content, ContentKind, Model, Operation, Parameter, ParameterIn, RequestBody, RustType, Shape, names,
};
use crate::progenitor::{PartTypes, RequestTypes};

/// The file: a type each operation, then the methods that begin with one.
pub(super) fn file(client: &Client<'_>, module: &Module<'_>, of_part: &PartTypes) -> anyhow::Result<String> {
    let mut text = header(&module.path);
    let (name, wildcard) = (&module.name, "the types that requests and responses hold");
    write!(
        text,
        "\n//! What tests expect of the module [`{name}`](super), one type an operation.\n\n\
         #[allow(clippy::wildcard_imports, reason = {wildcard:?})]\nuse super::*;\n"
    )?;
    let mut methods = String::new();
    for (operation, types) in module.operations.iter().zip(&of_part.requests) {
        let path = |schema: &str| client.type_path(schema, &module.name);
        let mock = Mock { model: client.model, operation, types, path: &path };
        let item = mock.item().with_context(|| format!("cannot write the mock of `{}`", operation.id))?;
        text.push_str(&item);
        methods.push_str(&mock.method());
    }
    write!(text, "\nimpl crate::testing::MockService {{{methods}}}\n")?;
    Ok(text)
}

/// What the mock of an operation is written from.
struct Mock<'m> {
    model: &'m Model,
    operation: &'m Operation,
    types: &'m RequestTypes,
    /// The path of the type of a schema.
    path: &'m dyn Fn(&str) -> String,
}

impl Mock<'_> {
    fn item(&self) -> anyhow::Result<String> {
        let Operation { id, rust_name, .. } = self.operation;
        let (constant, method) = (names::constant(rust_name), names::method(rust_name));
        let (status, value, body) = (self.status()?, self.value(), self.body());
        let mut parameters = String::new();
        for (parameter, of) in self.operation.parameters.iter().zip(&self.types.parameters) {
            let of = parameter_type(self.operation, parameter, of);
            writeln!(parameters, "        {};", self.parameter(parameter, &of))?;
        }
        let parameters = if parameters.is_empty() { "{}".to_owned() } else { format!("{{\n{parameters}    }}") };
        Ok(format!(
            "\nhuaweicloud_core::mock_operation! {{\n    \
             /// Requests for `{id}`, which [`{method}`](crate::Client::{method}) makes.\n    \
             {rust_name} of {constant} responds {status} {value} takes {parameters}{body}\n}}\n"
        ))
    }

    /// The method that begins with it.
    fn method(&self) -> String {
        let Operation { id, rust_name, .. } = self.operation;
        format!(
            "\n    /// Begins to say what the response to requests for `{id}` is.\n    \
             pub fn {}(&self) -> {rust_name} {{\n        {rust_name}::new(self)\n    }}\n",
            names::expectation(rust_name)
        )
    }

    /// The status of the success.
    fn status(&self) -> anyhow::Result<u16> {
        Ok(self.operation.success().context("no response is a success")?.status.success_code())
    }

    /// The value of the success, and how it is sent.
    fn value(&self) -> String {
        match (&self.types.success, self.operation.success_content().map(|content| content.kind)) {
            (_, Some(ContentKind::Text)) => "text".to_owned(),
            (_, Some(ContentKind::Bytes)) => "bytes".to_owned(),
            (RustType::Unit, _) => "nothing".to_owned(),
            (of, _) => format!("json({})", of.spelled(&self.path)),
        }
    }

    fn parameter(&self, parameter: &Parameter, of: &RustType) -> String {
        let (place, wire) = (parameter.place, &parameter.name);
        let joined = if place == ParameterIn::Query && !parameter.explode { "joined " } else { "" };
        let given = match of {
            RustType::Integer => "integer".to_owned(),
            RustType::Vec(element) if **element == RustType::Integer => "integers".to_owned(),
            other => self.given(other),
        };
        let matcher = names::matcher(&parameter.rust_name);
        let without = if parameter.required { String::new() } else { format!(", without_{matcher}") };
        format!("{place} {wire:?}: with_{matcher}({joined}{given}){without}")
    }

    /// What is given for a value, by the same rules as the arguments of builders.
    fn given(&self, of: &RustType) -> String {
        match of {
            RustType::Boolean => "plain bool".to_owned(),
            RustType::Vec(element) => format!("list {}", element.spelled(&self.path)),
            RustType::Map(element) => format!("map {}", element.spelled(&self.path)),
            other => format!("into {}", other.spelled(&self.path)),
        }
    }

    fn body(&self) -> String {
        let written = |body: &RequestBody, content: &Content, of: &RustType| {
            let optional = if body.required { "" } else { "optional " };
            let (how, lists) = match content.kind {
                ContentKind::Form => ("form", self.lists_of(content)),
                _ => ("json", String::new()),
            };
            format!(" {optional}body {how}({}{lists})", self.given(of))
        };
        let body = self.operation.request.as_ref();
        let content = body.and_then(|body| body.content.as_ref());
        let parts = body.zip(content).zip(self.types.body.as_ref());
        parts.map(|((body, content), of)| written(body, content, of)).unwrap_or_default()
    }

    /// The fields of a form that are lists.
    fn lists_of(&self, content: &Content) -> String {
        let properties = self.model.resolve(&content.schema).properties().iter();
        let lists = properties
            .filter(|property| matches!(self.model.resolve(&property.schema).shape, Shape::Array(_)))
            .map(|property| format!(", {:?}", property.name));
        lists.collect()
    }
}
