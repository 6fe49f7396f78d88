//! Extensions that do not have their form: one problem each, with the form in its remedy.

use serde_json::{Value, json};

use super::{LIST, SIZE, WIDGET, at, reported};

/// The one problem once an extension is put somewhere: pointer below what holds it, message, remedy.
#[track_caller]
fn fault(holder: &str, key: &str, value: Value) -> (String, String, String) {
    let problems = reported(|document| at(document, holder)[key] = value);
    let [(_, pointer, message, remedy)] = problems.as_slice() else { panic!("{problems:#?}") };
    (pointer.strip_prefix(holder).unwrap().to_owned(), message.clone(), remedy.clone())
}

fn certainty(by: &Value) -> Value {
    json!([{ "about": "meaning", "is": "inferred", "why": "It follows.", "by": by }])
}

#[test]
fn names_and_sources_are_not_empty() {
    for name in ["", " "] {
        let (pointer, message, remedy) = fault(WIDGET, "x-official-name", json!(name));
        assert_eq!((pointer.as_str(), message.as_str()), ("/x-official-name", "the official name is empty"));
        assert!(remedy.starts_with("write the name, or delete it") && remedy.ends_with("write `null`"), "{remedy}");
    }
    let (pointer, message, remedy) = fault(SIZE, "x-certainty", certainty(&json!([])));
    assert_eq!((pointer.as_str(), message.as_str()), ("/x-certainty/0/by", "`by` names no source"));
    assert!(remedy.ends_with("write `null`"), "{remedy}");
    let twice = fault(SIZE, "x-certainty", certainty(&json!(["page", "interface", "page"])));
    let expected = ("/x-certainty/0/by/2", "`page` is listed twice", "list it once");
    assert_eq!((twice.0.as_str(), twice.1.as_str(), twice.2.as_str()), expected);
}

#[test]
fn what_each_service_has_is_no_list_of_mappings() {
    let (pointer, message, remedy) =
        fault(SIZE, "x-certainty", certainty(&json!(["page", { "widgets": "interface" }])));
    assert_eq!(
        (pointer.as_str(), message.as_str()),
        ("/x-certainty/0/by/1", "a mapping stands in the list of sources")
    );
    assert!(remedy.contains("`by` itself is the mapping"), "{remedy}");
}

#[test]
fn an_empty_list_asks_nothing() {
    let message = "nothing is asked in an empty list";
    for holder in [WIDGET, LIST] {
        let (pointer, said, remedy) = fault(holder, "x-requires", json!([]));
        assert_eq!((pointer.as_str(), said.as_str()), ("/x-requires", message));
        assert!(remedy.ends_with("or delete it"), "{remedy}");
    }
    let of_several = reported(|document| {
        at(document, LIST)["x-variants"] = json!(["CountWidgets"]);
        at(document, LIST)["x-requires"] = json!([]);
    });
    let [(_, _, said, remedy)] = of_several.as_slice() else { panic!("{of_several:#?}") };
    assert!(said == message && remedy.ends_with("or write `none`"), "{remedy}");
}

#[test]
fn what_is_no_mapping_is_told_the_keys_of_one() {
    let whole = "stands in the place of a whole list";
    for (key, word, noun) in [
        ("x-permission", "TODO", "an action of `x-permission`"),
        ("x-permission", "none", "an action of `x-permission`"),
        ("x-requires", "TODO", "a requirement of `x-requires`"),
    ] {
        let (pointer, message, remedy) = fault(LIST, key, json!([word]));
        assert_eq!((pointer, message), (format!("/{key}/0"), format!("{noun} is a mapping, and this is none")));
        assert!(remedy.contains("`when`") && remedy.ends_with(&format!("; `{word}` {whole}")), "{remedy}");
    }
    let (_, message, remedy) = fault(SIZE, "x-certainty", json!(["TODO"]));
    assert_eq!(message, "an entry of `x-certainty` is a mapping, and this is none");
    assert_eq!(remedy, "write it with what it says of these keys: `about`, `of`, `is`, `by`, `why`");
    let (_, message, remedy) = fault(SIZE, "x-certainty", certainty(&Value::Null));
    assert_eq!(
        (message.as_str(), remedy.as_str()),
        ("`by` is not a list", "write a list, as `x-certainty` has it there")
    );
    let when = |when: Value| fault(LIST, "x-permission", json!([{ "action": "a:b:c", "when": when }]));
    let (_, message, remedy) = when(json!("none"));
    assert_eq!(
        (message.as_str(), remedy.as_str()),
        ("`when` is not a list", "write a list, as `x-permission` has it there")
    );
    let (pointer, message, _) = when(json!(["TODO"]));
    let expected = ("/x-permission/0/when/0", "a condition is a mapping, and this is none");
    assert_eq!((pointer.as_str(), message.as_str()), expected);
    // A field that is called as an extension is none.
    let (_, _, remedy) = fault("/components/schemas/Widget/properties", "x-marks", json!("text"));
    assert_eq!(remedy, "write it as OpenAPI 3.0 asks for it");
}

#[test]
fn an_action_is_listed_once() {
    let when = json!([{ "value": "$request.query.limit", "sent": true }]);
    let again = |other: Value| json!([{ "action": "a:b:c", "access-level": "Read", "when": when }, other]);
    for other in [
        json!({ "action": "a:b:c", "access-level": "Read" }),
        json!({ "action": "a:b:c", "access-level": "Read", "when": when }),
    ] {
        let (pointer, message, _) = fault(LIST, "x-permission", again(other));
        assert_eq!((pointer.as_str(), message.as_str()), ("/x-permission/1", "`a:b:c` is listed twice"));
    }
    for other in [json!({ "action": "a:b:d", "access-level": "Read" }), json!({ "action": "a:b:c" })] {
        assert_eq!(reported(|document| at(document, LIST)["x-permission"] = again(other)), []);
    }
}
