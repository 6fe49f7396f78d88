//! Random schemas: all shapes, in all places.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use xtask::model::names;

use super::example::{FORMATS, Maker, PATTERNS};
use super::names::{FIELDS, Names};
use super::{Resource, Use, Way};

/// What the name of a secret contains, among the names that there are here.
const SECRET: [&str; 3] = ["secret", "token", "password"];

pub(super) fn is_secret(name: &str) -> bool {
    SECRET.iter().any(|word| name.contains(word))
}

impl Resource<'_, '_> {
    /// A schema that stands in a property, in a list or in a map.
    pub(super) fn spot(&mut self, of: Use, depth: usize) -> Value {
        let kinds = if depth > 3 { 4 } else { 17 };
        match self.choices.below(kinds) {
            0 | 4 => self.string(),
            1 => self.integer(),
            2 => self.number(),
            3 => json!({ "type": "boolean" }),
            5 | 6 => self.list(of, depth),
            7 | 8 => self.map(of, depth),
            9 => json!({}),
            10 => self.any_object(),
            11 => reference(&self.known_or_new(of)),
            12 => reference(&self.object(of, Vec::new())),
            13 => reference(&self.enumeration(of)),
            14 => reference(&self.other_name(of, depth)),
            15 => reference("Colour"),
            _ => reference("Part"),
        }
    }

    /// A plain value, as parameters and fields of forms have them.
    pub(super) fn plain(&mut self, of: Use) -> Value {
        match self.choices.below(7) {
            0 => self.string(),
            1 => self.integer(),
            2 => self.number(),
            3 => json!({ "type": "boolean" }),
            4 => reference(&self.enumeration(of)),
            5 => {
                let schema = self.plain(of);
                reference(&self.named(schema))
            }
            _ => reference("Colour"),
        }
    }

    pub(super) fn string(&mut self) -> Value {
        let mut schema = json!({ "type": "string" });
        match self.choices.below(9) {
            4 => schema["pattern"] = json!(self.choices.one(&PATTERNS).0),
            // The last of them is for secrets.
            5 => schema["format"] = json!(self.choices.one(&FORMATS[..FORMATS.len() - 1]).0),
            6 => {
                schema["minLength"] = json!(self.choices.below(4));
                schema["maxLength"] = json!(4 + self.choices.below(9));
            }
            7 => schema["maxLength"] = json!(1),
            8 => schema["x-content-media-type"] = json!("application/json"),
            _ => {}
        }
        schema
    }

    pub(super) fn integer(&mut self) -> Value {
        let mut schema = json!({ "type": "integer", "format": "int64" });
        match self.choices.below(6) {
            3 => {
                (schema["minimum"], schema["maximum"]) = (json!(-2), json!(9));
                schema["exclusiveMinimum"] = json!(true);
            }
            4 => schema["multipleOf"] = json!(10),
            5 => (schema["maximum"], schema["exclusiveMaximum"]) = (json!(i64::MAX), json!(self.choices.once_in(2))),
            _ => {}
        }
        schema
    }

    fn number(&mut self) -> Value {
        let mut schema = json!({ "type": "number" });
        match self.choices.below(6) {
            3 => (schema["minimum"], schema["exclusiveMinimum"]) = (json!(0), json!(true)),
            4 => (schema["minimum"], schema["maximum"]) = (json!(-0.5), json!(1.5e3)),
            5 => (schema["multipleOf"], schema["format"]) = (json!(0.25), json!("double")),
            _ => {}
        }
        schema
    }

    fn list(&mut self, of: Use, depth: usize) -> Value {
        let items = self.element(of, depth);
        let mut schema = json!({ "type": "array", "items": items });
        match self.choices.below(6) {
            4 => schema["uniqueItems"] = json!(true),
            5 if is_scalar(&items) => (schema["minItems"], schema["maxItems"]) = (json!(1), json!(9)),
            _ => {}
        }
        schema
    }

    fn map(&mut self, of: Use, depth: usize) -> Value {
        let values = self.element(of, depth);
        let mut schema = json!({ "type": "object", "additionalProperties": values });
        if is_scalar(&values) && self.choices.once_in(2) {
            (schema["minProperties"], schema["maxProperties"]) = (json!(1), json!(3));
        }
        schema
    }

    fn any_object(&mut self) -> Value {
        match self.choices.below(4) {
            1 => json!({ "type": "object", "additionalProperties": true }),
            2 => json!({ "type": "object", "additionalProperties": false }),
            3 => json!({ "type": "object", "additionalProperties": {} }),
            _ => json!({ "type": "object" }),
        }
    }

    /// What a list or a map holds.
    fn element(&mut self, of: Use, depth: usize) -> Value {
        let mut element = self.spot(of, depth + 1);
        let is_nullable = self.choices.once_in(6);
        if (is_nullable || self.choices.once_in(6)) && element.get("$ref").is_some() {
            element = json!({ "allOf": [element] });
        }
        if element.get("$ref").is_none() {
            if self.choices.once_in(4) {
                element["description"] = json!(self.text());
            }
            if is_nullable {
                element["nullable"] = json!(true);
            }
        }
        element
    }

    /// A schema that is there already: one that is not finished makes a circle.
    fn known_or_new(&mut self, of: Use) -> String {
        let fitting: Vec<String> =
            self.known.iter().filter(|(known, _)| *known == of).map(|(_, name)| name.clone()).collect();
        if fitting.is_empty() { self.object(of, Vec::new()) } else { self.choices.one(&fitting).clone() }
    }

    /// A list, a map or a scalar that has a name, or another name of a type.
    fn other_name(&mut self, of: Use, depth: usize) -> String {
        let mut schema = self.spot(of, depth + 2);
        if self.choices.once_in(4) {
            schema = if schema.get("$ref").is_some() { json!({ "allOf": [schema] }) } else { schema };
            schema["nullable"] = json!(true);
        }
        self.named(schema)
    }

    /// A schema as a component of its own; its name.
    fn named(&mut self, mut schema: Value) -> String {
        if schema.get("$ref").is_some() && self.choices.once_in(2) {
            schema = json!({ "allOf": [schema] });
        }
        if schema.get("$ref").is_none() {
            schema["description"] = json!(self.text());
        }
        let name = self.fresh(Names::Type);
        self.schemas.insert(name.clone(), schema);
        name
    }

    /// An enum; its name.
    pub(super) fn enumeration(&mut self, of: Use) -> String {
        let name = self.fresh(Names::Type);
        let count = 1 + self.choices.below(5);
        let values: Vec<&str> = Names::Value.rotated(&mut self.choices).take(count).collect();
        let meanings =
            values.iter().map(|value| ((*value).to_owned(), json!(self.text()))).collect::<serde_json::Map<_, _>>();
        let mut schema =
            json!({ "description": self.text(), "type": "string", "enum": values, "x-enum-descriptions": meanings });
        let variants: BTreeSet<String> = values.iter().map(|value| names::pascal(value)).collect();
        let is_usual = |name: &String| names::is_upper_camel(name) && name != names::UNKNOWN;
        if variants.len() < count || !variants.iter().all(is_usual) || self.choices.once_in(3) {
            let chosen: Vec<&str> = Names::Variant.rotated(&mut self.choices).take(count).collect();
            schema["x-enum-varnames"] = json!(chosen);
        }
        if self.choices.once_in(4) {
            schema["default"] = json!(values[0]);
        }
        match self.choices.below(4) {
            2 => {
                schema["x-states"] = json!({
                    "terminal": values,
                    "success": if count > 1 { &values[..1] } else { &[] },
                    "failure": [values[count - 1]],
                });
            }
            3 => schema["x-states"] = json!({ "terminal": [], "failure": [] }),
            _ => {}
        }
        if self.choices.once_in(4) {
            let alias = format!("{}-again", values[0]);
            if !values.contains(&alias.as_str()) {
                schema["x-enum-aliases"] = json!({ values[0]: [alias] });
            }
        }
        self.situate(&mut schema, 6);
        self.schemas.insert(name.clone(), schema);
        self.known.push((of, name.clone()));
        name
    }

    /// An object with properties, the forced ones among them; its name.
    pub(super) fn object(&mut self, of: Use, forced: Vec<(String, Value)>) -> String {
        let name = self.fresh(Names::Type);
        self.known.push((of, name.clone()));
        self.open.push(name.clone());
        let count = self.choices.below(6);
        let wires: Vec<&str> = Names::Wire.rotated(&mut self.choices).take(count).collect();
        let forced_wires = forced.iter().map(|(wire, _)| wire.as_str());
        let mut seen = Seen::of(&forced_wires.chain(wires.iter().copied()).collect::<Vec<_>>());
        let is_forced = |wire: &&str| forced.iter().any(|(forced, _)| forced == wire);
        let wires: Vec<&str> = wires.iter().copied().filter(|wire| !is_forced(wire)).collect();
        let (mut properties, mut required) = (serde_json::Map::new(), Vec::new());
        for (wire, schema) in forced {
            let schema = self.property(&wire, schema, of, &mut seen, true);
            properties.insert(wire, schema);
        }
        for wire in wires {
            let spot = self.spot(of, 1);
            let schema = self.property(wire, spot, of, &mut seen, false);
            let goes_one_way = schema.get("readOnly").or(schema.get("writeOnly")).is_some();
            if !goes_one_way && self.may_be_required(&schema) && self.choices.once_in(3) {
                required.push(wire);
            }
            properties.insert(wire.to_owned(), schema);
        }
        let mut schema = json!({ "description": self.text(), "type": "object", "properties": properties });
        if !required.is_empty() {
            schema["required"] = json!(required);
        }
        if self.choices.once_in(4) {
            schema["x-official-name"] = json!(format!("{name}Response"));
        }
        let optional: Vec<String> = schema["properties"]
            .as_object()
            .into_iter()
            .flat_map(|properties| properties.keys())
            .filter(|name| !name.is_empty() && !name.starts_with('$') && !required.contains(&name.as_str()))
            .map(|name| name.replace('~', "~0").replace('/', "~1"))
            .collect();
        self.require(&mut schema, &optional, of != Use::Response);
        self.situate(&mut schema, 8);
        self.open.retain(|open| *open != name);
        self.schemas.insert(name.clone(), schema);
        name
    }

    /// Whether a property would not have to hold what holds it.
    fn may_be_required(&self, schema: &Value) -> bool {
        let target = schema.get("$ref").or_else(|| schema.pointer("/allOf/0/$ref")).and_then(Value::as_str);
        let name = target.and_then(|target| target.rsplit('/').next()).unwrap_or_default();
        // Another name may be one of an object that is not finished.
        let is_finished =
            self.schemas.get(name).is_none_or(|target| target.get("properties").is_some() || is_scalar(target));
        target.is_none() || (is_finished && !self.open.iter().any(|open| open == name))
    }

    /// A property: a schema with what is said of a property alone. Only a forced one stays as it is otherwise.
    pub(super) fn property(&mut self, wire: &str, schema: Value, of: Use, seen: &mut Seen, is_forced: bool) -> Value {
        let mut schema = if is_secret(wire) { self.secret() } else { schema };
        if schema.get("$ref").is_some() {
            schema = json!({ "allOf": [schema] });
        }
        schema["description"] = json!(self.text());
        if !seen.rust.insert(names::snake(wire)) || self.choices.once_in(12) {
            let mut chosen = FIELDS.map(str::to_owned).into_iter().skip(self.choices.below(FIELDS.len()));
            let name =
                chosen.find(|name| !seen.rust.contains(name)).unwrap_or_else(|| format!("field_{}", seen.rust.len()));
            schema["x-rust-name"] = json!(name);
            seen.rust.insert(name);
        }
        match self.choices.below(if of == Use::Both { 16 } else { 12 }) {
            3 | 4 if !is_forced => schema["nullable"] = json!(true),
            5 => self.deprecate(&mut schema, &seen.current, 1),
            6 => schema["x-source"] = json!("page.old"),
            7 => {
                let mut free = Names::Wire.rotated(&mut self.choices);
                let alias = free.find(|alias| !is_secret(alias) && seen.wires.insert((*alias).to_owned()));
                schema["x-aliases"] = json!(Vec::from_iter(alias));
            }
            8 => schema["x-official-name"] = json!("cog_name"),
            9 | 10 | 12 | 13 if !is_forced && of != Use::Request => schema["readOnly"] = json!(true),
            9..=15 if !is_forced && of != Use::Response => schema["writeOnly"] = json!(true),
            _ => {}
        }
        if schema.get("deprecated").is_none() {
            seen.current.push(wire.to_owned());
        }
        self.sampled(&mut schema);
        schema
    }

    /// Text with the name of a secret.
    fn secret(&mut self) -> Value {
        if self.choices.once_in(2) {
            json!({ "type": "string", "x-no-secret": true })
        } else {
            json!({ "type": "string", "format": "password" })
        }
    }

    /// Adds a default and an example, where documentation can show them.
    pub(super) fn sampled(&mut self, schema: &mut Value) {
        let is_shown = matches!(schema["type"].as_str(), Some("integer" | "number" | "boolean"));
        let is_plain_text = schema["type"] == "string"
            && schema.as_object().is_some_and(|keys| {
                !["format", "pattern", "minLength", "maxLength", "enum"].iter().any(|key| keys.contains_key(*key))
            });
        for key in ["default", "example"] {
            if (is_shown || is_plain_text) && self.choices.once_in(6) {
                let (schemas, choices) = (&self.schemas, &mut self.choices);
                schema[key] = if is_shown {
                    Maker { schemas, choices, way: Way::Request }.value(schema, 0)
                } else {
                    json!(Names::Wire.good(choices))
                };
            }
        }
    }
}

/// The names that an object's properties have taken.
pub(super) struct Seen {
    wires: BTreeSet<String>,
    rust: BTreeSet<String>,
    /// The names of those that are not out of date.
    current: Vec<String>,
}

impl Seen {
    /// Of an object with these fields.
    pub(super) fn of(wires: &[&str]) -> Self {
        Self {
            wires: wires.iter().map(|wire| (*wire).to_owned()).collect(),
            rust: BTreeSet::new(),
            current: Vec::new(),
        }
    }
}

pub(super) fn reference(schema: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{schema}") })
}

fn is_scalar(schema: &Value) -> bool {
    matches!(schema["type"].as_str(), Some("string" | "integer" | "number" | "boolean"))
}
