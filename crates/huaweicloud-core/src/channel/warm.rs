//! Connections that are opened before they are needed.

use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;

use bytes::Bytes;
use http::header::{HOST, USER_AGENT};

use super::Channel;
use crate::error::Error;
use crate::exchange::exchange;
use crate::redaction::Redaction;
use crate::service::{Method, Operation};
use crate::transport::TransportRequest;

const WARM: Operation = Operation::new("Warm", Method::Head, "/").idempotent();

impl Channel {
    /// Sends so many requests at once that nobody needs to be known for.
    pub(crate) async fn warm(&self, connections: usize) -> Result<(), Error> {
        let mut pending: Vec<_> = (0..connections).map(|_| Box::pin(self.touch())).collect();
        let mut outcome = Ok(());
        let mut all = pin!(std::future::poll_fn(move |context| {
            pending.retain_mut(|touch| match touch.as_mut().poll(context) {
                Poll::Ready(Ok(())) => false,
                Poll::Ready(Err(error)) => {
                    outcome = Err(error);
                    false
                }
                Poll::Pending => true,
            });
            if pending.is_empty() { Poll::Ready(std::mem::replace(&mut outcome, Ok(()))) } else { Poll::Pending }
        }));
        all.as_mut().await.map_err(|error| error.of(WARM.id()))
    }

    async fn touch(&self) -> Result<(), Error> {
        let mut http = http::Request::new(Bytes::new());
        *http.method_mut() = http::Method::HEAD;
        *http.uri_mut() = self.endpoint.uri(WARM.path(), "")?;
        http.headers_mut().insert(HOST, self.endpoint.host().clone());
        http.headers_mut().insert(USER_AGENT, self.user_agent.clone());
        let request = TransportRequest::new(&WARM, http, Arc::clone(&self.clock)).with_timeout(self.timeout);
        match exchange(&self.service, &self.endpoint, &*self.transport, request, Redaction::default()).await {
            Err(error) if !error.is_service() => Err(error),
            // Whatever it says, somebody is there.
            _ => Ok(()),
        }
    }
}
