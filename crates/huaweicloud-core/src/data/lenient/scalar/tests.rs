use super::*;
use proptest::prelude::*;
use serde_json::{Value, json};

#[test]
fn every_plain_spelling_is_taken() {
    assert_eq!(String::read(json!(4)).unwrap().as_deref(), Some("4"));
    assert_eq!(String::read(json!(true)).unwrap().as_deref(), Some("true"));
    assert_eq!(String::read(json!(1.5)).unwrap().as_deref(), Some("1.5"));
    assert_eq!(String::read(json!("")).unwrap().as_deref(), Some(""));
    assert_eq!(i64::read(json!(" 7 ")).unwrap(), Some(7));
    assert_eq!(i64::read(json!(5.0)).unwrap(), Some(5));
    assert_eq!(i64::read(json!("1e3")).unwrap(), Some(1000));
    assert_eq!(i64::read(json!("")).unwrap(), None);
    assert_eq!(f64::read(json!("0.25")).unwrap(), Some(0.25));
    assert_eq!(f64::read(json!(3)).unwrap(), Some(3.0));
    assert_eq!(bool::read(json!("False")).unwrap(), Some(false));
    assert_eq!(bool::read(json!(1)).unwrap(), Some(true));
    assert_eq!(bool::read(Value::Null).unwrap(), None);
}

/// What `serde_json` gives for numbers if anything in a program turns on `arbitrary_precision`.
#[test]
fn a_number_that_comes_as_a_map_is_read_by_its_digits() {
    let number = |digits: &str| {
        let entries = [(ARBITRARY_PRECISION, digits.to_owned())];
        serde::de::value::MapDeserializer::<_, serde_json::Error>::new(entries.into_iter())
    };
    assert_eq!(i64::read(number("9223372036854775807")).unwrap(), Some(i64::MAX));
    assert_eq!(f64::read(number("0.25")).unwrap(), Some(0.25));
    assert_eq!(String::read(number("1.50")).unwrap().as_deref(), Some("1.50"));
    assert_eq!(i64::read_optional(number("9223372036854775808")).unwrap(), None);
    assert!(i64::read(number("9223372036854775808")).is_err() && bool::read(number("2")).is_err());
    assert!(i64::read(json!({"$other": "1"})).is_err());
}

#[test]
fn what_has_no_plain_meaning_is_refused_with_what_was_expected() {
    assert_eq!(
        i64::read(json!("abc")).unwrap_err().to_string(),
        "expected an integer, or text of one, not the text \"abc\""
    );
    for value in [json!(5.9), json!("5.9"), json!(true), json!(1e20), json!([1]), json!({}), Value::Null] {
        assert!(required::<i64, _>(value.clone()).is_err(), "{value}");
    }
    for value in [json!("yes"), json!(2), json!(-1), json!(0.0)] {
        assert!(bool::read(value.clone()).is_err(), "{value}");
    }
    for value in ["NaN", "inf", "Infinity", "-inf"] {
        assert!(f64::read(json!(value)).is_err(), "{value}");
        assert!(f64::read_optional(json!(value)).is_err(), "{value}");
    }
    let long = i64::read(json!("é".repeat(1000))).unwrap_err().to_string();
    assert_eq!(
        long,
        format!("expected an integer, or text of one, not the text that begins with {:?}", "é".repeat(40))
    );
    assert!(String::read(json!(["a"])).is_err());
}

/// No integer becomes another one.
#[test]
fn what_is_no_i64_is_absent_where_it_may_be_and_refused_where_it_may_not() {
    for value in [
        json!(9_223_372_036_854_775_808_u64),
        json!(u64::MAX),
        json!("9223372036854775808"),
        json!("-9223372036854775809"),
        json!("1e19"),
        json!("1e4000"),
        json!(1e300),
        // Another integer may have been meant: floats have no odd ones there.
        json!(9_007_199_254_740_992.0),
    ] {
        assert_eq!(i64::read_optional(value.clone()).unwrap(), None, "{value}");
        assert_eq!(Option::<i64>::read(value.clone()).unwrap(), None, "{value}");
        let error = i64::read(value).unwrap_err().to_string();
        assert!(error.ends_with(", which is out of range"), "{error}");
    }
    let error = i64::read(json!(u64::MAX)).unwrap_err().to_string();
    assert_eq!(error, "expected an integer, or text of one, not 18446744073709551615, which is out of range");
    assert_eq!(i64::read(json!(9_007_199_254_740_991.0)).unwrap(), Some(9_007_199_254_740_991));
    assert_eq!(f64::read_optional(json!("1e400")).unwrap(), None);
    assert!(f64::read(json!("1e400")).is_err());
}

#[test]
fn integers_are_read_to_the_last_digit_however_they_are_written() {
    for (text, value) in [
        ("9007199254740993.0", 9_007_199_254_740_993),
        ("9223372036854775807.000", i64::MAX),
        ("-9223372036854775808.", i64::MIN),
        ("922337203685477580.7e1", i64::MAX),
        ("120e-1", 12),
        ("0.00e5", 0),
        ("0e999999", 0),
        ("-0", 0),
        ("0.5e1", 5),
        ("+5.0", 5),
    ] {
        assert_eq!(i64::read(json!(text)).unwrap(), Some(value), "{text}");
    }
    for text in ["1e", "e1", ".", "-", "+-1.", "1.5", "1e-1", "5e-999", "1.0.0", "1_0", "0x1", "1e99999999999"] {
        assert!(i64::read_optional(json!(text)).is_err(), "{text}");
    }
}

#[test]
fn an_emptiness_of_another_kind_is_absent_where_the_value_may_be() {
    for empty in [json!([]), json!({})] {
        assert_eq!(Option::<String>::read(empty.clone()).unwrap(), None);
        assert_eq!(Option::<i64>::read(empty.clone()).unwrap(), None);
        assert_eq!(Option::<bool>::read(empty.clone()).unwrap(), None);
        assert!(required::<String, _>(empty.clone()).is_err());
        assert!(required::<f64, _>(empty).is_err());
    }
    assert!(Option::<String>::read(json!(["a"])).is_err());
    assert!(Option::<String>::read(json!({"a": 1})).is_err());
    assert!(Option::<i64>::read(json!([1])).is_err());
}

proptest! {
    #[test]
    fn a_quoted_number_is_the_number(value: i64) {
        prop_assert_eq!(i64::read(json!(value)).unwrap(), Some(value));
        prop_assert_eq!(i64::read(json!(value.to_string())).unwrap(), Some(value));
        prop_assert_eq!(i64::read(json!(format!("{value}.0"))).unwrap(), Some(value));
        prop_assert_eq!(i64::read(json!(format!("{value}00e-2"))).unwrap(), Some(value));
        prop_assert_eq!(String::read(json!(value)).unwrap(), Some(value.to_string()));
    }

    #[test]
    fn any_text_is_read_or_refused(text in "[0-9.eE+-]{0,12}|\\PC{0,12}") {
        let _ = (i64::read(json!(text)), f64::read(json!(text)), bool::read(json!(text)));
    }

    #[test]
    fn a_quoted_boolean_is_the_boolean(value: bool) {
        prop_assert_eq!(bool::read(json!(value.to_string())).unwrap(), Some(value));
    }
}
