//! What the simulator tells of itself, and how it is driven over HTTP.

use serde_json::json;

use crate::wire::{Request, simulator};

#[tokio::test]
async fn coverage_names_each_operation_and_how_it_answers() {
    let simulator = simulator().await;
    let coverage = Request::new(&simulator, "GET", "/_sim/coverage").send().await.json();
    assert_eq!((&coverage["service"], &coverage["by_example"]), (&json!("Widgets"), &json!(20)));
    let first = json!({"resource": "cogs", "operation": "CreateCog", "method": "POST", "path": "/v1/{project_id}/cogs", "answers_by": "example"});
    assert!(coverage["operations"].as_array().unwrap().contains(&first), "{coverage}");
}

#[tokio::test]
async fn faults_are_added_listed_and_taken_back() {
    let simulator = simulator().await;
    let faults = |method: &str| Request::new(&simulator, method, "/_sim/faults");
    let fault = json!({"operation": "ListWidgets", "times": 1, "effect": {"kind": "refuse", "status": 503}});
    assert_eq!(faults("POST").body(&fault).send().await.status, 200);
    let listed = faults("GET").send().await.json();
    assert_eq!(
        listed,
        json!([{"operation": "ListWidgets", "skip": 0, "times": 1, "probability": 1.0, "effect": {"kind": "refuse", "status": 503}}])
    );
    let list = || Request::new(&simulator, "GET", "/v1/p/widgets?kind=a").sign();
    list().send().await.refusal(503, "APIGW.0605");
    assert_eq!(faults("POST").body(&listed).send().await.json().as_array().unwrap().len(), 2);
    faults("POST").body(r#"{"effect": {"kind": "burn"}}"#).send().await.refusal(400, "APIGW.0602");
    for body in ["", " ", "{}", "[", r#"{"effect": {"kind": "drop"}}, {"effect": {"kind": "drop"}}"#] {
        faults("POST").body(body).send().await.refusal(400, "APIGW.0602");
    }
    assert_eq!(faults("GET").send().await.json().as_array().unwrap().len(), 2);
    assert_eq!(faults("DELETE").send().await.status, 204);
    assert_eq!(list().send().await.status, 200);
    let seed = Request::new(&simulator, "PUT", "/_sim/faults/seed").body("7").send().await;
    assert_eq!(seed.status, 204);
}

#[tokio::test]
async fn the_clock_is_driven() {
    let simulator = simulator().await;
    let clock = |method: &str, body: &str| Request::new(&simulator, method, "/_sim/clock").body(body);
    assert_eq!(clock("GET", "").send().await.json(), json!({"now": "2024-03-09T01:02:03.000Z", "speed": 1.0}));
    let later = clock("POST", r#"{"advance_seconds": 3600}"#).send().await.json();
    assert_eq!(later["now"], "2024-03-09T02:02:03.000Z");
    assert_eq!(clock("PUT", r#"{"speed": 60}"#).send().await.json()["speed"], 60.0);
    clock("POST", r#"{"minutes": 1}"#).send().await.refusal(400, "APIGW.0602");
    for seconds in [u64::MAX, 1 << 62, 300_000_000_000] {
        clock("POST", &format!(r#"{{"advance_seconds": {seconds}}}"#)).send().await.refusal(400, "APIGW.0602");
    }
    for speed in ["-5", "-0.1", "1000001", "1e300"] {
        clock("PUT", &format!(r#"{{"speed": {speed}}}"#)).send().await.refusal(400, "APIGW.0602");
    }
    assert_eq!(clock("GET", "").send().await.json(), json!({"now": "2024-03-09T02:02:03.000Z", "speed": 60.0}));
    // Signatures follow the clock of the machine.
    assert_eq!(Request::new(&simulator, "GET", "/v1/p/widgets?kind=a").sign().send().await.status, 200);
}

#[tokio::test]
async fn requests_are_listed_without_headers_query_and_body() {
    let simulator = simulator().await;
    Request::new(&simulator, "GET", "/v1/p/widgets?kind=a&weight=2").sign().send().await;
    let listed = Request::new(&simulator, "GET", "/_sim/requests").send().await.json();
    let [request] = listed.as_array().unwrap().as_slice() else { panic!("{listed}") };
    assert_eq!(
        (&request["operation"], &request["status"], &request["executed"]),
        (&json!("ListWidgets"), &json!(200), &json!(true))
    );
    assert!(!listed.to_string().contains("Signature") && !listed.to_string().contains("weight"));
    assert_eq!(Request::new(&simulator, "DELETE", "/_sim/requests").send().await.status, 204);
    assert_eq!(Request::new(&simulator, "GET", "/%5Fsim/clock").send().await.status, 200);
    assert!(simulator.requests().is_empty(), "its own pages are none, however their path is written");
}

#[tokio::test]
async fn other_origins_and_other_methods_are_refused() {
    let simulator = simulator().await;
    let coverage = |method: &str| Request::new(&simulator, method, "/_sim/coverage");
    coverage("GET").header("origin", "http://evil.example").send().await.refusal(403, "APIGW.0302");
    coverage("GET").header("sec-fetch-site", "cross-site").send().await.refusal(403, "APIGW.0302");
    let mut rebound = coverage("GET");
    rebound.headers[0].1 = "evil.example".to_owned();
    rebound.send().await.refusal(403, "APIGW.0302");
    let other = coverage("PUT").send().await;
    other.refusal(405, "APIGW.0101");
    assert_eq!(other.header("allow"), Some("GET"));
    Request::new(&simulator, "GET", "/_sim/nothing").send().await.refusal(404, "APIGW.0101");
}
