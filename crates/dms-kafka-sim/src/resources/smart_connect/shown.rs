//! Tasks of Smart Connect, as they are sent.

use serde::Serialize;
use serde_json::{Map, Value};

use crate::state::{ConnectorTask, TaskStatus};

/// A page of tasks.
#[derive(Serialize)]
pub(super) struct Listing<'t> {
    pub(super) tasks: Vec<Shown<'t>>,
    pub(super) total_number: usize,
    pub(super) max_tasks: u32,
    pub(super) quota_tasks: u32,
}

#[derive(Serialize)]
pub(super) struct Shown<'t> {
    task_name: &'t str,
    #[serde(skip_serializing_if = "Option::is_none")]
    topics: Option<&'t str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    topics_regex: Option<&'t str>,
    source_type: &'t str,
    /// Empty where there is no source: a published Terraform provider looks for that.
    source_task: &'t Map<String, Value>,
    sink_type: &'t str,
    sink_task: &'t Map<String, Value>,
    id: &'t str,
    status: TaskStatus,
    create_time: u64,
}

impl<'t> Shown<'t> {
    pub(super) fn of(id: &'t str, task: &'t ConnectorTask) -> Self {
        Self {
            task_name: &task.name,
            topics: task.topics.as_deref(),
            topics_regex: task.topics_regex.as_deref(),
            source_type: &task.source.kind,
            source_task: &task.source.fields,
            sink_type: &task.sink.kind,
            sink_task: &task.sink.fields,
            id,
            status: task.status,
            create_time: task.created_at.millisecond(),
        }
    }
}
