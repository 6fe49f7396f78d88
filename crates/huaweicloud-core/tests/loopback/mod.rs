//! A server on the loopback interface that responds to one request, in bytes that the test chooses; and one that is not there.

use std::net::SocketAddr;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpSocket};
use tokio::task::JoinHandle;

/// A server for one request.
pub(crate) struct Loopback {
    address: SocketAddr,
    served: JoinHandle<Received>,
}

/// A request as it arrived.
pub(crate) struct Received {
    pub(crate) method: String,
    pub(crate) target: String,
    /// Names as they were spelled, in the order of arrival.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Loopback {
    /// Reads one request, writes `response` and closes the connection.
    pub(crate) async fn responding(response: impl Into<Vec<u8>>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let response = response.into();
        let served = tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            let received = Received::read(&mut stream).await;
            // A client that has seen enough of the response may be gone.
            let _ = stream.write_all(&response).await;
            received
        });
        Self { address, served }
    }

    /// Where it listens, as an endpoint.
    pub(crate) fn endpoint(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The request, once it was responded to.
    pub(crate) async fn received(self) -> Received {
        self.served.await.unwrap()
    }
}

/// A port at which nobody listens, and at which nobody can begin to while this lives.
pub(crate) struct Refusing(TcpSocket);

impl Refusing {
    pub(crate) fn new() -> Self {
        let socket = TcpSocket::new_v4().unwrap();
        socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
        Self(socket)
    }

    /// Where connections are refused, as an endpoint.
    pub(crate) fn endpoint(&self) -> String {
        format!("http://{}", self.0.local_addr().unwrap())
    }
}

impl Received {
    /// Reads one request.
    pub(crate) async fn read(stream: &mut (impl AsyncRead + Unpin)) -> Self {
        let mut bytes = Vec::new();
        let head_length = loop {
            if let Some(at) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
                break at + 4;
            }
            assert_ne!(stream.read_buf(&mut bytes).await.unwrap(), 0, "the client went away");
        };
        let mut body = bytes.split_off(head_length);
        let head = String::from_utf8(bytes).unwrap();
        // Its last header may have an empty value, behind a space.
        let mut lines = head.trim_end_matches(['\r', '\n']).split("\r\n");
        let request_line: Vec<&str> = lines.next().unwrap().split(' ').collect();
        let [method, target, "HTTP/1.1"] = request_line[..] else { panic!("{request_line:?}") };
        let header = |line: &str| line.split_once(": ").map(|(name, value)| (name.to_owned(), value.to_owned()));
        let headers: Vec<_> = lines.map(|line| header(line).unwrap_or_else(|| panic!("{line}"))).collect();
        let mut received = Self { method: method.to_owned(), target: target.to_owned(), headers, body: Vec::new() };
        let length: usize = received.header("content-length").map_or(0, |length| length.parse().unwrap());
        while body.len() < length {
            assert_ne!(stream.read_buf(&mut body).await.unwrap(), 0, "the client went away");
        }
        received.body = body;
        received
    }

    /// The value of a header, which must not be there twice.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut values = self.headers.iter().filter(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, value)| value);
        let value = values.next()?;
        assert_eq!(values.next(), None, "{name} is there twice");
        Some(value)
    }
}
