//! What becomes of a request when there is no whole response.

use std::time::Duration;

use huaweicloud_core::{ClientBuilder, Error};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::loopback::{Loopback, Received, Refusing};
use crate::{CREATE, Widget, Widgets, builder, client};

const SHORT: Duration = Duration::from_millis(50);

async fn create(builder: ClientBuilder<Widgets>) -> Error {
    builder.build().unwrap().0.request(&CREATE).send::<Widget>().await.unwrap_err()
}

#[tokio::test]
async fn a_refused_connection_certainly_had_no_effect() {
    let nobody = Refusing::new();
    let error = create(builder(&nobody.endpoint())).await;
    assert!(error.is_connection() && error.is_unsent(), "{error:?}");
    let expected = format!("CreateWidget: could not connect to {}: Connection refused", nobody.endpoint());
    assert!(error.to_string().starts_with(&expected), "{error}");
}

#[cfg(all(feature = "hyper", feature = "reqwest"))]
#[tokio::test]
async fn the_library_is_hyper_unless_another_one_is_set() {
    use huaweicloud_core::HttpLibrary;
    use std::error::Error as _;

    let nobody = Refusing::new();
    let hyper = "ConnectError(";
    for (set, shown) in [
        ((|builder| builder) as fn(ClientBuilder<Widgets>) -> ClientBuilder<Widgets>, hyper),
        (|builder| builder.http_library(HttpLibrary::Hyper), hyper),
        (|builder| builder.http_library(HttpLibrary::Reqwest), "reqwest::Error"),
    ] {
        let error = create(set(builder(&nobody.endpoint()))).await;
        let cause = format!("{:?}", error.source().unwrap());
        assert!(cause.starts_with(shown), "{cause}");
    }
}

#[tokio::test]
async fn a_connection_that_closes_without_a_response_may_have_had_an_effect() {
    let server = Loopback::responding("").await;
    let error = create(builder(&server.endpoint())).await;
    assert!(error.is_connection() && !error.is_unsent(), "{error:?}");
    assert_eq!(error.to_string(), "CreateWidget: the connection broke: connection closed before message completed");
}

#[tokio::test]
async fn a_connection_that_closes_within_the_body_reports_what_has_come() {
    let server =
        Loopback::responding("HTTP/1.1 200 OK\r\nX-Request-Id: r-1\r\nContent-Length: 100\r\n\r\n{\"name\":").await;
    let error = create(builder(&server.endpoint())).await;
    assert!(error.is_connection() && !error.is_unsent(), "{error:?}");
    assert_eq!(
        error.to_string(),
        "CreateWidget: the connection broke: end of file before message length reached (HTTP 200, request id r-1)"
    );
    assert_eq!(error.raw_body(), None);
}

#[tokio::test]
async fn what_is_no_http_is_no_broken_connection() {
    for response in ["nonsense\r\n\r\n", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"] {
        let server = Loopback::responding(response).await;
        let error = create(builder(&server.endpoint())).await;
        assert!(!error.is_unsent(), "{error:?}");
        assert!(error.to_string().starts_with("CreateWidget: the response is no HTTP: "), "{error}");
    }
}

#[tokio::test]
async fn a_service_that_never_responds_is_waited_for_no_longer_than_allowed() {
    // The system accepts the connection; nobody reads from it.
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    let error = create(builder(&endpoint).timeout(SHORT)).await;
    assert!(error.is_timeout() && !error.is_unsent(), "{error:?}");
    assert_eq!(error.to_string(), "CreateWidget: no whole response within the time limit of 50ms");
}

#[tokio::test]
async fn the_time_limit_holds_for_the_body_too() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    let server = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        Received::read(&mut stream).await;
        stream.write_all(b"HTTP/1.1 200 OK\r\nX-Request-Id: r-1\r\nContent-Length: 100\r\n\r\n{").await.unwrap();
        // Until the client gives up and closes the connection.
        stream.read_to_end(&mut Vec::new()).await.unwrap();
    });
    // Long enough for the head of the response to arrive on a busy machine.
    let error = create(builder(&endpoint).timeout(10 * SHORT)).await;
    assert!(error.is_timeout() && !error.is_unsent(), "{error:?}");
    assert_eq!(
        error.to_string(),
        "CreateWidget: no whole response within the time limit of 500ms (HTTP 200, request id r-1)"
    );
    server.await.unwrap();
}

/// Linux drops what asks to connect to a socket whose queue is full: the only host within a machine that does not respond.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_host_that_never_responds_certainly_did_nothing() {
    use tokio::net::{TcpSocket, TcpStream};

    let socket = TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let listener = socket.listen(1).unwrap();
    let address = listener.local_addr().unwrap();
    let mut queue = Vec::new();
    while let Ok(connected) = tokio::time::timeout(4 * SHORT, TcpStream::connect(address)).await {
        queue.push(connected.unwrap());
    }
    let builder = || builder(&format!("http://{address}"));
    for builder in [builder().connect_timeout(SHORT), builder().timeout(SHORT)] {
        let error = create(builder).await;
        assert!(error.is_timeout() && error.is_unsent(), "{error:?}");
        assert_eq!(error.to_string(), "CreateWidget: no connection within the time limit of 50ms");
    }
}

#[tokio::test]
async fn a_body_that_is_no_json_is_not_sent() {
    struct Unwritable;
    impl serde::Serialize for Unwritable {
        fn serialize<S: serde::Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
            Err(serde::ser::Error::custom("no"))
        }
    }
    // Had the client tried to send anything, the error would be one of connecting.
    let nobody = Refusing::new();
    let client = client(&nobody.endpoint());
    let mut request = client.request(&CREATE);
    request.set_body(&Unwritable);
    let error = request.send::<Widget>().await.unwrap_err();
    assert!(error.is_invalid_request() && error.is_unsent(), "{error:?}");
    assert_eq!(error.to_string(), "CreateWidget: the body cannot be written: no");
}
