//! A span for each call, and an event for each attempt.

use std::future::poll_fn;
use std::pin::Pin;
use std::time::Duration;

use tracing::Span;
use tracing::field::{Empty, display};

use crate::error::Error;
use crate::response::RawResponse;
use crate::service::{Endpoint, Operation, ServiceInfo};

/// The span of a call. It shows names and ids, and nothing of parameters, headers and bodies.
pub(in crate::channel) struct Observed(Span);

impl Observed {
    pub(in crate::channel) fn new(
        service: &ServiceInfo,
        endpoint: &Endpoint,
        operation: &'static Operation,
        template: &str,
    ) -> Self {
        Self(tracing::info_span!(
            "huaweicloud.call",
            "otel.name" = operation.id(),
            "otel.kind" = "client",
            "huaweicloud.service" = service.name(),
            "huaweicloud.operation" = operation.id(),
            "http.request.method" = operation.method().as_str(),
            "url.template" = template,
            "server.address" = endpoint.host().to_str().unwrap_or_default(),
            "http.response.status_code" = Empty,
            "http.request.resend_count" = Empty,
            "huaweicloud.request_id" = Empty,
            "huaweicloud.error_code" = Empty,
            "error.type" = Empty,
        ))
    }

    /// Runs a call within the span. It stays where it is: to move it would cost more than to sign it.
    pub(in crate::channel) async fn run<F: Future>(&self, mut call: Pin<&mut F>) -> F::Output {
        poll_fn(|context| self.0.in_scope(|| call.as_mut().poll(context))).await
    }

    /// An attempt that failed, and after how long another one follows, if one does.
    pub(in crate::channel) fn attempt_failed(error: &Error, delay: Option<Duration>) {
        let resend = error.attempts().saturating_sub(1);
        let (kind, status) = (error.type_name(), error.http_status());
        let (request_id, code) = (error.request_id(), error.error_code());
        if let Some(delay) = delay {
            tracing::warn!(
                "http.request.resend_count" = resend,
                "http.response.status_code" = status,
                "huaweicloud.request_id" = request_id,
                "huaweicloud.error_code" = code,
                "error.type" = kind.as_ref(),
                "huaweicloud.delay_ms" = u64::try_from(delay.as_millis()).unwrap_or(u64::MAX),
                "the attempt failed; another one follows",
            );
        } else {
            tracing::debug!(
                "http.request.resend_count" = resend,
                "http.response.status_code" = status,
                "huaweicloud.request_id" = request_id,
                "huaweicloud.error_code" = code,
                "error.type" = kind.as_ref(),
                "the attempt failed",
            );
        }
    }

    /// A provider gave no credentials. Calls may go on with the old ones, and nobody else would hear of it before they are over.
    pub(in crate::channel) fn renewal_failed(error: &Error) {
        tracing::warn!(
            "error.type" = error.type_name().as_ref(),
            "error.message" = error.message(),
            "no credentials came from the provider",
        );
    }

    /// What became of the call.
    pub(in crate::channel) fn ended(&self, outcome: &Result<Box<RawResponse>, Error>) {
        if self.0.is_disabled() {
            return;
        }
        match outcome {
            Ok(response) => self.succeeded(response),
            Err(error) => self.failed(error),
        }
    }

    fn succeeded(&self, response: &RawResponse) {
        let resend = response.attempts().saturating_sub(1);
        self.0.record("http.response.status_code", response.http_status());
        self.0.record("http.request.resend_count", resend);
        if let Some(id) = response.request_id() {
            self.0.record("huaweicloud.request_id", id);
        }
        self.0.in_scope(|| {
            tracing::debug!(
                "http.request.resend_count" = resend,
                "http.response.status_code" = response.http_status(),
                "huaweicloud.request_id" = response.request_id(),
                "the attempt succeeded",
            );
        });
    }

    /// That the call failed.
    pub(in crate::channel) fn failed(&self, error: &Error) {
        self.0.record("error.type", display(error.type_name()));
        self.0.record("http.request.resend_count", error.attempts().saturating_sub(1));
        if let Some(status) = error.http_status() {
            self.0.record("http.response.status_code", status);
        }
        if let Some(id) = error.request_id() {
            self.0.record("huaweicloud.request_id", id);
        }
        if let Some(code) = error.error_code() {
            self.0.record("huaweicloud.error_code", code);
        }
    }
}
