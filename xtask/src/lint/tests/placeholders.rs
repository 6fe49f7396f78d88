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
}
