//! Operations without behaviour: they respond with their documented examples.

use std::collections::BTreeSet;

use huaweicloud_core::Operation;
use serde_json::Value;

use crate::wire::{Request, simulator};

#[tokio::test]
async fn every_operation_without_behaviour_responds_with_its_documented_example() {
    let document = include_str!("../../../../openapi/dms-kafka.json");
    let document: Value = serde_json::from_str(document).unwrap();
    let behaving: BTreeSet<&str> = dms_kafka_sim::operations().map(Operation::id).collect();
    let simulator = simulator().await;
    let mut count = 0;
    for (path, item) in document["paths"].as_object().unwrap() {
        let target = path.replace(['{', '}'], "");
        for (method, operation) in item.as_object().unwrap().iter().filter(|(key, _)| *key != "parameters") {
            let id = operation["operationId"].as_str().unwrap();
            if behaving.contains(id) {
                continue;
            }
            let response = Request::new(&simulator, &method.to_uppercase(), &target).sign().send().await;
            let success = &operation["responses"][response.status.to_string()];
            assert!((200..300).contains(&response.status) && success.is_object(), "{id}: {}", response.status);
            if let Some(content) = success.pointer("/content/application~1json") {
                let examples = content["examples"].as_object().unwrap();
                assert_eq!(Some(&response.json()), examples.values().next().map(|example| &example["value"]), "{id}");
            } else {
                assert_eq!(response.body, "", "{id}");
            }
            count += 1;
        }
    }
    assert!(count > 0);
}

#[tokio::test]
async fn an_example_is_not_for_strangers() {
    let simulator = simulator().await;
    Request::new(&simulator, "GET", "/v2/p/instances").send().await.refusal(401, "APIGW.0301");
}
