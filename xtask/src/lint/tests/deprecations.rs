//! What is out of date says what to take instead.

use serde_json::{Value, json};

use super::{LIST, SIZE, at, below, reported};

const LIMIT: &str = "/paths/~1v1~1{project_id}~1widgets/get/parameters/1";

/// What is reported after `change`: where, below `holder`, and what.
fn said(holder: &str, change: impl FnOnce(&mut Value)) -> Vec<(String, String)> {
    let problems = reported(|document| change(at(document, holder)));
    problems
        .into_iter()
        .map(|(rule, pointer, message, _)| {
            assert_eq!(rule, "deprecation", "{message}");
            (pointer.strip_prefix(holder).unwrap().to_owned(), message)
        })
        .collect()
}

fn replaced(holder: &str, by: &str) -> Vec<(String, String)> {
    said(holder, |it| {
        it["deprecated"] = json!(true);
        it["x-replaced-by"] = json!(by);
    })
}

#[test]
fn what_is_out_of_date_says_what_to_take() {
    for (holder, noun) in [(LIST, "an operation"), (LIMIT, "a parameter"), (SIZE, "a schema")] {
        let message = format!("{noun} is out of date, and nothing says what to take");
        assert_eq!(said(holder, |it| it["deprecated"] = json!(true)), [(String::new(), message)]);
        let both = said(holder, |it| {
            it["deprecated"] = json!(true);
            it["x-replaced-by"] = json!("id");
            it["x-not-replaced"] = json!("Nobody needs it.");
        });
        let message = "`x-replaced-by` and `x-not-replaced` contradict each other".to_owned();
        assert_eq!(both, [(String::new(), message)]);
        for key in ["x-replaced-by", "x-not-replaced"] {
            let message = format!("`{key}` goes with `deprecated`, which is not there");
            assert_eq!(said(holder, |it| it[key] = json!("id")), [(format!("/{key}"), message)]);
        }
    }
}

#[test]
fn what_takes_its_place_is_there() {
    let at = "/x-replaced-by".to_owned();
    for (holder, good, unknown, itself, kind) in [
        (LIST, "CreateWidget", "CreateWidgets", "ListWidgets", "operation"),
        (SIZE, "id", "idd", "size", "field of the object"),
    ] {
        assert_eq!(replaced(holder, good), []);
        assert_eq!(replaced(holder, unknown), [(at.clone(), format!("`{unknown}` is no {kind}"))]);
        assert_eq!(replaced(holder, itself), [(at.clone(), format!("`{itself}` is to replace itself"))]);
    }
    // The client fills the project in, so that nobody can take it instead.
    for unknown in ["project_id", "limits", "ListWidgets"] {
        assert_eq!(replaced(LIMIT, unknown), [(at.clone(), format!("`{unknown}` is no parameter of the operation"))]);
    }
    let problems = reported(|document| {
        super::at(document, LIST)["deprecated"] = json!(true);
        super::at(document, LIST)["x-replaced-by"] = json!("CreateWigdet");
    });
    assert_eq!(problems.into_iter().map(|problem| problem.3).collect::<Vec<_>>(), ["did you mean `CreateWidget`?"]);
}

#[test]
fn what_takes_its_place_is_not_out_of_date_itself() {
    let problems = reported(|document| {
        at(document, LIST)["deprecated"] = json!(true);
        at(document, LIST)["x-replaced-by"] = json!("CreateWidget");
        let create = at(document, super::CREATE);
        create["deprecated"] = json!(true);
        create["x-not-replaced"] = json!("Nobody needs it.");
    });
    let message = "`CreateWidget`, which is to be taken, is out of date itself".to_owned();
    let remedy = "name one that is not out of date".to_owned();
    assert_eq!(problems, [("deprecation", below(LIST, "/x-replaced-by"), message, remedy)]);
}

#[test]
fn a_reason_is_text_that_documentation_can_hold() {
    for reason in ["", "A `b.", "See:\n```\nx\n```"] {
        let problems = reported(|document| {
            at(document, LIST)["deprecated"] = json!(true);
            at(document, LIST)["x-not-replaced"] = json!(reason);
        });
        let found: Vec<_> = problems.into_iter().map(|(rule, pointer, ..)| (rule, pointer)).collect();
        assert_eq!(found, [("description", below(LIST, "/x-not-replaced"))], "{reason:?}");
    }
}

#[test]
fn a_misspelt_key_is_one_problem() {
    let problems = reported(|document| {
        at(document, LIST)["deprecated"] = json!(true);
        at(document, LIST)["x-replaced-bi"] = json!("CreateWidget");
    });
    let found: Vec<_> = problems.into_iter().map(|(rule, _, _, remedy)| (rule, remedy)).collect();
    assert_eq!(found, [("keyword", "did you mean `x-replaced-by`?".to_owned())]);
}
