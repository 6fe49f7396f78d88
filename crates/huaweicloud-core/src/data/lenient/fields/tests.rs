//! Structs as they are read and written.

use std::collections::HashMap;

use proptest::prelude::*;
use serde_json::{Value, json};

#[derive(Clone, Debug, Default, PartialEq)]
struct Part {
    name: String,
}

#[derive(Clone, Debug, Default, PartialEq)]
struct Widget {
    id: String,
    size: Option<i64>,
    part: Option<Part>,
    parts: Vec<Part>,
    spares: HashMap<String, Part>,
}

#[derive(Debug, Default, PartialEq)]
struct Empty {}

fields! {
    Part requires ["name"] {
        "name" => name,
    }
}

fields! {
    Widget requires ["id"] {
        "id" | "widget_id" => id,
        "size" => size,
        "part" => part,
        "parts" => parts,
        "spares" => spares,
    }
}

fields! {
    Empty {}
}

fn read(text: &str) -> Result<Widget, String> {
    serde_json::from_str(text).map_err(|error| error.to_string())
}

#[test]
fn names_are_found_in_any_order_and_spelling_of_json() {
    let widget =
        read(r#"{"p\u0061rts":[{"name":"nut"},null],"new":[1],"widget_id":7,"size":"5","part":null}"#).unwrap();
    let expected =
        Widget { id: "7".to_owned(), size: Some(5), parts: vec![Part { name: "nut".to_owned() }], ..Widget::default() };
    assert_eq!(widget, expected);
    let written = json!({"id": "7", "size": 5, "parts": [{"name": "nut"}], "spares": {}});
    assert_eq!(serde_json::to_value(&widget).unwrap(), written);
    assert_eq!(serde_json::from_value::<Widget>(written).unwrap(), expected);
    assert_eq!(serde_json::to_string(&Empty {}).unwrap(), "{}");
    assert_eq!(serde_json::from_str::<Empty>(r#"{"a":1}"#).unwrap(), Empty {});
}

#[test]
fn null_under_another_name_takes_no_value_away() {
    let widget = read(r#"{"widget_id":7,"id":null,"size":5,"parts":[{"name":"nut"}],"size":null,"parts":null}"#);
    let widget = widget.unwrap();
    assert_eq!((widget.id.as_str(), widget.size, widget.parts.len()), ("7", Some(5), 1));
}

#[test]
fn what_is_missing_or_of_another_kind_is_reported() {
    assert_eq!(read(r#"{"size":1}"#).unwrap_err(), "missing field `id` at line 1 column 10");
    assert_eq!(read("null").unwrap_err(), "expected an object (Widget), not null");
    assert_eq!(read("[]").unwrap_err(), "invalid type: sequence, expected an object (Widget) at line 1 column 2");
    assert_eq!(read(r#"{"id":null}"#).unwrap_err(), "missing field `id` at line 1 column 11");
    assert_eq!(read(r#"{"id":1,"part":{"a":1}}"#).unwrap_err(), "part: missing field `name` at line 1 column 22");
    assert!(read(r#"{"id":1,"parts":{"a":1}}"#).unwrap_err().starts_with("parts: invalid type: map, expected a list"));
    let nested = read(r#"{"id":1,"parts":[null,{"name":["a"]}]}"#).unwrap_err();
    assert!(nested.starts_with("parts[1].name: invalid type: sequence"), "{nested}");
    let nested = read(r#"{"id":1,"spares":{"a b":{"name":{}}}}"#).unwrap_err();
    assert!(nested.starts_with(r#"spares["a b"].name: invalid type: map"#), "{nested}");
    assert!(read(r#"{"id":1,"parts":[{}]}"#).unwrap_err().starts_with("parts[0]: missing field `name`"));
}

#[test]
fn an_emptiness_of_another_kind_loses_nothing_else() {
    for empty in ["{}", "[]", r#""""#, "null", r#"" ""#] {
        let text = format!(r#"{{"id":"w","size":{empty},"part":{empty},"parts":{empty},"spares":{empty}}}"#);
        assert_eq!(read(&text).unwrap(), Widget { id: "w".to_owned(), ..Widget::default() }, "{empty}");
    }
    assert!(read(r#"{"id":[]}"#).unwrap_err().starts_with("id: invalid type: sequence"));
    let cog = cog(r#"{"name":[],"note":{},"any":{},"next":"","maybe":[]}"#);
    assert_eq!((cog.name, cog.note, cog.any, cog.next), (None, Some(None), json!({}), None));
    assert_eq!(cog.maybe, Some(json!([])));
}

/// A struct that holds itself, and every kind of field that may be null.
#[derive(Clone, Debug, Default, PartialEq)]
#[expect(clippy::option_option, reason = "left out, null and a value are three states")]
struct Cog {
    id: Option<String>,
    name: Option<String>,
    note: Option<Option<i64>>,
    tags: Option<Option<Vec<Option<String>>>>,
    next: Option<Box<Cog>>,
    other: Option<Option<Box<Cog>>>,
    cogs: Vec<Cog>,
    any: Value,
    maybe: Option<Value>,
    many: Vec<Value>,
}

fields! {
    Cog requires ["name", "any"] {
        "id" => id not sent,
        "name" | "cog_name" => name or null,
        "note" | "remark" => note,
        "tags" => tags,
        "next" => next,
        "other" => other,
        "cogs" => cogs,
        "any" | "whatever" => any,
        "maybe" => maybe,
        "many" => many,
    }
}

fn cog(text: &str) -> Cog {
    serde_json::from_str(text).unwrap()
}

#[test]
fn required_and_nullable_is_written_as_null_and_satisfied_by_it() {
    let read = cog(r#"{"name":null,"any":null}"#);
    assert_eq!(read, Cog::default());
    assert_eq!(serde_json::to_string(&read).unwrap(), r#"{"name":null,"cogs":[],"any":null,"many":[]}"#);
    assert_eq!(cog(r#"{"cog_name":null,"whatever":0}"#).any, json!(0));
    let missing = |text| serde_json::from_str::<Cog>(text).unwrap_err().to_string();
    assert_eq!(missing(r#"{"any":1}"#), "missing field `name` at line 1 column 9");
    assert_eq!(missing(r#"{"name":"n"}"#), "missing field `any` at line 1 column 12");
}

#[test]
fn optional_and_nullable_has_three_states() {
    let note = |text| cog(&format!(r#"{{"name":"n","any":1{text}}}"#)).note;
    assert_eq!(note(""), None);
    assert_eq!(note(r#","note":null"#), Some(None));
    assert_eq!(note(r#","remark":null"#), Some(None));
    assert_eq!(note(r#","note":"5""#), Some(Some(5)));
    let written = |note| serde_json::to_value(Cog { note, ..Cog::default() }).unwrap().get("note").cloned();
    assert_eq!([written(None), written(Some(None)), written(Some(Some(5)))], [None, Some(json!(null)), Some(json!(5))]);
    let tags = |text| cog(&format!(r#"{{"name":"n","any":1{text}}}"#)).tags;
    assert_eq!(tags(""), None);
    assert_eq!(tags(r#","tags":null"#), Some(None));
    assert_eq!(tags(r#","tags":[]"#), Some(Some(vec![])));
    assert_eq!(tags(r#","tags":[null,"a"]"#), Some(Some(vec![None, Some("a".to_owned())])));
    assert_eq!(cog(r#"{"name":"n","any":1,"other":null}"#).other, Some(None));
}

#[test]
fn null_takes_no_value_away_from_what_may_be_null() {
    for text in [
        r#"{"name":"n","cog_name":null,"note":5,"remark":null,"any":1,"whatever":null}"#,
        r#"{"cog_name":null,"name":"n","remark":null,"note":5,"whatever":null,"any":1}"#,
    ] {
        let read = cog(text);
        assert_eq!((read.name.as_deref(), read.note, read.any), (Some("n"), Some(Some(5)), json!(1)), "{text}");
    }
}

#[test]
fn what_is_not_sent_is_read_only() {
    let read = cog(r#"{"id":5,"name":"n","any":1}"#);
    assert_eq!(read.id.as_deref(), Some("5"));
    assert_eq!(serde_json::to_value(&read).unwrap().get("id"), None);
}

#[test]
fn any_json_is_kept_as_it_came() {
    for any in [json!(1), json!(1.0), json!("a"), json!([1, null, [null]]), json!({"a": {"b": null}}), json!(u64::MAX)]
    {
        let text = json!({"name": "n", "any": any, "maybe": any, "many": [any, null]});
        let read: Cog = serde_json::from_value(text).unwrap();
        assert_eq!((&read.any, read.maybe.as_ref()), (&any, Some(&any)));
        assert_eq!(read.many, [any, Value::Null]);
    }
    assert_eq!(cog(r#"{"name":"n","any":1,"maybe":null}"#).maybe, None);
    assert_eq!(cog(r#"{"name":"n","any":1,"many":null}"#).many, Vec::<Value>::new());
}

/// `depth` objects, each in the field `next` of the one around it.
fn nested(depth: usize) -> String {
    let (before, after) = (r#"{"name":"n","any":0,"next":"#.repeat(depth), "}".repeat(depth));
    format!("{before}null{after}")
}

#[test]
fn a_type_that_holds_itself_is_read_and_written() {
    let text =
        r#"{"name":"a","next":{"name":"b","cogs":[],"any":0,"many":[]},"other":null,"cogs":[],"any":0,"many":[]}"#;
    let read = cog(text);
    assert_eq!(read.next.as_ref().and_then(|next| next.name.as_deref()), Some("b"));
    assert_eq!(serde_json::to_string(&read).unwrap(), text);
    assert!(serde_json::from_str::<Cog>(&nested(100)).is_ok());
}

#[test]
fn endless_nesting_is_an_error_and_no_overflow_of_the_stack() {
    let error = serde_json::from_str::<Cog>(&nested(100_000)).unwrap_err().to_string();
    assert!(error.contains("recursion limit exceeded"), "{error}");
    let any = format!(r#"{{"name":"n","any":{}"#, "[".repeat(100_000));
    assert!(serde_json::from_str::<Cog>(&any).unwrap_err().to_string().contains("recursion limit exceeded"));
}

/// Any JSON, four levels deep at most.
fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        // serde_json reads others to the last digit but one.
        any::<i32>().prop_map(|eighths| Value::from(f64::from(eighths) / 8.0)),
        "\\PC{0,8}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map("\\PC{0,3}", inner, 0..4)
                .prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    })
}

fn any_cog() -> impl Strategy<Value = Cog> {
    let text = || prop::option::of("\\PC{0,4}");
    let cog = (
        text(),
        prop::option::of(prop::option::of(any::<i64>())),
        prop::option::of(prop::option::of(prop::collection::vec(text(), 0..3))),
        any_json(),
        prop::option::of(any_json().prop_filter("null is None", |any| !any.is_null())),
        prop::collection::vec(any_json(), 0..3),
    )
        .prop_map(|(name, note, tags, any, maybe, many)| Cog {
            name,
            note,
            tags,
            any,
            maybe,
            many,
            ..Cog::default()
        });
    cog.prop_recursive(3, 12, 3, |inner| {
        let boxed = inner.clone().prop_map(Box::new).boxed();
        let other = prop::option::of(prop::option::of(boxed.clone()));
        (inner.clone(), prop::option::of(boxed), other, prop::collection::vec(inner, 0..3))
            .prop_map(|(cog, next, other, cogs)| Cog { next, other, cogs, ..cog })
    })
}

proptest! {
    /// Every state of every field is written so that it reads back as itself.
    #[test]
    fn what_is_written_reads_back(cog in any_cog()) {
        let text = serde_json::to_string(&cog).unwrap();
        prop_assert_eq!(serde_json::from_str::<Cog>(&text).unwrap(), cog);
    }

    #[test]
    fn any_json_reads_back(any in any_json()) {
        let text = json!({"name": null, "any": any}).to_string();
        prop_assert_eq!(cog(&text).any, serde_json::from_str::<Value>(&any.to_string()).unwrap());
    }
}
