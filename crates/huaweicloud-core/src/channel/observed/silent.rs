//! Nobody sees anything: the feature `tracing` is off.

use std::pin::Pin;
use std::time::Duration;

use crate::error::Error;
use crate::response::RawResponse;
use crate::service::{Endpoint, Operation, ServiceInfo};

pub(in crate::channel) struct Observed;

impl Observed {
    pub(in crate::channel) fn new(_: &ServiceInfo, _: &Endpoint, _: &'static Operation, _: &str) -> Self {
        Self
    }

    pub(in crate::channel) async fn run<F: Future>(&self, call: Pin<&mut F>) -> F::Output {
        call.await
    }

    pub(in crate::channel) fn attempt_failed(_: &Error, _: Option<Duration>) {}

    pub(in crate::channel) fn renewal_failed(_: &Error) {}

    #[expect(clippy::unused_self, reason = "with the feature it is used")]
    pub(in crate::channel) fn failed(&self, _: &Error) {}

    #[expect(clippy::unused_self, reason = "with the feature it is used")]
    pub(in crate::channel) fn ended(&self, _: &Result<Box<RawResponse>, Error>) {}
}
