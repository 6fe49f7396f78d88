//! Generated code and specification say the same, both ways.

use std::collections::{BTreeMap, BTreeSet};

use huaweicloud_core::schema::GeneratedType;
use serde_json::{Value, json};
use xtask::model::{Model, NamedSchema, Property};

use crate::ServiceUnderTest;
use crate::notation::{self, allows_null};
use crate::typed::{description, is_nullable};

/// Every schema that needs a type has one, in the module of the file that defines it, and every type has a schema.
pub fn types(service: &ServiceUnderTest) -> Vec<String> {
    let described: BTreeMap<&str, String> =
        service.typed_schemas().iter().map(|named| (named.name.as_str(), named.home.replace('-', "_"))).collect();
    let generated: BTreeMap<&str, String> =
        service.types.iter().map(|of| (of.name(), of.module().to_owned())).collect();
    differences("a type", &described, &generated)
}

/// Every field of an object is in its type and the other way round: its name, its type, whether it is required, and what
/// is said of it.
pub fn fields(service: &ServiceUnderTest) -> Vec<String> {
    let objects = service.typed_schemas().into_iter().filter(|named| named.schema.enumeration().is_none());
    objects
        .filter_map(|named| Some((named, service.generated(&named.name)?)))
        .flat_map(|(named, of)| fields_of(&service.model, named, of))
        .collect()
}

fn fields_of(model: &Model, named: &NamedSchema, of: &GeneratedType) -> Vec<String> {
    let name = &named.name;
    let schema = of.schema();
    let generated = schema.as_value();
    let mut findings: Vec<String> = description_of(name, &named.schema.description, generated).into_iter().collect();
    let fields = generated.get("properties").and_then(Value::as_object);
    let fields: BTreeMap<&str, &Value> =
        fields.into_iter().flatten().map(|(name, field)| (name.as_str(), field)).collect();
    let properties = named.schema.properties();
    let described: BTreeMap<&str, String> = properties
        .iter()
        .map(|property| (property.name.as_str(), notation::described(model, &property.schema)))
        .collect();
    let notations = fields.iter().map(|(name, field)| (*name, notation::generated(field))).collect();
    findings.extend(differences(&format!("a field of {name}"), &described, &notations));
    let required: BTreeSet<&str> =
        generated.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
    for property in properties {
        let Some(field) = fields.get(property.name.as_str()) else { continue };
        let place = format!("{name}.{}", property.name);
        findings.extend(description_of(&place, description(model, &property.schema), field));
        findings.extend(requirement_of(model, &place, property, required.contains(property.name.as_str()), field));
    }
    findings
}

/// Whether a field must be there, and whether it may be `null`.
///
/// An `Option` is never required to JSON Schema, so that one that is `null` or a value looks like one that may be absent;
/// [`nulls`](crate::leniency::nulls) distinguishes them. What only requests or only responses have cannot be required of both.
fn requirement_of(model: &Model, place: &str, property: &Property, is_required: bool, field: &Value) -> Option<String> {
    let nullable = is_nullable(model, &property.schema);
    let may_be_absent = nullable || property.schema.read_only || property.schema.write_only;
    if is_required && !property.required {
        return Some(format!("{place} is required by its type, not by the specification"));
    }
    if property.required && !is_required && !may_be_absent {
        return Some(format!("{place} is required by the specification, not by its type"));
    }
    let is_any = notation::generated(field) == "any";
    if nullable && !is_any && !allows_null(field) {
        return Some(format!("{place} may be null, and its type has no null"));
    }
    let needs_value = is_required && allows_null(field) && !nullable;
    needs_value.then(|| format!("{place} may not be null, and its type has null"))
}

/// Every value of an enum is in its type, in the same order and with the same meaning; and every enum is open.
pub fn values(service: &ServiceUnderTest) -> Vec<String> {
    let mut findings = Vec::new();
    for named in service.typed_schemas() {
        let (Some(values), Some(of)) = (named.schema.enumeration(), service.generated(&named.name)) else { continue };
        let schema = of.schema();
        let generated = schema.as_value();
        findings.extend(description_of(&named.name, &named.schema.description, generated));
        let described: Vec<(&str, &str)> =
            values.values.iter().map(|value| (value.wire.as_str(), value.meaning.as_str())).collect();
        let choices = generated.get("anyOf").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let known = choices.iter().filter_map(|choice| Some((choice.get("const")?.as_str()?, text_of(choice))));
        let known: Vec<(&str, &str)> = known.collect();
        if known != described {
            findings.push(format!("the values of {} are {described:?}; its type has {known:?}", named.name));
        }
        if choices.last() != Some(&json!({})) {
            findings.push(format!("{} takes no values that are not documented", named.name));
        }
    }
    findings
}

/// Every operation is in the client and in the specification: its method, its path, and whether it is idempotent.
pub fn operations(service: &ServiceUnderTest) -> Vec<String> {
    let text = |method: &str, path: &str, idempotent: bool| {
        format!("{method} {path}{}", if idempotent { ", idempotent" } else { "" })
    };
    let described = service.model.operations.iter().map(|of| {
        let idempotent = of.idempotent.unwrap_or_default();
        (of.id.as_str(), text(of.method.as_str(), of.path.as_str(), idempotent))
    });
    let generated =
        service.operations.iter().map(|of| (of.id(), text(of.method().as_str(), of.path(), of.is_idempotent())));
    differences("an operation", &described.collect(), &generated.collect())
}

/// What stands below a description, the documented limits for example, is the generator's.
fn description_of(place: &str, described: &str, generated: &Value) -> Option<String> {
    let text = text_of(generated);
    let begins = text.strip_prefix(described).is_some_and(|rest| rest.is_empty() || rest.starts_with("\n\n"));
    let agrees = begins && (text.is_empty() || !described.is_empty());
    (!agrees).then(|| format!("the description of {place} is {described:?}; its type has {text:?}"))
}

fn text_of(described: &Value) -> &str {
    described.get("description").and_then(Value::as_str).unwrap_or_default()
}

fn differences(what: &str, described: &BTreeMap<&str, String>, generated: &BTreeMap<&str, String>) -> Vec<String> {
    let names: BTreeSet<&str> = described.keys().chain(generated.keys()).copied().collect();
    let difference = |name: &str| match (described.get(name), generated.get(name)) {
        (Some(described), Some(generated)) if described == generated => None,
        (Some(described), Some(generated)) => {
            Some(format!("`{name}`, {what}, is `{described}` in the specification and `{generated}` in the crate"))
        }
        (Some(_), None) => Some(format!("`{name}`, {what}, is in the specification and not in the crate")),
        (None, _) => Some(format!("`{name}`, {what}, is in the crate and not in the specification")),
    };
    names.into_iter().filter_map(difference).collect()
}
