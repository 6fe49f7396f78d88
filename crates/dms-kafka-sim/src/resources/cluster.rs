//! The cluster that an instance is.

use dms_kafka::cluster::{SHOW_CLUSTER_HEALTH, SHOW_CLUSTER_METADATA, SHOW_MONITORING_HIERARCHY};
use huaweicloud_sim::{Call, Refusal, Response};
use serde::Serialize;

use super::Behaviour;
use crate::state::{Instance, View};

mod monitoring;

pub(super) const BEHAVIOURS: &[Behaviour] = &[
    Behaviour { operation: SHOW_CLUSTER_METADATA, handler: show_metadata },
    Behaviour { operation: SHOW_CLUSTER_HEALTH, handler: show_health },
    Behaviour { operation: SHOW_MONITORING_HIERARCHY, handler: monitoring::show },
];

#[derive(Serialize)]
struct Answer<T> {
    cluster: T,
}

#[derive(Serialize)]
struct Metadata<'i> {
    /// As a text.
    controller: String,
    brokers: Vec<Broker<'i>>,
    topics_count: usize,
    partitions_count: u32,
    online_partitions_count: u32,
    replicas_count: u32,
    isr_replicas_count: u32,
    consumers_count: usize,
}

#[derive(Serialize)]
#[allow(clippy::struct_field_names, reason = "the names of the service")]
struct Broker<'i> {
    host: String,
    port: u16,
    broker_id: String,
    is_controller: bool,
    version: &'i str,
    register_time: u64,
    is_health: bool,
}

/// The last broker is the controller, as in the documented example.
fn show_metadata(view: &mut View<'_>, call: &Call<'_>) -> Result<Response, Refusal> {
    let instance = view.running(call.path("instance_id")?)?;
    let controller = instance.broker_count().saturating_sub(1);
    let broker = |(number, host): (usize, &std::net::Ipv4Addr)| Broker {
        host: host.to_string(),
        port: instance.access.ports.of_private_clients(),
        broker_id: number.to_string(),
        is_controller: number == controller,
        version: &instance.engine_version,
        register_time: instance.created_at.millisecond(),
        is_health: true,
    };
    let partitions = instance.topics.partition_count();
    let replicas = replica_count(instance);
    let cluster = Metadata {
        controller: controller.to_string(),
        brokers: instance.broker_addresses.iter().enumerate().map(broker).collect(),
        topics_count: instance.topics.len(),
        partitions_count: partitions,
        online_partitions_count: partitions,
        replicas_count: replicas,
        isr_replicas_count: replicas,
        consumers_count: instance.groups.iter().len(),
    };
    Response::json(200, &Answer { cluster })
}

fn replica_count(instance: &Instance) -> u32 {
    let of_topic = |topic: &crate::state::Topic| u32::from(topic.partition_count) * u32::from(topic.replication);
    instance.topics.iter().map(|(_, topic)| of_topic(topic)).sum()
}

#[derive(Serialize)]
struct Health {
    brokers: Vec<HealthOfBroker>,
}

#[derive(Serialize)]
struct HealthOfBroker {
    health: bool,
    host: String,
    port: u16,
    broker_id: String,
}

fn show_health(view: &mut View<'_>, call: &Call<'_>) -> Result<Response, Refusal> {
    let instance = view.instance(call.path("instance_id")?)?;
    let port = instance.access.ports.of_private_clients();
    // Brokers can be reached unless the whole instance is down.
    let health = !matches!(instance.status.as_str(), "ERROR" | "RESTARTING" | "DELETING" | "RECYCLE");
    let broker = |(number, host): (usize, &std::net::Ipv4Addr)| HealthOfBroker {
        health,
        host: host.to_string(),
        port,
        broker_id: number.to_string(),
    };
    let brokers = instance.reachable_brokers().iter().enumerate().map(broker).collect();
    Response::json(200, &Answer { cluster: Health { brokers } })
}
