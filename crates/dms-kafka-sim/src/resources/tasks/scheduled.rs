//! Scheduled tasks: what was put off.

use huaweicloud_sim::{Call, Refusal, Response};
use serde::Serialize;

use super::window::TimeWindow;
use crate::codes;
use crate::examples::{USER_ID, USER_NAME};
use crate::resources::written;
use crate::state::{Moment, ScheduledStatus, ScheduledTask, View};

#[derive(Serialize)]
struct Jobs<'t> {
    job_count: usize,
    jobs: Vec<Shown<'t>>,
}

#[derive(Serialize)]
struct Shown<'t> {
    id: &'t str,
    name: &'static str,
    user_name: &'static str,
    user_id: &'static str,
    params: &'t str,
    status: ScheduledStatus,
    created_at: String,
    updated_at: String,
    schedule_at: String,
}

impl<'t> From<&'t ScheduledTask> for Shown<'t> {
    fn from(task: &'t ScheduledTask) -> Self {
        let written = |moment: Moment| written::time(moment.time());
        Self {
            id: &task.id,
            name: task.action.name(),
            user_name: USER_NAME,
            user_id: USER_ID,
            params: &task.params,
            status: task.status,
            created_at: written(task.created_at),
            updated_at: written(task.updated_at),
            schedule_at: written(task.due_at),
        }
    }
}

pub(super) fn list(view: &mut View<'_>, call: &Call<'_>) -> Result<Response, Refusal> {
    let instance = view.instance(call.path("instance_id")?)?;
    let window = TimeWindow::parse(call.query()).map_err(|why| call.invalid_parameter(&why))?;
    // Newest first, as background tasks are.
    let tasks = instance.scheduled_tasks.iter().rev();
    let matching: Vec<_> = tasks.filter(|task| window.contains(task.created_at.time())).collect();
    let jobs = call.page(matching.len())?.of(matching.iter().copied()).map(Shown::from).collect();
    Response::json(200, &Jobs { job_count: matching.len(), jobs })
}

pub(super) fn update(view: &mut View<'_>, call: &Call<'_>) -> Result<Response, Refusal> {
    let (instance_id, task_id) = (call.path("instance_id")?, call.path("task_id")?);
    let at = call.query().get("execute_at").map(|text| text.parse().map(Moment::of_millisecond));
    let at = at.transpose().map_err(|_| Refusal::of(codes::WRONG_TIME))?;
    // The interface has null for a task that waits.
    let status = call.query().get("status").map(|status| match status {
        "CANCELLED" => ScheduledStatus::Cancelled,
        _ => ScheduledStatus::Created,
    });
    view.reschedule(instance_id, task_id, at, status)?;
    Ok(Response::no_content())
}

pub(super) fn delete(view: &mut View<'_>, call: &Call<'_>) -> Result<Response, Refusal> {
    view.remove_scheduled(call.path("instance_id")?, call.path("task_id")?)?;
    Ok(Response::no_content())
}
