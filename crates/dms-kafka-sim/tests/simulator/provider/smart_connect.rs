//! Smart Connect: switched on, its tasks of both kinds, and those of its older form.

use dms_kafka_sim::EXAMPLE_PROJECT_ID;
use serde_json::{Value, json};

use super::{Instance, Provider, reads};

async fn connected() -> (Provider, Instance, String) {
    let provider = Provider::new().await;
    let instance = Instance::create(&provider, json!({})).await;
    // One of the libraries sends the number of nodes as a text.
    let begun = provider.post(&instance.at("/connector"), &json!({"node_cnt": "2", "spec_code": ""})).await;
    provider.wait(&instance.at(""), "/status", &["EXTENDING"], "RUNNING", 10).await;
    let shown = provider.get(&instance.at("")).await;
    reads(&shown, &json!({"connector_enable": true, "connector_id": begun["connector_id"], "connector_node_num": 2}));
    (provider, instance, begun["connector_id"].as_str().unwrap().to_owned())
}

async fn created(provider: &Provider, instance: &Instance, body: &Value, status: &str) -> String {
    let created = provider.post(&instance.at("/connector/tasks"), body).await;
    let id = created["id"].as_str().unwrap().to_owned();
    let path = instance.at(&format!("/connector/tasks/{id}"));
    provider.wait(&path, "/status", &["CREATING"], status, 5).await;
    id
}

#[tokio::test]
async fn a_task_to_object_storage_reads_as_it_was_asked_for() {
    let (provider, instance, _) = connected().await;
    // Booleans that are false and texts that are empty are left out: neither `store_keys` nor `obs_path` comes.
    let body = json!({
        "task_name": "archive", "topics": "orders,parcels", "sink_type": "OBS_SINK",
        "sink_task": {
            "consumer_strategy": "latest", "destination_file_type": "TEXT", "access_key": "hunter2", "secret_key": "hunter3",
            "obs_bucket_name": "widgets", "partition_format": "yyyy/MM/dd/HH/mm", "record_delimiter": ";",
            "deliver_time_interval": 300,
        },
    });
    let id = created(&provider, &instance, &body, "RUNNING").await;
    let path = instance.at(&format!("/connector/tasks/{id}"));
    let task = provider.get(&path).await;
    reads(
        &task,
        &json!({"task_name": "archive", "topics": "orders,parcels", "sink_type": "OBS_SINK", "source_type": "NONE"}),
    );
    reads(
        &task["sink_task"],
        &json!({
            "consumer_strategy": "latest", "destination_file_type": "TEXT", "obs_bucket_name": "widgets",
            "partition_format": "yyyy/MM/dd/HH/mm", "record_delimiter": ";", "deliver_time_interval": 300,
        }),
    );
    for (name, empty) in [("store_keys", json!(false)), ("obs_path", json!(""))] {
        let read = &task["sink_task"][name];
        assert!(read.is_null() || *read == empty, "{name} reads {read}, which is no absence to the provider");
    }
    provider.delete(&path).await;
    provider.wait(&path, "/status", &["DELETING"], "DELETED", 5).await;
}

#[tokio::test]
async fn a_task_from_another_cluster_waits_and_is_acted_on() {
    let (provider, instance, _) = connected().await;
    let body = json!({
        "task_name": "mirror", "start_later": true, "topics_regex": "topic-*", "source_type": "KAFKA_REPLICATOR_SOURCE",
        "source_task": {
            "bootstrap_servers": "192.168.1.1:9092,192.168.1.2:9092", "direction": "pull", "replication_factor": 3,
            "task_num": 2, "provenance_header_enabled": false, "sync_consumer_offsets_enabled": true,
            "rename_topic_enabled": false, "consumer_strategy": "latest", "compression_type": "snappy",
            "security_protocol": "PLAINTEXT", "topics_mapping": "a:b,c:d",
        },
    });
    let id = created(&provider, &instance, &body, "WAITING").await;
    let path = instance.at(&format!("/connector/tasks/{id}"));
    let task = provider.get(&path).await;
    reads(&task, &json!({"task_name": "mirror", "topics_regex": "topic-*", "source_type": "KAFKA_REPLICATOR_SOURCE"}));
    for (name, value) in body["source_task"].as_object().unwrap() {
        let read = &task["source_task"][name];
        assert!(read == value || (read.is_null() && *value == json!(false)), "{name} reads {read} of {task:#}");
    }
    let kafka = instance.at_kafka(&format!("/connector/tasks/{id}/restart"));
    for (target, pending, wanted) in [
        (kafka.clone(), &["WAITING"][..], "RUNNING"),
        (format!("{path}/pause"), &["RUNNING"], "PAUSED"),
        (format!("{path}/resume"), &["PAUSED"], "RUNNING"),
        (kafka, &["RUNNING", "PAUSED", "RESTARTING"], "RUNNING"),
    ] {
        provider.changed("PUT", &target, None).await;
        provider.wait(&path, "/status", pending, wanted, 5).await;
        provider.pass(60);
        assert_eq!(provider.get(&path).await["status"], wanted, "{target}");
    }
}

#[tokio::test]
async fn a_task_of_the_older_form_has_its_topics_where_they_were_asked_for() {
    let (provider, _, connector) = connected().await;
    let path = format!("/v2/{EXAMPLE_PROJECT_ID}/connectors/{connector}/sink-tasks");
    for (name, topics) in [("topics", "orders"), ("topics_regex", "orders-.*")] {
        let other = if name == "topics" { "topics_regex" } else { "topics" };
        let body = json!({
            "source_type": "BLOB", "task_name": format!("archive-{name}"), "destination_type": "OBS",
            "obs_destination_descriptor": {
                name: topics, other: "", "consumer_strategy": "earliest", "destination_file_type": "TEXT", "access_key": "hunter2",
                "secret_key": "hunter3", "obs_bucket_name": "widgets", "obs_path": "", "partition_format": "",
                "record_delimiter": "", "deliver_time_interval": 300,
            },
        });
        let id = provider.post(&path, &body).await["task_id"].as_str().unwrap().to_owned();
        let one = format!("{path}/{id}");
        provider.wait(&one, "/status", &["CREATING"], "RUNNING", 5).await;
        let task = provider.get(&format!("{one}?topic-info=true")).await;
        reads(&task, &json!({"task_name": format!("archive-{name}"), "destination_type": "OBS"}));
        let destination = &task["obs_destination_descriptor"];
        let expected = json!({
            name: topics, "obs_bucket_name": "widgets", "consumer_strategy": "earliest", "destination_file_type": "TEXT",
            "deliver_time_interval": 300,
        });
        reads(destination, &expected);
        assert!(destination[other].as_str().unwrap_or_default().is_empty(), "{destination}");
        provider.delete(&one).await;
        provider.wait(&one, "/status", &["DELETING"], "DELETED", 5).await;
        provider.pass(60);
    }
}

#[tokio::test]
async fn it_is_switched_off_again() {
    let (provider, instance, _) = connected().await;
    provider.post(&instance.at_kafka("/delete-connector"), &json!({})).await;
    provider.wait(&instance.at(""), "/status", &["CONNECTOR_DELETING"], "RUNNING", 10).await;
    assert_eq!(provider.get(&instance.at("")).await["connector_enable"], false);
}
