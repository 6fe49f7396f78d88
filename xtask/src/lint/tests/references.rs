//! Operations that descriptions refer to are there.

use serde_json::{Value, json};

use super::{CREATE, LIST, SIZE, at, below, messages, problems, put, reported, texts};

/// What is said of a text, wherever it stands, and what to do.
fn said(text: &str) -> Option<(String, String)> {
    let mut found = Vec::new();
    for pointer in [
        below(LIST, "/description"),
        below(CREATE, "/summary"),
        below(SIZE, "/description"),
        below(LIST, "/parameters/1/description"),
        below(LIST, "/responses/200/description"),
        "/components/requestBodies/NewWidget/description".to_owned(),
        "/components/schemas/WidgetState/x-enum-descriptions/STILL".to_owned(),
        "/tag/description".to_owned(),
    ] {
        let problems = reported(|document| *at(document, &pointer) = json!(text));
        for (rule, at, ..) in &problems {
            assert_eq!((*rule, at), ("operation-reference", &pointer));
        }
        found.push(problems.into_iter().next().map(|(_, _, message, remedy)| (message, remedy)));
    }
    assert!(found.iter().all(|one| *one == found[0]), "{text}: {found:?}");
    found.swap_remove(0)
}

#[test]
fn an_operation_that_is_not_there_is_a_problem() {
    for (code, meant) in
        [("ListWidget", "ListWidgets"), ("CreateWidgets", "CreateWidget"), ("ListWigdets", "ListWidgets")]
    {
        let message = format!("`{code}` reads as an operation, and there is none of that official name");
        let remedy = format!("did you mean `{meant}`?");
        assert_eq!(said(&format!("Like `{code}`.")), Some((message, remedy)));
    }
}

#[test]
fn what_a_resource_says_is_wrong_in_its_file() {
    let found = problems(&texts(|document| *at(document, "/tag/description") = json!("Like `ListWidget`.")));
    let places: Vec<_> = found.iter().map(|problem| (problem.file.to_str().unwrap(), problem.line)).collect();
    assert_eq!(places, [("openapi/widgets/resources/widgets.yaml", 3)]);
}

#[test]
fn other_code_is_what_it_is() {
    for text in [
        "See `ListWidgets` and `CreateWidget`.",
        "ListWidget is no code.",
        "`CreateTime` is a value of Kafka, `List` a word, `ListOf`, `listWidget` and `list_widget` something else.",
        "`GET /v1/ListWidget`, `ListWidget.id` and ``List`Widget``.",
        "`WidgetList` is a type, and `STILL` a value.",
        "`DropWidget` begins with nothing that an operation does.",
    ] {
        assert_eq!(said(text), None, "{text}");
    }
}

/// How many problems a reference to `ListWidget` is, after another change.
fn count(change: fn(&mut Value)) -> usize {
    let described = |document: &mut Value| {
        *at(document, &below(LIST, "/description")) = json!("See `ListWidget`.");
        change(document);
    };
    reported(described).len()
}

#[test]
fn what_the_specification_has_under_such_a_name_is_no_operation() {
    assert_eq!(count(|_| {}), 1);
    let fields = "/components/schemas/Widget/properties";
    assert_eq!(fields, SIZE.strip_suffix("/size").unwrap());
    let field = |document: &mut Value| {
        let odd = json!({"description": "Odd.", "type": "string"});
        at(document, SIZE.strip_suffix("/size").unwrap())["ListWidget"] = odd;
    };
    assert_eq!(count(field), 0);
    assert_eq!(count(|document| at(document, super::WIDGET)["x-official-name"] = json!("ListWidget")), 0);
}

#[test]
fn an_operation_that_is_left_out_may_be_named() {
    let deferred = "[[deferred]]\noperation = \"ListWidget\"\nreason = \"Later.\"\n";
    let mut texts = super::texts(|document| {
        *at(document, &below(LIST, "/description")) = json!("`CreateWidget`, and `ListWidget` in the end.");
    });
    assert_eq!(super::problems(&texts).len(), 1);
    put(&mut texts, "coverage.toml", deferred);
    assert_eq!(super::problems(&texts).len(), 0);
    assert_eq!(messages(|texts| put(texts, "coverage.toml", deferred)), []);
}

#[test]
fn the_name_in_rust_is_no_official_one() {
    let problems = reported(|document| {
        at(document, LIST)["x-rust-name"] = json!("FindWidgets");
        *at(document, &below(CREATE, "/description")) = json!("As `FindWidgets`.");
    });
    // `Find` begins no official name, and still there is no doubt what is meant.
    let message = "`FindWidgets` reads as an operation, and there is none of that official name".to_owned();
    let remedy = "did you mean `ListWidgets`?".to_owned();
    assert_eq!(problems, [("operation-reference", below(CREATE, "/description"), message, remedy)]);
}
