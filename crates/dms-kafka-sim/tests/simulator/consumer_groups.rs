//! Consumer groups: created, described, reset, deleted.

use dms_kafka_sim::{EXAMPLE_INSTANCE_ID, EXAMPLE_PROJECT_ID, Simulator, StagedInstance};
use huaweicloud_sim::{Effect, Fault};
use serde_json::{Value, json};

use crate::wire::{Response, delete, get, instance_path, post, put, seconds, simulator};

fn engine_path(rest: &str) -> String {
    instance_path(rest).replacen("/v2/", "/v2/kafka/", 1)
}

async fn create(simulator: &Simulator, name: &str) -> Response {
    let at = format!("/v2/{EXAMPLE_PROJECT_ID}/kafka/instances/{EXAMPLE_INSTANCE_ID}/group");
    post(simulator, &at, &json!({"group_name": name, "group_desc": "of the shop"})).await
}

fn staged(simulator: &Simulator) -> StagedInstance {
    simulator.state().instance(EXAMPLE_PROJECT_ID, EXAMPLE_INSTANCE_ID).unwrap()
}

/// Sends messages to a partition, one a second.
async fn send(simulator: &Simulator, topic: &str, partition: u8, count: usize) {
    let properties = json!([{"name": "PARTITION", "value": partition.to_string()}]);
    for _ in 0..count {
        let message = json!({"topic": topic, "body": "hello", "property_list": properties});
        let sent = post(simulator, &instance_path("/messages/action?action_id=send"), &message).await;
        assert_eq!(sent.status, 200, "{}", sent.body);
        simulator.timeline().advance(seconds(1));
    }
}

async fn reset(simulator: &Simulator, group: &str, body: Value) -> Response {
    post(simulator, &instance_path(&format!("/management/groups/{group}/reset-message-offset")), &body).await
}

/// The current offsets of a group in the partitions of a topic.
async fn offsets(simulator: &Simulator, group: &str, topic: &str) -> Vec<u64> {
    let at = engine_path(&format!("/groups/{group}/message-offset?topic={topic}"));
    let offsets = get(simulator, &at).await.json()["group_message_offsets"].take();
    offsets.as_array().unwrap().iter().map(|one| one["message_current_offset"].as_u64().unwrap()).collect()
}

#[tokio::test]
async fn a_group_is_created_read_described_and_deleted() {
    let simulator = simulator().await;
    let created = create(&simulator, "orders").await;
    assert_eq!((created.status, created.body.as_str()), (200, "\"success\""));
    create(&simulator, "orders").await.refusal(400, "DMS.10240018");
    let shown = async || get(&simulator, &engine_path("/groups/orders")).await.json()["group"].take();
    let expected = json!({
        "state": "EMPTY", "createdAt": 1_709_946_123_000_u64, "group_id": "orders", "coordinator_id": 1,
        "assignment_strategy": "", "group_desc": "of the shop",
    });
    assert_eq!(shown().await, expected);
    let other = json!({"group_name": "orders", "group_desc": ""});
    assert_eq!(put(&simulator, &engine_path("/groups/orders"), &other).await.status, 204);
    assert_eq!(shown().await["group_desc"], "");
    let several = |name: &str| json!({"groups": [{"group_name": "orders", "group_desc": "a"}, {"group_name": name}]});
    put(&simulator, &engine_path("/groups"), &several("none")).await.refusal(400, "DMS.111400864");
    assert_eq!(shown().await["group_desc"], "", "all or none");
    assert_eq!(put(&simulator, &engine_path("/groups"), &several("consumer-1")).await.status, 204);
    assert_eq!(shown().await["group_desc"], "a");
    assert_eq!(delete(&simulator, &engine_path("/groups/orders")).await.status, 204);
    delete(&simulator, &instance_path("/groups/orders")).await.refusal(400, "DMS.111400864");
    get(&simulator, &instance_path("/groups/orders")).await.refusal(400, "DMS.111400864");
    get(&simulator, &instance_path("/management/groups/orders")).await.refusal(400, "DMS.111400864");
    assert_eq!(shown().await["state"], "DEAD", "as a published program has met it");
}

#[tokio::test]
async fn groups_are_listed_by_a_part_of_their_names() {
    let simulator = simulator().await;
    let names = async |query: &str| {
        let list = get(&simulator, &instance_path(&format!("/groups{query}"))).await.json();
        let names = list["groups"].as_array().unwrap().iter().map(|one| one["group_id"].as_str().unwrap());
        (names.collect::<Vec<_>>().join(" "), list["total"].as_u64().unwrap())
    };
    create(&simulator, "orders").await;
    assert_eq!(names("").await, ("consumer-1 consumer-2 consumer-3 orders".to_owned(), 4));
    assert_eq!(names("?group=sumer&limit=2&offset=1").await, ("consumer-2 consumer-3".to_owned(), 3));
    assert_eq!(names("?group=sumer&offset=3").await, (String::new(), 3));
    let coordinators = get(&simulator, &instance_path("/management/coordinators")).await.json();
    let last = json!({"group_id": "orders", "id": 1, "host": "192.168.0.61", "port": 9092});
    assert_eq!(coordinators["coordinators"][3], last);
}

#[tokio::test]
async fn members_share_the_partitions_and_have_their_lag() {
    let simulator = simulator().await;
    let instance = staged(&simulator);
    let first = instance.join_group("orders", "shop", "192.168.0.7", &["topic-test"]).unwrap();
    let second = instance.join_group("orders", "shop", "192.168.0.8", &["topic-test", "Topic-test01"]).unwrap();
    assert_ne!(first, second);
    send(&simulator, "topic-test", 0, 3).await;
    send(&simulator, "topic-test", 2, 1).await;
    instance.commit_offset("orders", "topic-test", 0, 1).unwrap();
    let group = get(&simulator, &instance_path("/management/groups/orders")).await.json()["group"].take();
    assert_eq!((&group["state"], &group["assignment_strategy"]), (&json!("STABLE"), &json!("range")));
    assert_eq!(group["members"][0]["assignment"], json!([{"topic": "topic-test", "partitions": [0, 1]}]));
    assert_eq!(group["members"][1]["assignment"][1], json!({"topic": "Topic-test01", "partitions": [0, 1, 2]}));
    let at = engine_path("/groups/orders/message-offset?topic=topic-test&limit=1");
    let entry = json!({
        "partition": 0, "lag": 2, "topic": "topic-test", "message_current_offset": 1, "message_log_start_offset": 0,
        "message_log_end_offset": 3, "consumer_id": first, "host": "/192.168.0.7", "client_id": "shop",
    });
    assert_eq!(get(&simulator, &at).await.json(), json!({"group_message_offsets": [entry], "total": 3}));
    let topics = async |query: &str| get(&simulator, &engine_path(&format!("/groups/orders/topics{query}"))).await;
    let most = json!([{"topic": "topic-test", "partitions": 3, "lag": 3}, {"topic": "Topic-test01", "partitions": 3, "lag": 0}]);
    assert_eq!(topics("").await.json(), json!({"topics": most, "total": 2}));
    assert_eq!(topics("?sort_dir=asc&limit=1").await.json()["topics"][0]["topic"], "Topic-test01");
    topics("?offset=2").await.refusal(400, "DMS.00400062");
    let members =
        async |query: &str| get(&simulator, &engine_path(&format!("/groups/orders/members{query}"))).await.json();
    assert_eq!(members("?host=192.168.0.8").await["members"][0]["member_id"], json!(second));
    assert_eq!(members("?limit=1").await["total"], 2);
    let detail = get(&simulator, &instance_path("/management/topics/topic-test")).await.json();
    assert_eq!(detail["group_subscribed"], json!(["consumer-3", "orders"]));
}

#[tokio::test]
async fn a_group_with_members_is_neither_deleted_nor_reset() {
    let simulator = simulator().await;
    staged(&simulator).join_group("orders", "shop", "192.168.0.7", &["topic-test"]).unwrap();
    delete(&simulator, &instance_path("/groups/orders")).await.refusal(400, "DMS.00400800");
    let body = json!({"topic": "topic-test", "partition": -1, "message_offset": 0});
    reset(&simulator, "orders", body).await.refusal(400, "DMS.00400800");
    let several = json!({"group_ids": ["consumer-1", "orders", "none"]});
    let left = post(&simulator, &instance_path("/groups/batch-delete"), &several).await.json();
    assert_eq!((&left["total"], &left["failed_groups"][0]["group_id"]), (&json!(2), &json!("orders")));
    staged(&simulator).leave_group("orders").unwrap();
    let rest = post(&simulator, &instance_path("/groups/batch-delete"), &json!({"group_ids": ["orders"]})).await.json();
    assert_eq!(rest, json!({"failed_groups": [], "total": 0}));
}

#[tokio::test]
async fn a_topic_is_reset_at_once_to_an_offset_or_a_time() {
    let simulator = simulator().await;
    create(&simulator, "orders").await;
    send(&simulator, "topic-test", 0, 3).await;
    send(&simulator, "topic-test", 1, 1).await;
    for (body, expected) in [
        (json!({"topic": "topic-test", "partition": 0, "message_offset": 2}), [2, 0, 0]),
        (json!({"topic": "topic-test", "partition": -1, "message_offset": 100}), [3, 1, 0]),
        (json!({"topic": "topic-test", "partition": -1, "timestamp": 1_709_946_124_000_u64}), [1, 0, 0]),
        (json!({"topic": "topic-test", "partition": 1, "timestamp": 1_709_946_999_000_u64}), [1, 1, 0]),
    ] {
        assert_eq!(reset(&simulator, "orders", body.clone()).await.status, 204, "{body}");
        assert_eq!(offsets(&simulator, "orders", "topic-test").await, expected, "{body}");
    }
    let other = engine_path("/groups/orders/reset-message-offset");
    let body = json!({"topic": "topic-test", "partition": 3, "message_offset": 0});
    put(&simulator, &other, &body).await.refusal(400, "DMS.00400800");
    let body = json!({"topic": "none", "partition": 0, "message_offset": 0});
    put(&simulator, &other, &body).await.refusal(400, "DMS.00400975");
    put(&simulator, &engine_path("/groups/none/reset-message-offset"), &body).await.refusal(400, "DMS.111400864");
    let both = json!({"topic": "topic-test", "partition": 0, "message_offset": 0, "timestamp": 0});
    assert_eq!(put(&simulator, &other, &both).await.status, 400);
}

#[tokio::test]
async fn all_topics_are_reset_by_a_task() {
    let simulator = simulator().await;
    create(&simulator, "orders").await;
    send(&simulator, "topic-test", 0, 3).await;
    reset(&simulator, "orders", json!({"topic": "topic-test", "partition": -1, "message_offset": 3})).await;
    let all = json!({"topic": "", "partition": -1, "message_offset": 1});
    assert_eq!(reset(&simulator, "orders", all.clone()).await.status, 204);
    let task = async || get(&simulator, &instance_path("/tasks")).await.json()["tasks"][0].take();
    assert_eq!(
        (&task().await["name"], &task().await["status"]),
        (&json!("kafkaResetConsumerOffset"), &json!("CREATED"))
    );
    assert_eq!(offsets(&simulator, "orders", "topic-test").await, [3, 0, 0]);
    simulator.timeline().advance(seconds(5));
    assert_eq!(task().await["status"], "SUCCESS");
    assert_eq!(offsets(&simulator, "orders", "topic-test").await, [1, 0, 0]);
    // A consumer that joins meanwhile keeps the offsets from being reset.
    reset(&simulator, "orders", json!({"topic": "", "partition": -1, "message_offset": 0})).await;
    staged(&simulator).join_group("orders", "shop", "192.168.0.7", &["topic-test"]).unwrap();
    simulator.timeline().advance(seconds(5));
    assert_eq!(task().await["status"], "FAILED");
    staged(&simulator).leave_group("orders").unwrap();
    simulator.faults().add(Fault::new(Effect::FailTask {}).on("ResetMessageOffset").times(1)).unwrap();
    reset(&simulator, "orders", all).await;
    simulator.timeline().advance(seconds(5));
    assert_eq!(
        (&task().await["status"], offsets(&simulator, "orders", "topic-test").await),
        (&json!("FAILED"), vec![1, 0, 0])
    );
    let gone = json!({"topics": ["topic-test", "none"]});
    let deleted = post(&simulator, &engine_path("/groups/orders/delete-offset"), &gone).await.json();
    assert_eq!(deleted["topics"][0], json!({"name": "topic-test", "success": true}));
    assert_eq!(deleted["topics"][1]["success"], false);
    assert_eq!(offsets(&simulator, "orders", "topic-test").await, [0_u64; 0]);
}
