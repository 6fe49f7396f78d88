//! What is expected, what is responded, and what is recorded.

use huaweicloud_core::Credentials;
use huaweicloud_core::testing::{MockFailure, MockResponse, MockService};
use serde_json::json;

use crate::{CREATE, LIST, SHOW, Widgets, panic_of};

#[tokio::test]
async fn the_first_expectation_that_matches_responds() {
    let service = MockService::new();
    service.when(&SHOW).path("widget_id", "a/b").respond(&json!({"name": "encoded"}));
    service
        .when(&LIST)
        .query("colour", "sky blue")
        .header("x-shard", 7)
        .without_query("size")
        .respond(&json!(["blue"]));
    service.when(&LIST).respond(&json!(["any"]));
    service.when(&CREATE).body(&json!({"b": 2, "a": 1})).respond_with(MockResponse::json(&json!({})).with_status(201));
    service
        .when(&CREATE)
        .body_where("a name that is long", |body| body["name"].as_str().is_some_and(|name| name.len() > 3))
        .respond_with(MockResponse::bytes("{\"name\": \"raw\"}").with_header("X-Request-Id", "r-9"));
    let widgets = Widgets::of(&service);
    assert_eq!(widgets.list("red").await.unwrap()[0], "any");
    assert_eq!(widgets.list("sky blue").await.unwrap()[0], "blue");
    assert_eq!(widgets.show("a/b").await.unwrap()["name"], "encoded");
    let long = widgets.create(json!({"name": "long"})).await.unwrap();
    assert_eq!((long["name"].as_str(), long.request_id()), (Some("raw"), Some("r-9")));
    let created = widgets.create(json!({"a": 1, "b": 2})).await.unwrap();
    assert_eq!((created.http_status(), created.request_id()), (201, Some("mock-5")));
}

#[tokio::test]
async fn responses_are_given_one_after_another() {
    let service = MockService::new();
    service
        .when(&SHOW)
        .respond_with(MockResponse::json(&json!({"state": "creating"})).times(2))
        .then(MockResponse::json(&json!({})).times(0))
        .then_respond(&json!({"state": "ready"}))
        .then(MockResponse::refusal(404, "W.404", "gone").any_times());
    let widgets = Widgets::of(&service);
    for state in ["creating", "creating", "ready"] {
        assert_eq!(widgets.show("w").await.unwrap()["state"], state);
    }
    for _ in 0..3 {
        let error = widgets.show("w").await.unwrap_err();
        assert!(error.is_not_found());
        assert_eq!((error.http_status(), error.error_code()), (Some(404), Some("W.404")));
    }
}

#[tokio::test]
async fn failures_are_those_of_a_real_transport() {
    let service = MockService::new();
    for failure in [
        MockFailure::Refused,
        MockFailure::NameNotFound,
        MockFailure::Untrusted,
        MockFailure::ConnectTimeout,
        MockFailure::Timeout,
        MockFailure::Reset,
    ] {
        service.when(&SHOW).path("widget_id", format!("{failure:?}")).fail(failure);
    }
    let widgets = Widgets::of(&service);
    for (failure, is_timeout, is_unsent, message) in [
        (MockFailure::Refused, false, true, "could not connect to https://mock.invalid: connection refused"),
        (
            MockFailure::NameNotFound,
            false,
            true,
            "could not resolve the name in https://mock.invalid: name or service not known",
        ),
        (
            MockFailure::Untrusted,
            false,
            true,
            "no secure connection to https://mock.invalid: invalid peer certificate: unknown issuer",
        ),
        (MockFailure::ConnectTimeout, true, true, "no connection within the time limit"),
        (MockFailure::Timeout, true, false, "no whole response within the time limit"),
        (MockFailure::Reset, false, false, "the connection broke: connection reset by peer"),
    ] {
        let error = widgets.show(&format!("{failure:?}")).await.unwrap_err();
        assert_eq!(
            (error.is_timeout(), error.is_connection(), error.is_unsent()),
            (is_timeout, !is_timeout, is_unsent)
        );
        assert_eq!(error.to_string(), format!("ShowWidget: {message}"));
    }
}

#[tokio::test]
async fn a_request_is_shown_without_what_stands_under_the_name_of_a_secret() {
    let service = MockService::new();
    let body = json!({"name": "left", "user_passwd": "hunter2", "parts": [{"secret_key": "hunter2"}]});
    let error = Widgets::of(&service).create(body).await.unwrap_err();
    let requests = service.requests();
    let failure = panic_of(|| drop(service));
    let shown = format!("{error} {error:?} {failure} {} {:?}", requests[0], requests[0]);
    assert!(!shown.contains("hunter2") && shown.contains("left") && shown.contains("[redacted]"), "{shown}");
    // To a test it is all there.
    assert_eq!(requests[0].json().unwrap()["user_passwd"], "hunter2");
}

#[cfg(feature = "gzip")]
#[tokio::test]
async fn what_is_asked_for_is_what_can_be_unpacked() {
    let service = MockService::new();
    service.when(&SHOW).respond(&json!({}));
    Widgets::of(&service).show("w").await.unwrap();
    assert_eq!(service.requests()[0].header("accept-encoding"), Some("gzip"));
}

#[tokio::test]
async fn an_unexpected_request_fails_the_call_and_the_test() {
    let service = MockService::new();
    service.when(&SHOW).path("widget_id", "w").respond(&json!({}));
    service.when(&CREATE).body(&json!({"name": "left"})).respond(&json!({}));
    service.when(&CREATE).body_where("a size", |body| body["size"].is_i64()).respond(&json!({}));
    service.when(&LIST).query("colour", "red").header("x-shard", "8").respond(&json!({}));
    let widgets = Widgets::of(&service);
    widgets.show("w").await.unwrap();
    let error = widgets.create(json!({"name": "right"})).await.unwrap_err();
    assert!(error.is_invalid_request() && error.is_unsent());
    let expected = "an unexpected request came: CreateWidget: POST /v1/mock-project/widgets with {\"name\":\"right\"}\n\
                    expected:\n\
                    - ShowWidget with path `widget_id` = `w`: another operation\n\
                    - CreateWidget with body {\"name\":\"left\"}: the body is another one\n\
                    - CreateWidget with a size: not a size\n\
                    - ListWidgets with query `colour` = `red`, header `x-shard` = `8`: another operation";
    assert_eq!(
        error.to_string(),
        "CreateWidget: an unexpected request came: CreateWidget: POST /v1/mock-project/widgets with {\"name\":\"right\"}; \
         expected: ShowWidget with path `widget_id` = `w`: another operation | \
         CreateWidget with body {\"name\":\"left\"}: the body is another one | \
         CreateWidget with a size: not a size | \
         ListWidgets with query `colour` = `red`, header `x-shard` = `8`: another operation"
    );
    assert_eq!(panic_of(|| service.verify()), expected);
    let error = widgets.show("w").await.unwrap_err().to_string();
    assert!(error.contains("`widget_id` = `w`: all its responses have been given"), "{error}");
    let error = widgets.list("blue").await.unwrap_err().to_string();
    assert!(error.ends_with("`x-shard` = `8`: query `colour` is `blue`"), "{error}");
    let error = widgets.list("red").await.unwrap_err().to_string();
    assert!(error.ends_with("`x-shard` = `8`: header `x-shard` is `7`"), "{error}");
    assert_eq!(service.requests().len(), 5);
    assert!(panic_of(|| drop(service)).starts_with(expected));
}

#[tokio::test]
async fn nothing_is_expected_at_first() {
    let service = MockService::new();
    service.verify();
    let error = Widgets::of(&service).show("w").await.unwrap_err().to_string();
    assert!(error.ends_with("/widgets/w; expected: nothing"), "{error}");
    assert!(panic_of(|| drop(service)).ends_with("expected: nothing"));
}

#[tokio::test]
async fn an_expected_request_that_does_not_come_fails_the_test() {
    let service = MockService::new();
    service.when(&SHOW).path("widget_id", "w").respond_with(MockResponse::json(&json!({})).times(3));
    service.when(&LIST).respond_with(MockResponse::json(&json!([])).any_times());
    let message = panic_of(|| service.verify());
    assert_eq!(
        message,
        "expected requests did not come:\n- ShowWidget with path `widget_id` = `w`: 3 more\nwhat came: nothing"
    );
    Widgets::of(&service).show("w").await.unwrap();
    assert_eq!(
        panic_of(|| drop(service)),
        "expected requests did not come:\n- ShowWidget with path `widget_id` = `w`: 2 more\nwhat came:\n\
         - ShowWidget: GET /v1/mock-project/widgets/w"
    );
}

#[test]
fn a_test_that_fails_otherwise_fails_once() {
    let message = panic_of(|| {
        let service = MockService::new();
        service.when(&SHOW).respond(&json!({}));
        panic!("{}", "its own reason");
    });
    assert_eq!(message, "its own reason");
}

#[tokio::test]
async fn requests_are_recorded_without_what_proves_who_they_are_from() {
    let service = MockService::new();
    service.when(&CREATE).respond(&json!({}));
    service.when(&LIST).respond_with(MockResponse::json(&json!([])).times(2));
    let widgets = Widgets::of(&service);
    widgets.create(json!({"name": "left"})).await.unwrap();
    widgets.list("sky blue").await.unwrap();
    let token = Credentials::token("TOKENVALUE").with_project_id("p2");
    service.builder::<Widgets>().credentials(token).build().unwrap().list("red").await.unwrap();
    let requests = service.requests();
    let [create, list, with_token] = &requests[..] else { panic!("{requests:?}") };
    assert_eq!((create.operation_id(), create.operation()), ("CreateWidget", &CREATE));
    assert_eq!(create.json(), Some(&json!({"name": "left"})));
    assert_eq!(create.body_as::<serde_json::Value>().unwrap()["name"], "left");
    assert_eq!(create.body(), "{\"name\":\"left\"}");
    assert_eq!(create.header("Authorization"), Some("[redacted]"));
    assert_eq!(create.header("content-type"), Some("application/json"));
    assert_eq!(list.target(), "/v1/mock-project/widgets?colour=sky%20blue");
    assert_eq!(list.query_parameter("colour"), Some("sky blue"));
    assert_eq!(list.query_parameters().collect::<Vec<_>>(), [("colour", "sky blue")]);
    assert_eq!(list.header("x-shard"), Some("7"));
    assert_eq!((list.json(), list.body().len()), (None, 0));
    assert_eq!(with_token.path_parameters().collect::<Vec<_>>(), [("project_id", "p2")]);
    assert_eq!(with_token.header("x-auth-token"), Some("[redacted]"));
    let shown = format!("{service:?} {requests:?} {requests:#?}");
    for secret in ["MOCKACCESSKEY", "mock-secret-key", "Signature", "TOKENVALUE"] {
        assert!(!shown.contains(secret), "{shown}");
    }
}
