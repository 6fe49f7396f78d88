//! Users of an instance, and what they may do with its topics.

use dms_kafka_sim::Simulator;
use serde_json::{Value, json};

use crate::wire::{delete, get, instance_path, post, put, seconds, simulator};

async fn users(simulator: &Simulator) -> Vec<Value> {
    get(simulator, &instance_path("/users")).await.json()["users"].as_array().unwrap().clone()
}

async fn names(simulator: &Simulator) -> Vec<String> {
    users(simulator).await.iter().map(|user| user["user_name"].as_str().unwrap().to_owned()).collect()
}

fn policy_path(rest: &str) -> String {
    instance_path(&format!("/topics{rest}/accesspolicy")).replacen("/v2/", "/v1/", 1)
}

async fn set_policies(simulator: &Simulator, topics: Value) -> crate::wire::Response {
    post(simulator, &policy_path(""), &json!({"topics": topics})).await
}

async fn policies(simulator: &Simulator, topic: &str) -> Value {
    get(simulator, &policy_path(&format!("/{topic}"))).await.json()["policies"].take()
}

#[tokio::test]
async fn a_user_is_created_changed_and_deleted() {
    let simulator = simulator().await;
    let user = json!({"user_name": "reader", "user_passwd": "Cloud@123", "user_desc": "Reads the orders."});
    assert_eq!(post(&simulator, &instance_path("/users"), &user).await.status, 204);
    assert_eq!(names(&simulator).await, ["root", "xxxa", "testuser", "reader"]);
    let listed = json!({
        "user_name": "reader", "user_desc": "Reads the orders.", "role": "guest", "default_app": false,
        "created_time": 1_709_946_123_000_u64,
    });
    assert_eq!(users(&simulator).await[3], listed);
    post(&simulator, &instance_path("/users"), &user).await.refusal(400, "DMS.00400800");
    let at = instance_path("/users/reader");
    assert_eq!(put(&simulator, &at, &json!({"new_password": "Other@123"})).await.status, 204);
    let with_engine = instance_path("/users/reader").replacen("/v2/", "/v2/kafka/", 1);
    let update = json!({"user_name": "reader", "user_desc": "", "new_password": "Other@123"});
    assert_eq!(put(&simulator, &with_engine, &update).await.status, 204);
    assert_eq!(users(&simulator).await[3]["user_desc"], "");
    let delete = async |names: Value| {
        put(&simulator, &instance_path("/users"), &json!({"action": "delete", "users": names})).await
    };
    delete(json!(["reader", "nobody"])).await.refusal(400, "DMS.00500972");
    delete(json!(["reader", "root"])).await.refusal(400, "DMS.00400800");
    assert_eq!(names(&simulator).await.len(), 4, "all or none");
    assert_eq!(delete(json!(["reader", "xxxa"])).await.status, 204);
    assert_eq!(names(&simulator).await, ["root", "testuser"]);
    assert_eq!(policies(&simulator, "topic-test").await.as_array().unwrap().len(), 1, "what they may do is gone, too");
    put(&simulator, &at, &json!({"new_password": "Other@123"})).await.refusal(400, "DMS.00500972");
}

#[tokio::test]
async fn a_password_that_breaks_a_rule_is_refused_and_not_repeated() {
    let simulator = simulator().await;
    for password in ["cloud1234", "-Cloud123", "1resU_tseT"] {
        let user = json!({"user_name": "Test_User1", "user_passwd": password});
        let message = post(&simulator, &instance_path("/users"), &user).await.refusal(400, "DMS.00400019");
        assert!(!message.contains(password), "{message}");
        let at = instance_path("/users/testuser");
        if password != "1resU_tseT" {
            put(&simulator, &at, &json!({"new_password": password})).await.refusal(400, "DMS.00400019");
        }
    }
    let short = json!({"user_name": "reader", "user_passwd": "Cl@1"});
    post(&simulator, &instance_path("/users"), &short).await.refusal(400, "DMS.00400085");
    assert!(!format!("{:?}", simulator.state()).contains("Cloud"));
}

#[tokio::test]
async fn policies_replace_those_before_and_keep_their_order() {
    let simulator = simulator().await;
    let documented = json!([
        {"owner": false, "user_name": "xxxa", "access_policy": "pub"},
        {"owner": false, "user_name": "root", "access_policy": "all"},
    ]);
    assert_eq!(policies(&simulator, "topic-test").await, documented);
    let new = json!([{"user_name": "testuser", "access_policy": "sub"}, {"user_name": "root", "access_policy": "pub"}]);
    let started = set_policies(&simulator, json!([{"name": "topic-test", "policies": new}])).await.json();
    // They read so at once; who waits for the task finds it in the instance.
    assert_eq!(policies(&simulator, "topic-test").await[0]["user_name"], "testuser");
    let instance = async || get(&simulator, &instance_path("")).await.json();
    assert_eq!(instance().await["task"], json!({"name": "updateTopicPolicies", "status": "CREATED"}));
    simulator.timeline().advance(seconds(5));
    assert_eq!(instance().await["task"], Value::Null);
    let path = instance_path(&format!("/tasks/{}", started["job_id"].as_str().unwrap()));
    let task = &get(&simulator, &path).await.json()["tasks"][0];
    assert_eq!((&task["name"], &task["status"]), (&json!("updateTopicPolicies"), &json!("SUCCESS")));
    assert_eq!(policies(&simulator, "topic-test").await[1]["access_policy"], "pub");
}

#[tokio::test]
async fn what_cannot_be_set_is_refused_for_all_topics() {
    let simulator = simulator().await;
    let good = json!({"name": "topic-test", "policies": [{"user_name": "root", "access_policy": "sub"}]});
    let stranger = json!({"name": "Topic-test01", "policies": [{"user_name": "nobody", "access_policy": "sub"}]});
    set_policies(&simulator, json!([good, stranger])).await.refusal(400, "DMS.00500972");
    let unknown = json!({"name": "none", "policies": [{"user_name": "root", "access_policy": "sub"}]});
    set_policies(&simulator, json!([good, unknown])).await.refusal(400, "DMS.00400975");
    set_policies(&simulator, json!([good, good])).await.refusal(400, "DMS.00400085");
    let half = json!({"name": "topic-test", "policies": [{"user_name": "root"}]});
    set_policies(&simulator, json!([half])).await.refusal(400, "DMS.00400085");
    assert_eq!(policies(&simulator, "topic-test").await.as_array().unwrap().len(), 2);
    // A published program knows this by its words, and by where they stand.
    let empty = set_policies(&simulator, json!([{"name": "Topic-test01", "policies": []}])).await;
    assert_eq!((empty.status, &empty.json()["failed_topics"][0]["error_msg"]), (400, &json!("Topic policy is empty.")));
    assert_eq!(set_policies(&simulator, json!([{"name": "topic-test", "policies": []}])).await.status, 200);
    assert_eq!(policies(&simulator, "topic-test").await, json!([]));
}

#[tokio::test]
async fn an_instance_without_sasl_has_no_users() {
    let simulator = simulator().await;
    let body = json!({
        "name": "plain", "engine": "kafka", "engine_version": "2.7", "broker_num": 3, "storage_space": 300,
        "vpc_id": "v", "subnet_id": "s", "security_group_id": "g", "available_zones": ["z"],
        "product_id": "c6.2u4g.cluster", "storage_spec_code": "dms.physical.storage.ultra.v2",
    });
    let root = format!("/v2/kafka/{}/instances", dms_kafka_sim::EXAMPLE_PROJECT_ID);
    let created = post(&simulator, &root, &body).await.json();
    simulator.timeline().advance(seconds(600));
    let at =
        format!("/v2/{}/instances/{}", dms_kafka_sim::EXAMPLE_PROJECT_ID, created["instance_id"].as_str().unwrap());
    get(&simulator, &format!("{at}/users")).await.refusal(400, "DMS.00400971");
    let user = json!({"user_name": "reader", "user_passwd": "Cloud@123"});
    post(&simulator, &format!("{at}/users"), &user).await.refusal(400, "DMS.00400971");
    assert_eq!(delete(&simulator, &at).await.status, 204);
    get(&simulator, &format!("{at}/users")).await.refusal(400, "DMS.00400026");
}
