//! Requests that are kept: sent from another task, sent twice, written down and read again; and their options.

use std::time::Duration;

use huaweicloud_core::{
    Error, Method, Operation, RequestBuilder, RequestOptions, RequestParts, Response, ServiceClient,
};
use proptest::prelude::*;
use serde::Serialize;
use serde_json::json;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpListener;

use crate::loopback::{Loopback, Received, Refusing};
use crate::{CREATE, LIST, NO_CONTENT, SHOW, Widget, client};

/// A builder as generated code has it.
#[derive(Clone, Debug)]
struct CreateWidget {
    request: RequestBuilder,
}

impl CreateWidget {
    fn new(client: &ServiceClient) -> Self {
        Self { request: client.request(&CREATE) }
    }

    fn name(mut self, name: impl Into<String>) -> Self {
        self.request.set_query("name", name.into());
        self
    }

    async fn send(self) -> Result<Response<Widget>, Error> {
        self.request.send().await
    }
}

fn assert_send_and_static<F: Future + Send + 'static>(_: F) {}

#[tokio::test]
async fn every_send_can_be_spawned_and_needs_no_client() {
    let nobody = Refusing::new();
    let request = || client(&nobody.endpoint()).request(&CREATE);
    assert_send_and_static(request().send::<Widget>());
    assert_send_and_static(request().send_list::<String>());
    assert_send_and_static(request().send_text());
    assert_send_and_static(request().send_plain_text());
    assert_send_and_static(request().send_bytes());
    assert_send_and_static(request().send_without_value());
    let sent = tokio::spawn(CreateWidget::new(&client(&nobody.endpoint())).name("nut").send());
    assert!(sent.await.unwrap().unwrap_err().is_connection());
}

/// What arrives at a server that takes `count` requests, one after the other.
async fn received_of_each(count: usize, send: impl AsyncFn(ServiceClient)) -> Vec<Received> {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    let served = tokio::spawn(async move {
        let mut received = Vec::new();
        while received.len() < count {
            let (mut stream, _) = listener.accept().await.unwrap();
            received.push(Received::read(&mut stream).await);
            stream.write_all(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n").await.unwrap();
        }
        received
    });
    send(client(&endpoint)).await;
    served.await.unwrap()
}

/// All that matters of a request but when it was signed.
fn content(received: &Received) -> impl PartialEq + std::fmt::Debug {
    let headers = ["content-type", "x-project-id", "x-language", "content-length"];
    let headers = headers.map(|name| received.header(name).map(str::to_owned));
    (received.method.clone(), received.target.clone(), headers, received.body.clone())
}

#[tokio::test]
async fn a_clone_and_what_was_written_down_are_sent_as_the_request_itself() {
    let received = received_of_each(6, async |client| {
        for body in [json!({"a": null, "b": [1.10, "é"]}), json!({"kind": ["a b", "c"], "size": 3})] {
            let mut request = client.request(&CREATE);
            request.set_query("names", ["b", "a"]).set_header("X-Language", "en-us");
            request.with_options(RequestOptions::new().project_id("p2"));
            if body.get("kind").is_some() {
                request.set_form_body(&body)
            } else {
                request.set_body(&body)
            };
            let written = serde_json::to_string(&request.parts().unwrap()).unwrap();
            let parts: RequestParts = serde_json::from_str(&written).unwrap();
            assert_eq!(parts, request.parts().unwrap());
            request.clone().send_without_value().await.unwrap();
            request.send_without_value().await.unwrap();
            client.request_from_parts(&CREATE, parts).unwrap().send_without_value().await.unwrap();
        }
    })
    .await;
    for same in received.chunks(3) {
        assert!(same.iter().all(|one| content(one) == content(&same[0])));
        assert_eq!(same[0].target, "/v1/p2/widgets?names=a&names=b");
        assert_eq!(same[0].header("x-language"), Some("en-us"));
    }
    assert_eq!(received[2].body, r#"{"a":null,"b":[1.1,"é"]}"#.as_bytes());
    assert_eq!(received[5].body, b"kind=a+b&kind=c&size=3");
}

#[test]
fn parts_are_readable_json_in_which_the_body_stands_as_it_is_sent() {
    /// Whose fields are not in the order of their names.
    #[derive(Serialize)]
    struct Size {
        width: u64,
        depth: f64,
    }
    let mut request = client("http://127.0.0.1:1").request(&SHOW);
    request.set_path("widget_id", "w").set_query("limit", 10).set_header("X-A", "1");
    request.set_body(&Size { width: u64::MAX, depth: 0.1 });
    let parts = request.parts().unwrap();
    let written = r#"{"operation":"ShowWidget","path":{"widget_id":"w"},"query":{"limit":["10"]},"headers":{"x-a":"1"},"body":{"width":18446744073709551615,"depth":0.1}}"#;
    assert_eq!(serde_json::to_string(&parts).unwrap(), written);
    assert_eq!((parts.operation(), parts.path("widget_id"), parts.path("project_id")), ("ShowWidget", Some("w"), None));
    assert_eq!((parts.query("limit"), parts.query("offset")), (&["10".to_owned()][..], &[][..]));
    assert_eq!((parts.header("X-A"), parts.header("x-b")), (Some("1"), None));
    assert_eq!(parts.body(), Some(r#"{"width":18446744073709551615,"depth":0.1}"#));
    // Another spelling of the same body is the same request.
    let other = r#"{"operation":"ShowWidget","path":{"widget_id":"w"},"query":{"limit":["10"]},"headers":{"x-a":"1"},"body":{"depth":0.1, "width":18446744073709551615}}"#;
    assert_eq!(serde_json::from_str::<RequestParts>(other).unwrap(), parts);
    let other = other.replace("0.1", "0.2");
    assert_ne!(serde_json::from_str::<RequestParts>(&other).unwrap(), parts);
    request.set_form_body(&json!({"kind": ["a", "b"]}));
    let parts = request.into_parts().unwrap();
    assert_eq!((parts.body(), parts.form("kind")), (None, &["a".to_owned(), "b".to_owned()][..]));
    assert!(parts.form("size").is_empty());
}

#[test]
fn parts_that_are_not_of_the_operation_are_refused_by_name() {
    let client = client("http://127.0.0.1:1");
    let refusal = |parts: &str| {
        let parts: RequestParts = serde_json::from_str(parts).unwrap();
        let error = client.request_from_parts(&SHOW, parts).unwrap_err();
        assert!(error.is_invalid_request() && error.is_unsent());
        error.to_string()
    };
    let parts = serde_json::to_string(&client.request(&LIST).into_parts().unwrap()).unwrap();
    assert_eq!(refusal(&parts), "ShowWidget: the parts are those of a request for `ListWidgets`, not for `ShowWidget`");
    for (parts, reason) in [
        (r#""path":{"part_id":"p"}"#, "the path has no parameter `part_id`"),
        (r#""headers":{"Authorization":"v"}"#, "the header `Authorization` is the client's own, and cannot be set"),
        (r#""body":null,"form":{}"#, "the parts have both a body and a form"),
    ] {
        assert_eq!(refusal(&format!(r#"{{"operation":"ShowWidget",{parts}}}"#)), format!("ShowWidget: {reason}"));
    }
    let written = serde_json::from_str::<RequestParts>("{}").unwrap_err();
    assert!(written.to_string().contains("missing field `operation`"), "{written}");
}

#[test]
fn a_request_that_is_wrong_has_no_parts() {
    let mut request = client("http://127.0.0.1:1").request(&LIST);
    request.set_query("limit", u64::MAX);
    let error = request.parts().unwrap_err();
    assert!(error.is_invalid_request());
    assert_eq!(
        error.to_string(),
        "ListWidgets: the query parameter `limit` is 18446744073709551615, more than 9223372036854775807"
    );
    request.set_query("limit", 1);
    assert_eq!(request.parts().unwrap().query("limit"), ["1"]);
}

#[tokio::test]
async fn options_set_headers_project_and_time_limit_of_one_request() {
    let server = Loopback::responding(NO_CONTENT).await;
    let mut request = client(&server.endpoint()).request(&LIST);
    request.set_header("x-a", "1");
    request.with_options(RequestOptions::new().header("X-A", "2").header("X-B", "b").project_id("p2"));
    request.with_options(RequestOptions::new().header("x-b", "c"));
    request.send_without_value().await.unwrap();
    let received = server.received().await;
    assert_eq!((received.header("x-a"), received.header("x-b")), (Some("2"), Some("c")));
    assert_eq!((received.target.as_str(), received.header("x-project-id")), ("/v1/p2/widgets", Some("p2")));
    assert!(received.header("authorization").unwrap().contains(";x-a;x-b;x-project-id;"));

    let mut request = client("http://127.0.0.1:1").request(&LIST);
    request.with_options(RequestOptions::new().header("authorization", "v"));
    let error = request.send_without_value().await.unwrap_err();
    assert_eq!(error.to_string(), "ListWidgets: the header `authorization` is the client's own, and cannot be set");
}

#[tokio::test]
async fn the_time_limit_of_a_request_takes_the_place_of_the_clients() {
    // It takes connections, and nobody ever responds.
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let mut request = client(&format!("http://{}", listener.local_addr().unwrap())).request(&LIST);
    request.with_options(RequestOptions::new().timeout(Duration::from_millis(1)));
    assert!(request.send_without_value().await.unwrap_err().is_timeout());
}

#[derive(Debug, Default)]
struct NewWidget {
    name: Option<String>,
    colour: String,
    size: Option<i64>,
    note: Option<String>,
}

huaweicloud_core::fields! {
    NewWidget requires ["name", "colour", "size"] {
        "name" => name or missing,
        "colour" => colour,
        "public-size" => size or missing,
        "note" => note,
    }
}

#[tokio::test]
async fn all_fields_that_a_body_lacks_are_named_before_it_is_sent() {
    let nobody = Refusing::new();
    let refusal = async |body: &NewWidget, as_form: bool| {
        let mut request = client(&nobody.endpoint()).request(&CREATE);
        if as_form {
            request.set_form_body(body)
        } else {
            request.set_body(body)
        };
        let error = request.send_without_value().await.unwrap_err();
        assert!(error.is_invalid_request() && error.is_unsent());
        error.to_string()
    };
    let both = "CreateWidget: the body cannot be written: `name`, `public-size` are missing; set them";
    assert_eq!(refusal(&NewWidget::default(), false).await, both);
    assert_eq!(refusal(&NewWidget::default(), true).await, both);
    let named = NewWidget { name: Some("nut".to_owned()), note: Some("n".to_owned()), ..NewWidget::default() };
    assert_eq!(
        refusal(&named, false).await,
        "CreateWidget: the body cannot be written: `public-size` is missing; set it"
    );
}

/// An operation with everything that parts hold.
const EVERYTHING: Operation = Operation::new("PutWidget", Method::Put, "/v1/{project_id}/widgets/{id}/{kind}");

proptest! {
    #[test]
    fn parts_read_back_as_they_were_written(
        path in "\\PC{1,6}",
        query in prop::collection::vec("\\PC{0,6}", 0..3),
        header in prop::option::of("[!-~]{1,6}"),
        project in prop::option::of("[a-z]{1,4}"),
        body in prop::option::of(prop::collection::btree_map("\\PC{0,4}", prop::collection::vec("\\PC{0,4}", 1..3), 0..3)),
        is_form: bool,
    ) {
        let client = client("http://127.0.0.1:1");
        let mut request = client.request(&EVERYTHING);
        request.set_path("id", path).set_path("kind", project).set_query("q", query).set_header("x-h", header);
        match &body {
            Some(body) if is_form => request.set_form_body(body),
            Some(body) => request.set_body(body),
            None => request.clear_body(),
        };
        let parts = request.parts().unwrap();
        let written = serde_json::to_string(&parts).unwrap();
        let read: RequestParts = serde_json::from_str(&written).unwrap();
        prop_assert_eq!(&read, &parts);
        prop_assert_eq!(serde_json::to_string(&read).unwrap(), written.as_str());
        let value = serde_json::to_value(&parts).unwrap();
        prop_assert_eq!(serde_json::from_value::<RequestParts>(value).unwrap(), parts);
        let again = client.request_from_parts(&EVERYTHING, read).unwrap().into_parts().unwrap();
        prop_assert_eq!(serde_json::to_string(&again).unwrap(), written);
    }
}
