//! Error responses: the status, code and message of each.

use std::borrow::Cow;

use hyper::StatusCode;

/// An error response.
///
/// `DMS.…` codes come from the service and stand, with their status and message, in its list of error codes. `APIGW.…`
/// codes come from the gateway in front of it and stand in the API Request Signing Guide. Where a documented message
/// says too little to find a mistake in a test, a sentence is added after it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub(crate) status: StatusCode,
    pub(crate) code: &'static str,
    pub(crate) message: Cow<'static, str>,
}

impl Refusal {
    const fn new(status: StatusCode, code: &'static str, message: &'static str) -> Self {
        Self { status, code, message: Cow::Borrowed(message) }
    }

    /// The gateway does not know who the request is from.
    pub(crate) fn unauthenticated(why: &str) -> Self {
        let message = Cow::Owned(format!("Incorrect IAM authentication information: {why}"));
        Self { status: StatusCode::UNAUTHORIZED, code: "APIGW.0301", message }
    }

    /// No operation has the path.
    pub(crate) const fn unknown_path() -> Self {
        let message = "The API does not exist or has not been published in the environment.";
        Self::new(StatusCode::NOT_FOUND, "APIGW.0101", message)
    }

    /// Operations have the path, but none the method.
    pub(crate) const fn wrong_method() -> Self {
        Self::new(StatusCode::METHOD_NOT_ALLOWED, "DMS.00405001", "This request method is not allowed.")
    }

    /// The body is longer than the gateway takes.
    pub(crate) const fn body_too_large() -> Self {
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "APIGW.0201", "Request entity too large.")
    }

    /// The body ended before it was whole.
    pub(crate) const fn broken_body() -> Self {
        Self::new(StatusCode::BAD_REQUEST, "DMS.10540010", "The request format is incorrect")
    }

    /// The path or the query is not percent-encoded UTF-8.
    pub(crate) const fn malformed_url() -> Self {
        Self::new(StatusCode::BAD_REQUEST, "DMS.10540014", "The URL contains invalid parameters.")
    }

    /// A parameter has a value that it must not have.
    pub(crate) fn invalid_parameter(why: &str) -> Self {
        let message = Cow::Owned(format!("Invalid request parameter. {why}"));
        Self { status: StatusCode::BAD_REQUEST, code: "DMS.00400062", message }
    }

    /// The path names another project than the one the request says it is for.
    ///
    /// No code is documented for just that. `DMS.10240104`, "The project ID and token do not match.", is about tokens
    /// and comes with 401; of the codes that come with 403 this is the one that claims no other reason.
    pub(crate) const fn other_project() -> Self {
        Self::new(StatusCode::FORBIDDEN, "DMS.10240309", "Access denied. You cannot perform operations on DMS.")
    }

    /// The project has no such instance.
    pub(crate) const fn unknown_instance() -> Self {
        Self::new(StatusCode::NOT_FOUND, "DMS.00404022", "This instance does not exist.")
    }

    /// The instance has no such background task.
    ///
    /// No code is documented for it. The only one that names a task id, `DMS.00400070` "Invalid task ID format.", is
    /// about its form and comes with 400. Of those that come with 404, all but this one and the next are about something
    /// else, tags and dumping tasks for example; and the next, `DMS.00404022`, would say that the instance is gone.
    pub(crate) const fn unknown_task() -> Self {
        Self::new(StatusCode::NOT_FOUND, "DMS.00404001", "The requested URL does not exist.")
    }

    /// The simulator has a mistake.
    pub(crate) const fn internal() -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "DMS.00500000", "Internal service error.")
    }
}
