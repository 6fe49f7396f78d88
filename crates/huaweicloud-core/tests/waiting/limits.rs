//! Time limits, progress, giving up, and going on in another process.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use huaweicloud_core::testing::{ManualClock, MockService};
use huaweicloud_core::{Execution, WaitToken};
use serde_json::{Value, json};

use crate::{
    BY_ID, CREATE, CREATING, LIST_TASKS, RESIZE, RESIZING, SECOND, SHOW, Widgets, accepted, calling, seconds, service,
    shows, widget,
};

#[tokio::test]
async fn waiting_ends_in_time_and_can_be_gone_on_with() {
    let service = service();
    accepted(&service, &CREATE, &json!({"id": "w-1"}));
    shows(&service, [widget("MAKING"), widget("MAKING"), widget("MAKING"), widget("READY")]);
    let started = calling(&service, &CREATE, &CREATING, &json!({})).deadline(320 * SECOND).start().await.unwrap();
    let mut wait = started.wait;
    let error = wait.finish().await.unwrap_err();
    assert!(error.is_timeout() && !error.is_work_failed());
    assert_eq!(error.to_string(), "CreateWidget: what CreateWidget began is not over within the time limit of 320s");
    assert_eq!(error.execution(), Execution::Executed);
    // The last time was at the limit.
    assert_eq!(seconds(&service), [300, 15, 5]);
    assert!(wait.next().await.is_none() && !wait.is_over());
    let mut wait = wait.deadline(1_000 * SECOND);
    assert_eq!(wait.finish().await.unwrap(), Some(widget("READY")));
    assert!(wait.is_over() && wait.next().await.is_none());
    assert_eq!(seconds(&service), [300, 15, 5, 15]);
}

#[tokio::test]
async fn nobody_waits_longer_than_an_hour_unless_it_is_said() {
    let service = service();
    accepted(&service, &CREATE, &json!({"id": "w-1"}));
    service.when(&SHOW).respond_with(huaweicloud_core::testing::MockResponse::json(&widget("MAKING")).any_times());
    assert!(calling(&service, &CREATE, &CREATING, &json!({})).await.unwrap_err().is_timeout());
    assert_eq!(service.clock().sleeps().iter().sum::<Duration>(), 3_600 * SECOND);
}

#[tokio::test]
async fn progress_is_told() {
    let service = service();
    accepted(&service, &CREATE, &json!({"id": "w-1"}));
    shows(&service, [json!({}), widget("MAKING"), widget("READY")]);
    let told = Arc::new(Mutex::new(Vec::new()));
    let call = calling(&service, &CREATE, &CREATING, &json!({})).on_progress({
        let told = Arc::clone(&told);
        move |progress| {
            assert_eq!(progress.shown_by(), &SHOW);
            assert_eq!(progress.shown().map(|shown| shown["status"].as_str()), Some(progress.state()));
            assert!(!format!("{progress:?}").contains("10.0.0.1"), "values may be what no log shall hold");
            let state = progress.state().map(str::to_owned);
            told.lock().unwrap().push((progress.elapsed().as_secs(), state, progress.is_over()));
        }
    });
    assert!(call.send().await.unwrap().shown.is_some());
    let state = |text: &str| Some(text.to_owned());
    assert_eq!(*told.lock().unwrap(), [(300, None, false), (315, state("MAKING"), false), (330, state("READY"), true)]);
}

#[tokio::test]
async fn giving_up_one_answer_loses_none() {
    let service = MockService::with_clock(ManualClock::new());
    accepted(&service, &CREATE, &json!({"id": "w-1"}));
    shows(&service, [widget("READY")]);
    let started = calling(&service, &CREATE, &CREATING, &json!({})).start().await.unwrap();
    assert_eq!(started.response["id"], "w-1");
    let mut wait = started.wait;
    for _ in 0..3 {
        tokio::select! {
            biased;
            _ = wait.next() => panic!("it is not time yet"),
            () = std::future::ready(()) => {}
        }
    }
    service.clock().advance(300 * SECOND);
    assert_eq!(wait.finish().await.unwrap(), Some(widget("READY")));
    assert_eq!(seconds(&service), [300]);
}

#[tokio::test]
async fn another_process_goes_on_at_once() {
    let service = service();
    accepted(&service, &RESIZE, &json!({"job_id": "t-1"}));
    service.when(&LIST_TASKS).respond(&json!({"tasks": [{"id": "t-1", "status": "EXECUTING"}]}));
    let mut wait = calling(&service, &RESIZE, &BY_ID, &json!({"password": "hunter2"})).start().await.unwrap().wait;
    wait.next().await.unwrap().unwrap();
    // As text, as it would be kept.
    let kept = serde_json::to_string(&wait.token()).unwrap();
    assert!(!kept.contains("hunter2"), "{kept}");
    drop(wait);

    let other = crate::service();
    other.when(&LIST_TASKS).path("widget_id", "w-1").respond(&json!({"tasks": [{"id": "t-1", "status": "SUCCESS"}]}));
    shows(&other, [widget("READY")]);
    let token: WaitToken = serde_json::from_str(&kept).unwrap();
    assert_eq!(token.operation(), "ResizeWidget");
    let client = other.client::<Widgets>().0;
    let mut wait = client.resume_wait::<Value>(&RESIZE, &BY_ID, token.clone()).unwrap();
    assert_eq!(wait.finish().await.unwrap(), Some(widget("READY")));
    assert!(seconds(&other).is_empty());

    // A token of something else is refused, and says what it is of.
    let error = client.resume_wait::<Value>(&CREATE, &CREATING, token.clone()).unwrap_err();
    assert_eq!(error.to_string(), "CreateWidget: the token is of `ResizeWidget`, not of `CreateWidget`");
    let error = client.resume_wait::<Value>(&RESIZE, &RESIZING, token).unwrap_err();
    assert!(error.is_invalid_request());
    assert!(error.message().starts_with("the token is of another version: `ListTasks` does not show"), "{error}");
}

#[tokio::test]
async fn nothing_secret_is_shown() {
    let service = service();
    accepted(&service, &RESIZE, &json!({"job_id": "t-1"}));
    let call = calling(&service, &RESIZE, &BY_ID, &json!({"password": "hunter2"}));
    let shown = format!("{call:?} {call:#?}");
    let started = call.start().await.unwrap();
    let shown = format!("{shown} {:?} {:#?}", started.wait, started.wait.token());
    assert!(!shown.contains("hunter2"), "{shown}");
    assert!(shown.contains("shown_by: \"ListTasks\""), "{shown}");
}
