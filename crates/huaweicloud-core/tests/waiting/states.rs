//! Work that the state of a thing shows.

use huaweicloud_core::testing::MockResponse;
use huaweicloud_core::{Execution, RequestOptions, WaitToken};
use serde_json::{Value, json};

use crate::{
    CREATE, CREATING, DELETE, DELETING, RESIZE, RESIZING, RESTART, RESTARTING, SHOW, accepted, calling, seconds,
    service, shows, widget,
};

#[tokio::test]
async fn a_thing_is_waited_for_until_it_is_there_and_whole() {
    let service = service();
    accepted(&service, &CREATE, &json!({"id": "w-1"}));
    let making = service.when(&SHOW).path("widget_id", "w-1").refuse(404, "", "not yet");
    making.then_respond(&json!({"status": "MAKING"}));
    // A state that is missing, null, or unknown means that it goes on; so does a service that is not well.
    making
        .then_respond(&json!({}))
        .then_respond(&json!({"status": null}))
        .then_respond(&json!({"status": "POLISHING"}));
    making.then(MockResponse::refusal(503, "", "busy"));
    making.then_respond(&json!({"status": "READY", "address": ""})).then_respond(&widget("READY"));
    let completed = calling(&service, &CREATE, &CREATING, &json!({})).await.unwrap();
    assert_eq!((completed.shown, completed.response.http_status()), (Some(widget("READY")), 202));
    assert_eq!(seconds(&service), [300, 15, 15, 15, 15, 15, 15, 15]);
}

#[tokio::test]
async fn what_is_ready_all_the_time_is_compared_with_what_it_shall_become() {
    let service = service();
    accepted(&service, &RESIZE, &json!({}));
    let sized = |size: Value| json!({"status": "READY", "size": size});
    shows(&service, [sized(json!(300)), sized(json!(null)), sized(json!("600"))]);
    // The colour is not sent, and so need not be anything.
    let completed = calling(&service, &RESIZE, &RESIZING, &json!({"size": 600})).await.unwrap();
    assert_eq!(completed.shown.unwrap()["size"], "600");
    assert_eq!(seconds(&service), [180, 15, 15]);
}

#[tokio::test]
async fn what_is_deleted_is_gone_or_in_the_bin() {
    let service = service();
    accepted(&service, &DELETE, &json!({}));
    shows(&service, [widget("READY"), widget("BROKEN"), widget("DELETING")]).then(MockResponse::refusal(
        404,
        "",
        "there is no such widget",
    ));
    let completed = calling(&service, &DELETE, &DELETING, &json!({})).await.unwrap();
    assert_eq!((completed.shown, seconds(&service)), (None, vec![120, 15, 15, 15]));

    let service = crate::service();
    accepted(&service, &DELETE, &json!({}));
    shows(&service, [widget("IN_BIN")]);
    let completed = calling(&service, &DELETE, &DELETING, &json!({})).await.unwrap();
    assert_eq!(completed.shown, Some(widget("IN_BIN")));
}

#[tokio::test]
async fn each_thing_that_the_service_takes_is_waited_for_and_no_other() {
    let results = json!({"results": [
        {"widget": "w-1", "result": "success"},
        {"widget": "w-2", "result": "failed"},
        {"widget": "w-3", "result": "success"},
    ]});
    let service = service();
    accepted(&service, &RESTART, &results);
    service.when(&SHOW).path("widget_id", "w-1").respond(&widget("RESTARTING")).then_respond(&widget("READY"));
    service.when(&SHOW).path("widget_id", "w-3").respond(&widget("READY"));
    calling(&service, &RESTART, &RESTARTING, &json!({})).await.unwrap();
    assert_eq!(seconds(&service), [15, 15, 15]);
    // What is asked for otherwise restarts nothing.
    let service = crate::service();
    accepted(&service, &RESTART, &results);
    let completed = calling(&service, &RESTART, &RESTARTING, &json!({"mode": "soft"})).await.unwrap();
    assert_eq!((completed.shown, seconds(&service).len(), service.requests().len()), (None, 0, 1));
}

#[tokio::test]
async fn a_failure_carries_what_was_shown() {
    let service = service();
    accepted(&service, &CREATE, &json!({"id": "w-1"}));
    shows(&service, [widget("MAKING"), widget("BROKEN")]);
    let error = calling(&service, &CREATE, &CREATING, &json!({})).await.unwrap_err();
    assert!(error.is_work_failed() && !error.is_service());
    assert_eq!(error.to_string(), "CreateWidget: what CreateWidget began has failed: its `status` is `BROKEN`");
    assert_eq!(error.shown::<Value>(), Some(widget("BROKEN")));
    // The request itself was carried out: it must not be sent again.
    assert_eq!(error.execution(), Execution::Executed);
    assert_eq!(error.wait_token().map(WaitToken::operation), Some("CreateWidget"));
}

#[tokio::test]
async fn who_waits_again_after_a_failure_is_told_so_again() {
    let service = service();
    accepted(&service, &CREATE, &json!({"id": "w-1"}));
    service.when(&SHOW).respond_with(MockResponse::json(&widget("BROKEN")).any_times());
    let mut wait = calling(&service, &CREATE, &CREATING, &json!({})).start().await.unwrap().wait;
    for _ in 0..2 {
        assert!(wait.finish().await.unwrap_err().is_work_failed() && !wait.is_over());
        assert!(wait.next().await.is_none());
    }
}

#[tokio::test]
async fn an_error_while_asking_takes_nothing_for_done() {
    let service = service();
    accepted(&service, &CREATE, &json!({"id": "w-1"}));
    let show = service.when(&SHOW).path("widget_id", "w-1").refuse(403, "", "not yours");
    show.then(MockResponse::bytes("<html>404 Not Found</html>").with_status(404));
    show.then(MockResponse::empty().with_status(404)).then_respond(&widget("READY"));
    let mut wait = calling(&service, &CREATE, &CREATING, &json!({})).start().await.unwrap().wait;
    let error = wait.finish().await.unwrap_err();
    assert!(error.is_unauthorized() && !wait.is_over());
    // A page of a proxy is not the service that does not know the widget, and what says nothing may be none of it.
    for _ in 0..2 {
        assert_eq!(wait.finish().await.unwrap_err().http_status(), Some(404));
    }
    assert_eq!(wait.finish().await.unwrap(), Some(widget("READY")));
    assert!(wait.is_over());
}

#[tokio::test]
async fn who_asks_too_often_asks_again_when_the_service_says() {
    let service = service();
    accepted(&service, &CREATE, &json!({"id": "w-1"}));
    let busy = MockResponse::refusal(429, "", "slowly").with_header("Retry-After", "40");
    service.when(&SHOW).path("widget_id", "w-1").respond_with(busy).then_respond(&widget("READY"));
    calling(&service, &CREATE, &CREATING, &json!({})).await.unwrap();
    assert_eq!(seconds(&service), [300, 40]);
}

#[tokio::test]
async fn a_request_that_fails_is_not_waited_for() {
    let service = service();
    service.when(&CREATE).refuse(400, "W.1", "no");
    let error = calling(&service, &CREATE, &CREATING, &json!({})).await.unwrap_err();
    assert!(error.is_service() && error.shown::<Value>().is_none());
    assert!(seconds(&service).is_empty());
}

#[tokio::test]
async fn who_may_not_ask_does_not_wait() {
    let service = service();
    accepted(&service, &CREATE, &json!({"id": "w-1"}));
    service.when(&SHOW).refuse(403, "", "not yours");
    let error = calling(&service, &CREATE, &CREATING, &json!({})).await.unwrap_err();
    // What was refused is the question; the widget is being made, and must not be ordered again.
    assert!(error.is_unauthorized() && error.execution() == Execution::Executed && error.wait_token().is_some());
    assert_eq!((error.operation(), seconds(&service)), (Some("CreateWidget"), vec![300]));
}

#[tokio::test]
async fn a_project_that_a_request_names_is_asked_too() {
    let service = service();
    service.when(&CREATE).path("project_id", "p-2").respond(&json!({"id": "w-1"}));
    service.when(&SHOW).path("project_id", "p-2").respond(&widget("READY"));
    let mut request = service.client::<crate::Widgets>().0.request(&CREATE);
    request.with_options(RequestOptions::new().project_id("p-2"));
    let call = huaweicloud_core::AndWait::<Value, Value>::new(&CREATING, request, |request| Box::pin(request.send()));
    call.await.unwrap();
}
