//! Partitions, moved between brokers.

use std::collections::BTreeMap;

use dms_kafka::reassignments::{CREATE_REASSIGNMENT_TASK, UPDATE_TOPIC_REPLICAS};
use huaweicloud_sim::{Call, Refusal, Response};
use serde::{Deserialize, Serialize};

use super::Behaviour;
use super::written::{Job, Later};
use crate::state::{Instance, Moment, Reassignment, Scheduled, View};

pub(super) const BEHAVIOURS: &[Behaviour] = &[
    Behaviour { operation: CREATE_REASSIGNMENT_TASK, handler: reassign },
    Behaviour { operation: UPDATE_TOPIC_REPLICAS, handler: replace },
];

#[derive(Deserialize)]
struct Asked {
    reassignments: Vec<OfTopic>,
    is_schedule: Option<bool>,
    execute_at: Option<u64>,
    time_estimate: Option<bool>,
}

#[derive(Deserialize)]
struct OfTopic {
    topic: String,
    brokers: Option<Vec<u8>>,
    replication_factor: Option<u8>,
    assignment: Option<Vec<OfPartition>>,
}

#[derive(Deserialize)]
struct OfPartition {
    partition: Option<u16>,
    #[serde(alias = "replicas")]
    partition_brokers: Option<Vec<u8>>,
}

#[derive(Serialize)]
struct Estimate {
    /// In seconds.
    reassignment_time: usize,
}

/// How long a partition takes, in seconds. Ours: the documented example has 10 for six partitions.
const SECONDS_OF_PARTITION: usize = 2;

fn reassign(view: &mut View<'_>, call: &Call<'_>) -> Result<Response, Refusal> {
    let id = call.path("instance_id")?;
    let asked: Asked = call.json()?;
    let instance = view.running(id)?;
    if asked.reassignments.is_empty() {
        return Err(call.invalid_field("`reassignments` is empty."));
    }
    let mut moved = Reassignment::default();
    for of_topic in asked.reassignments {
        add(&mut moved, instance, of_topic, call)?;
    }
    if asked.time_estimate == Some(true) {
        let reassignment_time = moved.partition_count() * SECONDS_OF_PARTITION;
        return Response::json(200, &Estimate { reassignment_time });
    }
    let params = String::from_utf8_lossy(call.body()).into_owned();
    if asked.is_schedule == Some(true) {
        let at = asked.execute_at.ok_or_else(|| call.invalid_field("`execute_at` is missing."))?;
        let at = Moment::of_millisecond(at);
        let schedule_id = view.schedule(id, Scheduled::Reassignment(moved), params, at)?;
        return Response::json(200, &Later { schedule_id });
    }
    let job_id = view.reassign(id, moved, params)?;
    Response::json(200, &Job { job_id })
}

/// An assignment counts more than brokers to spread over.
fn add(moved: &mut Reassignment, instance: &Instance, of_topic: OfTopic, call: &Call<'_>) -> Result<(), Refusal> {
    let OfTopic { topic, brokers, replication_factor, assignment } = of_topic;
    let assignment = assignment.filter(|assignment| !assignment.is_empty());
    match (assignment, brokers.filter(|brokers| !brokers.is_empty())) {
        (Some(assignment), _) => moved.assign(instance, &topic, by_partition(assignment, call)?)?,
        (None, Some(brokers)) => moved.spread(instance, &topic, &brokers, replication_factor)?,
        (None, None) => {
            return Err(call.invalid_field(&format!("`{topic}` has neither `brokers` nor an `assignment`.")));
        }
    }
    Ok(())
}

fn by_partition(assignment: Vec<OfPartition>, call: &Call<'_>) -> Result<BTreeMap<u16, Vec<u8>>, Refusal> {
    let pair = |OfPartition { partition, partition_brokers }| {
        let partition = partition.ok_or_else(|| call.invalid_field("A `partition` is missing."))?;
        Ok((partition, partition_brokers.unwrap_or_default()))
    };
    assignment.into_iter().map(pair).collect()
}

#[derive(Deserialize)]
struct Replaced {
    partitions: Option<Vec<OfPartition>>,
}

fn replace(view: &mut View<'_>, call: &Call<'_>) -> Result<Response, Refusal> {
    let id = call.path("instance_id")?;
    let asked: Replaced = call.json()?;
    let mut moved = Reassignment::default();
    let assignment = by_partition(asked.partitions.unwrap_or_default(), call)?;
    moved.assign(view.running(id)?, call.path("topic")?, assignment)?;
    view.reassign(id, moved, String::from_utf8_lossy(call.body()).into_owned())?;
    Ok(Response::no_content())
}
