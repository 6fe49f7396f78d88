//! The deletion of topics, and of the messages in them.

use huaweicloud_sim::{Call, Refusal, Response};
use serde::{Deserialize, Serialize};

use crate::codes;
use crate::state::{Instance, View};

#[derive(Deserialize)]
struct Selection {
    #[serde(default)]
    topics: Vec<String>,
}

#[derive(Serialize)]
struct Results {
    topics: Vec<TopicResult>,
}

#[derive(Serialize)]
struct TopicResult {
    id: String,
    success: bool,
}

/// Deletes topics. One that is not there is deleted already, as a published program has met it.
pub(super) fn delete(view: &mut View<'_>, call: &Call<'_>) -> Result<Response, Refusal> {
    each(view, call, |instance, name| {
        instance.delete_topic(name);
        true
    })
}

/// Deletes the messages of topics.
pub(super) fn empty(view: &mut View<'_>, call: &Call<'_>) -> Result<Response, Refusal> {
    each(view, call, |instance, name| instance.topics.get_mut(name).map(|topic| topic.log.empty()).is_ok())
}

/// Does something with each topic that is named, and says of each whether it is done.
fn each(view: &mut View<'_>, call: &Call<'_>, act: impl Fn(&mut Instance, &str) -> bool) -> Result<Response, Refusal> {
    let instance_id = call.path("instance_id")?;
    let Selection { topics } = call.json()?;
    view.running(instance_id)?;
    if topics.is_empty() {
        return Err(call.invalid_field("`topics` must name at least one topic."));
    }
    let instance = view.instance_mut(instance_id)?;
    let result = |id: String| TopicResult { success: act(instance, &id), id };
    Response::json(200, &Results { topics: topics.into_iter().map(result).collect() })
}

#[derive(Deserialize)]
struct Deletion {
    #[serde(default)]
    partitions: Vec<PartitionDeletion>,
}

#[derive(Deserialize)]
struct PartitionDeletion {
    partition: Option<i64>,
    offset: Option<i64>,
}

#[derive(Serialize)]
struct PartitionResults {
    partitions: Vec<PartitionResult>,
}

#[derive(Serialize)]
struct PartitionResult {
    partition: i64,
    result: &'static str,
    /// 0 if there was none.
    error_code: &'static str,
}

/// Deletes the messages of partitions before an offset. A partition that is not there, or does not go as far, is a failure of
/// its own.
pub(super) fn delete_messages(view: &mut View<'_>, call: &Call<'_>) -> Result<Response, Refusal> {
    let (instance_id, name) = (call.path("instance_id")?, call.path("topic")?);
    let Deletion { partitions } = call.json()?;
    view.running(instance_id)?.topics.get(name)?;
    let asked: Option<Vec<_>> = partitions.into_iter().map(|one| one.partition.zip(one.offset)).collect();
    let Some(asked) = asked.filter(|asked| !asked.is_empty()) else {
        return Err(call.invalid_field("`partitions` must name at least one partition, each with its `offset`."));
    };
    let topic = view.instance_mut(instance_id)?.topics.get_mut(name)?;
    let result = |(partition, offset): (i64, i64)| {
        let number = u16::try_from(partition).ok().filter(|number| *number < topic.partition_count);
        let place = number.zip(u64::try_from(offset).ok());
        let is_done = place.is_some_and(|(number, offset)| topic.log.delete_before(number, offset));
        let (result, error_code) = if is_done { ("success", "0") } else { ("failed", codes::INVALID_FOR_KAFKA.text()) };
        PartitionResult { partition, result, error_code }
    };
    Response::json(200, &PartitionResults { partitions: asked.into_iter().map(result).collect() })
}
