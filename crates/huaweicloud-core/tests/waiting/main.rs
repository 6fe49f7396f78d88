//! Waiting for work that goes on after a response: what is asked, when, and what a program gets.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod background_tasks;
mod limits;
mod states;

use std::time::Duration;

use huaweicloud_core::testing::{ManualClock, MockResponse, MockService, Sequence};
use huaweicloud_core::{
    Absence, AndWait, BuiltClient, LongRunning, Match, Method, Operation, PageCursor, PageEnd, PagingInfo, Service,
    ServiceClient, ServiceInfo, Test, WorkStep,
};
use serde_json::{Value, json};

const CREATE: Operation = Operation::new("CreateWidget", Method::Post, "/v1/{project_id}/widgets");
const RESIZE: Operation = Operation::new("ResizeWidget", Method::Post, "/v1/{project_id}/widgets/{widget_id}/resize");
const DELETE: Operation =
    Operation::new("DeleteWidget", Method::Delete, "/v1/{project_id}/widgets/{widget_id}").idempotent();
const RESTART: Operation = Operation::new("RestartWidgets", Method::Post, "/v1/{project_id}/widgets/restart");
const SHOW: Operation = Operation::new("ShowWidget", Method::Get, "/v1/{project_id}/widgets/{widget_id}").idempotent();
const LIST_TASKS: Operation =
    Operation::new("ListTasks", Method::Get, "/v1/{project_id}/widgets/{widget_id}/tasks").idempotent();

const SECOND: Duration = Duration::from_secs(1);

/// A new widget is there once it is ready and has an address.
static CREATING: LongRunning = LongRunning::new(&[WorkStep::new(&SHOW, 300, 15)
    .path(&[("widget_id", "$response.body#/id")])
    .state("status", &["READY"], &["BROKEN"])
    .goals(&[("address", None)])]);

/// One that is resized may be ready all the time.
static RESIZING: LongRunning = LongRunning::new(&[WorkStep::new(&SHOW, 180, 15)
    .path(&[("widget_id", "$request.path.widget_id")])
    .state("status", &["READY"], &["BROKEN"])
    .goals(&[("size", Some("$request.body#/size")), ("colour", Some("$request.body#/colour"))])]);

/// One that is deleted goes, or to the bin.
static DELETING: LongRunning = LongRunning::new(&[WorkStep::new(&SHOW, 120, 15)
    .path(&[("widget_id", "$request.path.widget_id")])
    .state("status", &["DELETED", "IN_BIN"], &[])
    .absence(Absence::Success)]);

/// Each of those that are restarted.
static RESTARTING: LongRunning = LongRunning::new(&[WorkStep::new(&SHOW, 15, 15)
    .when(&[
        ("$request.body#/mode", Test::OneOf { texts: &["hard"], default: Some("hard") }),
        ("$each#/result", Test::OneOf { texts: &["success"], default: None }),
    ])
    .each("$response.body#/results")
    .path(&[("widget_id", "$each#/widget")])
    .state("status", &["READY"], &["BROKEN"])]);

static TASK_PAGES: PagingInfo<Value, Value> = PagingInfo::new(
    PageCursor::Elements,
    "start",
    1,
    PageEnd::Total,
    |page: &Value| page["tasks"].as_array().map_or(0, Vec::len),
    |page: Value| page["tasks"].as_array().cloned().unwrap_or_default(),
)
.with_total(|page| page["total"].as_u64());

/// A task of a name, for there is no id of it.
static BY_NAME: LongRunning = LongRunning::new(&[WorkStep::new(&LIST_TASKS, 5, 5)
    .when(&[("$request.body#/policy", Test::Sent)])
    .path(&[("widget_id", "$request.path.widget_id")])
    .element("tasks", &[("name", Match::OneOf(&["resize", "grow"]))])
    .since("created_at")
    .paging(&TASK_PAGES)
    .state("status", &["SUCCESS"], &["FAILED"])]);

/// A task by its id, if there is one, and then the widget.
static BY_ID: LongRunning = LongRunning::new(&[
    WorkStep::new(&LIST_TASKS, 20, 30)
        .when(&[("$response.body#/job_id", Test::Sent)])
        .path(&[("widget_id", "$request.path.widget_id")])
        .element("tasks", &[("id", Match::Value("$response.body#/job_id"))])
        .state("status", &["SUCCESS"], &["FAILED"]),
    WorkStep::new(&SHOW, 0, 15).path(&[("widget_id", "$request.path.widget_id")]).state(
        "status",
        &["READY"],
        &["BROKEN"],
    ),
]);

#[derive(Clone, Debug)]
struct Widgets(ServiceClient);

impl Service for Widgets {
    const INFO: ServiceInfo = ServiceInfo::new("widgets", "widgets", &[]);
    const USER_AGENT: &'static str = "widgets/1.0";

    fn from_built(client: BuiltClient<Self>) -> Self {
        Self(client.into_service_client())
    }
}

/// A service by whose clock every sleep ends at once.
fn service() -> MockService {
    MockService::with_clock(ManualClock::advancing())
}

/// A request for an operation, whose work is waited for.
fn calling(
    service: &MockService,
    operation: &'static Operation,
    work: &'static LongRunning,
    body: &Value,
) -> AndWait<Value, Value> {
    let mut request = service.client::<Widgets>().0.request(operation);
    if operation.path().contains("{widget_id}") {
        request.set_path("widget_id", "w-1");
    }
    request.set_body(body);
    AndWait::new(work, request, |request| Box::pin(request.send()))
}

/// What a widget shows, one after another.
fn shows(service: &MockService, widgets: impl IntoIterator<Item = Value>) -> Sequence {
    let mut widgets = widgets.into_iter();
    let sequence = service.when(&SHOW).respond(&widgets.next().unwrap());
    for widget in widgets {
        sequence.then_respond(&widget);
    }
    sequence
}

fn accepted(service: &MockService, operation: &'static Operation, body: &Value) {
    service.when(operation).respond_with(MockResponse::json(body).with_status(202));
}

fn seconds(service: &MockService) -> Vec<u64> {
    service.clock().sleeps().iter().map(Duration::as_secs).collect()
}

fn widget(status: &str) -> Value {
    json!({"id": "w-1", "status": status, "address": "10.0.0.1"})
}
