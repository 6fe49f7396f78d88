//! Generated code and specification say the same, both ways.

use std::collections::{BTreeMap, BTreeSet};

use huaweicloud_core::schema::GeneratedType;
use serde_json::{Value, json};
use xtask::model::{Model, NamedSchema, Property};

use crate::ServiceUnderTest;
use crate::links::{in_rust, without_links};
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
    let generated = &notation::schema_of(of);
    let mut findings: Vec<String> = {
        let described = in_rust(model, named.schema.properties(), &named.schema.description);
        description_of(name, &described, generated).into_iter().collect()
    };
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
        findings.extend(description_of(&place, &described_field(model, named, property), field));
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
    let lacks_null = nullable && !is_any && !allows_null(field);
    lacks_null.then(|| format!("{place} may be null, and its type has no null"))
}

/// Every value of an enum is in its type, in the same order and with the same meaning; and every enum is open.
pub fn values(service: &ServiceUnderTest) -> Vec<String> {
    let mut findings = Vec::new();
    for named in service.typed_schemas() {
        let (Some(values), Some(of)) = (named.schema.enumeration(), service.generated(&named.name)) else { continue };
        let generated = &notation::schema_of(of);
        let described = in_rust(&service.model, &[], &named.schema.description);
        findings.extend(description_of(&named.name, &described, generated));
        let described = values.values.iter();
        let described: Vec<(&str, String)> =
            described.map(|value| (value.wire.as_str(), in_rust(&service.model, &[], &value.meaning))).collect();
        let choices = generated.get("anyOf").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let known =
            choices.iter().filter_map(|choice| Some((choice.get("const")?.as_str()?, without_links(text_of(choice)))));
        let known: Vec<(&str, String)> = known.collect();
        let is_same = |((wire, meaning), (known, text)): (&(&str, String), &(&str, String))| {
            wire == known && is_described(text, meaning)
        };
        if known.len() != described.len() || !described.iter().zip(&known).all(is_same) {
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

/// What is said of a field: its own description, or that of what it refers to, which speaks of fields of its own.
fn described_field(model: &Model, named: &NamedSchema, property: &Property) -> String {
    let text = description(model, &property.schema);
    let is_own = !property.schema.description.is_empty();
    let fields = if is_own { &named.schema } else { model.resolve(&property.schema) }.properties();
    in_rust(model, fields, text)
}

/// What stands below a description, the documented limits for example, is the generator's, as are the backslashes before
/// what would be a link or a tag.
fn description_of(place: &str, described: &str, generated: &Value) -> Option<String> {
    let text = without_links(text_of(generated));
    let plain =
        ['[', ']', '<', '>'].iter().fold(text.clone(), |text, c| text.replace(&format!("\\{c}"), &c.to_string()));
    (!is_described(&plain, described))
        .then(|| format!("the description of {place} is {described:?}; its type has {text:?}"))
}

/// Whether a text is a description, with or without something below it.
fn is_described(text: &str, description: &str) -> bool {
    text.strip_prefix(description).is_some_and(|below| below.is_empty() || below.starts_with("\n\n"))
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

#[cfg(test)]
mod tests {
    use xtask::model::Shape;

    use super::*;
    use crate::fixture::{enumeration, of, or_null, properties, property, schema, text, trees, widgets};

    /// What `check` finds when something is broken.
    fn broken(
        check: fn(&ServiceUnderTest) -> Vec<String>,
        break_it: impl FnOnce(&mut ServiceUnderTest),
    ) -> Vec<String> {
        let mut service = widgets();
        assert_eq!(check(&service), Vec::<String>::new());
        break_it(&mut service);
        check(&service)
    }

    /// What is found when a property of `Widget` is changed.
    fn changed(name: &str, change: impl FnOnce(&mut Property)) -> Vec<String> {
        broken(fields, |service| {
            let properties = properties(service, "Widget");
            change(properties.iter_mut().find(|property| property.name == name).unwrap());
        })
    }

    #[test]
    fn a_field_that_one_side_lacks_is_reported() {
        let gone = broken(fields, |service| properties(service, "Widget").retain(|field| field.name != "weight"));
        assert_eq!(gone, ["`weight`, a field of Widget, is in the crate and not in the specification"]);
        let new = broken(fields, |service| properties(service, "Widget").push(property("new", false, of(text()))));
        assert_eq!(new, ["`new`, a field of Widget, is in the specification and not in the crate"]);
    }

    #[test]
    fn a_field_that_differs_is_reported() {
        let other = changed("weight", |field| field.schema.shape = Shape::Integer);
        let message = "`weight`, a field of Widget, is `integer/int64` in the specification and `number` in the crate";
        assert_eq!(other, [message]);
        let elements = changed("sizes", |field| field.schema.shape = Shape::Array(Box::new(or_null(Shape::Integer))));
        let message = "`sizes`, a field of Widget, is `[integer/int64?]` in the specification and `[integer/int64]` in \
                       the crate";
        assert_eq!(elements, [message]);
        let required = changed("weight", |field| field.required = true);
        assert_eq!(required, ["Widget.weight is required by the specification, not by its type"]);
        let optional = changed("id", |field| field.required = false);
        assert_eq!(optional, ["Widget.id is required by its type, not by the specification"]);
        let null = changed("id", |field| field.schema.nullable = true);
        assert_eq!(null, ["Widget.id may be null, and its type has no null"]);
        let described = changed("weight", |field| field.schema.description = "Its weight".to_owned());
        let message = "the description of Widget.weight is \"Its weight\"; its type has \"Its weight in grams.\"";
        assert_eq!(described, [message]);
        let undescribed = changed("weight", |field| field.schema.description.clear());
        assert_eq!(undescribed, ["the description of Widget.weight is \"\"; its type has \"Its weight in grams.\""]);
    }

    #[test]
    fn a_type_without_a_schema_and_a_schema_without_a_type_are_reported() {
        let gone = broken(types, |service| drop(service.model.schemas.remove("WidgetState")));
        assert_eq!(gone, ["`WidgetState`, a type, is in the crate and not in the specification"]);
        let no_code = broken(types, |service| service.types = &[]);
        assert!(no_code.contains(&"`Widget`, a type, is in the specification and not in the crate".to_owned()));
        let moved =
            broken(types, |service| service.model.schemas.get_mut("Widget").unwrap().home = "gadgets".to_owned());
        assert_eq!(moved, ["`Widget`, a type, is `gadgets` in the specification and `widgets` in the crate"]);
    }

    #[test]
    fn a_value_that_differs_is_reported() {
        let gone = broken(values, |service| match &mut schema(service, "WidgetState").shape {
            Shape::Enum(values) => drop(values.values.pop()),
            other => panic!("{other:?}"),
        });
        assert_eq!(gone.len(), 1, "{gone:?}");
        let meaning = broken(values, |service| match &mut schema(service, "WidgetState").shape {
            Shape::Enum(values) => values.values[0].meaning.clear(),
            other => panic!("{other:?}"),
        });
        assert_eq!(meaning.len(), 1, "{meaning:?}");
    }

    #[derive(serde::Serialize, serde::Deserialize)]
    struct Closed(String);

    impl schemars::JsonSchema for Closed {
        fn schema_name() -> std::borrow::Cow<'static, str> {
            "Closed".into()
        }

        fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
            schemars::json_schema!({ "anyOf": [{ "const": "a" }] })
        }
    }

    #[test]
    fn an_enum_that_is_closed_is_reported() {
        const TYPES: &[GeneratedType] = &[GeneratedType::of::<Closed>("common", "Closed")];
        let findings = values(&crate::fixture::service(TYPES, vec![("Closed", enumeration(&["a"]))]));
        assert_eq!(findings, ["Closed takes no values that are not documented"]);
    }

    #[test]
    fn an_operation_that_differs_is_reported() {
        let gone = broken(operations, |service| service.model.operations.retain(|of| of.id != "ListWidgets"));
        assert_eq!(gone, ["`ListWidgets`, an operation, is in the crate and not in the specification"]);
        let of = |service: &mut ServiceUnderTest| {
            let at = service.model.operations.iter().position(|of| of.id == "ListWidgets").unwrap();
            service.model.operations.swap_remove(at)
        };
        let other = broken(operations, |service| {
            let operation = of(service);
            service.model.operations.push(xtask::model::Operation { idempotent: Some(false), ..operation });
        });
        assert_eq!(other.len(), 1, "{other:?}");
        let no_code = broken(operations, |service| service.operations = &[]);
        assert!(
            no_code.contains(&"`ListWidgets`, an operation, is in the specification and not in the crate".to_owned())
        );
    }

    #[test]
    fn recursion_any_json_null_and_inlined_components_agree() {
        let mut service = trees();
        assert_eq!(types(&service), Vec::<String>::new());
        assert_eq!(fields(&service), Vec::<String>::new());
        properties(&mut service, "Tree")[0].schema.shape = text();
        assert_eq!(
            fields(&service),
            ["`any`, a field of Tree, is `string` in the specification and `any` in the crate"]
        );
    }
}
