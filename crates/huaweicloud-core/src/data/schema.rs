//! Generated types as data: their JSON Schemas, and going through JSON and back.

use std::borrow::Cow;
use std::marker::PhantomData;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// A generated type. Generated clients list all of theirs in `registry::TYPES`.
///
/// ```
/// use huaweicloud_core::schema::GeneratedType;
/// use serde_json::json;
///
/// const TEXT: GeneratedType = GeneratedType::of::<String>("prelude", "String");
/// assert_eq!(TEXT.round_trip(json!("a"))?, json!("a"));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct GeneratedType {
    module: &'static str,
    name: &'static str,
    schema: fn() -> Schema,
    round_trip: fn(Value) -> serde_json::Result<Value>,
}

impl GeneratedType {
    /// The type `T`, which `module` defines under `name`.
    pub const fn of<T: JsonSchema + Serialize + DeserializeOwned>(module: &'static str, name: &'static str) -> Self {
        Self { module, name, schema: schema::<T>, round_trip: round_trip::<T> }
    }

    /// The module that defines it.
    pub const fn module(&self) -> &'static str {
        self.module
    }

    /// Its name, which is that of its schema in the specification.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Its JSON Schema, with the schemas of other types under `$defs`.
    pub fn schema(&self) -> Schema {
        (self.schema)()
    }

    /// Reads the value as this type and writes it again.
    ///
    /// # Errors
    ///
    /// If the value cannot be read as this type.
    pub fn round_trip(&self, value: Value) -> serde_json::Result<Value> {
        (self.round_trip)(value)
    }
}

/// The JSON Schema of a value that must be there and may be `null`: that of `Option<T>`, which schemars takes for a value
/// that may be absent. Generated types name it for their fields; it has no values.
#[derive(Debug)]
pub struct Nullable<T>(PhantomData<T>);

impl<T: JsonSchema> JsonSchema for Nullable<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        Option::<T>::schema_name()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        Option::<T>::json_schema(generator)
    }
}

/// The schema of an open enum: any text, of which some values are known. The last alternative is any other.
#[doc(hidden)]
pub fn open_enum_schema(about: &str, values: &[(&str, &str)]) -> Schema {
    let known = values.iter().map(|(value, doc)| json!({ "const": value, "description": documentation(doc) }));
    let alternatives: Vec<Value> = known.chain([json!({})]).collect();
    json_schema!({ "description": documentation(about), "type": "string", "anyOf": alternatives })
}

/// The text of doc comments, whose lines each begin with a space.
fn documentation(comments: &str) -> String {
    let lines = comments.lines().map(|line| line.strip_prefix(' ').unwrap_or(line));
    lines.collect::<Vec<_>>().join("\n").trim().to_owned()
}

fn schema<T: JsonSchema>() -> Schema {
    SchemaGenerator::default().into_root_schema_for::<T>()
}

fn round_trip<T: Serialize + DeserializeOwned>(value: Value) -> serde_json::Result<Value> {
    serde_json::from_value::<T>(value).and_then(serde_json::to_value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_be_null_is_called_as_an_option_of_it() {
        assert_eq!(Nullable::<String>::schema_name(), Option::<String>::schema_name());
    }

    #[test]
    fn a_type_has_the_schema_of_its_values() {
        let text = GeneratedType::of::<String>("prelude", "String");
        assert_eq!((text.module(), text.name()), ("prelude", "String"));
        assert_eq!(text.schema().get("type"), Some(&json!("string")));
    }
}
