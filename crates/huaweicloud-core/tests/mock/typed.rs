//! Expectations with the types of one operation.

use std::collections::BTreeMap;
use std::time::Duration;

use huaweicloud_core::testing::{ManualClock, MockFailure, MockResponse, MockService};
use huaweicloud_core::{Error, Method, Operation, RequestBuilder, ServiceClient, fields, mock_operation};
use serde_json::json;

use crate::{Widgets, panic_of};

const SECOND: Duration = Duration::from_secs(1);

const TURN: Operation = Operation::new("TurnCog", Method::Post, "/v1/{project_id}/cogs/{cog_id}");
const RATE: Operation = Operation::new("RateCog", Method::Post, "/v1/{project_id}/ratings");
const REMOVE: Operation = Operation::new("RemoveCog", Method::Delete, "/v1/{project_id}/cogs/{cog_id}");
const SHOW_TEXT: Operation = Operation::new("ShowText", Method::Get, "/v1/text");
const SHOW_BYTES: Operation = Operation::new("ShowBytes", Method::Get, "/v1/bytes");

/// What a cog is turned by, and what comes of it.
#[derive(Clone, Debug, Default, PartialEq)]
struct Turn {
    teeth: Option<i64>,
    tags: Vec<String>,
    /// Clients read it, and never send it.
    id: Option<String>,
}

fields! {
    Turn {
        "teeth" => teeth,
        "tags" => tags,
        "id" => id not sent,
    }
}

mock_operation! {
    /// Requests for `TurnCog`.
    TurnCog of TURN responds 202 json(Turn) takes {
        path "project_id": with_project_id(into String);
        path "cog_id": with_cog_id(into String);
        query "limit": with_limit(integer), without_limit;
        query "names": with_names(joined list String), without_names;
        query "sizes": with_sizes(integers);
        query "fast": with_fast(plain bool);
        header "X-Shard": with_x_shard(into String), without_x_shard;
    } optional body json(into Turn)
}

mock_operation! {
    /// Requests for `RateCog`.
    RateCog of RATE responds 200 json(Vec<String>) takes {} body form(into Turn, "tags", "names")
}

mock_operation! {
    /// Requests for `RemoveCog`.
    RemoveCog of REMOVE responds 204 nothing takes {
        path "cog_id": with_cog_id(into String);
    } body json(map i64)
}

mock_operation! {
    /// Requests for `ShowText`.
    ShowText of SHOW_TEXT responds 203 text takes {}
}

mock_operation! {
    /// Requests for `ShowBytes`.
    ShowBytes of SHOW_BYTES responds 200 bytes takes {}
}

fn client(service: &MockService) -> ServiceClient {
    service.client::<Widgets>().0
}

fn turn(client: &ServiceClient, change: impl FnOnce(&mut RequestBuilder) -> &mut RequestBuilder) -> RequestBuilder {
    let mut request = client.request(&TURN);
    request.set_path("cog_id", "a/b").set_query("sizes", vec![1, 2]).set_query("fast", true);
    change(&mut request);
    request
}

#[tokio::test]
async fn parameters_match_as_they_are_sent() {
    let service = MockService::new();
    let expected = || TurnCog::new(&service).with_cog_id("a/b").with_sizes([1_u8, 2]).with_fast(true);
    expected().with_limit(5_usize).without_x_shard().respond(Turn { teeth: Some(1), ..Turn::default() });
    expected().with_names(["a b", "c"]).without_limit().respond(Turn { teeth: Some(2), ..Turn::default() });
    expected().with_project_id("p2").with_x_shard(" 7 ").respond(Turn { teeth: Some(3), ..Turn::default() });
    let client = client(&service);
    for (teeth, request) in [
        (3, turn(&client, |request| request.set_path("project_id", "p2").set_header("X-Shard", "7"))),
        (2, turn(&client, |request| request.set_joined_query("names", vec!["a b", "c"]))),
        (1, turn(&client, |request| request.set_query("limit", 5))),
    ] {
        let response = request.send::<Turn>().await.unwrap();
        assert_eq!((response.teeth, response.http_status()), (Some(teeth), 202));
    }
}

#[tokio::test]
async fn what_differs_is_said() {
    let service = MockService::new();
    let expected = || TurnCog::new(&service).with_sizes([1_u8, 2]);
    expected().with_limit(5).with_names(["a"]).with_x_shard("7").with_cog_id("a/b").respond(Turn::default()).times(0);
    let client = client(&service);
    let unexpected = async |change: fn(&mut RequestBuilder) -> &mut RequestBuilder| {
        let error = turn(&client, |request| {
            request.set_query("limit", 5).set_joined_query("names", ["a"]).set_header("X-Shard", "7");
            change(request)
        });
        let error = error.send::<Turn>().await.unwrap_err();
        assert!(error.is_invalid_request());
        error.to_string().rsplit(": ").next().unwrap().to_owned()
    };
    assert_eq!(unexpected(|request| request).await, "all its responses have been given");
    let reversed = unexpected(|request| request.set_query("sizes", [2, 1])).await;
    assert_eq!(
        reversed, "all its responses have been given",
        "pairs of one name are sent in the order of their values"
    );
    assert_eq!(unexpected(|request| request.set_query("sizes", [1])).await, "query `sizes` is `1`");
    assert_eq!(unexpected(|request| request.set_query("sizes", [1, 2, 3])).await, "query `sizes` is `1`, `2`, `3`");
    assert_eq!(unexpected(|request| request.set_query("limit", None::<i64>)).await, "query `limit` is absent");
    assert_eq!(unexpected(|request| request.set_query("names", ["a", "b"])).await, "query `names` is `a`, `b`");
    assert_eq!(unexpected(|request| request.set_header("X-Shard", None::<&str>)).await, "header `X-Shard` is absent");
    assert_eq!(unexpected(|request| request.set_path("cog_id", "a")).await, "path `cog_id` is `a`");
    let message = panic_of(|| drop(service));
    let expected = "TurnCog with query `sizes` = `1`, `2`, query `limit` = `5`, query `names` = `a`, header `X-Shard` = `7`, \
                    path `cog_id` = `a/b`";
    assert!(message.contains(expected), "{message}");
}

#[tokio::test]
async fn bodies_are_compared_and_read_with_their_type() {
    let service = MockService::new();
    let body = Turn { teeth: Some(3), id: Some("never sent".to_owned()), ..Turn::default() };
    TurnCog::new(&service).with_body(body.clone()).respond(Turn { id: Some("c-1".to_owned()), ..Turn::default() });
    TurnCog::new(&service).body_where(|turn| turn.teeth > Some(3)).respond(Turn::default()).with_status(200);
    TurnCog::new(&service)
        .without_body()
        .request_where(|request| request.target().contains("fast"))
        .respond(body.clone());
    let client = client(&service);
    let response = turn(&client, |request| request).send::<Turn>().await.unwrap();
    assert_eq!(response.value(), &body, "a service sends what is read only");
    let response = turn(&client, |request| request.set_body(&json!({"teeth": 4}))).send::<Turn>().await.unwrap();
    assert_eq!(response.http_status(), 200);
    let error = turn(&client, |request| request.set_body(&json!({"teeth": [1]}))).send::<Turn>().await.unwrap_err();
    let error = error.to_string();
    assert!(error.contains("the body is another one") && error.contains("the body cannot be read: "), "{error}");
    assert!(error.contains("with no body, as ") && error.contains("tests/mock/typed.rs:"), "{error}");
    assert!(error.ends_with("there is a body"), "{error}");
    assert_eq!(
        turn(&client, |request| request.set_body(&body)).send::<Turn>().await.unwrap().id.as_deref(),
        Some("c-1")
    );
    assert_ne!(panic_of(|| drop(service)), "");
}

#[tokio::test]
async fn bodies_are_forms_and_maps_too() {
    let service = MockService::new();
    let form = Turn { teeth: Some(3), tags: vec!["a b".to_owned()], ..Turn::default() };
    RateCog::new(&service).with_body(form.clone()).respond(["first".to_owned()]);
    let read = form.clone();
    RateCog::new(&service).body_where(move |turn| turn == &read).respond(["second".to_owned()]);
    RemoveCog::new(&service).with_body([("a", 1)]).with_cog_id("c").respond();
    RemoveCog::new(&service).body_where(|numbers| numbers["a"] == 2).respond().then_respond().with_status(202);
    let client = client(&service);
    for expected in ["first", "second"] {
        let mut request = client.request(&RATE);
        request.set_form_body(&form);
        assert_eq!(request.send::<Vec<String>>().await.unwrap()[0], expected);
    }
    for (number, status) in [(1, 204), (2, 204), (2, 202)] {
        let mut request = client.request(&REMOVE);
        request.set_path("cog_id", "c").set_body(&BTreeMap::from([("a", number)]));
        assert_eq!(request.send_without_value().await.unwrap().http_status(), status);
    }
}

#[tokio::test]
async fn what_is_said_after_a_response_is_said_of_it() {
    let service = MockService::with_clock(ManualClock::advancing());
    let sequence = TurnCog::new(&service)
        .respond(Turn { teeth: Some(1), ..Turn::default() })
        .times(2)
        .then_respond(Turn { teeth: Some(2), ..Turn::default() })
        .after(5 * SECOND)
        .with_header("x-shard", "7")
        .then_refuse(429, "W.429", "later")
        .with_header("retry-after", "3")
        .then_fail(MockFailure::Reset);
    let _ = sequence.clone().then(MockResponse::json(&json!({"teeth": 9}))).any_times();
    let client = client(&service);
    let send = async || turn(&client, |request| request).send::<Turn>().await;
    for teeth in [1, 1, 2] {
        assert_eq!(send().await.unwrap().teeth, Some(teeth));
    }
    assert_eq!(service.clock().sleeps(), [5 * SECOND]);
    let refusal: Error = send().await.unwrap_err();
    assert_eq!((refusal.http_status(), refusal.retry_after()), (Some(429), Some(3 * SECOND)));
    assert!(send().await.unwrap_err().is_connection());
    for _ in 0..2 {
        assert_eq!(send().await.unwrap().teeth, Some(9));
    }
}

#[tokio::test]
async fn text_and_bytes_are_sent_as_they_are() {
    let service = MockService::new();
    ShowText::new(&service).respond("\"as it is\"").then_respond("two");
    ShowBytes::new(&service).respond(b"\xff".as_slice());
    let client = client(&service);
    for expected in ["\"as it is\"", "two"] {
        let response = client.request(&SHOW_TEXT).send_plain_text().await.unwrap();
        assert_eq!((response.as_str(), response.http_status()), (expected, 203));
    }
    assert_eq!(&client.request(&SHOW_BYTES).send_bytes().await.unwrap()[..], b"\xff");
}

#[tokio::test]
async fn what_can_never_come_is_not_waited_for() {
    let service = MockService::new();
    let begin = || TurnCog::new(&service);
    for (message, expect) in [
        ("the path parameter `cog_id` is empty; set it", &(|| drop(begin().with_cog_id(""))) as &dyn Fn()),
        ("the query parameter `limit` is 18446744073709551615, more than 9223372036854775807", &|| {
            drop(begin().with_limit(u64::MAX));
        }),
        ("an element of the query parameter `names` holds a comma, which would make two elements of it", &|| {
            drop(begin().with_names(["a,b"]));
        }),
        ("the header `X-Shard` holds a character that is not visible ASCII", &|| drop(begin().with_x_shard("é"))),
    ] {
        assert_eq!(panic_of(expect), format!("no request for TurnCog can be as this one is expected: {message}"));
    }
}

#[tokio::test]
async fn a_response_that_was_given_is_not_changed() {
    let service = MockService::new();
    let sequence = RemoveCog::new(&service).respond();
    let mut request = client(&service).request(&REMOVE);
    request.set_path("cog_id", "c");
    request.send_without_value().await.unwrap();
    let message = panic_of(|| drop(sequence.clone().times(2)));
    assert_eq!(message, "the response has been given already; say what is special of it before the request comes");
    drop(sequence.then_respond().times(0));
}
