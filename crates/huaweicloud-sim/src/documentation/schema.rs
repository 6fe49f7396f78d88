//! Schemas as people read them.

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;

use super::{Documentation, Ordered};

/// What a value is like.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct Schema {
    #[serde(rename = "$ref")]
    pub(crate) reference: Option<String>,
    #[serde(rename = "type")]
    pub(crate) kind: Option<String>,
    pub(crate) format: Option<String>,
    pub(crate) description: String,
    pub(crate) deprecated: bool,
    pub(crate) nullable: bool,
    pub(crate) read_only: bool,
    pub(crate) required: Vec<String>,
    pub(crate) properties: Ordered<Self>,
    pub(crate) items: Option<Box<Self>>,
    additional_properties: Option<Additional>,
    pub(crate) all_of: Vec<Self>,
    #[serde(rename = "enum")]
    pub(crate) values: Vec<Value>,
    pub(crate) minimum: Option<Value>,
    pub(crate) maximum: Option<Value>,
    pub(crate) min_length: Option<u64>,
    pub(crate) max_length: Option<u64>,
    pub(crate) min_items: Option<u64>,
    pub(crate) max_items: Option<u64>,
    pub(crate) pattern: Option<String>,
    pub(crate) default: Option<Value>,
    pub(crate) example: Option<Value>,
    #[serde(rename = "x-rust-name")]
    pub(crate) rust_name: Option<String>,
    /// What the official SDKs call it.
    #[serde(rename = "x-official-name")]
    pub(crate) official_name: Option<String>,
    #[serde(rename = "x-aliases")]
    pub(crate) aliases: Vec<String>,
    #[serde(rename = "x-enum-descriptions")]
    pub(crate) meanings: Ordered<String>,
}

/// What the values of a map are like, or whether there may be any.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
enum Additional {
    Of(Box<Schema>),
    Any(IgnoredAny),
}

impl Schema {
    /// What the values are like, if it is a map.
    pub(crate) fn values_of_map(&self) -> Option<&Self> {
        match &self.additional_properties {
            Some(Additional::Of(schema)) if self.properties.is_empty() => Some(schema),
            Some(Additional::Any(_) | Additional::Of(_)) | None => None,
        }
    }
}

/// A schema where its references lead: its name, if it is a component, and itself.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Resolved<'d> {
    pub(crate) name: Option<&'d str>,
    pub(crate) schema: &'d Schema,
}

impl Documentation {
    /// What a schema is: where its reference leads, or the one that it is made of.
    pub(crate) fn resolve<'d>(&'d self, schema: &'d Schema) -> Resolved<'d> {
        let mut found = Resolved { name: None, schema };
        // As many as the gateway follows.
        for _ in 0..16 {
            let next = match (&found.schema.reference, found.schema.all_of.as_slice()) {
                (Some(reference), _) => {
                    self.schema(reference).map(|(name, schema)| Resolved { name: Some(name), schema })
                }
                (None, [one]) if found.schema.kind.is_none() => Some(Resolved { name: None, schema: one }),
                _ => None,
            };
            match next {
                Some(next) => found = next,
                None => break,
            }
        }
        found
    }

    /// The type of a schema in a word or two: `text`, `list of Topic`.
    pub(crate) fn type_of(&self, schema: &Schema) -> String {
        let Resolved { name, schema } = self.resolve(schema);
        if let Some(values) = schema.values_of_map() {
            return format!("map of {}", self.type_of(values));
        }
        match (schema.kind.as_deref(), &schema.items) {
            (Some("array"), Some(items)) => format!("list of {}", self.type_of(items)),
            (Some("object") | None, _) if name.is_some() => name.unwrap_or_default().to_owned(),
            (Some("string"), _) => match schema.format.as_deref() {
                Some("password") => "secret text".to_owned(),
                Some("date-time") => "time".to_owned(),
                _ => "text".to_owned(),
            },
            (Some("boolean"), _) => "true or false".to_owned(),
            (Some(kind), _) => kind.to_owned(),
            (None, _) => "any".to_owned(),
        }
    }

    /// What a value is held to, each limit in a few words.
    pub(crate) fn limits(&self, schema: &Schema) -> Vec<String> {
        let resolved = self.resolve(schema).schema;
        let mut limits = Vec::new();
        for schema in if std::ptr::eq(resolved, schema) { vec![schema] } else { vec![resolved, schema] } {
            let range = |least: Option<String>, most: Option<String>, of: &str| match (least, most) {
                (Some(least), Some(most)) => Some(format!("{least} to {most}{of}")),
                (Some(least), None) => Some(format!("at least {least}{of}")),
                (None, Some(most)) => Some(format!("at most {most}{of}")),
                (None, None) => None,
            };
            let number = |value: &Option<Value>| value.as_ref().map(Value::to_string);
            let count = |value: Option<u64>| value.map(|value| value.to_string());
            limits.extend(range(number(&schema.minimum), number(&schema.maximum), ""));
            limits.extend(range(count(schema.min_length), count(schema.max_length), " characters"));
            limits.extend(range(count(schema.min_items), count(schema.max_items), " elements"));
            limits.extend(schema.pattern.as_ref().map(|pattern| format!("pattern {pattern}")));
            limits.extend(schema.default.as_ref().map(|value| format!("default {}", plain(value))));
            limits.extend(schema.nullable.then(|| "may be null".to_owned()));
        }
        limits
    }

    /// A text that a parameter may have: its example, its default, the first of its values, or anything of its type.
    pub(crate) fn plausible(&self, schema: &Schema) -> String {
        let resolved = self.resolve(schema).schema;
        let either = |of: fn(&Schema) -> Option<&Value>| of(schema).or_else(|| of(resolved)).map(plain);
        let given = either(|one| one.example.as_ref())
            .or_else(|| either(|one| one.default.as_ref()))
            .or_else(|| either(|one| one.values.first()))
            .or_else(|| either(|one| one.minimum.as_ref()));
        given.unwrap_or_else(|| match (resolved.kind.as_deref(), &resolved.items) {
            (Some("integer" | "number"), _) => "1".to_owned(),
            (Some("boolean"), _) => "true".to_owned(),
            (Some("array"), Some(items)) => self.plausible(items),
            _ => "a".repeat(usize::try_from(resolved.min_length.unwrap_or(1).clamp(1, 64)).unwrap_or(1)),
        })
    }

    /// A value with what a schema requires, for what no example is documented of.
    pub(crate) fn made_up(&self, schema: &Schema, depth: usize) -> Value {
        let resolved = self.resolve(schema).schema;
        if let Some(given) = schema.example.as_ref().or(resolved.example.as_ref()).or(resolved.default.as_ref()) {
            return given.clone();
        }
        match resolved.kind.as_deref() {
            // One that holds itself ends somewhere.
            Some("object") | None if depth < 8 => {
                let fields = resolved
                    .required
                    .iter()
                    .filter_map(|name| Some((name.clone(), self.made_up(resolved.properties.get(name)?, depth + 1))));
                Value::Object(fields.collect())
            }
            Some("array") => match &resolved.items {
                Some(items) if resolved.min_items.is_some_and(|least| least > 0) => {
                    Value::Array(vec![self.made_up(items, depth + 1)])
                }
                _ => Value::Array(Vec::new()),
            },
            Some("integer" | "number" | "boolean") => {
                serde_json::from_str(&self.plausible(schema)).unwrap_or(Value::Null)
            }
            _ => Value::String(self.plausible(schema)),
        }
    }
}

/// A value as it stands in a path or a query.
pub(crate) fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(elements) => elements.iter().map(plain).collect::<Vec<_>>().join(","),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::tests::WIDGETS;

    #[test]
    fn types_and_limits_are_told_in_words() {
        let documentation = Documentation::parse(WIDGETS).unwrap();
        let (_, widget) = documentation.schema("#/components/schemas/NewWidget").unwrap();
        let told = |name: &str| {
            let field = widget.properties.get(name).unwrap();
            (documentation.type_of(field), documentation.limits(field).join(", "), documentation.plausible(field))
        };
        let expected = |of: &str, limits: &str, value: &str| (of.to_owned(), limits.to_owned(), value.to_owned());
        assert_eq!(told("name"), expected("text", "1 to 8 characters, pattern ^[a-z]+$", "a"));
        assert_eq!(told("size"), expected("integer", "at least 1", "1"));
        assert_eq!(told("weight"), expected("number", "may be null", "1"));
        assert_eq!(told("colour"), expected("text", "", "RED"));
        assert_eq!(told("parts"), expected("list of NewWidget", "at most 2 elements", "a"));
    }
}
