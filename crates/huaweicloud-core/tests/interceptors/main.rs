//! What looks at calls from outside: headers that are signed, attempts and calls with their outcome, and a dump without secrets.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::sync::{Arc, Mutex};

use huaweicloud_core::testing::{ManualClock, MockResponse, MockService, MockTransport};
use huaweicloud_core::{
    AttemptSeen, Backoff, BuiltClient, CallSeen, ClientBuilder, CredentialsChain, Dump, Error, Interceptor, Method,
    Operation, OutgoingRequest, RequestOptions, Response, Service, ServiceClient, ServiceInfo, Transport,
    TransportFuture, TransportRequest,
};
use serde_json::{Value, json};

const CREATE: Operation = Operation::new("CreateWidget", Method::Post, "/v1/{project_id}/widgets").idempotent();

struct Widgets(ServiceClient);

impl Service for Widgets {
    const INFO: ServiceInfo = ServiceInfo::new("widgets", "widgets", &[]);
    const USER_AGENT: &'static str = "widgets/1.0";

    fn from_built(client: BuiltClient<Self>) -> Self {
        Self(client.into_service_client())
    }
}

impl Widgets {
    async fn create(&self, options: RequestOptions) -> Result<Response<Value>, Error> {
        let mut request = self.0.request(&CREATE);
        request.set_query("secret_id", "QUERYVALUE").set_body(&json!({"name": "left", "user_passwd": "BODYVALUE"}));
        request.with_options(options);
        request.send().await
    }
}

/// Writes down what it sees.
#[derive(Clone, Default)]
struct Notes(Arc<Mutex<Vec<String>>>);

impl Notes {
    fn add(&self, note: String) {
        self.0.lock().unwrap().push(note);
    }

    fn take(&self) -> Vec<String> {
        std::mem::take(&mut self.0.lock().unwrap())
    }
}

impl Interceptor for Notes {
    fn before_signing(&self, request: &mut OutgoingRequest<'_>) {
        self.add(format!("{} {} {}", request.attempt(), request.operation().id(), request.path()));
        request.set_header("X-Attempt", &request.attempt().to_string());
    }

    fn after_attempt(&self, attempt: &AttemptSeen<'_>) {
        let failed = attempt.error().is_some();
        self.add(format!(
            "{} {:?} failed: {failed}, {:?}",
            attempt.attempt(),
            attempt.http_status(),
            attempt.next_delay()
        ));
    }

    fn after_call(&self, call: &CallSeen<'_>) {
        self.add(format!("{} attempts in {:?}, {:?}", call.attempts(), call.duration(), call.http_status()));
    }
}

fn busy() -> MockResponse {
    MockResponse::refusal(429, "W.9", "too many").with_header("Retry-After", "2")
}

fn builder(service: &MockService) -> ClientBuilder<Widgets> {
    service.builder::<Widgets>().retry_policy(Backoff::new())
}

#[tokio::test]
async fn each_attempt_is_seen_before_it_is_signed_and_after_it_ended() {
    let (service, notes) = (MockService::with_clock(ManualClock::advancing()), Notes::default());
    service.when(&CREATE).respond_with(busy()).then_respond(&json!({"id": 1}));
    let signatures = Notes::default();
    let transport = Signatures(service.transport(), signatures.clone());
    let shared: Arc<dyn Interceptor> = Arc::new(notes.clone());
    let widgets = builder(&service).transport(transport).interceptor(shared).build().unwrap();
    widgets.create(RequestOptions::new()).await.unwrap();
    assert_eq!(
        notes.take(),
        [
            "1 CreateWidget /v1/mock-project/widgets",
            "1 Some(429) failed: true, Some(2s)",
            "2 CreateWidget /v1/mock-project/widgets",
            "2 Some(200) failed: false, None",
            "2 attempts in 2s, Some(200)",
        ]
    );
    let requests = service.requests();
    let sent: Vec<_> = requests.iter().map(|request| request.header("x-attempt").unwrap()).collect();
    assert_eq!(sent, ["1", "2"]);
    for signature in signatures.take() {
        assert!(signature.contains(";x-attempt;"), "{signature}");
    }
}

/// What carries requests to a mock service, and writes down how they prove who they are from.
struct Signatures(MockTransport, Notes);

impl Transport for Signatures {
    fn send(&self, request: TransportRequest) -> TransportFuture<'_> {
        self.1.add(request.headers()["authorization"].to_str().unwrap().to_owned());
        self.0.send(request)
    }
}

#[tokio::test]
async fn a_call_that_gets_no_credentials_is_seen_without_an_attempt() {
    let (service, notes) = (MockService::new(), Notes::default());
    let builder = service.builder::<Widgets>().credentials_provider(CredentialsChain::new());
    let widgets = builder.interceptor(notes.clone()).build().unwrap();
    let own = Notes::default();
    let error = widgets.create(RequestOptions::new().interceptor(own.clone())).await.unwrap_err();
    assert!(error.is_credentials());
    let (seen, of_request) = (notes.take(), own.take());
    assert_eq!(seen, of_request);
    assert!(matches!(seen.as_slice(), [only] if only.starts_with("0 attempts in ")), "{seen:?}");
}

#[tokio::test]
async fn one_of_a_request_comes_after_those_of_the_client() {
    let (service, all, one) = (MockService::new(), Notes::default(), Notes::default());
    service.when(&CREATE).respond_with(MockResponse::json(&json!({})).times(2));
    let widgets = builder(&service).interceptor(all.clone()).build().unwrap();
    widgets.create(RequestOptions::new().interceptor(one.clone())).await.unwrap();
    widgets.create(RequestOptions::new()).await.unwrap();
    assert_eq!((all.take().len(), one.take().len()), (6, 3));
}

#[tokio::test]
async fn a_header_that_is_the_clients_own_is_refused_before_anything_is_sent() {
    struct Forger;
    impl Interceptor for Forger {
        fn before_signing(&self, request: &mut OutgoingRequest<'_>) {
            request.set_header("Authorization", "FORGED");
            request.set_header("X-Fine", "1");
        }
    }
    let service = MockService::new();
    let widgets = builder(&service).interceptor(Forger).build().unwrap();
    let error = widgets.create(RequestOptions::new()).await.unwrap_err();
    assert!(error.is_invalid_request() && error.is_unsent());
    assert_eq!(error.message(), "the header `Authorization` is the client's own, and cannot be set");
    assert!(service.requests().is_empty());
}

#[tokio::test]
async fn a_dump_shows_what_went_over_the_wire_and_no_secret() {
    let (service, notes) = (MockService::new(), Notes::default());
    let body = json!({"id": 7, "token": "TOKENVALUE", "inner": {"secret_key": "KEYVALUE"}});
    service.when(&CREATE).respond_with(MockResponse::json(&body).with_header("X-Request-Id", "r-1"));
    let widgets = builder(&service).build().unwrap();
    let kept = notes.clone();
    let dump = Dump::new(move |text| kept.add(text.to_owned()));
    let options = RequestOptions::new().header("X-Secret-Thing", "HEADERVALUE").interceptor(dump);
    widgets.create(options).await.unwrap();
    let shown = notes.take().concat();
    for secret in
        ["QUERYVALUE", "BODYVALUE", "TOKENVALUE", "KEYVALUE", "HEADERVALUE", "mock-secret-key", "MOCKACCESSKEY"]
    {
        assert!(!shown.contains(secret), "{secret} in {shown}");
    }
    assert!(shown.starts_with("> POST /v1/mock-project/widgets?secret_id=[redacted]\n"), "{shown}");
    assert!(shown.contains("> x-secret-thing: [redacted]\n") && shown.contains("> host: mock.invalid\n"), "{shown}");
    assert!(shown.contains(r#""name":"left""#) && shown.contains(r#""id":7"#), "{shown}");
    assert!(shown.contains("< 200 in 0ns, request id r-1\n"), "{shown}");
}

#[tokio::test]
async fn any_path_is_asked_for_with_a_signature_and_names_that_were_made_up_at_run_time() {
    let service = MockService::new();
    let signatures = Notes::default();
    let widgets = builder(&service).transport(Signatures(service.transport(), signatures.clone())).build().unwrap();
    let mut request = widgets.0.request_to(Method::Get, "/v9/{project_id}/things/{id}");
    let name = format!("na{}", "me");
    request.set_path("id".to_owned(), "a b").set_query(name, "x");
    let is_it = |request: &huaweicloud_core::testing::RecordedRequest| request.target().starts_with("/v9/");
    service.when(Operation::any(Method::Get)).request_where("below /v9", is_it).respond(&json!({"id": 7}));
    assert_eq!(request.clone().send::<Value>().await.unwrap()["id"], 7);
    let requests = service.requests();
    let sent = requests.first().unwrap();
    assert_eq!(sent.target(), "/v9/mock-project/things/a%20b?name=x");
    assert!(signatures.take().concat().starts_with("SDK-HMAC-SHA256 "));
    assert!(request.parts().unwrap_err().is_invalid_request());
}
