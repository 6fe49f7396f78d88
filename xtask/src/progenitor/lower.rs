//! A document that progenitor can take, made for one part of a specification.
//!
//! Everything in it has a plain name: `T3` is the fourth named schema that the part has or refers to, `Op0` its first operation,
//! `f2` the third property of an object, `p1` the second parameter of an operation. What would make progenitor's types
//! stricter than the service is left out: limits (which give newtypes that refuse), formats of text (which give types that
//! refuse) and of numbers (which lose digits), defaults. It stays in the bundle and in the documentation.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use anyhow::Context as _;
use indexmap::IndexSet;
use openapiv3::OpenAPI;
use serde_json::{Map, Value, json};

use super::Part;
use crate::model::{ContentKind, Model, NamedSchema, Operation, Parameter, ParameterIn, Schema, Shape};

/// What progenitor is given.
#[derive(Debug)]
pub(super) struct Lowered<'m> {
    pub(super) document: OpenAPI,
    pub(super) names: TypeNames<'m>,
    /// The types that another part defines: only their names are needed.
    pub(super) foreign: Vec<String>,
}

/// The plain names of the types of a part, and of those that it refers to.
#[derive(Debug, Default)]
pub(super) struct TypeNames<'m>(IndexSet<&'m str>);

impl<'m> TypeNames<'m> {
    /// The plain name of a schema, which has the next number if it has none yet.
    fn name(&mut self, named: &'m NamedSchema) -> String {
        let (number, _) = self.0.insert_full(&named.name);
        format!("T{number}")
    }

    /// The plain name of a schema that has one.
    pub(super) fn plain(&self, schema: &str) -> Option<String> {
        self.0.get_index_of(schema).map(|number| format!("T{number}"))
    }

    /// The schema of a plain name.
    pub(super) fn schema(&self, plain: &str) -> Option<&'m str> {
        let index: usize = plain.strip_prefix('T')?.parse().ok()?;
        self.0.get_index(index).copied()
    }
}

/// Makes the document of a part.
pub(super) fn lower<'m>(model: &'m Model, part: &Part<'m>) -> anyhow::Result<Lowered<'m>> {
    let mut lowering = Lowering { model, names: TypeNames::default(), referenced: BTreeSet::new() };
    let mut paths = Map::new();
    for (index, operation) in part.operations.iter().enumerate() {
        paths.extend([lowering.operation(index, operation)]);
    }
    let mut schemas = Map::new();
    for named in &part.schemas {
        let name = lowering.names.name(named);
        // An object without properties needs no types, and progenitor would make a map of it.
        if let Some(schema) = lowering.named(&named.schema) {
            schemas.insert(name, schema);
        }
    }
    let Lowering { names, referenced, .. } = lowering;
    let foreign: Vec<String> = referenced.into_iter().filter(|name| !schemas.contains_key(name)).collect();
    for name in &foreign {
        schemas.insert(name.clone(), json!({ "type": "object", "properties": { "f0": { "type": "string" } } }));
    }
    let document = json!({
        "openapi": "3.0.3",
        "info": { "title": "A part", "version": "1" },
        "paths": paths,
        "components": { "schemas": schemas },
    });
    let document = serde_json::from_value(document).context("what was made for progenitor is no OpenAPI document")?;
    Ok(Lowered { document, names, foreign })
}

struct Lowering<'m> {
    model: &'m Model,
    names: TypeNames<'m>,
    /// Plain names of the types that something refers to.
    referenced: BTreeSet<String>,
}

impl<'m> Lowering<'m> {
    /// Path and path item of an operation. The path is what its builder is known by.
    fn operation(&mut self, index: usize, operation: &'m Operation) -> (String, Value) {
        let mut path = format!("/op{index}");
        let mut parameters = Vec::new();
        for (index, parameter) in operation.parameters.iter().enumerate() {
            if parameter.place == ParameterIn::Path {
                let _ = write!(path, "/{{p{index}}}");
            }
            parameters.push(self.parameter(index, parameter));
        }
        let mut lowered = json!({
            "operationId": format!("Op{index}"),
            "parameters": parameters,
            "responses": { "200": self.success(operation) },
        });
        let content = operation.request.as_ref().and_then(|body| body.content.as_ref());
        if let (Some(content), Value::Object(entries)) = (content, &mut lowered) {
            let schema = self.schema(&content.schema);
            let body = json!({ "required": true, "content": { "application/json": { "schema": schema } } });
            entries.insert("requestBody".to_owned(), body);
        }
        (path, json!({ "post": lowered }))
    }

    /// A parameter. Where it stands in the request matters to the runtime alone, but for the path, which has no lists.
    fn parameter(&mut self, index: usize, parameter: &'m Parameter) -> Value {
        let place = if parameter.place == ParameterIn::Path { "path" } else { "query" };
        json!({
            "name": format!("p{index}"),
            "in": place,
            "required": true,
            "schema": self.schema(&parameter.schema),
        })
    }

    fn success(&mut self, operation: &'m Operation) -> Value {
        match operation.success_content() {
            Some(content) if content.kind == ContentKind::Json => {
                let schema = self.schema(&content.schema);
                json!({ "description": "", "content": { "application/json": { "schema": schema } } })
            }
            // Text and bytes are the runtime's.
            _ => json!({ "description": "" }),
        }
    }

    /// The schema of a type; none for an object without properties.
    fn named(&mut self, schema: &'m Schema) -> Option<Value> {
        match &schema.shape {
            Shape::Enum(values) => {
                let variants: Vec<String> = (0..values.values.len()).map(|index| format!("V{index}")).collect();
                Some(json!({ "type": "string", "enum": variants }))
            }
            Shape::Object(object) if !object.properties.is_empty() => {
                let names = (0..object.properties.len()).map(|index| format!("f{index}"));
                let required: Vec<String> = names
                    .clone()
                    .zip(&object.properties)
                    .filter(|(_, property)| property.required)
                    .map(|(name, _)| name)
                    .collect();
                let schemas = object.properties.iter().map(|property| self.schema(&property.schema));
                let properties: Map<String, Value> = names.zip(schemas).collect();
                Some(json!({ "type": "object", "required": required, "properties": properties }))
            }
            _ => None,
        }
    }

    /// A schema where it is used. A component that is no type of its own is spelt out.
    fn schema(&mut self, schema: &'m Schema) -> Value {
        if let Some(named) = self.model.named(schema) {
            let name = self.names.name(named);
            let reference = json!({ "$ref": format!("#/components/schemas/{name}") });
            self.referenced.insert(name);
            return reference;
        }
        match &self.model.resolve(schema).shape {
            Shape::String(_) | Shape::Enum(_) => json!({ "type": "string" }),
            Shape::Integer => json!({ "type": "integer", "format": "int64" }),
            Shape::Number => json!({ "type": "number" }),
            Shape::Boolean => json!({ "type": "boolean" }),
            Shape::Array(items) => json!({ "type": "array", "items": self.schema(items) }),
            Shape::Map(values) => json!({ "type": "object", "additionalProperties": self.schema(values) }),
            Shape::AnyObject | Shape::Object(_) => json!({ "type": "object" }),
            Shape::Any | Shape::Reference(_) | Shape::Unreadable => json!({}),
        }
    }
}
