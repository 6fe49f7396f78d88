//! Configuration, console, logs, diagnoses, cluster and catalogue.

use dms_kafka_sim::Simulator;
use serde_json::{Value, json};

use crate::wire::{Request, delete, get, instance_path, post, put, seconds, simulator};

const KAFKA: &str = "/v2/0123456789abcdef0123456789abcdef/kafka/instances/3e7f9a52-1c4b-4d06-8a2e-5b9c0d1e2f30";

async fn value(simulator: &Simulator, name: &str) -> String {
    let configs = get(simulator, &instance_path("/configs")).await.json();
    let configs = configs["kafka_configs"].as_array().unwrap().clone();
    configs.iter().find(|config| config["name"] == name).unwrap()["value"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn settings_change_when_the_task_is_done() {
    let simulator = simulator().await;
    let path = instance_path("/configs");
    let change = |pairs: &[(&str, &str)]| {
        let configs: Vec<Value> = pairs.iter().map(|(name, value)| json!({"name": name, "value": value})).collect();
        json!({"kafka_configs": configs})
    };
    for pair in [("nothing", "1"), ("num.partitions", "201"), ("num.partitions", "many")] {
        put(&simulator, &path, &change(&[pair])).await.refusal(400, "DMS.00400063");
    }
    let pairs = [("num.partitions", "5"), ("log.retention.hours", "66"), ("min.insync.replicas", "2")];
    let changed = put(&simulator, &path, &change(&pairs)).await.json();
    assert_eq!((&changed["dynamic_config"], &changed["static_config"]), (&json!(1), &json!(2)));
    assert_eq!(value(&simulator, "num.partitions").await, "3");
    simulator.timeline().advance(seconds(5));
    assert_eq!(value(&simulator, "num.partitions").await, "5");
    let task = instance_path(&format!("/tasks/{}", changed["job_id"].as_str().unwrap()));
    let task = get(&simulator, &task).await.json()["tasks"][0].clone();
    assert_eq!((&task["name"], &task["status"]), (&json!("kafkaConfigModify"), &json!("SUCCESS")));
}

#[tokio::test]
async fn a_console_is_restarted_until_it_is_closed() {
    let simulator = simulator().await;
    let restart =
        async || Request::new(&simulator, "PUT", &instance_path("/restart-kafka-manager")).sign().send().await;
    assert_eq!(restart().await.json()["result"], "success");
    let password = instance_path("/kafka-manager-password");
    put(&simulator, &password, &json!({"new_password": "widgetswidgets"})).await.refusal(400, "DMS.00400019");
    assert_eq!(put(&simulator, &password, &json!({"new_password": "Widgets-1"})).await.status, 204);
    let first = post(&simulator, &instance_path("/password"), &json!({"new_password": "Widgets-1"})).await;
    assert_eq!(first.status, 204);
    assert_eq!(delete(&simulator, &format!("{KAFKA}/management")).await.status, 204);
    restart().await.refusal(400, "DMS.00400062");
}

#[tokio::test]
async fn one_log_is_opened_after_another() {
    let simulator = simulator().await;
    let [topics, rebalancing] = ["topic_log", "REBALANCE"].map(|kind| format!("{KAFKA}/logs/{kind}"));
    let body = json!({"log_task_list": [{"log_group_name": "widgets", "log_stream_name": "topics"}]});
    assert_eq!(get(&simulator, &topics).await.json(), json!({"log_response_list": []}));
    delete(&simulator, &topics).await.refusal(400, "DMS.00501007");
    assert_eq!(post(&simulator, &topics, &body).await.status, 200);
    post(&simulator, &rebalancing, &body).await.refusal(400, "DMS.00501008");
    let shown = async || get(&simulator, &topics).await.json()["log_response_list"][0].clone();
    assert_eq!(shown().await["status"], "OPENING");
    simulator.timeline().advance(seconds(15));
    assert_eq!(
        (shown().await["status"].clone(), shown().await["log_file_name"].clone()),
        (json!("OPEN"), json!("topic.log"))
    );
    post(&simulator, &topics, &body).await.refusal(400, "DMS.00400062");
    assert_eq!(delete(&simulator, &topics).await.status, 200);
    assert_eq!(shown().await["status"], "CLOSING");
    simulator.timeline().advance(seconds(15));
    assert_eq!(shown().await["status"], "CLOSE");
    delete(&simulator, &topics).await.refusal(400, "DMS.00501007");
    let other =
        "/v2/kafka/0123456789abcdef0123456789abcdef/instances/3e7f9a52-1c4b-4d06-8a2e-5b9c0d1e2f30/log/rebalance-log";
    assert_eq!(get(&simulator, other).await.json()["status"], "CLOSE");
    assert_eq!(Request::new(&simulator, "POST", other).sign().send().await.status, 200);
    simulator.timeline().advance(seconds(15));
    assert_eq!(get(&simulator, other).await.json()["status"], "OPEN");
    assert_eq!(get(&simulator, &rebalancing).await.json()["log_response_list"][0]["log_type"], "REBALANCE");
}

#[tokio::test]
async fn a_diagnosis_takes_its_time() {
    let simulator = simulator().await;
    let tasks = format!("{KAFKA}/message-diagnosis-tasks");
    let body = |topic: &str| json!({"group_name": "consumer-1", "topic_name": topic});
    post(&simulator, &tasks, &body("nothing")).await.refusal(400, "DMS.00400975");
    let id = post(&simulator, &tasks, &body("Topic-test01")).await.json()["report_id"].clone();
    let newest = async || get(&simulator, &format!("{tasks}?limit=1")).await.json()["report_list"][0].clone();
    assert_eq!((&newest().await["status"], &newest().await["report_id"]), (&json!("diagnosing"), &id));
    simulator.timeline().advance(seconds(40));
    assert_eq!(newest().await["status"], "finished");
    let report = get(&simulator, &format!("{KAFKA}/message-diagnosis/{}", id.as_str().unwrap())).await.json();
    assert_eq!((&report["normal_item_num"], &report["abnormal_item_num"]), (&json!(2), &json!(0)));
    let message = json!({"topic": "Topic-test01", "body": "x", "property_list": [{"name": "PARTITION", "value": "2"}]});
    assert_eq!(post(&simulator, &instance_path("/messages/action?action_id=send"), &message).await.status, 200);
    let check = get(&simulator, &format!("{KAFKA}/diagnosis-check?group=consumer-1&topic=Topic-test01")).await.json();
    assert_eq!(check[1], json!({"name": "LAG", "success": false, "reason": "{\"2\":1}"}));
    let behind = post(&simulator, &tasks, &body("Topic-test01")).await.json()["report_id"].clone();
    simulator.timeline().advance(seconds(40));
    let report = get(&simulator, &format!("{KAFKA}/message-diagnosis/{}", behind.as_str().unwrap())).await.json();
    assert_eq!(report["diagnosis_dimension_list"][0]["diagnosis_item_list"][1]["partitions"], json!([2]));
    assert_eq!((&report["normal_item_num"], &report["abnormal_item_num"]), (&json!(1), &json!(1)));
    let request = Request::new(&simulator, "DELETE", &tasks).header("content-type", "application/json");
    let deleted = request.body(json!({"report_id_list": [id, "none"]}).to_string()).sign().send().await.json();
    let successes: Vec<&Value> = deleted["results"].as_array().unwrap().iter().map(|one| &one["success"]).collect();
    assert_eq!(successes, [&json!(true), &json!(false)]);
}

#[tokio::test]
async fn the_catalogue_has_what_can_be_asked_for() {
    let simulator = simulator().await;
    let products = get(&simulator, "/v2/kafka/products?product_id=c6.4u8g.cluster").await.json();
    assert_eq!(products["products"].as_array().unwrap().len(), 1);
    assert_eq!(products["products"][0]["properties"]["max_partition_per_broker"], "500");
    let windows = get(&simulator, "/v2/instances/maintain-windows").await.json();
    let first = json!({"default": false, "seq": 1, "begin": "22", "end": "02"});
    assert_eq!((&windows["maintain_windows"][0], windows["maintain_windows"].as_array().unwrap().len()), (&first, 6));
    let cores = "/v2/kafka/products/cores?product_id=c6.4u8g.cluster&broker_num=5";
    assert_eq!(get(&simulator, cores).await.json(), json!({"core_num": 20}));
    let of_instance = format!("{cores}&instance_id=3e7f9a52-1c4b-4d06-8a2e-5b9c0d1e2f30");
    assert_eq!(get(&simulator, &of_instance).await.json()["total_extend_storage_space"], 1_000);
    let zones = get(&simulator, "/v2/available-zones").await.json();
    let ids: Vec<&Value> = zones["available_zones"].as_array().unwrap().iter().map(|zone| &zone["id"]).collect();
    let used = get(&simulator, &instance_path("")).await.json()["available_zones"][0].clone();
    assert!(ids.contains(&&used), "{used}");
}

#[tokio::test]
async fn the_cluster_counts_what_is_in_it() {
    let simulator = simulator().await;
    let cluster = get(&simulator, &instance_path("/management/cluster")).await.json()["cluster"].clone();
    let counts = ["topics_count", "partitions_count", "replicas_count"].map(|count| cluster[count].as_u64().unwrap());
    assert_eq!((counts, cluster["brokers"].as_array().unwrap().len()), ([2, 6, 18], 3));
    assert_eq!(cluster["consumers_count"], 3);
    post(&simulator, &instance_path("/topics"), &json!({"id": "widgets", "partition": 2, "replication": 1})).await;
    let cluster = get(&simulator, &instance_path("/management/cluster")).await.json()["cluster"].clone();
    let counts = ["topics_count", "partitions_count", "replicas_count"].map(|count| cluster[count].as_u64().unwrap());
    assert_eq!(counts, [3, 8, 20]);
    let hierarchy = get(&simulator, &instance_path("/ces-hierarchy")).await.json();
    assert_eq!(hierarchy["queues"][2], json!({"name": "widgets", "partitions": [{"name": "0"}, {"name": "1"}]}));
    let checks = get(&simulator, &format!("{KAFKA}/extend-check")).await.json();
    assert_eq!((&checks[0]["success"], &checks[1]["success"]), (&json!(true), &json!(false)));
}
