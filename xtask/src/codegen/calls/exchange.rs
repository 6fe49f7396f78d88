//! What tests of mocks compare.

use std::fmt::Debug;

use huaweicloud_core::{Error, RequestOptions, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::MockService;

/// A value, or another one.
pub(crate) fn pick<T>(is_other: bool, value: T, other: T) -> T {
    if is_other { other } else { value }
}

/// Options that name another project, or none.
pub(crate) fn project(is_other: bool) -> RequestOptions {
    if is_other { RequestOptions::new().project_id("other") } else { RequestOptions::new() }
}

/// Reads an example of a request into its type.
pub(crate) fn read<T: DeserializeOwned>(json: &str) -> T {
    serde_json::from_str(json).unwrap_or_else(|error| panic!("{error}: {json}"))
}

/// Reads an example of a response into its type.
pub(crate) fn value<T: DeserializeOwned>(json: &str) -> T {
    huaweicloud_core::__private::read_json(json.as_bytes()).unwrap()
}

/// Whether a body is what an example gives.
pub(crate) fn is<T: DeserializeOwned + Serialize>(body: &T, example: &str) -> bool {
    let written = |value: &T| serde_json::to_value(value).unwrap();
    written(body) == written(&read(example))
}

/// Checks that the response is the one that the test gave.
pub(crate) fn given<T: Debug + PartialEq>(result: Result<Response<T>, Error>, status: u16, value: impl Into<T>) {
    let response = result.unwrap();
    assert_eq!(response.http_status(), status);
    assert_eq!(response.into_inner(), value.into());
}

/// Checks that a request was not the one that is expected, for no other reason than this.
pub(crate) fn unmatched<T: Debug>(result: Result<Response<T>, Error>, reason: &str) {
    let error = result.expect_err(reason);
    assert!(error.is_invalid_request() && error.is_unsent(), "{error}");
    let error = error.to_string();
    assert!(error.contains(reason), "not {reason:?}: {error}");
}

/// Checks how many requests came, and that the service has nothing against the test but those that were not expected.
pub(crate) fn end(service: MockService, requests: usize) {
    assert_eq!(service.requests().len(), requests);
    if requests == 1 {
        return service.verify();
    }
    let end = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| drop(service)));
    let message = end.expect_err("unexpected requests fail the test");
    assert!(message.downcast_ref::<String>().is_some_and(|message| message.starts_with("an unexpected request came")));
}
