//! Transports of one's own: what they are given, and what becomes of what they return.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use huaweicloud_core::http::{HeaderMap, StatusCode};
use huaweicloud_core::testing::{ManualClock, MockService};
use huaweicloud_core::{
    Bytes, ClientBuilder, Credentials, Operation, Transport, TransportError, TransportErrorKind, TransportFuture,
    TransportRequest, TransportResponse,
};
use serde_json::json;

use crate::{CREATE, LIST, SHOW, Widgets};

/// Keeps what it is asked, and returns what it was made with.
struct Returning<F> {
    outcome: F,
    asked: Arc<Mutex<Vec<TransportRequest>>>,
}

impl<F> Transport for Returning<F>
where
    F: Fn() -> Result<TransportResponse, TransportError> + Send + Sync + 'static,
{
    fn send(&self, request: TransportRequest) -> TransportFuture<'_> {
        self.asked.lock().unwrap().push(request);
        Box::pin(std::future::ready((self.outcome)()))
    }
}

fn returning<F>(outcome: F) -> (ClientBuilder<Widgets>, Arc<Mutex<Vec<TransportRequest>>>)
where
    F: Fn() -> Result<TransportResponse, TransportError> + Send + Sync + 'static,
{
    let asked = Arc::default();
    let transport = Returning { outcome, asked: Arc::clone(&asked) };
    let credentials = Credentials::new("AKVALUE", "SKVALUE").with_project_id("p1");
    let builder = ClientBuilder::new().endpoint("https://w.example:8443").credentials(credentials);
    (builder.transport(transport).clock(ManualClock::new()).no_retries(), asked)
}

#[expect(clippy::unnecessary_wraps, reason = "what a transport returns")]
fn body(text: &'static str) -> Result<TransportResponse, TransportError> {
    Ok(TransportResponse::new(Bytes::from(text)))
}

#[tokio::test]
async fn a_transport_is_given_the_whole_request() {
    let (builder, asked) = returning(|| body("{}"));
    let builder = builder.timeout(Duration::from_secs(7)).body_limit(100).user_agent_suffix(" tool/2 (x) ");
    builder.build().unwrap().create(json!({"password": "hunter2"})).await.unwrap();
    let request = asked.lock().unwrap().pop().unwrap();
    assert_eq!(request.operation(), &CREATE);
    assert_eq!(request.method().as_str(), "POST");
    assert_eq!(request.uri().to_string(), "https://w.example:8443/v1/p1/widgets");
    assert_eq!((request.timeout(), request.body_limit()), (Duration::from_secs(7), 100));
    assert_eq!(request.body(), "{\"password\":\"hunter2\"}");
    assert_eq!(request.headers()["host"], "w.example:8443");
    assert_eq!(request.headers()["user-agent"], "widgets/1.0 tool/2 (x)");
    assert!(request.headers()["authorization"].is_sensitive(), "what logs headers would log the signature");
    let shown = format!("{request:?} {:?}", request.headers());
    assert!(!shown.contains("hunter2") && !shown.contains("AKVALUE") && !shown.contains("Signature="), "{shown}");
    let operation: &'static Operation = request.into_http().extensions().get::<&'static Operation>().unwrap();
    assert_eq!(operation.id(), "CreateWidget");
}

#[tokio::test]
async fn tokens_are_marked_as_secret() {
    for (credentials, header) in [
        (Credentials::token("TOKENVALUE"), "x-auth-token"),
        (Credentials::temporary("AKVALUE", "SKVALUE", "TOKENVALUE"), "x-security-token"),
    ] {
        let (builder, asked) = returning(|| body("{}"));
        let widgets = builder.credentials(credentials.with_project_id("p")).build().unwrap();
        widgets.show("w").await.unwrap();
        let request = asked.lock().unwrap().pop().unwrap();
        assert!(request.headers()[header].is_sensitive(), "{header}");
    }
}

#[tokio::test]
async fn a_body_over_the_limit_is_refused_whether_or_not_the_transport_has_an_eye_for_it() {
    let too_long =
        || Err(TransportError::new(TransportErrorKind::BodyTooLong).with_response(StatusCode::OK, HeaderMap::new()));
    let unlimited = returning(|| body("[1,2,3]"));
    let limited = returning(too_long);
    let errors = [
        unlimited.0.body_limit(6).build().unwrap().list("red").await.unwrap_err(),
        limited.0.body_limit(6).build().unwrap().list("red").await.unwrap_err(),
    ];
    for error in errors {
        assert!(!error.is_connection() && !error.is_unsent(), "{error:?}");
        assert_eq!(error.http_status(), Some(200));
    }
    assert!(returning(|| body("[1,2,3]")).0.body_limit(7).build().unwrap().list("red").await.is_ok());
}

#[tokio::test]
async fn an_error_is_unsent_only_if_the_transport_says_so() {
    for (kind, is_unsent) in [
        (TransportErrorKind::Connect, true),
        (TransportErrorKind::ConnectionBroken, false),
        (TransportErrorKind::Protocol, false),
        (TransportErrorKind::Other, false),
    ] {
        let error = returning(move || Err(TransportError::new(kind))).0.build().unwrap().show("w").await.unwrap_err();
        assert_eq!(error.is_unsent(), is_unsent, "{kind:?}");
        let said = move || Err(TransportError::new(kind).with_unsent(!is_unsent));
        let error = returning(said).0.build().unwrap().show("w").await.unwrap_err();
        assert_eq!(error.is_unsent(), !is_unsent, "{kind:?}");
    }
}

#[tokio::test]
async fn gateways_that_cannot_reach_the_service_suggest_to_try_again() {
    use huaweicloud_core::ErrorClass;
    let service = MockService::new();
    let widgets = Widgets::of(&service);
    for (status, class) in
        [(500, None), (502, Some(ErrorClass::Retry)), (503, Some(ErrorClass::Retry)), (504, Some(ErrorClass::Retry))]
    {
        service.when(&SHOW).refuse(status, "", "<html>");
        assert_eq!(widgets.show("w").await.unwrap_err().class(), class, "{status}");
    }
    assert_eq!(service.requests().iter().filter(|request| *request.operation() == LIST).count(), 0);
}

#[test]
fn a_user_agent_is_visible_ascii() {
    for (suffix, reason) in [
        ("tool\n", None),
        ("to\nol", Some("the user agent holds a character that is not visible ASCII")),
        ("töol", Some("the user agent holds a character that is not visible ASCII")),
        (" ", Some("the suffix of the user agent is empty; set it, or leave it out")),
    ] {
        let built = returning(|| body("{}")).0.user_agent_suffix(suffix).build();
        assert_eq!(built.err().map(|error| error.to_string()).as_deref(), reason, "{suffix}");
    }
}

#[cfg(any(feature = "hyper", feature = "reqwest"))]
#[test]
fn options_of_connections_are_refused_with_another_transport() {
    let error = returning(|| body("{}")).0.no_proxy().build().unwrap_err();
    assert!(error.is_configuration());
    assert_eq!(error.to_string(), "`no_proxy` is set, but not for the transport that is set; leave one of them out");
    let error = returning(|| body("{}")).0.http_library(huaweicloud_core::HttpLibrary::default()).build().unwrap_err();
    assert!(error.to_string().starts_with("`http_library` is set, but not for"), "{error}");
}

#[cfg(not(any(feature = "hyper", feature = "reqwest")))]
#[test]
fn transport_and_clock_must_be_set_without_a_library() {
    let builder = || ClientBuilder::<Widgets>::new().endpoint("https://h").credentials(Credentials::new("AK", "SK"));
    assert!(builder().build().unwrap_err().to_string().starts_with("no clock is set; set one"));
    let error = builder().clock(ManualClock::new()).build().unwrap_err();
    assert!(error.is_configuration());
    assert_eq!(
        error.to_string(),
        "no transport is set; set one, or turn the feature `hyper` or `reqwest` on, which have one"
    );
}
