//! The creation of a topic.

use huaweicloud_sim::{Call, Refusal, Response};
use serde::{Deserialize, Serialize};

use crate::codes;
use crate::state::{Instance, Settings, Topic, View};

/// Partitions and replicas of a topic if the request does not say. No page of v2 names them; v1.0 had these.
const PARTITIONS: u16 = 3;
const REPLICAS: u8 = 3;
const RETENTION_HOURS: u16 = 72;

#[derive(Deserialize)]
struct NewTopic {
    id: String,
    partition: Option<u16>,
    replication: Option<u8>,
    retention_time: Option<u16>,
    sync_replication: Option<bool>,
    sync_message_flush: Option<bool>,
    topic_desc: Option<Box<str>>,
    topic_other_configs: Option<Vec<Setting>>,
}

#[derive(Deserialize)]
pub(super) struct Setting {
    name: Option<String>,
    value: Option<String>,
}

#[derive(Serialize)]
struct Created<'t> {
    name: &'t str,
}

pub(super) fn create(view: &mut View<'_>, call: &Call<'_>) -> Result<Response, Refusal> {
    let instance_id = call.path("instance_id")?;
    let new: NewTopic = call.json()?;
    let brokers = view.running(instance_id)?.broker_count();
    let topic = Topic {
        partition_count: new.partition.unwrap_or(PARTITIONS),
        replication: new.replication.unwrap_or(REPLICAS.min(u8::try_from(brokers).unwrap_or(REPLICAS))),
        retention_hours: new.retention_time.unwrap_or(RETENTION_HOURS),
        is_replicated_first: new.sync_replication == Some(true),
        is_flushed_first: new.sync_message_flush == Some(true),
        created_at: view.now(),
        description: new.topic_desc.unwrap_or_default(),
        settings: settings(Settings::default(), new.topic_other_configs.unwrap_or_default())?,
        ..Topic::default()
    };
    view.instance_mut(instance_id)?.create_topic(&new.id, topic)?;
    Response::json(200, &Created { name: &new.id })
}

/// A topic that a client writes to and that is not there, on an instance that creates topics by themselves.
pub(in crate::resources) fn created_by_itself(
    view: &View<'_>,
    instance: &Instance,
    name: &str,
) -> Result<Topic, Refusal> {
    let is_name = (3..=200).contains(&name.len())
        && name.starts_with(|first: char| first.is_ascii_alphabetic())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_.-".contains(&byte));
    if !is_name {
        return Err(Refusal::of(codes::INVALID_FOR_KAFKA).because("No topic can have such a name."));
    }
    let topic = Topic {
        partition_count: PARTITIONS,
        replication: REPLICAS.min(u8::try_from(instance.broker_count()).unwrap_or(REPLICAS)),
        retention_hours: RETENTION_HOURS,
        created_at: view.now(),
        ..Topic::default()
    };
    instance.check_creation(name, &topic)?;
    Ok(topic)
}

/// Settings of a topic, where some are given and the others stay; of one that is given twice the last counts.
pub(super) fn settings(mut settings: Settings, given: Vec<Setting>) -> Result<Settings, Refusal> {
    for Setting { name, value } in given {
        let (name, value) = (name.unwrap_or_default(), value.unwrap_or_default());
        let refused = || Refusal::of(codes::INVALID_FOR_KAFKA).because(&format!("`{name}` cannot be `{value}`."));
        match (name.as_str(), value.as_str()) {
            ("max.message.bytes", bytes) => {
                let bytes = bytes.parse().ok().filter(|bytes| *bytes <= Settings::MOST_MESSAGE_BYTES);
                settings.max_message_bytes = Some(bytes.ok_or_else(refused)?);
            }
            ("message.timestamp.type", "CreateTime") => settings.has_create_time = true,
            ("message.timestamp.type", "LogAppendTime") => settings.has_create_time = false,
            _ => return Err(refused()),
        }
    }
    Ok(settings)
}
