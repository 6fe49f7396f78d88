//! A service in which tests of the checks break things.

use huaweicloud_core::schema::GeneratedType;
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;
use xtask::model::{EnumValue, Enumeration, NamedSchema, Object, Property, Schema, Shape};

use crate::ServiceUnderTest;

/// The invented service, of which all checks find nothing.
pub(crate) fn widgets() -> ServiceUnderTest {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/widgets");
    let (operations, types) = (widgets::registry::OPERATIONS, widgets::registry::TYPES);
    ServiceUnderTest::load(root, "openapi/widgets", operations, types, "snapshots/widgets")
}

/// A service with these types and schemas, and no operations.
pub(crate) fn service(types: &'static [GeneratedType], schemas: Vec<(&str, Schema)>) -> ServiceUnderTest {
    let mut service = widgets();
    service.model.operations.retain(|operation| operation.success_content().is_some());
    service.model.operations.truncate(1);
    service.types = types;
    let named = schemas.into_iter().map(|(name, schema)| {
        (name.to_owned(), NamedSchema { name: name.to_owned(), home: "common".to_owned(), schema })
    });
    service.model.schemas = named.collect();
    // One operation uses them all.
    let all = service.model.schemas.keys().map(|name| property(name, false, of(reference(name)))).collect();
    let uses = object(all);
    for operation in &mut service.model.operations {
        operation.parameters.clear();
        for content in operation.responses.iter_mut().filter_map(|response| response.content.as_mut()) {
            content.examples.clear();
            content.schema = uses.clone();
        }
    }
    service.operations = &[];
    service
}

/// The schema of that name, to change it.
pub(crate) fn schema<'s>(service: &'s mut ServiceUnderTest, name: &str) -> &'s mut Schema {
    &mut service.model.schemas.get_mut(name).unwrap().schema
}

/// The properties of the schema of that name, to change them.
pub(crate) fn properties<'s>(service: &'s mut ServiceUnderTest, name: &str) -> &'s mut Vec<Property> {
    match &mut schema(service, name).shape {
        Shape::Object(object) => &mut object.properties,
        other => panic!("{name} is {other:?}"),
    }
}

/// A schema of a shape.
pub(crate) fn of(shape: Shape) -> Schema {
    Schema { shape, ..Schema::default() }
}

/// A schema that may also be `null`.
pub(crate) fn or_null(shape: Shape) -> Schema {
    Schema { nullable: true, ..of(shape) }
}

/// A schema of an object.
pub(crate) fn object(properties: Vec<Property>) -> Schema {
    of(Shape::Object(Object { properties }))
}

/// A schema of an enum.
pub(crate) fn enumeration(values: &[&str]) -> Schema {
    let value = |wire: &&str| EnumValue { wire: (*wire).to_owned(), ..EnumValue::default() };
    of(Shape::Enum(Enumeration { values: values.iter().map(value).collect(), states: None }))
}

/// A reference.
pub(crate) fn reference(name: &str) -> Shape {
    Shape::Reference(name.to_owned())
}

/// Text.
pub(crate) fn text() -> Shape {
    Shape::String(xtask::model::StringFormat::Plain)
}

/// A property.
pub(crate) fn property(name: &str, required: bool, schema: Schema) -> Property {
    Property { name: name.to_owned(), rust_name: name.to_owned(), required, schema }
}

/// What types may hold beside scalars: itself, any JSON, `null`, what only responses have, other names.
#[derive(Serialize, Deserialize, JsonSchema)]
#[expect(clippy::option_option, reason = "absent, null and a value are three things")]
pub(crate) struct Tree {
    any: Value,
    /// What types may hold beside scalars: itself, any JSON, `null`, what only responses have, other names.
    #[serde(skip_serializing_if = "Option::is_none")]
    left: Option<Box<Tree>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    children: Option<Vec<Option<Tree>>>,
    /// `null` or a value.
    #[schemars(with = "Option<String>")]
    must: Option<Word>,
    /// Absent, `null` or a value.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "some")]
    #[schemars(with = "Option<Option<String>>")]
    may: Option<Option<Word>>,
    /// Another one, or `null`.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "some")]
    right: Option<Option<Box<Tree>>>,
    #[serde(alias = "maed", skip_serializing)]
    #[expect(dead_code, reason = "it is read, and never written")]
    made: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    list: Option<Vec<Value>>,
    #[serde(alias = "naem", skip_serializing_if = "Option::is_none")]
    name: Option<Value>,
}

/// Text, of any kind of scalar.
#[derive(Serialize, Deserialize)]
#[serde(transparent)]
struct Word(Value);

fn some<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

/// A service whose one type is a tree, and a component that is no type of its own.
pub(crate) fn trees() -> ServiceUnderTest {
    const TYPES: &[GeneratedType] = &[GeneratedType::of::<Tree>("common", "Tree")];
    let described = |description: &str, schema| Schema { description: description.to_owned(), ..schema };
    let children = Shape::Array(Box::new(or_null(reference("Tree"))));
    let tree = object(vec![
        property("any", true, of(Shape::Any)),
        property("left", false, of(reference("Tree"))),
        property("children", false, of(children)),
        property("must", true, described("`null` or a value.", or_null(reference("Word")))),
        property("may", false, described("Absent, `null` or a value.", or_null(reference("Word")))),
        property("right", false, described("Another one, or `null`.", or_null(reference("Tree")))),
        property("made", true, Schema { read_only: true, aliases: vec!["maed".to_owned()], ..or_null(Shape::Any) }),
        property("list", false, of(Shape::Array(Box::new(or_null(Shape::Any))))),
        property("name", false, Schema { aliases: vec!["naem".to_owned()], ..of(Shape::Any) }),
    ]);
    let about = "What types may hold beside scalars: itself, any JSON, `null`, what only responses have, other names.";
    service(TYPES, vec![("Tree", described(about, tree)), ("Word", of(text()))])
}
