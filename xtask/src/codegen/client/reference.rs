//! What code in a description refers to: operations, and the parameters and fields beside it.
//!
//! The specification calls operations by their official names, parameters and fields by those that are sent. In the
//! documentation of the client they are links, under the names that they have there.

use std::collections::BTreeSet;

use super::module::Module;
use super::{Client, rustdoc};
use crate::model::{Model, NamedSchema, Operation, ParameterIn, Property, Schema, module_name, names};

/// What a description can refer to besides operations.
#[derive(Clone, Copy)]
pub(super) struct Scope<'m> {
    pub(super) model: &'m Model,
    beside: Beside<'m>,
}

/// What stands beside a description.
#[derive(Clone, Copy)]
enum Beside<'m> {
    Nothing,
    /// The fields of the type that it is part of.
    Own(&'m [Property]),
    /// The fields of another type.
    Type(&'m NamedSchema),
    /// The parameters of an operation, and the fields of its bodies.
    Operation(&'m Operation),
}

impl<'m> Scope<'m> {
    /// Of a text that stands for itself.
    pub(super) const fn alone(model: &'m Model) -> Self {
        Self { model, beside: Beside::Nothing }
    }

    /// Of a type and what is part of it.
    pub(super) fn within(model: &'m Model, named: &'m NamedSchema) -> Self {
        Self { model, beside: Beside::Own(named.schema.properties()) }
    }

    /// Of an operation and what is part of it.
    pub(super) const fn operation(model: &'m Model, operation: &'m Operation) -> Self {
        Self { model, beside: Beside::Operation(operation) }
    }

    /// Of the description that a schema has from the component to which it refers.
    pub(super) fn of_target(self, schema: &Schema) -> Self {
        let named = schema.target().and_then(|name| self.model.schemas.get(name));
        Self { beside: named.map_or(Beside::Nothing, Beside::Type), ..self }
    }

    /// What stands in the documentation of the client for code that refers to something; none for other code.
    pub(super) fn link(&self, code: &str) -> Option<String> {
        if let Some(operation) = self.model.operation(code) {
            return Some(method(operation));
        }
        match self.beside {
            Beside::Nothing => None,
            Beside::Own(properties) => find(properties, code).map(own_field),
            Beside::Type(named) => field_of(named, code),
            Beside::Operation(operation) => self.part(operation, code),
        }
    }

    /// A parameter of an operation, or a field of one of its bodies.
    fn part(&self, operation: &'m Operation, code: &str) -> Option<String> {
        if let Some(parameter) = operation.parameters.iter().find(|known| known.name == code && !known.is_project()) {
            let (name, module) = (&parameter.rust_name, module_name(&operation.resource));
            let is_argument = parameter.is_argument(self.model) || parameter.place == ParameterIn::Path;
            let builder = &operation.rust_name;
            let setter = format!("[`{name}`](crate::{module}::builder::{builder}::{name})");
            return Some(if is_argument { format!("`{name}`") } else { setter });
        }
        let request = operation.request.as_ref().and_then(|body| body.content.as_ref());
        let bodies = request.into_iter().chain(operation.success_content());
        bodies.flat_map(|content| self.types_in(&content.schema)).find_map(|named| field_of(named, code))
    }

    /// The type of a body or of its elements, and those of its fields: what a body holds is often wrapped.
    fn types_in(&self, body: &'m Schema) -> Vec<&'m NamedSchema> {
        let Some(named) = self.element(body) else { return Vec::new() };
        let fields = named.schema.properties().iter().filter_map(|property| self.element(&property.schema));
        std::iter::once(named).chain(fields).collect()
    }

    fn element(&self, schema: &'m Schema) -> Option<&'m NamedSchema> {
        self.model.named(schema).or_else(|| self.model.named(self.model.resolve(schema).items()?))
    }
}

/// A link to the field of a type.
pub(super) fn field_of(named: &NamedSchema, code: &str) -> Option<String> {
    let (module, of) = (module_name(&named.home), &named.name);
    let name = &find(named.schema.properties(), code)?.rust_name;
    Some(format!("[`{name}`](crate::{module}::{of}#structfield.{name})"))
}

/// A field of a type, or of one that its fields hold, by its path in Rust; a link if a type holds it.
pub(super) fn nested(model: &Model, root: &Schema, path: &[String]) -> String {
    let sent = || rustdoc::code(&path.join("."));
    let (mut at, mut path_in_rust, mut holder) = (root, Vec::new(), None);
    for name in path {
        let Some(property) = model.resolve(at).property(name) else { return sent() };
        holder = model.named(at);
        path_in_rust.push(property.rust_name.as_str());
        at = &property.schema;
    }
    let (Some(last), shown) = (path_in_rust.last(), path_in_rust.join(".")) else { return sent() };
    match holder {
        Some(named) => {
            format!("[`{shown}`](crate::{}::{}#structfield.{last})", module_name(&named.home), named.name)
        }
        None => rustdoc::code(&shown),
    }
}

/// The property of that name.
fn find<'m>(properties: &'m [Property], name: &str) -> Option<&'m Property> {
    properties.iter().find(|property| property.name == name)
}

/// Where a link leads to that leads to a method of the client.
const METHOD: &str = "](crate::Client::";

/// A link to the method of an operation.
pub(super) fn method(operation: &Operation) -> String {
    let method = names::method(&operation.rust_name);
    format!("[`{method}`{METHOD}{method})")
}

/// The features of other modules to whose methods the texts of a module have links.
pub(super) fn linked_features<'m, 't>(
    client: &Client<'m>,
    module: &Module<'_>,
    texts: impl Iterator<Item = &'t str>,
) -> BTreeSet<&'m str> {
    let targets = texts.flat_map(|text| text.split(METHOD).skip(1)).filter_map(|rest| rest.split(')').next());
    let resources = targets.filter_map(|method| client.methods.get(method).copied());
    resources.filter(|resource| module_name(resource) != module.name).collect()
}

/// A link to a field, for what stands in its type.
pub(super) fn own_field(property: &Property) -> String {
    format!("[`{0}`](Self#structfield.{0})", property.rust_name)
}
