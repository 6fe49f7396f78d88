//! What nobody knows is refused, with what was likely meant: keys, formats, media types, statuses, methods, paths.

use serde_json::{Value, json};

use super::{CREATE, LIST, SIZE, WIDGET, at, below, found, remove, reported};

const JSON: &str = "/paths/~1v1~1{project_id}~1widgets/get/responses/200/content/application~1json";
const PATH: &str = "/paths/~1v1~1{project_id}~1widgets";

fn rename(value: &mut Value, holder: &str, key: &str, other: &str) {
    let holder = at(value, holder).as_object_mut().unwrap();
    let renamed = holder.shift_remove(key).unwrap_or_else(|| panic!("{key}"));
    holder.insert(other.to_owned(), renamed);
}

/// Keys of the fixture: what holds each, and how it is misspelt.
fn misspelt() -> Vec<(String, &'static str, &'static str)> {
    let limit = below(LIST, "/parameters/1");
    let ok = below(LIST, "/responses/200");
    let example = below(JSON, "/examples/documented");
    vec![
        (below(&limit, "/schema"), "maximum", "maxmum"),
        (WIDGET.to_owned(), "required", "reqired"),
        (LIST.to_owned(), "x-idempotent", "x-idempotant"),
        (LIST.to_owned(), "x-sources", "x-source"),
        (LIST.to_owned(), "operationId", "operationID"),
        (LIST.to_owned(), "summary", "sumary"),
        (LIST.to_owned(), "description", "descripton"),
        (LIST.to_owned(), "tags", "tag"),
        (LIST.to_owned(), "parameters", "paramters"),
        (LIST.to_owned(), "responses", "response"),
        (CREATE.to_owned(), "requestBody", "requestbody"),
        (limit.clone(), "name", "nam"),
        (limit.clone(), "schema", "shema"),
        (limit, "description", "desciption"),
        (ok.clone(), "description", "desciption"),
        (ok, "content", "contents"),
        (JSON.to_owned(), "schema", "schemas"),
        (JSON.to_owned(), "examples", "exmples"),
        (example.clone(), "summary", "sumary"),
        (example, "value", "valeu"),
        (SIZE.to_owned(), "type", "typ"),
        (SIZE.to_owned(), "format", "fromat"),
        (WIDGET.to_owned(), "properties", "propertes"),
        ("/components/schemas/WidgetList/properties/widgets".to_owned(), "items", "item"),
        ("/components/schemas/WidgetState".to_owned(), "enum", "enmu"),
        ("/components/schemas/WidgetState".to_owned(), "x-enum-descriptions", "x-enum-description"),
        ("/components/schemas/NewWidget/properties/labels".to_owned(), "additionalProperties", "additionalProprties"),
        ("/components/requestBodies/NewWidget".to_owned(), "content", "conent"),
        ("/components/requestBodies/NewWidget".to_owned(), "required", "require"),
        ("/components".to_owned(), "schemas", "schemes"),
        ("/tag".to_owned(), "name", "nme"),
        ("/tag".to_owned(), "description", "descripton"),
    ]
}

/// A key that is misspelt is one problem, even if what it holds is asked for.
#[test]
fn unknown_keys_are_one_problem_each() {
    let mut wrongly = Vec::new();
    for (holder, key, wrong) in misspelt() {
        let problems = reported(|value| rename(value, &holder, key, wrong));
        let said: Vec<_> = problems.iter().map(|problem| (problem.0, problem.1.clone(), problem.3.clone())).collect();
        let expected = [("keyword", format!("{holder}/{wrong}"), format!("did you mean `{key}`?"))];
        if said != expected {
            wrongly.push((format!("{holder}/{wrong}"), problems));
        }
    }
    assert!(wrongly.is_empty(), "{wrongly:#?}");
    let problems = reported(|value| at(value, SIZE)["minumum"] = json!(1));
    let message = "`minumum` is no key of a schema".to_owned();
    let remedy = "did you mean `minimum`?".to_owned();
    assert_eq!(problems, [("keyword", format!("{SIZE}/minumum"), message, remedy)]);
    let problems = reported(|value| at(value, SIZE)["colour"] = json!(1));
    let message = "`colour` is no key of a schema".to_owned();
    assert_eq!(problems, [("keyword", format!("{SIZE}/colour"), message, "correct the key, or delete it".to_owned())]);
}

#[test]
fn a_missing_key_that_nothing_stands_for_is_a_problem_beside_an_unknown_one() {
    let both = |value: &mut Value| {
        remove(value, LIST, "x-idempotent");
        at(value, LIST)["colour"] = json!(1);
    };
    assert_eq!(found(both), [("keyword", below(LIST, "/colour")), ("idempotency", LIST.to_owned())]);
}

#[test]
fn formats() {
    let id = "/components/schemas/Widget/properties/id";
    let format = |pointer: &'static str, format: &str| {
        let format = json!(format);
        reported(move |value| at(value, pointer)["format"] = format)
    };
    for good in ["date", "uuid", "byte", "password", "yyyy/MM/dd"] {
        let problems: Vec<_> = format(id, good).into_iter().filter(|problem| problem.0 != "example").collect();
        assert_eq!(problems, [], "{good}");
    }
    let pointer = || format!("{id}/format");
    let otherwise = "describe it in words or by `pattern`, and delete `format`".to_owned();
    assert_eq!(
        format(id, "colour"),
        [("openapi-form", pointer(), "`colour` is no format of text".to_owned(), otherwise)]
    );
    let meant = "did you mean `date-time`?".to_owned();
    assert_eq!(
        format(id, "datetime"),
        [("openapi-form", pointer(), "`datetime` is no format of text".to_owned(), meant)]
    );
    assert_eq!(found(|value| at(value, id)["format"] = json!("binary")), [("body", id.to_owned())]);
    let remedy = "write `int64` as its `format`: ids and times exceed 32 bits".to_owned();
    let narrow = "the integer has no format, or one of 32 bits".to_owned();
    assert_eq!(format(SIZE, "int32"), [("int64", SIZE.to_owned(), narrow.clone(), remedy.clone())]);
    assert_eq!(reported(|value| remove(value, SIZE, "format")), [("int64", SIZE.to_owned(), narrow, remedy)]);
    assert_eq!(
        found(|value| at(value, SIZE)["format"] = json!("double")),
        [("openapi-form", format!("{SIZE}/format"))]
    );
}

#[test]
fn media_types() {
    let content = below(LIST, "/responses/200/content");
    let renamed = |media_type: &'static str| found(|value| rename(value, &content, "application/json", media_type));
    assert_eq!(renamed("application/json; charset=utf-8"), []);
    assert_eq!(renamed("application/hal+json"), []);
    let schema = |escaped: &str| format!("{content}/{escaped}/schema");
    assert_eq!(renamed("text/plain"), [("keyword", schema("text~1plain"))]);
    assert_eq!(renamed("application/octet-stream"), [("keyword", schema("application~1octet-stream"))]);
    assert_eq!(renamed("json"), [("openapi-form", format!("{content}/json"))]);
    assert_eq!(renamed("*/*"), [("openapi-form", format!("{content}/*~1*"))]);
    assert_eq!(renamed("multipart/form-data"), [("keyword", format!("{content}/multipart~1form-data"))]);
    let form = format!("{content}/application~1x-www-form-urlencoded");
    assert!(renamed("application/x-www-form-urlencoded").contains(&("keyword", form)));
    let two = found(|value| at(value, &content)["text/plain"] = json!({"schema": {"type": "string"}}));
    assert_eq!(two, [("keyword", content.clone())]);
}

#[test]
fn statuses() {
    let responses = below(LIST, "/responses");
    let renamed = |status: &'static str| found(|value| rename(value, &responses, "200", status));
    for good in ["201", "2XX", "299"] {
        assert_eq!(renamed(good), [], "{good}");
    }
    for bad in ["2; evil", "20", "2xx", "600", "OK"] {
        assert_eq!(renamed(bad), [("openapi-form", format!("{responses}/{bad}"))], "{bad}");
    }
    for bad in ["default", "1XX", "302", "404"] {
        let expected = [("one-error", responses.clone()), ("one-success", responses.clone())];
        assert_eq!(renamed(bad), expected, "{bad}");
    }
}

#[test]
fn methods() {
    for method in ["options", "trace"] {
        let problems = found(|value| at(value, PATH)[method] = json!({"anything": 1}));
        assert_eq!(problems, [("keyword", format!("{PATH}/{method}"))], "{method}");
    }
    for method in ["gett", "connect", "GET"] {
        let problems = found(|value| at(value, PATH)[method] = json!({}));
        assert_eq!(problems, [("keyword", format!("{PATH}/{method}"))], "{method}");
    }
    let head = |value: &mut Value| rename(value, PATH, "post", "head");
    assert_eq!(found(head), [("keyword", format!("{PATH}/head/requestBody"))]);
}

#[test]
fn paths() {
    for (path, reason) in [
        ("/v1/{project_id}/../widgets", "the path has the segment `..`, which leads to another path"),
        ("/v1/{project_id}/widgets?a=b", "the path has the character '?', which stands in no path as it is"),
        ("/v1/{project_id}//widgets", "the path has an empty segment"),
        ("/v1/{project_id}/wid gets", "the path has the character ' ', which stands in no path as it is"),
        ("v1/{project_id}/widgets", "the path does not begin with `/`"),
    ] {
        let problems = reported(|value| rename(value, "/paths", "/v1/{project_id}/widgets", path));
        let messages: Vec<_> = problems.iter().map(|problem| (problem.0, problem.2.as_str())).collect();
        assert_eq!(messages, [("path-template", reason)]);
    }
}
