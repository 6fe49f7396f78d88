//! Requests that the official Python SDK signed, as a server received them or as its client would have sent them.
//!
//! Simulator and clients compute signatures with the same code; these requests were signed by other code.

use dms_kafka_sim::Simulator;
use serde_json::Value;

use crate::wire::{Request, simulator};

const VECTORS: &str = include_str!("../../../huaweicloud-core/tests/vectors/signing.json");
/// The library that sends it takes the dot segment out of the path, so that no gateway could verify it.
const UNVERIFIABLE: &str = "client-path-dotdot";

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

/// A request as a server received it, but for what belongs to the connection.
fn received(simulator: &Simulator, vector: &Value) -> Request {
    let wire = &vector["wire"];
    let mut request = Request::new(simulator, text(&wire["method"]), text(&wire["raw_target"])).without("host");
    for pair in wire["headers"].as_array().unwrap() {
        let name = text(&pair[0]).to_ascii_lowercase();
        if name != "connection" && name != "content-length" {
            request = request.header(&name, text(&pair[1]));
        }
    }
    request.body(text(&wire["body"]))
}

/// A request as the client built and signed it.
fn built(simulator: &Simulator, vector: &Value) -> Request {
    let expected = &vector["expected"];
    let (_, target) = text(&expected["final_url"]).split_once("://").unwrap().1.split_once('/').unwrap();
    let mut request = Request::new(simulator, text(&vector["method"]), &format!("/{target}")).without("host");
    for (name, value) in expected["headers_after_signing"].as_object().unwrap() {
        request = request.header(name, text(value));
    }
    request.header("authorization", text(&expected["authorization"])).body(text(&vector["body"]))
}

/// Sends all requests of a kind, as they are and with another signature.
async fn are_verified(kind: &str, count: usize, request: fn(&Simulator, &Value) -> Request) {
    let simulator = simulator().await;
    let vectors: Value = serde_json::from_str(VECTORS).unwrap();
    let of_kind: Vec<_> = vectors["vectors"].as_array().unwrap().iter().filter(|v| v["kind"] == kind).collect();
    assert_eq!(of_kind.len(), count);
    for vector in of_kind {
        let request = request(&simulator, vector);
        let response = request.send().await;
        assert_eq!(response.status == 401, vector["name"] == UNVERIFIABLE, "{}: {}", vector["name"], response.body);
        let mut authorization = request.authorization();
        let last = if authorization.pop() == Some('0') { '1' } else { '0' };
        authorization.push(last);
        request.with("authorization", &authorization).send().await.refusal(401, "APIGW.0301");
    }
}

#[tokio::test]
async fn what_a_server_received_is_verified() {
    are_verified("wire", 15, received).await;
}

#[tokio::test]
async fn what_the_client_built_is_verified() {
    are_verified("client", 21, built).await;
}
