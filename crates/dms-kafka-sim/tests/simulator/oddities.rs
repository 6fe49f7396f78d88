//! What services are known to do against their documentation, as a client meets it.

use dms_kafka_sim::{EXAMPLE_INSTANCE_ID, EXAMPLE_PROJECT_ID, Simulator, StartError};
use serde_json::{Value, json};

use crate::wire::{Request, Stopped, delete, get, instance_path, now, post, put, seconds};

async fn with(oddities: &[&str]) -> Simulator {
    let odd = |gateway| {
        oddities.iter().fold(gateway, |gateway: huaweicloud_sim::SimulatorBuilder, name| gateway.oddity(*name))
    };
    Simulator::builder().gateway(odd).clock(Stopped(now())).start().await.unwrap()
}

fn restart() -> (String, Value) {
    let body = json!({"action": "restart", "instances": [EXAMPLE_INSTANCE_ID]});
    (format!("/v2/{EXAMPLE_PROJECT_ID}/instances/action"), body)
}

#[tokio::test]
async fn an_instance_that_was_just_asked_for_is_not_found() {
    let simulator = with(&["late-instances"]).await;
    let root = format!("/v2/{EXAMPLE_PROJECT_ID}/instances");
    let body = json!({
        "name": "orders", "engine": "kafka", "engine_version": "2.7", "broker_num": 3, "storage_space": 300,
        "storage_spec_code": "dms.physical.storage.ultra.v2", "product_id": "c6.2u4g.cluster", "vpc_id": "vpc",
        "subnet_id": "subnet", "security_group_id": "group", "available_zones": ["zone"],
    });
    let created = post(&simulator, &root.replace("/v2/", "/v2/kafka/"), &body).await.json();
    let one = format!("{root}/{}", created["instance_id"].as_str().unwrap());
    let count = async || get(&simulator, &format!("{root}?engine=kafka")).await.json()["instance_num"].clone();
    get(&simulator, &one).await.refusal(404, "DMS.00404022");
    assert_eq!(count().await, 1);
    simulator.timeline().advance(seconds(3));
    assert_eq!(get(&simulator, &one).await.json()["status"], "CREATING");
    assert_eq!(count().await, 2);
}

#[tokio::test]
async fn an_instance_that_is_busy_reads_running_and_takes_no_change() {
    let simulator = with(&["running-while-busy"]).await;
    let (at, body) = restart();
    post(&simulator, &at, &body).await;
    assert_eq!(get(&simulator, &instance_path("")).await.json()["status"], "RUNNING");
    put(&simulator, &instance_path(""), &json!({"name": "other"})).await.refusal(400, "DMS.00400026");
}

#[tokio::test]
async fn a_group_is_created_with_a_word_that_is_no_json() {
    let group = |name: &str| json!({"group_name": name, "group_desc": ""});
    let at = format!("/v2/{EXAMPLE_PROJECT_ID}/kafka/instances/{EXAMPLE_INSTANCE_ID}/group");
    for (oddities, body, media_type) in
        [(&["bare-words"][..], "success", "text/plain;charset=UTF-8"), (&[], "\"success\"", "application/json")]
    {
        let response = post(&with(oddities).await, &at, &group("orders")).await;
        assert_eq!((response.status, response.body.as_str()), (200, body));
        assert_eq!(response.header("content-type"), Some(media_type));
    }
}

#[tokio::test]
async fn responses_come_as_no_page_has_them() {
    let simulator = with(&["texts", "nulls", "ok-without-content", "shrinking-lists"]).await;
    let shown = get(&simulator, &instance_path("")).await.json();
    assert_eq!((&shown["ssl_enable"], &shown["broker_num"]), (&json!("true"), &json!("3")));
    assert_eq!(shown["description"], Value::Null);
    let changed = put(&simulator, &instance_path(""), &json!({"name": "other"})).await;
    assert_eq!((changed.status, changed.body.as_str()), (200, ""));
    post(&simulator, &instance_path("/topics"), &json!({"id": "orders"})).await;
    let first = get(&simulator, &instance_path("/topics?limit=1")).await.json();
    let total: u64 = first["total"].as_str().unwrap().parse().unwrap();
    let last = get(&simulator, &instance_path(&format!("/topics?limit=1&offset={}", total - 1))).await.json();
    assert_eq!((&last["total"], &last["topics"]), (&json!((total - 1).to_string()), &json!([])));
}

#[tokio::test]
async fn they_are_switched_while_it_runs() {
    let simulator = with(&["nulls"]).await;
    let listed = async |method: &str, body: &str| {
        let request = Request::new(&simulator, method, "/_sim/oddities").body(body);
        let response = request.send().await;
        let on = |body: Value| {
            let all = body.as_array().unwrap().clone().into_iter();
            all.filter(|one| one["on"] == true).map(|one| one["name"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        (response.status, if response.status == 200 { on(response.json()) } else { vec![response.body] })
    };
    assert_eq!(listed("GET", "").await, (200, vec!["nulls".to_owned()]));
    assert_eq!(listed("PUT", r#"["running-while-busy"]"#).await, (200, vec!["running-while-busy".to_owned()]));
    let (status, body) = listed("PUT", r#"["cubes"]"#).await;
    assert!(status == 400 && body[0].contains("there is no oddity `cubes`; there are texts, nulls"), "{body:?}");
    assert_eq!(listed("PUT", "[]").await, (200, vec![]));
    assert_eq!(delete(&simulator, &instance_path("")).await.status, 204);
    let error = Simulator::builder().gateway(|gateway| gateway.oddity("cubes")).start().await.unwrap_err();
    assert!(matches!(error, StartError::Oddity { .. }), "{error}");
}
