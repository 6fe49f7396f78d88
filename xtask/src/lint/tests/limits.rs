//! Limits that make sense, and patterns that can be compared.

use serde_json::{Value, json};

use super::{SIZE, at, below, found, reported};

const ID: &str = "/components/schemas/Widget/properties/id";

fn with(pointer: &str, keys: &Value) -> Vec<(&'static str, String, String)> {
    let change =
        |value: &mut Value| at(value, pointer).as_object_mut().unwrap().extend(keys.as_object().unwrap().clone());
    reported(change).into_iter().map(|(rule, pointer, message, _)| (rule, pointer, message)).collect()
}

#[test]
fn limits_leave_a_value() {
    for keys in [
        json!({"minimum": 12, "maximum": 12}),
        json!({"minimum": -1, "exclusiveMinimum": true, "maximum": 13, "exclusiveMaximum": true}),
        json!({"minimum": i64::MIN, "maximum": i64::MAX}),
        json!({"maximum": u64::MAX}),
        json!({"multipleOf": 3}),
    ] {
        assert_eq!(with(SIZE, &keys), [], "{keys}");
    }
    for (keys, key, message) in [
        (json!({"minimum": 20, "maximum": 10}), "maximum", "no value is at least 20 and at most 10"),
        (
            json!({"minimum": 12, "exclusiveMinimum": true, "maximum": 12}),
            "maximum",
            "no value is at least 12 and at most 12",
        ),
        (json!({"multipleOf": 0}), "multipleOf", "no value is a multiple of 0"),
        (json!({"multipleOf": -1}), "multipleOf", "no value is a multiple of -1"),
        (
            json!({"exclusiveMinimum": true}),
            "exclusiveMinimum",
            "`exclusiveMinimum` says something of `minimum`, which is not there",
        ),
        (json!({"minimum": 1.5}), "minimum", "`1.5` is no integer of 64 bits, and the values are"),
        (json!({"maximum": 1e300}), "maximum", "`1e+300` is no integer of 64 bits, and the values are"),
    ] {
        assert_eq!(with(SIZE, &keys), [("limit", below(SIZE, &format!("/{key}")), message.to_owned())]);
    }
    for keys in [json!({"maxLength": u64::MAX}), json!({"minLength": 0, "maxLength": 3})] {
        assert_eq!(with(ID, &keys), [], "{keys}");
    }
    let message = "no value is at least 3 and at most 2".to_owned();
    assert_eq!(with(ID, &json!({"minLength": 3, "maxLength": 2})), [("limit", below(ID, "/maxLength"), message)]);
    for (key, value) in
        [("minLength", json!(-1)), ("maxLength", json!(1.5)), ("pattern", json!(1)), ("maxLength", json!("1"))]
    {
        let problems = found(|document| at(document, ID)[key] = value);
        assert_eq!(problems, [("openapi-form", below(ID, &format!("/{key}")))]);
    }
}

#[test]
fn patterns_are_those_of_ecma() {
    for pattern in [
        "^w-[0-9]+$",
        "^(?=.*-)(?!x).*$",
        "^\\w-\\d$",
        "(?<=w)-",
        "^[\\u0077]-1$",
        "(w)-1|\\1",
        "^w\\-1$",
        "\\cA|w",
        "^[^/]+$",
        "\\p{L}",
    ] {
        assert_eq!(with(ID, &json!({ "pattern": pattern })), [], "{pattern}");
    }
    for pattern in ["(", "[z-a]", "*", "a{2,1}"] {
        let problems = found(|value| at(value, ID)["pattern"] = json!(pattern));
        assert_eq!(problems, [("limit", below(ID, "/pattern"))], "{pattern}");
    }
}

/// Whatever the limits are, comparing ends, and without a panic.
#[test]
fn comparing_ends() {
    let long = "a".repeat(40);
    for pattern in ["^(a+)+$", "^(a|a)*$", "((a{1,100}){1,100}){1,100}", "^(?=(a+)+$)b"] {
        let hostile = |value: &mut Value| {
            at(value, ID)["pattern"] = json!(pattern);
            at(value, ID)["example"] = json!(format!("{long}!"));
        };
        assert!(!found(hostile).is_empty(), "{pattern}");
    }
    for keys in [
        json!({"multipleOf": 0, "example": 0}),
        json!({"multipleOf": 5e-324, "example": i64::MAX}),
        json!({"minimum": f64::MAX, "maximum": f64::MIN}),
        json!({"multipleOf": u64::MAX}),
    ] {
        drop(with(SIZE, &keys));
    }
}
