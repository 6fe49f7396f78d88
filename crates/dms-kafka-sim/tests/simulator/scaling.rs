//! Scaling, and where partitions are.

use dms_kafka_sim::Simulator;
use huaweicloud_sim::{Effect, Fault};
use serde_json::{Value, json};

use crate::wire::{Response, get, instance_path, post, put, seconds, simulator};

async fn show(simulator: &Simulator) -> Value {
    get(simulator, &instance_path("")).await.json()
}

/// Sends it to the place at which a published Terraform provider does.
async fn resize(simulator: &Simulator, body: Value) -> Response {
    post(simulator, &instance_path("/extend"), &body).await
}

async fn task(simulator: &Simulator, id: &Value) -> String {
    let path = instance_path(&format!("/tasks/{}", id.as_str().unwrap()));
    get(simulator, &path).await.json()["tasks"][0]["status"].as_str().unwrap().to_owned()
}

async fn placement(simulator: &Simulator, topic: &str) -> Value {
    let path =
        "/v2/kafka/0123456789abcdef0123456789abcdef/instances/3e7f9a52-1c4b-4d06-8a2e-5b9c0d1e2f30/topics-detail";
    let partitions = get(simulator, &format!("{path}/{topic}")).await.json()[0]["partitions"].clone();
    assert!(partitions.is_array(), "{partitions}");
    partitions
}

#[tokio::test]
async fn disks_grow_while_the_instance_is_extending() {
    let simulator = simulator().await;
    for gigabytes in [600, 650, 850, 950] {
        let body = json!({"oper_type": "storage", "new_storage_space": gigabytes});
        resize(&simulator, body).await.refusal(400, "DMS.00400500");
    }
    let begun = resize(&simulator, json!({"oper_type": "storage", "new_storage_space": 900})).await;
    assert_eq!(begun.status, 200, "{}", begun.body);
    let job_id = begun.json()["job_id"].clone();
    assert_eq!(show(&simulator).await["status"], "EXTENDING");
    resize(&simulator, json!({"oper_type": "storage", "new_storage_space": 1200})).await.refusal(400, "DMS.00400026");
    simulator.timeline().advance(seconds(150));
    let progress = instance_path(&format!("/tasks/{}/progress", job_id.as_str().unwrap()));
    let half = get(&simulator, &progress).await.json();
    assert_eq!((&half["progress_percentage"], &half["remain_time"]), (&json!(50), &json!(150)));
    simulator.timeline().advance(seconds(149));
    assert_eq!(task(&simulator, &job_id).await, "EXECUTING");
    simulator.timeline().advance(seconds(1));
    let scaled = show(&simulator).await;
    assert_eq!((&scaled["status"], &scaled["total_storage_space"]), (&json!("RUNNING"), &json!(900)));
    assert_eq!((&scaled["extend_times"], task(&simulator, &job_id).await.as_str()), (&json!(1), "SUCCESS"));
}

#[tokio::test]
async fn brokers_are_added_and_topics_stay_where_they_are() {
    let simulator = simulator().await;
    let before = placement(&simulator, "Topic-test01").await;
    let ask = |count: u32| json!({"oper_type": "horizontal", "new_broker_num": count, "tenant_ips": ["192.168.0.9"]});
    resize(&simulator, ask(3)).await.refusal(400, "DMS.00400085");
    resize(&simulator, ask(51)).await.refusal(400, "DMS.00400085");
    let taken = json!({"oper_type": "horizontal", "new_broker_num": 5, "tenant_ips": ["192.168.0.100"]});
    resize(&simulator, taken).await.refusal(400, "DMS.00400085");
    assert_eq!(resize(&simulator, ask(5)).await.status, 200);
    simulator.timeline().advance(seconds(300));
    let scaled = show(&simulator).await;
    assert_eq!((&scaled["broker_num"], &scaled["total_storage_space"]), (&json!(5), &json!(1_000)));
    let entrances: Value = serde_json::from_str(scaled["cross_vpc_info"].as_str().unwrap()).unwrap();
    assert_eq!(entrances.as_object().unwrap().len(), 5);
    assert!(entrances["192.168.0.9"].is_object());
    assert_eq!(placement(&simulator, "Topic-test01").await, before);
}

#[tokio::test]
async fn what_is_sold_by_bandwidth_gets_another_one() {
    let simulator = simulator().await;
    let ask = |code: &str, storage: u32| json!({"new_spec_code": code, "new_storage_space": storage});
    resize(&simulator, ask("nothing", 1_200)).await.refusal(400, "DMS.00400125");
    resize(&simulator, ask("dms.instance.kafka.cluster.c3.mini", 600)).await.refusal(400, "DMS.00400500");
    let vertical = json!({"oper_type": "vertical", "new_product_id": "c6.4u8g.cluster"});
    resize(&simulator, vertical).await.refusal(400, "DMS.00400009");
    assert_eq!(resize(&simulator, ask("dms.instance.kafka.cluster.c3.small.2", 1_200)).await.status, 200);
    simulator.timeline().advance(seconds(300));
    let scaled = show(&simulator).await;
    assert_eq!((&scaled["specification"], &scaled["partition_num"]), (&json!("300MB"), &json!("900")));
    assert_eq!(scaled["total_storage_space"], 1_200);
}

#[tokio::test]
async fn scaling_that_fails_leaves_everything_as_it_was() {
    let simulator = simulator().await;
    let fault = Fault::new(Effect::FailTask {}).on("ResizeInstance").times(1);
    simulator.faults().add(fault).unwrap();
    let begun = resize(&simulator, json!({"oper_type": "storage", "new_storage_space": 900})).await.json();
    simulator.timeline().advance(seconds(300));
    let failed = show(&simulator).await;
    assert_eq!((&failed["status"], &failed["total_storage_space"]), (&json!("EXTENDEDFAILED"), &json!(600)));
    assert_eq!(task(&simulator, &begun["job_id"]).await, "FAILED");
}

#[tokio::test]
async fn disks_that_grow_on_their_own_read_as_they_were_set() {
    let simulator = simulator().await;
    let path = instance_path("/auto-volume-expand");
    assert_eq!(get(&simulator, &path).await.json()["auto_volume_expand_enable"], false);
    let mut asked = json!({
        "auto_volume_expand_enable": true, "expand_threshold": 70, "max_volume_size": 3_000, "expand_increment": 20,
    });
    assert_eq!(put(&simulator, &path, &asked).await.status, 204);
    assert_eq!(get(&simulator, &path).await.json(), asked);
    for size in [600, 90_000] {
        asked["max_volume_size"] = json!(size);
        put(&simulator, &path, &asked).await.refusal(400, "DMS.00400500");
    }
}

#[tokio::test]
async fn partitions_move_when_the_task_is_done() {
    let simulator = simulator().await;
    let places = ["/v2/kafka/{p}/instances/{i}/reassign", "/v2/{p}/kafka/instances/{i}/reassign"];
    let [page, interface] = places.map(|place| {
        place.replace("{p}", "0123456789abcdef0123456789abcdef").replace("{i}", "3e7f9a52-1c4b-4d06-8a2e-5b9c0d1e2f30")
    });
    let spread = |topic: &str, brokers: &[u32]| json!({"reassignments": [{"topic": topic, "brokers": brokers}]});
    post(&simulator, &page, &spread("nothing", &[0, 1, 2])).await.refusal(400, "DMS.00400975");
    post(&simulator, &page, &spread("Topic-test01", &[0, 1])).await.refusal(400, "DMS.00400861");
    post(&simulator, &page, &spread("Topic-test01", &[0, 1, 3])).await.refusal(400, "DMS.00400800");
    let mut fewer = spread("Topic-test01", &[2, 0]);
    fewer["reassignments"][0]["replication_factor"] = json!(2);
    fewer["time_estimate"] = json!(true);
    assert_eq!(post(&simulator, &interface, &fewer).await.json(), json!({"reassignment_time": 6}));
    fewer["time_estimate"] = json!(false);
    let job = post(&simulator, &page, &fewer).await.json();
    simulator.timeline().advance(seconds(14));
    assert_eq!(placement(&simulator, "Topic-test01").await[0]["replicas"].as_array().unwrap().len(), 3);
    simulator.timeline().advance(seconds(1));
    assert_eq!(task(&simulator, &job["job_id"]).await, "SUCCESS");
    let expected = json!([
        {"partition": 0, "leader": 2, "replicas": [2, 0]},
        {"partition": 1, "leader": 0, "replicas": [0, 2]},
        {"partition": 2, "leader": 2, "replicas": [2, 0]},
    ]);
    assert_eq!(placement(&simulator, "Topic-test01").await, expected);
    let replace = instance_path("/management/topics/Topic-test01/replicas-reassignment");
    let one =
        |partition: u32, replicas: &[u32]| json!({"partitions": [{"partition": partition, "replicas": replicas}]});
    post(&simulator, &replace, &one(3, &[0])).await.refusal(400, "DMS.00400800");
    post(&simulator, &replace, &one(0, &[1, 1])).await.refusal(400, "DMS.00400800");
    assert_eq!(post(&simulator, &replace, &one(1, &[1, 2])).await.status, 204);
    simulator.timeline().advance(seconds(15));
    assert_eq!(
        placement(&simulator, "Topic-test01").await[1],
        json!({"partition": 1, "leader": 1, "replicas": [1, 2]})
    );
}
