//! Schemas from fields.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::component::{Names, first_free, singular};
use super::value::{default_of, limits_of};
use crate::docs::{Constraints, Field, Required, SchemaType};
use crate::lint::{is_name_of_secret, wire_fault};
use crate::model::names;
use crate::spec::{PLACEHOLDER, extension as x};

/// Makes schemas, and the named components that they refer to.
#[derive(Debug)]
pub(super) struct Schemas<'n> {
    names: &'n mut Names,
    /// The components that were made, by name, outermost first.
    pub(super) components: Vec<(String, Value)>,
}

impl<'n> Schemas<'n> {
    pub(super) const fn new(names: &'n mut Names) -> Self {
        Self { names, components: Vec::new() }
    }

    /// The schema of a body whose fields are these, as a component of that name.
    pub(super) fn body(&mut self, name: &str, fields: &[Field]) -> Value {
        match fields.iter().find(|field| field.field == "$") {
            Some(plain) if plain.doc_type.schema == SchemaType::Binary => {
                json!({ "type": "string", "format": "binary" })
            }
            Some(plain) => self.value(name, &plain.doc_type.schema, &plain.constraints, fields, "$"),
            None => self.object(name, None, fields, ""),
        }
    }

    /// What a gateway of the cloud says of each request that it refuses, whatever the service.
    pub(super) fn usual_error(&mut self) -> Value {
        let name = self.names.component("ServiceError");
        let text = json!({ "description": PLACEHOLDER, "type": "string" });
        let properties = json!({ "error_code": text, "error_msg": text });
        let object = json!({ "description": PLACEHOLDER, "type": "object", "properties": properties });
        self.components.push((name.clone(), object));
        reference(&name)
    }

    /// The property for a field, which is one of `fields`; an empty description is left for a person to write.
    pub(super) fn property(&mut self, owner: &str, field: &Field, fields: &[Field]) -> Value {
        let key = last_name(&field.field);
        let name = format!("{owner}-{}", singular(key));
        let value = self.of_type(&name, field, fields);
        let mut property = described(value);
        let is_beside = |name: &str| {
            let beside =
                |other: &&Field| parent(&other.field) == parent(&field.field) && last_name(&other.field) == name;
            fields.iter().find(beside).is_some_and(|other| other.constraints.deprecated.is_none())
        };
        mark_out_of_date(&mut property, &field.constraints, is_beside);
        if is_name_of_secret(key) {
            mark_secret(&mut property);
        }
        property
    }

    fn of_type(&mut self, name: &str, field: &Field, fields: &[Field]) -> Value {
        let official = field.doc_type.object.as_deref();
        self.typed(name, official, &field.doc_type.schema, &field.constraints, fields, &field.field)
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
        self.typed(name, None, schema, constraints, fields, path)
    }

    fn typed(
        &mut self,
        name: &str,
        official: Option<&str>,
        schema: &SchemaType,
        constraints: &Constraints,
        fields: &[Field],
        path: &str,
    ) -> Value {
        match schema {
            SchemaType::Array { items } => {
                let items = self.typed(name, official, items, constraints, fields, &format!("{path}[]"));
                json!({ "type": "array", "items": items })
            }
            SchemaType::Map { values } => {
                // The keys are data: the fields of the values stand at the path of the map, or below any key.
                let any = format!("{path}.*");
                let path = if has_fields(fields, &any) { &any } else { path };
                let values = self.typed(name, official, values, &Constraints::default(), fields, path);
                json!({ "type": "object", "additionalProperties": values })
            }
            SchemaType::Object | SchemaType::Unknown if has_fields(fields, path) => {
                self.object(name, official, fields, path)
            }
            SchemaType::Unknown if has_fields(fields, &format!("{path}[]")) => {
                let items = self.object(name, official, fields, &format!("{path}[]"));
                json!({ "type": "array", "items": items })
            }
            SchemaType::String if is_enumeration(constraints) => self.enumeration(name, constraints),
            _ => scalar(schema, constraints),
        }
    }

    fn object(&mut self, name: &str, official: Option<&str>, fields: &[Field], prefix: &str) -> Value {
        let name = self.names.component(name);
        let slot = self.components.len();
        self.components.push((name.clone(), Value::Null));
        let mut properties = Map::new();
        let mut required = Vec::new();
        let mut setters = BTreeSet::new();
        for field in fields.iter().filter(|field| parent(&field.field) == prefix && field.field != "$") {
            let key = last_name(&field.field);
            if wire_fault(key).is_some() || properties.contains_key(key) {
                continue;
            }
            if field.required == Required::Yes {
                required.push(Value::from(key));
            }
            let mut property = self.property(&name, field, fields);
            if let (Some(rust_name), Value::Object(entries)) = (own_name(key, &mut setters), &mut property) {
                entries.insert(x::RUST_NAME.to_owned(), Value::from(rust_name));
            }
            properties.insert(key.to_owned(), property);
        }
        let mut object = Map::new();
        object.insert("description".to_owned(), Value::from(PLACEHOLDER));
        object.insert("type".to_owned(), Value::from("object"));
        if !required.is_empty() {
            object.insert("required".to_owned(), Value::Array(required));
        }
        object.insert("properties".to_owned(), Value::Object(properties));
        if let Some(official) = official.filter(|official| names::is_upper_camel(official) && *official != name) {
            object.insert(x::OFFICIAL_NAME.to_owned(), Value::from(official));
        }
        if let Some((_, value)) = self.components.get_mut(slot) {
            *value = Value::Object(object);
        }
        reference(&name)
    }

    fn enumeration(&mut self, name: &str, constraints: &Constraints) -> Value {
        let name = self.names.component(name);
        let texts = texts(&constraints.values);
        let meanings: Map<String, Value> =
            texts.iter().map(|value| (value.clone(), Value::from(PLACEHOLDER))).collect();
        let mut schema =
            json!({ "description": PLACEHOLDER, "type": "string", "enum": texts, x::ENUM_DESCRIPTIONS: meanings });
        if let Value::Object(entries) = &mut schema {
            let variants = variants(&texts);
            entries.extend(variants.map(|variants| (x::ENUM_VARNAMES.to_owned(), json!(variants))));
            let default = constraints.default.as_ref().map(text).filter(|default| texts.contains(default));
            entries.extend(default.map(|default| ("default".to_owned(), Value::from(default))));
        }
        self.components.push((name.clone(), schema));
        reference(&name)
    }
}

/// Marks what the page calls out of date, with what it says to take instead, if that `is_there` and in use.
pub(super) fn mark_out_of_date(draft: &mut Value, constraints: &Constraints, is_there: impl Fn(&str) -> bool) {
    let (Some(deprecated), Value::Object(entries)) = (&constraints.deprecated, draft) else { return };
    entries.insert("deprecated".to_owned(), Value::Bool(true));
    let (key, value) = match deprecated.replacement.as_deref().filter(|name| is_there(name)) {
        Some(name) => (x::REPLACED_BY, name),
        None => (x::NOT_REPLACED, PLACEHOLDER),
    };
    entries.insert(key.to_owned(), Value::from(value));
}

/// Marks what has the name of a secret: a value of one is never shown. Whether several texts are, a person has to say.
fn mark_secret(property: &mut Value) {
    let is_text = |schema: Option<&Value>| schema.is_some_and(|schema| schema.get("type") == Some(&json!("string")));
    let is_secret = is_text(Some(property));
    let holds_text = is_text(property.get("items")) || is_text(property.get("additionalProperties"));
    let Value::Object(entries) = property else { return };
    if is_secret {
        entries.insert("format".to_owned(), json!("password"));
        entries.remove("default");
    } else if holds_text {
        entries.insert(x::NO_SECRET.to_owned(), Value::from(PLACEHOLDER));
    }
}

/// Whether the values of a text can be listed: documentation shows each between backticks.
fn is_enumeration(constraints: &Constraints) -> bool {
    let texts = texts(&constraints.values);
    !texts.is_empty() && texts.iter().all(|text| wire_fault(text).is_none())
}

/// The name in Rust of a property whose own is one that another property, or its setter, has.
pub(super) fn own_name(key: &str, taken: &mut BTreeSet<String>) -> Option<String> {
    let name = names::snake(key);
    let mut is_free = |name: &str| {
        let [setter, of_option] = names::setters_of_field(name);
        let all = [name.to_owned(), setter, of_option];
        let is_free = all.iter().all(|name| !taken.contains(name));
        if is_free {
            taken.extend(all);
        }
        is_free
    };
    if is_free(&name) {
        return None;
    }
    Some(first_free(name.trim_end_matches('_'), "_", is_free))
}

/// Names of variants, if those that values have by themselves do not do.
fn variants(texts: &[String]) -> Option<Vec<String>> {
    let mut seen = BTreeSet::new();
    let own: Vec<String> = texts.iter().map(|text| names::pascal(text)).collect();
    let is_good = |name: &str| names::is_upper_camel(name) && name != names::UNKNOWN;
    if own.iter().all(|name| is_good(name) && seen.insert(name.clone())) {
        return None;
    }
    let mut taken = BTreeSet::new();
    let variants = own.into_iter().map(|name| {
        let name = if is_good(&name) { name } else { format!("{}Value", name.trim_end_matches('_')) };
        first_free(&name, "", |name| taken.insert(name.to_owned()))
    });
    Some(variants.collect())
}

/// The schema with an empty description before it. Nothing stands beside a reference, so one is the only part of what is
/// described.
fn described(schema: Value) -> Value {
    match schema {
        Value::Object(entries) if !entries.contains_key("$ref") => {
            let description = ("description".to_owned(), Value::from(PLACEHOLDER));
            Value::Object(std::iter::once(description).chain(entries).collect())
        }
        reference => json!({ "description": PLACEHOLDER, "allOf": [reference] }),
    }
}

/// A schema of a plain type, with the limits that say something of it. If the page does not say the type, it is any JSON.
fn scalar(schema: &SchemaType, constraints: &Constraints) -> Value {
    let (kind, format) = match schema {
        // Bytes stand in no JSON as they are.
        SchemaType::String | SchemaType::Binary => (Some("string"), None),
        SchemaType::Integer => (Some("integer"), Some("int64")),
        SchemaType::Number => (Some("number"), Some("double")),
        SchemaType::Boolean => (Some("boolean"), None),
        SchemaType::Object | SchemaType::Map { .. } => (Some("object"), None),
        SchemaType::Array { .. } => (Some("array"), None),
        SchemaType::Unknown => (None, None),
    };
    let plain = [
        ("type", kind.map(Value::from)),
        ("format", format.map(Value::from)),
        ("default", default_of(schema, constraints)),
    ];
    let limits = limits_of(schema, constraints).into_iter().map(|(limit, value)| (limit.keyword(), Some(value)));
    let entries = plain.into_iter().chain(limits);
    Value::Object(entries.filter_map(|(key, value)| Some((key.to_owned(), value?))).collect())
}

/// A reference to a component.
fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

fn has_fields(fields: &[Field], path: &str) -> bool {
    fields.iter().any(|field| parent(&field.field) == path && field.field != "$")
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::docs::DocType;

    fn field(path: &str, schema: SchemaType) -> Field {
        Field {
            field: path.to_owned(),
            doc_type: DocType { text: String::new(), schema, object: None },
            required: Required::Unknown,
            constraints: Constraints::default(),
            description: String::new(),
            line: 1,
        }
    }

    /// The components for a body that is called `Widget`.
    fn components(fields: &[Field]) -> Vec<(String, Value)> {
        let mut names = Names::none();
        let mut schemas = Schemas::new(&mut names);
        schemas.body("Widget", fields);
        schemas.components
    }

    #[test]
    fn values_of_a_map_are_objects_however_their_fields_are_written() {
        for inner in ["cogs.teeth", "cogs.*.teeth"] {
            let map = SchemaType::Map { values: Box::new(SchemaType::Object) };
            let made = components(&[field("cogs", map), field(inner, SchemaType::Integer)]);
            assert_eq!(
                made[0].1["properties"]["cogs"]["additionalProperties"]["$ref"],
                "#/components/schemas/WidgetCog"
            );
            assert_eq!(made[1].1["properties"]["teeth"]["type"], "integer", "{inner}");
        }
    }

    #[test]
    fn what_has_fields_and_no_type_is_an_object_or_a_list_of_them() {
        let object = components(&[field("part", SchemaType::Unknown), field("part.id", SchemaType::String)]);
        assert!(object[0].1.pointer("/properties/part/allOf/0/$ref").is_some(), "{object:?}");
        let list = components(&[field("parts", SchemaType::Unknown), field("parts[].id", SchemaType::String)]);
        assert!(list[0].1.pointer("/properties/parts/items/$ref").is_some(), "{list:?}");
    }

    #[test]
    fn properties_and_variants_have_names_of_their_own() {
        let mut taken = BTreeSet::new();
        let names = ["fooBar", "foo_bar", "foo-bar", "type", "new", "set_new"].map(|key| own_name(key, &mut taken));
        let own = |name: &str| Some(name.to_owned());
        assert_eq!(names, [None, own("foo_bar_2"), own("foo_bar_3"), None, None, own("set_new_2")]);
        let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        assert_eq!(variants(&texts(&["a", "b-c"])), None);
        assert_eq!(
            variants(&texts(&["a-b", "a_b", "Unknown", "self"])),
            Some(texts(&["AB", "AB2", "UnknownValue", "SelfValue"]))
        );
    }

    #[test]
    fn a_secret_is_one_and_shows_no_value() {
        let default = Constraints { default: Some(json!("x")), ..Constraints::default() };
        let secret = Field { constraints: default, ..field("admin_password", SchemaType::String) };
        let made = components(&[secret]);
        let property = &made[0].1["properties"]["admin_password"];
        assert_eq!(property, &json!({"description": PLACEHOLDER, "type": "string", "format": "password"}));
    }
}
