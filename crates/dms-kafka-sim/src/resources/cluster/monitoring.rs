//! What the monitoring service knows of an instance.

use huaweicloud_sim::{Call, Refusal, Response};
use serde::Serialize;

use crate::state::{Group, Instance, View};

#[derive(Serialize)]
struct Hierarchy<'i> {
    dimensions: [Dimension; 5],
    instance_ids: [Named<&'i str>; 1],
    nodes: Vec<Named<String>>,
    queues: Vec<Queue<'i>>,
    groups: Vec<Consumers<'i>>,
}

#[derive(Serialize)]
struct Named<T> {
    name: T,
}

#[derive(Serialize)]
struct Queue<'i> {
    name: &'i str,
    partitions: Vec<Named<String>>,
}

#[derive(Serialize)]
struct Consumers<'i> {
    name: &'i str,
    queues: Vec<Queue<'i>>,
}

/// What there are metrics of, and how the names of it are found in the same response.
#[derive(Clone, Copy, Serialize)]
struct Dimension {
    name: &'static str,
    metrics: &'static [&'static str],
    key_name: &'static [&'static str],
    dim_router: &'static [&'static str],
    #[serde(skip_serializing_if = "<[Dimension]>::is_empty")]
    children: &'static [Dimension],
}

const PARTITIONS: Dimension = Dimension {
    name: "kafka_partitions",
    metrics: &["produced_messages", "partition_messages"],
    key_name: &["queues", "partitions"],
    dim_router: &["kafka_instance_id", "kafka_topics", "kafka_partitions"],
    children: &[],
};

/// As the documented example has them.
const DIMENSIONS: [Dimension; 5] = [
    Dimension {
        name: "kafka_instance_id",
        metrics: &["current_partitions", "current_topics", "group_messages"],
        key_name: &["instance_ids"],
        dim_router: &["kafka_instance_id"],
        children: &[],
    },
    Dimension {
        name: "kafka_broker",
        metrics: &[
            "broker_data_size",
            "broker_messages_in_rate",
            "broker_bytes_out_rate",
            "broker_bytes_in_rate",
            "broker_produce_mean",
            "broker_fetch_mean",
        ],
        key_name: &["nodes"],
        dim_router: &["kafka_instance_id", "kafka_broker"],
        children: &[],
    },
    Dimension {
        name: "kafka_rest",
        metrics: &[
            "rest_produce_success",
            "rest_produce_failed",
            "rest_produce_latency",
            "rest_produce_msg_num",
            "rest_produce_flow",
            "rest_consume_success",
            "rest_consume_failed",
            "rest_consume_latency",
            "rest_consume_msg_num",
            "rest_consume_flow",
            "rest_commit_success",
            "rest_commit_failed",
            "rest_commit_latency",
            "rest_commit_msg_num",
            "rest_commit_flow",
        ],
        key_name: &["nodes"],
        dim_router: &["kafka_instance_id", "kafka_rest"],
        children: &[],
    },
    Dimension {
        name: "kafka_topics",
        metrics: &[
            "topic_data_size",
            "topic_messages_in_rate",
            "topic_bytes_out_rate",
            "topic_bytes_in_rate",
            "topic_messages",
        ],
        key_name: &["queues"],
        dim_router: &["kafka_instance_id", "kafka_topics"],
        children: &[PARTITIONS],
    },
    Dimension {
        name: "kafka_groups_partitions",
        metrics: &["messages_consumed", "messages_remained"],
        key_name: &["groups", "queues", "partitions"],
        dim_router: &["kafka_instance_id", "kafka_groups", "kafka_groups_topics", "kafka_groups_partitions"],
        children: &[],
    },
];

pub(super) fn show(view: &mut View<'_>, call: &Call<'_>) -> Result<Response, Refusal> {
    let instance = view.instance(call.path("instance_id")?)?;
    let brokers = 0..instance.reachable_brokers().len();
    let queue = |(name, topic): (_, &crate::state::Topic)| Queue {
        name,
        partitions: (0..topic.partition_count).map(|number| Named { name: number.to_string() }).collect(),
    };
    let hierarchy = Hierarchy {
        dimensions: DIMENSIONS,
        instance_ids: [Named { name: &instance.id }],
        nodes: brokers.map(|number| Named { name: format!("broker-{number}") }).collect(),
        queues: instance.topics.iter().map(queue).collect(),
        groups: instance.groups.iter().map(|(name, known)| group(instance, name, known)).collect(),
    };
    Response::json(200, &hierarchy)
}

/// A group with what it consumes, partition by partition.
fn group<'i>(instance: &'i Instance, name: &'i str, group: &'i Group) -> Consumers<'i> {
    let mut queues: Vec<Queue<'i>> = Vec::new();
    for progress in instance.progress(group) {
        let partition = Named { name: progress.partition.to_string() };
        match queues.last_mut().filter(|queue| queue.name == progress.topic) {
            Some(queue) => queue.partitions.push(partition),
            None => queues.push(Queue { name: progress.topic, partitions: vec![partition] }),
        }
    }
    Consumers { name, queues }
}
