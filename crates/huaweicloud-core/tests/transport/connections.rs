//! How many connections there are, and for how long.

use std::time::Duration;

use huaweicloud_core::{ClientBuilder, ServiceClient};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::loopback::Received;
use crate::{CREATE, LIST, Widgets, builder};

/// A server that responds to two requests, and returns how many connections they came over.
async fn counting() -> (String, JoinHandle<usize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    let served = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let response = b"HTTP/1.1 204 No Content\r\n\r\n";
        Received::read(&mut stream).await;
        stream.write_all(response).await.unwrap();
        tokio::select! {
            _ = stream.readable() => {
                let mut peeked = [0];
                if stream.peek(&mut peeked).await.unwrap() == 1 {
                    Received::read(&mut stream).await;
                    stream.write_all(response).await.unwrap();
                    return 1;
                }
                let (mut stream, _) = listener.accept().await.unwrap();
                Received::read(&mut stream).await;
                stream.write_all(response).await.unwrap();
                2
            }
            Ok((mut stream, _)) = listener.accept() => {
                Received::read(&mut stream).await;
                stream.write_all(response).await.unwrap();
                2
            }
        }
    });
    (endpoint, served)
}

async fn list_twice(client: &ServiceClient) {
    for _ in 0..2 {
        client.request(&LIST).send_without_value().await.unwrap();
    }
}

#[tokio::test]
async fn connections_are_kept_for_later_requests_unless_none_may_be() {
    for (set, connections) in [
        ((|builder| builder) as fn(ClientBuilder<Widgets>) -> ClientBuilder<Widgets>, 1),
        (|builder| builder.max_idle_connections(1).idle_timeout(Duration::from_secs(60)).max_connections(1), 1),
        (|builder| builder.max_idle_connections(0), 2),
        (|builder| builder.idle_timeout(Duration::ZERO), 2),
    ] {
        let (endpoint, served) = counting().await;
        list_twice(&set(builder(&endpoint)).build().unwrap().0).await;
        assert_eq!(served.await.unwrap(), connections);
    }
}

#[tokio::test]
async fn a_connection_that_nobody_uses_is_closed_when_its_time_is_over() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    let served = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        Received::read(&mut stream).await;
        stream.write_all(b"HTTP/1.1 204 No Content\r\n\r\n").await.unwrap();
        stream.read_to_end(&mut Vec::new()).await.unwrap()
    });
    let client = builder(&endpoint).idle_timeout(Duration::from_millis(50)).build().unwrap().0;
    client.request(&LIST).send_without_value().await.unwrap();
    // The client stays, and makes no other request.
    let closed = tokio::time::timeout(Duration::from_secs(30), served).await;
    assert_eq!(closed.expect("the connection is still open").unwrap(), 0);
    drop(client);
}

#[tokio::test]
async fn a_connection_whose_request_is_still_unread_holds_nobody_up() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    let served = tokio::spawn(async move {
        // Responds to what it does not read.
        let (mut first, _) = listener.accept().await.unwrap();
        first.peek(&mut [0]).await.unwrap();
        first.write_all(b"HTTP/1.1 204 No Content\r\n\r\n").await.unwrap();
        let (mut second, _) = listener.accept().await.unwrap();
        Received::read(&mut second).await;
        second.write_all(b"HTTP/1.1 204 No Content\r\n\r\n").await.unwrap();
    });
    let client = builder(&endpoint).build().unwrap().0;
    // More than any buffer on the way takes.
    let long = "x".repeat(16 << 20);
    let mut request = client.request(&CREATE);
    request.set_body(&long);
    request.send_without_value().await.unwrap();
    client.request(&LIST).send_without_value().await.unwrap();
    served.await.unwrap();
}
