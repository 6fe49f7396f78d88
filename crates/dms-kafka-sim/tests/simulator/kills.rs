//! A simulator that is killed while it is asked, again and again: nothing that it answered is lost, and nothing is half there.
//!
//! Ten times with all tests; `KILLS=200 cargo test -p dms-kafka-sim --test simulator kills` does it as often as one likes.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use dms_kafka_sim::EXAMPLE_PROJECT_ID;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio::task::JoinSet;

use crate::program::{Running, program};
use crate::wire::Response;

const CLIENTS: usize = 4;
/// So often is one state killed, before another one begins: while it is small, its log is folded often.
const KILLS_OF_A_STATE: usize = 10;

fn start(path: &Path) -> Running {
    let mut command = program();
    command.args(["--token", "t", "--speed", "0", "--state-log-limit", "0", "--state"]).arg(path);
    Running::start(&mut command)
}

/// Sends a request; nothing comes back from a simulator that is killed.
async fn send(address: &str, method: &str, target: &str, body: &str) -> Option<Response> {
    let head = format!("{method} {target} HTTP/1.1\r\nhost: {address}\r\nx-auth-token: t\r\nconnection: close");
    let length = body.len();
    let mut stream = TcpStream::connect(address).await.ok()?;
    stream.write_all(format!("{head}\r\ncontent-length: {length}\r\n\r\n{body}").as_bytes()).await.ok()?;
    let mut received = Vec::new();
    stream.read_to_end(&mut received).await.ok()?;
    // One that was cut is none.
    let text = String::from_utf8(received).ok()?;
    let (head, body) = text.split_once("\r\n\r\n")?;
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")).unwrap_or("0");
    let length: usize = length.parse().ok()?;
    (body.len() == length).then(|| Response::parse(text.as_bytes()))
}

async fn ask(address: &str, method: &str, target: &str, body: &Value) -> Value {
    let response = send(address, method, target, &body.to_string()).await.unwrap();
    assert_eq!(response.status, 200, "{}", response.body);
    serde_json::from_str(&response.body).unwrap()
}

/// An instance that has room for all topics.
async fn instance(address: &str) -> String {
    let body = json!({
        "name": "large", "engine": "kafka", "engine_version": "2.7", "broker_num": 50, "storage_space": 10_000,
        "storage_spec_code": "dms.physical.storage.ultra.v2", "product_id": "c6.16u32g.cluster", "vpc_id": "vpc",
        "subnet_id": "subnet", "security_group_id": "group", "available_zones": ["zone"],
        "ssl_enable": true, "access_user": "root", "password": "Widgets-2026",
        "sasl_enabled_mechanisms": ["SCRAM-SHA-512"],
    });
    let created = ask(address, "POST", &format!("/v2/kafka/{EXAMPLE_PROJECT_ID}/instances"), &body).await;
    ask(address, "POST", "/_sim/clock", &json!({"advance_seconds": 600})).await;
    let id = created["instance_id"].as_str().unwrap();
    id.to_owned()
}

async fn done(address: &str, method: &str, target: &str, body: Value) {
    let response = send(address, method, target, &body.to_string()).await.unwrap();
    assert!((200..=204).contains(&response.status), "{method} {target}: {}", response.body);
}

/// Paths of an instance: where nothing, the project, or the engine stands before its id, its tags, rights, and the recycle bin.
struct Paths {
    own: String,
    kafka: String,
    of_kafka: String,
    tags: String,
    policies: String,
    bin: String,
}

impl Paths {
    fn of(id: &str) -> Self {
        let project = EXAMPLE_PROJECT_ID;
        Self {
            own: format!("/v2/{project}/instances/{id}"),
            kafka: format!("/v2/{project}/kafka/instances/{id}"),
            of_kafka: format!("/v2/kafka/{project}/instances/{id}"),
            tags: format!("/v2/{project}/kafka/{id}/tags"),
            policies: format!("/v1/{project}/instances/{id}/topics"),
            bin: format!("/v2/{project}/recycle"),
        }
    }

    /// What makes one of everything that is there at once.
    fn at_once(&self) -> Vec<(&'static str, String, Value)> {
        let Self { own, kafka, of_kafka, tags, policies, bin } = self;
        let policy = json!({"name": "first", "policies": [{"user_name": "writer", "access_policy": "pub"}]});
        let message = json!({"topic": "first", "body": "hello", "property_list": [{"name": "KEY", "value": "a"}]});
        let growth = json!({
            "auto_volume_expand_enable": true, "expand_threshold": 80, "max_volume_size": 30_000, "expand_increment": 10,
        });
        let tag = json!({"action": "create", "tags": [{"key": "team", "value": "shop"}]});
        let quota = json!({"topic": "first", "producer-byte-rate": 1_048_576});
        vec![
            ("POST", format!("{own}/topics"), json!({"id": "first", "partition": 3, "replication": 2})),
            ("POST", format!("{own}/users"), json!({"user_name": "writer", "user_passwd": "Widgets-2026"})),
            ("POST", format!("{kafka}/group"), json!({"group_name": "shop", "group_desc": ""})),
            ("POST", format!("{policies}/accesspolicy"), json!({"topics": [policy]})),
            ("POST", format!("{own}/messages/action?action_id=send"), message),
            ("POST", format!("{tags}/action"), tag),
            ("PUT", own.clone(), json!({"description": "of all shops", "retention_policy": "time_base"})),
            ("PUT", format!("{own}/auto-volume-expand"), growth),
            ("PUT", bin.clone(), json!({"default_use_recycle": true, "retention_days": 3})),
            ("POST", format!("{of_kafka}/kafka-topic-quota"), quota),
            ("POST", format!("{kafka}/message-diagnosis-tasks"), json!({"group_name": "shop", "topic_name": "first"})),
        ]
    }

    /// What takes its time, one after the other.
    fn by_and_by(&self) -> Vec<(&'static str, String, Value)> {
        let Self { own, of_kafka, .. } = self;
        let config = json!({"name": "auto.create.groups.enable", "value": "false"});
        let scheduled = json!({
            "reassignments": [{"topic": "first", "brokers": [0, 1]}], "is_schedule": true,
            "execute_at": 4_000_000_000_000_u64,
        });
        let task = json!({
            "task_name": "archive", "topics": "first", "sink_type": "OBS_SINK", "sink_task": {
                "consumer_strategy": "latest", "destination_file_type": "TEXT", "access_key": "hunter2",
                "secret_key": "hunter3", "obs_bucket_name": "widgets", "partition_format": "yyyy",
                "record_delimiter": ";", "deliver_time_interval": 300,
            },
        });
        vec![
            ("PUT", format!("{own}/configs"), json!({"kafka_configs": [config]})),
            ("POST", format!("{of_kafka}/log/rebalance-log"), json!({})),
            ("POST", format!("{of_kafka}/reassign"), scheduled),
            ("POST", format!("{own}/connector"), json!({"node_cnt": 2})),
            ("POST", format!("{own}/connector/tasks"), task),
        ]
    }

    /// Where each is read.
    fn places(self) -> Vec<String> {
        let Self { own, kafka, of_kafka, tags, policies, bin } = self;
        let of_own = ["", "/users", "/groups", "/configs", "/auto-volume-expand", "/tasks", "/scheduled-tasks"];
        let mut places: Vec<_> = of_own.iter().map(|rest| format!("{own}{rest}")).collect();
        places.extend([
            format!("{own}/connector/tasks"),
            format!("{own}/messages?topic=first"),
            format!("{policies}/first/accesspolicy"),
            format!("{of_kafka}/topics-detail/first"),
            format!("{of_kafka}/kafka-topic-quota"),
            format!("{of_kafka}/log/rebalance-log"),
            format!("{kafka}/message-diagnosis-tasks"),
            tags,
            bin,
        ]);
        places
    }
}

/// Makes one of everything else, and gives where each is read.
async fn everything(address: &str, id: &str) -> Vec<String> {
    let paths = Paths::of(id);
    let later = || done(address, "POST", "/_sim/clock", json!({"advance_seconds": 600}));
    for (method, target, body) in paths.at_once() {
        done(address, method, &target, body).await;
    }
    later().await;
    for (method, target, body) in paths.by_and_by() {
        done(address, method, &target, body).await;
        later().await;
    }
    paths.places()
}

/// What is read at each of some places.
async fn read(address: &str, places: &[String]) -> Vec<Value> {
    let mut all = Vec::new();
    for place in places {
        all.push(ask(address, "GET", place, &Value::Null).await);
    }
    all
}

async fn topics(address: &str, target: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    loop {
        let separator = if found.is_empty() { String::new() } else { format!("&offset={}", found.len()) };
        let page = ask(address, "GET", &format!("{target}?limit=200{separator}"), &Value::Null).await;
        let names = page["topics"].as_array().unwrap().iter().map(|topic| topic["name"].as_str().unwrap().to_owned());
        found.extend(names);
        if found.len() == usize::try_from(page["total"].as_u64().unwrap()).unwrap() {
            return found;
        }
    }
}

/// Creates topics until nobody answers, and tells of each that was answered.
async fn create(
    address: String,
    target: String,
    prefix: String,
    tried: Arc<AtomicUsize>,
    told: mpsc::UnboundedSender<String>,
) {
    for number in 0.. {
        let name = format!("{prefix}-{number}");
        tried.fetch_add(1, Ordering::Relaxed);
        let body = json!({"id": name, "partition": 1}).to_string();
        match send(&address, "POST", &target, &body).await {
            Some(response) => assert_eq!(response.status, 200, "{}", response.body),
            None => return,
        }
        if told.send(name).is_err() {
            return;
        }
    }
}

/// A number that follows from another one, and looks as if it did not.
const fn drawn(number: usize) -> usize {
    (number.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 33) % 60
}

#[tokio::test]
async fn nothing_that_was_answered_is_lost() {
    let kills: usize = std::env::var("KILLS").ok().map_or(10, |kills| kills.parse().unwrap());
    let folder = tempfile::TempDir::new().unwrap();
    let (mut path, mut target) = (folder.path().join("none"), String::new());
    let (mut places, mut others) = (Vec::new(), Vec::new());
    let (mut known, mut most, mut answered) = (BTreeSet::new(), 0, 0);
    for kill in 0..kills {
        let is_new = kill % KILLS_OF_A_STATE == 0;
        if is_new {
            path = folder.path().join(format!("state-{kill}.json"));
            (known, most) = (BTreeSet::new(), 1);
        }
        let mut running = start(&path);
        if is_new {
            let id = instance(&running.address).await;
            target = format!("/v2/{EXAMPLE_PROJECT_ID}/instances/{id}/topics");
            places = everything(&running.address, &id).await;
            others = read(&running.address, &places).await;
        }
        let now = read(&running.address, &places).await;
        assert_eq!(now, others, "after kill {kill}");
        let found = topics(&running.address, &target).await;
        assert!(
            found.is_superset(&known),
            "lost after kill {kill}: {:?}",
            known.difference(&found).collect::<Vec<_>>()
        );
        assert!(found.len() <= most, "{} topics of {most} that were asked for", found.len());
        let tried = Arc::new(AtomicUsize::new(0));
        let (tell, mut told) = mpsc::unbounded_channel();
        let mut clients = JoinSet::new();
        for client in 0..CLIENTS {
            let (address, prefix) = (running.address.clone(), format!("topic-{kill}-{client}"));
            clients.spawn(create(address, target.clone(), prefix, Arc::clone(&tried), tell.clone()));
        }
        drop(tell);
        // After some answers, while the others are on their way.
        for _ in 0..=drawn(kill) {
            known.extend(told.recv().await);
        }
        running.child.kill().unwrap();
        running.child.wait().unwrap();
        clients.join_all().await;
        while let Some(name) = told.recv().await {
            known.insert(name);
        }
        // Those that were there and nobody was told of are known from now on.
        known.extend(found);
        most += tried.load(Ordering::Relaxed);
        answered += known.len();
    }
    assert!(answered > kills, "{answered}");
}
