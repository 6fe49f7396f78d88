//! Changes of topics.

use std::collections::BTreeSet;

use huaweicloud_sim::{Call, Refusal, Response};
use serde::Deserialize;
use serde_json::json;

use super::creation::{self, Setting};
use crate::codes;
use crate::state::{Effect, Growth, Instance, Lifecycle, Settings, View, Work};

#[derive(Deserialize)]
struct Changes {
    #[serde(default)]
    topics: Vec<Change>,
}

#[derive(Deserialize)]
struct Change {
    id: String,
    retention_time: Option<u16>,
    sync_replication: Option<bool>,
    sync_message_flush: Option<bool>,
    new_partition_numbers: Option<u16>,
    #[serde(default)]
    new_partition_brokers: Vec<u8>,
    topic_other_configs: Option<Vec<Setting>>,
    topic_desc: Option<Box<str>>,
}

/// Changes all topics that are listed, or none.
pub(super) fn update(view: &mut View<'_>, call: &Call<'_>) -> Result<Response, Refusal> {
    let instance_id = call.path("instance_id")?;
    let Changes { mut topics } = call.json()?;
    let names: BTreeSet<&str> = topics.iter().map(|change| change.id.as_str()).collect();
    if names.is_empty() || names.len() < topics.len() {
        return Err(call.invalid_field("`topics` must name at least one topic, and each once."));
    }
    let instance = view.running(instance_id)?;
    let changed: Vec<Settings> =
        topics.iter_mut().map(|change| settings(instance, change)).collect::<Result<_, _>>()?;
    let growths: Vec<Growth> = topics.iter().filter_map(growth).collect();
    instance.check_growth(&growths)?;
    let instance = view.instance_mut(instance_id)?;
    instance.grow(growths)?;
    for (change, settings) in topics.into_iter().zip(changed) {
        let topic = instance.topics.get_mut(&change.id)?;
        topic.settings = settings;
        topic.retention_hours = change.retention_time.unwrap_or(topic.retention_hours);
        topic.is_replicated_first = change.sync_replication.unwrap_or(topic.is_replicated_first);
        topic.is_flushed_first = change.sync_message_flush.unwrap_or(topic.is_flushed_first);
        if let Some(description) = change.topic_desc {
            topic.description = description;
        }
    }
    Ok(Response::no_content())
}

/// The settings that a topic will have.
fn settings(instance: &Instance, change: &mut Change) -> Result<Settings, Refusal> {
    let old = instance.topics.get(&change.id)?.settings;
    creation::settings(old, change.topic_other_configs.take().unwrap_or_default())
}

fn growth(change: &Change) -> Option<Growth> {
    let (topic, brokers) = (change.id.clone(), change.new_partition_brokers.clone());
    Some(Growth { topic, partition_count: change.new_partition_numbers?, brokers })
}

#[derive(Deserialize)]
struct Increase {
    partition: Option<u16>,
}

/// The former operation, which refuses the number that a topic has already.
pub(super) fn add_partitions(view: &mut View<'_>, call: &Call<'_>) -> Result<Response, Refusal> {
    let (instance_id, topic) = (call.path("instance_id")?, call.path("topic")?.to_owned());
    let Increase { partition } = call.json()?;
    let old = view.running(instance_id)?.topics.get(&topic)?.partition_count;
    let Some(partition_count) = partition.filter(|count| *count != old) else {
        let why = format!("`partition` must be more than {old}, which the topic has.");
        return Err(Refusal::of(codes::INVALID_FOR_KAFKA).because(&why));
    };
    view.instance_mut(instance_id)?.grow(vec![Growth { topic, partition_count, brokers: Vec::new() }])?;
    Ok(Response::no_content())
}

#[derive(Deserialize)]
struct AutoTopic {
    enable_auto_topic: bool,
}

/// Switches the creation of topics by themselves, by a task under the name that a published program looks for.
pub(super) fn switch_auto_topic(view: &mut View<'_>, call: &Call<'_>) -> Result<Response, Refusal> {
    let instance_id = call.path("instance_id")?;
    let AutoTopic { enable_auto_topic: new } = call.json()?;
    let old = view.running(instance_id)?.has_auto_topic;
    // As the documented example of such a task has them, in its order.
    let params = json!({"old_auto_status": old, "new_auto_status": new}).to_string();
    let effect = Effect::Lifecycle(Lifecycle::AutoTopic(new));
    view.start_task(instance_id, "kafkaConfigModify", params, Work::Config, effect)?;
    Response::json(200, &json!({"enable_auto_topic": new}))
}
