//! Rules for what stands beside the OpenAPI files: sources, quirks, coverage, error codes, and the features of the crate.

use serde_json::{Value, json};

use super::{LIST, at, below_list, found, lint, remove, spec};

#[test]
fn feature() {
    let with = |features: &[(&str, &[&str])]| {
        let mut spec = spec(|_| {});
        let owned = |list: &[&str]| list.iter().map(ToString::to_string).collect();
        spec.features = Some(features.iter().map(|(name, list)| ((*name).to_owned(), owned(list))).collect());
        let problems = lint(&spec).into_iter();
        problems.map(|problem| (problem.rule, problem.message)).collect::<Vec<_>>()
    };
    assert_eq!(with(&[("widgets", &[]), ("default", &["widgets"]), ("full", &["default"])]), []);
    let uncompiled = "the resource `widgets` has no feature, so nothing compiles it";
    assert_eq!(with(&[]), [("feature", uncompiled.to_owned())]);
    let lacking = "the feature `full` lacks the resource `widgets`";
    assert_eq!(with(&[("widgets", &[]), ("full", &[])]), [("feature", lacking.to_owned())]);
}

#[test]
fn error_code() {
    let code = |code: &str, name: &str, status: u16, meaning: &str, source: &str| {
        let text = format!(
            "code = '{code}'\nname = '{name}'\nstatuses = [{status}]\nmeaning = '{meaning}'\nclass = 'not-found'\n\
             sources = ['{source}']"
        );
        toml::from_str(&text).unwrap()
    };
    let with = |codes| {
        let mut spec = spec(|_| {});
        spec.error_codes = codes;
        lint(&spec).into_iter().map(|problem| problem.message).collect::<Vec<_>>()
    };
    let good = || code("W.2", "WidgetNotFound", 404, "No such widget.", "page");
    assert_eq!(with(vec![good()]), [""; 0]);
    for (bad, message) in [
        (code("W.3", "widget gone", 404, "Gone.", "page"), "`widget gone`, for `W.3`, is no name of a variant"),
        (
            code("W.3", "WidgetNotFound", 404, "Gone.", "page"),
            "`WidgetNotFound` is the name of two codes, `W.3` one of them",
        ),
        (code("W.3", "Gone", 404, " ", "page"), "nothing says what `W.3` means"),
        (code("W.3", "Gone", 200, "Gone.", "page"), "the statuses of `W.3` are none, or no failures"),
        (code("W.3", "Gone", 404, "Gone.", "dream"), "`W.3` names `dream`, which is not in sources.toml"),
        (code("W.2", "Gone", 404, "Gone.", "page"), "`W.2` is there twice"),
        (code("W.1", "Gone", 404, "Gone.", "page"), "the codes are not in order"),
    ] {
        assert_eq!(with(vec![good(), bad]), [message]);
    }
}

#[test]
fn sources_stand_newest_first() {
    let mut spec = spec(|value| *at(value, &below_list("/x-sources")) = json!(["page", "new"]));
    let new = "id = 'new'\nkind = 'page'\npath = 'q'\noperation = 'ListWidgets'\ndate = 2026-02-01\nsha256 = ''";
    spec.sources.push(toml::from_str(new).unwrap());
    let problems: Vec<_> = lint(&spec).into_iter().map(|problem| (problem.rule, problem.message)).collect();
    assert_eq!(problems, [("provenance", "`new` is newer than `page`, which stands before it".to_owned())]);
}

#[test]
fn provenance() {
    let sources = below_list("/x-sources");
    let unknown = found(|value| *at(value, &sources) = json!(["page", "dream"]));
    assert_eq!(unknown, [("provenance", sources.clone())]);
    let none = found(|value| remove(value, LIST, "x-sources"));
    assert_eq!(none, [("provenance", LIST.to_owned()), ("provenance", String::new())]);
    let fact = |value: &mut Value| at(value, "/components/schemas/WidgetState")["x-source"] = json!("dream");
    assert_eq!(found(fact), [("provenance", "/components/schemas/WidgetState".to_owned())]);
}

#[test]
fn quirk() {
    let mut spec = spec(|_| {});
    let quirk =
        "id = 'q'\nat = '/paths/gone'\nsays = ''\nchoice = ''\nevidence = ''\nsources = ['dream']\ndate = 2026-01-01";
    spec.quirks = vec![toml::from_str(quirk).unwrap()];
    let problems = lint(&spec);
    assert_eq!(problems.iter().map(|problem| problem.rule).collect::<Vec<_>>(), ["quirk", "quirk"]);
    assert!(problems.iter().all(|problem| problem.file.ends_with("quirks.toml")));
}

#[test]
fn a_quirk_that_silences_names_a_source() {
    let quirk = format!(
        "id = 'q'\nat = '{LIST}'\nsays = ''\nchoice = ''\nevidence = ''\nsources = []\nsilences = ['type']\n\
         date = 2026-01-01"
    );
    let mut spec = spec(|_| {});
    spec.quirks = vec![toml::from_str(&quirk).unwrap()];
    let messages: Vec<String> = lint(&spec).into_iter().map(|problem| problem.message).collect();
    assert_eq!(messages, ["the quirk `q` silences findings, but names no source"]);
    spec.quirks[0].sources.push("page".to_owned());
    assert_eq!(lint(&spec), []);
    spec.quirks[0].at = "/components/schemas".to_owned();
    let messages: Vec<String> = lint(&spec).into_iter().map(|problem| problem.message).collect();
    assert_eq!(messages, ["the quirk `q` silences findings of more than one part"]);
}

#[test]
fn coverage() {
    let deferred = |text: &str| {
        let mut spec = spec(|_| {});
        spec.deferred = vec![toml::from_str(text).unwrap()];
        let problems = lint(&spec).into_iter();
        problems.map(|problem| (problem.rule, problem.message)).collect::<Vec<_>>()
    };
    assert_eq!(deferred("operation = 'CreateWidget'\nreason = 'later'"), []);
    assert_eq!(deferred("below = '/v1/{project_id}/gears'\nreason = 'later'"), []);
    for (text, message) in [
        ("reason = 'later'", "an entry names no operations, or names them twice"),
        ("operation = 'A'\nbelow = '/b'\nreason = 'later'", "an entry names no operations, or names them twice"),
        ("operation = 'CreateWidget'\nreason = ' '", "nothing says why `CreateWidget` is left out"),
        ("operation = 'ListWidgets'\nreason = 'later'", "`ListWidgets` is left out, and in the specification"),
        ("below = '/v1'\nreason = 'later'", "`/v1` is left out, and in the specification"),
    ] {
        assert_eq!(deferred(text), [("coverage", message.to_owned())]);
    }
}

#[test]
fn superseded_operations() {
    let superseded = |text: &str| {
        let mut spec = spec(|_| {});
        spec.superseded = vec![toml::from_str(text).unwrap()];
        let problems = lint(&spec).into_iter();
        problems.map(|problem| (problem.rule, problem.message, problem.remedy)).collect::<Vec<_>>()
    };
    assert_eq!(superseded("method = 'GET'\npath = '/v0/widgets'\nby = 'ListWidgets'\nreason = 'older'"), []);
    for (text, message, remedy) in [
        (
            "method = 'GET'\npath = '/v0/widgets'\nby = 'ListGears'",
            "`GET /v0/widgets` is superseded by `ListGears`, which is not in the specification",
            "write into `by` the operation that replaces it, or write `[[deferred]]`",
        ),
        (
            "method = 'GET'\npath = '/v1/{project}/widgets'\nby = 'ListWidgets'",
            "`GET /v1/{project}/widgets` is superseded, and in the specification",
            "delete the entry",
        ),
        (
            "method = 'FETCH'\npath = '/v0/widgets'\nby = 'ListWidgets'",
            "`FETCH` is no method",
            "write a method in capitals, `GET` for example",
        ),
    ] {
        assert_eq!(superseded(text), [("coverage", message.to_owned(), remedy.to_owned())]);
    }
}
