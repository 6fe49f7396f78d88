//! Background tasks of an instance.

mod progress;
mod scheduled;
mod window;

use dms_kafka::tasks::{
    DELETE_BACKGROUND_TASK, DELETE_SCHEDULED_TASK, LIST_BACKGROUND_TASKS, LIST_SCHEDULED_TASKS, SHOW_BACKGROUND_TASK,
    SHOW_BACKGROUND_TASK_PROGRESS, UPDATE_SCHEDULED_TASK,
};
use huaweicloud_sim::{Call, Refusal, Response};
use serde::Serialize;

use super::Behaviour;
use super::written;
use crate::state::{BackgroundTask, View};
use window::TimeWindow;

pub(super) const BEHAVIOURS: &[Behaviour] = &[
    Behaviour { operation: LIST_BACKGROUND_TASKS, handler: list },
    Behaviour { operation: SHOW_BACKGROUND_TASK, handler: show },
    Behaviour { operation: DELETE_BACKGROUND_TASK, handler: delete },
    Behaviour { operation: SHOW_BACKGROUND_TASK_PROGRESS, handler: progress::show },
    Behaviour { operation: LIST_SCHEDULED_TASKS, handler: scheduled::list },
    Behaviour { operation: UPDATE_SCHEDULED_TASK, handler: scheduled::update },
    Behaviour { operation: DELETE_SCHEDULED_TASK, handler: scheduled::delete },
];

fn list(view: &mut View<'_>, call: &Call<'_>) -> Result<Response, Refusal> {
    let instance = view.instance(call.path("instance_id")?)?;
    let window = TimeWindow::parse(call.query()).map_err(|why| call.invalid_parameter(&why))?;
    let mut matching = instance.tasks_newest_first();
    matching.retain(|task| window.contains(task.created_at));
    let shown = call.page(matching.len())?.of(matching.iter().copied()).map(Task::from).collect();
    Response::json(200, &Tasks { task_count: matching.len().to_string(), tasks: shown })
}

fn show(view: &mut View<'_>, call: &Call<'_>) -> Result<Response, Refusal> {
    let task = view.instance(call.path("instance_id")?)?.task(call.path("task_id")?)?;
    Response::json(200, &Tasks { task_count: "1".to_owned(), tasks: vec![Task::from(task)] })
}

fn delete(view: &mut View<'_>, call: &Call<'_>) -> Result<Response, Refusal> {
    view.instance_mut(call.path("instance_id")?)?.remove_task(call.path("task_id")?)?;
    Ok(Response::no_content())
}

/// Background tasks, as they are sent.
#[derive(Serialize)]
struct Tasks<'t> {
    /// Number of all tasks that match, on this page or not: the documented list says 4 and shows 2.
    task_count: String,
    tasks: Vec<Task<'t>>,
}

#[derive(Serialize)]
struct Task<'t> {
    id: &'t str,
    name: &'t str,
    user_name: &'t str,
    user_id: &'t str,
    params: &'t str,
    status: &'t str,
    created_at: String,
    updated_at: String,
}

impl<'t> From<&'t BackgroundTask> for Task<'t> {
    fn from(task: &'t BackgroundTask) -> Self {
        Self {
            id: &task.id,
            name: &task.name,
            user_name: &task.user_name,
            user_id: &task.user_id,
            params: &task.params,
            status: &task.status,
            created_at: written::time(task.created_at),
            updated_at: written::time(task.updated_at),
        }
    }
}
