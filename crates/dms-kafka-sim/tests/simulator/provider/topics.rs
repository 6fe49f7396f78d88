//! Topics, and where their partitions are.

use serde_json::{Value, json};

use super::{Instance, Provider, reads};

async fn with_instance() -> (Provider, Instance) {
    let provider = Provider::new().await;
    let instance = Instance::create(&provider, json!({})).await;
    (provider, instance)
}

/// The topic as the provider finds it: in the list of all.
async fn listed(provider: &Provider, instance: &Instance, name: &str) -> Option<Value> {
    let topics = provider.get(&instance.at("/topics?offset=0&limit=50")).await["topics"].clone();
    topics.as_array().unwrap().iter().find(|topic| topic["name"] == name).cloned()
}

/// A topic with all that can be said of one.
fn orders() -> Value {
    json!({
        "id": "orders", "partition": 10, "replication": 3, "retention_time": 36, "sync_message_flush": true,
        "sync_replication": true, "topic_desc": "of all shops",
        "topic_other_configs": [
            {"name": "message.timestamp.type", "value": "LogAppendTime"}, {"name": "max.message.bytes", "value": "10485760"},
        ],
    })
}

#[tokio::test]
async fn a_topic_is_created_changed_and_deleted() {
    let (provider, instance) = with_instance().await;
    let topics = instance.at("/topics");
    assert_eq!(provider.post(&topics, &orders()).await["name"], "orders");
    let topic = listed(&provider, &instance, "orders").await.unwrap();
    reads(
        &topic,
        &json!({
            "partition": 10, "replication": 3, "retention_time": 36, "sync_message_flush": true, "sync_replication": true,
            "topic_desc": "of all shops", "policiesOnly": false, "topic_type": 0,
        }),
    );
    assert_eq!(topic["created_at"], 1_709_946_123_000_u64 + 600_000, "{topic}");
    let config = |topic: &Value, name: &str| {
        let configs = topic["topic_other_configs"].as_array().unwrap();
        configs.iter().find(|config| config["name"] == name).map(|config| config["value"].clone())
    };
    assert_eq!(config(&topic, "max.message.bytes"), Some(json!("10485760")));
    assert_eq!(config(&topic, "message.timestamp.type"), Some(json!("LogAppendTime")));

    // One request for each kind of change.
    let change = async |changes: Value| {
        let mut topic = json!({"id": "orders"});
        topic.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
        provider.put(&topics, &json!({"topics": [topic]})).await
    };
    change(json!({
        "retention_time": 48, "sync_message_flush": false, "sync_replication": false, "topic_desc": "",
        "topic_other_configs": [{"name": "message.timestamp.type", "value": "CreateTime"}],
    }))
    .await;
    change(json!({"new_partition_numbers": 20, "new_partition_brokers": [0]})).await;
    provider.pass(60);
    let topic = listed(&provider, &instance, "orders").await.unwrap();
    reads(
        &topic,
        &json!({
            "partition": 20, "replication": 3, "retention_time": 48, "sync_message_flush": false, "sync_replication": false,
            "topic_desc": "",
        }),
    );
    assert_eq!(config(&topic, "message.timestamp.type"), Some(json!("CreateTime")));
    let partitions = provider.get(&instance.of_kafka("/topics-detail/orders")).await[0]["partitions"].clone();
    let leaders: Vec<_> =
        partitions.as_array().unwrap()[10..].iter().map(|partition| partition["leader"].clone()).collect();
    assert_eq!(leaders, vec![json!(0); 10], "{partitions}");

    let deleted = provider.post(&instance.at("/topics/delete"), &json!({"topics": ["orders"]})).await;
    reads(&deleted["topics"][0], &json!({"id": "orders", "success": true}));
    assert_eq!(listed(&provider, &instance, "orders").await, None);
}

#[tokio::test]
async fn what_is_not_said_of_a_topic_is_what_it_had_anyway() {
    let (provider, instance) = with_instance().await;
    let body = json!({
        "id": "parcels", "partition": 3, "sync_message_flush": false, "sync_replication": false, "topic_other_configs": null,
    });
    provider.post(&instance.at("/topics"), &body).await;
    let expected = json!({"partition": 3, "replication": 3, "retention_time": 72, "topic_desc": ""});
    reads(&listed(&provider, &instance, "parcels").await.unwrap(), &expected);
}

#[tokio::test]
async fn partitions_are_moved_and_estimated_and_scheduled() {
    let (provider, instance) = with_instance().await;
    provider.post(&instance.at("/topics"), &json!({"id": "orders", "partition": 3, "replication": 3})).await;
    let path = instance.of_kafka("/reassign");
    let replicas = async || -> Vec<Value> {
        let shown = provider.get(&instance.of_kafka("/topics-detail/orders")).await[0]["partitions"].clone();
        shown.as_array().unwrap().iter().map(|partition| partition["replicas"].clone()).collect()
    };
    let estimate = json!({"reassignments": [{"topic": "orders", "brokers": [0, 1], "replication_factor": 2, "assignment": null}], "time_estimate": true});
    let estimated = provider.post(&path, &estimate).await;
    assert!(estimated["reassignment_time"].is_u64() && estimated.get("job_id").is_none(), "{estimated}");
    let by_hand = json!({
        "reassignments": [{"topic": "orders", "assignment": [
            {"partition": 0, "partition_brokers": [2, 0]}, {"partition": 1, "partition_brokers": [0, 1]},
            {"partition": 2, "partition_brokers": [1, 2]},
        ]}],
        "throttle": -1, "is_schedule": false, "time_estimate": false,
    });
    let job = provider.post(&path, &by_hand).await;
    provider.wait_for_task(&instance, &job["job_id"]).await;
    assert_eq!(replicas().await, [json!([2, 0]), json!([0, 1]), json!([1, 2])]);
    let at = 1_709_946_123_000_u64 + 7_200_000;
    let later = json!({
        "reassignments": [{"topic": "orders", "brokers": [0, 1, 2], "replication_factor": 1}], "is_schedule": true, "execute_at": at,
    });
    let scheduled = provider.post(&path, &later).await;
    assert!(scheduled["schedule_id"].is_string(), "{scheduled}");
    provider.pass(7_200);
    provider.pass(60);
    assert!(replicas().await.iter().all(|replicas| replicas.as_array().unwrap().len() == 1));
}
