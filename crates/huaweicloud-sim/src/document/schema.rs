//! The schemas of a document, as far as values are held against them.

use std::collections::{BTreeMap, BTreeSet};

use regex::Regex;
use serde_json::Value;

use super::composition::Composition;
use super::reference::escaped;
use super::{DocumentError, Requirement};

/// All schemas of a document, found by their ids, so that they may refer to each other in circles.
#[derive(Debug, Default)]
pub(crate) struct Schemas {
    all: Vec<Schema>,
    by_name: BTreeMap<String, SchemaId>,
}

/// A schema among those of its document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct SchemaId(usize);

/// What a value must be like.
#[derive(Debug, Default)]
pub(crate) struct Schema {
    pub(crate) kind: Option<Kind>,
    pub(crate) is_nullable: bool,
    pub(crate) is_read_only: bool,
    /// Values and their other spellings.
    pub(crate) values: Option<Vec<Value>>,
    pub(crate) all_of: Vec<SchemaId>,
    pub(crate) any_of: Vec<SchemaId>,
    pub(crate) one_of: Vec<SchemaId>,
    pub(crate) minimum: Option<Bound>,
    pub(crate) maximum: Option<Bound>,
    pub(crate) multiple_of: Option<f64>,
    /// Of an integer, how many bits it has, the sign among them.
    pub(crate) bits: Option<u32>,
    /// Of a text its characters, of a list its elements, of an object its fields.
    pub(crate) shortest: u64,
    pub(crate) longest: Option<u64>,
    pub(crate) pattern: Option<Regex>,
    pub(crate) items: Option<SchemaId>,
    pub(crate) has_unique_items: bool,
    pub(crate) properties: BTreeMap<String, Property>,
    pub(crate) required: Vec<String>,
    pub(crate) additional: Option<SchemaId>,
    pub(crate) requirements: Vec<Requirement>,
}

/// A field of an object.
#[derive(Debug)]
pub(crate) struct Property {
    pub(crate) schema: SchemaId,
    /// Other names under which it is sent.
    pub(crate) aliases: Vec<String>,
}

/// An end of a range.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bound {
    pub(crate) value: f64,
    pub(crate) is_exclusive: bool,
}

/// The types of JSON that a schema can ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    Integer,
    Number,
    Boolean,
    List,
    Object,
}

impl Kind {
    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "string" => Self::Text,
            "integer" => Self::Integer,
            "number" => Self::Number,
            "boolean" => Self::Boolean,
            "array" => Self::List,
            "object" => Self::Object,
            _ => return None,
        })
    }

    /// As a message names it.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Text => "a text",
            Self::Integer => "an integer",
            Self::Number => "a number",
            Self::Boolean => "true or false",
            Self::List => "a list",
            Self::Object => "an object",
        }
    }
}

impl Schema {
    /// Whether every text is allowed, as it is of most ids.
    pub(crate) fn is_any_text(&self) -> bool {
        let is_free = self.values.is_none() && self.pattern.is_none() && self.shortest == 0 && self.longest.is_none();
        let is_plain = self.all_of.is_empty() && self.any_of.is_empty() && self.one_of.is_empty();
        self.kind == Some(Kind::Text) && is_free && is_plain
    }
}

impl Schemas {
    /// The schemas of the components.
    pub(super) fn of_components(root: &Value) -> Result<Self, DocumentError> {
        let none = serde_json::Map::new();
        let components = root["components"]["schemas"].as_object().unwrap_or(&none);
        let mut schemas = Self::default();
        // All have an id before the first is read, because they refer to each other.
        for name in components.keys() {
            let id = schemas.add(Schema::default());
            schemas.by_name.insert(name.clone(), id);
        }
        for (index, (name, value)) in components.iter().enumerate() {
            let pointer = format!("/components/schemas/{}", escaped(name));
            schemas.all[index] = schemas.read(value, &pointer)?;
        }
        schemas.check_composition()?;
        Ok(schemas)
    }

    /// Refuses a component that is made of itself. What is not a component cannot be.
    fn check_composition(&self) -> Result<(), DocumentError> {
        let mut composition = Composition::default();
        for (name, id) in &self.by_name {
            composition.depth(self, *id, 0).map_err(|endless| {
                let circle = self.by_name.iter().find(|(_, other)| **other == endless.schema());
                let name = circle.map_or(name, |(name, _)| name);
                DocumentError::new(&format!("/components/schemas/{}", escaped(name)), endless.why())
            })?;
        }
        Ok(())
    }

    pub(crate) fn get(&self, id: SchemaId) -> &Schema {
        // Ids are given by this type alone, and nothing is ever taken away.
        &self.all[id.0]
    }

    /// The type that a schema asks for, by itself or by what it is made of. A part that many are made of is looked at once.
    pub(crate) fn kind(&self, id: SchemaId) -> Option<Kind> {
        self.find_part(self.get(id), &mut BTreeSet::new(), &|schema| schema.kind)
    }

    /// The schema of a field of an object, and of a field in it: `/part/name`.
    pub(crate) fn field_of(&self, of: &Schema, pointer: &str) -> Option<SchemaId> {
        let (name, rest) = pointer.trim_start_matches('/').split_once('/').unwrap_or((pointer, ""));
        let name = name.trim_start_matches('/');
        let of_schema = |schema: &Schema| schema.properties.get(name).map(|field| field.schema);
        let found = self.find_part(of, &mut BTreeSet::new(), &of_schema)?;
        if rest.is_empty() { Some(found) } else { self.field_of(self.get(found), rest) }
    }

    /// What is found first in a schema, or in those that it is made of.
    fn find_part<T>(
        &self,
        schema: &Schema,
        seen: &mut BTreeSet<SchemaId>,
        find: &impl Fn(&Schema) -> Option<T>,
    ) -> Option<T> {
        let mut of_part = |part: &SchemaId| seen.insert(*part).then(|| self.find_part(self.get(*part), seen, find))?;
        find(schema).or_else(|| schema.all_of.iter().find_map(&mut of_part))
    }

    /// The schema at a place: of a component its id, of any other one that is new.
    pub(super) fn at(&mut self, value: &Value, pointer: &str) -> Result<SchemaId, DocumentError> {
        if let Some(reference) = value.get("$ref").and_then(Value::as_str) {
            let name =
                reference.strip_prefix("#/components/schemas/").map(|name| name.replace("~1", "/").replace("~0", "~"));
            let id = name.and_then(|name| self.by_name.get(&name).copied());
            return id.ok_or_else(|| DocumentError::new(pointer, format!("`{reference}` leads nowhere")));
        }
        let schema = self.read(value, pointer)?;
        Ok(self.add(schema))
    }

    fn add(&mut self, schema: Schema) -> SchemaId {
        self.all.push(schema);
        SchemaId(self.all.len() - 1)
    }

    fn list(&mut self, value: &Value, key: &str, pointer: &str) -> Result<Vec<SchemaId>, DocumentError> {
        let elements = value[key].as_array().into_iter().flatten().enumerate();
        elements.map(|(index, element)| self.at(element, &format!("{pointer}/{key}/{index}"))).collect()
    }

    fn optional(&mut self, value: &Value, key: &str, pointer: &str) -> Result<Option<SchemaId>, DocumentError> {
        match value.get(key) {
            Some(inner) if inner.is_object() => self.at(inner, &format!("{pointer}/{key}")).map(Some),
            _ => Ok(None),
        }
    }

    fn read(&mut self, value: &Value, pointer: &str) -> Result<Schema, DocumentError> {
        // A component that is another one's other name.
        if value.get("$ref").is_some() {
            return Ok(Schema { all_of: vec![self.at(value, pointer)?], ..Schema::default() });
        }
        let kind = value["type"].as_str().and_then(Kind::named);
        let [shortest, longest] = match kind {
            Some(Kind::List) => ["minItems", "maxItems"],
            Some(Kind::Object) => ["minProperties", "maxProperties"],
            _ => ["minLength", "maxLength"],
        };
        let pattern = value["pattern"].as_str().map(Regex::new).transpose();
        Ok(Schema {
            kind,
            is_nullable: value["nullable"] == true,
            is_read_only: value["readOnly"] == true,
            values: values(value),
            all_of: self.list(value, "allOf", pointer)?,
            any_of: self.list(value, "anyOf", pointer)?,
            one_of: self.list(value, "oneOf", pointer)?,
            minimum: bound(value, "minimum", "exclusiveMinimum"),
            maximum: bound(value, "maximum", "exclusiveMaximum"),
            bits: match value["format"].as_str() {
                Some("int32") if kind == Some(Kind::Integer) => Some(32),
                Some("int64") if kind == Some(Kind::Integer) => Some(64),
                _ => None,
            },
            multiple_of: value["multipleOf"].as_f64().filter(|step| *step > 0.0),
            shortest: value[shortest].as_u64().unwrap_or(0),
            longest: value[longest].as_u64(),
            pattern: pattern.map_err(|error| DocumentError::new(&format!("{pointer}/pattern"), error))?,
            items: self.optional(value, "items", pointer)?,
            has_unique_items: value["uniqueItems"] == true,
            properties: self.properties(value, pointer)?,
            required: texts(&value["required"]),
            additional: self.optional(value, "additionalProperties", pointer)?,
            requirements: Requirement::all(value, pointer)?,
        })
    }

    fn properties(&mut self, value: &Value, pointer: &str) -> Result<BTreeMap<String, Property>, DocumentError> {
        let properties = value["properties"].as_object().into_iter().flatten();
        let property = |(name, inner): (&String, &Value)| {
            let schema = self.at(inner, &format!("{pointer}/properties/{}", escaped(name)))?;
            Ok((name.clone(), Property { schema, aliases: texts(&inner["x-aliases"]) }))
        };
        properties.map(property).collect()
    }
}

/// The values of an enum, with the other spellings in which they are read.
fn values(value: &Value) -> Option<Vec<Value>> {
    let mut values = value["enum"].as_array()?.clone();
    for aliases in value["x-enum-aliases"].as_object().into_iter().flat_map(serde_json::Map::values) {
        values.extend(aliases.as_array().into_iter().flatten().cloned());
    }
    Some(values)
}

/// `exclusive…` is a flag beside the bound, as in OpenAPI 3.0.
fn bound(value: &Value, key: &str, exclusive: &str) -> Option<Bound> {
    Some(Bound { value: value[key].as_f64()?, is_exclusive: value[exclusive] == true })
}

pub(super) fn texts(value: &Value) -> Vec<String> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}
