//! Messages, how far groups have read them, and diagnoses of why they wait.

use serde_json::{Value, json};

use super::{Instance, Provider, reads};

async fn with_topic() -> (Provider, Instance) {
    let provider = Provider::new().await;
    let instance = Instance::create(&provider, json!({})).await;
    provider.post(&instance.at("/topics"), &json!({"id": "orders", "partition": 3, "replication": 3})).await;
    (provider, instance)
}

async fn produce(provider: &Provider, instance: &Instance, body: &Value) {
    let sent = provider.post(&instance.at("/messages/action?action_id=send"), body).await;
    reads(&sent, &json!({"topic": "orders", "body": body["body"]}));
}

#[tokio::test]
async fn a_message_is_sent_with_properties_and_without_and_found_again() {
    let (provider, instance) = with_topic().await;
    // What has no properties has null.
    produce(&provider, &instance, &json!({"topic": "orders", "body": "first", "property_list": null})).await;
    let properties = json!([{"name": "KEY", "value": "a"}, {"name": "PARTITION", "value": "1"}]);
    produce(&provider, &instance, &json!({"topic": "orders", "body": "second", "property_list": properties})).await;
    let found = async |query: &str| -> Vec<String> {
        let path = instance.at(&format!("/messages?topic=orders&{query}&limit=50&offset=0"));
        let messages = provider.get(&path).await["messages"].clone();
        messages.as_array().unwrap().iter().map(|message| message["message_offset"].to_string()).collect()
    };
    let (from, to) = ("start_time=1709946123000", "end_time=1799946123000");
    assert_eq!(found(&format!("{from}&{to}")).await.len(), 2);
    assert_eq!(found(&format!("{from}&{to}&partition=1")).await, ["0"]);
    assert_eq!(found(&format!("{from}&{to}&keyword=sec")).await.len(), 1);
    assert_eq!(found("partition=1&message_offset=0").await, ["0"]);
    let one =
        provider.get(&instance.at("/messages?topic=orders&partition=1&message_offset=0")).await["messages"][0].clone();
    reads(&one, &json!({"partition": 1, "key": "a", "message_offset": 0}));
}

#[tokio::test]
async fn offsets_of_all_topics_are_set_back() {
    let (provider, instance) = with_topic().await;
    produce(&provider, &instance, &json!({"topic": "orders", "body": "first", "property_list": null})).await;
    provider.post(&instance.at_kafka("/group"), &json!({"group_name": "shop", "group_desc": ""})).await;
    let reset = instance.of_kafka("/groups/shop/reset-message-offset");
    for body in [
        json!({"topic": "orders", "partition": 0, "message_offset": 0}),
        json!({"topic": "orders", "partition": -1, "timestamp": 0}),
        json!({"topic": "", "partition": -1, "timestamp": 0}),
    ] {
        provider.put(&reset, &body).await;
        // Of one topic it is over at once; of all it is not.
        if body["topic"] == "" {
            provider.wait_by_name(&instance, "kafkaResetConsumerOffset", &[5, 5]).await;
        }
    }
}

#[tokio::test]
async fn a_diagnosis_is_asked_for_waited_for_and_deleted() {
    let (provider, instance) = with_topic().await;
    provider.post(&instance.at_kafka("/group"), &json!({"group_name": "shop", "group_desc": ""})).await;
    let checked = provider.get(&instance.at_kafka("/diagnosis-check?group=shop&topic=orders")).await;
    assert!(
        checked.as_array().is_some_and(|checks| checks.iter().all(|check| check["success"].is_boolean())),
        "{checked}"
    );
    let tasks = instance.at_kafka("/message-diagnosis-tasks");
    let response = provider.send("POST", &tasks, Some(&json!({"group_name": "shop", "topic_name": "orders"}))).await;
    assert_eq!(response.status, 200, "{}", response.body);
    let report = response.json()["report_id"].as_str().unwrap().to_owned();
    let listed = async || {
        let reports = provider.get(&format!("{tasks}?offset=0&limit=50")).await["report_list"].clone();
        reports.as_array().unwrap().iter().find(|one| one["report_id"] == report.as_str()).cloned()
    };
    for _ in 0..60 {
        let one = listed().await.unwrap();
        reads(&one, &json!({"group_name": "shop", "topic_name": "orders"}));
        if one["status"] == "finished" {
            break;
        }
        assert_eq!(one["status"], "diagnosing");
        provider.pass(10);
    }
    let shown = provider.get(&instance.at_kafka(&format!("/message-diagnosis/{report}"))).await;
    assert!(shown["diagnosis_dimension_list"].is_array(), "{shown}");
    let deleted = provider.changed("DELETE", &tasks, Some(&json!({"report_id_list": [report]}))).await;
    reads(&deleted["results"][0], &json!({"id": report, "success": true}));
    assert_eq!(listed().await, None);
}
