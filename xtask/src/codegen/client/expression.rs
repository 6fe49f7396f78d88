//! Documented examples as Rust: the expression that makes the same value with constructors and setters.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use serde_json::{Map, Value};

use super::Client;
use super::construct;
use super::example::literal;
use super::module::Module;
use crate::model::{NamedSchema, Property, Schema, Shape, StringFormat, names};

/// Types by their modules.
pub(super) type Imports = BTreeMap<String, BTreeSet<String>>;

/// Makes expressions for the examples of a module.
pub(super) struct Expressions<'e, 'm> {
    client: &'e Client<'m>,
    module: &'e Module<'m>,
    /// The types that the expressions name, by their modules.
    pub(super) imports: Imports,
}

impl<'e, 'm> Expressions<'e, 'm> {
    pub(super) fn new(client: &'e Client<'m>, module: &'e Module<'m>) -> Self {
        Self { client, module, imports: Imports::new() }
    }

    /// The expression for a value of a schema; none if there is none that one would write.
    pub(super) fn expression(&mut self, schema: &Schema, value: &Value) -> Option<String> {
        let model = self.client.model;
        let named = model.named(schema).filter(|named| named.schema.enumeration().is_none());
        if let (Some(named), Value::Object(fields)) = (named, value) {
            return self.object(named, fields);
        }
        match (&model.resolve(schema).shape, value) {
            (Shape::String(_) | Shape::Enum(_), Value::String(text)) => Some(literal(text)),
            (Shape::Integer, Value::Number(number)) => number.as_i64().map(integer),
            (Shape::Number, Value::Number(number)) => number.as_f64().map(|number| format!("{number:?}")),
            (Shape::Boolean, Value::Bool(value)) => Some(value.to_string()),
            (Shape::Array(items), Value::Array(elements)) => {
                let elements = elements.iter().map(|element| self.element(items, element));
                listed(&elements.collect::<Option<Vec<_>>>()?)
            }
            (Shape::Map(values), Value::Object(entries)) => {
                let entries = entries
                    .iter()
                    .map(|(key, value)| Some(format!("({}, {})", literal(key), self.element(values, value)?)));
                listed(&entries.collect::<Option<Vec<_>>>()?)
            }
            _ => None,
        }
    }

    /// The expression for what a list or a map holds. Lists within lists would need their types spelled.
    fn element(&mut self, schema: &Schema, value: &Value) -> Option<String> {
        let model = self.client.model;
        let is_plain = !matches!(model.resolve(schema).shape, Shape::Array(_) | Shape::Map(_));
        if is_plain && !model.is_nullable(schema) { self.expression(schema, value) } else { None }
    }

    /// The expression for an argument of a constructor. One that may be null takes values of its type, and nothing that
    /// becomes one; of types that would need to be spelled there is no expression.
    fn argument(&mut self, schema: &Schema, value: &Value) -> Option<String> {
        let text = self.expression(schema, value)?;
        let model = self.client.model;
        if !model.is_nullable(schema) {
            return Some(text);
        }
        match (&model.resolve(schema).shape, value.as_i64()) {
            (Shape::String(format), _) if *format != StringFormat::Password => Some(format!("{text}.to_owned()")),
            (Shape::Integer, Some(number)) => Some(format!("{number}_i64")),
            (Shape::Number, _) => Some(format!("{text}_f64")),
            (Shape::Boolean | Shape::Object(_), _) => Some(text),
            _ => None,
        }
    }

    fn object(&mut self, named: &NamedSchema, fields: &Map<String, Value>) -> Option<String> {
        let arguments = construct::arguments(self.client, named);
        let value_of = |property: &Property| property.wire_names().find_map(|name| fields.get(name));
        let mut given = Vec::new();
        for argument in &arguments {
            given.push(self.argument(&argument.schema, value_of(argument)?)?);
        }
        let mut text = format!("{}::new({})", named.name, given.join(", "));
        let is_argument = |property: &Property| arguments.iter().any(|argument| argument.name == property.name);
        for property in named.schema.properties().iter().filter(|one| !one.schema.read_only && !is_argument(one)) {
            if let Some(value) = value_of(property).and_then(|value| self.expression(&property.schema, value)) {
                let _ = write!(text, ".{}({value})", names::setter_of_field(&property.rust_name));
            }
        }
        let home = self.client.home_for_users(&named.name, &self.module.name);
        self.imports.entry(home).or_default().insert(named.name.clone());
        Some(text)
    }
}

/// An integer, of which the compiler would else take a large one for too large.
fn integer(number: i64) -> String {
    if i32::try_from(number).is_ok() { number.to_string() } else { format!("{number}_i64") }
}

/// A list of some elements; of none, its type could not be told.
fn listed(elements: &[String]) -> Option<String> {
    (!elements.is_empty()).then(|| format!("[{}]", elements.join(", ")))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::codegen::client::fixture::widgets;

    fn expression(schema: &str, value: &Value) -> Option<String> {
        let model = widgets();
        let client = Client::of(&model);
        let module = client.modules.iter().find(|module| module.name == "widgets").unwrap();
        let named = model.schemas.get(schema).unwrap();
        let reference = Schema { shape: Shape::Reference(named.name.clone()), ..Schema::default() };
        Expressions::new(&client, module).expression(&reference, value)
    }

    #[test]
    fn what_is_required_is_given_to_the_constructor_and_the_rest_is_set_in_the_order_of_the_schema() {
        let value = json!({"weight": 7, "id": "w", "unknown": 1, "state": "TURNING"});
        let text = expression("Widget", &value).unwrap();
        assert!(text.starts_with("Widget::new(\"w\")"), "{text}");
        assert!(!text.contains("unknown"), "{text}");
        assert!(text.contains(".weight(7"), "{text}");
    }

    #[test]
    fn an_object_without_what_it_needs_has_no_expression() {
        assert_eq!(expression("Widget", &json!({"weight": 7})), None);
    }

    #[test]
    fn an_argument_that_may_be_null_is_of_its_type() {
        let model = widgets();
        let client = Client::of(&model);
        let module = client.modules.iter().find(|module| module.name == "widgets").unwrap();
        let argument = |shape: Shape, nullable: bool, value: Value| {
            let schema = Schema { shape, nullable, ..Schema::default() };
            Expressions::new(&client, module).argument(&schema, &value)
        };
        let text = || Shape::String(StringFormat::Plain);
        assert_eq!(argument(text(), false, json!("x")).as_deref(), Some("\"x\""));
        assert_eq!(argument(text(), true, json!("x")).as_deref(), Some("\"x\".to_owned()"));
        assert_eq!(argument(Shape::Integer, true, json!(7)).as_deref(), Some("7_i64"));
        assert_eq!(argument(Shape::Number, true, json!(1.5)).as_deref(), Some("1.5_f64"));
        assert_eq!(
            argument(Shape::Array(Box::new(Schema { shape: Shape::Integer, ..Schema::default() })), true, json!([1])),
            None
        );
    }

    #[test]
    fn what_lists_and_maps_hold_is_neither_another_one_nor_null() {
        let model = widgets();
        let client = Client::of(&model);
        let module = client.modules.iter().find(|module| module.name == "widgets").unwrap();
        let element = |shape: Shape, nullable: bool, value: Value| {
            Expressions::new(&client, module).element(&Schema { shape, nullable, ..Schema::default() }, &value)
        };
        let inner = || Box::new(Schema { shape: Shape::Integer, ..Schema::default() });
        assert_eq!(element(Shape::Integer, false, json!(7)).as_deref(), Some("7"));
        assert_eq!(element(Shape::Integer, true, json!(7)), None);
        for nullable in [false, true] {
            assert_eq!(element(Shape::Array(inner()), nullable, json!([7])), None);
            assert_eq!(element(Shape::Map(inner()), nullable, json!({"a": 7})), None);
        }
    }

    #[test]
    fn large_integers_say_their_type_and_lists_of_none_are_left_out() {
        assert_eq!(integer(2_147_483_647), "2147483647");
        assert_eq!(integer(-2_147_483_649), "-2147483649_i64");
        assert_eq!(listed(&[]), None);
    }
}
