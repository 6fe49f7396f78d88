//! How clients reach an instance.

use dms_kafka_sim::Simulator;
use serde_json::{Value, json};

use crate::wire::{Response, get, instance_path, post, seconds, simulator};

async fn instance(simulator: &Simulator) -> Value {
    get(simulator, &instance_path("")).await.json()
}

async fn switch(simulator: &Simulator, protocol: &str, enable: bool) -> Response {
    let path =
        "/v2/0123456789abcdef0123456789abcdef/kafka/instances/3e7f9a52-1c4b-4d06-8a2e-5b9c0d1e2f30/plain-ssl-switch";
    let response = post(simulator, path, &json!({"protocol": protocol, "enable": enable})).await;
    simulator.timeline().advance(seconds(5));
    response
}

#[tokio::test]
async fn one_way_is_switched_on_before_the_other_is_switched_off() {
    let simulator = simulator().await;
    switch(&simulator, "private_plain_enable", false).await.refusal(400, "DMS.00400085");
    switch(&simulator, "public_plain_enable", true).await.refusal(400, "DMS.00400128");
    let on = switch(&simulator, "private_sasl_ssl_enable", true).await.json();
    assert_eq!((&on["protocol"], &on["enable"]), (&json!("private_sasl_ssl_enable"), &json!(true)));
    assert_eq!(switch(&simulator, "private_plain_enable", false).await.status, 200);
    let shown = instance(&simulator).await;
    let ports = &shown["port_protocols"];
    assert_eq!((&ports["private_plain_enable"], &ports["private_sasl_ssl_enable"]), (&json!(false), &json!(true)));
    assert_eq!((&shown["port"], &shown["kafka_security_protocol"]), (&json!(9093), &json!("SASL_SSL")));
}

#[tokio::test]
async fn the_internet_is_let_in_and_out() {
    let simulator = simulator().await;
    let path = "/v1/0123456789abcdef0123456789abcdef/instances/3e7f9a52-1c4b-4d06-8a2e-5b9c0d1e2f30/public-boundwidth";
    post(&simulator, path, &json!({})).await.refusal(400, "DMS.00400128");
    let body = json!({"eip_address": "203.0.113.9", "public_boundwidth": 3, "publicip_id": "a,b,c"});
    assert_eq!(post(&simulator, path, &body).await.status, 204);
    let tasks = get(&simulator, &instance_path("/tasks?limit=1")).await.json();
    assert_eq!(tasks["tasks"][0]["name"], "bindInstancePublicIp");
    simulator.timeline().advance(seconds(5));
    let shown = instance(&simulator).await;
    assert_eq!((&shown["enable_publicip"], &shown["public_bandwidth"]), (&json!(true), &json!(3)));
    assert_eq!(shown["port_protocols"]["public_plain_enable"], true);
    assert_eq!(post(&simulator, path, &json!({})).await.status, 204);
    simulator.timeline().advance(seconds(5));
    let shown = instance(&simulator).await;
    assert_eq!((&shown["enable_publicip"], &shown["public_bandwidth"]), (&json!(false), &json!(0)));
    assert_eq!(shown["port_protocols"]["public_plain_enable"], false);
}

#[tokio::test]
async fn other_vpcs_get_the_addresses_of_those_brokers_that_there_are() {
    let simulator = simulator().await;
    let wanted = json!({"192.168.0.100": "broker-0.kafka.example", "192.168.0.1": "10.0.0.1", "192.168.0.61": "a b"});
    let response =
        post(&simulator, &instance_path("/crossvpc/modify"), &json!({"advertised_ip_contents": wanted})).await;
    let body = response.json();
    assert_eq!((response.status, &body["success"]), (200, &json!(false)));
    let successes: Vec<&Value> = body["results"].as_array().unwrap().iter().map(|result| &result["success"]).collect();
    assert_eq!(successes.iter().filter(|success| **success == &json!(true)).count(), 1, "{body}");
    let shown = instance(&simulator).await;
    let entrances: Value = serde_json::from_str(shown["cross_vpc_info"].as_str().unwrap()).unwrap();
    assert_eq!(entrances["192.168.0.100"]["advertised_ip"], "broker-0.kafka.example");
    assert_eq!(entrances["192.168.0.61"]["advertised_ip"], "192.168.0.61");
}

#[tokio::test]
async fn domain_names_come_once() {
    let simulator = simulator().await;
    let path = "/v2/0123456789abcdef0123456789abcdef/kafka/instances/3e7f9a52-1c4b-4d06-8a2e-5b9c0d1e2f30/dns";
    assert_eq!(instance(&simulator).await["dns_enable"], false);
    assert_eq!(post(&simulator, path, &json!({})).await.status, 204);
    assert_eq!(instance(&simulator).await["dns_enable"], true);
    post(&simulator, path, &json!({})).await.refusal(400, "DMS.111501035");
}
