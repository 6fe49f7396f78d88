//! What a handler gives: a response, before it becomes HTTP.

use bytes::Bytes;
use hyper::StatusCode;
use serde::Serialize;

use crate::refusal::Refusal;

/// A response, without the headers that all responses have.
#[derive(Clone, Debug)]
pub(crate) struct Response {
    pub(crate) status: StatusCode,
    /// JSON, if there is a body.
    pub(crate) body: Option<Bytes>,
}

impl Response {
    /// `200` with a body.
    pub(crate) fn ok<T: Serialize>(value: &T) -> Result<Self, Refusal> {
        let body = serde_json::to_vec(value).map_err(|_| Refusal::internal())?;
        Ok(Self { status: StatusCode::OK, body: Some(body.into()) })
    }

    /// `204`, without a body.
    pub(crate) const fn no_content() -> Self {
        Self { status: StatusCode::NO_CONTENT, body: None }
    }
}

impl From<Refusal> for Response {
    fn from(refusal: Refusal) -> Self {
        // The documented form (page "Returned values"): these two members and no other.
        let body = serde_json::json!({ "error_code": refusal.code, "error_msg": refusal.message });
        Self { status: refusal.status, body: Some(body.to_string().into()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_has_the_documented_form() {
        let response = Response::from(Refusal::unknown_instance());
        assert_eq!(response.status, StatusCode::NOT_FOUND);
        let body: serde_json::Value = serde_json::from_slice(&response.body.unwrap()).unwrap();
        assert_eq!(
            body,
            serde_json::json!({ "error_code": "DMS.00404022", "error_msg": "This instance does not exist." })
        );
    }
}
