//! Sink tasks, the older form of the tasks of Smart Connect.

use dms_kafka::sink_tasks::{
    CREATE_SINK_TASK, DELETE_SINK_TASK, LIST_SINK_TASKS, SHOW_SINK_TASK, UPDATE_SINK_TASK_QUOTA,
};
use huaweicloud_sim::{Call, Refusal, Response};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::Behaviour;
use crate::codes;
use crate::state::{Connector, ConnectorTask, Instance, Peer, StateError, TaskStatus, Topic, View};

pub(super) const BEHAVIOURS: &[Behaviour] = &[
    Behaviour { operation: LIST_SINK_TASKS, handler: list },
    Behaviour { operation: CREATE_SINK_TASK, handler: create },
    Behaviour { operation: SHOW_SINK_TASK, handler: show },
    Behaviour { operation: DELETE_SINK_TASK, handler: delete },
    Behaviour { operation: UPDATE_SINK_TASK_QUOTA, handler: set_quota },
];

/// How many sink tasks there may be at most: the documented list.
const QUOTA: u32 = 10;

/// The instance that a connector belongs to, and its Smart Connect.
fn connected<'v>(view: &'v View<'_>, call: &Call<'_>) -> Result<(&'v Instance, &'v Connector), Refusal> {
    let id = call.path("connector_id")?;
    let mut connected =
        view.instances().filter_map(|instance| instance.connector.as_deref().map(|connector| (instance, connector)));
    let found = connected.find(|(_, connector)| connector.id == id);
    Ok(found.ok_or(StateError::UnknownConnector)?)
}

/// The id of the instance that a connector belongs to.
fn instance_id(view: &View<'_>, call: &Call<'_>) -> Result<String, Refusal> {
    let (instance, _) = connected(view, call)?;
    Ok(instance.id.clone())
}

#[derive(Serialize)]
struct Listing<'t> {
    tasks: Vec<Listed<'t>>,
    total_number: usize,
    max_tasks: u32,
    quota_tasks: u32,
}

#[derive(Serialize)]
struct Listed<'t> {
    #[serde(skip_serializing_if = "Option::is_none")]
    task_id: Option<&'t str>,
    task_name: &'t str,
    destination_type: &'t str,
    create_time: u64,
    status: TaskStatus,
    topics: &'t str,
}

impl<'t> Listed<'t> {
    fn of(task_id: Option<&'t str>, task: &'t ConnectorTask) -> Self {
        Self {
            task_id,
            task_name: &task.name,
            destination_type: &task.sink.kind,
            create_time: task.created_at.millisecond(),
            status: task.status,
            topics: task.topics.as_deref().unwrap_or_default(),
        }
    }
}

fn list(view: &mut View<'_>, call: &Call<'_>) -> Result<Response, Refusal> {
    let (_, connector) = connected(view, call)?;
    let tasks: Vec<_> = connector.sink_tasks.iter().map(|(id, task)| Listed::of(Some(id), task)).collect();
    let total_number = tasks.len();
    Response::json(200, &Listing { tasks, total_number, max_tasks: connector.most_sink_tasks, quota_tasks: QUOTA })
}

#[derive(Deserialize)]
struct NewTask {
    task_name: String,
    destination_type: String,
    obs_destination_descriptor: Map<String, Value>,
}

/// What a sink has that is not said of it, as the documented example has it.
fn defaults() -> Value {
    json!({
        "obs_path": "", "partition_format": "N/A", "record_delimiter": "\n", "obs_part_size": 5_242_880,
        "flush_size": 1_000_000, "connector_class": "com.huawei.dms.connector.obs.OBSSinkConnector",
        "storage_class": "com.huawei.dms.connector.obs.storage.OBSStorage",
        "format_class": "com.huawei.dms.connector.obs.format.bytearray.ByteArrayFormat",
        "schema_generator_class": "io.confluent.connect.storage.hive.schema.DefaultSchemaGenerator",
        "partitioner_class": "io.confluent.connect.storage.partitioner.TimeBasedPartitioner",
        "value_converter": "org.apache.kafka.connect.converters.ByteArrayConverter",
        "key_converter": "org.apache.kafka.connect.converters.ByteArrayConverter",
    })
}

/// A sink task, without the keys of the account. What it reads stands in it, too, where a published Terraform provider looks for it.
pub(crate) fn sink(kind: String, said: Map<String, Value>) -> Peer {
    let mut fields = Map::new();
    if let Value::Object(defaults) = defaults() {
        fields.extend(defaults);
    }
    let secrets = ["access_key", "secret_key"];
    fields.extend(said.into_iter().filter(|(name, _)| !secrets.contains(&name.as_str())));
    Peer { kind, fields }
}

#[derive(Serialize)]
struct Created {
    task_id: String,
}

fn create(view: &mut View<'_>, call: &Call<'_>) -> Result<Response, Refusal> {
    let id = instance_id(view, call)?;
    let new: NewTask = call.json()?;
    let text = |name: &str| new.obs_destination_descriptor.get(name).and_then(Value::as_str).map(str::to_owned);
    let said = |name| text(name).filter(|topics| !topics.is_empty());
    let topics = said("topics").or_else(|| said("topics_regex"));
    let task = ConnectorTask {
        name: new.task_name,
        topics: Some(topics.ok_or_else(|| call.invalid_field("`topics` or `topics_regex` is needed."))?),
        topics_regex: None,
        source: Peer { kind: Peer::NONE.to_owned(), fields: Map::new() },
        sink: sink(new.destination_type, new.obs_destination_descriptor),
        status: TaskStatus::Creating,
        next_status: None,
        created_at: view.now(),
    };
    let task_id = view.create_sink_task(&id, task)?;
    Response::json(200, &Created { task_id })
}

#[derive(Serialize)]
struct Shown<'t> {
    #[serde(flatten)]
    task: Listed<'t>,
    obs_destination_descriptor: &'t Map<String, Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    topics_info: Option<Vec<OfTopic<'t>>>,
}

#[derive(Serialize)]
struct OfTopic<'t> {
    topic: &'t str,
    partitions: Vec<OfPartition>,
}

/// Numbers as texts.
#[derive(Serialize)]
struct OfPartition {
    partition_id: String,
    status: TaskStatus,
    last_transfer_offset: String,
    log_end_offset: String,
    lag: &'static str,
}

fn show(view: &mut View<'_>, call: &Call<'_>) -> Result<Response, Refusal> {
    let (instance, connector) = connected(view, call)?;
    let task = connector.sink_tasks.get(call.path("task_id")?).ok_or(StateError::UnknownConnectorTask)?;
    let has_topics = call.query().get("topic-info") == Some("true");
    let shown = Shown {
        task: Listed::of(None, task),
        obs_destination_descriptor: &task.sink.fields,
        topics_info: has_topics.then(|| topics(instance, task)),
    };
    Response::json(200, &shown)
}

/// How far the task has come in each of its topics that there are. Everything is written at once.
fn topics<'t>(instance: &Instance, task: &'t ConnectorTask) -> Vec<OfTopic<'t>> {
    let names = task.topics.as_deref().unwrap_or_default().split(',');
    let known = names.filter_map(|name| instance.topics.get(name).ok().map(|topic| (name, topic)));
    let of_topic = |(name, topic): (&'t str, &Topic)| {
        let partition = |number: u16| OfPartition {
            partition_id: number.to_string(),
            status: task.status,
            last_transfer_offset: topic.log.end(number).to_string(),
            log_end_offset: topic.log.end(number).to_string(),
            lag: "0",
        };
        OfTopic { topic: name, partitions: (0..topic.partition_count).map(partition).collect() }
    };
    known.map(of_topic).collect()
}

fn delete(view: &mut View<'_>, call: &Call<'_>) -> Result<Response, Refusal> {
    let id = instance_id(view, call)?;
    view.running(&id)?;
    let tasks = &mut view.instance_mut(&id)?.connector_mut()?.sink_tasks;
    tasks.shift_remove(call.path("task_id")?).ok_or(StateError::UnknownConnectorTask)?;
    Ok(Response::no_content())
}

#[derive(Deserialize)]
struct Quota {
    sink_max_tasks: u32,
}

fn set_quota(view: &mut View<'_>, call: &Call<'_>) -> Result<Response, Refusal> {
    let id = instance_id(view, call)?;
    let Quota { sink_max_tasks } = call.json()?;
    view.running(&id)?;
    if !(1..=QUOTA).contains(&sink_max_tasks) {
        return Err(Refusal::of(codes::WRONG_TASK_QUOTA).because(&format!("It must be 1 to {QUOTA}.")));
    }
    view.instance_mut(&id)?.connector_mut()?.most_sink_tasks = sink_max_tasks;
    Ok(Response::no_content())
}
