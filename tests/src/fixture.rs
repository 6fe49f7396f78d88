//! A service in which tests of the checks break things.

use huaweicloud_core::schema::GeneratedType;
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
