//! What kind of value a schema describes.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::reader::{Entries, Reader, rule};
use super::schema::Role;
use crate::model::keyword::{Subject, most_similar};
use crate::model::{EnumValue, Enumeration, Object, Property, Shape, StringFormat, names};
use crate::spec::extension as x;

/// Keywords that any schema has.
const COMMON: [&str; 16] = [
    "type",
    "description",
    "nullable",
    "readOnly",
    "writeOnly",
    "deprecated",
    "default",
    "example",
    x::AVAILABILITY,
    x::CERTAINTY,
    x::NOT_REPLACED,
    x::OFFICIAL_NAME,
    x::REPLACED_BY,
    x::SOURCE,
    x::RUST_NAME,
    x::WITNESSES,
];

/// Formats of text that OpenAPI and its registry name.
const FORMATS: [&str; 14] = [
    "binary",
    "byte",
    "date",
    "date-time",
    "duration",
    "email",
    "hostname",
    "ipv4",
    "ipv6",
    "password",
    "regex",
    "time",
    "uri",
    "uuid",
];

impl<'d> Reader<'d> {
    /// The shape of a schema that is no reference.
    pub(super) fn shape(&mut self, entries: &Entries<'d>, depth: usize) -> Shape {
        let Some((pointer, _)) = entries.get("type") else { return self.shape_without_type(entries) };
        let Some(kind) = self.text(entries, "type") else { return Shape::Unreadable };
        if !self.choice(Subject::Type, &pointer, kind) {
            return Shape::Unreadable;
        }
        self.keywords_of(entries, kind);
        match kind {
            "string" if entries.has("enum") => Shape::Enum(self.enumeration(entries)),
            "string" => Shape::String(self.string_format(entries)),
            "integer" => {
                self.integer_format(entries);
                Shape::Integer
            }
            "number" => {
                self.number_format(entries, &["double", "float"]);
                Shape::Number
            }
            "boolean" => Shape::Boolean,
            "array" => self.array(entries, depth),
            _ => self.object_shape(entries, depth),
        }
    }

    fn shape_without_type(&mut self, entries: &Entries<'d>) -> Shape {
        let implied = [
            ("enum", "string"),
            ("pattern", "string"),
            ("format", "string"),
            ("items", "array"),
            ("properties", "object"),
            ("additionalProperties", "object"),
        ];
        if let Some((key, kind)) = implied.iter().find(|(key, _)| entries.has(key)) {
            let message = format!("`{key}` stands in a schema without `type`");
            self.fault(&entries.pointer, rule::OPENAPI_FORM, message, format!("write `type: {kind}`"));
            return Shape::Unreadable;
        }
        let allowed: Vec<&str> = COMMON.into_iter().chain([x::ALIASES]).collect();
        self.beside(entries, &allowed, "any JSON, which a schema without `type` stands for");
        Shape::Any
    }

    /// Refuses keywords that say nothing of values of this type.
    fn keywords_of(&mut self, entries: &Entries<'d>, kind: &str) {
        let own: &[&str] = match kind {
            "string" => &[
                "format",
                "enum",
                "minLength",
                "maxLength",
                "pattern",
                x::ENUM_ALIASES,
                x::ENUM_DESCRIPTIONS,
                x::ENUM_VARNAMES,
                x::STATES,
                x::CONTENT_MEDIA_TYPE,
                x::NO_SECRET,
            ],
            "integer" | "number" => {
                &["format", "enum", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"]
            }
            "array" => &["items", "minItems", "maxItems", "uniqueItems", x::NO_SECRET],
            "object" => &[
                "properties",
                "required",
                "additionalProperties",
                "minProperties",
                "maxProperties",
                x::NO_SECRET,
                x::REQUIRES,
            ],
            _ => &[],
        };
        let allowed: Vec<&str> = COMMON.into_iter().chain([x::ALIASES]).chain(own.iter().copied()).collect();
        self.beside(entries, &allowed, &format!("values of the type `{kind}`"));
        if let (Some((pointer, _)), true) = (entries.get("enum"), kind != "string") {
            let remedy = "describe the values in words, or write `type: string` if they are sent as text";
            self.fault(&pointer, "enum", "the values of an enum are text here", remedy);
        }
        if !entries.has("enum") {
            for key in [x::ENUM_ALIASES, x::ENUM_DESCRIPTIONS, x::ENUM_VARNAMES, x::STATES] {
                if let Some((pointer, _)) = entries.get(key) {
                    let message = format!("`{key}` goes with `enum`, which is not there");
                    self.fault(&pointer, "enum", message, "write `enum`, or delete it");
                }
            }
        }
    }

    fn string_format(&mut self, entries: &Entries<'d>) -> StringFormat {
        let Some(format) = self.text(entries, "format") else { return StringFormat::Plain };
        // Services have forms of dates of their own: `yyyy/MM/dd`.
        let is_date = format.contains('y') && format.chars().all(|c| "yMdHhmsSTZ/-:. '".contains(c));
        match format {
            "password" => StringFormat::Password,
            "binary" => StringFormat::Binary,
            known if FORMATS.contains(&known) || is_date => StringFormat::Other(known.to_owned()),
            unknown => {
                let remedy = most_similar(unknown, FORMATS.into_iter()).map_or_else(
                    || "describe it in words or by `pattern`, and delete `format`".to_owned(),
                    |known| format!("did you mean `{known}`?"),
                );
                let pointer = crate::spec::child(&entries.pointer, "format");
                self.fault(&pointer, rule::OPENAPI_FORM, format!("`{unknown}` is no format of text"), remedy);
                StringFormat::Plain
            }
        }
    }

    fn integer_format(&mut self, entries: &Entries<'d>) {
        self.number_format(entries, &["int64", "int32"]);
        if !entries.has("format") || entries.get("format").is_some_and(|(_, format)| format == "int32") {
            let message = "the integer has no format, or one of 32 bits";
            let remedy = "write `int64` as its `format`: ids and times exceed 32 bits";
            self.fault(&entries.pointer, "int64", message, remedy);
        }
    }

    fn number_format(&mut self, entries: &Entries<'d>, known: &[&str]) {
        if let Some(format) = self.text(entries, "format").filter(|format| !known.contains(format)) {
            let pointer = crate::spec::child(&entries.pointer, "format");
            let message = format!("`{format}` is no format of numbers of this type");
            self.fault(&pointer, rule::OPENAPI_FORM, message, format!("write one of {}", known.join(", ")));
        }
    }

    fn array(&mut self, entries: &Entries<'d>, depth: usize) -> Shape {
        self.ask(entries, "items");
        let Some((pointer, value)) = entries.get("items") else { return Shape::Unreadable };
        Shape::Array(Box::new(self.schema(pointer, value, Role::Inner, depth + 1)))
    }

    fn object_shape(&mut self, entries: &Entries<'d>, depth: usize) -> Shape {
        let values = entries.get("additionalProperties").filter(|(_, value)| **value != Value::Bool(false));
        let properties = entries.get("properties");
        if let (Some((pointer, _)), Some(_)) = (&values, &properties) {
            let message = "properties and other entries in one object: no type holds both";
            self.fault(
                pointer,
                rule::KEYWORD,
                message,
                "take one of them out, or describe the entries as one property",
            );
            return Shape::Unreadable;
        }
        if let Some((_, properties)) = properties {
            return Shape::Object(self.properties(entries, properties, depth));
        }
        if let Some((pointer, _)) = entries.get("required") {
            let message = "`required` names properties, and there are none";
            self.fault(&pointer, "required-property", message, "write `properties`, or delete it");
        }
        match values {
            Some((_, Value::Bool(true))) | None => Shape::AnyObject,
            Some((pointer, value)) => Shape::Map(Box::new(self.schema(pointer, value, Role::Inner, depth + 1))),
        }
    }

    fn properties(&mut self, entries: &Entries<'d>, properties: &'d Value, depth: usize) -> Object {
        let required = self.texts(entries, "required");
        let pointer = crate::spec::child(&entries.pointer, "properties");
        let mut object = Object::default();
        let mut seen: BTreeMap<String, &str> = BTreeMap::new();
        let mut wires: BTreeSet<String> = BTreeSet::new();
        let mut setters: BTreeMap<String, &str> = BTreeMap::new();
        for (at, name, value) in self.mapping(&pointer, properties) {
            let schema = self.schema(at.clone(), value, Role::Property, depth + 1);
            let chosen = schema.rust_name.clone();
            if let Some(name) = chosen.as_deref().filter(|name| !names::is_snake(name)) {
                let remedy = "write it in snake_case";
                self.fault(
                    &crate::spec::child(&at, x::RUST_NAME),
                    "names",
                    format!("`{name}` is no name of a field"),
                    remedy,
                );
            }
            let rust_name = chosen.filter(|name| names::is_snake(name)).unwrap_or_else(|| names::snake(name));
            if let Some(other) = seen.insert(rust_name.clone(), name) {
                let message = format!("`{name}` and `{other}` are both called `{rust_name}` in Rust");
                self.fault(&at, "names", message, "write `x-rust-name` in snake_case, one of its own for each field");
            } else if let Some((other, setter)) = clash(&mut setters, &rust_name, name) {
                let message = format!("setters of `{name}` and `{other}` would both be called `{setter}`");
                self.fault(&at, "names", message, "write another name into `x-rust-name` of one of them");
            }
            for wire in std::iter::once(name).chain(schema.aliases.iter().map(String::as_str)) {
                if !wires.insert(wire.to_owned()) {
                    let message = format!("two fields are read as `{wire}`");
                    self.fault(&at, "names", message, "correct `x-aliases`");
                }
            }
            let required = required.iter().any(|required| required == name);
            object.properties.push(Property { name: name.to_owned(), rust_name, required, schema });
        }
        self.required_properties(entries, &required, &object);
        object
    }

    fn required_properties(&mut self, entries: &Entries<'d>, required: &[String], object: &Object) {
        let pointer = crate::spec::child(&entries.pointer, "required");
        let mut seen = BTreeSet::new();
        for name in required {
            let known = object.properties.iter().map(|property| property.name.as_str());
            if !seen.insert(name) {
                let message = format!("`{name}` is listed twice");
                self.fault(&pointer, "required-property", message, "list it once");
            } else if !known.clone().any(|known| known == name) {
                let remedy = most_similar(name, known).map_or_else(
                    || "add the property, or take the name out of `required`".to_owned(),
                    |known| format!("did you mean `{known}`?"),
                );
                self.fault(
                    &pointer,
                    "required-property",
                    format!("`{name}` is required, and not in `properties`"),
                    remedy,
                );
            }
        }
    }

    fn enumeration(&mut self, entries: &Entries<'d>) -> Enumeration {
        let wires = self.texts(entries, "enum");
        let pointer = crate::spec::child(&entries.pointer, "enum");
        if wires.is_empty() {
            self.fault(&pointer, "enum", "no value is listed", "list the values, or delete `enum`");
        }
        let mut seen = BTreeSet::new();
        for wire in wires.iter().filter(|wire| !seen.insert(wire.as_str())) {
            self.fault(&pointer, "enum", format!("`{wire}` is listed twice"), "write each value once");
        }
        let meanings = self.meanings(entries, &wires);
        let variants = self.variants(entries, &wires);
        let texts: Vec<&str> = wires.iter().map(String::as_str).collect();
        let states = self.states(entries, &texts);
        let mut aliases = self.enum_aliases(entries, &texts);
        let values = wires.iter().zip(variants).map(|(wire, variant)| {
            let meaning = meanings.get(wire.as_str()).cloned().unwrap_or_default();
            EnumValue {
                aliases: aliases.remove(wire.as_str()).unwrap_or_default(),
                wire: wire.clone(),
                variant,
                meaning,
            }
        });
        Enumeration { values: values.collect(), states }
    }

    fn meanings(&mut self, entries: &Entries<'d>, wires: &[String]) -> BTreeMap<&'d str, String> {
        let Some((pointer, value)) = entries.get(x::ENUM_DESCRIPTIONS) else {
            let remedy = "write `x-enum-descriptions`: a mapping from each value to its meaning";
            self.fault(&entries.pointer, "enum", "nothing explains the values", remedy);
            return BTreeMap::new();
        };
        let mut meanings = BTreeMap::new();
        for (at, wire, meaning) in self.mapping(&pointer, value) {
            if !wires.iter().any(|known| known == wire) {
                self.fault(&at, "enum", format!("`{wire}` is explained, and no value"), "list it under `enum` too");
            }
            match meaning.as_str() {
                Some(meaning) => drop(meanings.insert(wire, self.trimmed(&at, meaning))),
                None => self.wrong_kind(&at, "text"),
            }
        }
        for wire in wires.iter().filter(|wire| !meanings.contains_key(wire.as_str())) {
            let remedy = "write its meaning under `x-enum-descriptions`";
            self.fault(&pointer, "enum", format!("`{wire}` is not explained"), remedy);
        }
        meanings
    }

    /// The name of the variant of each value.
    fn variants(&mut self, entries: &Entries<'d>, wires: &[String]) -> Vec<String> {
        let remedy = "list one UpperCamelCase name for each value in `x-enum-varnames`, in the order of `enum`";
        let pointer =
            crate::spec::child(&entries.pointer, if entries.has(x::ENUM_VARNAMES) { x::ENUM_VARNAMES } else { "enum" });
        let chosen = self.texts(entries, x::ENUM_VARNAMES);
        if entries.has(x::ENUM_VARNAMES) && chosen.len() != wires.len() {
            let message = format!("{} names for {} values", chosen.len(), wires.len());
            self.fault(&pointer, "names", message, remedy);
        }
        let mut variants = Vec::new();
        let mut seen: BTreeMap<String, &str> = BTreeMap::new();
        for (index, wire) in wires.iter().enumerate() {
            let variant = chosen.get(index).cloned().unwrap_or_else(|| names::pascal(wire));
            if !names::is_upper_camel(&variant) || variant == names::UNKNOWN {
                let message = format!("`{variant}`, for the value `{wire}`, is no name of a variant");
                self.fault(&pointer, "names", message, remedy);
            }
            if let Some(other) = seen.insert(variant.clone(), wire).filter(|other| other != wire) {
                let message = format!("the values `{other}` and `{wire}` are both called `{variant}` in Rust");
                self.fault(&pointer, "names", message, remedy);
            }
            variants.push(variant);
        }
        variants
    }
}

/// The field, and the name, of a setter that another field of the object has too.
fn clash<'d>(setters: &mut BTreeMap<String, &'d str>, rust_name: &str, field: &'d str) -> Option<(&'d str, String)> {
    names::setters_of_field(rust_name).into_iter().find_map(|setter| {
        let other = setters.insert(setter.clone(), field)?;
        Some((other, setter))
    })
}
