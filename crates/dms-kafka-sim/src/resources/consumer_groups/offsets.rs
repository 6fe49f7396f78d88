//! Members of a consumer group, and how far it has consumed.

use std::cmp::Ordering;

use huaweicloud_sim::{Call, Query, Refusal, Response};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::shown::{OffsetWithConsumer, ShownMember};
use crate::codes;
use crate::state::{Effect, Group, GroupReset, Instance, Member, Moment, ResetTo, View, Work};

/// A group of an instance that works.
fn of<'v>(view: &'v View<'_>, call: &Call<'_>) -> Result<(&'v Instance, &'v Group), Refusal> {
    let instance = view.running(call.path("instance_id")?)?;
    Ok((instance, instance.groups.get(call.path("group")?)?))
}

/// A parameter that narrows a list down to what is called so.
fn selects(query: &Query, name: &str, value: &str) -> bool {
    query.get(name).is_none_or(|wanted| wanted.is_empty() || wanted == value)
}

#[derive(Serialize)]
struct Members<'g> {
    members: Vec<ShownMember<'g>>,
    total: usize,
}

pub(super) fn list_members(view: &mut View<'_>, call: &Call<'_>) -> Result<Response, Refusal> {
    let (_, group) = of(view, call)?;
    // Shown with a slash in front, and found without it, too.
    let has_host = |member: &Member| {
        let bare = member.host.trim_start_matches('/');
        selects(call.query(), "host", &member.host) || selects(call.query(), "host", bare)
    };
    let shows = |member: &&Member| has_host(member) && selects(call.query(), "member_id", &member.id);
    let total = group.members.iter().filter(shows).count();
    let members = call.page(total)?.of(group.members.iter().filter(shows)).map(ShownMember::from).collect();
    Response::json(200, &Members { members, total })
}

#[derive(Serialize)]
struct Topics<'g> {
    topics: Vec<TopicOfGroup<'g>>,
    total: usize,
}

#[derive(Serialize)]
struct TopicOfGroup<'g> {
    topic: &'g str,
    partitions: u32,
    lag: u64,
}

pub(super) fn list_topics(view: &mut View<'_>, call: &Call<'_>) -> Result<Response, Refusal> {
    let (instance, group) = of(view, call)?;
    let mut topics: Vec<TopicOfGroup<'_>> = Vec::new();
    for progress in instance.progress(group).filter(|progress| selects(call.query(), "topic", progress.topic)) {
        let lag = progress.lag();
        match topics.last_mut().filter(|last| last.topic == progress.topic) {
            Some(last) => (last.partitions, last.lag) = (last.partitions + 1, last.lag + lag),
            None => topics.push(TopicOfGroup { topic: progress.topic, partitions: 1, lag }),
        }
    }
    // They come in the order of their names, which what is equal keeps.
    topics.sort_by(|one, other| order(call.query(), one, other));
    let total = topics.len();
    let topics = call.page(total)?.of(topics).collect();
    Response::json(200, &Topics { topics, total })
}

fn order(query: &Query, one: &TopicOfGroup<'_>, other: &TopicOfGroup<'_>) -> Ordering {
    let ascending = match query.get("sort_key") {
        Some("topic") => one.topic.cmp(other.topic),
        Some("partition") => one.partitions.cmp(&other.partitions),
        _ => one.lag.cmp(&other.lag),
    };
    if query.get("sort_dir") == Some("asc") { ascending } else { ascending.reverse() }
}

#[derive(Serialize)]
struct Offsets<'g> {
    group_message_offsets: Vec<OffsetWithConsumer<'g>>,
    total: usize,
}

pub(super) fn list(view: &mut View<'_>, call: &Call<'_>) -> Result<Response, Refusal> {
    let (instance, group) = of(view, call)?;
    let name = call.query().get("topic").unwrap_or_default();
    let topic = instance.topics.get(name)?;
    // A group that has nothing to do with the topic has no offsets in it.
    let has_offsets = instance.groups_of(name).any(|other| Some(other) == call.path("group").ok());
    let all = group.progress(name, topic).filter(|_| has_offsets);
    let matching = all.filter(|progress| selects(call.query(), "partition", &progress.partition.to_string()));
    let matching: Vec<_> = matching.map(OffsetWithConsumer::from).collect();
    let total = matching.len();
    Response::json(200, &Offsets { group_message_offsets: call.page(total)?.of(matching).collect(), total })
}

#[derive(Deserialize)]
struct Reset {
    topic: String,
    partition: i64,
    message_offset: Option<i64>,
    timestamp: Option<i64>,
}

/// Resets a topic at once, and all topics of the group by a task.
pub(super) fn reset(view: &mut View<'_>, call: &Call<'_>) -> Result<Response, Refusal> {
    let (instance_id, group) = (call.path("instance_id")?, call.path("group")?);
    let reset: Reset = call.json()?;
    view.running(instance_id)?.groups.idle(group)?;
    let partition = match reset.partition {
        -1 => None,
        number => {
            Some(u16::try_from(number).map_err(|_| call.invalid_field("`partition` must be a number from -1 on."))?)
        }
    };
    // One of both is sent, and what is before all messages counts as the first.
    let from_zero = |number: i64| u64::try_from(number).unwrap_or(0);
    let time = || Moment::of_millisecond(reset.timestamp.map_or(0, from_zero));
    let to = reset.message_offset.map_or_else(|| ResetTo::Time(time()), |offset| ResetTo::Offset(from_zero(offset)));
    if reset.topic.is_empty() {
        let params = json!({"group": group}).to_string();
        let effect = Effect::GroupReset(GroupReset { group: group.to_owned(), partition, to });
        view.start_task(instance_id, "kafkaResetConsumerOffset", params, Work::Config, effect)?;
    } else {
        view.instance_mut(instance_id)?.reset_offsets(group, &reset.topic, partition, to)?;
    }
    Ok(Response::no_content())
}

#[derive(Deserialize)]
struct Deletion {
    #[serde(default)]
    topics: Vec<String>,
}

#[derive(Serialize)]
struct Results {
    topics: Vec<TopicResult>,
}

#[derive(Serialize)]
struct TopicResult {
    name: String,
    success: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    error_code: Option<&'static str>,
}

/// Deletes the offsets of a group in topics, and says of each whether they are deleted.
pub(super) fn delete(view: &mut View<'_>, call: &Call<'_>) -> Result<Response, Refusal> {
    let (instance_id, group) = (call.path("instance_id")?, call.path("group")?);
    let Deletion { topics } = call.json()?;
    view.running(instance_id)?.groups.get(group)?;
    if topics.is_empty() {
        return Err(call.invalid_field("`topics` must name at least one topic."));
    }
    let groups = &mut view.instance_mut(instance_id)?.groups;
    let result = |name: String| {
        let success = groups.delete_offsets(group, &name).is_ok();
        TopicResult { name, success, error_code: (!success).then_some(codes::INVALID_FOR_KAFKA.text()) }
    };
    Response::json(200, &Results { topics: topics.into_iter().map(result).collect() })
}
