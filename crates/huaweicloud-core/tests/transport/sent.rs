//! What is sent: credentials, project, body, and over what.

use huaweicloud_core::{ClientBuilder, Credentials};
use serde_json::json;

use crate::loopback::{Loopback, Received, Refusing};
use crate::{CREATE, DELETE, LIST, NO_CONTENT, SHOW, Widgets, ZONES, builder, client};

fn signed_headers(received: &Received) -> &str {
    let authorization = received.header("authorization").unwrap();
    authorization.strip_prefix("SDK-HMAC-SHA256 Access=AKVALUE, SignedHeaders=").unwrap().split(", ").next().unwrap()
}

async fn list_as(credentials: Credentials) -> Received {
    let server = Loopback::responding(NO_CONTENT).await;
    let client = builder(&server.endpoint()).credentials(credentials).build().unwrap().0;
    client.request(&LIST).send_without_value().await.unwrap();
    server.received().await
}

#[tokio::test]
async fn an_access_key_signs_all_that_is_sent_for_it() {
    let received = list_as(Credentials::new("AKVALUE", "SKVALUE").with_project_id("p1")).await;
    assert_eq!((received.method.as_str(), received.target.as_str()), ("GET", "/v1/p1/widgets"));
    assert_eq!(signed_headers(&received), "content-type;host;user-agent;x-project-id;x-sdk-date");
    assert_eq!(received.header("x-project-id"), Some("p1"));
    assert_eq!(received.header("user-agent"), Some("widgets/1.0"));
    assert_eq!(received.header("content-type"), Some("application/json"));
    assert_eq!(received.header("content-length"), None);
    assert_eq!(received.header("x-auth-token"), None);
}

#[tokio::test]
async fn a_temporary_access_key_sends_and_signs_its_token() {
    let received = list_as(Credentials::temporary("AKVALUE", "SKVALUE", "TOKENVALUE").with_project_id("p1")).await;
    assert_eq!(received.header("x-security-token"), Some("TOKENVALUE"));
    assert_eq!(signed_headers(&received), "content-type;host;user-agent;x-project-id;x-sdk-date;x-security-token");
}

#[tokio::test]
async fn a_token_is_sent_and_nothing_is_signed() {
    let received = list_as(Credentials::token("TOKENVALUE").with_project_id("p1")).await;
    assert_eq!(received.header("x-auth-token"), Some("TOKENVALUE"));
    for absent in ["authorization", "x-sdk-date", "x-security-token"] {
        assert_eq!(received.header(absent), None, "{absent}");
    }
}

#[tokio::test]
async fn a_request_may_be_for_another_project() {
    let server = Loopback::responding(NO_CONTENT).await;
    let client = client(&server.endpoint());
    let mut request = client.request(&SHOW);
    request.set_path("project_id", "p2").set_path("widget_id", "w");
    request.send_without_value().await.unwrap();
    let received = server.received().await;
    assert_eq!(received.target, "/v1/p2/widgets/w");
    assert_eq!(received.header("x-project-id"), Some("p2"));
    assert_eq!(client.project_id(), Some("p1"));
}

#[tokio::test]
async fn a_project_is_needed_only_where_the_path_has_one() {
    let server = Loopback::responding(NO_CONTENT).await;
    let builder = || builder(&server.endpoint()).credentials(Credentials::new("AKVALUE", "SKVALUE"));
    let client = builder().build().unwrap().0;
    let error = client.request(&LIST).send_without_value().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "ListWidgets: the path parameter `project_id` is missing; give the credentials a project id, or the request"
    );
    client.request(&ZONES).send_without_value().await.unwrap();
    assert_eq!(server.received().await.header("x-project-id"), None);
}

#[tokio::test]
async fn a_project_id_that_cannot_be_right_is_refused_even_if_the_path_has_none() {
    let nobody = Refusing::new();
    let client = client(&nobody.endpoint());
    for (project, reason) in [
        ("", "ListZones: the path parameter `project_id` is empty; set it"),
        ("é", "ListZones: the project id holds a character that no header can hold"),
        ("a\nb", "ListZones: the project id holds a character that no header can hold"),
    ] {
        let mut request = client.request(&ZONES);
        request.set_path("project_id", project);
        let error = request.send_without_value().await.unwrap_err();
        assert!(error.is_invalid_request() && error.is_unsent());
        assert_eq!(error.to_string(), reason);
    }
}

#[tokio::test]
async fn a_body_is_json_and_its_absence_is_said() {
    let server = Loopback::responding(NO_CONTENT).await;
    let mut request = client(&server.endpoint()).request(&CREATE);
    request.set_body(&json!({"name": "主"}));
    request.send_without_value().await.unwrap();
    let received = server.received().await;
    assert_eq!(received.body, "{\"name\":\"主\"}".as_bytes());
    assert_eq!(received.header("content-length"), Some("14"));

    for operation in [&CREATE, &DELETE] {
        let server = Loopback::responding(NO_CONTENT).await;
        client(&server.endpoint()).request(operation).send_without_value().await.unwrap();
        let received = server.received().await;
        assert_eq!((received.header("content-length"), received.body.len()), (Some("0"), 0));
        assert_eq!(signed_headers(&received), "content-type;host;user-agent;x-project-id;x-sdk-date");
    }
}

#[test]
fn plain_http_to_another_machine_must_be_allowed() {
    let credentials = || Credentials::new("AKVALUE", "SKVALUE");
    let at_region = || ClientBuilder::<Widgets>::new().region("a-1").credentials(credentials());
    let expected = "the endpoint `http://widgets.a-1.example` is plain HTTP on another machine; use https, or allow \
                    plain HTTP";
    for builder in [at_region(), builder("http://widgets.a-1.example"), at_region().allow_plain_http(false)] {
        let error = builder.build().unwrap_err();
        assert!(error.is_configuration() && error.is_unsent());
        assert_eq!(error.to_string(), expected);
    }
    assert!(at_region().allow_plain_http(true).build().is_ok());
    assert!(builder("https://widgets.a-1.example").build().is_ok());
    for loopback in ["http://localhost:1", "http://127.0.0.1:1", "http://[::1]:1"] {
        assert!(builder(loopback).build().is_ok(), "{loopback}");
    }
}
