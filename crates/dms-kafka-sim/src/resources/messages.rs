//! Messages in the partitions of topics.

mod search;
mod sending;

use dms_kafka::messages::{
    LIST_MESSAGE_SUMMARIES, SEARCH_MESSAGES, SEND_MESSAGE, SHOW_PARTITION_BEGINNING_MESSAGE,
    SHOW_PARTITION_END_MESSAGE, SHOW_PARTITION_MESSAGE,
};
use huaweicloud_sim::{Call, Refusal, Response};
use serde::Serialize;

use super::Behaviour;
use crate::state::{Log, Message, StateError, Topic, View};

pub(super) const BEHAVIOURS: &[Behaviour] = &[
    Behaviour { operation: SEND_MESSAGE, handler: sending::send },
    Behaviour { operation: SEARCH_MESSAGES, handler: search::search },
    Behaviour { operation: LIST_MESSAGE_SUMMARIES, handler: list_summaries },
    Behaviour { operation: SHOW_PARTITION_MESSAGE, handler: show },
    Behaviour { operation: SHOW_PARTITION_BEGINNING_MESSAGE, handler: show_beginning },
    Behaviour { operation: SHOW_PARTITION_END_MESSAGE, handler: show_end },
];

/// A message, and where it is.
#[derive(Clone, Copy)]
struct Placed<'t> {
    partition: u16,
    offset: u64,
    message: &'t Message,
}

/// The messages of some partitions of a topic, one partition after another.
fn placed(topic: &Topic, partition: Option<u16>) -> impl Iterator<Item = Placed<'_>> {
    let partitions = partition.map_or(0..topic.partition_count, |one| one..one.saturating_add(1));
    partitions.flat_map(|partition| {
        topic.log.messages(partition).map(move |(offset, message)| Placed { partition, offset, message })
    })
}

/// The number of a partition of a topic.
fn partition(topic: &Topic, text: &str) -> Result<u16, StateError> {
    text.parse().ok().filter(|number| *number < topic.partition_count).ok_or(StateError::UnknownPartition)
}

/// A number of a parameter, in digits, which the specification asks for.
fn number(call: &Call<'_>, name: &str) -> Result<Option<u64>, Refusal> {
    let Some(text) = call.query().get(name).filter(|text| !text.is_empty()) else { return Ok(None) };
    text.parse().map(Some).map_err(|_| call.invalid_parameter(&format!("`{name}` must be a number, in digits.")))
}

#[derive(Serialize)]
struct Summaries<'t> {
    messages: Vec<Summary<'t>>,
    messages_count: usize,
    /// How many pages there are.
    offsets_count: usize,
    /// The number of this page, from 1 on.
    offset: usize,
}

#[derive(Serialize)]
struct Summary<'t> {
    topic: &'t str,
    partition: u16,
    message_offset: u64,
    size: u64,
    timestamp: u64,
}

fn list_summaries(view: &mut View<'_>, call: &Call<'_>) -> Result<Response, Refusal> {
    let name = call.path("topic")?;
    let topic = view.running(call.path("instance_id")?)?.topics.get(name)?;
    let begin = number(call, "start_time")?.unwrap_or(0);
    let end = number(call, "end_time")?.unwrap_or(u64::MAX);
    let one = match call.query().get("partition").filter(|text| !text.is_empty()) {
        None | Some("-1") => None,
        Some(text) => Some(partition(topic, text)?),
    };
    let in_window = |placed: &Placed<'_>| (begin..=end).contains(&placed.message.at.millisecond());
    let mut found: Vec<_> = placed(topic, one).filter(in_window).collect();
    found.sort_by_key(|placed| placed.message.at);
    let page = call.page(found.len())?;
    let messages = page.of(&found).map(|placed| Summary {
        topic: name,
        partition: placed.partition,
        message_offset: placed.offset,
        size: placed.message.size(),
        timestamp: placed.message.at.millisecond(),
    });
    let size = page.size().max(1);
    let (offsets_count, offset) = (found.len().div_ceil(size), (page.skipped() / size).saturating_add(1));
    Response::json(200, &Summaries { messages: messages.collect(), messages_count: found.len(), offsets_count, offset })
}

#[derive(Serialize)]
struct Envelope<'t> {
    message: Vec<Shown<'t>>,
}

#[derive(Serialize)]
struct Shown<'t> {
    topic: &'t str,
    partition: u16,
    message_offset: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<&'t str>,
    value: &'t str,
    size: u64,
    timestamp: u64,
}

/// Shows the message at an offset; at one without a message, nothing.
fn show(view: &mut View<'_>, call: &Call<'_>) -> Result<Response, Refusal> {
    let (name, topic, partition) = of_path(view, call)?;
    let offset = number(call, "message_offset")?.unwrap_or(0);
    let message = topic.log.message(partition, offset).map(|message| Shown {
        topic: name,
        partition,
        message_offset: offset,
        key: message.key.as_deref(),
        value: &message.value,
        size: message.size(),
        timestamp: message.at.millisecond(),
    });
    Response::json(200, &Envelope { message: message.into_iter().collect() })
}

/// The topic and the partition that a path names.
fn of_path<'v, 'c>(view: &'v View<'_>, call: &Call<'c>) -> Result<(&'c str, &'v Topic, u16), Refusal> {
    let name = call.path("topic")?;
    let topic = view.running(call.path("instance_id")?)?.topics.get(name)?;
    Ok((name, topic, partition(topic, call.path("partition")?)?))
}

#[derive(Serialize)]
struct Position<'t> {
    topic: &'t str,
    partition: u16,
    offset: u64,
    /// -1, as Kafka has it, where there is no message.
    timestamp: i64,
}

fn show_beginning(view: &mut View<'_>, call: &Call<'_>) -> Result<Response, Refusal> {
    position(view, call, Log::start)
}

fn show_end(view: &mut View<'_>, call: &Call<'_>) -> Result<Response, Refusal> {
    // The newest message is the one before the next.
    position(view, call, |log, partition| log.end(partition).saturating_sub(1).max(log.start(partition)))
}

fn position(view: &View<'_>, call: &Call<'_>, offset: fn(&Log, u16) -> u64) -> Result<Response, Refusal> {
    let (name, topic, partition) = of_path(view, call)?;
    let offset = offset(&topic.log, partition);
    let at = topic.log.message(partition, offset).map(|message| message.at.millisecond());
    let timestamp = at.and_then(|at| i64::try_from(at).ok()).unwrap_or(-1);
    Response::json(200, &Position { topic: name, partition, offset, timestamp })
}
