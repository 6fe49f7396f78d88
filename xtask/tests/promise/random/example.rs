//! Values that fit a schema, because they are made from it.

use serde_json::{Map, Number, Value, json};

use super::names::Names;
use super::{Choices, Way};

/// Patterns of text, each with a text that it fits.
pub(crate) const PATTERNS: [(&str, &str); 5] =
    [("^[a-z &]*$", "a b&c"), ("^\\d{4}$", "1234"), ("^[^\"\\\\]+$", "x"), ("[\\]\\[{}]?", "y"), ("^(a|b)+$", "abba")];

/// Formats of text, each with a text that it fits.
pub(crate) const FORMATS: [(&str, &str); 14] = [
    ("date", "2026-01-02"),
    ("date-time", "2026-01-02T03:04:05Z"),
    ("byte", "aGk="),
    ("duration", "P1D"),
    ("email", "a@example.com"),
    ("hostname", "example.com"),
    ("ipv4", "192.0.2.1"),
    ("ipv6", "2001:db8::1"),
    ("regex", "^a$"),
    ("time", "03:04:05Z"),
    ("uri", "https://example.com/a?b"),
    ("uuid", "00000000-0000-4000-8000-000000000000"),
    ("yyyy/MM/dd HH:mm:ss", "2026/01/02 03:04:05"),
    ("password", "hunter2"),
];

/// Any JSON.
fn any(choices: &mut Choices<'_>) -> Value {
    match choices.below(8) {
        0 => json!({"a": [1, {"x": null}]}),
        1 => json!("text"),
        2 => json!([1, "a", [1], null]),
        3 => json!(true),
        4 => json!(-1.5),
        5 => json!({}),
        6 => Value::Null,
        _ => json!(i64::MAX),
    }
}

/// Makes values of the schemas of a resource.
pub(crate) struct Maker<'m, 'd> {
    pub(crate) schemas: &'m Map<String, Value>,
    pub(crate) choices: &'m mut Choices<'d>,
    /// Whether the body is of a request or of a response.
    pub(crate) way: Way,
}

impl Maker<'_, '_> {
    /// A value of a schema; `depth` says how deep it stands, so that what holds itself comes to an end.
    pub(crate) fn value(&mut self, schema: &Value, depth: usize) -> Value {
        if schema["nullable"] == true && self.choices.once_in(3) {
            return Value::Null;
        }
        let target = schema.get("$ref").or_else(|| schema.pointer("/allOf/0/$ref")).and_then(Value::as_str);
        if let Some(target) = target {
            let name = target.rsplit('/').next().unwrap_or_default();
            let schema = match name {
                "Colour" => return json!("dark-blue"),
                "Part" => return json!({ "name": Names::Sample.good(self.choices), "colour": "RED" }),
                name => self.schemas.get(name).cloned().unwrap_or_default(),
            };
            return self.value(&schema, depth);
        }
        match schema.get("type").and_then(Value::as_str).unwrap_or_default() {
            "string" => Value::String(self.text(schema)),
            "integer" => self.integer(schema),
            "number" => self.number(schema),
            "boolean" => Value::Bool(self.choices.once_in(2)),
            "array" => self.list(schema, depth),
            "object" => self.object(schema, depth),
            _ => any(self.choices),
        }
    }

    fn text(&mut self, schema: &Value) -> String {
        if let Some(values) = schema.get("enum").and_then(Value::as_array) {
            return self.choices.one(values).as_str().unwrap_or_default().to_owned();
        }
        let known = |key: &str, table: &[(&str, &str)]| {
            let text = schema.get(key).and_then(Value::as_str)?;
            table.iter().find(|(known, _)| *known == text).map(|(_, sample)| (*sample).to_owned())
        };
        if let Some(sample) = known("format", &FORMATS).or_else(|| known("pattern", &PATTERNS)) {
            return sample;
        }
        let count = |key: &str| schema.get(key).and_then(Value::as_u64).and_then(|count| usize::try_from(count).ok());
        let (least, most) = (count("minLength").unwrap_or(0), count("maxLength").unwrap_or(99));
        let sample = Names::Sample.good(self.choices);
        sample
            .chars()
            .chain(std::iter::repeat_n('x', least.saturating_sub(sample.chars().count())))
            .take(most)
            .collect()
    }

    fn integer(&mut self, schema: &Value) -> Value {
        let step = schema.get("multipleOf").and_then(Value::as_i64).unwrap_or(1);
        match (schema.get("minimum").and_then(Value::as_i64), schema.get("maximum").and_then(Value::as_i64)) {
            (Some(least), Some(most)) => json!(i64::midpoint(least, most) / step * step),
            (Some(least), None) => json!((least / step + 2) * step),
            (None, Some(most)) => json!((most / step - 2) * step),
            (None, None) if step == 1 => json!(*self.choices.one(&[7, 0, -1, i64::MAX, i64::MIN])),
            (None, None) => json!(3 * step),
        }
    }

    fn number(&mut self, schema: &Value) -> Value {
        let bound = |key: &str| schema.get(key).and_then(Value::as_f64);
        let number = match (bound("minimum"), bound("maximum"), bound("multipleOf")) {
            (None, None, None) => *self.choices.one(&[1.5, 2.0, 0.0, -0.25, 1e21, 1.5e-7, 123_456_789.125]),
            (None, None, Some(step)) => step * 3.0,
            (least, most, _) => {
                f64::midpoint(least.unwrap_or(most.unwrap_or(0.0) - 9.0), most.unwrap_or(least.unwrap_or(0.0) + 9.0))
            }
        };
        Number::from_f64(number).map_or(Value::Null, Value::Number)
    }

    fn list(&mut self, schema: &Value, depth: usize) -> Value {
        let least = schema.get("minItems").and_then(Value::as_u64).unwrap_or(0);
        // One element is never one twice.
        let is_unique = schema["uniqueItems"] == true;
        let count = if depth > 3 { least } else { least.max(if is_unique { 1 } else { 2 }) };
        (0..count).map(|_| self.value(&schema["items"], depth + 1)).collect()
    }

    fn object(&mut self, schema: &Value, depth: usize) -> Value {
        if let Some(properties) = schema.get("properties").and_then(Value::as_object) {
            return self.properties(schema, properties, depth);
        }
        match schema.get("additionalProperties") {
            Some(Value::Object(_)) if depth > 3 && schema.get("minProperties").is_none() => json!({}),
            Some(values @ Value::Object(_)) => {
                let keys = ["a", Names::Wire.good(self.choices)];
                keys.into_iter().map(|key| (key.to_owned(), self.value(values, depth + 1))).collect()
            }
            _ => json!({"k": 1, "": [null], "a\"b": {"c": "d"}}),
        }
    }

    fn properties(&mut self, schema: &Value, properties: &Map<String, Value>, depth: usize) -> Value {
        let empty = Vec::new();
        let required = schema.get("required").and_then(Value::as_array).unwrap_or(&empty);
        let mut object = Map::new();
        for (name, property) in properties {
            let is_required = required.iter().any(|required| required == name);
            let stays_away = match self.way {
                Way::Request => property["readOnly"] == true,
                Way::Response => property["writeOnly"] == true,
            };
            if stays_away || (!is_required && (depth > 3 || self.choices.once_in(4))) {
                continue;
            }
            let aliases = property.get("x-aliases").and_then(Value::as_array);
            let alias =
                aliases.filter(|_| self.choices.once_in(3)).and_then(|aliases| aliases.first()).and_then(Value::as_str);
            let value = self.value(property, depth + 1);
            object.insert(alias.unwrap_or(name).to_owned(), value);
        }
        Value::Object(object)
    }
}
