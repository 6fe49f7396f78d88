//! What the service offers: zones, products, maintenance windows.

pub(super) mod bandwidth;
pub(super) mod products;
mod zones;

use dms_kafka::catalog::{
    LIST_AVAILABILITY_ZONES, LIST_BANDWIDTH_PRODUCTS, LIST_ENGINE_PRODUCTS, LIST_MAINTENANCE_WINDOWS,
    SHOW_PRODUCT_CORES,
};
use huaweicloud_sim::{Call, Refusal, Response};
use serde::Serialize;

use super::Behaviour;
use super::instances::WINDOWS;
use crate::codes;
use crate::state::View;

pub(super) const BEHAVIOURS: &[Behaviour] = &[
    Behaviour { operation: LIST_AVAILABILITY_ZONES, handler: |_, _| Response::json(200, &zones::listing()) },
    Behaviour { operation: LIST_MAINTENANCE_WINDOWS, handler: list_windows },
    Behaviour { operation: LIST_ENGINE_PRODUCTS, handler: list_products },
    Behaviour { operation: LIST_BANDWIDTH_PRODUCTS, handler: |_, _| Response::json(200, &bandwidth::listing()) },
    Behaviour { operation: SHOW_PRODUCT_CORES, handler: show_cores },
];

#[derive(Serialize)]
struct Windows {
    maintain_windows: Vec<Window>,
}

#[derive(Serialize)]
struct Window {
    default: bool,
    end: &'static str,
    begin: &'static str,
    seq: usize,
}

/// The first one goes past midnight.
fn list_windows(_: &mut View<'_>, _: &Call<'_>) -> Result<Response, Refusal> {
    let hours = || WINDOWS.iter().copied().cycle().skip(WINDOWS.len() - 1);
    let windows = hours().zip(hours().skip(1)).take(WINDOWS.len()).zip(1..);
    let window = |((begin, end), seq)| Window { default: begin == "02", end, begin, seq };
    Response::json(200, &Windows { maintain_windows: windows.map(window).collect() })
}

fn list_products(_: &mut View<'_>, call: &Call<'_>) -> Result<Response, Refusal> {
    Response::json(200, &products::for_creation(call.query().get("product_id")))
}

#[derive(Serialize)]
struct Cores {
    core_num: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    total_extend_storage_space: Option<u32>,
}

fn show_cores(view: &mut View<'_>, call: &Call<'_>) -> Result<Response, Refusal> {
    let product = call.query().get("product_id").and_then(products::cores);
    let cores = product.ok_or_else(|| Refusal::of(codes::UNKNOWN_PRODUCT))?;
    let brokers: usize = call.query().get("broker_num").and_then(|text| text.parse().ok()).unwrap_or(0);
    if !(1..=50).contains(&brokers) {
        return Err(call.invalid_parameter("`broker_num` must be 1 to 50."));
    }
    let storage = |id| {
        let instance = view.instance_of_any_project(id)?;
        let now = instance.broker_count().max(1);
        let of_broker = usize::try_from(instance.storage.gigabytes).unwrap_or(usize::MAX) / now;
        // What it has now, if that is no more than it would have.
        Ok::<_, Refusal>(u32::try_from(of_broker.saturating_mul(brokers.max(now))).unwrap_or(u32::MAX))
    };
    let total_extend_storage_space = call.query().get("instance_id").map(storage).transpose()?;
    Response::json(200, &Cores { core_num: cores * brokers, total_extend_storage_space })
}
