//! Everything is described, in text that documentation can hold.

use serde_json::{Value, json};

use super::{CREATE, LIST, SIZE, WIDGET, at, below, found, messages, put, remove, reported};

const MEANING: &str = "/components/schemas/WidgetState/x-enum-descriptions/STILL";

#[test]
fn what_is_not_described_is_a_problem() {
    for (pointer, key) in [
        (LIST.to_owned(), "summary"),
        (LIST.to_owned(), "description"),
        (WIDGET.to_owned(), "description"),
        (SIZE.to_owned(), "description"),
        (below(LIST, "/parameters/1"), "description"),
        (below(LIST, "/responses/200"), "description"),
        ("/components/requestBodies/NewWidget".to_owned(), "description"),
        (below(LIST, "/responses/200/content/application~1json/examples/documented"), "summary"),
    ] {
        assert_eq!(found(|value| remove(value, &pointer, key)), [("description", pointer.clone())]);
        let empty = found(|value| at(value, &pointer)[key] = json!(" "));
        assert_eq!(empty, [("description", format!("{pointer}/{key}"))]);
    }
    assert_eq!(found(|value| *at(value, MEANING) = json!("")), [("description", MEANING.to_owned())]);
    assert_eq!(found(|value| remove(value, "/tag", "description")), [("description", "/tag".to_owned())]);
    let remedies: Vec<_> =
        reported(|value| remove(value, LIST, "summary")).into_iter().map(|(.., remedy)| remedy).collect();
    assert!(matches!(&*remedies, [remedy] if !remedy.contains("allOf")), "{remedies:?}");
}

#[test]
fn a_field_says_what_it_means_beside_its_type() {
    let state = below(WIDGET, "/properties/state");
    let reference = json!({"$ref": "#/components/schemas/WidgetState"});
    for bare in [reference.clone(), json!({"allOf": [reference]})] {
        let message = "the `description` of the field is missing or empty".to_owned();
        let remedy = "write `allOf` with the one `$ref`, and a `description` of what it means here".to_owned();
        let problems = reported(|value| *at(value, &state) = bare);
        assert_eq!(problems, [("description", state.clone(), message, remedy)]);
    }
}

#[test]
fn text_that_documentation_cannot_hold_is_a_problem_at_its_place() {
    for text in
        ["Padded.\n", "A\r\nB.", "A\u{202e}.", "A:\n\n    let x = 1;", "A:\n```\nx\n```", "A `b.", "A\u{1b}[0m."]
    {
        for pointer in [
            below(LIST, "/summary"),
            below(CREATE, "/description"),
            below(SIZE, "/description"),
            below(LIST, "/parameters/1/description"),
            below(LIST, "/responses/200/description"),
            "/components/requestBodies/NewWidget/description".to_owned(),
            "/tag/description".to_owned(),
            MEANING.to_owned(),
        ] {
            let problems = found(|value| *at(value, &pointer) = json!(text));
            assert_eq!(problems, [("description", pointer)], "{text:?}");
        }
    }
    let inner = |value: &mut Value| at(value, &below(LIST, "/parameters/1/schema"))["description"] = json!("A `b.");
    assert_eq!(found(inner), [("description", below(LIST, "/parameters/1/schema/description"))]);
}

#[test]
fn the_service_is_described() {
    let service = include_str!("../fixtures/service.toml");
    for (key, wrong, message) in [
        ("title", "title = \"\"", "the `title` of the service is missing or empty"),
        ("version", "version = \"v1 \"", "the `version` of the service begins or ends with white space"),
        (
            "description",
            "description = \"A `b.\"",
            "the `description` of the service holds a backtick without its other half",
        ),
    ] {
        let lines = service.lines().map(|line| if line.starts_with(key) { wrong } else { line });
        let text = lines.collect::<Vec<_>>().join("\n");
        assert_eq!(messages(|texts| put(texts, "service.toml", &text)), [("description", message.to_owned())]);
    }
}
