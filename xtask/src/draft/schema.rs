//! Schemas from fields.

use serde_json::{Map, Value, json};

use crate::contract::is_limited_by;
use crate::docs::{Constraints, Field, Required, SchemaType};
use crate::model::{Limit, Model, names};
use crate::spec::extension as x;

/// Makes schemas, and the named components that they refer to.
#[derive(Debug)]
pub(super) struct Schemas<'m> {
    model: &'m Model,
    /// The components that were made, by name, outermost first.
    pub(super) components: Vec<(String, Value)>,
}

impl<'m> Schemas<'m> {
    pub(super) const fn new(model: &'m Model) -> Self {
        Self { model, components: Vec::new() }
    }

    /// The schema of a body whose fields are these, as a component of that name.
    pub(super) fn body(&mut self, name: &str, fields: &[Field]) -> Value {
        match fields.iter().find(|field| field.field == "$") {
            Some(plain) => self.value(name, &plain.doc_type.schema, &plain.constraints, fields, "$"),
            None => self.object(name, fields, ""),
        }
    }

    /// The property for a field, which is one of `fields`; an empty description is left for a person to write.
    pub(super) fn property(&mut self, owner: &str, field: &Field, fields: &[Field]) -> Value {
        let name = format!("{owner}{}", pascal(last_name(&field.field)));
        described(self.value(&name, &field.doc_type.schema, &field.constraints, fields, &field.field))
    }

    /// A schema: enums of strings and objects with fields become components, since lint asks for names.
    pub(super) fn value(
        &mut self,
        name: &str,
        schema: &SchemaType,
        constraints: &Constraints,
        fields: &[Field],
        path: &str,
    ) -> Value {
        match schema {
            SchemaType::Array { items } => {
                let items = self.value(name, items, constraints, fields, &format!("{path}[]"));
                json!({ "type": "array", "items": items })
            }
            SchemaType::Map { values } => {
                // The keys are data: the fields of the values stand at the path of the map.
                let values = self.value(name, values, constraints, fields, path);
                json!({ "type": "object", "additionalProperties": values })
            }
            SchemaType::Object if has_fields(fields, path) => self.object(name, fields, path),
            SchemaType::String if !constraints.values.is_empty() => self.enumeration(name, constraints),
            _ => scalar(schema, constraints),
        }
    }

    fn object(&mut self, name: &str, fields: &[Field], prefix: &str) -> Value {
        let name = self.unused(name);
        let slot = self.components.len();
        self.components.push((name.clone(), Value::Null));
        let mut properties = Map::new();
        let mut required = Vec::new();
        for field in fields.iter().filter(|field| parent(&field.field) == prefix) {
            let key = last_name(&field.field).to_owned();
            if field.required == Required::Yes {
                required.push(Value::from(key.as_str()));
            }
            let property = self.property(&name, field, fields);
            properties.insert(key, property);
        }
        let mut object = Map::new();
        object.insert("description".to_owned(), Value::from(""));
        object.insert("type".to_owned(), Value::from("object"));
        if !required.is_empty() {
            object.insert("required".to_owned(), Value::Array(required));
        }
        object.insert("properties".to_owned(), Value::Object(properties));
        if let Some((_, value)) = self.components.get_mut(slot) {
            *value = Value::Object(object);
        }
        reference(&name)
    }

    fn enumeration(&mut self, name: &str, constraints: &Constraints) -> Value {
        let name = self.unused(name);
        let texts = texts(&constraints.values);
        let meanings: Map<String, Value> = texts.iter().map(|value| (value.clone(), Value::from(""))).collect();
        let mut schema = json!({ "description": "", "type": "string", "enum": texts, x::ENUM_DESCRIPTIONS: meanings });
        if let (Value::Object(entries), Some(default)) = (&mut schema, &constraints.default) {
            entries.insert("default".to_owned(), Value::from(text(default)));
        }
        self.components.push((name.clone(), schema));
        reference(&name)
    }

    /// The name, with a number if it is taken.
    fn unused(&self, name: &str) -> String {
        let taken = |name: &str| {
            let known = self.model.schemas.contains_key(name) || names::is_taken_type(name);
            known || self.components.iter().any(|(made, _)| made == name)
        };
        let numbered = (2..).map(|number: u32| format!("{name}{number}"));
        std::iter::once(name.to_owned()).chain(numbered).find(|name| !taken(name)).unwrap_or_default()
    }
}

/// The schema with an empty description before it. Nothing stands beside a reference, so one is the only part of what is
/// described.
fn described(schema: Value) -> Value {
    match schema {
        Value::Object(entries) if !entries.contains_key("$ref") => {
            let description = ("description".to_owned(), Value::from(""));
            Value::Object(std::iter::once(description).chain(entries).collect())
        }
        reference => json!({ "description": "", "allOf": [reference] }),
    }
}

/// A schema of a plain type, with the limits that say something of it. If the page does not say the type, it is any JSON.
fn scalar(schema: &SchemaType, constraints: &Constraints) -> Value {
    let mut entries = Map::new();
    let (kind, format) = match schema {
        SchemaType::String => (Some("string"), None),
        SchemaType::Integer => (Some("integer"), Some("int64")),
        SchemaType::Number => (Some("number"), Some("double")),
        SchemaType::Boolean => (Some("boolean"), None),
        SchemaType::Binary => (Some("string"), Some("binary")),
        SchemaType::Object | SchemaType::Map { .. } => (Some("object"), None),
        SchemaType::Array { .. } => (Some("array"), None),
        SchemaType::Unknown => (None, None),
    };
    let keywords = [
        ("type", kind.map(Value::from)),
        ("format", format.map(Value::from)),
        ("default", constraints.default.clone()),
    ];
    entries.extend(keywords.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?))));
    let limits = [
        (Limit::Minimum, constraints.minimum.clone().map(Value::Number)),
        (Limit::Maximum, constraints.maximum.clone().map(Value::Number)),
        (Limit::MinLength, constraints.min_length.map(Value::from)),
        (Limit::MaxLength, constraints.max_length.map(Value::from)),
    ];
    let limits = limits.into_iter().filter(|(limit, _)| is_limited_by(schema, *limit));
    entries.extend(limits.filter_map(|(limit, value)| Some((limit.keyword().to_owned(), value?))));
    Value::Object(entries)
}

/// A reference to a component.
fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

fn has_fields(fields: &[Field], path: &str) -> bool {
    fields.iter().any(|field| parent(&field.field) == path)
}

/// The path that a field lies below.
fn parent(path: &str) -> &str {
    path.rsplit_once('.').map_or("", |(parent, _)| parent)
}

fn last_name(path: &str) -> &str {
    path.rsplit('.').next().unwrap_or_default()
}

/// The values of an enum as texts, each once.
pub(super) fn texts(values: &[Value]) -> Vec<String> {
    let mut texts: Vec<String> = Vec::new();
    for text in values.iter().map(text) {
        if !texts.contains(&text) {
            texts.push(text);
        }
    }
    texts
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// `public_ip-address` as `PublicIpAddress`.
pub(super) fn pascal(name: &str) -> String {
    let words = name.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words
        .map(|word| {
            let mut letters = word.chars();
            letters.next().map_or_else(String::new, |first| first.to_ascii_uppercase().to_string() + letters.as_str())
        })
        .collect()
}
