//! The recycle bin of a project.

use dms_kafka::recycle_bin::{MODIFY_RECYCLE_POLICY, RESTORE_RECYCLED_INSTANCES, SHOW_RECYCLE_BIN};
use huaweicloud_sim::{Call, Refusal, Response};
use serde::{Deserialize, Serialize};

use super::Behaviour;
use crate::codes;
use crate::state::{Instance, Recycled, Status, View};

pub(super) const BEHAVIOURS: &[Behaviour] = &[
    Behaviour { operation: SHOW_RECYCLE_BIN, handler: show },
    Behaviour { operation: RESTORE_RECYCLED_INSTANCES, handler: restore },
    Behaviour { operation: MODIFY_RECYCLE_POLICY, handler: modify },
];

#[derive(Serialize)]
struct Bin<'i> {
    retention_days: u8,
    default_use_recycle: bool,
    recycle_instances: Vec<InBin<'i>>,
}

#[derive(Serialize)]
struct InBin<'i> {
    instance_id: &'i str,
    status: Status,
    name: &'i str,
    engine: &'static str,
    in_recycle_time: u64,
    save_time: u8,
    auto_delete_time: u64,
    cost_per_hour: f64,
    error_message: &'static str,
    product_id: &'i str,
}

/// What each broker costs an hour. Of no price list: the documented example has 0.12 for an instance, and no currency.
const COST_OF_BROKER: f64 = 0.04;

impl<'i> InBin<'i> {
    fn of(instance: &'i Instance) -> Option<Self> {
        let recycled: Recycled = instance.recycled?;
        let brokers = u32::try_from(instance.broker_count()).unwrap_or(u32::MAX);
        Some(Self {
            instance_id: &instance.id,
            status: instance.status,
            name: &instance.name,
            engine: "kafka",
            in_recycle_time: recycled.at.millisecond(),
            save_time: recycled.days,
            auto_delete_time: recycled.ends_at().millisecond(),
            cost_per_hour: COST_OF_BROKER * f64::from(brokers),
            error_message: "",
            product_id: &instance.product.id,
        })
    }
}

fn show(view: &mut View<'_>, _: &Call<'_>) -> Result<Response, Refusal> {
    let recycling = view.project().map(|project| project.recycling.clone()).unwrap_or_default();
    let bin = Bin {
        retention_days: recycling.retention_days(),
        default_use_recycle: recycling.days.is_some(),
        recycle_instances: view.instances().filter_map(InBin::of).collect(),
    };
    Response::json(200, &bin)
}

#[derive(Deserialize)]
struct Policy {
    retention_days: Option<u8>,
    default_use_recycle: Option<bool>,
}

fn modify(view: &mut View<'_>, call: &Call<'_>) -> Result<Response, Refusal> {
    let Policy { retention_days, default_use_recycle } = call.json()?;
    let recycling = &mut view.project_mut().recycling;
    let is_on = default_use_recycle.unwrap_or(recycling.days.is_some());
    recycling.set(is_on, retention_days.unwrap_or_else(|| recycling.retention_days()));
    show(view, call)
}

#[derive(Deserialize)]
struct Restored {
    instances: Option<Vec<String>>,
}

#[derive(Serialize)]
struct Results {
    results: Vec<Outcome>,
}

#[derive(Serialize)]
struct Outcome {
    instance_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    job_id: Option<String>,
    error_msg: &'static str,
}

fn restore(view: &mut View<'_>, call: &Call<'_>) -> Result<Response, Refusal> {
    let ids = call.json::<Restored>()?.instances.unwrap_or_default();
    if ids.is_empty() {
        return Err(Refusal::of(codes::NO_INSTANCES));
    }
    let results = ids.into_iter().map(|instance_id| match view.restore_instance(&instance_id) {
        Ok(job_id) => Outcome { instance_id, job_id: Some(job_id), error_msg: "" },
        Err(_) => Outcome { instance_id, job_id: None, error_msg: "The instance is not in the recycle bin." },
    });
    Response::json(200, &Results { results: results.collect() })
}
