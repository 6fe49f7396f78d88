//! Tests that every field of every type is read and written under its name in the specification, one field at a time: two
//! that were taken for one another would be found, which no example with both shows.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use serde_json::{Map, Value};

use super::Calls;
use super::spelling;
use crate::codegen::format::any_feature;
use crate::model::{NamedSchema, Property, Schema, names};

impl Calls<'_> {
    /// The tests of the types that the file of a resource defines, one a type.
    pub(super) fn field_tests(&self, resource: &str) -> String {
        let types = self.model.schemas_of(resource).filter(|named| self.has_fields(named));
        types.map(|named| self.field_test(named)).collect()
    }

    /// The tests of the types that resources share, each for the features of those that need it; and all these features.
    /// None if no type is shared.
    pub(super) fn shared_field_tests(&self) -> Option<(String, BTreeSet<&str>)> {
        let (mut tests, mut all) = (String::new(), BTreeSet::new());
        let is_shared = |named: &&NamedSchema| self.model.operations_of(&named.home).next().is_none();
        for named in self.model.schemas.values().filter(is_shared).filter(|named| self.has_fields(named)) {
            let features = self.bodies.usage.resources(&named.name);
            let test = self.field_test(named);
            let _ = write!(tests, "\n#[cfg({})]{test}", any_feature(features.iter().copied()));
            all.extend(features);
        }
        (!tests.is_empty()).then_some((tests, all))
    }

    /// Whether a schema is a type of the client that has fields.
    fn has_fields(&self, named: &NamedSchema) -> bool {
        self.bodies.usage.is_needed(&named.name) && !named.schema.properties().is_empty()
    }

    fn field_test(&self, named: &NamedSchema) -> String {
        let of = spelling::path(self.model, self.crate_name, &named.name);
        let mut text = format!("\n#[test]\nfn fields_of_{}() {{\n", names::snake(&named.name));
        for property in named.schema.properties() {
            let value = self.value(&property.schema);
            let fields = self.least_with(named, property, &value);
            let (name, written) = (&property.name, self.bodies.written(&property.schema, &value).to_string());
            let is_sent = !self.bodies.is_unsent(named, property);
            let _ = writeln!(
                text,
                "    field({name:?}, {:?}, |of: &{of}| written(&of.{}), {written:?}, {is_sent});",
                Value::Object(fields).to_string(),
                property.rust_name,
            );
        }
        text.push_str("}\n");
        text
    }

    /// A value of a schema that cannot be taken for one that is absent.
    fn value(&self, schema: &Schema) -> Value {
        let mut value = self.model.sample(schema);
        let properties = self.model.resolve(schema).properties();
        if let (Some(fields), Some(first)) =
            (value.as_object_mut().filter(|fields| fields.is_empty()), properties.first())
        {
            fields.insert(first.name.clone(), self.model.sample(&first.schema));
        }
        value
    }

    /// An object of a type with what it cannot do without, and with one field besides.
    fn least_with(&self, named: &NamedSchema, property: &Property, value: &Value) -> Map<String, Value> {
        let Value::Object(mut fields) = self.model.sample(&named.schema) else { return Map::new() };
        fields.insert(property.name.clone(), value.clone());
        fields
    }
}
