//! Smart Connect: the connector of an instance, and its tasks.

mod peer;
mod shown;

use dms_kafka::smart_connect::{
    CREATE_CONNECTOR, CREATE_SMART_CONNECT_TASK, DELETE_CONNECTOR, DELETE_SMART_CONNECT_TASK, LIST_SMART_CONNECT_TASKS,
    MODIFY_SMART_CONNECT_TASK, PAUSE_SMART_CONNECT_TASK, RESTART_SMART_CONNECT_TASK,
    RESTART_SMART_CONNECT_TASK_WITHOUT_ENGINE, RESUME_SMART_CONNECT_TASK, SHOW_CONNECTOR_STOCK,
    SHOW_SMART_CONNECT_TASK, VALIDATE_CONNECTOR_CONNECTIVITY,
};
use huaweicloud_sim::{Call, Refusal, Response};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::Behaviour;
use super::written::Job;
use crate::state::{Connector, ConnectorTask, Peer, StateError, TaskAction, TaskStatus, View};
use shown::{Listing, Shown};

pub(super) const BEHAVIOURS: &[Behaviour] = &[
    Behaviour { operation: CREATE_CONNECTOR, handler: connect },
    Behaviour { operation: DELETE_CONNECTOR, handler: disconnect },
    Behaviour { operation: SHOW_CONNECTOR_STOCK, handler: show_stock },
    Behaviour { operation: LIST_SMART_CONNECT_TASKS, handler: list },
    Behaviour { operation: CREATE_SMART_CONNECT_TASK, handler: create },
    Behaviour { operation: SHOW_SMART_CONNECT_TASK, handler: show },
    Behaviour { operation: MODIFY_SMART_CONNECT_TASK, handler: modify },
    Behaviour { operation: DELETE_SMART_CONNECT_TASK, handler: delete },
    Behaviour { operation: PAUSE_SMART_CONNECT_TASK, handler: |view, call| act(view, call, TaskAction::Pause) },
    Behaviour { operation: RESUME_SMART_CONNECT_TASK, handler: |view, call| act(view, call, TaskAction::Resume) },
    Behaviour { operation: RESTART_SMART_CONNECT_TASK, handler: |view, call| act(view, call, TaskAction::Restart) },
    Behaviour {
        operation: RESTART_SMART_CONNECT_TASK_WITHOUT_ENGINE,
        handler: |view, call| act(view, call, TaskAction::Restart),
    },
    Behaviour { operation: VALIDATE_CONNECTOR_CONNECTIVITY, handler: validate },
];

#[derive(Deserialize)]
struct NewConnector {
    node_cnt: Option<Count>,
}

/// A number, which a published library sends as a text, as one of the documents has it.
#[derive(Deserialize)]
#[serde(untagged)]
enum Count {
    Number(u16),
    Text(String),
}

#[derive(Serialize)]
struct Connected {
    job_id: String,
    connector_id: String,
}

fn connect(view: &mut View<'_>, call: &Call<'_>) -> Result<Response, Refusal> {
    let nodes = match call.json::<NewConnector>()?.node_cnt {
        None => Some(Connector::NODES),
        Some(Count::Number(number)) => Some(number),
        Some(Count::Text(text)) => text.parse().ok(),
    };
    let nodes = nodes.filter(|nodes| *nodes >= Connector::NODES);
    let nodes = nodes.ok_or_else(|| call.invalid_field("`node_cnt` must be a number, and at least 2."))?;
    let params = json!({"node_cnt": nodes}).to_string();
    let (job_id, connector_id) = view.connect(call.path("instance_id")?, nodes, params)?;
    Response::json(200, &Connected { job_id, connector_id })
}

fn disconnect(view: &mut View<'_>, call: &Call<'_>) -> Result<Response, Refusal> {
    let job_id = view.disconnect(call.path("instance_id")?)?;
    Response::json(200, &Job { job_id })
}

/// Nodes are never sold out here.
fn show_stock(view: &mut View<'_>, call: &Call<'_>) -> Result<Response, Refusal> {
    view.instance(call.path("instance_id")?)?;
    Response::json(200, &json!({"soldOut": false}))
}

fn list(view: &mut View<'_>, call: &Call<'_>) -> Result<Response, Refusal> {
    let connector = view.instance(call.path("instance_id")?)?.connector()?;
    let page = call.page(connector.tasks.len())?;
    let tasks = page.of(&connector.tasks).map(|(id, task)| Shown::of(id, task)).collect();
    let most = connector.most_tasks();
    let listing = Listing { tasks, total_number: connector.tasks.len(), max_tasks: most, quota_tasks: most };
    Response::json(200, &listing)
}

/// A task as it is asked for, or changed.
#[derive(Deserialize)]
struct Asked {
    task_name: Option<String>,
    start_later: Option<bool>,
    topics: Option<String>,
    topics_regex: Option<String>,
    source_type: Option<String>,
    source_task: Option<Map<String, Value>>,
    sink_type: Option<String>,
    sink_task: Option<Map<String, Value>>,
}

fn create(view: &mut View<'_>, call: &Call<'_>) -> Result<Response, Refusal> {
    let id = call.path("instance_id")?;
    let asked: Asked = call.json()?;
    let kind = |kind: Option<String>| kind.unwrap_or_else(|| Peer::NONE.to_owned());
    let (source_kind, sink_kind) = (kind(asked.source_type), kind(asked.sink_type));
    if source_kind == Peer::NONE && sink_kind == Peer::NONE {
        return Err(call.invalid_field("The task has neither a source nor a sink."));
    }
    let source = peer::of(view, call, source_kind, asked.source_task.unwrap_or_default())?;
    let sink = peer::of(view, call, sink_kind, asked.sink_task.unwrap_or_default())?;
    let name = asked.task_name.filter(|name| !name.is_empty());
    let task = ConnectorTask {
        name: name.ok_or_else(|| call.invalid_field("`task_name` is missing."))?,
        topics: asked.topics,
        topics_regex: asked.topics_regex,
        source,
        sink,
        status: TaskStatus::Creating,
        next_status: None,
        created_at: view.now(),
    };
    let then = if asked.start_later == Some(true) { TaskStatus::Waiting } else { TaskStatus::Running };
    let task_id = view.create_connector_task(id, task, then)?;
    shown(view, id, &task_id)
}

fn shown(view: &View<'_>, id: &str, task_id: &str) -> Result<Response, Refusal> {
    let task = view.instance(id)?.connector()?.tasks.get(task_id).ok_or(StateError::UnknownConnectorTask)?;
    Response::json(200, &Shown::of(task_id, task))
}

fn show(view: &mut View<'_>, call: &Call<'_>) -> Result<Response, Refusal> {
    shown(view, call.path("instance_id")?, call.path("task_id")?)
}

/// What is not sent stays, the types too.
fn modify(view: &mut View<'_>, call: &Call<'_>) -> Result<Response, Refusal> {
    let (id, task_id) = (call.path("instance_id")?, call.path("task_id")?);
    let asked: Asked = call.json()?;
    view.running(id)?;
    let connector = view.instance_mut(id)?.connector_mut()?;
    let task = connector.tasks.get_mut(task_id).ok_or(StateError::UnknownConnectorTask)?;
    let is_other = |asked: &Option<String>, own: &Peer| asked.as_ref().is_some_and(|kind| *kind != own.kind);
    if is_other(&asked.source_type, &task.source) || is_other(&asked.sink_type, &task.sink) {
        return Err(call.invalid_field("`source_type` and `sink_type` cannot be changed."));
    }
    if asked.topics.is_some() || asked.topics_regex.is_some() {
        (task.topics, task.topics_regex) = (asked.topics, asked.topics_regex);
    }
    task.name = asked.task_name.unwrap_or_else(|| task.name.clone());
    task.source.fields.extend(peer::without_secrets(asked.source_task.unwrap_or_default()));
    task.sink.fields.extend(peer::without_secrets(asked.sink_task.unwrap_or_default()));
    shown(view, id, task_id)
}

fn delete(view: &mut View<'_>, call: &Call<'_>) -> Result<Response, Refusal> {
    let id = call.path("instance_id")?;
    view.running(id)?;
    let tasks = &mut view.instance_mut(id)?.connector_mut()?.tasks;
    // Shifted, because the list has the order of creation.
    tasks.shift_remove(call.path("task_id")?).ok_or(StateError::UnknownConnectorTask)?;
    Ok(Response::no_content())
}

fn act(view: &mut View<'_>, call: &Call<'_>, action: TaskAction) -> Result<Response, Refusal> {
    view.act_on_connector_task(call.path("instance_id")?, call.path("task_id")?, action)?;
    Ok(Response::no_content())
}

#[derive(Deserialize)]
struct Validated {
    r#type: String,
    task: Option<Map<String, Value>>,
}

/// What has an address is reached, and so is an instance of the project.
fn validate(view: &mut View<'_>, call: &Call<'_>) -> Result<Response, Refusal> {
    view.running(call.path("instance_id")?)?;
    let Validated { r#type, task } = call.json()?;
    peer::of(view, call, r#type, task.unwrap_or_default())?;
    Ok(Response::no_content())
}
