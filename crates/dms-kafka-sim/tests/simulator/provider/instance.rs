//! An instance: created with everything that can be said of one, read, and deleted.

use serde_json::{Value, json};

use super::{Instance, Provider, reads};
use dms_kafka_sim::EXAMPLE_PROJECT_ID;

async fn delete(provider: &Provider, instance: &Instance) {
    provider.delete(&instance.at("")).await;
    let pending = ["DELETING", "RUNNING", "ERROR"];
    provider.wait(&instance.at(""), "/status", &pending, "DELETED", 10).await;
}

/// What the provider sets when it reads, beside the fields themselves.
async fn read(provider: &Provider, instance: &Instance) -> Value {
    let mut shown = provider.get(&instance.at("")).await;
    let zones = provider.get("/v2/available-zones").await["available_zones"].clone();
    let code =
        |id: &Value| zones.as_array().unwrap().iter().find(|zone| &zone["id"] == id).map(|zone| zone["code"].clone());
    let codes: Vec<_> = shown["available_zones"].as_array().unwrap().iter().filter_map(code).collect();
    shown["zones"] = json!(codes);
    let cluster = provider.get(&instance.at("/manage/cluster")).await;
    assert_eq!(json!(cluster["cluster"]["brokers"].as_array().unwrap().len()), shown["broker_num"]);
    let tags = provider.get(&format!("/v2/{EXAMPLE_PROJECT_ID}/kafka/{}/tags", instance.0)).await;
    shown["tags"] = tags["tags"].clone();
    shown
}

/// All that can be said of a new instance.
fn all_that_can_be_said(zone: &Value) -> Value {
    json!({
        "name": "orders", "description": "of all shops", "product_id": "c6.4u8g.cluster", "storage_space": 600,
        "engine_version": "3.x", "available_zones": [zone], "maintain_begin": "06:00", "maintain_end": "10:00",
        "enable_publicip": true, "publicip_id": "ip-1,ip-2,ip-3", "retention_policy": "time_base",
        "enable_auto_topic": true, "disk_encrypted_enable": false, "enterprise_project_id": "0",
        "tags": [{"key": "team", "value": "shop"}, {"key": "empty", "value": ""}],
        "ssl_enable": true, "access_user": "root", "password": "Widgets-2026",
        "sasl_enabled_mechanisms": ["SCRAM-SHA-512", "PLAIN"],
        "port_protocol": {
            "private_plain_enable": true, "private_sasl_ssl_enable": true, "private_sasl_plaintext_enable": false,
            "public_plain_enable": true, "public_sasl_ssl_enable": false, "public_sasl_plaintext_enable": false,
        },
        "tenant_ips": ["192.168.0.10", "192.168.0.11", "192.168.0.12"],
    })
}

#[tokio::test]
async fn a_cluster_with_everything_reads_as_it_was_asked_for() {
    let provider = Provider::new().await;
    let zone = provider.get("/v2/available-zones").await["available_zones"][0].clone();
    let asked = all_that_can_be_said(&zone["id"]);
    let instance = Instance::create(&provider, asked.clone()).await;
    let shown = read(&provider, &instance).await;
    for name in [
        "name",
        "description",
        "engine_version",
        "product_id",
        "vpc_id",
        "subnet_id",
        "security_group_id",
        "enable_publicip",
        "retention_policy",
        "enable_auto_topic",
        "ssl_enable",
        "access_user",
        "enterprise_project_id",
        "tags",
    ] {
        let asked = asked.get(name).cloned().unwrap_or_else(|| shown[name].clone());
        assert_eq!(shown[name], asked, "{name} of {shown:#}");
    }
    reads(
        &shown,
        &json!({
            "engine": "kafka", "broker_num": 3, "total_storage_space": 600, "zones": [zone["code"]], "maintain_begin": "06:00:00",
            "maintain_end": "10:00:00", "storage_spec_code": "dms.physical.storage.ultra.v2", "type": "cluster",
        }),
    );
    reads(&shown["port_protocols"], &asked["port_protocol"]);
    let mut mechanisms: Vec<_> =
        shown["sasl_enabled_mechanisms"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    mechanisms.sort_unstable();
    assert_eq!(mechanisms, ["PLAIN", "SCRAM-SHA-512"]);
    let entrances: Value = serde_json::from_str(shown["cross_vpc_info"].as_str().unwrap()).unwrap();
    let addresses: Vec<_> = entrances.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(addresses, ["192.168.0.10", "192.168.0.11", "192.168.0.12"]);
    // A second plan would read the same again.
    provider.pass(86_400);
    assert_eq!(read(&provider, &instance).await, shown);
    delete(&provider, &instance).await;
}

#[tokio::test]
async fn a_single_node_of_an_old_specification_is_created_and_deleted() {
    let provider = Provider::new().await;
    let single = json!({"product_id": "s6.2u4g.single.small", "broker_num": 1, "storage_space": 100});
    let instance = Instance::create(&provider, single).await;
    reads(&read(&provider, &instance).await, &json!({"type": "single", "broker_num": 1, "total_storage_space": 100}));
    delete(&provider, &instance).await;
    // By bandwidth, as it was before flavors: no brokers are given, and the disks have their old names.
    let old = json!({
        "product_id": "00300-30308-0--0", "specification": "100MB", "partition_num": 300, "storage_space": 600,
        "storage_spec_code": "dms.physical.storage.high", "broker_num": null,
    });
    let instance = Instance::create(&provider, old).await;
    let expected = json!({"specification": "100MB", "partition_num": "300", "broker_num": 3, "storage_spec_code": "dms.physical.storage.high"});
    reads(&read(&provider, &instance).await, &expected);
    delete(&provider, &instance).await;
}

#[tokio::test]
async fn smart_connect_of_old_is_asked_for_with_the_instance() {
    let provider = Provider::new().await;
    let dumping = json!({"connector_enable": true});
    let instance = Instance::create(&provider, dumping).await;
    let shown = read(&provider, &instance).await;
    assert_eq!(shown["connector_enable"], true, "{shown:#}");
    assert!(!shown["connector_id"].as_str().unwrap().is_empty(), "{shown:#}");
}

#[tokio::test]
async fn addresses_for_other_vpcs_are_given_in_the_order_of_the_brokers() {
    let provider = Provider::new().await;
    let instance = Instance::create(&provider, json!({"port_protocol": null, "vpc_client_plain": true})).await;
    let entrances = async || -> Value {
        let shown = provider.get(&instance.at("")).await;
        serde_json::from_str(shown["cross_vpc_info"].as_str().unwrap()).unwrap()
    };
    let mut brokers: Vec<_> = entrances().await.as_object().unwrap().keys().cloned().collect();
    brokers.sort_unstable();
    let wanted = ["www.one.example", "www.two.example", "192.168.0.200"];
    let contents: serde_json::Map<_, _> = brokers.iter().cloned().zip(wanted.map(Value::from)).collect();
    let changed = provider.post(&instance.at("/crossvpc/modify"), &json!({"advertised_ip_contents": contents})).await;
    assert_eq!(changed["success"], true, "{changed}");
    let entrances = entrances().await;
    for (broker, address) in brokers.iter().zip(wanted) {
        assert_eq!(entrances[broker]["advertised_ip"], address, "{entrances}");
    }
}
