//! What published Terraform providers do, request by request: they create, wait, read, change and delete, and find that nothing differs
//! from what was asked for, so that a second plan is empty. Methods, paths, bodies and the states that they wait for are taken from
//! their public sources; the code is this project's own.

mod access;
mod changes;
mod instance;
mod lookups;
mod messages;
mod smart_connect;
mod topics;

use dms_kafka_sim::{EXAMPLE_PROJECT_ID, Simulator, State};
use serde_json::{Value, json};

use crate::wire::{Request, Response, Stopped, now, seconds};

/// How often is asked at most until something is as it is waited for.
const MOST: usize = 500;

/// A client as the provider is one: it does not sign its project, says of each request that it is JSON, and takes its time.
pub(crate) struct Provider {
    simulator: Simulator,
}

impl Provider {
    /// With nothing in the simulator.
    async fn new() -> Self {
        Self { simulator: Simulator::builder().state(State::empty()).clock(Stopped(now())).start().await.unwrap() }
    }

    async fn send(&self, method: &str, target: &str, body: Option<&Value>) -> Response {
        let request = Request::new(&self.simulator, method, target)
            .header("accept", "application/json")
            .header("content-type", "application/json;charset=UTF-8")
            .header("user-agent", "terraform-provider/1 golangsdk/2.0.0");
        let request = request.body(body.map(Value::to_string).unwrap_or_default()).sign();
        request.header("x-project-id", EXAMPLE_PROJECT_ID).header("x-domain-id", "a-domain").send().await
    }

    /// What is read, which must be there.
    async fn get(&self, target: &str) -> Value {
        let response = self.send("GET", target, None).await;
        assert_eq!(response.status, 200, "{target}: {}", response.body);
        response.json()
    }

    async fn changed(&self, method: &str, target: &str, body: Option<&Value>) -> Value {
        let response = self.send(method, target, body).await;
        let sent = body.map(Value::to_string).unwrap_or_default();
        assert!(
            (200..=204).contains(&response.status),
            "{method} {target} {sent}: {} {}",
            response.status,
            response.body
        );
        if response.body.is_empty() { Value::Null } else { response.json() }
    }

    async fn post(&self, target: &str, body: &Value) -> Value {
        self.changed("POST", target, Some(body)).await
    }

    async fn put(&self, target: &str, body: &Value) -> Value {
        self.changed("PUT", target, Some(body)).await
    }

    async fn delete(&self, target: &str) -> Value {
        self.changed("DELETE", target, None).await
    }

    /// Lets some seconds pass, as one that waits does.
    fn pass(&self, count: u64) {
        self.simulator.timeline().advance(seconds(count));
    }

    /// Waits for a state: everything else that is seen must be one of those that the provider goes on waiting at.
    async fn wait(&self, target: &str, field: &str, pending: &[&str], wanted: &str, pause: u64) {
        for _ in 0..MOST {
            let response = self.send("GET", target, None).await;
            let state = match response.status {
                404 => "DELETED".to_owned(),
                _ => response.json().pointer(field).and_then(Value::as_str).unwrap_or_default().to_owned(),
            };
            if state == wanted {
                return;
            }
            assert!(pending.contains(&state.as_str()), "{target} is `{state}`: {}", response.body);
            self.pass(pause);
        }
        panic!("{target} is not {wanted} after all");
    }

    /// Waits for a task, as everything does that goes on after its response.
    async fn wait_for_task(&self, instance: &Instance, id: &Value) {
        let id = id.as_str().unwrap_or_else(|| panic!("no id of a task: {id}"));
        let pending = ["CREATED", "EXECUTING"];
        self.wait(&instance.at(&format!("/tasks/{id}")), "/tasks/0/status", &pending, "SUCCESS", 10).await;
    }

    /// Waits for the newest task of a name, where nothing says its id. The provider goes on waiting at `CREATED` alone, and takes anything
    /// else but `SUCCESS` for a failure.
    async fn wait_by_name(&self, instance: &Instance, name: &str, pauses: &[u64]) {
        for pause in pauses {
            self.pass(*pause);
            let tasks = self.get(&instance.at("/tasks?start=1&limit=50")).await["tasks"].clone();
            let status =
                tasks.as_array().unwrap().iter().find(|task| task["name"] == name).map(|task| task["status"].clone());
            match status.as_ref().and_then(Value::as_str) {
                Some("SUCCESS") => return,
                state => assert_eq!(state, Some("CREATED"), "{name}: {tasks}"),
            }
        }
        panic!("{name} is not over after all");
    }
}

/// An instance by its id.
pub(crate) struct Instance(String);

impl Instance {
    /// Path of something of it.
    fn at(&self, rest: &str) -> String {
        format!("/v2/{EXAMPLE_PROJECT_ID}/instances/{}{rest}", self.0)
    }

    /// The same, where the engine stands behind the project.
    fn at_kafka(&self, rest: &str) -> String {
        format!("/v2/{EXAMPLE_PROJECT_ID}/kafka/instances/{}{rest}", self.0)
    }

    /// The same, where the engine stands before the project.
    fn of_kafka(&self, rest: &str) -> String {
        format!("/v2/kafka/{EXAMPLE_PROJECT_ID}/instances/{}{rest}", self.0)
    }

    /// Creates one of three brokers as the provider does, with some fields of another value, and waits until it runs.
    async fn create(provider: &Provider, other: Value) -> Self {
        let mut body = json!({
            "name": "orders", "description": "", "engine": "kafka", "engine_version": "2.7", "broker_num": 3,
            "storage_space": 300, "storage_spec_code": "dms.physical.storage.ultra.v2", "product_id": "c6.2u4g.cluster",
            "vpc_id": "vpc", "subnet_id": "subnet", "security_group_id": "group", "available_zones": ["zone"],
            "enable_publicip": false, "ssl_enable": false,
            "enable_auto_topic": false, "retention_policy": "produce_reject", "connector_enable": false,
            "bss_param": {"charging_mode": ""}, "vpc_client_plain": false,
        });
        for (name, value) in other.as_object().unwrap() {
            body[name] = value.clone();
        }
        let path = format!("/v2/{EXAMPLE_PROJECT_ID}/kafka/instances");
        let created = provider.post(&path, &body).await;
        let instance = Self(created["instance_id"].as_str().unwrap().to_owned());
        provider.wait(&instance.at(""), "/status", &["CREATING"], "RUNNING", 20).await;
        instance
    }
}

/// That what is read has, at each place, what was asked for.
#[track_caller]
fn reads(read: &Value, expected: &Value) {
    for (name, value) in expected.as_object().unwrap() {
        assert_eq!(&read[name], value, "{name} of {read:#}");
    }
}
