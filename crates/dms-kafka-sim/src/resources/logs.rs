//! Logs of an instance.

use dms_kafka::logs::{
    LIST_LOG_TASKS, SHOW_REBALANCE_LOG, START_LOG_TASKS, START_REBALANCE_LOG, STOP_LOG_TASKS, STOP_REBALANCE_LOG,
};
use huaweicloud_sim::{Call, Refusal, Response};
use serde::{Deserialize, Serialize};

use super::Behaviour;
use super::written::Job;
use crate::state::{LogKind, LogStatus, LogTarget, LogTask, View};

pub(super) const BEHAVIOURS: &[Behaviour] = &[
    Behaviour { operation: LIST_LOG_TASKS, handler: list },
    Behaviour { operation: START_LOG_TASKS, handler: start },
    Behaviour { operation: STOP_LOG_TASKS, handler: |view, call| stop(view, call, kind(call)?) },
    Behaviour { operation: SHOW_REBALANCE_LOG, handler: show_rebalance },
    Behaviour { operation: START_REBALANCE_LOG, handler: start_rebalance },
    Behaviour { operation: STOP_REBALANCE_LOG, handler: |view, call| stop(view, call, LogKind::Rebalance) },
];

#[derive(Serialize)]
struct Listing<'l> {
    log_response_list: Vec<Shown<'l>>,
}

#[derive(Serialize)]
struct Shown<'l> {
    id: &'l str,
    instance_id: &'l str,
    log_group_id: &'l str,
    log_stream_id: &'l str,
    dashboard_id: &'l str,
    status: LogStatus,
    log_type: LogKind,
    log_file_name: &'l str,
    created_at: u64,
    updated_at: u64,
}

impl<'l> Shown<'l> {
    fn of(instance_id: &'l str, log: &'l LogTask) -> Self {
        Self {
            id: &log.id,
            instance_id,
            log_group_id: &log.group_id,
            log_stream_id: &log.stream_id,
            dashboard_id: &log.dashboard_id,
            status: log.status,
            log_type: log.kind,
            log_file_name: &log.file_name,
            created_at: log.created_at.millisecond(),
            updated_at: log.updated_at.millisecond(),
        }
    }
}

/// A log that was never on.
#[derive(Serialize)]
struct Never<'i> {
    instance_id: &'i str,
    status: LogStatus,
    log_type: LogKind,
}

fn kind(call: &Call<'_>) -> Result<LogKind, Refusal> {
    let name = call.path("log_type")?;
    LogKind::of_name(name).ok_or_else(|| call.invalid_parameter(&format!("There is no log `{name}`.")))
}

fn list(view: &mut View<'_>, call: &Call<'_>) -> Result<Response, Refusal> {
    let (instance, kind) = (view.instance(call.path("instance_id")?)?, kind(call)?);
    let log_response_list = instance.log(kind).map(|log| Shown::of(&instance.id, log)).into_iter().collect();
    Response::json(200, &Listing { log_response_list })
}

fn show_rebalance(view: &mut View<'_>, call: &Call<'_>) -> Result<Response, Refusal> {
    let instance = view.instance(call.path("instance_id")?)?;
    if let Some(log) = instance.log(LogKind::Rebalance) {
        return Response::json(200, &Shown::of(&instance.id, log));
    }
    Response::json(200, &Never { instance_id: &instance.id, status: LogStatus::Close, log_type: LogKind::Rebalance })
}

#[derive(Deserialize)]
struct Start {
    log_task_list: Option<Vec<Target>>,
}

#[derive(Deserialize)]
#[allow(clippy::struct_field_names, reason = "the names of the service")]
struct Target {
    log_file_name: Option<String>,
    log_group_name: Option<String>,
    log_stream_name: Option<String>,
}

/// An instance has one log of each kind.
fn start(view: &mut View<'_>, call: &Call<'_>) -> Result<Response, Refusal> {
    let kind = kind(call)?;
    let mut targets = call.json::<Start>()?.log_task_list.unwrap_or_default().into_iter();
    let (target, None) = (targets.next(), targets.next()) else {
        return Err(call.invalid_field("`log_task_list` has more than one log."));
    };
    let target = target.map(|Target { log_file_name, log_group_name, log_stream_name }| LogTarget {
        file: log_file_name,
        group: log_group_name,
        stream: log_stream_name,
    });
    let job_id = view.open_log(call.path("instance_id")?, kind, target.unwrap_or_default())?;
    Response::json(200, &Job { job_id })
}

fn start_rebalance(view: &mut View<'_>, call: &Call<'_>) -> Result<Response, Refusal> {
    let job_id = view.open_log(call.path("instance_id")?, LogKind::Rebalance, LogTarget::default())?;
    Response::json(200, &Job { job_id })
}

fn stop(view: &mut View<'_>, call: &Call<'_>, kind: LogKind) -> Result<Response, Refusal> {
    let job_id = view.close_log(call.path("instance_id")?, kind)?;
    Response::json(200, &Job { job_id })
}
