//! What services really send: every type survives it. The values are made from the specification.

use huaweicloud_core::schema::GeneratedType;
use proptest::test_runner::{Config, TestCaseError, TestRunner};
use serde_json::{Map, Value, json};
use xtask::model::{Model, NamedSchema, Property, Schema, Shape};

use crate::ServiceUnderTest;
use crate::loss::lost;
use crate::odd_value::odd_value;
use crate::typed::{is_nullable, property_of, written_part};

/// How many values are tried, over all types; of each type at least [`MIN_CASES`].
const CASES: usize = 512;
/// How many values of each type are tried at least.
const MIN_CASES: usize = 4;

/// No type loses anything of values in odd spellings.
pub fn odd_spellings(service: &ServiceUnderTest) -> Vec<String> {
    for_odd_values(service, |of, named, value| {
        let written = of.round_trip(value.clone()).map_err(|error| error.to_string())?;
        let losses = lost(&written_part(&service.model, &named.schema, &value), &written);
        if losses.is_empty() { Ok(()) } else { Err(format!("lost {losses:?}")) }
    })
}

/// No type reads something else where there are fields that no page lists.
pub fn fields_of_tomorrow(service: &ServiceUnderTest) -> Vec<String> {
    for_odd_values(service, |of, named, value| {
        let extended = with_extra_fields(&service.model, &named.schema, &value);
        let read = |value| of.round_trip(value).map_err(|error| error.to_string());
        let (plain, extended) = (read(value)?, read(extended)?);
        if plain == extended { Ok(()) } else { Err(format!("read as {extended}, not as {plain}")) }
    })
}

/// Every enum keeps its values, and one that is not documented.
pub fn values_of_tomorrow(service: &ServiceUnderTest) -> Vec<String> {
    let mut findings = Vec::new();
    for (of, named) in service.described_types() {
        let Some(values) = named.schema.enumeration() else { continue };
        let known = values.values.iter().map(|value| value.wire.as_str());
        for value in known.chain(["VALUE_OF_TOMORROW"]) {
            match of.round_trip(json!(value)) {
                Ok(written) if written == value => {}
                other => findings.push(format!("{} does not keep {value:?}: {other:?}", of.name())),
            }
        }
    }
    findings
}

/// Every field is read under each of its other names, and written under its own.
pub fn other_names(service: &ServiceUnderTest) -> Vec<String> {
    for_properties(service, |of, least, property| {
        let mut findings = Vec::new();
        for alias in property.schema.aliases.iter().filter(|_| !property.schema.read_only) {
            let value = service.model.sample(&property.schema);
            let mut fields = least.clone();
            fields.remove(&property.name);
            fields.insert(alias.clone(), value.clone());
            let losses = match of.round_trip(Value::Object(fields)) {
                Ok(written) => lost(&value, written.get(&property.name).unwrap_or(&Value::Null)),
                Err(error) => vec![error.to_string()],
            };
            if !losses.is_empty() {
                findings.push(format!("{}.{} is not read as `{alias}`: {losses:?}", of.name(), property.name));
            }
        }
        findings
    })
}

/// Every field that may be `null` is written as `null` where it is, and left out, or else `null`, where it is absent.
pub fn nulls(service: &ServiceUnderTest) -> Vec<String> {
    for_properties(service, |of, least, property| {
        if !is_nullable(&service.model, &property.schema) || property.schema.read_only {
            return Vec::new();
        }
        let mut fields = least.clone();
        fields.insert(property.name.clone(), Value::Null);
        let place = format!("{}.{}", of.name(), property.name);
        let mut findings =
            match of.round_trip(Value::Object(fields)).map(|written| written.get(&property.name).cloned()) {
                Ok(Some(Value::Null)) => Vec::new(),
                other => vec![format!("null in {place} is not written as null: {other:?}")],
            };
        if !property.required {
            match of.round_trip(Value::Object(least.clone())).map(|written| written.get(&property.name).cloned()) {
                Ok(None) => {}
                other => findings.push(format!("{place} is not left out where it is absent: {other:?}")),
            }
        }
        findings
    })
}

/// The findings of `check` for every property of every type, each with the least value of the type.
fn for_properties(
    service: &ServiceUnderTest,
    check: impl Fn(&GeneratedType, &Map<String, Value>, &Property) -> Vec<String>,
) -> Vec<String> {
    let mut findings = Vec::new();
    for (of, named) in service.described_types() {
        let Value::Object(least) = service.model.sample(&named.schema) else { continue };
        findings.extend(named.schema.properties().iter().flat_map(|property| check(of, &least, property)));
    }
    findings
}

/// For each type, the smallest odd value for which `test` fails.
fn for_odd_values(
    service: &ServiceUnderTest,
    test: impl Fn(&GeneratedType, &NamedSchema, Value) -> Result<(), String>,
) -> Vec<String> {
    let mut findings = Vec::new();
    let cases = (CASES / service.types.len().max(1)).max(MIN_CASES);
    let cases = u32::try_from(cases).unwrap_or(u32::MAX);
    for (of, named) in service.described_types() {
        let Some(values) = odd_value(&service.model, &named.schema) else { continue };
        let config = Config { failure_persistence: None, ..Config::with_cases(cases) };
        let tested = TestRunner::new(config).run(&values, |value| test(of, named, value).map_err(TestCaseError::fail));
        findings.extend(tested.err().map(|error| format!("{}: {error}", of.name())));
    }
    if service.types.is_empty() {
        findings.push("there is no type to try".to_owned());
    }
    findings
}

/// Puts fields that no page lists into every object that has fields; a map and an object of any form have none.
fn with_extra_fields(model: &Model, schema: &Schema, value: &Value) -> Value {
    let schema = model.resolve(schema);
    match (&schema.shape, value) {
        (Shape::Object(_), Value::Object(fields)) => {
            let extended = fields.iter().map(|(name, value)| {
                let property = property_of(schema, name);
                let value = property.map(|property| with_extra_fields(model, &property.schema, value));
                (name.clone(), value.unwrap_or(Value::Null))
            });
            let mut extended: Map<String, Value> = extended.collect();
            extended.insert("field_of_tomorrow".to_owned(), json!({"deep": [1, null, {"x": "y"}]}));
            Value::Object(extended)
        }
        (Shape::Map(values), Value::Object(entries)) => {
            let extended = entries.iter().map(|(key, value)| (key.clone(), with_extra_fields(model, values, value)));
            Value::Object(extended.collect())
        }
        (Shape::Array(items), Value::Array(elements)) => {
            elements.iter().map(|element| with_extra_fields(model, items, element)).collect()
        }
        _ => value.clone(),
    }
}

#[cfg(test)]
mod tests {
    use schemars::JsonSchema;
    use serde::{Deserialize, Serialize};

    use super::*;
    use crate::fixture::{enumeration, object, of, or_null, property, service, trees};

    #[derive(Serialize, Deserialize, JsonSchema)]
    struct Forgetful {
        kept: Option<Value>,
    }

    #[derive(Serialize, Deserialize, JsonSchema)]
    struct Curious {
        #[serde(flatten)]
        all: Map<String, Value>,
    }

    #[derive(Serialize, Deserialize, JsonSchema)]
    enum Closed {
        A,
    }

    #[derive(Serialize, Deserialize, JsonSchema)]
    struct Evasive {
        #[serde(skip_serializing_if = "Option::is_none")]
        must: Option<Value>,
        may: Option<Value>,
    }

    fn any(aliases: &[&str]) -> Schema {
        Schema { aliases: aliases.iter().map(|&alias| alias.to_owned()).collect(), ..of(Shape::Any) }
    }

    #[test]
    fn recursion_any_json_null_and_fields_of_responses_are_no_findings() {
        let service = trees();
        for check in [odd_spellings, fields_of_tomorrow, values_of_tomorrow, other_names, nulls] {
            assert_eq!(check(&service), Vec::<String>::new());
        }
    }

    #[test]
    fn a_field_that_is_lost_is_reported() {
        const TYPES: &[GeneratedType] = &[GeneratedType::of::<Forgetful>("common", "Forgetful")];
        let properties = vec![property("kept", false, any(&[])), property("lost", true, any(&[]))];
        let findings = odd_spellings(&service(TYPES, vec![("Forgetful", object(properties))]));
        assert_eq!(findings.len(), 1, "{findings:?}");
        assert!(findings[0].starts_with("Forgetful: ") && findings[0].contains("/lost"), "{findings:?}");
    }

    #[test]
    fn a_field_of_tomorrow_that_is_read_is_reported() {
        const TYPES: &[GeneratedType] = &[GeneratedType::of::<Curious>("common", "Curious")];
        let findings = fields_of_tomorrow(&service(TYPES, vec![("Curious", object(Vec::new()))]));
        assert!(findings[0].contains("field_of_tomorrow"), "{findings:?}");
    }

    #[test]
    fn an_enum_that_is_closed_is_reported() {
        const TYPES: &[GeneratedType] = &[GeneratedType::of::<Closed>("common", "Closed")];
        let findings = values_of_tomorrow(&service(TYPES, vec![("Closed", enumeration(&["A", "B"]))]));
        assert!(findings[0].starts_with("Closed does not keep \"B\""), "{findings:?}");
        assert!(findings[1].starts_with("Closed does not keep \"VALUE_OF_TOMORROW\""), "{findings:?}");
        assert_eq!(findings.len(), 2);
    }

    #[test]
    fn a_name_that_is_not_read_is_reported() {
        const TYPES: &[GeneratedType] = &[GeneratedType::of::<Forgetful>("common", "Forgetful")];
        let kept = object(vec![property("kept", false, any(&["old"]))]);
        let service = service(TYPES, vec![("Forgetful", kept)]);
        let findings = other_names(&service);
        assert_eq!(findings, ["Forgetful.kept is not read as `old`: [\"\"]"]);
        assert!(odd_spellings(&service)[0].contains("/kept"));
    }

    #[test]
    fn null_that_is_not_kept_is_reported() {
        const TYPES: &[GeneratedType] = &[GeneratedType::of::<Evasive>("common", "Evasive")];
        let properties = vec![property("must", true, or_null(Shape::Any)), property("may", false, or_null(Shape::Any))];
        let findings = nulls(&service(TYPES, vec![("Evasive", object(properties))]));
        let absent = "Evasive.may is not left out where it is absent: Ok(Some(Null))";
        assert_eq!(findings, ["null in Evasive.must is not written as null: Ok(None)", absent]);
    }

    #[test]
    fn no_type_at_all_is_reported() {
        let service = ServiceUnderTest { types: &[], ..trees() };
        assert_eq!(odd_spellings(&service), ["there is no type to try"]);
    }
}
