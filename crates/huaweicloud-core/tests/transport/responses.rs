//! What becomes of each kind of response.

use std::time::Duration;

use huaweicloud_core::{Error, Response};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpListener;

use crate::loopback::{Loopback, Received};
use crate::{CREATE, LIST, Widget, builder, client, http_response};

async fn list(sent: Vec<u8>) -> Result<Response<Widget>, Error> {
    let server = Loopback::responding(sent).await;
    client(&server.endpoint()).request(&LIST).send().await
}

#[tokio::test]
async fn a_success_has_a_value_and_what_else_the_service_said() {
    let body = r#"{"name":"w","size":3,"new_field":true}"#;
    let response = list(http_response("201 Created", "X-Other: o\r\n", body)).await.unwrap();
    assert_eq!(*response, Widget { name: Some("w".to_owned()), size: Some(3) });
    assert_eq!(response.http_status(), 201);
    assert_eq!(response.request_id(), Some("r-1"));
    assert_eq!(response.header("x-other"), Some("o"));
    assert_eq!(response.raw_body(), body.as_bytes());
}

#[tokio::test]
async fn an_empty_response_reads_as_an_object_without_fields() {
    let none = b"HTTP/1.1 204 No Content\r\nX-Request-Id: r-1\r\n\r\n".to_vec();
    let empty = ["", " \r\n", "null"].map(|body| (http_response("200 OK", "", body), 200));
    for (sent, status) in empty.into_iter().chain([(none, 204)]) {
        let response = list(sent).await.unwrap();
        assert_eq!(*response, Widget::default());
        assert_eq!(response.http_status(), status);
        assert_eq!(response.request_id(), Some("r-1"));
    }
}

#[tokio::test]
async fn null_is_kept_where_it_is_a_value() {
    let server = Loopback::responding(http_response("200 OK", "", " null")).await;
    let any = client(&server.endpoint()).request(&LIST).send::<serde_json::Value>().await.unwrap();
    assert!(any.is_null());
    let server = Loopback::responding(http_response("200 OK", "", "null")).await;
    let error = client(&server.endpoint()).request(&LIST).send::<i64>().await.unwrap_err();
    assert!(error.is_decoding());
}

#[tokio::test]
async fn a_byte_order_mark_and_a_wrong_content_type_are_no_obstacle() {
    let body = "\u{feff}{\"name\":\"主题\"}";
    let response = list(http_response("200 OK", "Content-Type: text/plain\r\n", body)).await.unwrap();
    assert_eq!(response.name.as_deref(), Some("主题"));
    let server = Loopback::responding(http_response("200 OK", "", "\u{feff}[\"w\"]")).await;
    let list = client(&server.endpoint()).request(&LIST).send_list::<String>().await.unwrap();
    assert_eq!(*list, ["w"]);
    let server = Loopback::responding(http_response("200 OK", "", "\u{feff}\"success\"")).await;
    assert_eq!(*client(&server.endpoint()).request(&LIST).send_text().await.unwrap(), "success");
}

#[tokio::test]
async fn errors_of_the_service_are_read_in_every_spelling() {
    for (body, code, message) in [
        (r#"{"error_code":"W.1","error_msg":"m"}"#, Some("W.1"), "m"),
        (r#"{"errorCode":"W.2","errorMsg":"m"}"#, Some("W.2"), "m"),
        (r#"{"code":"W.3","message":"m"}"#, Some("W.3"), "m"),
        (r#"{"error":{"code":401,"message":"m"}}"#, Some("401"), "m"),
        (r#"{"errors":[{"code":"W.4","message":"m"}]}"#, Some("W.4"), "m"),
        (r#"{"error_code":"W.5"}"#, Some("W.5"), r#"{"error_code":"W.5"}"#),
        (r#"{"message":"m"}"#, None, "m"),
        ("\u{feff}{\"error_code\":\"W.6\",\"error_msg\":\"m\"}", Some("W.6"), "m"),
        ("<html>Bad Gateway</html>", None, "<html>Bad Gateway</html>"),
        ("", None, "the service gave no reason"),
    ] {
        let error = list(http_response("400 Bad Request", "", body)).await.unwrap_err();
        assert!(error.is_service() && !error.is_unsent(), "{body}");
        assert_eq!((error.error_code(), error.message()), (code, message), "{body}");
        assert_eq!((error.http_status(), error.request_id()), (Some(400), Some("r-1")), "{body}");
        assert_eq!((error.operation(), error.raw_body()), (Some("ListWidgets"), Some(body.as_bytes())), "{body}");
        let code = code.map_or_else(String::new, |code| format!("{code}: "));
        assert_eq!(error.to_string(), format!("ListWidgets: {code}{message} (HTTP 400, request id r-1)"));
    }
}

#[tokio::test]
async fn the_service_says_when_to_come_back() {
    let body = r#"{"error_code":"APIGW.0308","error_msg":"slow down"}"#;
    for (headers, expected) in [
        ("Retry-After: 7\r\n", Some(Duration::from_secs(7))),
        ("Retry-After: 86400\r\n", Some(Duration::from_secs(3_600))),
        (
            "Date: Fri, 08 Mar 2024 01:01:03 GMT\r\nRetry-After: Fri, 08 Mar 2024 01:02:03 GMT\r\n",
            Some(Duration::from_secs(60)),
        ),
        ("Retry-After: soon\r\n", None),
        ("", None),
    ] {
        let error = list(http_response("429 Too Many Requests", headers, body)).await.unwrap_err();
        assert_eq!((error.retry_after(), error.error_code()), (expected, Some("APIGW.0308")));
    }
}

#[tokio::test]
async fn a_redirect_is_never_followed() {
    let elsewhere = TcpListener::bind("127.0.0.1:0").await.unwrap();
    for status in ["301 Moved Permanently", "302 Found", "307 Temporary Redirect"] {
        let location = format!("Location: http://{}/stolen\r\n", elsewhere.local_addr().unwrap());
        let error = list(http_response(status, &location, "")).await.unwrap_err();
        assert!(error.is_service(), "{error:?}");
        assert_eq!(error.message(), "the service responded with a redirect, which is never followed");
        assert_eq!(error.http_status(), status.split(' ').next().and_then(|status| status.parse().ok()));
    }
    tokio::time::timeout(Duration::ZERO, elsewhere.accept()).await.expect_err("the redirect was followed");
}

#[tokio::test]
async fn a_success_that_cannot_be_read_is_still_a_success() {
    for (body, reason) in [
        ("{\"name\":", "the text ends too early, at byte 8"),
        ("success", "no value of JSON at byte 0"),
        ("{\"size\":\"abc\"}", "invalid type: string \"abc\", expected i64"),
    ] {
        let server = Loopback::responding(http_response("200 OK", "", body)).await;
        let error = client(&server.endpoint()).request(&CREATE).send::<Widget>().await.unwrap_err();
        assert!(error.is_decoding() && !error.is_unsent(), "{error:?}");
        assert_eq!(
            error.to_string(),
            format!(
                "CreateWidget: the request succeeded, but its response could not be read: {reason} (HTTP 200, request id r-1)"
            )
        );
        assert_eq!(error.raw_body(), Some(body.as_bytes()));
    }
}

#[tokio::test]
async fn a_response_that_says_it_is_over_the_limit_is_not_read() {
    const TERABYTE: &str = "X-Request-Id: r-1\r\nContent-Length: 1000000000000\r\n\r\n";
    for (status, is_success) in [(200, true), (500, false)] {
        let server = Loopback::responding(format!("HTTP/1.1 {status} Status\r\n{TERABYTE}{{")).await;
        let client = builder(&server.endpoint()).body_limit(1_000).build().unwrap().0;
        let error = client.request(&LIST).send::<Widget>().await.unwrap_err();
        // Reading on would have been an error of the connection: the body ends after one byte.
        assert_eq!((error.is_body_too_large(), error.is_service()), (is_success, !is_success), "{error:?}");
        assert_eq!((error.http_status(), error.request_id()), (Some(status), Some("r-1")));
        assert!(format!("{error:?}").contains("the response is longer than the limit of 1000 bytes"), "{error:?}");
        assert_eq!(error.header("content-length"), Some("1000000000000"));
    }
}

#[tokio::test]
async fn an_endless_response_is_given_up_at_the_limit() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    let written = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        Received::read(&mut stream).await;
        stream.write_all(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n").await.unwrap();
        let chunk = [b"1000\r\n".as_slice(), &[b' '; 0x1000], b"\r\n"].concat();
        let mut written = 0;
        // Ends only because the client closes the connection.
        while stream.write_all(&chunk).await.is_ok() {
            written += chunk.len();
        }
        written
    });
    let client = builder(&endpoint).body_limit(100_000).build().unwrap().0;
    let error = client.request(&LIST).send::<Widget>().await.unwrap_err();
    assert!(error.is_body_too_large(), "{error:?}");
    // What the buffers of two sockets hold, and no more.
    let written = written.await.unwrap();
    assert!(written < 64 << 20, "{written} bytes");
}

#[tokio::test]
async fn a_response_of_exactly_the_limit_is_read() {
    let server = Loopback::responding(http_response("200 OK", "", r#"{"size":1}"#)).await;
    let client = builder(&server.endpoint()).body_limit(10).build().unwrap().0;
    assert_eq!(client.request(&LIST).send::<Widget>().await.unwrap().size, Some(1));
}

#[tokio::test]
async fn bytes_and_plain_text_are_taken_as_they_came() {
    const BYTES: &[u8] = b"\xef\xbb\xbf\"\0\xff\r\n\"";
    let server =
        Loopback::responding(http_response("200 OK", "Content-Type: application/octet-stream\r\n", BYTES)).await;
    let response = client(&server.endpoint()).request(&LIST).send_bytes().await.unwrap();
    assert_eq!((&**response, response.raw_body(), response.request_id()), (BYTES, BYTES, Some("r-1")));

    for text in ["\"quoted\"\n", "", " 主题\r\n", "\u{feff}null"] {
        let server = Loopback::responding(http_response("200 OK", "Content-Type: text/plain\r\n", text)).await;
        assert_eq!(*client(&server.endpoint()).request(&LIST).send_plain_text().await.unwrap(), text);
    }
    let server = Loopback::responding(http_response("200 OK", "Content-Type: text/plain\r\n", b"a\xff")).await;
    let response = client(&server.endpoint()).request(&LIST).send_plain_text().await.unwrap();
    assert_eq!((response.as_str(), response.raw_body()), ("a\u{fffd}", b"a\xff".as_slice()));
}

#[tokio::test]
async fn a_refusal_is_one_however_its_response_would_be_read() {
    let refusal = || http_response("404 Not Found", "", r#"{"error_code":"W.1","error_msg":"m"}"#);
    let server = Loopback::responding(refusal()).await;
    let error = client(&server.endpoint()).request(&LIST).send_bytes().await.unwrap_err();
    assert_eq!(error.to_string(), "ListWidgets: W.1: m (HTTP 404, request id r-1)");
    let server = Loopback::responding(refusal()).await;
    assert!(client(&server.endpoint()).request(&LIST).send_plain_text().await.unwrap_err().is_not_found());
}
