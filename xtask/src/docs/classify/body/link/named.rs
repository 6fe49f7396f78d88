//! What the names and types of rows say about their tables.

use crate::docs::classify::body::table::BodyTable;
use crate::docs::classify::rows::{NamedRow, key};
use crate::docs::facts::SchemaType;

/// The path of what a row holds.
pub(super) fn inner_path(path: &[String], row: &NamedRow) -> Vec<String> {
    let is_map = row.doc_type.object.is_some() && matches!(row.doc_type.schema.innermost(), SchemaType::Map { .. });
    path.iter().cloned().chain([row.name.clone()]).chain(is_map.then(|| "*".to_owned())).collect()
}

/// Whether a table's caption is the name of a row, or of its type.
pub(super) fn bears_name(table: &BodyTable, row: &NamedRow) -> bool {
    let names: Vec<String> = row.doc_type.object.iter().chain([&row.name]).map(|name| key(name)).collect();
    table.names.certain.iter().chain(&table.names.possible).any(|name| names.contains(&key(name)))
}

/// Whether a type leaves room for fields. So does a map: pages call objects so, and describe the entries of maps in tables.
pub(in crate::docs::classify::body) fn may_have_fields(row: &NamedRow) -> bool {
    matches!(row.doc_type.schema.innermost(), SchemaType::Object | SchemaType::Unknown | SchemaType::Map { .. })
}

/// Whether a type asks for fields.
pub(super) fn asks_for_fields(row: &NamedRow) -> bool {
    let asks = |schema: &SchemaType| matches!(schema.innermost(), SchemaType::Object | SchemaType::Unknown);
    match row.doc_type.schema.innermost() {
        SchemaType::Map { values } => asks(values),
        schema => asks(schema),
    }
}

pub(super) fn mentions(text: &str, name: &str) -> bool {
    text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '-').any(|word| word == name)
}
