//! Smart Connect: the connector, its tasks, and sink tasks.

use dms_kafka_sim::{EXAMPLE_INSTANCE_ID, EXAMPLE_PROJECT_ID, Simulator, State};
use serde_json::{Value, json};

use crate::wire::{Request, Response, Stopped, delete, get, instance_path, now, post, put, seconds};

async fn without_connector() -> Simulator {
    let state = State::empty();
    state.add_instance(EXAMPLE_PROJECT_ID, EXAMPLE_INSTANCE_ID);
    Simulator::builder().state(state).clock(Stopped(now())).start().await.unwrap()
}

async fn instance(simulator: &Simulator) -> Value {
    get(simulator, &instance_path("")).await.json()
}

/// Switches it on, and gives the id of the connector.
async fn connect(simulator: &Simulator) -> String {
    let response = post(simulator, &instance_path("/connector"), &json!({"node_cnt": 2})).await;
    assert_eq!(response.status, 200, "{}", response.body);
    simulator.timeline().advance(seconds(120));
    response.json()["connector_id"].as_str().unwrap().to_owned()
}

fn new_task(name: &str) -> Value {
    json!({
        "task_name": name, "source_type": "NONE", "topics": "orders", "sink_type": "OBS_SINK",
        "sink_task": {
            "obs_bucket_name": "widgets", "access_key": "hunter2", "secret_key": "hunter3", "obs_path": "all",
            "consumer_strategy": "latest", "destination_file_type": "TEXT", "partition_format": "yyyy",
            "record_delimiter": ";", "store_keys": false,
        },
    })
}

async fn status(simulator: &Simulator, id: &str) -> String {
    let task = get(simulator, &instance_path(&format!("/connector/tasks/{id}"))).await.json();
    task["status"].as_str().unwrap().to_owned()
}

async fn act(simulator: &Simulator, id: &str, action: &str) -> Response {
    Request::new(simulator, "PUT", &instance_path(&format!("/connector/tasks/{id}/{action}"))).sign().send().await
}

#[tokio::test]
async fn it_is_switched_on_and_off() {
    let simulator = without_connector().await;
    get(&simulator, &instance_path("/connector/tasks")).await.refusal(404, "DMS.00404024");
    let begun = post(&simulator, &instance_path("/connector"), &json!({"node_cnt": 3})).await.json();
    assert_eq!(instance(&simulator).await["status"], "EXTENDING");
    simulator.timeline().advance(seconds(120));
    let on = instance(&simulator).await;
    assert_eq!((&on["status"], &on["connector_enable"]), (&json!("RUNNING"), &json!(true)));
    assert_eq!((&on["connector_id"], &on["connector_node_num"]), (&begun["connector_id"], &json!(3)));
    post(&simulator, &instance_path("/connector"), &json!({})).await.refusal(404, "DMS.00404027");
    let off =
        "/v2/0123456789abcdef0123456789abcdef/kafka/instances/3e7f9a52-1c4b-4d06-8a2e-5b9c0d1e2f30/delete-connector";
    assert_eq!(post(&simulator, off, &json!({})).await.status, 200);
    assert_eq!(instance(&simulator).await["status"], "CONNECTOR_DELETING");
    simulator.timeline().advance(seconds(120));
    let off = instance(&simulator).await;
    assert_eq!((&off["status"], &off["connector_enable"]), (&json!("RUNNING"), &json!(false)));
}

#[tokio::test]
async fn a_task_is_created_paused_resumed_restarted_and_deleted() {
    let simulator = without_connector().await;
    connect(&simulator).await;
    let tasks = instance_path("/connector/tasks");
    let created = post(&simulator, &tasks, &new_task("copy")).await;
    assert!(!created.body.contains("hunter"), "{}", created.body);
    let created = created.json();
    assert_eq!((&created["status"], &created["sink_task"]["obs_bucket_name"]), (&json!("CREATING"), &json!("widgets")));
    let id = created["id"].as_str().unwrap();
    act(&simulator, id, "pause").await.refusal(400, "DMS.00400062");
    let then = async |wait: u64| {
        simulator.timeline().advance(seconds(wait));
        status(&simulator, id).await
    };
    assert_eq!((then(9).await, then(1).await), ("CREATING".to_owned(), "RUNNING".to_owned()));
    for (action, meanwhile, end) in
        [("pause", "RUNNING", "PAUSED"), ("resume", "PAUSED", "RUNNING"), ("restart", "RESTARTING", "RUNNING")]
    {
        assert_eq!(act(&simulator, id, action).await.status, 204);
        assert_eq!((then(0).await.as_str(), then(10).await.as_str()), (meanwhile, end), "{action}");
    }
    let changed = json!({"topics_regex": "orders-.*", "sink_task": {"deliver_time_interval": 600, "secret_key": "x"}});
    let path = instance_path(&format!("/connector/tasks/{id}"));
    let changed = put(&simulator, &path, &changed).await.json();
    assert_eq!((&changed["topics_regex"], &changed["topics"]), (&json!("orders-.*"), &Value::Null));
    assert_eq!(changed["sink_task"]["deliver_time_interval"], 600);
    assert_eq!(changed["sink_task"]["secret_key"], Value::Null);
    assert_eq!(delete(&simulator, &path).await.status, 204);
    delete(&simulator, &path).await.refusal(404, "DMS.00404026");
    get(&simulator, &path).await.refusal(404, "DMS.00404026");
}

#[tokio::test]
async fn a_task_may_wait_and_there_are_only_so_many() {
    let simulator = without_connector().await;
    connect(&simulator).await;
    let tasks = instance_path("/connector/tasks");
    let mut waiting = new_task("later");
    waiting["start_later"] = json!(true);
    let created = post(&simulator, &tasks, &waiting).await.json();
    simulator.timeline().advance(seconds(10));
    let id = created["id"].as_str().unwrap();
    assert_eq!(status(&simulator, id).await, "WAITING");
    let restart = format!(
        "/v2/0123456789abcdef0123456789abcdef/kafka/instances/3e7f9a52-1c4b-4d06-8a2e-5b9c0d1e2f30/connector/tasks/{id}/restart"
    );
    assert_eq!(Request::new(&simulator, "PUT", &restart).sign().send().await.status, 204);
    assert_eq!(status(&simulator, id).await, "WAITING");
    simulator.timeline().advance(seconds(10));
    assert_eq!(status(&simulator, id).await, "RUNNING");
    for number in 2..=18 {
        assert_eq!(post(&simulator, &tasks, &new_task(&format!("copy-{number}"))).await.status, 200, "{number}");
    }
    post(&simulator, &tasks, &new_task("one-more")).await.refusal(404, "DMS.00404029");
    let page = get(&simulator, &instance_path("/connector/tasks?offset=10&limit=50")).await.json();
    assert_eq!((page["tasks"].as_array().unwrap().len(), &page["total_number"]), (8, &json!(18)));
    let nothing = json!({"task_name": "idle", "source_type": "NONE", "sink_type": "NONE"});
    post(&simulator, &tasks, &nothing).await.refusal(400, "DMS.00400085");
}

#[tokio::test]
async fn a_task_from_another_instance_knows_its_brokers() {
    let simulator = without_connector().await;
    connect(&simulator).await;
    let body = json!({
        "task_name": "mirror", "source_type": "KAFKA_REPLICATOR_SOURCE", "topics": "orders",
        "source_task": {
            "instance_id": EXAMPLE_INSTANCE_ID, "current_cluster_name": "A", "cluster_name": "B", "direction": "push",
            "sync_consumer_offsets_enabled": false, "replication_factor": 3, "rename_topic_enabled": false,
            "provenance_header_enabled": true, "consumer_strategy": "latest", "compression_type": "none",
            "user_name": "root", "password": "hunter2",
        },
    });
    let created = post(&simulator, &instance_path("/connector/tasks"), &body).await.json();
    let source = &created["source_task"];
    assert_eq!(source["bootstrap_servers"], "192.168.0.100:9092,192.168.0.61:9092,192.168.0.72:9092");
    assert_eq!(
        (&source["direction"], &source["task_num"], &source["password"]),
        (&json!("push"), &json!(2), &Value::Null)
    );
    assert_eq!((&created["sink_type"], &created["sink_task"]), (&json!("NONE"), &json!({})));
}

#[tokio::test]
async fn sink_tasks_belong_to_a_connector() {
    let simulator = without_connector().await;
    let connector = connect(&simulator).await;
    let path = format!("/v2/{EXAMPLE_PROJECT_ID}/connectors/{connector}/sink-tasks");
    let body = json!({
        "source_type": "BLOB", "task_name": "archive", "destination_type": "OBS",
        "obs_destination_descriptor": {
            "topics": "orders", "consumer_strategy": "latest", "destination_file_type": "TEXT", "access_key": "hunter2",
            "secret_key": "hunter3", "obs_bucket_name": "widgets", "deliver_time_interval": 300,
        },
    });
    assert_eq!(put(&simulator, &path, &json!({"sink_max_tasks": 1})).await.status, 204);
    put(&simulator, &path, &json!({"sink_max_tasks": 99})).await.refusal(400, "DMS.00400133");
    let id = post(&simulator, &path, &body).await.json()["task_id"].as_str().unwrap().to_owned();
    post(&simulator, &path, &body).await.refusal(404, "DMS.00404029");
    simulator.timeline().advance(seconds(10));
    let shown = get(&simulator, &format!("{path}/{id}")).await;
    assert!(!shown.body.contains("hunter"), "{}", shown.body);
    let shown = shown.json();
    assert_eq!((&shown["status"], &shown["topics"]), (&json!("RUNNING"), &json!("orders")));
    assert_eq!(get(&simulator, &path).await.json()["total_number"], 1);
    assert_eq!(delete(&simulator, &format!("{path}/{id}")).await.status, 204);
    get(&simulator, &format!("{path}/{id}")).await.refusal(404, "DMS.00404026");
    let other = format!("/v2/{EXAMPLE_PROJECT_ID}/connectors/none/sink-tasks");
    get(&simulator, &other).await.refusal(404, "DMS.00404024");
}
