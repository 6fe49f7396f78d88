//! What a person has yet to say is one problem a file.

use serde_json::{Value, json};

use super::{LIST, SIZE, WIDGET, at, messages, put, reported};

const TODO: &str = "TODO";

#[test]
fn placeholders_of_a_file_are_one_problem_with_their_count() {
    let problems = reported(|value| {
        at(value, LIST)["summary"] = json!(TODO);
        at(value, LIST)["description"] = json!("TODO: which widgets?");
        at(value, LIST)["x-idempotent"] = json!(TODO);
        at(value, SIZE)["description"] = json!(TODO);
        at(value, "/tag")["description"] = json!(TODO);
        *at(value, "/components/schemas/WidgetState/x-enum-descriptions/STILL") = json!(TODO);
        at(value, WIDGET)["properties"]["token"] =
            json!({ "description": "A token.", "type": "string", "x-no-secret": TODO });
    });
    let [(rule, pointer, message, remedy)] = problems.as_slice() else { panic!("{problems:#?}") };
    assert_eq!((*rule, pointer.as_str()), ("placeholder", ""));
    let expected = "7 placeholders: 3 of `description`, 1 of `summary`, 1 of `x-enum-descriptions`, \
                    1 of `x-idempotent`, 1 of `x-no-secret`";
    assert_eq!(message, expected);
    assert!(remedy.contains("where `TODO` stands"), "{remedy}");
}

#[test]
fn judgements_are_counted_until_they_are_made_each_with_its_answers() {
    let action = |when: Value| json!([{ "action": "w:widget:list", "when": when }]);
    for (key, open, done, answer) in [
        ("x-proposed-name", json!(TODO), json!(true), "`x-proposed-name: true` accepts the name"),
        ("x-requires", json!(TODO), json!("none"), "`x-requires` says which fields go together, or `none`"),
        ("x-permission", json!("TODO: page.md:7 has GET /v2/widgets"), json!("unknown"), "or is `none` or `unknown`"),
        (
            "x-permission",
            action(json!("TODO: page.md:7")),
            action(json!([{ "value": "$request.query.limit", "sent": true }])),
            "`when` says when the action is asked for",
        ),
    ] {
        let with = |judgement: Value| {
            reported(|value| {
                at(value, LIST)["x-variants"] = json!(["CountWidgets"]);
                at(value, LIST)["x-requires"] = json!("none");
                at(value, LIST)[key] = judgement;
            })
        };
        let counted = if open.is_array() { "when" } else { key };
        let problems = with(open);
        let [(rule, _, message, remedy)] = problems.as_slice() else { panic!("{key}: {problems:#?}") };
        assert_eq!((*rule, message.as_str()), ("placeholder", format!("1 placeholder: 1 of `{counted}`").as_str()));
        assert!(remedy.contains(answer), "{remedy}");
        assert_eq!(with(done), [], "{key}");
    }
}

#[test]
fn whatever_an_extension_says_is_counted() {
    let certainty = json!([{ "about": "meaning", "is": "inferred", "why": TODO }]);
    for (holder, key, value, counted) in [
        ("/components/schemas/NewWidget", "x-requires", json!(TODO), "x-requires"),
        (SIZE, "x-certainty", certainty.clone(), "why"),
        (LIST, "x-certainty", certainty, "why"),
        (SIZE, "x-availability", json!([{ "differs-in": ["high"], "says": TODO }]), "says"),
        (SIZE, "x-aliases", json!([TODO]), "x-aliases"),
        (WIDGET, "x-official-name", json!(TODO), "x-official-name"),
        ("/components/schemas/WidgetState", "x-enum-varnames", json!(["Turning", TODO]), "x-enum-varnames"),
        (LIST, "x-rust-name", json!(TODO), "x-rust-name"),
        (LIST, "x-permission", json!([{ "action": "TODO" }]), "action"),
        (LIST, "x-permission", json!([{ "action": "a:b:c", "access-level": TODO }]), "access-level"),
        (LIST, "x-permission", json!([{ "action": "a:b:c", "resource-type": TODO }]), "resource-type"),
        (LIST, "x-permission", json!([{ "action": "a:b:c", "condition-keys": [TODO] }]), "condition-keys"),
        (LIST, "x-permission", json!([{ "action": "a:b:c", "alias": "TODO:a:b" }]), "alias"),
    ] {
        let problems = reported(|document| at(document, holder)[key] = value);
        let [(rule, _, message, _)] = problems.as_slice() else { panic!("{key}: {problems:#?}") };
        assert_eq!((*rule, message.as_str()), ("placeholder", format!("1 placeholder: 1 of `{counted}`").as_str()));
    }
    // A part of an action is no place for one.
    let problems = reported(|document| at(document, LIST)["x-permission"] = json!([{ "action": "a:TODO:b" }]));
    assert_eq!(problems[0].2, "`a:TODO:b` is no action");
    let variants = reported(|document| {
        at(document, LIST)["x-variants"] = json!([TODO, "TODO: what else?"]);
        at(document, LIST)["x-requires"] = json!("none");
    });
    assert_eq!((variants.len(), variants[0].2.as_str()), (1, "2 placeholders: 2 of `x-variants`"));
}

#[test]
fn what_is_asked_may_be_none_only_of_what_stands_for_several() {
    let remedy =
        |holder: &'static str| reported(|document| at(document, holder)["x-requires"] = json!(TODO)).pop().unwrap().3;
    for holder in [LIST, "/components/schemas/NewWidget"] {
        let remedy = remedy(holder);
        assert!(
            remedy.ends_with("`x-requires` says which fields go together, and is deleted if nothing is asked of them")
        );
    }
}

#[test]
fn what_is_sent_is_no_placeholder() {
    let change = |document: &mut Value| {
        at(document, "/components/schemas/WidgetState/enum").as_array_mut().unwrap().push(json!(TODO));
        at(document, "/components/schemas/WidgetState/x-enum-descriptions")[TODO] = json!("It waits.");
        at(document, "/components/schemas/WidgetState")["x-states"] = json!({ "terminal": [TODO], "success": [TODO] });
        at(document, LIST)["responses"]["200"]["content"]["application/json"]["examples"]["documented"]["value"]["widgets"]
            [0]["state"] = json!(TODO);
        at(document, "/components/schemas/NewWidget/properties/name")["default"] = json!(TODO);
    };
    assert_eq!(reported(change), []);
}

#[test]
fn a_sentence_that_speaks_of_something_to_do_is_no_placeholder() {
    assert_eq!(reported(|value| at(value, LIST)["description"] = json!("TODO lists are widgets.")), []);
}

#[test]
fn records_have_placeholders_too() {
    let service = include_str!("../fixtures/service.toml");
    for (key, line) in [("title", "title = \"TODO\""), ("description", "description = \"TODO: why?\"")] {
        let lines = service.lines().map(|old| if old.starts_with(key) { line } else { old });
        let text = lines.collect::<Vec<_>>().join("\n");
        let message = format!("1 placeholder: 1 of `{key}`");
        assert_eq!(messages(|texts| put(texts, "service.toml", &text)), [("placeholder", message)]);
    }
    let sources = format!("{}title = 'TODO'\n", super::SOURCES);
    let message = "1 placeholder: 1 of `title`".to_owned();
    assert_eq!(messages(|texts| put(texts, "sources.toml", &sources)), [("placeholder", message)]);
    let pattern = service.lines().find(|line| line.starts_with("pattern")).unwrap();
    let text = service.replace(pattern, "pattern = \"https://TODO.{region}.example\"");
    let message = "1 placeholder: 1 of `endpoints`".to_owned();
    assert_eq!(messages(|texts| put(texts, "service.toml", &text)), [("placeholder", message)]);
    let clouds = super::CLOUDS.replacen("title", "note = 'TODO'\ntitle", 1);
    let message = "1 placeholder: 1 of `note`".to_owned();
    assert_eq!(messages(|texts| put(texts, "clouds.toml", &clouds)), [("placeholder", message)]);
    let sources = super::SOURCES.replace("none: invented", "TODO: look at the wheel");
    let message = "1 placeholder: 1 of `dated-by`".to_owned();
    assert_eq!(messages(|texts| put(texts, "sources.toml", &sources)), [("placeholder", message)]);
    let codes = super::CODES.replace("PageUnknown", TODO).replace("There is no such page.", TODO);
    let message = "2 placeholders: 1 of `meaning`, 1 of `name`".to_owned();
    assert_eq!(messages(|texts| put(texts, "error-codes.toml", &codes)), [("placeholder", message)]);
    let left_out = "[[deferred]]\noperation = 'ShowCog'\nreason = 'TODO'\n";
    let found = messages(|texts| put(texts, "coverage.toml", left_out));
    assert!(found.contains(&("placeholder", "1 placeholder: 1 of `reason`".to_owned())), "{found:?}");
}
