//! Topics of an instance.

use serde_json::{Value, json};

use crate::wire::{get, instance_path, post, put, seconds, simulator};

#[tokio::test]
async fn a_topic_is_there_at_once_with_what_was_asked_for() {
    let simulator = simulator().await;
    let body = json!({
        "id": "orders", "partition": 5, "replication": 2, "retention_time": 24, "sync_replication": true,
        "sync_message_flush": true, "topic_desc": "of all shops",
        "topic_other_configs": [{"name": "message.timestamp.type", "value": "CreateTime"}, {"name": "max.message.bytes", "value": "1000"}],
    });
    let created = post(&simulator, &instance_path("/topics"), &body).await;
    assert_eq!((created.status, created.json()), (200, json!({"name": "orders"})));
    let list = get(&simulator, &instance_path("/topics")).await.json();
    assert_eq!((&list["total"], &list["size"], &list["remain_partitions"]), (&json!(3), &json!(3), &json!(289)));
    let topic = &list["topics"][2];
    for (field, expected) in [
        ("name", json!("orders")),
        ("partition", json!(5)),
        ("replication", json!(2)),
        ("retention_time", json!(24)),
        ("sync_replication", json!(true)),
        ("sync_message_flush", json!(true)),
        ("topic_desc", json!("of all shops")),
        ("created_at", json!(1_709_946_123_000_u64)),
    ] {
        assert_eq!(topic[field], expected, "{field}");
    }
    let values: Vec<&Value> =
        topic["topic_other_configs"].as_array().unwrap().iter().map(|one| &one["value"]).collect();
    assert_eq!(values, ["1000", "CreateTime"]);
}

#[tokio::test]
async fn each_partition_has_its_replicas_on_different_brokers() {
    let simulator = simulator().await;
    let body = json!({"id": "orders", "partition": 4, "replication": 3});
    post(&simulator, &instance_path("/topics"), &body).await;
    let detail = get(&simulator, &instance_path("/management/topics/orders")).await.json();
    let at = format!(
        "/v2/kafka/{}/instances/{}/topics-detail/orders",
        dms_kafka_sim::EXAMPLE_PROJECT_ID,
        dms_kafka_sim::EXAMPLE_INSTANCE_ID
    );
    let placement = get(&simulator, &at).await.json();
    let partitions = detail["partitions"].as_array().unwrap();
    assert_eq!(partitions.len(), 4);
    for (partition, placed) in partitions.iter().zip(placement[0]["partitions"].as_array().unwrap()) {
        let replicas = partition["replicas"].as_array().unwrap();
        let mut brokers: Vec<u64> = replicas.iter().map(|replica| replica["broker"].as_u64().unwrap()).collect();
        assert_eq!(placed["replicas"], json!(brokers));
        assert_eq!((&placed["leader"], &partition["leader"]), (&json!(brokers[0]), &json!(brokers[0])));
        brokers.sort_unstable();
        assert_eq!(brokers, [0, 1, 2]);
    }
    assert_ne!(partitions[0]["leader"], partitions[1]["leader"]);
    get(&simulator, &instance_path("/management/topics/none")).await.refusal(400, "DMS.00400975");
}

#[tokio::test]
async fn what_kafka_would_refuse_is_refused() {
    let simulator = simulator().await;
    let create = async |body: Value| post(&simulator, &instance_path("/topics"), &body).await;
    create(json!({"id": "Topic-test01"})).await.refusal(400, "DMS.00400800");
    create(json!({"id": "orders", "replication": 4})).await.refusal(400, "DMS.00400861");
    let unknown = json!({"id": "orders", "topic_other_configs": [{"name": "colour", "value": "red"}]});
    create(unknown).await.refusal(400, "DMS.00400800");
    let large = json!({"id": "orders", "topic_other_configs": [{"name": "max.message.bytes", "value": "10485761"}]});
    create(large).await.refusal(400, "DMS.00400800");
    assert_eq!(create(json!({"id": "most", "partition": 200})).await.status, 200);
    create(json!({"id": "rest", "partition": 95})).await.refusal(400, "DMS.00400800");
    assert_eq!(create(json!({"id": "rest", "partition": 94})).await.status, 200);
    let list = get(&simulator, &instance_path("/topics")).await.json();
    assert_eq!((&list["total"], &list["remain_partitions"]), (&json!(4), &json!(0)));
}

#[tokio::test]
async fn a_list_comes_in_pages_and_none_begins_past_its_end() {
    let simulator = simulator().await;
    for number in 2..5 {
        post(&simulator, &instance_path("/topics"), &json!({"id": format!("topic-{number}"), "partition": 1})).await;
    }
    let page = get(&simulator, &instance_path("/topics?offset=3&limit=10")).await.json();
    let names: Vec<&Value> = page["topics"].as_array().unwrap().iter().map(|one| &one["name"]).collect();
    assert_eq!(
        (names, &page["total"], &page["size"]),
        (vec![&json!("topic-3"), &json!("topic-4")], &json!(5), &json!(2))
    );
    get(&simulator, &instance_path("/topics?offset=5")).await.refusal(400, "DMS.00400062");
}

#[tokio::test]
async fn an_instance_that_does_not_work_takes_no_topic() {
    let simulator = simulator().await;
    let restart = json!({"action": "restart", "instances": [dms_kafka_sim::EXAMPLE_INSTANCE_ID]});
    post(&simulator, &format!("/v2/{}/instances/action", dms_kafka_sim::EXAMPLE_PROJECT_ID), &restart).await;
    let create = async || post(&simulator, &instance_path("/topics"), &json!({"id": "orders"})).await;
    create().await.refusal(400, "DMS.00400026");
    put(&simulator, &instance_path(""), &json!({"name": "other"})).await.refusal(400, "DMS.00400026");
    simulator.timeline().advance(seconds(60));
    assert_eq!(create().await.status, 200);
}
