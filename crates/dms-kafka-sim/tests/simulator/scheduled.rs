//! Tasks that begin later.

use dms_kafka_sim::Simulator;
use serde_json::{Value, json};

use crate::wire::{Request, Response, delete, get, instance_path, post, seconds, simulator};

/// An hour after the time of all tests, in milliseconds since 1970.
const IN_AN_HOUR: u64 = 1_709_949_723_000;

async fn jobs(simulator: &Simulator) -> Vec<Value> {
    get(simulator, &instance_path("/scheduled-tasks")).await.json()["jobs"].as_array().unwrap().clone()
}

async fn put_off(simulator: &Simulator) -> String {
    let reassign = "/v2/0123456789abcdef0123456789abcdef/kafka/instances/3e7f9a52-1c4b-4d06-8a2e-5b9c0d1e2f30/reassign";
    let body = json!({
        "reassignments": [{"topic": "Topic-test01", "brokers": [0], "replication_factor": 1}],
        "is_schedule": true, "execute_at": IN_AN_HOUR,
    });
    let response = post(simulator, reassign, &body).await;
    response.json()["schedule_id"].as_str().unwrap().to_owned()
}

async fn update(simulator: &Simulator, id: &str, query: &str) -> Response {
    Request::new(simulator, "PUT", &instance_path(&format!("/scheduled-tasks/{id}?{query}"))).sign().send().await
}

async fn replicas(simulator: &Simulator) -> usize {
    let topics = get(simulator, &instance_path("/topics")).await.json();
    topics["topics"][0]["replication"].as_u64().unwrap().try_into().unwrap()
}

#[tokio::test]
async fn a_task_begins_at_its_time() {
    let simulator = simulator().await;
    let id = put_off(&simulator).await;
    let job = jobs(&simulator).await.into_iter().find(|job| job["id"] == id.as_str()).unwrap();
    assert_eq!((&job["status"], &job["name"]), (&json!("CREATED"), &json!("kafkaPartitionReassign")));
    assert_eq!(job["schedule_at"], "2024-03-09T02:02:03.000Z");
    simulator.timeline().advance(seconds(3_599));
    assert_eq!((replicas(&simulator).await, jobs(&simulator).await[0]["status"].clone()), (3, json!("CREATED")));
    simulator.timeline().advance(seconds(1));
    assert_eq!(jobs(&simulator).await[0]["status"], "EXECUTING");
    let (tasks, _) = get(&simulator, &instance_path("/tasks?limit=1")).await.task_ids();
    simulator.timeline().advance(seconds(15));
    assert_eq!((replicas(&simulator).await, jobs(&simulator).await[0]["status"].clone()), (1, json!("SUCCESS")));
    let task = get(&simulator, &instance_path(&format!("/tasks/{}", tasks[0]))).await.json();
    assert_eq!((&task["tasks"][0]["name"], &task["tasks"][0]["status"]), (&job["name"], &json!("SUCCESS")));
    update(&simulator, &id, "status=CANCELLED").await.refusal(400, "DMS.00400062");
}

#[tokio::test]
async fn a_task_is_moved_and_cancelled_and_deleted() {
    let simulator = simulator().await;
    let id = put_off(&simulator).await;
    let path = instance_path(&format!("/scheduled-tasks/{id}"));
    delete(&simulator, &path).await.refusal(400, "DMS.00400062");
    assert_eq!(update(&simulator, &id, "status=CANCELLED").await.status, 204);
    simulator.timeline().advance(seconds(7_200));
    assert_eq!((replicas(&simulator).await, jobs(&simulator).await[0]["status"].clone()), (3, json!("CANCELLED")));
    let later = IN_AN_HOUR + 7_200_000;
    assert_eq!(update(&simulator, &id, &format!("status=null&execute_at={later}")).await.status, 204);
    simulator.timeline().advance(seconds(3_600 + 15));
    assert_eq!(replicas(&simulator).await, 1);
    assert_eq!(delete(&simulator, &path).await.status, 204);
    delete(&simulator, &path).await.refusal(404, "DMS.00404001");
    update(&simulator, &id, "status=CANCELLED").await.refusal(404, "DMS.00404001");
}

#[tokio::test]
async fn an_upgrade_that_is_put_off_fails_if_the_instance_is_busy_then() {
    let simulator = simulator().await;
    let upgrade = "/v2/0123456789abcdef0123456789abcdef/kafka/instances/3e7f9a52-1c4b-4d06-8a2e-5b9c0d1e2f30/upgrade";
    assert_eq!(get(&simulator, upgrade).await.json(), json!({"current_version": "1.1.0", "latest_version": "3.x"}));
    let later = json!({"is_schedule": true, "execute_at": IN_AN_HOUR});
    assert_eq!(post(&simulator, upgrade, &later).await.status, 200);
    simulator.timeline().advance(seconds(3_590));
    let now = post(&simulator, upgrade, &json!({})).await;
    assert!(now.json()["job_id"].is_string());
    assert_eq!(get(&simulator, &instance_path("")).await.json()["status"], "UPGRADING");
    post(&simulator, upgrade, &json!({})).await.refusal(400, "DMS.00400052");
    simulator.timeline().advance(seconds(10));
    let failed = jobs(&simulator).await[0].clone();
    assert_eq!(failed["status"], "FAILED");
    let path = instance_path(&format!("/scheduled-tasks/{}", failed["id"].as_str().unwrap()));
    delete(&simulator, &path).await.refusal(400, "DMS.00400062");
    simulator.timeline().advance(seconds(290));
    let upgraded = get(&simulator, &instance_path("")).await.json();
    assert_eq!((&upgraded["status"], &upgraded["engine_version"]), (&json!("RUNNING"), &json!("3.x")));
    post(&simulator, upgrade, &json!({})).await.refusal(400, "DMS.00400053");
}
