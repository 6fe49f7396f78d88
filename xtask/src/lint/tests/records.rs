//! Rules for what stands beside the OpenAPI files: sources, quirks, coverage, error codes, and the features of the crate.

use serde_json::{Value, json};

use super::{LIST, SOURCES, at, below, found, messages, problems, put, remove, texts};

fn message(rule: &'static str, message: &str) -> (&'static str, String) {
    (rule, message.to_owned())
}

#[test]
fn feature() {
    let with = |features: &str| {
        let manifest = format!("[package]\nname = \"widgets\"\n\n[features]\n{features}\n");
        messages(|texts| texts.manifest = Some(("crates/widgets/Cargo.toml".into(), manifest)))
    };
    assert_eq!(with("widgets = []\ndefault = [\"widgets\"]\nfull = [\"default\"]"), []);
    assert_eq!(with(""), [message("feature", "the resource `widgets` has no feature, so nothing compiles it")]);
    let lacking = "the feature `full` lacks the resource `widgets`";
    assert_eq!(with("widgets = []\nfull = []"), [message("feature", lacking)]);
    let mut texts = texts(|_| {});
    let manifest = "[package]\nname = \"widgets\"\n\n[features]\nfull = []\n";
    texts.manifest = Some(("crates/widgets/Cargo.toml".into(), manifest.to_owned()));
    assert_eq!(problems(&texts)[0].line, 4);
}

fn code(code: &str, name: &str, status: u16, meaning: &str, source: &str) -> String {
    format!(
        "[[code]]\ncode = '{code}'\nname = '{name}'\nstatuses = [{status}]\nmeaning = '''{meaning}'''\nclass = \
         'not-found'\nsources = ['{source}']\n\n"
    )
}

#[test]
fn error_code() {
    let with = |entries: &[String]| messages(|texts| put(texts, "error-codes.toml", &entries.concat()));
    let good = || code("W.2", "WidgetNotFound", 404, "No such widget.", "page");
    assert_eq!(with(&[good()]), []);
    for (bad, said) in [
        (code("W.3", "widget gone", 404, "Gone.", "page"), "`widget gone`, for `W.3`, is no name of a variant"),
        (code("W.3", "Unknown", 404, "Gone.", "page"), "`Unknown`, for `W.3`, is no name of a variant"),
        (code("W.3", "Self", 404, "Gone.", "page"), "`Self`, for `W.3`, is no name of a variant"),
        (
            code("W.3", "WidgetNotFound", 404, "Gone.", "page"),
            "`WidgetNotFound` is the name of two codes, `W.2` and `W.3`",
        ),
        (code("W.3", "Gone", 404, " ", "page"), "the `meaning` of `W.3` is missing or empty"),
        (code("W.3", "Gone", 404, "A `b.", "page"), "the `meaning` of `W.3` holds a backtick without its other half"),
        (code("W.3", "Gone", 200, "Gone.", "page"), "the statuses of `W.3` are none, or no failures"),
        (code("W.3", "Gone", 404, "Gone.", "dream"), "`W.3` names `dream`, which is not in sources.toml"),
        (code("W.2", "Gone", 404, "Gone.", "page"), "`W.2` is there twice"),
        (code("W.1", "Gone", 404, "Gone.", "page"), "`W.1` is not in order"),
        (code("W`3", "Gone", 404, "Gone.", "page"), "`W`3` is no code"),
    ] {
        assert_eq!(with(&[good(), bad]), [message("error-code", said)]);
    }
    let mut texts = texts(|_| {});
    put(&mut texts, "error-codes.toml", &[good(), code("W.3", "Gone", 404, "", "page")].concat());
    assert_eq!(problems(&texts)[0].line, 9);
}

#[test]
fn sources_stand_newest_first() {
    let mut texts = texts(|value| *at(value, &below(LIST, "/x-sources")) = json!(["page", "new"]));
    let new = "\n[[source]]\nid = 'new'\nkind = 'page'\npath = 's'\noperation = 'ListWidgets'\ndate = 2026-02-01\nsha256 = ''";
    put(&mut texts, "sources.toml", &format!("{SOURCES}{new}"));
    let found: Vec<_> = problems(&texts).into_iter().map(|problem| (problem.rule, problem.message)).collect();
    assert_eq!(found, [message("provenance", "`new` is newer than `page`, which stands before it")]);
}

#[test]
fn provenance() {
    let sources = below(LIST, "/x-sources");
    let unknown = found(|value| *at(value, &sources) = json!(["page", "dream"]));
    assert_eq!(unknown, [("provenance", below(&sources, "/1"))]);
    // A source that is misspelt, or forgotten, is one problem.
    let misspelt = found(|value| *at(value, &sources) = json!(["pgae"]));
    assert_eq!(misspelt, [("provenance", below(&sources, "/0"))]);
    assert_eq!(found(|value| remove(value, LIST, "x-sources")), [("provenance", LIST.to_owned())]);
    let other = found(|value| *at(value, &sources) = json!(["page", "page-of-create"]));
    assert_eq!(other, [("provenance", below(&sources, "/1"))]);
    let twice = found(|value| *at(value, &sources) = json!(["page", "page"]));
    assert_eq!(twice, [("provenance", below(&sources, "/1"))]);
    let state = "/components/schemas/WidgetState";
    let fact = |value: &mut Value| at(value, state)["x-source"] = json!("dream");
    assert_eq!(found(fact), [("provenance", below(state, "/x-source"))]);
    let permission =
        |value: &mut Value| at(value, LIST)["x-permission"] = json!([{"action": "w:widget:list", "source": "dream"}]);
    assert_eq!(found(permission), [("provenance", below(LIST, "/x-permission/0/source"))]);
}

#[test]
fn records_of_sources() {
    let with = |entry: &str| messages(|texts| put(texts, "sources.toml", &format!("{SOURCES}\n[[source]]\n{entry}")));
    let unused = "id = 'unused'\nkind = 'page'\npath = 's'\ndate = 2026-01-01\nsha256 = ''";
    assert_eq!(with(unused), [message("provenance", "nothing names the source `unused`")]);
    let spaced = unused.replace("'unused'", "'a page'");
    assert_eq!(with(&spaced), [message("provenance", "`a page` is no id of a source")]);
    let twice = "id = 'page'\nkind = 'page'\npath = 's'\ndate = 2026-01-01\nsha256 = ''";
    assert_eq!(with(twice), [message("provenance", "the source `page` is there twice")]);
    let text = SOURCES.replace("dated-by = 'none: invented'\n", "");
    let undated = messages(|texts| put(texts, "sources.toml", &text));
    assert_eq!(undated, [message("provenance", "the source `interface` has no date, and nothing says why")]);
}

fn quirk(at: &str, sources: &str, silences: &str) -> String {
    format!(
        "[[quirk]]\nid = 'q'\nat = '{at}'\nsays = ''\nchoice = ''\nevidence = ''\nsources = {sources}\nsilences = \
         {silences}\ndate = 2026-01-01\n\n"
    )
}

#[test]
fn quirks() {
    let with = |text: &str| messages(|texts| put(texts, "quirks.toml", text));
    assert_eq!(with(&quirk(LIST, "['page']", "['type: string']")), []);
    assert_eq!(with(&quirk(LIST, "[]", "[]")), []);
    let gone = "the quirk `q` points at what is not there: /paths/gone";
    let unknown = "the quirk `q` names `dream`, which is not in sources.toml";
    assert_eq!(with(&quirk("/paths/gone", "['dream']", "[]")), [message("quirk", unknown), message("quirk", gone)]);
    let sourceless = "the quirk `q` silences findings, but names no source";
    assert_eq!(with(&quirk(LIST, "[]", "['type: string']")), [message("quirk", sourceless)]);
    let wide = "the quirk `q` silences findings of more than one part";
    assert_eq!(with(&quirk("/components/schemas", "['page']", "['type: string']")), [message("quirk", wide)]);
    let twice = quirk(LIST, "[]", "[]").repeat(2);
    assert_eq!(with(&twice), [message("quirk", "the quirk `q` is there twice")]);
}

#[test]
fn coverage() {
    let with = |text: &str| messages(|texts| put(texts, "coverage.toml", &format!("[[deferred]]\n{text}")));
    assert_eq!(with("operation = 'DeleteWidget'\nreason = 'later'"), []);
    assert_eq!(with("below = '/v1/{project_id}/gears'\nreason = 'later'"), []);
    for (text, said) in [
        ("reason = 'later'", "an entry names no operations, or names them twice"),
        ("operation = 'A'\nbelow = '/b'\nreason = 'later'", "an entry names no operations, or names them twice"),
        ("operation = 'DeleteWidget'\nreason = ' '", "nothing says why `DeleteWidget` is left out"),
        ("operation = 'ListWidgets'\nreason = 'later'", "`ListWidgets` is left out, and in the specification"),
        ("below = '/v1'\nreason = 'later'", "`/v1` is left out, and in the specification"),
    ] {
        assert_eq!(with(text), [message("coverage", said)]);
    }
}

#[test]
fn superseded_operations() {
    let with = |text: &str| {
        let mut texts = texts(|_| {});
        put(&mut texts, "coverage.toml", &format!("[[superseded]]\n{text}"));
        problems(&texts).into_iter().map(|problem| (problem.line, problem.message, problem.remedy)).collect::<Vec<_>>()
    };
    assert_eq!(with("method = 'GET'\npath = '/v0/widgets'\nby = 'ListWidgets'\nreason = 'older'"), []);
    for (text, message, remedy) in [
        (
            "method = 'GET'\npath = '/v0/widgets'\nby = 'ListWidget'",
            "`GET /v0/widgets` is superseded by `ListWidget`, which is not in the specification",
            "did you mean `ListWidgets`?",
        ),
        (
            "method = 'GET'\npath = '/v0/widgets'\nby = 'Turn'",
            "`GET /v0/widgets` is superseded by `Turn`, which is not in the specification",
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
        assert_eq!(with(text), [(1, message.to_owned(), remedy.to_owned())]);
    }
}
