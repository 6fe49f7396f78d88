//! Topics, as they are sent.

use serde::Serialize;
use serde_json::{Map, Value};

use crate::state::{Instance, Settings, StateError, Topic};

/// A page of topics.
#[derive(Serialize)]
pub(super) struct Listing<'t> {
    pub(super) total: usize,
    /// How many are on the page.
    pub(super) size: usize,
    pub(super) topics: Vec<Listed<'t>>,
    pub(super) remain_partitions: u32,
    pub(super) max_partitions: u32,
    pub(super) topic_max_partitions: u16,
}

/// A topic of a list.
#[derive(Serialize)]
pub(super) struct Listed<'t> {
    #[serde(rename = "policiesOnly")]
    policies_only: bool,
    name: &'t str,
    replication: u8,
    partition: u16,
    retention_time: u16,
    sync_replication: bool,
    sync_message_flush: bool,
    topic_other_configs: [Setting; 2],
    external_configs: Map<String, Value>,
    topic_type: u8,
    topic_desc: &'t str,
    created_at: u64,
}

impl<'t> From<(&'t str, &'t Topic)> for Listed<'t> {
    fn from((name, topic): (&'t str, &'t Topic)) -> Self {
        Self {
            policies_only: false,
            name,
            replication: topic.replication,
            partition: topic.partition_count,
            retention_time: topic.retention_hours,
            sync_replication: topic.is_replicated_first,
            sync_message_flush: topic.is_flushed_first,
            topic_other_configs: configs(topic.settings),
            external_configs: Map::new(),
            topic_type: 0,
            topic_desc: &topic.description,
            created_at: topic.created_at.millisecond(),
        }
    }
}

/// A setting, with its value, and what is allowed for it.
#[derive(Serialize)]
struct Setting {
    name: &'static str,
    valid_values: &'static str,
    default_value: &'static str,
    config_type: &'static str,
    value: String,
    value_type: &'static str,
}

fn configs(settings: Settings) -> [Setting; 2] {
    let bytes = settings.max_message_bytes.unwrap_or(Settings::MOST_MESSAGE_BYTES);
    let timestamp = if settings.has_create_time { "CreateTime" } else { "LogAppendTime" };
    [
        Setting {
            name: "max.message.bytes",
            valid_values: "[0...10485760]",
            default_value: "10485760",
            config_type: "dynamic",
            value: bytes.to_string(),
            value_type: "int",
        },
        Setting {
            name: "message.timestamp.type",
            valid_values: "[CreateTime, LogAppendTime]",
            default_value: "LogAppendTime",
            config_type: "dynamic",
            value: timestamp.to_owned(),
            value_type: "string",
        },
    ]
}

/// A topic with its partitions and their replicas.
#[derive(Serialize)]
pub(super) struct Detail<'t> {
    topic: &'t str,
    partitions: Vec<Log>,
    group_subscribed: Vec<&'t str>,
}

/// A partition, with its replicas.
#[derive(Serialize)]
struct Log {
    partition: u16,
    leader: usize,
    /// Log end offset, high watermark and log start offset.
    leo: u64,
    hw: u64,
    lso: u64,
    last_update_timestamp: u64,
    replicas: Vec<Replica>,
}

#[derive(Serialize)]
struct Replica {
    broker: usize,
    leader: bool,
    in_sync: bool,
    size: u64,
    lag: u64,
}

impl<'t> Detail<'t> {
    pub(super) fn of(instance: &'t Instance, name: &'t str) -> Result<Self, StateError> {
        let topic = instance.topics.get(name)?;
        let of_partition = |partition| {
            let brokers: Vec<usize> = instance.replicas(name, topic, partition).collect();
            let size = topic.log.bytes(partition);
            let replica = |(place, broker)| Replica { broker, leader: place == 0, in_sync: true, size, lag: 0 };
            let leader = brokers.first().copied().unwrap_or(0);
            let replicas = brokers.into_iter().enumerate().map(replica).collect();
            let (end, lso) = (topic.log.end(partition), topic.log.start(partition));
            let last_update_timestamp = topic.last_update(partition).millisecond();
            Log { partition, leader, leo: end, hw: end, lso, last_update_timestamp, replicas }
        };
        let partitions = (0..topic.partition_count).map(of_partition).collect();
        Ok(Self { topic: name, partitions, group_subscribed: instance.groups_of(name).collect() })
    }
}

/// A topic with the brokers of its partitions.
#[derive(Serialize)]
pub(super) struct Placement<'t> {
    topic: &'t str,
    create_time: u64,
    partitions: Vec<Placed>,
}

#[derive(Serialize)]
struct Placed {
    partition: u16,
    leader: usize,
    replicas: Vec<usize>,
}

impl<'t> Placement<'t> {
    pub(super) fn of(instance: &Instance, name: &'t str) -> Result<Self, StateError> {
        let topic = instance.topics.get(name)?;
        let placed = |partition| {
            let replicas: Vec<usize> = instance.replicas(name, topic, partition).collect();
            Placed { partition, leader: replicas.first().copied().unwrap_or(0), replicas }
        };
        let partitions = (0..topic.partition_count).map(placed).collect();
        Ok(Self { topic: name, create_time: topic.created_at.millisecond(), partitions })
    }
}

/// A page of the partitions of a topic, with their offsets.
#[derive(Serialize)]
pub(super) struct Partitions {
    pub(super) total: u16,
    pub(super) partitions: Vec<Offsets>,
}

#[derive(Serialize)]
pub(super) struct Offsets {
    partition: u16,
    start_offset: u64,
    last_offset: u64,
    message_count: u64,
    last_update_time: u64,
}

impl Offsets {
    pub(super) fn of(topic: &Topic, partition: u16) -> Self {
        let (start_offset, last_offset) = (topic.log.start(partition), topic.log.end(partition));
        Self {
            partition,
            start_offset,
            last_offset,
            message_count: last_offset - start_offset,
            last_update_time: topic.last_update(partition).millisecond(),
        }
    }
}
