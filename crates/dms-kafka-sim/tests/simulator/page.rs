//! What the page at `/_sim/` shows of the state.

use dms_kafka_sim::{EXAMPLE_INSTANCE_ID, EXAMPLE_PROJECT_ID, Simulator, State};
use serde_json::json;

use crate::wire::{Request, Stopped, instance_path, now, post, simulator};

async fn page(simulator: &Simulator, target: &str) -> String {
    let response = Request::new(simulator, "GET", target).header("accept", "text/html").send().await;
    assert_eq!(response.status, 200, "{target}: {}", response.body);
    response.body
}

#[tokio::test]
async fn ten_thousand_instances_make_no_large_page() {
    let state = State::empty();
    for number in 0..10_000 {
        state.add_instance(EXAMPLE_PROJECT_ID, format!("instance-{number}"));
    }
    let simulator = Simulator::builder().state(state).clock(Stopped(now())).start().await.unwrap();
    for target in ["/_sim/", "/_sim/state", "/_sim/state?table=instances&skip=9900"] {
        let page = page(&simulator, target).await;
        assert!(page.len() < 100_000, "{target}: {}", page.len());
        assert!(page.contains(">10000<") && page.matches("/_sim/state/instances/").count() == 100);
    }
    assert!(page(&simulator, "/_sim/state?table=instances&skip=9900").await.contains("instance-9999"));
}

#[tokio::test]
async fn an_instance_is_shown_with_what_is_in_it_and_without_its_password() {
    let simulator = simulator().await;
    let topic = post(&simulator, &instance_path("/topics"), &json!({"id": "orders", "partition": 7})).await;
    assert_eq!(topic.status, 200, "{}", topic.body);
    let body = json!({
        "name": "secretive", "engine": "kafka", "engine_version": "2.7", "broker_num": 3, "storage_space": 300,
        "storage_spec_code": "dms.physical.storage.ultra.v2", "product_id": "c6.2u4g.cluster", "vpc_id": "vpc",
        "subnet_id": "subnet", "security_group_id": "group", "available_zones": ["zone"],
        "ssl_enable": true, "sasl_enabled_mechanisms": ["PLAIN"], "access_user": "root", "password": "Hunter-2026",
    });
    let created = post(&simulator, &format!("/v2/kafka/{EXAMPLE_PROJECT_ID}/instances"), &body).await;
    assert_eq!(created.status, 200, "{}", created.body);
    let id = created.json()["instance_id"].as_str().unwrap().to_owned();
    assert!(page(&simulator, "/_sim/").await.contains("secretive"));
    let shown = page(&simulator, &format!("/_sim/state/instances/{EXAMPLE_PROJECT_ID}/{id}")).await;
    assert!(shown.contains("c6.2u4g.cluster") && !shown.contains("Hunter-2026"), "{shown}");
    let shown = page(&simulator, &format!("/_sim/state/instances/{EXAMPLE_PROJECT_ID}/{EXAMPLE_INSTANCE_ID}")).await;
    assert!(shown.contains("orders") && shown.contains("kafka-2085975099"), "{shown}");
    // What a task was started with may hold a password.
    assert!(shown.contains("bindInstancePublicIp") && !shown.contains("public_ip_address"), "{shown}");
}
