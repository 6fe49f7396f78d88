//! Messages: sent, found, looked at.

use dms_kafka_sim::Simulator;
use serde_json::{Value, json};

use crate::wire::{Response, get, instance_path, post, seconds, simulator};

async fn send(simulator: &Simulator, body: &str, properties: &[(&str, &str)]) -> Response {
    let properties: Vec<Value> = properties.iter().map(|(name, value)| json!({"name": name, "value": value})).collect();
    let message = json!({"topic": "topic-test", "body": body, "property_list": properties});
    post(simulator, &instance_path("/messages/action?action_id=send"), &message).await
}

/// Three messages in partition 0, one a second, with the keys `a`, `b` and none.
async fn with_three() -> Simulator {
    let simulator = simulator().await;
    for (body, key) in [("first word", "a"), ("second", "b"), ("third word", "")] {
        let sent = send(&simulator, body, &[("PARTITION", "0"), ("KEY", key)]).await;
        assert_eq!(sent.status, 200, "{}", sent.body);
        simulator.timeline().advance(seconds(1));
    }
    simulator
}

async fn search(simulator: &Simulator, query: &str) -> Response {
    get(simulator, &instance_path(&format!("/messages?topic=topic-test{query}"))).await
}

/// The offsets of the messages that a search finds on its page, and how many it finds.
async fn found(simulator: &Simulator, query: &str) -> (Vec<u64>, u64) {
    let response = search(simulator, query).await;
    assert_eq!(response.status, 200, "{query}: {}", response.body);
    let body = response.json();
    let offset = |one: &Value| one["message_offset"].as_u64().or(one["offset"].as_u64()).unwrap();
    (body["messages"].as_array().unwrap().iter().map(offset).collect(), body["total"].as_u64().unwrap())
}

#[tokio::test]
async fn a_message_goes_to_its_partition_to_that_of_its_key_or_to_each_in_turn() {
    let simulator = simulator().await;
    let sent = send(&simulator, "hello", &[("KEY", "foobar")]).await;
    let echoed = json!({"topic": "topic-test", "body": "hello", "property_list": [{"name": "KEY", "value": "foobar"}]});
    assert_eq!((sent.status, sent.json()), (200, echoed));
    send(&simulator, "again", &[("KEY", "foobar")]).await;
    let counts = async || {
        let detail = get(&simulator, &instance_path("/management/topics/topic-test")).await.json();
        detail["partitions"].as_array().unwrap().iter().map(|one| one["leo"].as_u64().unwrap()).collect::<Vec<_>>()
    };
    // The hash of the key is -790332482, of which Kafka takes 31 bits.
    assert_eq!(counts().await[usize::try_from(1_357_151_166 % 3).unwrap()], 2);
    for _ in 0..3 {
        send(&simulator, "other", &[]).await;
    }
    assert_eq!(counts().await.iter().sum::<u64>(), 5);
    assert!(counts().await.iter().all(|count| *count > 0));
    send(&simulator, "hello", &[("PARTITION", "3")]).await.refusal(400, "DMS.00400800");
    send(&simulator, "hello", &[("PARTITION", "-1")]).await.refusal(400, "DMS.00400800");
    let none = json!({"topic": "none", "body": "hello", "property_list": []});
    let at = instance_path("/messages/action?action_id=send");
    post(&simulator, &at, &none).await.refusal(400, "DMS.00400975");
}

#[tokio::test]
async fn a_message_that_is_too_large_is_refused_with_both_sizes() {
    let simulator = simulator().await;
    let setting = json!([{"name": "max.message.bytes", "value": "5"}]);
    let topic = json!({"id": "small", "topic_other_configs": setting});
    post(&simulator, &instance_path("/topics"), &topic).await;
    let send = async |body: &str| {
        let message = json!({"topic": "small", "body": body, "property_list": []});
        post(&simulator, &instance_path("/messages/action?action_id=send"), &message).await
    };
    assert_eq!(send("hello").await.status, 200);
    let message = send("hello!").await.refusal(400, "DMS.10540011");
    assert_eq!(message, "The message size is 6, larger than the size limit 5.");
}

#[tokio::test]
async fn a_search_finds_by_offset_by_time_and_by_words() {
    let simulator = with_three().await;
    for (query, offsets) in [
        ("&partition=0&message_offset=1", vec![1]),
        ("&partition=0&message_offset=3", vec![]),
        ("&partition=1&message_offset=0", vec![]),
        ("&start_time=1709946124000&end_time=1709946125000", vec![1, 2]),
        ("&start_time=1709946125001&end_time=1809946125000", vec![]),
        // An offset beside a window is ignored.
        ("&start_time=1709946124000&end_time=1709946125000&partition=0&message_offset=0", vec![1, 2]),
        ("&start_time=1709946124000&end_time=1709946125000&partition=1", vec![]),
        ("&keyword=word", vec![0, 2]),
        ("&key=b", vec![1]),
        ("&include=first%2Cword", vec![0]),
        ("&exclude=word", vec![1]),
        ("", vec![0, 1, 2]),
    ] {
        let total = offsets.len() as u64;
        assert_eq!(found(&simulator, query).await, (offsets, total), "{query}");
    }
    search(&simulator, "&partition=0").await.refusal(400, "DMS.00400062");
    search(&simulator, "&partition=7&message_offset=0").await.refusal(400, "DMS.00400800");
    search(&simulator, &format!("&include={}", ["a"; 21].join("%2C"))).await.refusal(400, "DMS.00400062");
}

#[tokio::test]
async fn pages_are_counted_from_zero_and_a_search_by_word_has_none() {
    let simulator = with_three().await;
    assert_eq!(found(&simulator, "&limit=2&offset=0").await, (vec![0, 1], 3));
    assert_eq!(found(&simulator, "&limit=2&offset=1").await, (vec![2], 3));
    assert_eq!(found(&simulator, "&limit=2&offset=2").await, (vec![], 3));
    assert_eq!(found(&simulator, "&limit=1&offset=1&keyword=word").await, (vec![0, 2], 2));
}

#[tokio::test]
async fn content_and_the_name_of_the_offset_follow_from_the_search() {
    let simulator = with_three().await;
    let message = async |query: &str| search(&simulator, query).await.json()["messages"][0].take();
    let whole = json!({
        "topic": "topic-test", "partition": 0, "key": "a", "value": "first word", "size": 11,
        "timestamp": 1_709_946_123_000_u64, "huge_message": false, "message_offset": 0, "message_id": "", "app_id": "",
        "tag": "",
    });
    assert_eq!(message("&partition=0&message_offset=0").await, whole);
    let by_time = message("&start_time=0&end_time=1809946125000").await;
    assert_eq!((&by_time["value"], &by_time["message_offset"]), (&Value::Null, &json!(0)));
    let by_word = message("&keyword=third").await;
    assert_eq!((&by_word["value"], &by_word["offset"]), (&json!("third word"), &json!(2)));
    assert_eq!((&by_word["message_offset"], &by_word["key"]), (&Value::Null, &Value::Null));
}

#[tokio::test]
async fn a_topic_is_paged_through_without_content_from_page_one() {
    let simulator = with_three().await;
    let list = async |query: &str| {
        get(&simulator, &instance_path(&format!("/management/topics/topic-test/messages{query}"))).await.json()
    };
    let third = json!({
        "topic": "topic-test", "partition": 0, "message_offset": 2, "size": 10, "timestamp": 1_709_946_125_000_u64,
    });
    let second = json!({"messages": [third], "messages_count": 3, "offsets_count": 2, "offset": 2});
    assert_eq!(list("?limit=2&offset=2").await, second);
    assert_eq!(list("?partition=1").await["messages_count"], 0);
    assert_eq!(list("?partition=-1&start_time=1709946124000").await["messages_count"], 2);
}

#[tokio::test]
async fn one_message_is_looked_at_where_it_is() {
    let simulator = with_three().await;
    let at = |partition: u8, rest: &str| {
        instance_path(&format!("/management/topics/topic-test/partitions/{partition}/{rest}"))
    };
    let message = get(&simulator, &at(0, "message?message_offset=2")).await.json();
    let third = json!({
        "topic": "topic-test", "partition": 0, "message_offset": 2, "value": "third word", "size": 10,
        "timestamp": 1_709_946_125_000_u64,
    });
    assert_eq!(message, json!({"message": [third]}));
    assert_eq!(get(&simulator, &at(0, "message?message_offset=3")).await.json(), json!({"message": []}));
    let position = |offset: u8, timestamp: i64| json!({"topic": "topic-test", "partition": 0, "offset": offset, "timestamp": timestamp});
    assert_eq!(get(&simulator, &at(0, "beginning-message")).await.json(), position(0, 1_709_946_123_000));
    assert_eq!(get(&simulator, &at(0, "end-message")).await.json(), position(2, 1_709_946_125_000));
    assert_eq!(get(&simulator, &at(1, "end-message")).await.json()["timestamp"], -1);
    get(&simulator, &at(3, "end-message")).await.refusal(400, "DMS.00400800");
}
