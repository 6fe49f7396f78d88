//! Elements that may be null: progenitor is given no `nullable`, of which it would make types of its own.

use super::{Part, PartTypes, RequestTypes};
use crate::model::{ContentKind, Model, RustType, Schema, Shape};

/// Adds to the types of a part that elements of lists, and values of maps, may be null. Of a field, it is the field that
/// may be absent or null, which depends on what holds it; no parameter and no body is null.
pub(super) fn with_null_elements(model: &Model, part: &Part<'_>, types: PartTypes) -> PartTypes {
    let fields = types.fields.into_iter().map(|(name, types)| {
        let properties = model.schemas.get(&name).map_or(&[][..], |named| named.schema.properties());
        let types = types.into_iter().zip(properties);
        (name, types.map(|(of, property)| with_null(model, &property.schema, of)).collect())
    });
    let requests = types.requests.into_iter().zip(&part.operations).map(|(types, operation)| {
        let request = operation.request.as_ref().and_then(|request| request.content.as_ref());
        let success = operation.success_content().filter(|content| content.kind == ContentKind::Json);
        let with_null = |content: Option<&crate::model::Content>, of| match content {
            Some(content) => with_null(model, &content.schema, of),
            None => of,
        };
        RequestTypes {
            parameters: types.parameters,
            body: types.body.map(|of| with_null(request, of)),
            success: with_null(success, types.success),
        }
    });
    PartTypes { fields: fields.collect(), requests: requests.collect() }
}

fn with_null(model: &Model, schema: &Schema, of: RustType) -> RustType {
    match (of, &model.resolve(schema).shape) {
        (RustType::Option(inner), _) => with_null(model, schema, *inner).optional(),
        (RustType::Boxed(inner), _) => RustType::Boxed(Box::new(with_null(model, schema, *inner))),
        (RustType::Vec(inner), Shape::Array(items)) => RustType::Vec(Box::new(element(model, items, *inner))),
        (RustType::Map(inner), Shape::Map(values)) => RustType::Map(Box::new(element(model, values, *inner))),
        (of, _) => of,
    }
}

fn element(model: &Model, schema: &Schema, of: RustType) -> RustType {
    match with_null(model, schema, of) {
        // Null is any JSON, too.
        RustType::Value => RustType::Value,
        of if model.is_nullable(schema) => of.required().optional(),
        of => of,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nullable(shape: Shape) -> Schema {
        Schema { shape, nullable: true, ..Schema::default() }
    }

    #[test]
    fn elements_are_null_where_null_is_a_value_of_them() {
        let workspace = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/widgets");
        let texts = crate::spec::files::read(&workspace, std::path::Path::new("openapi/widgets")).unwrap();
        let model = Model::of(crate::spec::Spec::parse(&texts).unwrap());
        let spelled = |schema: &Schema, of: RustType| with_null(&model, schema, of).spelled(&str::to_owned);
        let integers = Schema { shape: Shape::Array(Box::new(nullable(Shape::Integer))), ..Schema::default() };
        let list = |of| RustType::Vec(Box::new(of));
        assert_eq!(spelled(&integers, list(RustType::Integer)), "Vec<Option<i64>>");
        assert_eq!(spelled(&integers, list(RustType::Integer).optional()), "Option<Vec<Option<i64>>>");
        let lists = Schema { shape: Shape::Map(Box::new(integers)), ..Schema::default() };
        let maps = RustType::Map(Box::new(list(RustType::Integer)));
        assert_eq!(spelled(&lists, maps), "std::collections::HashMap<String, Vec<Option<i64>>>");
        let any = Schema { shape: Shape::Array(Box::new(nullable(Shape::Any))), ..Schema::default() };
        assert_eq!(spelled(&any, list(RustType::Value)), "Vec<serde_json::Value>");
        assert_eq!(spelled(&nullable(Shape::Integer), RustType::Integer), "i64");
    }
}
