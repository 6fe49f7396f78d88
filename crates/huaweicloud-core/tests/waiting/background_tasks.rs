//! Work that a background task shows, by its id or by its name.

use huaweicloud_core::testing::MockResponse;
use serde_json::{Value, json};

use crate::{BY_ID, BY_NAME, LIST_TASKS, RESIZE, accepted, calling, seconds, service, shows, widget};

fn task(id: &str, name: &str, created_at: &str, status: &str) -> Value {
    json!({"id": id, "name": name, "created_at": created_at, "status": status})
}

fn page(tasks: &[Value]) -> Value {
    json!({"tasks": tasks, "total": tasks.len()})
}

#[tokio::test]
async fn a_task_is_found_by_its_id_and_then_the_thing_is_looked_at() {
    let service = service();
    accepted(&service, &RESIZE, &json!({"job_id": "t-2"}));
    let other = task("t-1", "resize", "", "FAILED");
    let tasks = service.when(&LIST_TASKS).respond(&page(std::slice::from_ref(&other)));
    tasks.then_respond(&page(&[other.clone(), task("t-2", "resize", "", "EXECUTING")]));
    tasks.then_respond(&page(&[other, task("t-2", "resize", "", "SUCCESS")]));
    shows(&service, [widget("RESIZING"), widget("READY")]);
    let completed = calling(&service, &RESIZE, &BY_ID, &json!({})).await.unwrap();
    assert_eq!((completed.shown, seconds(&service)), (Some(widget("READY")), vec![20, 30, 30, 15]));
}

#[tokio::test]
async fn without_an_id_the_step_is_passed_over() {
    let service = service();
    accepted(&service, &RESIZE, &json!({"job_id": ""}));
    shows(&service, [widget("READY")]);
    calling(&service, &RESIZE, &BY_ID, &json!({})).await.unwrap();
    assert!(seconds(&service).is_empty());
}

#[tokio::test]
async fn a_task_without_an_id_is_the_newest_of_its_name_that_began_with_the_request() {
    let service = service();
    // The clock of the service is an hour late, and counts.
    let date = "Wed, 31 Dec 2025 23:00:00 GMT";
    service.when(&RESIZE).respond_with(MockResponse::json(&json!({})).with_header("date", date));
    let before = [
        task("t-1", "resize", "2025-12-31T22:59:57.000Z", "FAILED"),
        task("t-2", "paint", "2025-12-31T23:00:09Z", "FAILED"),
        task("t-3", "resize", "nonsense", "FAILED"),
    ];
    let ours = |status| task("t-4", "grow", "2025-12-31T22:59:59.900Z", status);
    let tasks = service.when(&LIST_TASKS).respond(&page(&before));
    tasks.then_respond(&page(&[&[ours("EXECUTING")], &before[..]].concat()));
    tasks.then_respond(&page(
        &[&before[..], &[ours("SUCCESS"), task("t-5", "grow", "1767222000000", "EXECUTING")]].concat(),
    ));
    tasks.then_respond(&page(&[ours("FAILED"), task("t-5", "grow", "1767222000000", "SUCCESS")]));
    let completed = calling(&service, &RESIZE, &BY_NAME, &json!({"policy": 1})).await.unwrap();
    assert_eq!(completed.shown.unwrap()["id"], "t-5");
    assert_eq!(seconds(&service), [5, 5, 5, 5]);
}

#[tokio::test]
async fn a_task_may_be_on_any_page() {
    let service = service();
    accepted(&service, &RESIZE, &json!({}));
    let others: Vec<Value> = (0..3).map(|_| task("t-1", "paint", "", "FAILED")).collect();
    service.when(&LIST_TASKS).without_query("start").respond(&json!({"tasks": others, "total": 4}));
    let ours = task("t-2", "resize", "2026-01-01T00:00:01Z", "SUCCESS");
    service.when(&LIST_TASKS).query("start", 4).respond(&json!({"tasks": [ours], "total": 4}));
    let completed = calling(&service, &RESIZE, &BY_NAME, &json!({"policy": 1})).await.unwrap();
    assert_eq!(completed.shown, Some(ours));
}

#[tokio::test]
async fn a_task_that_vanishes_is_not_waited_for_until_the_end() {
    let service = service();
    accepted(&service, &RESIZE, &json!({"job_id": "t-1"}));
    let tasks = service.when(&LIST_TASKS).respond(&page(&[]));
    tasks.then_respond(&page(&[task("t-1", "resize", "", "EXECUTING")]));
    // It may be away for a while.
    tasks.then_respond(&page(&[])).then_respond(&page(&[])).then_respond(&page(&[task("t-1", "", "", "EXECUTING")]));
    tasks.then_respond(&page(&[])).then_respond(&page(&[])).then_respond(&page(&[]));
    let error = calling(&service, &RESIZE, &BY_ID, &json!({})).await.unwrap_err();
    assert!(error.is_work_failed());
    assert_eq!(error.message(), "ListTasks does not show any more what ResizeWidget began");
}
