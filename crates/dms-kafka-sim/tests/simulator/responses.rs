//! What behaving operations respond, held against the specification: no field of another type, none that is not documented, and
//! all that the documented example has.

mod rows;

use std::collections::{BTreeMap, BTreeSet};
use std::time::SystemTime;

use dms_kafka_sim::{EXAMPLE_INSTANCE_ID, EXAMPLE_PROJECT_ID, State, service};
use huaweicloud_core::Operation;
use huaweicloud_sim::{Request, Response, Service};
use serde_json::{Value, json};

use crate::wire::{now, seconds};
use rows::{Row, row, rows};

/// The bundle, and where each operation is in it: method, path, what is documented.
struct Bundle(Value);

impl Bundle {
    fn read() -> Self {
        Self(serde_json::from_str(include_str!("../../../../openapi/dms-kafka.json")).unwrap())
    }

    fn operation(&self, id: &str) -> (String, &str, &Value) {
        let paths = self.0["paths"].as_object().unwrap().iter();
        let mut operations =
            paths.flat_map(|(path, item)| item.as_object().unwrap().iter().map(move |one| (path, one)));
        let (path, (method, operation)) =
            operations.find(|(_, (_, operation))| operation["operationId"] == id).unwrap();
        (method.to_uppercase(), path, operation)
    }

    /// The documented bodies of requests; one that is empty if there are none.
    fn bodies(&self, id: &str) -> Vec<Value> {
        let examples = self.operation(id).2.pointer("/requestBody/content/application~1json/examples");
        let examples = examples.and_then(Value::as_object).map(|examples| examples.values());
        examples
            .map_or_else(|| vec![Value::Null], |examples| examples.map(|example| example["value"].clone()).collect())
    }

    /// The first documented body of a response.
    fn response(&self, id: &str, status: u16) -> Option<&Value> {
        let content = self.operation(id).2["responses"][status.to_string()].pointer("/content/application~1json")?;
        Some(&content["examples"].as_object()?.values().next()?["value"])
    }
}

/// Carries a row out, and gives the responses to each of its bodies.
fn carried_out(service: &Service, bundle: &Bundle, row: &Row, mut at: SystemTime) -> Vec<(Value, Response)> {
    for (before, wait) in &row.before {
        carried_out(service, bundle, before, at);
        at += seconds(*wait);
    }
    let (method, path, _) = bundle.operation(row.operation);
    let known = [
        ("project_id", EXAMPLE_PROJECT_ID),
        ("instance_id", EXAMPLE_INSTANCE_ID),
        ("engine", "kafka"),
        ("task_id", "8abfa7b272adc5b40172b73130065ae7"),
        ("topic", "Topic-test01"),
        ("topic_name", "Topic-test01"),
    ];
    let target = row
        .path
        .iter()
        .chain(&known)
        .fold(path.to_owned(), |path, (name, value)| path.replace(&format!("{{{name}}}"), value));
    assert!(!target.contains('{'), "{}: `path` must have what {target} lacks", row.operation);
    let target = if row.query.is_empty() { target } else { format!("{target}?{}", row.query) };
    let bodies = row.body.clone().map_or_else(|| bundle.bodies(row.operation), |body| vec![body]);
    let send = |body: Value| {
        let sent = if body.is_null() { String::new() } else { body.to_string() };
        let response = service.call(&Request::new(&method, &target).body(sent.as_bytes()).at(at));
        let response = response.unwrap_or_else(|refusal| panic!("{} {target} {body}: {refusal}", row.operation));
        (body, response)
    };
    bodies.into_iter().map(send).collect()
}

/// The places of all fields, with `*` for the elements of a list.
fn places(value: &Value, at: &str, found: &mut BTreeSet<String>) {
    let within: Vec<(String, &Value)> = match value {
        Value::Object(fields) => fields.iter().map(|(name, value)| (format!("{at}/{name}"), value)).collect(),
        Value::Array(elements) => elements.iter().map(|element| (format!("{at}/*"), element)).collect(),
        _ => Vec::new(),
    };
    for (place, value) in within {
        places(value, &place, found);
        found.insert(place);
    }
}

/// Of what the documented example has and the response has not, and what the row lacks, the difference.
fn different(row: &Row, example: &Value, body: &[u8]) -> Vec<String> {
    // A bare word is no JSON.
    let word = || Value::String(String::from_utf8(body.to_vec()).unwrap());
    let body: Value = serde_json::from_slice(body).unwrap_or_else(|_| word());
    let [mut documented, mut sent] = [BTreeSet::new(), BTreeSet::new()];
    places(example, "", &mut documented);
    places(&body, "", &mut sent);
    let lacking: BTreeSet<&str> = documented.difference(&sent).map(String::as_str).collect();
    let excused: BTreeMap<&str, &str> = row.lacks.iter().copied().collect();
    let unexcused = lacking.iter().filter(|place| !excused.contains_key(*place));
    let unexcused = unexcused.map(|place| format!("{}: the documented example has {place}", row.operation));
    let needless = excused.keys().filter(|place| !lacking.contains(*place));
    unexcused.chain(needless.map(|place| format!("{}: {place} is not lacking", row.operation))).collect()
}

#[test]
fn responses_are_as_the_specification_has_them() {
    let bundle = Bundle::read();
    let mut faults = Vec::new();
    for row in rows() {
        let service = service(&State::with_examples()).unwrap();
        for (sent, response) in carried_out(&service, &bundle, &row, now()) {
            if let Err(why) = service.check_response(row.operation, &response) {
                faults.push(format!("{} {sent}: {why} {}", row.operation, String::from_utf8_lossy(response.body())));
            } else if let Some(example) = bundle.response(row.operation, response.status()) {
                faults.extend(different(&row, example, response.body()));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn each_operation_that_behaves_has_a_row() {
    let rows: BTreeSet<&str> = rows().iter().map(|row| row.operation).collect();
    let behaving: BTreeSet<&str> = dms_kafka_sim::operations().map(Operation::id).collect();
    assert_eq!(rows, behaving, "add a row to the table of this file");
}

#[test]
fn what_is_missing_is_noticed() {
    let example = json!({"widgets": [{"name": "a", "size": 1}]});
    let of = |row: &Row, body: Value| different(row, &example, body.to_string().as_bytes());
    assert_eq!(of(&row("List"), example.clone()), Vec::<String>::new());
    let lacking = of(&row("List"), json!({"widgets": [{"name": "b"}]}));
    assert_eq!(lacking, ["List: the documented example has /widgets/*/size"]);
    assert_eq!(of(&row("List").lacks("/widgets/*/size", "it has none"), json!({"widgets": [{"name": "b"}]})).len(), 0);
    assert_eq!(of(&row("List").lacks("/widgets/*/size", "it has none"), example.clone()).len(), 1);
    assert_eq!(of(&row("List"), json!({"widgets": []})).len(), 3);
}

/// Requests with a documented body that is a little wrong, for an instance that there is and one that there is not.
fn mistaken(bundle: &Bundle, operation: &str) -> Vec<(String, String, String)> {
    let (method, path, _) = bundle.operation(operation);
    let target = |instance: &str, other: &str| {
        let known = [("project_id", EXAMPLE_PROJECT_ID), ("instance_id", instance), ("engine", "kafka")];
        let path =
            known.iter().fold(path.to_owned(), |path, (name, value)| path.replace(&format!("{{{name}}}"), value));
        path.split('/').map(|part| if part.starts_with('{') { other } else { part }).collect::<Vec<_>>().join("/")
    };
    let targets = [target(EXAMPLE_INSTANCE_ID, "none"), target("none", "Topic-test01")];
    let mut requests = Vec::new();
    // The others differ in the same fields.
    for body in bundle.bodies(operation).into_iter().take(1) {
        let mut bodies = vec![body.clone()];
        for name in body.as_object().into_iter().flatten().map(|(name, _)| name) {
            for value in [Value::Null, json!("none"), json!(0), json!(["none", "none"])] {
                let mut other = body.clone();
                other[name] = value;
                bodies.push(other);
            }
        }
        for (body, target) in bodies.iter().flat_map(|body| targets.iter().map(move |target| (body, target))) {
            let text = if body.is_null() { String::new() } else { body.to_string() };
            requests.push((method.clone(), target.clone(), text));
        }
    }
    requests
}

#[test]
fn what_is_refused_changes_nothing() {
    let bundle = Bundle::read();
    let (mut refused, mut accepted) = (0, 0);
    let operations = dms_kafka_sim::operations().filter(|operation| operation.method().as_str() != "GET");
    let fresh = || {
        let state = State::with_examples();
        let service = service(&state).unwrap();
        // What is due has happened already.
        service.call(&Request::new("GET", "/v2/p/instances/none").at(now())).unwrap_err();
        (format!("{state:?}"), state, service)
    };
    let (mut known, mut state, mut service) = fresh();
    for (method, target, body) in operations.flat_map(|operation| mistaken(&bundle, operation.id())) {
        if service.call(&Request::new(&method, &target).body(body.as_bytes()).at(now())).is_ok() {
            accepted += 1;
            (known, state, service) = fresh();
        } else {
            refused += 1;
            assert_eq!(format!("{state:?}"), known, "{method} {target} {body}");
        }
    }
    assert!(refused > 100 && accepted > 20, "{refused} refused, {accepted} accepted");
}
