//! Users, permissions, consumer groups and quotas.

use serde_json::{Value, json};

use super::{Instance, Provider, reads};

async fn with_users() -> (Provider, Instance) {
    let provider = Provider::new().await;
    let sasl = json!({
        "ssl_enable": true, "access_user": "root", "password": "Widgets-2026", "kafka_security_protocol": "SASL_SSL",
        "sasl_enabled_mechanisms": ["PLAIN", "SCRAM-SHA-512"],
    });
    let instance = Instance::create(&provider, sasl).await;
    (provider, instance)
}

/// The one of a list that has a value.
fn found<'l>(list: &'l Value, field: &str, value: &str) -> Option<&'l Value> {
    list.as_array().unwrap().iter().find(|one| one[field] == value)
}

#[tokio::test]
async fn a_user_is_created_changed_and_deleted() {
    let (provider, instance) = with_users().await;
    let users = instance.at("/users");
    // A description that nobody gave is an empty text.
    let body = json!({"user_name": "writer", "user_passwd": "Widgets-2026", "user_desc": ""});
    provider.post(&users, &body).await;
    let listed = provider.get(&users).await["users"].clone();
    let user = found(&listed, "user_name", "writer").unwrap();
    reads(user, &json!({"user_desc": "", "default_app": false}));
    assert!(user["created_time"].is_u64(), "{user}");

    let user = instance.of_kafka("/users/writer");
    provider.put(&user, &json!({"new_password": "Widgets-2027", "user_desc": "of the shop"})).await;
    let listed = provider.get(&users).await["users"].clone();
    assert_eq!(found(&listed, "user_name", "writer").unwrap()["user_desc"], "of the shop");

    provider.put(&users, &json!({"action": "delete", "users": ["writer"]})).await;
    assert_eq!(found(&provider.get(&users).await["users"], "user_name", "writer"), None);
}

#[tokio::test]
async fn permissions_of_a_topic_are_those_that_were_given() {
    let (provider, instance) = with_users().await;
    for name in ["reader", "writer"] {
        let user = json!({"user_name": name, "user_passwd": "Widgets-2026"});
        provider.post(&instance.at("/users"), &user).await;
    }
    provider.post(&instance.at("/topics"), &json!({"id": "orders", "partition": 3, "replication": 3})).await;
    let v1 = instance.at("").replace("/v2/", "/v1/");
    let shown = async || {
        let shown = provider.get(&format!("{v1}/topics/orders/accesspolicy")).await;
        assert_eq!(shown["name"], "orders");
        let policies = shown["policies"].as_array().unwrap().iter().filter(|policy| policy["owner"] != true);
        policies.map(|policy| json!([policy["user_name"], policy["access_policy"]])).collect::<Vec<_>>()
    };
    let change = async |policies: Value| {
        let topics = json!({"topics": [{"name": "orders", "policies": policies}]});
        provider.post(&format!("{v1}/topics/accesspolicy"), &topics).await;
    };
    change(json!([
        {"user_name": "reader", "access_policy": "sub"}, {"user_name": "writer", "access_policy": "pub"},
    ]))
    .await;
    assert_eq!(shown().await, [json!(["reader", "sub"]), json!(["writer", "pub"])]);
    change(json!([{"user_name": "writer", "access_policy": "all"}])).await;
    assert_eq!(shown().await, [json!(["writer", "all"])]);
    // It deletes by giving nothing to nobody.
    change(json!([])).await;
    assert_eq!(shown().await, [] as [Value; 0]);
}

#[tokio::test]
async fn a_group_is_found_in_the_list_and_gone_from_it() {
    let provider = Provider::new().await;
    let instance = Instance::create(&provider, json!({})).await;
    let group = json!({"group_name": "shop", "group_desc": ""});
    provider.post(&instance.at_kafka("/group"), &group).await;
    let list = async || provider.get(&instance.at("/groups?group=shop&limit=50&offset=0")).await;
    reads(&list().await["groups"][0], &json!({"group_id": "shop", "group_desc": "", "state": "EMPTY", "lag": 0}));

    let changed = json!({"group_name": "shop", "group_desc": "of all shops"});
    provider.put(&instance.of_kafka("/groups/shop"), &changed).await;
    assert_eq!(list().await["groups"][0]["group_desc"], "of all shops");

    let deleted = provider.post(&instance.at("/groups/batch-delete"), &json!({"group_ids": ["shop"]})).await;
    assert_eq!(deleted["failed_groups"], json!([]));
    assert_eq!(list().await["total"], 0);
}

#[tokio::test]
async fn a_quota_of_users_and_clients_reads_as_it_was_set() {
    let (provider, instance) = with_users().await;
    let path = instance.of_kafka("/kafka-user-client-quota");
    // What is not given is sent as empty or as false.
    let mut quota = json!({
        "user": "root", "client": "", "user-default": false, "client-default": true, "producer-byte-rate": 1_048_576,
        "consumer-byte-rate": 2_097_152,
    });
    let job = provider.post(&path, &quota).await;
    provider.wait_for_task(&instance, &job["job_id"]).await;
    let list = async || provider.get(&format!("{path}?limit=50&offset=0")).await["quotas"].clone();
    reads(&list().await[0], &quota);
    quota["consumer-byte-rate"] = json!(3_145_728);
    let job = provider.put(&path, &quota).await;
    provider.wait_for_task(&instance, &job["job_id"]).await;
    reads(&list().await[0], &quota);
    let by = json!({"user": "root", "client": "", "user-default": false, "client-default": true});
    let job = provider.changed("DELETE", &path, Some(&by)).await;
    provider.wait_for_task(&instance, &job["job_id"]).await;
    assert_eq!(list().await, json!([]));
}

#[tokio::test]
async fn a_quota_of_topics_reads_as_it_was_set() {
    let (provider, instance) = with_users().await;
    provider.post(&instance.at("/topics"), &json!({"id": "orders", "partition": 3, "replication": 3})).await;
    let path = instance.of_kafka("/kafka-topic-quota");
    let mut quota = json!({"topic": "orders", "producer-byte-rate": 1_048_576, "consumer-byte-rate": 2_097_152});
    let job = provider.post(&path, &quota).await;
    provider.wait_for_task(&instance, &job["job_id"]).await;
    let list =
        async || provider.get(&format!("{path}?type=topic&keyword=orders&limit=50&offset=0")).await["quotas"].clone();
    reads(&list().await[0], &quota);
    quota["producer-byte-rate"] = json!(4_194_304);
    let job = provider.put(&path, &quota).await;
    provider.wait_for_task(&instance, &job["job_id"]).await;
    reads(&list().await[0], &quota);
    let job = provider.changed("DELETE", &path, Some(&json!({"topic": "orders"}))).await;
    provider.wait_for_task(&instance, &job["job_id"]).await;
    assert_eq!(list().await, json!([]));
}
