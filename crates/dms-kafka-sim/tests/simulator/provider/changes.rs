//! Changes of an instance: each is sent and waited for as the provider does, and read back.

use serde_json::{Value, json};

use super::{Instance, Provider, reads};
use dms_kafka_sim::EXAMPLE_PROJECT_ID;

#[tokio::test]
async fn what_an_update_says_is_read_at_once() {
    let provider = Provider::new().await;
    let instance = Instance::create(&provider, json!({})).await;
    let update = json!({
        "name": "parcels", "description": "", "maintain_begin": "06:00:00", "maintain_end": "10:00:00",
        "security_group_id": "other", "retention_policy": "time_base", "enterprise_project_id": "0",
    });
    provider.put(&instance.at(""), &update).await;
    reads(&provider.get(&instance.at("")).await, &update);
    provider.pass(60);
    reads(&provider.get(&instance.at("")).await, &update);
    // Each of them alone, as for a change of one.
    for one in [json!({"maintain_begin": "22:00", "maintain_end": "02:00"}), json!({"description": "of all shops"})] {
        provider.put(&instance.at(""), &one).await;
    }
    let expected = json!({"name": "parcels", "maintain_begin": "22:00:00", "description": "of all shops"});
    reads(&provider.get(&instance.at("")).await, &expected);
}

#[tokio::test]
async fn tags_are_taken_away_and_given_anew() {
    let provider = Provider::new().await;
    let instance = Instance::create(&provider, json!({"tags": [{"key": "team", "value": "shop"}]})).await;
    let tags = format!("/v2/{EXAMPLE_PROJECT_ID}/kafka/{}/tags", instance.0);
    let act = async |action: &str, tags_of: Value| {
        provider.post(&format!("{tags}/action"), &json!({"action": action, "tags": tags_of})).await
    };
    act("delete", json!([{"key": "team", "value": "shop"}])).await;
    assert_eq!(provider.get(&tags).await["tags"], json!([]));
    let wanted = json!([{"key": "team", "value": "parcels"}, {"key": "stage", "value": ""}]);
    act("create", wanted.clone()).await;
    assert_eq!(provider.get(&tags).await["tags"], wanted);
}

async fn resized(provider: &Provider, instance: &Instance, body: Value) -> Value {
    let job = provider.post(&instance.at_kafka("/extend"), &body).await;
    assert!(job["job_id"].is_string(), "{job}");
    provider.wait(&instance.at(""), "/status", &["EXTENDING"], "RUNNING", 20).await;
    provider.wait_for_task(instance, &job["job_id"]).await;
    provider.get(&instance.at("")).await
}

#[tokio::test]
async fn brokers_get_larger_then_more_and_then_their_disks() {
    let provider = Provider::new().await;
    let instance = Instance::create(&provider, json!({})).await;
    let larger =
        resized(&provider, &instance, json!({"oper_type": "vertical", "new_product_id": "c6.4u8g.cluster"})).await;
    reads(&larger, &json!({"product_id": "c6.4u8g.cluster", "broker_num": 3, "total_storage_space": 300}));
    let more = resized(&provider, &instance, json!({"oper_type": "horizontal", "new_broker_num": 4})).await;
    reads(&more, &json!({"broker_num": 4, "total_storage_space": 400}));
    let grown = resized(&provider, &instance, json!({"oper_type": "storage", "new_storage_space": 600})).await;
    reads(&grown, &json!({"product_id": "c6.4u8g.cluster", "broker_num": 4, "total_storage_space": 600}));
}

#[tokio::test]
async fn brokers_of_public_addresses_come_with_addresses_of_their_own() {
    let provider = Provider::new().await;
    let open = json!({"enable_publicip": true, "publicip_id": "ip-1,ip-2,ip-3"});
    let instance = Instance::create(&provider, open).await;
    let more = json!({
        "oper_type": "horizontal", "new_broker_num": 5, "publicip_id": "ip-4,ip-5",
        "tenant_ips": ["192.168.0.201", "192.168.0.202"],
    });
    let shown = resized(&provider, &instance, more).await;
    reads(&shown, &json!({"broker_num": 5, "total_storage_space": 500, "enable_publicip": true}));
    let entrances: Value = serde_json::from_str(shown["cross_vpc_info"].as_str().unwrap()).unwrap();
    assert!(entrances["192.168.0.201"].is_object() && entrances["192.168.0.202"].is_object(), "{entrances}");
}

#[tokio::test]
async fn an_instance_by_bandwidth_gets_another_bandwidth() {
    let provider = Provider::new().await;
    let old = json!({
        "product_id": "00300-30308-0--0", "specification": "100MB", "partition_num": 300, "storage_space": 600,
        "storage_spec_code": "dms.physical.storage.high", "broker_num": null,
    });
    let instance = Instance::create(&provider, old).await;
    let wanted = json!({"new_spec_code": "dms.instance.kafka.cluster.c3.small.2", "new_storage_space": 1_200});
    let shown = resized(&provider, &instance, wanted).await;
    reads(&shown, &json!({"product_id": "00300-30310-0--0", "specification": "300MB", "total_storage_space": 1_200}));
}

#[tokio::test]
async fn parameters_are_set_and_the_instance_restarted_for_those_that_need_it() {
    let provider = Provider::new().await;
    let instance = Instance::create(&provider, json!({})).await;
    let configs = json!({"kafka_configs": [
        {"name": "log.retention.hours", "value": "48"}, {"name": "auto.create.groups.enable", "value": "false"},
    ]});
    let changed = provider.put(&instance.at("/configs"), &configs).await;
    assert_eq!((&changed["static_config"], &changed["dynamic_config"]), (&json!(1), &json!(1)), "{changed}");
    provider.wait_by_name(&instance, "kafkaConfigModify", &[1, 5, 5]).await;
    let restart = json!({"action": "restart", "instances": [instance.0], "force_delete": false});
    provider.post(&format!("/v2/{EXAMPLE_PROJECT_ID}/instances/action"), &restart).await;
    provider.wait(&instance.at(""), "/status", &["RESTARTING"], "RUNNING", 20).await;
    let read = async |name: &str| {
        let shown = provider.get(&instance.at("/configs")).await["kafka_configs"].clone();
        shown.as_array().unwrap().iter().find(|config| config["name"] == name).unwrap()["value"].clone()
    };
    assert_eq!(
        (read("log.retention.hours").await, read("auto.create.groups.enable").await),
        (json!("48"), json!("false"))
    );
    let dynamic = json!({"kafka_configs": [{"name": "auto.create.groups.enable", "value": "true"}]});
    assert_eq!(provider.put(&instance.at("/configs"), &dynamic).await["static_config"], 0);
    provider.wait_by_name(&instance, "kafkaConfigModify", &[1, 5, 5]).await;
    assert_eq!(read("auto.create.groups.enable").await, "true");
}

#[tokio::test]
async fn topics_are_created_on_their_own_when_that_is_switched_on() {
    let provider = Provider::new().await;
    let instance = Instance::create(&provider, json!({})).await;
    for enabled in [true, false] {
        provider.post(&instance.at("/autotopic"), &json!({"enable_auto_topic": enabled})).await;
        provider.wait_by_name(&instance, "kafkaConfigModify", &[2, 2, 2, 2]).await;
        assert_eq!(provider.get(&instance.at("")).await["enable_auto_topic"], enabled);
        provider.pass(60);
    }
}

#[tokio::test]
async fn ways_to_connect_are_switched_one_by_one() {
    let provider = Provider::new().await;
    let sasl = json!({
        "ssl_enable": true, "access_user": "root", "password": "Widgets-2026", "sasl_enabled_mechanisms": ["SCRAM-SHA-512"],
        "port_protocol": {"private_plain_enable": true, "private_sasl_ssl_enable": true},
    });
    let instance = Instance::create(&provider, sasl).await;
    let mut wanted = provider.get(&instance.at("")).await["port_protocols"].clone();
    for (protocol, enable) in
        [("private_sasl_plaintext_enable", true), ("private_plain_enable", false), ("private_plain_enable", true)]
    {
        let body = json!({"protocol": protocol, "enable": enable});
        let changed = provider.post(&instance.at_kafka("/plain-ssl-switch"), &body).await;
        provider.wait_for_task(&instance, &changed["job_id"]).await;
        wanted[protocol] = json!(enable);
        reads(&provider.get(&instance.at("")).await["port_protocols"], &json!({protocol: enable}));
    }
    for (protocol, enabled) in wanted.as_object().unwrap().iter().filter(|(_, enabled)| enabled.is_boolean()) {
        assert_eq!(&provider.get(&instance.at("")).await["port_protocols"][protocol], enabled, "{protocol}");
    }
}

#[tokio::test]
async fn an_instance_restarts_and_its_password_is_another() {
    let provider = Provider::new().await;
    let sasl = json!({"ssl_enable": true, "access_user": "root", "password": "Widgets-2026"});
    let instance = Instance::create(&provider, sasl).await;
    provider.post(&instance.at("/password"), &json!({"new_password": "Widgets-2027"})).await;
    let restart = json!({"action": "restart", "instances": [instance.0], "force_delete": false});
    let begun = provider.post(&format!("/v2/{EXAMPLE_PROJECT_ID}/instances/action"), &restart).await;
    assert_eq!(begun["results"][0]["result"], "success", "{begun}");
    provider.wait(&instance.at(""), "/status", &["RESTARTING"], "RUNNING", 10).await;
}
