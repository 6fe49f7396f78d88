//! What a field is: its type and the page's own examples together.

use crate::docs::classify::samples::Samples;
use crate::docs::facts::{DocType, SchemaType};
use crate::docs::words::{is_structure, says_object};

pub(super) fn is_map(schema: &SchemaType) -> bool {
    matches!(schema.innermost(), SchemaType::Map { .. })
}

/// What stands before the names of the fields inside: `x`, `x[]` of a list, `x.*` of a map.
pub(super) fn inner_prefix(path: &str, schema: &SchemaType) -> String {
    let lists = "[]".repeat(schema.array_depth());
    match schema.innermost() {
        SchemaType::Map { values } => format!("{path}{lists}.*{}", "[]".repeat(values.array_depth())),
        _ => format!("{path}{lists}"),
    }
}

/// The type of a field with fields of its own; where the page names none, or no more than a structure, the examples say
/// whether it is a list.
pub(super) fn with_fields(doc_type: &DocType, is_list: Option<bool>) -> SchemaType {
    let text = &doc_type.text;
    match &doc_type.schema {
        SchemaType::Unknown if is_list == Some(true) => SchemaType::array(SchemaType::Object),
        SchemaType::Object if is_list == Some(true) && is_structure(text) => SchemaType::array(SchemaType::Object),
        SchemaType::Array { items }
            if is_list == Some(false) && **items == SchemaType::Unknown && is_structure(text) =>
        {
            SchemaType::Object
        }
        schema => schema.of_objects(),
    }
}

/// The same type with a map as its innermost: of values, or of lists of them where the page says so.
pub(super) fn map_like(schema: &SchemaType, values: SchemaType) -> SchemaType {
    match schema {
        SchemaType::Array { items } => SchemaType::array(map_like(items, values)),
        SchemaType::Map { values: known } if values == SchemaType::Object => {
            SchemaType::Map { values: Box::new(known.of_objects()) }
        }
        _ => SchemaType::Map { values: Box::new(values) },
    }
}

/// What the values of a map are that have fields: lists of objects where the type leaves that open, and the examples have lists.
pub(super) fn values_of_map(schema: &SchemaType, samples: &Samples<'_>, path: &[String]) -> SchemaType {
    let values: Vec<String> = path.iter().cloned().chain(["*".to_owned()]).collect();
    let is_open = match schema.innermost() {
        SchemaType::Map { values } => **values == SchemaType::Unknown,
        _ => true,
    };
    match samples.is_list(&values) {
        Some(true) if is_open => SchemaType::array(SchemaType::Object),
        _ => SchemaType::Object,
    }
}

/// The type of a list that is named after what its items are, `widget_id array`, if no table has that name, and the examples
/// have scalars in it. A type that says itself that there are objects is not doubted.
pub(super) fn scalars(doc_type: &DocType, samples: &Samples<'_>, path: &[String]) -> Option<SchemaType> {
    let is_named = doc_type.object.is_some() && *doc_type.schema.innermost() == SchemaType::Object;
    let depth = doc_type.schema.array_depth();
    if !is_named || depth == 0 || says_object(&doc_type.text) {
        return None;
    }
    let scalar = samples.scalar(path)?;
    Some((0..depth).fold(scalar, |inner, _| SchemaType::array(inner)))
}
