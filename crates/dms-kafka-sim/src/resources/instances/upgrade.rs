//! The version of Kafka that an instance has, and newer ones.

use huaweicloud_sim::{Call, Refusal, Response};
use serde::{Deserialize, Serialize};

use crate::resources::written::{Job, Later};
use crate::state::{Moment, NEWEST_VERSION, Scheduled, View};

#[derive(Serialize)]
struct Versions<'i> {
    current_version: &'i str,
    latest_version: &'static str,
}

pub(super) fn show(view: &mut View<'_>, call: &Call<'_>) -> Result<Response, Refusal> {
    let instance = view.instance(call.path("instance_id")?)?;
    let versions = Versions { current_version: &instance.engine_version, latest_version: NEWEST_VERSION };
    Response::json(200, &versions)
}

#[derive(Deserialize)]
struct Upgrade {
    is_schedule: Option<bool>,
    execute_at: Option<u64>,
}

pub(super) fn upgrade(view: &mut View<'_>, call: &Call<'_>) -> Result<Response, Refusal> {
    let id = call.path("instance_id")?;
    let Upgrade { is_schedule, execute_at } = call.json()?;
    view.check_upgrade(id)?;
    let params = String::from_utf8_lossy(call.body()).into_owned();
    if is_schedule == Some(true) {
        let at = execute_at.ok_or_else(|| call.invalid_field("`execute_at` is missing."))?;
        let schedule_id = view.schedule(id, Scheduled::Upgrade, params, Moment::of_millisecond(at))?;
        return Response::json(200, &Later { schedule_id });
    }
    let job_id = view.upgrade(id, params)?;
    Response::json(200, &Job { job_id })
}
