//! Responses that are not what their status says, that lie, and that say too much.

use std::collections::HashMap;

use huaweicloud_core::lenient::Lenient;
use huaweicloud_core::{Credentials, Error, ErrorClass, Response, ServiceClient};

use crate::loopback::Loopback;
use crate::{LIST, Widget, builder, client, http_response};

const REFUSAL: &str = r#"{"error_code":"W.1","error_msg":"not now","request_id":"from-body"}"#;

/// A message as a service cuts it, and numbers as other languages have them.
#[derive(Debug, Default, PartialEq)]
struct Page {
    messages: Vec<Message>,
    total: Option<i64>,
    request_id: Option<String>,
}

#[derive(Debug, Default, PartialEq)]
struct Message {
    value: Option<String>,
    offset: i64,
}

huaweicloud_core::fields! {
    Page {
        "messages" => messages,
        "total" => total,
        "request_id" => request_id,
    }
}

huaweicloud_core::fields! {
    Message requires ["offset"] {
        "value" => value,
        "offset" => offset,
    }
}

/// A type with the fields of a refusal.
#[derive(Debug, Default)]
struct Outcome {
    error_code: Option<String>,
    note: Option<String>,
}

huaweicloud_core::fields! {
    Outcome {
        "error_code" => error_code,
        "note" => note,
    }
}

async fn respond(body: impl AsRef<[u8]>) -> (Loopback, ServiceClient) {
    let server = Loopback::responding(http_response("200 OK", "X-Other: o\r\n", body)).await;
    let client = client(&server.endpoint());
    (server, client)
}

async fn messages(body: impl AsRef<[u8]>) -> Result<Response<Page>, Error> {
    respond(body).await.1.request(&LIST).send().await
}

fn is_refused(error: &Error) {
    assert!(error.is_service() && !error.is_unsent(), "{error:?}");
    assert_eq!((error.error_code(), error.message()), (Some("W.1"), "not now"));
    assert_eq!((error.http_status(), error.request_id(), error.header("X-Other")), (Some(200), Some("r-1"), Some("o")));
}

#[tokio::test]
async fn a_refusal_with_a_status_of_success_is_one() {
    is_refused(&messages(REFUSAL).await.unwrap_err());
    is_refused(&messages(r#"{"errorCode":"W.1","errorMsg":"not now","total":null}"#).await.unwrap_err());
    // Of a type that serde derives, of a list, of a word, and where no body is expected.
    is_refused(&respond(REFUSAL).await.1.request(&LIST).send::<Widget>().await.unwrap_err());
    is_refused(&respond(REFUSAL).await.1.request(&LIST).send_list::<String>().await.unwrap_err());
    is_refused(&respond(REFUSAL).await.1.request(&LIST).send_text().await.unwrap_err());
    is_refused(&respond(REFUSAL).await.1.request(&LIST).send_without_value().await.unwrap_err());
}

#[tokio::test]
async fn a_type_that_has_such_fields_reads_them() {
    let outcome = respond(REFUSAL).await.1.request(&LIST).send::<Outcome>().await.unwrap();
    assert_eq!((outcome.error_code.as_deref(), &outcome.note), (Some("W.1"), &None));
    let any = respond(REFUSAL).await.1.request(&LIST).send_map::<String>().await.unwrap();
    assert_eq!(any.len(), 3);
    // One field of the type is enough, whatever else is there.
    let partial = messages(r#"{"error_code":"W.1","error_msg":"two are missing","total":3}"#).await.unwrap();
    assert_eq!(partial.total, Some(3));
    // Code and message alone say too little.
    assert_eq!(*messages(r#"{"code":"W.1","message":"m"}"#).await.unwrap(), Page::default());
    assert_eq!(*messages(r#"{"error_code":"0","error_msg":"success"}"#).await.unwrap(), Page::default());
    assert_eq!(&**respond(REFUSAL).await.1.request(&LIST).send_bytes().await.unwrap(), REFUSAL.as_bytes());
}

#[tokio::test]
async fn a_page_with_a_status_of_success_says_what_it_is() {
    const PAGE: &str = "\u{feff}\n<!DOCTYPE html><html><form action=login>";
    let pages = [
        messages(PAGE).await.unwrap_err(),
        respond(PAGE).await.1.request(&LIST).send_list::<String>().await.unwrap_err(),
        respond(PAGE).await.1.request(&LIST).send_text().await.unwrap_err(),
        respond(PAGE).await.1.request(&LIST).send_without_value().await.unwrap_err(),
    ];
    for error in pages {
        assert!(error.is_decoding() && error.class().is_none(), "{error:?}");
        assert!(error.message().starts_with("the response is a page of HTML, which is not the service's"), "{error}");
        assert_eq!(error.raw_body(), Some(PAGE.as_bytes()));
    }
    let any_other = respond("done").await.1.request(&LIST).send_without_value().await.unwrap();
    assert_eq!(any_other.raw_body(), b"done");
}

#[tokio::test]
async fn a_compressed_body_says_that_it_is_one() {
    let error = messages(b"\x1f\x8b\x08\0\0\0\0\0").await.unwrap_err();
    assert!(error.is_decoding());
    let reason = if cfg!(feature = "gzip") {
        "the body is compressed (gzip), and could not be unpacked"
    } else {
        "the body is compressed (gzip) although nobody asked for it"
    };
    assert!(error.message().contains(reason), "{error}");
    let server = Loopback::responding(http_response("503 Busy", "Content-Encoding: br\r\n", b"\x0b\x02\x80\xff")).await;
    let error = client(&server.endpoint()).request(&LIST).send::<Widget>().await.unwrap_err();
    assert_eq!((error.class(), error.http_status()), (Some(ErrorClass::Retry), Some(503)));
    assert!(error.message().starts_with("the body is compressed (br)"), "{error}");
}

#[tokio::test]
async fn half_a_character_loses_only_itself() {
    let escape = br#"{"messages":[{"value":"party \ud83c","offset":1},{"value":"ok","offset":2}],"total":2}"#;
    let bytes = b"{\"messages\":[{\"value\":\"caf\xc3\",\"offset\":1},{\"value\":\"ok\",\"offset\":2}],\"total\":2}";
    for (body, value) in [(escape.as_slice(), "party \u{fffd}"), (bytes, "caf\u{fffd}")] {
        let response = messages(body).await.unwrap();
        let values: Vec<_> = response.messages.iter().map(|message| message.value.as_deref()).collect();
        assert_eq!((values, response.total), (vec![Some(value), Some("ok")], Some(2)));
        assert_eq!(response.raw_body(), body);
    }
    let list = respond(b"[\"a\xe4\xb8\",\"b\"]").await.1.request(&LIST).send_list::<String>().await.unwrap();
    assert_eq!(*list, ["a\u{fffd}", "b"]);
}

#[tokio::test]
async fn numbers_keep_their_digits_or_are_refused_with_their_path() {
    let response = messages(
        r#"{"messages":[{"value":1.50,"offset":"7"},{"value":1e400,"offset":9007199254740993.0}],
        "total":18446744073709551615}"#,
    );
    let response = response.await.unwrap();
    assert_eq!(response.messages[0], Message { value: Some("1.50".to_owned()), offset: 7 });
    let exact = Message { value: Some("1e400".to_owned()), offset: 9_007_199_254_740_993 };
    assert_eq!((&response.messages[1], response.total), (&exact, None));
    let error = messages(r#"{"messages":[{"offset":1},{"offset":9223372036854775808}]}"#).await.unwrap_err();
    let path =
        "messages[1].offset: expected an integer, or text of one, not 9223372036854775808, which is out of range";
    assert!(error.is_decoding() && error.message().ends_with(path), "{error}");
}

async fn map_of<T: Lenient>(body: &str) -> HashMap<String, T> {
    respond(body).await.1.request(&LIST).send_map::<T>().await.unwrap().into_inner()
}

#[tokio::test]
async fn a_bare_map_is_read_like_any_other() {
    assert_eq!(map_of::<String>(r#"{"a":null,"b":1.0}"#).await, HashMap::from([("b".to_owned(), "1.0".to_owned())]));
    assert_eq!(map_of::<Option<i64>>(r#"{"a":null}"#).await, HashMap::from([("a".to_owned(), None)]));
    for empty in ["", "null", "[]", "\"\"", "{}"] {
        assert!(map_of::<String>(empty).await.is_empty(), "{empty}");
    }
}

#[tokio::test]
async fn a_long_list_of_small_values_is_read_and_a_body_over_eight_mebibytes_is_not() {
    let body = format!("{{\"messages\":[{}]}}", "{\"offset\":1},".repeat(600_000).trim_end_matches(','));
    assert!(body.len() < 8 << 20);
    assert_eq!(messages(&body).await.unwrap().messages.len(), 600_000);
    let error = messages("{}".repeat(5 << 20)).await.unwrap_err();
    assert!(error.is_body_too_large(), "{error:?}");
}

#[tokio::test]
async fn what_a_service_repeats_of_the_credentials_is_not_shown() {
    const TOKEN: &str = "TOKENVALUE0123456789";
    let body = format!(r#"{{"error_code":"W.1","error_msg":"bad token {TOKEN},\nINFO\u001b[2K all is well"}}"#);
    let server = Loopback::responding(http_response("401 Unauthorized", "", body)).await;
    let credentials = Credentials::token(TOKEN).with_project_id("p1");
    let client = builder(&server.endpoint()).credentials(credentials).build().unwrap().0;
    let error = client.request(&LIST).send::<Widget>().await.unwrap_err();
    assert_eq!(error.message(), r"bad token [redacted],\nINFO\u{1b}[2K all is well");
    assert!(!format!("{error} {error:?} {error:#?}").contains(TOKEN));

    // The signature, too, and keys; in what cannot be read, as well.
    let body = r#"{"size":"AKVALUE SKVALUE"}"#;
    let error = respond(body).await.1.request(&LIST).send::<Widget>().await.unwrap_err();
    assert!(error.is_decoding() && !error.to_string().contains("VALUE"), "{error}");
}
