//! The whole client against the vectors that show the whole official client: what arrives at a server on the loopback
//! interface must be what the official client sent, signature included.
//!
//! Host and, for JSON bodies, white space differ of necessity. So the signature that arrives is verified as a gateway
//! would verify it; and what arrives, with the host and the body of the vector put in their places, must have the
//! signature of the vector.

use std::collections::BTreeMap;
use std::time::SystemTime;

use huaweicloud_core::signing::{SignableRequest, Signer, parse_date};
use huaweicloud_core::{
    BuiltClient, ClientBuilder, Clock, Credentials, Error, Method, Operation, Service, ServiceClient, ServiceInfo,
};
use serde_json::Value;

use super::{Kind, Vector, leaked, text};
use crate::loopback::{Loopback, Received, Refusing};

/// Vectors whose request this client refuses to make, each with what the refusal says.
const REFUSED: [(&str, &str); 2] = [
    (
        "client-path-dotdot",
        "client-path-dotdot: the path parameter `t` is `.` or `..`, which would reach another resource",
    ),
    ("client-path-none", "client-path-none: the path parameter `t` is missing; set it"),
];

/// Vectors whose request this client has no way to ask for, each with the reason. Their signatures are compared with
/// the signer alone, in `signing_vectors.rs`.
const NOT_OFFERED: [(&str, &str); 2] = [
    ("client-body-str", "bodies are JSON or forms, and no operation takes any other text"),
    ("client-ignore-get-content-type", "an option of the official client; its default is what this one does"),
];

/// A client with the user agent of the vectors: those of kind `client`, or those of kind `wire`.
struct Client<const WIRE: bool>(ServiceClient);

impl<const WIRE: bool> Service for Client<WIRE> {
    const INFO: ServiceInfo = ServiceInfo::new("vectors", "vectors", &[]);
    const USER_AGENT: &'static str = if WIRE {
        "huaweicloud-usdk-python/3.0; os/Linux##1_SMP_PREEMPT_DYNAMIC_@0#x86_64 python/3.11.7 impl/CPython; \
         app/00000000-0000-4000-8000-000000000000"
    } else {
        "huaweicloud-usdk-python/3.0; vec/1"
    };

    fn from_built(client: BuiltClient<Self>) -> Self {
        Self(client.into_service_client())
    }
}

struct Stopped(SystemTime);

impl Clock for Stopped {
    fn now(&self) -> SystemTime {
        self.0
    }
}

/// What a vector's caller gave, whichever kind of vector it is.
struct Call<'v> {
    template: &'v str,
    parameters: &'v BTreeMap<String, Value>,
    headers: Vec<(&'v String, &'v Value)>,
    project_id: Option<&'v String>,
    security_token: Option<&'v String>,
}

impl<'v> Call<'v> {
    fn of(vector: &'v Vector) -> Self {
        match &vector.user_input {
            Some(input) => Self {
                template: &input.path_template,
                parameters: &input.path_params,
                headers: input.extra_headers.iter().collect(),
                project_id: input.project_id.as_ref(),
                security_token: input.security_token.as_ref(),
            },
            None => Self {
                template: vector.path_template.as_ref().unwrap(),
                parameters: vector.params.as_ref().unwrap(),
                headers: Vec::new(),
                project_id: vector.project_id.as_ref(),
                security_token: vector.security_token.as_ref(),
            },
        }
    }
}

fn client(vector: &Vector, endpoint: &str) -> ServiceClient {
    fn build<const WIRE: bool>(builder: ClientBuilder<Client<WIRE>>, vector: &Vector, endpoint: &str) -> ServiceClient {
        let call = Call::of(vector);
        let (ak, sk) = (vector.ak.as_str(), vector.sk.as_str());
        let credentials =
            call.security_token.map_or_else(|| Credentials::new(ak, sk), |token| Credentials::temporary(ak, sk, token));
        let credentials = credentials.with_project_id(call.project_id.unwrap());
        let clock = Stopped(parse_date(&vector.date).unwrap());
        builder.endpoint(endpoint).credentials(credentials).clock(clock).build().unwrap().0
    }
    match vector.kind {
        Kind::Wire => build(ClientBuilder::<Client<true>>::new(), vector, endpoint),
        Kind::Client | Kind::Signer => build(ClientBuilder::<Client<false>>::new(), vector, endpoint),
    }
}

fn method(name: &str) -> Method {
    let all = [Method::Get, Method::Post, Method::Put, Method::Delete, Method::Patch, Method::Head];
    all.into_iter().find(|method| method.as_str() == name).unwrap()
}

async fn call(vector: &Vector, endpoint: &str) -> Result<(), Error> {
    let call = Call::of(vector);
    let template = leaked(call.template);
    let operation = Box::leak(Box::new(Operation::new(leaked(&vector.name), method(&vector.method), template)));
    let client = client(vector, endpoint);
    let mut request = client.request(operation);
    for (name, value) in call.parameters {
        if template.contains(&format!("{{{name}}}")) {
            request.set_path(leaked(name), (!value.is_null()).then(|| text(value)));
        }
    }
    for (name, value) in call.headers {
        request.set_header(leaked(name), text(value));
    }
    let mut query = BTreeMap::<_, Vec<String>>::new();
    for (name, value) in vector.query() {
        query.entry(name).or_default().push(value);
    }
    for (name, values) in query {
        request.set_query(name, values);
    }
    if let Ok(body) = serde_json::from_slice::<Value>(&vector.body()) {
        request.set_body(&body);
    }
    request.send_without_value().await.map(|_| ())
}

/// The `Authorization` that a gateway expects of a request: it signs the headers that the request says are signed.
fn expected_authorization(vector: &Vector, received: &Received, host: &str, body: &[u8]) -> String {
    let authorization = received.header("authorization").unwrap();
    let (_, names) = authorization.split_once("SignedHeaders=").unwrap();
    let (names, _) = names.split_once(", ").unwrap();
    let (path, query) = received.target.split_once('?').unwrap_or((&received.target, ""));
    let mut request = SignableRequest::new(&received.method, host, path).query(query).body(body);
    for name in names.split(';').filter(|name| *name != "host") {
        request = request.header(name, received.header(name).unwrap());
    }
    let signer = Signer::new(&vector.ak, &vector.sk.as_str().into()).unwrap();
    signer.sign(&request, SystemTime::UNIX_EPOCH).unwrap().authorization().to_owned()
}

async fn assert_equal(vector: &Vector) {
    let name = &vector.name;
    let server = Loopback::responding("HTTP/1.1 204 No Content\r\n\r\n").await;
    call(vector, &server.endpoint()).await.unwrap_or_else(|error| panic!("{name}: {error:?}"));
    let received = server.received().await;

    let origin = format!("{}://{}", vector.scheme, vector.host);
    assert_eq!(received.method, vector.method, "{name}");
    assert_eq!(format!("{origin}{}", received.target), vector.expected.url, "{name}");
    let json = |bytes: &[u8]| serde_json::from_slice::<Value>(bytes).ok();
    assert_eq!(json(&received.body), json(&vector.body()), "{name}");

    let authorization = received.header("authorization").unwrap();
    let host = received.header("host").unwrap();
    assert_eq!(authorization, expected_authorization(vector, &received, host, &received.body), "{name}");
    let at_the_vectors_host = expected_authorization(vector, &received, &vector.host, &vector.body());
    assert_eq!(at_the_vectors_host, vector.expected.authorization, "{name}");
    if let Some(wire) = &vector.wire {
        assert_eq!(received.target, wire.raw_target, "{name}");
        for (header, value) in &wire.headers {
            // The others are the host, the body's length and what is no concern of the service.
            if ["User-Agent", "Content-Type", "X-Project-Id", "X-Sdk-Date", "Accept"].contains(&header.as_str()) {
                assert_eq!(received.header(header), Some(value.as_str()), "{name}");
            }
        }
        let has_length = wire.headers.iter().any(|(header, _)| header == "Content-Length");
        assert_eq!(received.header("content-length").is_some(), has_length, "{name}: Content-Length");
    }
}

fn is_listed(table: &[(&str, &str)], vector: &Vector) -> bool {
    table.iter().any(|(name, _)| *name == vector.name)
}

#[tokio::test]
async fn what_arrives_is_what_the_official_client_sends() {
    let mut compared = 0;
    for vector in Vector::all().iter().filter(|vector| vector.kind != Kind::Signer) {
        if !is_listed(&REFUSED, vector) && !is_listed(&NOT_OFFERED, vector) {
            assert_equal(vector).await;
            compared += 1;
        }
    }
    // 21 of kind `client` and 15 of kind `wire`, without the 4 that the two tables list.
    assert_eq!(compared, 32);
}

#[tokio::test]
async fn what_would_reach_another_resource_is_not_sent() {
    let all = Vector::all();
    for (name, reason) in REFUSED {
        let vector = all.iter().find(|vector| vector.name == name).unwrap();
        // Had the client tried to send anything, the error would be one of connecting.
        let error = call(vector, &Refusing::new().endpoint()).await.unwrap_err();
        assert!(error.is_invalid_request() && error.is_unsent(), "{error:?}");
        assert_eq!(error.to_string(), reason);
    }
}
