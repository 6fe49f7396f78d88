use std::collections::{BTreeMap, HashMap};

use proptest::prelude::*;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::*;
use crate::lenient::Lenient;

#[derive(Debug, Default, PartialEq)]
struct Message {
    value: String,
    offset: Option<i64>,
    size: Option<f64>,
    count: i64,
    next: Option<Box<Message>>,
}

crate::fields! {
    Message {
        "value" => value,
        "offset" => offset,
        "size" => size,
        "count" => count,
        "next" => next,
    }
}

#[test]
fn what_lies_in_a_box_counts_as_what_lies_in_a_struct() {
    let spent = |text: &str| {
        let mut reader = Reader::new(text);
        Message::read(&mut reader).unwrap();
        BUDGET - reader.budget
    };
    assert_eq!(spent(r#"{"next":{"next":{}}}"#), 3 * spent("{}"));
}

fn value_of(text: &str) -> String {
    from_text::<Message>(&format!(r#"{{"value":{text}}}"#)).unwrap().value
}

fn refusal<T: DeserializeOwned + std::fmt::Debug>(text: &str) -> String {
    from_text::<T>(text).unwrap_err().to_string()
}

#[test]
fn null_is_seen_whatever_stands_around_it_and_in_nothing_else() {
    for body in [&b"null"[..], b" \r\nnull\t", b"\xef\xbb\xbfnull ", b"\xef\xbb\xbf\n null"] {
        assert!(is_null(body), "{body:?}");
    }
    for body in [&b""[..], b"nul", b"nulls", b"\"null\"", b"\xffnull", b"null\xff", b"NULL"] {
        assert!(!is_null(body), "{body:?}");
    }
}

#[test]
fn each_escape_is_read() {
    assert_eq!(value_of(r#""\"\\\/\b\f\n\r\t\u00e9""#), "\"\\/\u{8}\u{c}\n\r\t\u{e9}");
}

#[test]
fn half_a_character_loses_only_itself() {
    assert_eq!(value_of(r#""party \ud83c""#), "party \u{fffd}");
    assert_eq!(value_of(r#""\ud83c\ud83c\udf89\udf89""#), "\u{fffd}\u{1f389}\u{fffd}");
    assert_eq!(value_of(r#""\ud83c\n\ud83cx""#), "\u{fffd}\n\u{fffd}x");
    assert_eq!(value_of(r#""\u0041\udc00\ud83c\u0041""#), "A\u{fffd}\u{fffd}A");
    assert_eq!(value_of("\"a\n\u{1}\""), "a\n\u{1}");
    let read: Vec<String> = from_text(&text_of(b"[\"caf\xc3\",\"\xe4\xb8\",\"\xffa\",\"ok\"]")).unwrap();
    assert_eq!(read, ["caf\u{fffd}", "\u{fffd}", "\u{fffd}a", "ok"]);
}

#[test]
fn text_keeps_the_digits_of_a_number() {
    for digits in
        ["1.50", "1e400", "-1E+2", "12345678901234567890", "-0", "-0.0", "123456789012345678901234567890", "7"]
    {
        assert_eq!(value_of(digits), digits);
        let list = Vec::<String>::read(&mut Reader::new(&format!("[{digits}]"))).unwrap().unwrap();
        assert_eq!(list, [digits]);
    }
}

#[test]
fn a_number_is_exact_absent_or_an_error_with_its_path_and_digits() {
    let offset = |digits: &str| from_text::<Message>(&format!(r#"{{"offset":{digits}}}"#)).unwrap().offset;
    assert_eq!(offset("9007199254740993.0"), Some(9_007_199_254_740_993));
    assert_eq!(offset("9223372036854775807"), Some(i64::MAX));
    assert_eq!(offset("-9223372036854775808"), Some(i64::MIN));
    assert_eq!(offset("9223372036854775808"), None);
    assert_eq!(offset("-9223372036854775809"), None);
    assert_eq!(offset("1e400"), None);
    assert_eq!(offset("[]"), None);
    assert_eq!(
        refusal::<Message>(r#"{"next":{"count":9223372036854775808}}"#),
        "next.count: expected an integer, or text of one, not 9223372036854775808, which is out of range"
    );
    assert_eq!(from_text::<Message>(r#"{"size":1e400}"#).unwrap().size, None);
    assert_eq!(from_text::<Value>("[1e400,1]").unwrap(), json!([null, 1]));
}

#[derive(Debug, PartialEq, Deserialize)]
enum Shape {
    Dot,
    Circle(u8),
    Box { width: f32 },
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(untagged)]
enum Untagged {
    Number(u64),
    Text(String),
}

#[derive(Debug, PartialEq, Deserialize)]
struct Derived<'t> {
    text: &'t str,
    shapes: Vec<Shape>,
    pair: (i8, char),
    by_number: BTreeMap<u16, Option<bool>>,
    by_shape: HashMap<String, Option<u8>>,
    any: Untagged,
    #[serde(flatten)]
    rest: Map<String, Value>,
}

#[test]
fn all_that_serde_derives_can_be_read() {
    let text = r#" {"text":"t","shapes":["Dot",{"Circle":3},{"Box":{"width":2}}],"pair":[-1,"x"],
        "by_number":{"5":true,"6":null},"by_shape":{"a":null},"any":"a","more":[1.5]} "#;
    let mut reader = Reader::new(text);
    let read = Derived::deserialize(&mut reader).unwrap();
    reader.end().unwrap();
    assert_eq!(read, serde_json::from_str(text).unwrap());
    assert_eq!(read.shapes, [Shape::Dot, Shape::Circle(3), Shape::Box { width: 2.0 }]);
}

#[test]
fn what_is_no_json_is_refused() {
    for text in [
        "",
        " ",
        "nul",
        "tru",
        "[",
        "[1",
        "[1,",
        "[1,]",
        "[,]",
        "{",
        "{1:2}",
        r#"{"a"}"#,
        r#"{"a":}"#,
        r#"{"a":1,}"#,
        "01",
        "-",
        "1.",
        ".5",
        "1e",
        "+1",
        "\"",
        "\"\\x\"",
        "\"\\u12\"",
        "\"\\",
        "[1]]",
        "1 2",
        "[1}",
        r#"{"a":1]"#,
        "<html>",
        "'a'",
    ] {
        assert!(from_text::<Value>(text).is_err(), "{text}");
        assert!(from_text::<serde::de::IgnoredAny>(text).is_err(), "{text}");
    }
    assert_eq!(refusal::<Value>("[1,x]"), "no value of JSON at byte 3");
    assert_eq!(refusal::<Value>(r#"{"a":"#), "the text ends too early, at byte 5");
}

#[test]
fn depth_is_bounded_where_it_is_kept_and_not_where_it_is_passed_over() {
    let deep = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    assert!(from_text::<Value>(&deep(128)).is_ok());
    assert!(refusal::<Value>(&deep(129)).starts_with("recursion limit exceeded"));
    assert!(from_text::<Message>(&format!(r#"{{"new":{}}}"#, deep(100_000))).is_ok());
}

/// A struct as wide as the widest of generated clients.
#[derive(Debug)]
struct Wide {
    name: [Option<String>; 100],
}

impl<'de> Deserialize<'de> for Wide {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        serde::de::IgnoredAny::deserialize(deserializer).map(|_| Self { name: [const { None }; 100] })
    }
}

#[test]
fn memory_is_bounded() {
    let many = format!("[{}{{}}]", "{},".repeat(2_000_000));
    assert!(refusal::<Vec<Wide>>(&many).contains("memory"));
    assert!(from_text::<Vec<Wide>>(&format!("[{}{{}}]", "{},".repeat(50_000))).unwrap()[0].name[0].is_none());
    let maps = format!("[{}{{}}]", r#"{"a":0},"#.repeat(1_000_000));
    assert!(refusal::<Vec<Map<String, Value>>>(&maps).contains("memory"));
    assert!(refusal::<Value>(&maps).contains("memory"));
    let lists = format!("[{}[]]", r"[],".repeat(2_000_000));
    assert_eq!(from_text::<Vec<Vec<i64>>>(&lists).unwrap().len(), 2_000_001);
}

#[test]
fn whether_the_type_has_a_field_is_noticed() {
    let known = |text| {
        let mut reader = Reader::new(text);
        let read = Message::deserialize(&mut reader);
        (reader.has_known_field(), read.is_ok())
    };
    assert_eq!(known(r#"{"error_code":"A","error_msg":{"value":1},"x":[{"value":"a"}]}"#), (false, true));
    assert_eq!(known(r#"{"error_code":"A","value":null,"next":null}"#), (false, true));
    assert_eq!(known(r#"{"error_code":"A","value":""}"#), (true, true));
    assert_eq!(known(r#"{"error_code":"A","next":{"x":1}}"#), (true, true));
    assert_eq!(known(r#"{"error_code":"A","count":"x"}"#), (true, false));
    let mut reader = Reader::new(r#"{"error_code":"A","request_id":"r"}"#);
    assert!(Value::deserialize(&mut reader).is_ok() && reader.has_known_field());
    let mut reader = Reader::new(r#"{"request_id":"r"}"#);
    assert!(Value::deserialize(&mut reader).is_ok() && !reader.has_known_field());
}

/// Any JSON, as text.
fn any_json() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    let value = leaf.prop_recursive(4, 32, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::btree_map(any::<String>(), inner, 0..5)
                .prop_map(|entries| Value::Object(entries.into_iter().collect())),
        ]
    });
    (value, any::<bool>()).prop_map(|(value, pretty)| if pretty { format!("{value:#}") } else { value.to_string() })
}

proptest! {
    /// What `serde_json` takes has the same value here; floats but for the last digit, in which `serde_json` is not exact.
    #[test]
    fn json_has_the_value_that_serde_json_gives_it(text in any_json()) {
        let ours = from_text::<Value>(&text).unwrap();
        prop_assert!(is_same(&ours, &serde_json::from_str(&text).unwrap()), "{ours}");
        prop_assert!(from_text::<serde::de::IgnoredAny>(&text).is_ok());
    }

    /// And what it refuses is refused, but for control characters and surrogates.
    #[test]
    fn what_serde_json_refuses_is_refused(text in r#"[\[\]{}:,"0-9.eE+\-a \\/unrtlfasb]{0,12}"#) {
        let theirs = serde_json::from_str::<Value>(&text);
        let ours = from_text::<Value>(&text);
        let is_lenient = text.contains("\\u") || theirs.as_ref().is_err_and(|e| e.to_string().starts_with("number out of range"));
        prop_assert!(is_lenient || theirs.is_ok() == ours.is_ok(), "{:?} {:?}", theirs, ours);
        prop_assert_eq!(from_text::<serde::de::IgnoredAny>(&text).is_ok(), ours.is_ok());
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes: Vec<u8>, start in 0..8_usize) {
        let prefix = ["", "\"", "[", "{\"a\":", "[\"\\u", "-1", "[\"\\ud83d", "{\"value\":\""][start];
        let bytes = [prefix.as_bytes(), &bytes].concat();
        let text = text_of(&bytes);
        let _ = (from_text::<Value>(&text), from_text::<Message>(&text));
    }

    #[test]
    fn cut_anywhere_only_the_last_character_is_lost(text in "\\PC{1,12}", cut in 0..40_usize) {
        prop_assume!(!text.contains(['"', '\\', char::REPLACEMENT_CHARACTER]));
        let json = [b"[\"", &text.as_bytes()[..cut.min(text.len())], b"\",\"next\"]"].concat();
        let read: Vec<String> = from_text(&text_of(&json)).unwrap();
        prop_assert_eq!(&read[1], "next");
        let whole = read[0].trim_end_matches(char::REPLACEMENT_CHARACTER);
        prop_assert!(text.starts_with(whole), "{whole:?}");
    }
}

/// Whether values are the same, floats but for the last digits.
fn is_same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) if one.is_f64() && other.is_f64() => {
            let (one, other) = (one.as_f64().unwrap(), other.as_f64().unwrap());
            one.to_bits() == other.to_bits() || (one - other).abs() <= one.abs() * 1e-15
        }
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| is_same(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            one.keys().eq(other.keys()) && one.values().zip(other.values()).all(|(one, other)| is_same(one, other))
        }
        _ => one == other,
    }
}
