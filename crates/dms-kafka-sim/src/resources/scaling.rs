//! The size of instances.

mod expansion;
mod request;

use dms_kafka::scaling::{
    LIST_BANDWIDTH_SCALING_PRODUCTS, LIST_KAFKA_SCALING_PRODUCTS, LIST_SCALING_CHECKS, LIST_SCALING_PRODUCTS,
    RESIZE_BANDWIDTH_INSTANCE, RESIZE_INSTANCE_WITH_ENGINE, RESIZE_KAFKA_INSTANCE, SHOW_DISK_AUTO_EXPANSION,
    UPDATE_DISK_AUTO_EXPANSION,
};
use huaweicloud_sim::{Call, Refusal, Response};
use serde::Serialize;

use super::Behaviour;
use super::catalog::{bandwidth, products};
use super::written::Job;
use crate::state::{Instance, View};

pub(super) const BEHAVIOURS: &[Behaviour] = &[
    // At three places; a published Terraform provider sends what is documented for one of them to another.
    Behaviour { operation: RESIZE_INSTANCE_WITH_ENGINE, handler: resize },
    Behaviour { operation: RESIZE_KAFKA_INSTANCE, handler: resize },
    Behaviour { operation: RESIZE_BANDWIDTH_INSTANCE, handler: resize },
    Behaviour { operation: LIST_SCALING_PRODUCTS, handler: list_products },
    Behaviour { operation: LIST_KAFKA_SCALING_PRODUCTS, handler: list_products },
    Behaviour { operation: LIST_BANDWIDTH_SCALING_PRODUCTS, handler: list_bandwidth_products },
    Behaviour { operation: LIST_SCALING_CHECKS, handler: list_checks },
    Behaviour { operation: SHOW_DISK_AUTO_EXPANSION, handler: expansion::show },
    Behaviour { operation: UPDATE_DISK_AUTO_EXPANSION, handler: expansion::update },
];

fn resize(view: &mut View<'_>, call: &Call<'_>) -> Result<Response, Refusal> {
    let id = call.path("instance_id")?;
    let asked: request::Resize = call.json()?;
    let scaling = asked.scaling(view, call, id)?;
    let params = String::from_utf8_lossy(call.body()).into_owned();
    let job_id = view.scale(id, scaling, params)?;
    Response::json(200, &Job { job_id })
}

fn list_products(view: &mut View<'_>, call: &Call<'_>) -> Result<Response, Refusal> {
    view.instance(call.path("instance_id")?)?;
    Response::json(200, &products::for_scaling())
}

fn list_bandwidth_products(view: &mut View<'_>, call: &Call<'_>) -> Result<Response, Refusal> {
    view.instance(call.path("instance_id")?)?;
    Response::json(200, &bandwidth::listing())
}

/// Whether an instance is ready to be scaled, in one regard.
#[derive(Serialize)]
struct Check {
    name: &'static str,
    success: bool,
    reason: String,
    risk: &'static str,
}

fn list_checks(view: &mut View<'_>, call: &Call<'_>) -> Result<Response, Refusal> {
    let instance = view.running(call.path("instance_id")?)?;
    Response::json(200, &[disk_usage(instance), partition_replicas(instance)])
}

/// How full disks may be, in percent.
const FULL: u32 = 85;

fn disk_usage(instance: &Instance) -> Check {
    let used = instance.storage.used_gigabytes().saturating_mul(100) / instance.storage.gigabytes.max(1);
    let reason = if used < FULL { String::new() } else { format!("The disks are {used}% full.") };
    Check { name: "disk_usage", success: used < FULL, reason, risk: "low" }
}

/// A topic with one replica cannot be written while its broker restarts.
fn partition_replicas(instance: &Instance) -> Check {
    let alone: Vec<&str> =
        instance.topics.iter().filter(|(_, topic)| topic.replication == 1).map(|(name, _)| name).collect();
    let success = alone.is_empty();
    let reason = if success { String::new() } else { format!("Topics with one replica: {}.", alone.join(", ")) };
    Check { name: "partition_replicas", success, reason, risk: "medium" }
}
