//! Quotas, which background tasks create, change and delete.

use dms_kafka_sim::Simulator;
use serde_json::{Value, json};

use crate::wire::{Request, Response, get, instance_path, post, seconds, simulator};

fn at(rest: &str) -> String {
    instance_path(&format!("/kafka-{rest}")).replacen("/v2/", "/v2/kafka/", 1)
}

async fn call(simulator: &Simulator, method: &str, rest: &str, body: Value) -> Response {
    let request = Request::new(simulator, method, &at(rest)).header("content-type", "application/json");
    request.body(body.to_string()).sign().send().await
}

/// Changes a quota, waits for the task, and gives how it ended.
async fn change(simulator: &Simulator, method: &str, rest: &str, body: Value) -> String {
    let started = call(simulator, method, rest, body.clone()).await;
    assert_eq!(started.status, 200, "{body}: {}", started.body);
    simulator.timeline().advance(seconds(5));
    let id = started.json()["job_id"].as_str().unwrap().to_owned();
    let task = get(simulator, &instance_path(&format!("/tasks/{id}"))).await.json()["tasks"][0].take();
    task["status"].as_str().unwrap().to_owned()
}

async fn listed(simulator: &Simulator, rest: &str) -> Value {
    get(simulator, &at(rest)).await.json()
}

#[tokio::test]
async fn the_quota_of_a_topic_is_spelt_as_its_client_does() {
    let simulator = simulator().await;
    let hyphens = json!({"topic": "topic-test", "producer-byte-rate": 1_048_576, "consumer-byte-rate": 1024});
    let underscores = json!({"topic": "Topic-test01", "producer_byte_rate": 2048});
    assert_eq!(change(&simulator, "POST", "topic-quota", hyphens.clone()).await, "SUCCESS");
    assert_eq!(change(&simulator, "POST", "topic-quota", underscores.clone()).await, "SUCCESS");
    let both = json!({"quotas": [hyphens, underscores], "count": 2});
    assert_eq!(listed(&simulator, "topic-quota").await, both);
    assert_eq!(listed(&simulator, "topic-quota?keyword=opic-test0&limit=1").await["count"], 1);
    assert_eq!(listed(&simulator, "topic-quota?offset=1&limit=1").await["quotas"], json!([underscores]));
    // What is not sent is not limited any more.
    let less = json!({"topic": "topic-test", "consumer-byte-rate": 2048});
    assert_eq!(change(&simulator, "PUT", "topic-quota", less.clone()).await, "SUCCESS");
    assert_eq!(listed(&simulator, "topic-quota").await["quotas"][0], less);
}

#[tokio::test]
async fn what_cannot_be_done_is_accepted_and_its_task_fails() {
    let simulator = simulator().await;
    let quota = json!({"topic": "topic-test", "producer_byte_rate": 1024});
    assert_eq!(change(&simulator, "PUT", "topic-quota", quota.clone()).await, "FAILED");
    assert_eq!(change(&simulator, "DELETE", "topic-quota", json!({"topic": "topic-test"})).await, "FAILED");
    assert_eq!(change(&simulator, "POST", "topic-quota", quota.clone()).await, "SUCCESS");
    assert_eq!(change(&simulator, "POST", "topic-quota", quota).await, "FAILED");
    let unknown = json!({"topic": "none", "producer_byte_rate": 1024});
    assert_eq!(change(&simulator, "POST", "topic-quota", unknown).await, "FAILED");
    assert_eq!(listed(&simulator, "topic-quota").await["count"], 1);
    // Two at once: each is begun, and one finds nothing any more.
    let both = [(); 2].map(|()| call(&simulator, "DELETE", "topic-quota", json!({"topic": "topic-test"})));
    for deletion in both {
        assert_eq!(deletion.await.status, 200);
    }
    simulator.timeline().advance(seconds(5));
    let tasks = get(&simulator, &instance_path("/tasks?limit=2")).await.json();
    assert_eq!((&tasks["tasks"][1]["status"], &tasks["tasks"][0]["status"]), (&json!("SUCCESS"), &json!("FAILED")));
    assert_eq!(listed(&simulator, "topic-quota").await, json!({"quotas": [], "count": 0}));
    call(&simulator, "POST", "topic-quota", json!({"topic": "topic-test"})).await.refusal(400, "DMS.00400085");
    call(&simulator, "DELETE", "topic-quota", json!({})).await.refusal(400, "DMS.00400085");
}

#[tokio::test]
async fn users_and_clients_have_quotas_in_both_spellings() {
    let simulator = simulator().await;
    let rest = "user-client-quota";
    let user = json!({"user": "root", "producer_byte_rate": 1024, "consumer_byte_rate": 2048});
    assert_eq!(change(&simulator, "POST", rest, user).await, "SUCCESS");
    let everyone = json!({"user-default": true, "client": "shop", "producer-byte-rate": 4096});
    assert_eq!(change(&simulator, "POST", rest, everyone.clone()).await, "SUCCESS");
    assert_eq!(change(&simulator, "POST", rest, everyone).await, "FAILED");
    let of_user = json!({
        "user": "root", "client": "", "user-default": false, "client-default": false, "producer-byte-rate": 1024,
        "consumer-byte-rate": 2048,
    });
    let of_all = json!({
        "user": "", "client": "shop", "user-default": true, "client-default": false, "producer-byte-rate": 4096,
    });
    assert_eq!(listed(&simulator, rest).await, json!({"quotas": [of_user, of_all], "count": 2}));
    let less = json!({"user": "root", "producer-byte-rate": 512});
    assert_eq!(change(&simulator, "PUT", rest, less).await, "SUCCESS");
    let first = listed(&simulator, &format!("{rest}?limit=1")).await["quotas"][0].take();
    assert_eq!((&first["producer-byte-rate"], &first["consumer-byte-rate"]), (&json!(512), &Value::Null));
    // A published program sends the rates when it deletes, too.
    let gone = json!({"user-default": true, "client": "shop", "producer-byte-rate": 4096});
    assert_eq!(change(&simulator, "DELETE", rest, gone.clone()).await, "SUCCESS");
    assert_eq!(change(&simulator, "DELETE", rest, gone).await, "FAILED");
    for refused in [
        json!({"user": "root"}),
        json!({"producer-byte-rate": 1}),
        json!({"user-default": false, "client": "c", "producer-byte-rate": 1}),
    ] {
        let refused = call(&simulator, "POST", rest, refused).await;
        assert_eq!(refused.status, 400, "{}", refused.body);
    }
}

#[tokio::test]
async fn a_project_is_told_how_many_instances_it_has() {
    let simulator = simulator().await;
    let root = format!("/v2/{}/quotas", dms_kafka_sim::EXAMPLE_PROJECT_ID);
    let quotas = get(&simulator, &root).await.json();
    assert_eq!(quotas["quotas"]["resources"][1], json!({"type": "kafkaInstance", "quota": 50, "used": 1}));
    let with_tags = get(&simulator, &format!("{root}?includeTagsQuota=true")).await.json();
    assert_eq!(with_tags["quotas"]["resources"][3], json!({"type": "tags", "quota": 20}));
    let restart = json!({"action": "restart", "instances": [dms_kafka_sim::EXAMPLE_INSTANCE_ID]});
    post(&simulator, &format!("/v2/{}/instances/action", dms_kafka_sim::EXAMPLE_PROJECT_ID), &restart).await;
    let quota = json!({"user": "root", "producer_byte_rate": 1024});
    call(&simulator, "POST", "user-client-quota", quota).await.refusal(400, "DMS.00400026");
}
