//! Topics of an instance: what is changed of them, and how they go.

use dms_kafka_sim::{EXAMPLE_INSTANCE_ID, EXAMPLE_PROJECT_ID, Simulator};
use serde_json::{Value, json};

use crate::wire::{Request, Response, get, instance_path, post, put, seconds, simulator};

async fn update(simulator: &Simulator, topics: Value) -> Response {
    put(simulator, &instance_path("/topics"), &json!({"topics": topics})).await
}

async fn topic(simulator: &Simulator, name: &str) -> Value {
    let list = get(simulator, &instance_path("/topics")).await.json();
    list["topics"].as_array().unwrap().iter().find(|topic| topic["name"] == name).cloned().unwrap_or(Value::Null)
}

#[tokio::test]
async fn what_is_sent_is_changed_and_the_rest_stays() {
    let simulator = simulator().await;
    let change = json!([{
        "id": "Topic-test01", "retention_time": 70, "sync_replication": true, "topic_desc": "other",
        "topic_other_configs": [{"name": "max.message.bytes", "value": "1000"}],
    }]);
    assert_eq!(update(&simulator, change).await.status, 204);
    let changed = topic(&simulator, "Topic-test01").await;
    for (field, expected) in [
        ("retention_time", json!(70)),
        ("sync_replication", json!(true)),
        ("sync_message_flush", json!(false)),
        ("topic_desc", json!("other")),
        ("partition", json!(3)),
    ] {
        assert_eq!(changed[field], expected, "{field}");
    }
    let type_of_time = json!([{"name": "message.timestamp.type", "value": "CreateTime"}]);
    update(&simulator, json!([{"id": "Topic-test01", "topic_other_configs": type_of_time}])).await;
    let configs = topic(&simulator, "Topic-test01").await["topic_other_configs"].take();
    assert_eq!((&configs[0]["value"], &configs[1]["value"]), (&json!("1000"), &json!("CreateTime")));
}

#[tokio::test]
async fn partitions_are_added_where_they_are_asked_for_and_never_taken_away() {
    let simulator = simulator().await;
    let grow = async |count: u16, brokers: Value| {
        let change = json!([{"id": "Topic-test01", "new_partition_numbers": count, "new_partition_brokers": brokers}]);
        update(&simulator, change).await
    };
    assert_eq!(grow(6, json!([1, 2])).await.status, 204);
    assert_eq!(grow(6, json!([])).await.status, 204, "the same again changes nothing");
    grow(5, json!([])).await.refusal(400, "DMS.00400800");
    grow(201, json!([])).await.refusal(400, "DMS.00400102");
    grow(7, json!([3])).await.refusal(400, "DMS.00400800");
    let detail = get(&simulator, &instance_path("/management/topics/Topic-test01")).await.json();
    let leaders: Vec<_> = detail["partitions"].as_array().unwrap().iter().map(|one| one["leader"].clone()).collect();
    assert_eq!(leaders[3..], [json!(1), json!(2), json!(1)]);
    let old = instance_path("/management/topics/Topic-test01/partitions-reassignment");
    post(&simulator, &old, &json!({"partition": 6})).await.refusal(400, "DMS.00400800");
    assert_eq!(post(&simulator, &old, &json!({"partition": 7})).await.status, 204);
    assert_eq!(topic(&simulator, "Topic-test01").await["partition"], 7);
}

#[tokio::test]
async fn all_topics_are_changed_or_none() {
    let simulator = simulator().await;
    let good = json!({"id": "Topic-test01", "retention_time": 1});
    update(&simulator, json!([good, {"id": "none"}])).await.refusal(400, "DMS.00400975");
    update(&simulator, json!([good, good])).await.refusal(400, "DMS.00400085");
    // Each would fit, both together do not: 300 partitions, 6 of them taken.
    let both = json!([
        {"id": "Topic-test01", "retention_time": 1, "new_partition_numbers": 160},
        {"id": "topic-test", "new_partition_numbers": 160},
    ]);
    update(&simulator, both).await.refusal(400, "DMS.00400800");
    assert_eq!(topic(&simulator, "Topic-test01").await["retention_time"], 72);
}

#[tokio::test]
async fn each_topic_is_deleted_with_a_result_of_its_own() {
    let simulator = simulator().await;
    simulator.state().instance(EXAMPLE_PROJECT_ID, EXAMPLE_INSTANCE_ID).unwrap();
    let body = json!({"topics": ["Topic-test01", "none"]});
    let deleted = post(&simulator, &instance_path("/topics/delete"), &body).await.json();
    let expected = json!({"topics": [{"id": "Topic-test01", "success": true}, {"id": "none", "success": true}]});
    assert_eq!(deleted, expected);
    assert_eq!(topic(&simulator, "Topic-test01").await, Value::Null);
    get(&simulator, &instance_path("/management/topics/Topic-test01")).await.refusal(400, "DMS.00400975");
    let list = get(&simulator, &instance_path("/topics")).await.json();
    assert_eq!((&list["total"], &list["remain_partitions"]), (&json!(1), &json!(297)));
    let none = json!({"topics": []});
    post(&simulator, &instance_path("/topics/delete"), &none).await.refusal(400, "DMS.00400085");
    let cleaned = post(&simulator, &instance_path("/topics/cleanup").replacen("/v2/", "/v2/kafka/", 1), &body).await;
    assert_eq!(cleaned.json()["topics"][1], json!({"id": "none", "success": false}));
}

#[tokio::test]
async fn disks_fill_with_what_is_sent() {
    let simulator = simulator().await;
    let message = json!({"topic": "topic-test", "body": "x".repeat(4096), "property_list": [{"name": "PARTITION", "value": "1"}]});
    post(&simulator, &instance_path("/messages/action?action_id=send"), &message).await;
    let usage = async |query: &str| get(&simulator, &instance_path(&format!("/topics/diskusage{query}"))).await;
    let all = usage("?minSize=1K").await.json();
    let brokers = all["broker_list"].as_array().unwrap();
    assert_eq!(brokers.len(), 3);
    let broker = &brokers[0];
    for (field, expected) in [
        ("broker_name", "broker-0"),
        ("data_disk_size", "200G"),
        ("data_disk_use", "52K"),
        ("data_disk_free", "200G"),
        ("data_disk_use_percentage", "1"),
        ("status", "Success get info"),
    ] {
        assert_eq!(broker[field], expected, "{field}");
    }
    let list = broker["topic_list"].as_array().unwrap();
    assert_eq!(list.len(), 6);
    assert_eq!(
        (&list[0]["size"], &list[0]["topic_name"], &list[0]["topic_partition"]),
        (&json!("12K"), &json!("topic-test"), &json!("1"))
    );
    assert_eq!(list[1]["size"], "8.0K");
    let count = async |query: &str| usage(query).await.json()["broker_list"][0]["topic_list"].as_array().unwrap().len();
    assert_eq!((count("").await, count("?minSize=1K&top=2").await), (0, 2), "1G is the default");
    assert_eq!((count("?minSize=1K&percentage=0").await, count("?minSize=1K&percentage=1").await), (6, 0));
    usage("?percentage=some").await.refusal(400, "DMS.00400062");
}

#[tokio::test]
async fn partitions_come_in_pages_and_nobody_is_connected() {
    let simulator = simulator().await;
    let at = |rest: &str| {
        format!("/v2/{EXAMPLE_PROJECT_ID}/kafka/instances/{EXAMPLE_INSTANCE_ID}/topics/Topic-test01{rest}")
    };
    let page = get(&simulator, &at("/partitions?offset=1&limit=1")).await.json();
    let second = json!({
        "partition": 1, "start_offset": 0, "last_offset": 0, "message_count": 0, "last_update_time": 1_688_112_779_916_u64,
    });
    assert_eq!(page, json!({"total": 3, "partitions": [second]}));
    assert_eq!(get(&simulator, &at("/producers")).await.json(), json!({"total": 0, "producers": []}));
}

#[tokio::test]
async fn topics_are_created_by_themselves_once_a_task_has_switched_that_on() {
    let simulator = simulator().await;
    let send = async |topic: &str| {
        let message = json!({"topic": topic, "body": "hello", "property_list": []});
        post(&simulator, &instance_path("/messages/action?action_id=send"), &message).await
    };
    send("orders").await.refusal(400, "DMS.00400975");
    let switched = post(&simulator, &instance_path("/autotopic"), &json!({"enable_auto_topic": true})).await;
    assert_eq!(switched.json(), json!({"enable_auto_topic": true}));
    let task = get(&simulator, &instance_path("/tasks")).await.json()["tasks"][0].take();
    assert_eq!((&task["name"], &task["status"]), (&json!("kafkaConfigModify"), &json!("CREATED")));
    send("orders").await.refusal(400, "DMS.00400975");
    simulator.timeline().advance(seconds(5));
    assert_eq!(get(&simulator, &instance_path("")).await.json()["enable_auto_topic"], true);
    assert_eq!(send("orders").await.status, 200);
    assert_eq!(topic(&simulator, "orders").await["partition"], 3);
    send("1").await.refusal(400, "DMS.00400800");
}

#[tokio::test]
async fn messages_are_deleted_up_to_an_offset_at_both_places() {
    let simulator = simulator().await;
    let message =
        json!({"topic": "topic-test", "body": "hello", "property_list": [{"name": "PARTITION", "value": "0"}]});
    for _ in 0..5 {
        post(&simulator, &instance_path("/messages/action?action_id=send"), &message).await;
    }
    let at = format!("/v2/{EXAMPLE_PROJECT_ID}/kafka/instances/{EXAMPLE_INSTANCE_ID}/topics/topic-test");
    let body = json!({"partitions": [{"partition": 0, "offset": 2}, {"partition": 1, "offset": 1}, {"partition": 9, "offset": 0}]});
    let deleted = post(&simulator, &format!("{at}/messages/delete"), &body).await.json();
    let result =
        |partition: u8, result: &str, code: &str| json!({"partition": partition, "result": result, "error_code": code});
    let failed = |partition| result(partition, "failed", "DMS.00400800");
    assert_eq!(deleted, json!({"partitions": [result(0, "success", "0"), failed(1), failed(9)]}));
    let body = json!({"partitions": [{"partition": 0, "offset": 3}]}).to_string();
    let elsewhere = Request::new(&simulator, "DELETE", &format!("{at}/messages")).body(body).sign().send().await;
    assert_eq!(elsewhere.json(), json!({"partitions": [result(0, "success", "0")]}));
    let partition = get(&simulator, &format!("{at}/partitions")).await.json()["partitions"][0].take();
    let fields = ["start_offset", "last_offset", "message_count"].map(|field| partition[field].as_u64().unwrap());
    assert_eq!(fields, [3, 5, 2]);
}
