//! The way to a mock service.

use std::sync::Arc;
use std::time::Duration;

use super::RecordedRequest;
use super::service::Book;
use crate::transport::{
    TimeoutPhase, Transport, TransportError, TransportErrorKind, TransportFuture, TransportRequest, TransportResponse,
};

/// Carries requests to a [`MockService`](super::MockService).
#[derive(Clone, Debug)]
pub struct MockTransport {
    book: Arc<Book>,
}

impl MockTransport {
    pub(super) fn new(book: Arc<Book>) -> Self {
        Self { book }
    }

    async fn exchange(&self, request: TransportRequest) -> Result<TransportResponse, TransportError> {
        let served = self.book.serve(RecordedRequest::new(&request));
        let (number, response) = served.map_err(|message| {
            TransportError::new(TransportErrorKind::InvalidRequest).with_message(one_line(&message))
        })?;
        let (delay, limit) = (response.delay(), request.timeout());
        if delay > Duration::ZERO {
            request.clock().sleep(delay.min(limit)).await;
        }
        if delay > limit {
            let error = TransportError::new(TransportErrorKind::Timeout(TimeoutPhase::Response));
            return Err(error.with_message(format!("no whole response within the time limit of {limit:?}")));
        }
        response.into_result(number)
    }
}

impl Transport for MockTransport {
    fn send(&self, request: TransportRequest) -> TransportFuture<'_> {
        Box::pin(self.exchange(request))
    }
}

/// A list, as the text of an error has it.
fn one_line(message: &str) -> String {
    message.replace(":\n- ", ": ").replace("\n- ", " | ").replace('\n', "; ")
}
