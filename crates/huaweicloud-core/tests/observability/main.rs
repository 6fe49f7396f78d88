//! What others can see of a call: a span for each, and an event for each attempt.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod subscriber;

use huaweicloud_core::testing::{ManualClock, MockFailure, MockResponse, MockService};
use huaweicloud_core::{
    Backoff, BuiltClient, Credentials, CredentialsChain, Method, Operation, Service, ServiceClient, ServiceInfo,
};
use serde_json::{Value, json};

use crate::subscriber::Seen;

const CREATE: Operation = Operation::new("CreateWidget", Method::Post, "/v1/{project_id}/widgets/{kind}");

struct Widgets(ServiceClient);

impl Service for Widgets {
    const INFO: ServiceInfo = ServiceInfo::new("widgets", "widgets", &[]);
    const USER_AGENT: &'static str = "widgets/1.0";

    fn from_built(client: BuiltClient<Self>) -> Self {
        Self(client.into_service_client())
    }
}

const SPAN: &str = "span huaweicloud.call otel.name=CreateWidget otel.kind=client huaweicloud.service=widgets \
                    huaweicloud.operation=CreateWidget http.request.method=POST url.template=/v1/{project_id}/widgets/{kind} \
                    server.address=mock.invalid";

/// What is seen of a call, with something secret in every place.
async fn seen(responses: impl IntoIterator<Item = MockResponse>) -> String {
    let service = MockService::with_clock(ManualClock::advancing());
    let mut responses = responses.into_iter();
    let sequence = service.when(&CREATE).respond_with(responses.next().unwrap());
    for response in responses {
        sequence.then(response);
    }
    let credentials = Credentials::temporary("AKVALUE", "SKVALUE", "TOKENVALUE").with_project_id("p1");
    let builder = service.builder::<Widgets>().credentials(credentials).retry_policy(Backoff::new());
    let mut request = builder.build().unwrap().0.request(&CREATE);
    request.set_path("kind", "hunter2").set_query("key", "hunter2").set_header("X-Key", "hunter2");
    request.set_body(&json!({"password": "hunter2"}));
    let seen = Seen::default();
    let listening = tracing::subscriber::set_default(seen.clone());
    let _ = request.send::<Value>().await;
    drop(listening);
    let text = seen.text();
    for secret in ["AKVALUE", "SKVALUE", "TOKENVALUE", "hunter2", "Signature"] {
        assert!(!text.contains(secret), "{secret} is shown: {text}");
    }
    text
}

fn refusal(status: u16, code: &str) -> MockResponse {
    MockResponse::refusal(status, code, "no hunter2, AKVALUE or TOKENVALUE").with_header("x-request-id", "r-1")
}

#[tokio::test]
async fn a_call_that_succeeds_at_once_is_a_span_and_an_event() {
    let response = MockResponse::json(&json!({"password": "hunter2"})).with_header("x-request-id", "r-7");
    assert_eq!(
        seen([response]).await,
        format!(
            "{SPAN}\nrecord http.response.status_code=200\nrecord http.request.resend_count=0\n\
             record huaweicloud.request_id=r-7\nDEBUG message=the attempt succeeded http.request.resend_count=0 \
             http.response.status_code=200 huaweicloud.request_id=r-7\n"
        )
    );
}

#[tokio::test]
async fn each_attempt_is_an_event_and_the_last_one_is_in_the_span() {
    let text =
        seen([refusal(429, "APIGW.0308"), MockResponse::failure(MockFailure::Refused), refusal(400, "W.1")]).await;
    assert_eq!(
        text,
        format!(
            "{SPAN}\nWARN message=the attempt failed; another one follows http.request.resend_count=0 \
             http.response.status_code=429 huaweicloud.request_id=r-1 huaweicloud.error_code=APIGW.0308 error.type=429 \
             huaweicloud.delay_ms=1000\n\
             WARN message=the attempt failed; another one follows http.request.resend_count=1 error.type=connection \
             huaweicloud.delay_ms=200\n\
             DEBUG message=the attempt failed http.request.resend_count=2 http.response.status_code=400 \
             huaweicloud.request_id=r-1 huaweicloud.error_code=W.1 error.type=400\n\
             record error.type=400\nrecord http.request.resend_count=2\nrecord http.response.status_code=400\n\
             record huaweicloud.request_id=r-1\nrecord huaweicloud.error_code=W.1\n"
        )
    );
}

#[tokio::test]
async fn a_call_that_gets_no_credentials_is_a_span_and_the_provider_an_event() {
    let service = MockService::with_clock(ManualClock::advancing());
    let builder = service.builder::<Widgets>().credentials_provider(CredentialsChain::new());
    let mut request = builder.build().unwrap().0.request(&CREATE);
    request.set_path("kind", "k").set_body(&json!({}));
    let seen = Seen::default();
    let listening = tracing::subscriber::set_default(seen.clone());
    assert!(request.send::<Value>().await.unwrap_err().is_credentials());
    drop(listening);
    assert_eq!(
        seen.text(),
        format!(
            "WARN message=no credentials came from the provider error.type=credentials error.message=no provider has \
             credentials: there is no provider\n\
             {SPAN}\nrecord error.type=credentials\nrecord http.request.resend_count=0\n"
        )
    );
}

#[tokio::test]
async fn failures_without_a_response_have_a_type_of_few_values() {
    for (failure, kind) in
        [(MockFailure::Untrusted, "connection"), (MockFailure::Timeout, "timeout"), (MockFailure::Reset, "connection")]
    {
        let text = seen([MockResponse::failure(failure)]).await;
        assert!(text.ends_with(&format!("record error.type={kind}\nrecord http.request.resend_count=0\n")), "{text}");
    }
}
