//! Headers, joined lists, forms and media types, as a gateway receives and verifies them.

use std::time::SystemTime;

use huaweicloud_core::signing::{SignableRequest, Signer};
use huaweicloud_core::{Credentials, Error, Method, Operation, RequestBuilder, Secret};
use serde_json::json;

use crate::loopback::{Loopback, Received, Refusing};
use crate::{CREATE, LIST, NO_CONTENT, builder, client};

huaweicloud_core::open_enum! {
    /// Colour of a widget.
    enum Colour {
        /// Red.
        Red => "RED",
    }
}

/// A request as it arrived, and as it verifies.
async fn received(operation: &'static Operation, fill: impl Fn(RequestBuilder<'_>) -> RequestBuilder<'_>) -> Received {
    let server = Loopback::responding(NO_CONTENT).await;
    let client = client(&server.endpoint());
    fill(client.request(operation)).send_without_value().await.unwrap();
    let received = server.received().await;
    assert_verifies(&received);
    received
}

/// Computes the signature again, from what arrived, as a gateway does.
fn assert_verifies(received: &Received) {
    let authorization = received.header("authorization").unwrap();
    let (path, query) = received.target.split_once('?').unwrap_or((&received.target, ""));
    let host = received.header("host").unwrap();
    let mut request = SignableRequest::new(&received.method, host, path).query(query).body(&received.body);
    for name in signed_headers(received).split(';').filter(|name| *name != "host") {
        request = request.header(name, received.header(name).unwrap());
    }
    let signer = Signer::new("AKVALUE", &"SKVALUE".into()).unwrap();
    assert_eq!(authorization, signer.sign(&request, SystemTime::UNIX_EPOCH).unwrap().authorization());
}

fn signed_headers(received: &Received) -> &str {
    let (_, names) = received.header("authorization").unwrap().split_once("SignedHeaders=").unwrap();
    names.split_once(", ").unwrap().0
}

/// What is said of a request that is not sent: had the client tried, the error would be one of connecting.
async fn refusal(fill: impl Fn(RequestBuilder<'_>) -> RequestBuilder<'_>) -> String {
    let nobody = Refusing::new();
    let error: Error = fill(client(&nobody.endpoint()).request(&CREATE)).send_without_value().await.unwrap_err();
    assert!(error.is_invalid_request() && error.is_unsent(), "{error:?}");
    error.to_string()
}

#[tokio::test]
async fn header_parameters_are_sent_and_signed() {
    let received = received(&LIST, |request| {
        request
            .header("X-Language", Some(" en-us "))
            .header("x-count", Some(5_i64))
            .header("x-weight", Some(1.5))
            .header("x-new", Some(true))
            .header("x-colour", Some(Colour::Red))
            .header("x-other-colour", Some(Colour::from("MAUVE")))
            .header("x-key", Some(Secret::from("hunter2")))
            .header("x-empty", Some(String::new()))
            .header("x_gateways_drop_this", Some("v"))
            .header("x-absent", None::<String>)
            .required_header("x-required", Some("r"))
    })
    .await;
    for (name, value) in [
        ("x-language", Some("en-us")),
        ("x-count", Some("5")),
        ("x-weight", Some("1.5")),
        ("x-new", Some("true")),
        ("x-colour", Some("RED")),
        ("x-other-colour", Some("MAUVE")),
        ("x-key", Some("hunter2")),
        ("x_gateways_drop_this", Some("v")),
        ("x-absent", None),
        ("x-required", Some("r")),
    ] {
        assert_eq!(received.header(name), value, "{name}");
    }
    assert_eq!(
        signed_headers(&received),
        "content-type;host;user-agent;x-colour;x-count;x-empty;x-key;x-language;x-new;x-other-colour;x-project-id;\
         x-required;x-sdk-date;x-weight"
    );
}

#[tokio::test]
async fn headers_that_must_not_or_cannot_be_set_are_refused_by_name() {
    for name in ["Host", "Authorization", "X-Sdk-Date", "X-Security-Token", "X-Auth-Token", "X-Project-Id"] {
        let refused = refusal(|request| request.header(name, Some("v"))).await;
        assert_eq!(refused, format!("CreateWidget: the header `{name}` is the client's own, and cannot be set"));
    }
    assert_eq!(
        refusal(|request| request.header("x-name", Some("主题"))).await,
        "CreateWidget: the header `x-name` holds a character that is not visible ASCII"
    );
    assert_eq!(
        refusal(|request| request.required_header("x-name", None::<String>)).await,
        "CreateWidget: `x-name` is missing; set it"
    );
    // Whoever sends a token instead of a signature cannot lose it either.
    let nobody = Refusing::new();
    let client = builder(&nobody.endpoint()).credentials(Credentials::token("TOKENVALUE")).build().unwrap().0;
    let error = client.request(&CREATE).header("x-auth-token", Some("v")).send_without_value().await.unwrap_err();
    assert!(error.is_invalid_request(), "{error:?}");
}

#[tokio::test]
async fn a_joined_list_is_one_pair_and_verifies() {
    let target = received(&LIST, |request| {
        request
            .joined_query("names", Some(vec!["b", "a c", "&"]))
            .joined_query("sizes", Some(vec![3_i64, 1]))
            .joined_query("colours", Some(vec![Colour::Red, Colour::from("MAUVE")]))
            .joined_query("none", Some(Vec::<String>::new()))
            .joined_query("absent", None::<Vec<String>>)
            .required_joined_query("flags", Some(vec![true]))
    })
    .await
    .target;
    assert_eq!(target, "/v1/p1/widgets?colours=RED%2CMAUVE&flags=true&names=b%2Ca%20c%2C%26&sizes=3%2C1");
    assert_eq!(
        refusal(|request| request.joined_query("names", Some(vec!["a,b", "c"]))).await,
        "CreateWidget: an element of the query parameter `names` holds a comma, which would make two elements of it"
    );
    for none in [None, Some(Vec::<String>::new())] {
        let refused = refusal(|request| request.required_joined_query("names", none.clone())).await;
        assert_eq!(refused, "CreateWidget: `names` is missing; set it");
    }
}

#[tokio::test]
async fn a_form_is_sent_as_one_and_its_body_is_not_signed() {
    let form = received(&CREATE, |request| request.form_body(Some(&json!({"name": "a b&c", "size": 3})))).await;
    assert_eq!(form.body, b"name=a+b%26c&size=3");
    assert_eq!(form.header("content-type"), Some("application/x-www-form-urlencoded"));
    assert_eq!(form.header("x-sdk-content-sha256"), Some("UNSIGNED-PAYLOAD"));
    assert_eq!(signed_headers(&form), "content-type;host;user-agent;x-project-id;x-sdk-content-sha256;x-sdk-date");
    let empty = received(&CREATE, |request| request.required_form_body(Some(&json!({})))).await;
    assert_eq!((empty.header("content-length"), empty.body.len()), (Some("0"), 0));
    assert_eq!(empty.header("content-type"), Some("application/x-www-form-urlencoded"));

    assert_eq!(
        refusal(|request| request.form_body(Some(&json!({"part": {"name": "nut"}})))).await,
        "CreateWidget: the field `part` is an object, which a form cannot hold"
    );
    assert_eq!(
        refusal(|request| request.required_form_body(None::<&String>)).await,
        "CreateWidget: `body` is missing; set it"
    );
}

#[tokio::test]
async fn the_documented_media_type_is_sent_with_a_body() {
    const JSON: Operation = Operation::new("PutWidget", Method::Put, "/v1/{project_id}/widget")
        .with_content_type("application/json; charset=utf-8");
    const MERGE: Operation = Operation::new("PatchWidget", Method::Patch, "/v1/{project_id}/widget")
        .with_content_type("application/merge-patch+json");
    let json = received(&JSON, |request| request.body(Some(&json!({"a": 1})))).await;
    assert_eq!(json.header("content-type"), Some("application/json; charset=utf-8"));
    assert_eq!(json.header("x-sdk-content-sha256"), None);
    let merge = received(&MERGE, |request| request.body(Some(&json!({"a": null})))).await;
    assert_eq!(merge.header("content-type"), Some("application/merge-patch+json"));
    assert_eq!(merge.header("x-sdk-content-sha256"), Some("UNSIGNED-PAYLOAD"));
    assert_eq!(merge.body, br#"{"a":null}"#);
    let without_body = received(&MERGE, |request| request).await;
    assert_eq!(without_body.header("content-type"), Some("application/json"));
}

#[tokio::test]
async fn the_first_thing_that_is_wrong_is_reported() {
    let refused = refusal(|request| {
        request.required_query("q", None::<String>).header("host", Some("h")).form_body(Some(&json!([])))
    })
    .await;
    assert_eq!(refused, "CreateWidget: `q` is missing; set it");
}
