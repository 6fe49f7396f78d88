//! Operations without behaviour: they respond with their documented examples, to requests that keep the specification.

use std::collections::BTreeSet;

use dms_kafka_sim::Simulator;
use huaweicloud_core::Operation;
use serde_json::{Value, json};

use crate::wire::{Request, simulator};

fn bundle() -> Value {
    serde_json::from_str(include_str!("../../../../openapi/dms-kafka.json")).unwrap()
}

/// All operations: method, path, what is documented.
fn operations(bundle: &Value) -> impl Iterator<Item = (String, &String, &Value)> {
    let paths = bundle["paths"].as_object().unwrap().iter();
    paths.flat_map(|(path, item)| {
        let operations = item.as_object().unwrap().iter().filter(|(key, _)| *key != "parameters");
        operations.map(move |(method, operation)| (method.to_uppercase(), path, operation))
    })
}

fn resolved<'b>(bundle: &'b Value, value: &'b Value) -> &'b Value {
    match value["$ref"].as_str() {
        Some(reference) => resolved(bundle, bundle.pointer(&reference[1..]).unwrap()),
        None => value,
    }
}

/// A value that the schema of a parameter allows.
fn plausible(bundle: &Value, schema: &Value) -> String {
    let schema = resolved(bundle, schema);
    let part = || schema["allOf"].get(0).map(|part| plausible(bundle, part));
    let known = [&schema["example"], &schema["default"], &schema["enum"][0], &schema["minimum"]];
    match known.into_iter().find(|value| !value.is_null()) {
        Some(Value::String(text)) => text.clone(),
        Some(value) => value.to_string(),
        None => match schema["type"].as_str() {
            Some("integer" | "number") => "1".to_owned(),
            Some("boolean") => "true".to_owned(),
            Some(_) => "a".to_owned(),
            None => part().unwrap(),
        },
    }
}

/// A request with all that an operation requires, and the body of an example.
fn request(
    bundle: &Value,
    simulator: &Simulator,
    method: &str,
    path: &str,
    operation: &Value,
    body: &Value,
) -> Request {
    let (mut path, mut query) = (path.to_owned(), Vec::new());
    for parameter in operation["parameters"].as_array().into_iter().flatten() {
        let parameter = resolved(bundle, parameter);
        let (name, value) = (parameter["name"].as_str().unwrap(), plausible(bundle, &parameter["schema"]));
        match parameter["in"].as_str().unwrap() {
            "path" => path = path.replace(&format!("{{{name}}}"), &value),
            _ if parameter["required"] == true => query.push(format!("{name}={value}")),
            _ => {}
        }
    }
    let target = if query.is_empty() { path } else { format!("{path}?{}", query.join("&")) };
    let request = Request::new(simulator, method, &target);
    if body.is_null() { request } else { request.body(body.to_string()) }
}

#[tokio::test]
async fn every_operation_takes_each_documented_request_and_responds_with_an_example() {
    let bundle = bundle();
    let behaving: BTreeSet<&str> = dms_kafka_sim::operations().map(Operation::id).collect();
    let simulator = simulator().await;
    let mut count = 0;
    for (method, path, operation) in operations(&bundle) {
        let id = operation["operationId"].as_str().unwrap();
        let sent = operation.pointer("/requestBody/content/application~1json/examples");
        let bodies = sent.map_or_else(
            || vec![&Value::Null],
            |examples| examples.as_object().unwrap().values().map(|example| &example["value"]).collect(),
        );
        for body in bodies.iter().filter(|_| !behaving.contains(id)) {
            let response = request(&bundle, &simulator, &method, path, operation, body).sign().send().await;
            let success = &operation["responses"][response.status.to_string()];
            assert!((200..300).contains(&response.status) && success.is_object(), "{id}: {} {body}", response.body);
            if let Some(content) = success.pointer("/content/application~1json") {
                let examples = content["examples"].as_object().unwrap();
                assert_eq!(Some(&response.json()), examples.values().next().map(|example| &example["value"]), "{id}");
            } else {
                assert_eq!(response.body, "", "{id}");
            }
        }
        count += 1;
    }
    assert_eq!(count, 135);
}

/// Required fields that published clients leave out all the same.
const LEFT_OUT: [(&str, &str); 3] = [
    ("ResizeEngineInstance", "oper_type"),
    ("ResizeKafkaInstance", "oper_type"),
    ("SendKafkaMessage", "property_list"),
];

/// Each required field that is left out, each required parameter, and a body that is none.
#[tokio::test]
async fn what_does_not_keep_the_specification_is_refused_with_the_documented_code() {
    let bundle = bundle();
    let simulator = simulator().await;
    let mut count = 0;
    for (method, path, operation) in operations(&bundle) {
        let examples = operation.pointer("/requestBody/content/application~1json/examples").and_then(Value::as_object);
        let Some(body) = examples.and_then(|examples| examples.values().next()).map(|example| &example["value"]) else {
            continue;
        };
        let send = |body: &Value| request(&bundle, &simulator, &method, path, operation, body).sign();
        send(&Value::Null).send().await.refusal(400, "DMS.00400004");
        let broken = Request { body: b"{".to_vec(), ..request(&bundle, &simulator, &method, path, operation, body) };
        broken.sign().send().await.refusal(400, "DMS.00400005");
        let schema = resolved(&bundle, &operation["requestBody"]["content"]["application/json"]["schema"]);
        for name in schema["required"].as_array().into_iter().flatten().map(|name| name.as_str().unwrap()) {
            let mut without = body.clone();
            without.as_object_mut().unwrap().remove(name);
            if !LEFT_OUT.contains(&(operation["operationId"].as_str().unwrap(), name)) {
                let message = send(&without).send().await.refusal(400, "DMS.00400085");
                assert!(message.ends_with(&format!("`{name}` is missing.")), "{message}");
            }
            let mut other = body.clone();
            // Neither a text nor a number nor true or false, and no list of things.
            other[name] = if body[name].is_object() { json!([]) } else { json!({"a": {}}) };
            send(&other).send().await.refusal(400, "DMS.00400085");
            count += 1;
        }
    }
    assert!(count > 60, "{count}");
}

#[tokio::test]
async fn what_is_not_simulated_is_told_from_what_there_is_not() {
    let simulator = simulator().await;
    let get = async |path: &str| Request::new(&simulator, "GET", path).sign().send().await;
    let message = get("/v1.0/availableZones").await.refusal(404, "APIGW.0103");
    assert!(message.contains("ListAvailableZones supersedes"), "{message}");
    get("/v1.0/nothing").await.refusal(404, "APIGW.0101");
}

#[tokio::test]
async fn both_places_of_an_operation_are_known() {
    let simulator = simulator().await;
    let path = "/v2/kafka/p/instances/i/reassign";
    let refused = Request::new(&simulator, "GET", path).sign().send().await;
    refused.refusal(405, "DMS.00405001");
    assert_eq!(refused.header("allow"), Some("POST"));
}

#[tokio::test]
async fn an_example_is_not_for_strangers() {
    let simulator = simulator().await;
    Request::new(&simulator, "GET", "/v2/p/instances").send().await.refusal(401, "APIGW.0301");
}
