//! What the service's OpenAPI document says of each operation: where it is, and the example of its response.

use bytes::Bytes;
use hyper::StatusCode;
use serde::Deserialize;
use serde_json::value::RawValue;
use std::collections::BTreeMap;

use crate::response::Response;

/// The document of the service that is simulated.
pub(crate) const DOCUMENT: &str = include_str!("../../../openapi/dms-kafka.json");

/// An operation as it is documented.
#[derive(Debug)]
pub(crate) struct DocumentedOperation {
    pub(crate) id: String,
    /// Upper case, as it is sent.
    pub(crate) method: String,
    pub(crate) path: String,
    /// The response of its first example, or of none, its success without a body.
    pub(crate) response: Response,
}

/// Reads all operations of an OpenAPI document.
///
/// # Errors
///
/// What is wrong with the JSON, and where.
pub(crate) fn operations(document: &str) -> Result<Vec<DocumentedOperation>, serde_json::Error> {
    let document: Document = serde_json::from_str(document)?;
    let paths = document.paths.into_iter();
    let operations = paths.flat_map(|(path, item)| {
        let operations = item.into_iter().filter(|(key, _)| METHODS.contains(&key.as_str()));
        operations.map(move |(method, operation)| (method, path.clone(), operation))
    });
    operations
        .map(|(method, path, operation)| {
            let Operation { operation_id, responses } = serde_json::from_str(operation.get())?;
            Ok(DocumentedOperation {
                id: operation_id,
                method: method.to_uppercase(),
                path,
                response: success(responses),
            })
        })
        .collect()
}

/// The keys of a path's object that are methods; the others are what its operations share.
const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// The first success that is documented; `204` stands for one that is not.
fn success(responses: BTreeMap<String, ResponseObject<'_>>) -> Response {
    let mut successes = responses.into_iter().filter_map(|(status, response)| {
        let status = status.parse().ok().and_then(|status| StatusCode::from_u16(status).ok())?;
        status.is_success().then_some((status, response))
    });
    let Some((status, response)) = successes.next() else { return Response::no_content() };
    let example = response.content.into_values().flat_map(|content| content.examples.into_values()).next();
    Response { status, body: example.map(|example| Bytes::copy_from_slice(example.value.get().as_bytes())) }
}

#[derive(Deserialize)]
struct Document<'d> {
    #[serde(borrow)]
    paths: BTreeMap<String, BTreeMap<String, &'d RawValue>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Operation<'d> {
    operation_id: String,
    #[serde(borrow)]
    responses: BTreeMap<String, ResponseObject<'d>>,
}

#[derive(Deserialize)]
struct ResponseObject<'d> {
    #[serde(borrow, default)]
    content: BTreeMap<String, Content<'d>>,
}

#[derive(Deserialize)]
struct Content<'d> {
    #[serde(borrow, default)]
    examples: BTreeMap<String, Example<'d>>,
}

/// As it is written: a number keeps its digits.
#[derive(Deserialize)]
struct Example<'d> {
    #[serde(borrow)]
    value: &'d RawValue,
}

#[cfg(test)]
mod tests {
    use super::*;

    const WIDGETS: &str = r##"{"paths": {"/v2/widgets": {
        "parameters": [],
        "get": {"operationId": "ListWidgets", "responses": {
            "200": {"content": {"application/json": {"schema": {}, "examples": {
                "documented": {"summary": "One.", "value": {"widgets": [1.50]}}}}}},
            "default": {"$ref": "#/components/responses/Error"}}},
        "post": {"operationId": "CreateWidget", "responses": {"204": {"description": "Done."}}}}}}"##;

    #[test]
    fn operations_are_read_with_the_example_of_their_success() {
        let operations = operations(WIDGETS).unwrap();
        let read: Vec<_> = operations.iter().map(|o| (o.id.as_str(), o.method.as_str(), o.path.as_str())).collect();
        assert_eq!(read, [("ListWidgets", "GET", "/v2/widgets"), ("CreateWidget", "POST", "/v2/widgets")]);
        let responses: Vec<_> =
            operations.iter().map(|o| (o.response.status.as_u16(), o.response.body.as_deref())).collect();
        assert_eq!(responses, [(200, Some(&br#"{"widgets": [1.50]}"#[..])), (204, None)]);
    }

    #[test]
    fn every_operation_that_has_a_body_has_an_example() {
        let operations = operations(DOCUMENT).unwrap();
        let without: Vec<_> = operations
            .iter()
            .filter(|o| o.response.body.is_none() != (o.response.status == StatusCode::NO_CONTENT))
            .collect();
        assert!(without.is_empty() && !operations.is_empty(), "{without:?}");
    }

    #[test]
    fn what_is_no_document_says_where() {
        assert_eq!(operations("{}").unwrap_err().to_string(), "missing field `paths` at line 1 column 2");
    }
}
