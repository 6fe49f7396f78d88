//! The recycle bin of a project.

use dms_kafka_sim::{EXAMPLE_INSTANCE_ID, Simulator};
use serde_json::{Value, json};

use crate::wire::{Request, delete, get, instance_path, post, put, seconds, simulator};

const BIN: &str = "/v2/0123456789abcdef0123456789abcdef/recycle";
const ACTION: &str = "/v2/0123456789abcdef0123456789abcdef/instances/action";
const DAY: u64 = 24 * 60 * 60;

async fn bin(simulator: &Simulator) -> Value {
    get(simulator, BIN).await.json()
}

async fn status(simulator: &Simulator) -> String {
    let response = get(simulator, &instance_path("")).await;
    if response.status == 404 { "404".to_owned() } else { response.json()["status"].as_str().unwrap().to_owned() }
}

async fn restore(simulator: &Simulator, id: &str) -> Value {
    post(simulator, BIN, &json!({"instances": [id]})).await.json()["results"][0].clone()
}

async fn deleted() -> Simulator {
    let simulator = simulator().await;
    let policy = json!({"retention_days": 2, "default_use_recycle": true});
    let set = put(&simulator, BIN, &policy).await;
    assert_eq!((set.status, &set.json()["retention_days"]), (200, &json!(2)));
    delete_several(&simulator).await;
    simulator.timeline().advance(seconds(150));
    simulator
}

/// Deletes the instance by the operation that is for several, which knows the bin.
async fn delete_several(simulator: &Simulator) {
    let body = json!({"action": "delete", "instances": [EXAMPLE_INSTANCE_ID]});
    assert_eq!(post(simulator, ACTION, &body).await.json()["results"][0]["result"], "success");
}

#[tokio::test]
async fn an_instance_lies_there_for_its_days() {
    let simulator = deleted().await;
    let shown = &bin(&simulator).await["recycle_instances"][0];
    assert_eq!((&shown["instance_id"], &shown["status"]), (&json!(EXAMPLE_INSTANCE_ID), &json!("RECYCLE")));
    let (begin, end) = (shown["in_recycle_time"].as_u64().unwrap(), shown["auto_delete_time"].as_u64().unwrap());
    assert_eq!(end - begin, 2 * DAY * 1_000);
    // Another number of days is for those that come after.
    put(&simulator, BIN, &json!({"retention_days": 7})).await;
    assert_eq!(bin(&simulator).await["recycle_instances"][0]["save_time"], 2);
    simulator.timeline().advance(seconds(2 * DAY - 1));
    assert_eq!(status(&simulator).await, "RECYCLE");
    simulator.timeline().advance(seconds(1));
    assert_eq!(status(&simulator).await, "404");
}

#[tokio::test]
async fn an_instance_is_restored_by_a_task_and_keeps_what_is_in_it() {
    let simulator = deleted().await;
    assert_eq!(restore(&simulator, "none").await["job_id"], Value::Null);
    let result = restore(&simulator, EXAMPLE_INSTANCE_ID).await;
    assert_eq!(result["error_msg"], "");
    assert_ne!(restore(&simulator, EXAMPLE_INSTANCE_ID).await["error_msg"], "");
    assert_eq!(status(&simulator).await, "RECYCLE");
    simulator.timeline().advance(seconds(60));
    assert_eq!(status(&simulator).await, "RUNNING");
    let task = instance_path(&format!("/tasks/{}", result["job_id"].as_str().unwrap()));
    assert_eq!(get(&simulator, &task).await.json()["tasks"][0]["status"], "SUCCESS");
    assert_eq!(get(&simulator, &instance_path("/topics")).await.json()["total"], 2);
    assert_eq!(bin(&simulator).await["recycle_instances"], json!([]));
    // The days that began before do not count any more: not even after another deletion.
    simulator.timeline().advance(seconds(DAY));
    delete_several(&simulator).await;
    simulator.timeline().advance(seconds(DAY + 150));
    assert_eq!(status(&simulator).await, "RECYCLE");
    simulator.timeline().advance(seconds(DAY));
    assert_eq!(status(&simulator).await, "404");
}

#[tokio::test]
async fn what_is_deleted_by_force_or_without_a_bin_is_gone() {
    let simulator = deleted().await;
    delete(&simulator, &instance_path("")).await.refusal(400, "DMS.00400026");
    let body = json!({"action": "delete", "instances": [EXAMPLE_INSTANCE_ID], "force_delete": true});
    assert_eq!(post(&simulator, ACTION, &body).await.json()["results"][0]["result"], "success");
    simulator.timeline().advance(seconds(150));
    assert_eq!(status(&simulator).await, "404");
    let off = put(&simulator, BIN, &json!({"default_use_recycle": false})).await.json();
    assert_eq!(off, json!({"retention_days": 2, "default_use_recycle": false, "recycle_instances": []}));
    post(&simulator, BIN, &json!({"instances": []})).await.refusal(400, "DMS.00400065");
}

#[tokio::test]
async fn an_instance_that_is_deleted_alone_may_go_past_the_bin() {
    for (oddity, expected) in [(None, "RECYCLE"), (Some("past-the-bin"), "404")] {
        let simulator = simulator().await;
        put(&simulator, BIN, &json!({"default_use_recycle": true})).await;
        if let Some(name) = oddity {
            let switched = Request::new(&simulator, "PUT", "/_sim/oddities").body(json!([name]).to_string());
            assert_eq!(switched.send().await.status, 200);
        }
        assert_eq!(delete(&simulator, &instance_path("")).await.status, 204);
        simulator.timeline().advance(seconds(150));
        assert_eq!(status(&simulator).await, expected, "{oddity:?}");
    }
}
