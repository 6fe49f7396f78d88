//! A service on the loopback interface that takes one request.

use huaweicloud_core::Credentials;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use widgets::{Client, Error};

/// Runs `call` against a service that takes one request and gives `response`; the request is given back.
pub(crate) async fn sent<T>(
    response: &'static str,
    call: impl AsyncFnOnce(Client) -> Result<T, Error>,
) -> (String, Result<T, Error>) {
    with_status("200 OK", response, call).await
}

/// The same, with another status.
pub(crate) async fn with_status<T>(
    status: &'static str,
    response: &'static str,
    call: impl AsyncFnOnce(Client) -> Result<T, Error>,
) -> (String, Result<T, Error>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    let service = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut taken = Vec::new();
        while !is_whole(&taken) {
            let mut buffer = [0; 4096];
            let count = stream.read(&mut buffer).await.unwrap();
            assert!(count > 0, "the client went away");
            taken.extend_from_slice(&buffer[..count]);
        }
        let head = format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", response.len());
        stream.write_all(head.as_bytes()).await.unwrap();
        stream.write_all(response.as_bytes()).await.unwrap();
        String::from_utf8(taken).unwrap()
    });
    let credentials = Credentials::new("ak", "sk").with_project_id("p");
    let client = Client::builder().endpoint(endpoint).credentials(credentials).build().unwrap();
    let result = call(client).await;
    (service.await.unwrap(), result)
}

/// Whether the request has come with all of its body.
fn is_whole(taken: &[u8]) -> bool {
    let text = String::from_utf8_lossy(taken);
    let Some((head, body)) = text.split_once("\r\n\r\n") else { return false };
    let length = head.lines().find_map(|line| line.to_lowercase().strip_prefix("content-length: ").map(str::to_owned));
    length.is_none_or(|length| body.len() >= length.parse().unwrap())
}

pub(crate) fn request_line(taken: &str) -> &str {
    taken.lines().next().unwrap()
}

pub(crate) fn body(taken: &str) -> &str {
    taken.split_once("\r\n\r\n").unwrap().1
}

pub(crate) fn offline() -> Client {
    let credentials = Credentials::new("ak", "sk").with_project_id("p");
    Client::builder().endpoint("http://127.0.0.1:1").credentials(credentials).build().unwrap()
}

/// The value of a header of a request.
pub(crate) fn header<'r>(request: &'r str, name: &str) -> Option<&'r str> {
    let head = request.split_once("\r\n\r\n").map_or(request, |(head, _)| head);
    let headers = head.lines().skip(1).filter_map(|line| line.split_once(": "));
    headers.into_iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value)
}
