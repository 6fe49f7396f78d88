//! Empty texts that stand for nothing: clients whose language has no other nothing send one.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::document::{Kind, SchemaId, Schemas};

/// Takes away each field that is an empty text, need not be there, and could not be one: of the values that are listed, none is
/// empty, or the pattern does not fit.
pub(super) fn drop_empty(schemas: &Schemas, id: SchemaId, value: &mut Value) {
    within(schemas, &whole(schemas, [id]), value);
}

/// Schemas, and those that they are made of, each once.
fn whole(schemas: &Schemas, ids: impl IntoIterator<Item = SchemaId>) -> BTreeSet<SchemaId> {
    let (mut open, mut found): (Vec<_>, BTreeSet<_>) = (ids.into_iter().collect(), BTreeSet::new());
    while let Some(id) = open.pop() {
        if found.insert(id) {
            let schema = schemas.get(id);
            open.extend(schema.all_of.iter().chain(&schema.any_of).chain(&schema.one_of));
        }
    }
    found
}

fn within(schemas: &Schemas, of: &BTreeSet<SchemaId>, value: &mut Value) {
    match value {
        Value::Array(elements) => {
            let items = whole(schemas, of.iter().filter_map(|id| schemas.get(*id).items));
            for element in elements.iter_mut().filter(|_| !items.is_empty()) {
                within(schemas, &items, element);
            }
        }
        Value::Object(fields) => fields.retain(|name, value| {
            let (mut is_required, mut of_field) = (false, Vec::new());
            for schema in of.iter().map(|id| schemas.get(*id)) {
                let mut properties = schema.properties.iter();
                let is_it = |(own, aliases): (&String, &[String])| own == name || aliases.contains(name);
                if let Some((own, property)) = properties.find(|(own, property)| is_it((own, &property.aliases))) {
                    of_field.push(property.schema);
                    is_required |= schema.required.contains(own);
                }
            }
            let of_field = whole(schemas, of_field);
            if value.as_str() == Some("") {
                return is_required || of_field.iter().all(|id| may_be_empty(schemas, *id));
            }
            within(schemas, &of_field, value);
            true
        }),
        _ => {}
    }
}

/// Whether nothing is known against an empty text. What has a least length, or is no text at all, is a mistake of its own.
fn may_be_empty(schemas: &Schemas, id: SchemaId) -> bool {
    let schema = schemas.get(id);
    let is_text = schema.kind.is_none_or(|kind| kind == Kind::Text) && schema.shortest == 0;
    let is_listed = schema.values.as_ref().is_none_or(|values| values.contains(&Value::String(String::new())));
    !is_text || (is_listed && schema.pattern.as_ref().is_none_or(|pattern| pattern.is_match("")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;
    use serde_json::json;

    const WIDGETS: &str = r##"{"paths": {"/w": {"post": {"operationId": "Create", "responses": {}, "requestBody": {"content":
        {"application/json": {"schema": {"$ref": "#/components/schemas/Widget"}}}}}}},
        "components": {"schemas": {
            "Colour": {"type": "string", "enum": ["RED"]},
            "Widget": {"required": ["kind"], "properties": {
                "kind": {"$ref": "#/components/schemas/Colour"}, "note": {"type": "string"},
                "colour": {"allOf": [{"$ref": "#/components/schemas/Colour"}], "description": "One."},
                "time": {"type": "string", "pattern": "^[0-9]{2}$", "x-aliases": ["hour"]},
                "name": {"type": "string", "minLength": 2, "pattern": "^[a-z]+$"}, "size": {"type": "integer"},
                "parts": {"type": "array", "items": {"$ref": "#/components/schemas/Widget"}}}}}}}"##;

    #[test]
    fn what_could_not_be_empty_and_need_not_be_there_is_not_sent() {
        let document = Document::parse(WIDGETS).unwrap();
        let body = document.operations[0].body.as_ref().unwrap().json.unwrap();
        for (sent, read) in [
            (json!({"colour": "", "note": ""}), json!({"note": ""})),
            (json!({"time": ""}), json!({})),
            (json!({"hour": "", "parts": [{"colour": ""}]}), json!({"parts": [{}]})),
            // What must be there, is too short, or is no text, is refused as it is.
            (json!({"kind": "", "name": "", "size": ""}), json!({"kind": "", "name": "", "size": ""})),
            (json!({"other": "", "colour": "RED"}), json!({"other": "", "colour": "RED"})),
        ] {
            let mut value = sent.clone();
            drop_empty(&document.schemas, body, &mut value);
            assert_eq!(value, read, "{sent}");
        }
    }
}
