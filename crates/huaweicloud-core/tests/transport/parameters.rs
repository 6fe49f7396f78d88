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
async fn received(operation: &'static Operation, fill: impl Fn(&mut RequestBuilder)) -> Received {
    let server = Loopback::responding(NO_CONTENT).await;
    let client = client(&server.endpoint());
    let mut request = client.request(operation);
    fill(&mut request);
    request.send_without_value().await.unwrap();
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
async fn refusal(fill: impl Fn(&mut RequestBuilder)) -> String {
    let nobody = Refusing::new();
    let mut request = client(&nobody.endpoint()).request(&CREATE);
    fill(&mut request);
    let error: Error = request.send_without_value().await.unwrap_err();
    assert!(error.is_invalid_request() && error.is_unsent(), "{error:?}");
    error.to_string()
}

#[tokio::test]
async fn header_parameters_are_sent_and_signed() {
    let received = received(&LIST, |request| {
        request
            .set_header("X-Language", " en-us ")
            .set_header("x-count", 5_i64)
            .set_header("x-weight", 1.5)
            .set_header("x-new", true)
            .set_header("x-colour", Colour::Red)
            .set_header("x-other-colour", Some(Colour::from("MAUVE")))
            .set_header("x-key", Secret::from("hunter2"))
            .set_header("x-empty", String::new())
            .set_header("x_gateways_drop_this", "v")
            .set_header("x-absent", None::<String>)
            .set_header("x-taken-away", 1)
            .set_header("X-Taken-Away", None::<i64>)
            .set_header("x-again", "1")
            .set_header("X-Again", "2");
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
        ("x-taken-away", None),
        ("x-again", Some("2")),
    ] {
        assert_eq!(received.header(name), value, "{name}");
    }
    assert_eq!(
        signed_headers(&received),
        "content-type;host;user-agent;x-again;x-colour;x-count;x-empty;x-key;x-language;x-new;x-other-colour;\
         x-project-id;x-sdk-date;x-weight"
    );
}

#[tokio::test]
async fn headers_that_must_not_or_cannot_be_set_are_refused_by_name() {
    for name in ["Host", "Authorization", "X-Sdk-Date", "X-Security-Token", "X-Auth-Token", "X-Project-Id"] {
        let refused = refusal(|request| _ = request.set_header(name, "v")).await;
        assert_eq!(refused, format!("CreateWidget: the header `{name}` is the client's own, and cannot be set"));
    }
    assert_eq!(
        refusal(|request| _ = request.set_header("x-name", "主题")).await,
        "CreateWidget: the header `x-name` holds a character that is not visible ASCII"
    );
    // Whoever sends a token instead of a signature cannot lose it either.
    let nobody = Refusing::new();
    let client = builder(&nobody.endpoint()).credentials(Credentials::token("TOKENVALUE")).build().unwrap().0;
    let mut request = client.request(&CREATE);
    request.set_header("x-auth-token", "v");
    let error = request.send_without_value().await.unwrap_err();
    assert!(error.is_invalid_request(), "{error:?}");
}

#[tokio::test]
async fn a_joined_list_is_one_pair_and_verifies() {
    let target = received(&LIST, |request| {
        request
            .set_joined_query("names", vec!["b", "a c", "&"])
            .set_joined_query("sizes", [3_i64, 1])
            .set_joined_query("colours", vec![Colour::Red, Colour::from("MAUVE")])
            .set_joined_query("none", Vec::<String>::new())
            .set_joined_query("absent", None::<Vec<String>>)
            .set_joined_query("taken-away", ["a"])
            .set_joined_query("taken-away", None::<Vec<String>>)
            .set_required_joined_query("flags", vec![true]);
    })
    .await
    .target;
    assert_eq!(target, "/v1/p1/widgets?colours=RED%2CMAUVE&flags=true&names=b%2Ca%20c%2C%26&sizes=3%2C1");
    assert_eq!(
        refusal(|request| _ = request.set_joined_query("names", vec!["a,b", "c"])).await,
        "CreateWidget: an element of the query parameter `names` holds a comma, which would make two elements of it"
    );
    for none in [None, Some(Vec::<String>::new())] {
        let refused = refusal(|request| _ = request.set_required_joined_query("names", none.clone())).await;
        assert_eq!(refused, "CreateWidget: `names` is missing; set it");
        let refused = refusal(|request| _ = request.set_required_query("names", none.clone())).await;
        assert_eq!(refused, "CreateWidget: `names` is missing; set it");
    }
}

#[tokio::test]
async fn a_query_parameter_has_the_value_that_was_set_last() {
    let target = received(&LIST, |request| {
        request
            .set_query("limit", 10_u8)
            .set_query("limit", 20_usize)
            .set_query("colours", vec![Colour::Red, Colour::from("MAUVE")])
            .set_query("name", Some("nut"))
            .set_query("name", None::<&str>)
            .set_query("sizes", vec![1_i16, 2])
            .set_required_query("sizes", [i64::MAX, i64::MIN]);
    })
    .await
    .target;
    assert_eq!(
        target,
        "/v1/p1/widgets?colours=MAUVE&colours=RED&limit=20&sizes=-9223372036854775808&sizes=9223372036854775807"
    );
}

#[tokio::test]
async fn an_integer_that_is_too_great_is_refused_by_name_until_it_is_set_right() {
    let over = "18446744073709551615, more than 9223372036854775807";
    for (refused, what) in [
        (refusal(|request| _ = request.set_query("limit", u64::MAX)).await, "the query parameter `limit`"),
        (refusal(|request| _ = request.set_joined_query("ids", [1, u64::MAX])).await, "the query parameter `ids`"),
        (refusal(|request| _ = request.set_path("id", Some(u64::MAX))).await, "the path parameter `id`"),
        (refusal(|request| _ = request.set_header("x-size", u64::MAX)).await, "the header `x-size`"),
    ] {
        assert_eq!(refused, format!("CreateWidget: {what} is {over}"));
    }
    let received = received(&CREATE, |request| {
        request
            .set_query("limit", u64::MAX)
            .set_joined_query("limit", ["a,b"])
            .set_query("limit", 1)
            .set_path("id", u64::MAX)
            .set_path("id", 1)
            .set_header("x-size", u64::MAX)
            .set_header("X-Size", None::<u64>)
            .set_form_body(&json!([]))
            .set_body(&json!([]));
    })
    .await;
    assert_eq!((received.target.as_str(), &received.body[..]), ("/v1/p1/widgets?limit=1", &b"[]"[..]));
}

#[tokio::test]
async fn a_form_is_sent_as_one_and_its_body_is_not_signed() {
    let form = received(&CREATE, |request| _ = request.set_form_body(&json!({"name": "a b&c", "size": 3}))).await;
    assert_eq!(form.body, b"name=a+b%26c&size=3");
    assert_eq!(form.header("content-type"), Some("application/x-www-form-urlencoded"));
    assert_eq!(form.header("x-sdk-content-sha256"), Some("UNSIGNED-PAYLOAD"));
    assert_eq!(signed_headers(&form), "content-type;host;user-agent;x-project-id;x-sdk-content-sha256;x-sdk-date");
    let empty = received(&CREATE, |request| _ = request.set_form_body(&json!({}))).await;
    assert_eq!((empty.header("content-length"), empty.body.len()), (Some("0"), 0));
    assert_eq!(empty.header("content-type"), Some("application/x-www-form-urlencoded"));

    assert_eq!(
        refusal(|request| _ = request.set_form_body(&json!({"part": {"name": "nut"}}))).await,
        "CreateWidget: the field `part` is an object, which a form cannot hold"
    );
}

#[tokio::test]
async fn the_documented_media_type_is_sent_with_a_body() {
    const JSON: Operation = Operation::new("PutWidget", Method::Put, "/v1/{project_id}/widget")
        .with_content_type("application/json; charset=utf-8");
    const MERGE: Operation = Operation::new("PatchWidget", Method::Patch, "/v1/{project_id}/widget")
        .with_content_type("application/merge-patch+json");
    let json = received(&JSON, |request| _ = request.set_body(&json!({"a": 1}))).await;
    assert_eq!(json.header("content-type"), Some("application/json; charset=utf-8"));
    assert_eq!(json.header("x-sdk-content-sha256"), None);
    let merge = received(&MERGE, |request| _ = request.set_body(&json!({"a": null}))).await;
    assert_eq!(merge.header("content-type"), Some("application/merge-patch+json"));
    assert_eq!(merge.header("x-sdk-content-sha256"), Some("UNSIGNED-PAYLOAD"));
    assert_eq!(merge.body, br#"{"a":null}"#);
    let without_body = received(&MERGE, |request| _ = request.set_body(&1).clear_body()).await;
    assert_eq!(without_body.header("content-type"), Some("application/json"));
}

#[tokio::test]
async fn the_first_thing_that_is_wrong_is_reported() {
    let refused = refusal(|request| {
        request.set_required_query("q", None::<String>).set_header("host", "h").set_form_body(&json!([]));
    })
    .await;
    assert_eq!(refused, "CreateWidget: `q` is missing; set it");
}
