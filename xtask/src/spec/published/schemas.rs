//! Where schemas are in a document.

use serde_json::Value;

/// Calls `visit` for each schema, those outside first. References count as schemas, but for those that `allOf` lists: they
/// belong to the schema that has it.
pub(super) fn visit(document: &mut Value, visit: &mut impl FnMut(&mut Value)) {
    members(document.pointer_mut("/components/schemas"), |schema| within(schema, visit));
    members(document.pointer_mut("/components/parameters"), |parameter| of_parameter(parameter, visit));
    for bodies in ["/components/requestBodies", "/components/responses"] {
        members(document.pointer_mut(bodies), |body| of_body(body, visit));
    }
    members(document.get_mut("paths"), |path| {
        members(Some(path), |operation| {
            members(operation.get_mut("parameters"), |parameter| of_parameter(parameter, visit));
            operation.get_mut("requestBody").into_iter().for_each(|body| of_body(body, visit));
            members(operation.get_mut("responses"), |body| of_body(body, visit));
        });
    });
}

fn of_parameter(parameter: &mut Value, visit: &mut impl FnMut(&mut Value)) {
    parameter.get_mut("schema").into_iter().for_each(|schema| within(schema, visit));
}

fn of_body(body: &mut Value, visit: &mut impl FnMut(&mut Value)) {
    members(body.get_mut("content"), |content| of_parameter(content, visit));
}

fn within(schema: &mut Value, visit: &mut impl FnMut(&mut Value)) {
    visit(schema);
    members(schema.get_mut("properties"), |property| within(property, visit));
    for key in ["items", "additionalProperties"] {
        schema.get_mut(key).into_iter().for_each(|schema| within(schema, visit));
    }
    members(schema.get_mut("allOf"), |part| {
        if part.get("$ref").is_none() {
            within(part, visit);
        }
    });
}

/// Does something with each member of an object, or of an array.
fn members(value: Option<&mut Value>, with: impl FnMut(&mut Value)) {
    let Some(value) = value else { return };
    match value {
        Value::Object(entries) => entries.values_mut().for_each(with),
        Value::Array(elements) => elements.iter_mut().for_each(with),
        _ => {}
    }
}
