//! Topics of an instance.

mod creation;
mod deletion;
mod disk_usage;
mod shown;
mod update;

use dms_kafka::topics::{
    BATCH_CLEANUP_TOPICS, BATCH_DELETE_TOPICS, CREATE_PARTITIONS, CREATE_TOPIC, DELETE_TOPIC_MESSAGES,
    LIST_TOPIC_PARTITIONS, LIST_TOPIC_PRODUCERS, LIST_TOPICS, SHOW_PARTITION_DISK_USAGE, SHOW_TOPIC_DETAIL,
    SHOW_TOPIC_PLACEMENT, UPDATE_AUTO_TOPIC_CREATION, UPDATE_TOPICS,
};
use huaweicloud_sim::{Call, Refusal, Response};
use serde_json::json;

use super::Behaviour;
use crate::state::{MOST_PARTITIONS, View};
pub(super) use creation::created_by_itself;
use shown::{Detail, Listed, Listing, Offsets, Partitions, Placement};

pub(super) const BEHAVIOURS: &[Behaviour] = &[
    Behaviour { operation: LIST_TOPICS, handler: list },
    Behaviour { operation: CREATE_TOPIC, handler: creation::create },
    Behaviour { operation: UPDATE_TOPICS, handler: update::update },
    Behaviour { operation: BATCH_DELETE_TOPICS, handler: deletion::delete },
    Behaviour { operation: BATCH_CLEANUP_TOPICS, handler: deletion::empty },
    Behaviour { operation: DELETE_TOPIC_MESSAGES, handler: deletion::delete_messages },
    Behaviour { operation: SHOW_TOPIC_DETAIL, handler: show_detail },
    Behaviour { operation: SHOW_TOPIC_PLACEMENT, handler: show_placement },
    Behaviour { operation: LIST_TOPIC_PARTITIONS, handler: list_partitions },
    Behaviour { operation: CREATE_PARTITIONS, handler: update::add_partitions },
    Behaviour { operation: LIST_TOPIC_PRODUCERS, handler: list_producers },
    Behaviour { operation: SHOW_PARTITION_DISK_USAGE, handler: disk_usage::show },
    Behaviour { operation: UPDATE_AUTO_TOPIC_CREATION, handler: update::switch_auto_topic },
];

fn list(view: &mut View<'_>, call: &Call<'_>) -> Result<Response, Refusal> {
    let instance = view.instance(call.path("instance_id")?)?;
    let total = instance.topics.len();
    let topics: Vec<_> = call.page(total)?.of(instance.topics.iter()).map(Listed::from).collect();
    let size = topics.len();
    let (max_partitions, remain_partitions) = (instance.max_partitions(), instance.remaining_partitions());
    let topic_max_partitions = MOST_PARTITIONS;
    Response::json(200, &Listing { total, size, topics, remain_partitions, max_partitions, topic_max_partitions })
}

fn show_detail(view: &mut View<'_>, call: &Call<'_>) -> Result<Response, Refusal> {
    let instance = view.running(call.path("instance_id")?)?;
    Response::json(200, &Detail::of(instance, call.path("topic")?)?)
}

fn show_placement(view: &mut View<'_>, call: &Call<'_>) -> Result<Response, Refusal> {
    let instance = view.running(call.path("instance_id")?)?;
    // The service gives a list of one.
    Response::json(200, &[Placement::of(instance, call.path("topic")?)?])
}

fn list_partitions(view: &mut View<'_>, call: &Call<'_>) -> Result<Response, Refusal> {
    let topic = view.running(call.path("instance_id")?)?.topics.get(call.path("topic")?)?;
    let total = topic.partition_count;
    let page = call.page(usize::from(total))?.of(0..total);
    Response::json(200, &Partitions { total, partitions: page.map(|one| Offsets::of(topic, one)).collect() })
}

/// Nothing but a Kafka client connects to a topic, and the simulator has no brokers for one: the list is empty.
fn list_producers(view: &mut View<'_>, call: &Call<'_>) -> Result<Response, Refusal> {
    view.running(call.path("instance_id")?)?.topics.get(call.path("topic")?)?;
    call.page(0)?;
    Response::json(200, &json!({"total": 0, "producers": []}))
}
