//! Rules for parameters.

use serde_json::{Value, json};

use super::{LIST, at, below, found, remove, reported};

fn limit(key: &str) -> String {
    below(LIST, &format!("/parameters/1/{key}"))
}

/// Messages after a change to the parameter `limit`.
fn with(parameter: &Value) -> Vec<(&'static str, String, String)> {
    let change = |value: &mut Value| {
        let known = at(value, &below(LIST, "/parameters/1")).as_object_mut().unwrap();
        known.extend(parameter.as_object().unwrap().clone());
    };
    reported(change).into_iter().map(|(rule, pointer, message, _)| (rule, pointer, message)).collect()
}

#[test]
fn path_and_parameters_agree() {
    let none = found(|value| at(value, &below(LIST, "/parameters")).as_array_mut().unwrap().truncate(0));
    assert_eq!(none, [("path-parameter", LIST.to_owned())]);
    let unknown = with(&json!({"in": "path", "required": true}));
    let message = "`limit` is a parameter in the path, which has no such placeholder".to_owned();
    assert_eq!(unknown, [("path-parameter", LIST.to_owned(), message)]);
    // One that is misspelt, here or there, is one problem.
    let misspelt = |value: &mut Value| {
        let id = json!({
            "name": "projectid", "in": "path", "required": true, "description": "It.", "schema": {"type": "string"},
        });
        *at(value, &below(LIST, "/parameters/0")) = id;
    };
    let message = "`projectid` is a parameter in the path, which has no such placeholder".to_owned();
    let expected = ("path-parameter", LIST.to_owned(), message, "did you mean `project_id`?".to_owned());
    assert_eq!(reported(misspelt), [expected]);
    let optional = |value: &mut Value| {
        let id = json!({"name": "project_id", "in": "path", "description": "It.", "schema": {"type": "string"}});
        *at(value, &below(LIST, "/parameters/0")) = id;
    };
    assert_eq!(found(optional), [("path-parameter", below(LIST, "/parameters/0"))]);
}

#[test]
fn a_parameter_is_declared_once() {
    let twice = |value: &mut Value| {
        let parameters = at(value, &below(LIST, "/parameters")).as_array_mut().unwrap();
        parameters.push(parameters[1].clone());
    };
    assert_eq!(found(twice).into_iter().filter(|problem| problem.0 == "parameter").count(), 1);
    let headers = |value: &mut Value| {
        let parameters = at(value, &below(LIST, "/parameters")).as_array_mut().unwrap();
        for name in ["X-Language", "x-language"] {
            let language = json!({"name": name, "in": "header", "description": "It.", "schema": {"type": "string"}});
            parameters.push(language);
        }
    };
    assert!(found(headers).contains(&("parameter", below(LIST, "/parameters/3"))));
    assert_eq!(with(&json!({"name": "project_id"})), []);
}

#[test]
fn headers_are_those_of_the_service() {
    assert_eq!(with(&json!({"in": "header", "name": "X-Language"})), []);
    for name in ["Host", "authorization", "Content-Type", "X-Sdk-Date", "X-Project-Id", "x-security-token"] {
        let message = format!("the client sends the header `{name}` itself");
        assert_eq!(with(&json!({"in": "header", "name": name})), [("parameter", limit("name"), message)]);
    }
    for name in ["a b", "a:b", "a\u{e9}", "a(b)"] {
        let message = format!("`{name}` is no name of a header");
        assert_eq!(with(&json!({"in": "header", "name": name})), [("parameter", limit("name"), message)]);
    }
}

#[test]
fn types_are_plain() {
    let strings = json!({"type": "array", "items": {"type": "string"}});
    let states = json!({"type": "array", "items": {"$ref": "#/components/schemas/WidgetState"}});
    for schema in [json!({"type": "number"}), json!({"type": "boolean"}), states, strings.clone()] {
        assert_eq!(with(&json!({ "schema": schema })), []);
    }
    for (schema, message) in [
        (json!({"type": "object"}), "`limit` has no plain type"),
        (json!({}), "`limit` has no plain type"),
        (json!({"$ref": "#/components/schemas/Widget"}), "`limit` has no plain type"),
        (json!({"type": "string", "format": "binary"}), "`limit` has no plain type"),
        (json!({"type": "array", "items": strings.clone()}), "`limit` is no list of plain values"),
        (json!({"type": "array", "items": {"type": "object"}}), "`limit` is no list of plain values"),
        (json!({"type": "string", "nullable": true}), "`limit` may be null, which no text says"),
        (
            json!({"type": "array", "items": {"type": "string", "nullable": true}}),
            "elements of `limit` may be null, which no text says",
        ),
    ] {
        assert_eq!(with(&json!({ "schema": schema })), [("parameter", limit("schema"), message.to_owned())]);
    }
    let listed = with(&json!({"in": "header", "schema": strings}));
    assert_eq!(listed, [("parameter", limit("schema"), "`limit` is a list, in the header".to_owned())]);
    let number = |value: &mut Value| {
        let id = json!({
            "name": "project_id", "in": "path", "required": true, "description": "It.",
            "schema": {"type": "integer", "format": "int64"},
        });
        *at(value, &below(LIST, "/parameters/0")) = id;
    };
    assert_eq!(found(number), [("parameter", below(LIST, "/parameters/0/schema"))]);
    for key in ["readOnly", "writeOnly"] {
        let schema = json!({"type": "string", key: true});
        let problems = with(&json!({ "schema": schema }));
        assert_eq!(
            problems.iter().map(|problem| problem.1.clone()).collect::<Vec<_>>(),
            [limit(&format!("schema/{key}"))]
        );
    }
    let named = with(&json!({"schema": {"type": "string", "enum": ["a"], "x-enum-descriptions": {"a": "A."}}}));
    assert_eq!(named.iter().map(|problem| problem.0).collect::<Vec<_>>(), ["named-object"]);
}

#[test]
fn values_can_be_sent_where_they_stand() {
    let wired = |place: &'static str, wire: &'static str| {
        let change = move |value: &mut Value| {
            let state = at(value, "/components/schemas/WidgetState");
            state["enum"][1] = json!(wire);
            state["x-enum-descriptions"] = json!({"TURNING": "It turns.", wire: "It stands still."});
            state["x-enum-varnames"] = json!(["Turning", "Still"]);
            let parameter = at(value, &below(LIST, "/parameters/1"));
            parameter["in"] = json!(place);
            parameter["schema"] = json!({"$ref": "#/components/schemas/WidgetState"});
        };
        let problems = reported(change).into_iter().filter(|problem| problem.0 == "parameter");
        problems.map(|(_, pointer, message, _)| (pointer, message)).collect::<Vec<_>>()
    };
    for wire in ["", "..", "na\u{ef}ve"] {
        assert_eq!(wired("query", wire), [], "{wire}");
    }
    for (place, wire) in
        [("path", ""), ("path", "."), ("path", ".."), ("header", ""), ("header", " a"), ("header", "\n")]
    {
        let message = format!("`{}`, a value of `limit`, cannot be sent in the {place}", wire.escape_debug());
        assert_eq!(wired(place, wire), [(limit("schema"), message)]);
    }
    for (place, wire) in [("path", "a b"), ("path", "..."), ("header", "a b"), ("header", "..")] {
        assert_eq!(wired(place, wire), [], "{place} {wire}");
    }
}

#[test]
fn a_name_stands_for_one_setter() {
    // One name in path and query gives two setters.
    let both = |value: &mut Value| {
        let operations = at(value, "/paths").as_object_mut().unwrap();
        let item = operations.shift_remove("/v1/{project_id}/widgets").unwrap();
        operations.insert("/v1/{project_id}/widgets/{limit}".to_owned(), item);
        let path = "/paths/~1v1~1{project_id}~1widgets~1{limit}";
        remove(value, path, "post");
        remove(value, "/components", "requestBodies");
        remove(value, "/components/schemas", "NewWidget");
        let parameters = at(value, &format!("{path}/get/parameters")).as_array_mut().unwrap();
        let mut in_path = parameters[1].clone();
        in_path["in"] = json!("path");
        in_path["required"] = json!(true);
        parameters.push(in_path);
    };
    let unused = [("provenance", String::new()), ("provenance", String::new())];
    assert_eq!(found(both), unused);
    for name in ["new", "client", "send", "self", "type", "body"] {
        assert_eq!(with(&json!({ "name": name })), [], "{name}");
    }
    for name in ["new", "Send", "type", "", "set_limit"] {
        assert_eq!(with(&json!({"x-rust-name": name})).len(), 1, "{name}");
    }
    // `set_limit` and `with_limit` would be there twice, three times even.
    let alike = |value: &mut Value| {
        let parameters = at(value, &below(LIST, "/parameters")).as_array_mut().unwrap();
        for (name, rust_name) in [("most", "limit_"), ("least", "limit__")] {
            let mut parameter = parameters[1].clone();
            (parameter["name"], parameter["x-rust-name"]) = (json!(name), json!(rust_name));
            parameters.push(parameter);
        }
    };
    let problems: Vec<_> = reported(alike).into_iter().map(|(_, pointer, message, _)| (pointer, message)).collect();
    let message = "`least` and `most` in the query are both called `limit_query` in Rust".to_owned();
    assert_eq!(problems, [(below(LIST, "/parameters/3"), message)]);
}
