//! What is only looked up, and what concerns an instance from beside it: logs, disks, the recycle bin.

use dms_kafka_sim::EXAMPLE_PROJECT_ID;
use serde_json::{Value, json};

use super::{Instance, Provider, reads};

async fn with_instance() -> (Provider, Instance) {
    let provider = Provider::new().await;
    let instance = Instance::create(&provider, json!({})).await;
    (provider, instance)
}

#[tokio::test]
async fn flavors_windows_and_zones_are_there_before_an_instance_is() {
    let provider = Provider::new().await;
    let flavors = provider.get("/v2/kafka/products").await;
    assert!(flavors["versions"].as_array().unwrap().contains(&json!("2.7")), "{flavors}");
    let flavor = flavors["products"]
        .as_array()
        .unwrap()
        .iter()
        .find(|flavor| flavor["product_id"] == "c6.2u4g.cluster")
        .unwrap();
    reads(flavor, &json!({"type": "cluster", "arch_types": ["X86"], "charging_mode": ["monthly", "hourly"]}));
    assert_eq!(
        provider.get("/v2/kafka/products?product_id=c6.2u4g.cluster").await["products"].as_array().unwrap().len(),
        1
    );
    let zones = provider.get("/v2/available-zones").await["available_zones"].clone();
    let of_disk = flavor["ios"][0]["available_zones"].as_array().unwrap();
    assert!(zones.as_array().unwrap().iter().any(|zone| of_disk.contains(&zone["code"])), "{zones} {of_disk:?}");
    let windows = provider.get("/v2/instances/maintain-windows").await["maintain_windows"].clone();
    assert!(windows.as_array().unwrap().iter().any(|window| window["default"] == true), "{windows}");
    // The older list, by bandwidth.
    let products = provider.get("/v2/products?engine=kafka").await;
    assert!(products["Hourly"].is_array() || products["hourly"].is_array(), "{products}");
    let flavor = provider.get("/v2/available-zones").await["available_zones"][0]["id"].clone();
    Instance::create(&provider, json!({"available_zones": [flavor]})).await;
}

#[tokio::test]
async fn instances_are_found_by_what_they_have() {
    let (provider, instance) = with_instance().await;
    let list = async |query: &str| {
        let path = format!("/v2/{EXAMPLE_PROJECT_ID}/instances?engine=kafka&limit=50&{query}");
        let listed = provider.get(&path).await;
        listed["instances"].as_array().unwrap().iter().map(|one| one["instance_id"].clone()).collect::<Vec<_>>()
    };
    let id = json!(instance.0);
    for query in [
        "name=orders",
        "exact_match_name=true&name=orders",
        "include_failure=true",
        "status=RUNNING",
        "enterprise_project_id=0",
    ] {
        assert_eq!(list(query).await, std::slice::from_ref(&id), "{query}");
    }
    let by_id = format!("instance_id={}", instance.0);
    assert_eq!(list(&by_id).await, std::slice::from_ref(&id));
    assert_eq!(list("name=none").await, [] as [Value; 0]);
    let tasks =
        provider.get(&instance.at("/tasks?start=1&limit=50&begin_time=20240301000000&end_time=20990101000000")).await;
    assert!(tasks["tasks"].is_array(), "{tasks}");
    assert!(provider.get(&format!("/v2/{EXAMPLE_PROJECT_ID}/kafka/tags")).await["tags"].is_array());
    let extendable = provider.get(&instance.of_kafka("/extend?type=advanced")).await;
    assert!(extendable["products"].is_array(), "{extendable}");
    assert!(provider.get(&instance.at("/topics/diskusage?minSize=1K&top=1")).await["broker_list"].is_array());
    assert!(provider.get(&instance.at("/management/coordinators")).await["coordinators"].is_array());
}

#[tokio::test]
async fn logs_of_rebalancing_are_switched_on_and_off() {
    let (provider, instance) = with_instance().await;
    let path = instance.of_kafka("/log/rebalance-log");
    for (method, wanted) in [("POST", "OPEN"), ("DELETE", "CLOSE")] {
        let job = provider.changed(method, &path, (method == "POST").then(|| json!({})).as_ref()).await;
        provider.wait_for_task(&instance, &job["job_id"]).await;
        let shown = provider.get(&path).await;
        if wanted == "OPEN" {
            reads(&shown, &json!({"status": "OPEN", "instance_id": instance.0}));
        } else {
            assert_ne!(shown["status"], "OPEN");
        }
    }
}

#[tokio::test]
async fn logs_of_a_kind_are_switched_on_with_nothing_said_of_them() {
    let (provider, instance) = with_instance().await;
    for body in [json!({}), json!({"log_task_list": [{}]})] {
        let path = instance.at_kafka("/logs/topic_log");
        let job = provider.post(&path, &body).await;
        provider.wait_for_task(&instance, &job["job_id"]).await;
        assert_eq!(provider.get(&path).await["log_response_list"][0]["status"], "OPEN", "{body}");
        let job = provider.changed("DELETE", &path, None).await;
        provider.wait_for_task(&instance, &job["job_id"]).await;
    }
}

#[tokio::test]
async fn disks_grow_on_their_own_as_it_was_set() {
    let (provider, instance) = with_instance().await;
    let path = instance.at("/auto-volume-expand");
    let on = json!({"auto_volume_expand_enable": true, "expand_threshold": 80, "max_volume_size": 3_000, "expand_increment": 10});
    provider.put(&path, &on).await;
    assert_eq!(provider.get(&path).await, on);
    provider.put(&path, &json!({"auto_volume_expand_enable": false})).await;
    assert_eq!(provider.get(&path).await["auto_volume_expand_enable"], false);
}

#[tokio::test]
async fn what_is_deleted_waits_in_the_bin_and_comes_back() {
    let (provider, instance) = with_instance().await;
    let bin = format!("/v2/{EXAMPLE_PROJECT_ID}/recycle");
    provider.put(&bin, &json!({"default_use_recycle": true, "retention_days": 3})).await;
    reads(&provider.get(&bin).await, &json!({"default_use_recycle": true, "retention_days": 3}));
    let action = format!("/v2/{EXAMPLE_PROJECT_ID}/instances/action");
    let delete = |forced: bool| json!({"action": "delete", "instances": [instance.0], "force_delete": forced});
    provider.post(&action, &delete(false)).await;
    provider.wait(&instance.at(""), "/status", &["DELETING"], "RECYCLE", 10).await;
    let binned = provider.get(&bin).await["recycle_instances"][0].clone();
    reads(&binned, &json!({"instance_id": instance.0, "name": "orders", "status": "RECYCLE"}));
    provider.post(&bin, &json!({"instances": [instance.0]})).await;
    provider.wait(&instance.at(""), "/status", &["RECYCLE", "RECOVERING", "STARTING"], "RUNNING", 10).await;
    provider.post(&action, &delete(true)).await;
    provider.wait(&instance.at(""), "/status", &["DELETING", "RUNNING"], "DELETED", 10).await;
    provider.put(&bin, &json!({"default_use_recycle": false, "retention_days": 3})).await;
}
