//! Instances: from creation to deletion, on a clock that is stepped.

use dms_kafka_sim::{EXAMPLE_INSTANCE_ID, EXAMPLE_PROJECT_ID, Simulator, State};
use huaweicloud_sim::{Effect, Fault};
use serde_json::{Value, json};

use crate::wire::{Response, Stopped, delete, get, instance_path, now, post, put, seconds, simulator};

const ROOT: &str = "/v2/0123456789abcdef0123456789abcdef/instances";

async fn empty() -> Simulator {
    Simulator::builder().state(State::empty()).clock(Stopped(now())).start().await.unwrap()
}

/// What is asked for an instance of three brokers.
fn new_instance(name: &str) -> Value {
    json!({
        "name": name, "engine": "kafka", "engine_version": "2.7", "broker_num": 3, "storage_space": 300,
        "storage_spec_code": "dms.physical.storage.ultra.v2", "product_id": "c6.2u4g.cluster", "vpc_id": "vpc",
        "subnet_id": "subnet", "security_group_id": "group", "available_zones": ["zone"],
    })
}

async fn create(simulator: &Simulator, body: &Value) -> String {
    let response = post(simulator, "/v2/kafka/0123456789abcdef0123456789abcdef/instances", body).await;
    assert_eq!(response.status, 200, "{}", response.body);
    response.json()["instance_id"].as_str().unwrap().to_owned()
}

async fn show(simulator: &Simulator, id: &str) -> Response {
    get(simulator, &format!("{ROOT}/{id}")).await
}

async fn status(simulator: &Simulator, id: &str) -> String {
    let response = show(simulator, id).await;
    if response.status == 404 { "404".to_owned() } else { response.json()["status"].as_str().unwrap().to_owned() }
}

async fn names(simulator: &Simulator, query: &str) -> (Vec<String>, u64) {
    let response = get(simulator, &format!("{ROOT}?engine=kafka{query}")).await;
    assert_eq!(response.status, 200, "{}", response.body);
    let body = response.json();
    let names = body["instances"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap().to_owned());
    (names.collect(), body["instance_num"].as_u64().unwrap())
}

#[tokio::test]
async fn an_instance_is_created_by_and_by_and_reads_as_it_was_asked_for() {
    let simulator = empty().await;
    let mut body = new_instance("orders");
    body["description"] = json!("of all shops");
    body["maintain_begin"] = json!("22:00");
    body["maintain_end"] = json!("02:00");
    body["tags"] = json!([{"key": "team", "value": "shop"}]);
    body["retention_policy"] = json!("time_base");
    body["enable_publicip"] = json!(true);
    body["publicip_id"] = json!("a,b,c");
    body["ssl_enable"] = json!(true);
    body["access_user"] = json!("root");
    body["password"] = json!("Widgets-2026");
    body["sasl_enabled_mechanisms"] = json!(["SCRAM-SHA-512"]);
    let id = create(&simulator, &body).await;
    let creating = show(&simulator, &id).await.json();
    assert_eq!((&creating["status"], &creating["cross_vpc_info"]), (&json!("CREATING"), &json!("")));
    simulator.timeline().advance(seconds(599));
    assert_eq!(status(&simulator, &id).await, "CREATING");
    simulator.timeline().advance(seconds(1));
    let created = show(&simulator, &id).await.json();
    for field in ["name", "description", "engine_version", "product_id", "vpc_id", "subnet_id", "tags", "ssl_enable"] {
        assert_eq!(created[field], body[field], "{field}");
    }
    for (field, expected) in [
        ("status", json!("RUNNING")),
        ("maintain_begin", json!("22:00:00")),
        ("maintain_end", json!("02:00:00")),
        ("total_storage_space", json!(300)),
        ("partition_num", json!("750")),
        ("retention_policy", json!("time_base")),
        ("enable_publicip", json!(true)),
        ("kafka_security_protocol", json!("SASL_SSL")),
        ("port", json!(9093)),
        ("charging_mode", json!(1)),
        ("broker_num", json!(3)),
        ("created_at", json!("1709946723000")),
    ] {
        assert_eq!(created[field], expected, "{field}");
    }
    let brokers: Vec<&str> = created["connect_address"].as_str().unwrap().split(',').collect();
    let entrances: Value = serde_json::from_str(created["cross_vpc_info"].as_str().unwrap()).unwrap();
    assert_eq!(brokers.len(), 3);
    assert!(brokers.iter().all(|broker| entrances[broker]["advertised_ip"] == **broker), "{entrances}");
    assert!(!created.to_string().contains("Widgets-2026"), "no password is shown");
}

#[tokio::test]
async fn the_three_places_to_create_one_do_the_same() {
    let simulator = empty().await;
    let first = create(&simulator, &new_instance("first")).await;
    let at = "/v2/0123456789abcdef0123456789abcdef/kafka/instances";
    let second = post(&simulator, at, &new_instance("second")).await.json()["instance_id"].clone();
    let mut body = new_instance("third");
    (body["product_id"], body["storage_spec_code"]) = (json!("00300-30308-0--0"), json!("dms.physical.storage.high"));
    (body["storage_space"], body["specification"]) = (json!(600), json!("100MB"));
    body["broker_num"] = Value::Null;
    let third = post(&simulator, ROOT, &body).await.json()["instance_id"].clone();
    assert!(first != second && second != third);
    let third = show(&simulator, third.as_str().unwrap()).await.json();
    assert_eq!((&third["specification"], &third["partition_num"]), (&json!("100MB"), &json!("300")));
    assert_eq!(third["broker_num"], 3);
    assert_eq!(names(&simulator, "").await, (["first", "second", "third"].map(String::from).to_vec(), 3));
}

#[tokio::test]
async fn what_cannot_be_created_is_refused_and_leaves_nothing() {
    let simulator = empty().await;
    let mut body = new_instance("orders");
    body["product_id"] = json!("c6.3u5g.cluster");
    let at = "/v2/kafka/0123456789abcdef0123456789abcdef/instances";
    post(&simulator, at, &body).await.refusal(400, "DMS.00400009");
    let mut body = new_instance("orders");
    (body["maintain_begin"], body["maintain_end"]) = (json!("22:00"), json!("06:00"));
    post(&simulator, at, &body).await.refusal(400, "DMS.00400106");
    for (field, value, why) in [
        ("storage_space", 350, "`storage_space` must be a multiple of 100."),
        ("storage_space", 1_500_100, "`storage_space` must be at most 1500000."),
        ("broker_num", 2, "`broker_num` must be 3 to 50."),
        ("broker_num", 51, "`broker_num` must be 3 to 50."),
    ] {
        let mut body = new_instance("orders");
        body[field] = json!(value);
        let refusal = post(&simulator, at, &body).await;
        assert!(refusal.json()["error_msg"].as_str().unwrap().ends_with(why), "{field} {value}");
    }
    assert_eq!(names(&simulator, "").await.1, 0);
}

#[tokio::test]
async fn a_list_is_narrowed_down_and_comes_in_pages() {
    let simulator = empty().await;
    for name in ["orders", "orders-old", "parcels"] {
        create(&simulator, &new_instance(name)).await;
    }
    let id = create(
        &simulator,
        &Value::Object({
            let mut body = new_instance("stock").as_object().unwrap().clone();
            body.insert("enterprise_project_id".to_owned(), json!("shop"));
            body
        }),
    )
    .await;
    for (query, expected, total) in [
        ("", "orders orders-old parcels stock", 4),
        ("&name=orders", "orders orders-old", 2),
        ("&name=orders&exact_match_name=true", "orders", 1),
        ("&name=orders&exact_match_name=no", "orders orders-old", 2),
        ("&name=", "orders orders-old parcels stock", 4),
        (&format!("&instance_id={id}"), "stock", 1),
        ("&status=CREATING&limit=1", "orders", 4),
        ("&status=RUNNING", "", 0),
        ("&enterprise_project_id=shop", "stock", 1),
        ("&offset=1&limit=2", "orders-old parcels", 4),
        ("&offset=3", "stock", 4),
    ] {
        let (found, count) = names(&simulator, query).await;
        assert_eq!((found.join(" ").as_str(), count), (expected, total), "{query}");
    }
    for query in ["&offset=4", "&offset=1&name=parcels", "&status=RUNNING&offset=1"] {
        get(&simulator, &format!("{ROOT}?engine=kafka{query}")).await.refusal(400, "DMS.40050010");
    }
    get(&simulator, ROOT).await.refusal(400, "DMS.00400062");
}

#[tokio::test]
async fn a_creation_that_fails_leaves_an_instance_that_can_only_be_deleted() {
    let simulator = empty().await;
    simulator.faults().add(Fault::new(Effect::FailTask {}).on("CreateInstanceByEngine").times(1)).unwrap();
    let failed = create(&simulator, &new_instance("failed")).await;
    let good = create(&simulator, &new_instance("good")).await;
    simulator.timeline().advance(seconds(600));
    assert_eq!(
        (status(&simulator, &failed).await, status(&simulator, &good).await),
        ("CREATEFAILED".into(), "RUNNING".into())
    );
    assert_eq!(names(&simulator, "").await.0, ["good"]);
    assert_eq!(names(&simulator, "&include_failure=true").await.0, ["failed", "good"]);
    put(&simulator, &format!("{ROOT}/{failed}"), &json!({"name": "other"})).await.refusal(400, "DMS.00400026");
    let all = json!({"action": "delete", "all_failure": "kafka"});
    assert_eq!(post(&simulator, &format!("{ROOT}/action"), &all).await.status, 204);
    simulator.timeline().advance(seconds(150));
    assert_eq!((status(&simulator, &failed).await, status(&simulator, &good).await), ("404".into(), "RUNNING".into()));
}

#[tokio::test]
async fn what_is_changed_reads_back_and_the_policy_takes_a_task() {
    let simulator = simulator().await;
    let change = json!({
        "name": "kafka001", "description": "another", "maintain_begin": "06:00:00", "maintain_end": "10:00:00",
        "security_group_id": "other", "enterprise_project_id": "shop", "retention_policy": "time_base",
    });
    assert_eq!(put(&simulator, &instance_path(""), &change).await.status, 204);
    let shown = get(&simulator, &instance_path("")).await.json();
    for (field, value) in change.as_object().unwrap() {
        assert_eq!(&shown[field], value, "{field}");
    }
    let task = async || get(&simulator, &instance_path("/tasks?limit=1")).await.json()["tasks"][0].clone();
    let created = task().await;
    assert_eq!((&created["name"], &created["status"]), (&json!("changeRetentionPolicy"), &json!("CREATED")));
    let params = r#"{"new_retention_policy":"time_base","origin_retention_policy":"produce_reject"}"#;
    assert_eq!(created["params"], params);
    simulator.timeline().advance(seconds(1));
    assert_eq!(task().await["status"], "EXECUTING");
    simulator.timeline().advance(seconds(4));
    let ended = task().await;
    assert_eq!((&ended["status"], &ended["updated_at"]), (&json!("SUCCESS"), &json!("2024-03-09T01:02:08.000Z")));
    assert_eq!(get(&simulator, &instance_path("")).await.json()["retention_policy"], "time_base");
    // What it has already makes no task.
    put(&simulator, &instance_path(""), &json!({"retention_policy": "time_base"})).await;
    assert_eq!(get(&simulator, &instance_path("/tasks")).await.json()["task_count"], "4");
    let window = json!({"maintain_begin": "06:00:00", "maintain_end": "14:00:00"});
    put(&simulator, &instance_path(""), &window).await.refusal(400, "DMS.00400106");
}

#[tokio::test]
async fn a_deletion_takes_its_time_and_may_be_asked_for_twice() {
    let simulator = simulator().await;
    assert_eq!(delete(&simulator, &instance_path("")).await.status, 204);
    assert_eq!(status(&simulator, EXAMPLE_INSTANCE_ID).await, "DELETING");
    simulator.timeline().advance(seconds(149));
    assert_eq!(delete(&simulator, &instance_path("")).await.status, 204);
    simulator.timeline().advance(seconds(1));
    delete(&simulator, &instance_path("")).await.refusal(404, "DMS.00404022");
    get(&simulator, &instance_path("/topics")).await.refusal(404, "DMS.00404022");
}

#[tokio::test]
async fn several_are_restarted_or_deleted_and_each_has_its_result() {
    let simulator = simulator().await;
    let busy = create(&simulator, &new_instance("busy")).await;
    let at = format!("{ROOT}/action");
    let act = async |body: Value| post(&simulator, &at, &body).await;
    let restart = act(json!({"action": "restart", "instances": [EXAMPLE_INSTANCE_ID, "none", busy]})).await.json();
    let results: Vec<_> =
        restart["results"].as_array().unwrap().iter().map(|one| one["result"].as_str().unwrap()).collect();
    assert_eq!(results, ["success", "failed", "failed"]);
    assert_eq!(status(&simulator, EXAMPLE_INSTANCE_ID).await, "RESTARTING");
    let both = json!({"action": "delete", "instances": [EXAMPLE_INSTANCE_ID, busy]});
    let message = act(both.clone()).await.refusal(400, "DMS.00400099");
    assert!(message.contains(&busy) && message.contains(EXAMPLE_INSTANCE_ID), "{message}");
    delete(&simulator, &instance_path("")).await.refusal(400, "DMS.00400026");
    simulator.timeline().advance(seconds(60));
    assert_eq!(status(&simulator, EXAMPLE_INSTANCE_ID).await, "RUNNING");
    act(both.clone()).await.refusal(400, "DMS.00400099");
    assert_eq!(status(&simulator, EXAMPLE_INSTANCE_ID).await, "RUNNING", "none is deleted");
    simulator.timeline().advance(seconds(540));
    assert_eq!(act(both).await.json()["results"].as_array().unwrap().len(), 2);
    act(json!({"action": "delete", "instances": ["a", "b", "a"]})).await.refusal(400, "DMS.00400082");
    let many: Vec<String> = (0..51).map(|number| number.to_string()).collect();
    act(json!({"action": "delete", "instances": many})).await.refusal(400, "DMS.00400100");
}

#[tokio::test]
async fn projects_do_not_see_each_other() {
    let simulator = simulator().await;
    let other = format!("/v2/another/instances/{EXAMPLE_INSTANCE_ID}");
    get(&simulator, &other).await.refusal(404, "DMS.00404022");
    delete(&simulator, &other).await.refusal(404, "DMS.00404022");
    let listed = get(&simulator, "/v2/another/instances?engine=kafka").await.json();
    assert_eq!(listed, json!({"instances": [], "instance_num": 0}));
    assert!(simulator.state().instance(EXAMPLE_PROJECT_ID, EXAMPLE_INSTANCE_ID).is_ok());
}
