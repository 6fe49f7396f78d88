//! Single parts of a request in the spelling in which they are sent, for mock services, which expect them.
//!
//! Errors are what is wrong with a part: [`RequestBuilder`](super::RequestBuilder) refuses it, too.

use bytes::Bytes;
use http::HeaderMap;
use serde::Serialize;

use super::body::Body;
use super::path::checked;
use super::query::{Joined, QueryValue};
use crate::data::ParameterValue;
use crate::wire::header::set_header;

/// A path parameter, before it is encoded.
pub(crate) fn path<V: ParameterValue>(name: &str, value: V) -> Result<String, String> {
    let text = value.into_text().map_err(|error| format!("the path parameter `{name}` is {error}"))?;
    checked(name, text.as_deref()).map(str::to_owned).map_err(|error| error.to_string())
}

/// The values of a query parameter: one, or those of a list; none if it is left out.
pub(crate) fn query<V: QueryValue>(name: &str, value: V) -> Result<Vec<String>, String> {
    let mut texts = Vec::new();
    let read = value.each_text(&mut |text| texts.push(text));
    read.map(|()| texts).map_err(|error| format!("the query parameter `{name}` is {error}"))
}

/// The value of a query parameter that is a list in one pair; none for a list of none.
pub(crate) fn joined_query<V: QueryValue>(name: &str, values: V) -> Result<Vec<String>, String> {
    let mut joined = Joined::default();
    query(name, values)?.into_iter().for_each(|text| joined.add(text));
    match joined.fault(name) {
        Some(fault) => Err(fault),
        None => Ok(joined.text.into_iter().collect()),
    }
}

/// A header; none if it is left out.
pub(crate) fn header<V: ParameterValue>(name: &str, value: V) -> Result<Option<String>, String> {
    let text = value.into_text().map_err(|error| format!("the header `{name}` is {error}"))?;
    let mut headers = HeaderMap::new();
    set_header(&mut headers, name, text.as_deref())?;
    Ok(headers.values().next().and_then(|value| value.to_str().ok()).map(str::to_owned))
}

/// A body that is JSON.
pub(crate) fn body<B: Serialize>(body: &B) -> Result<Bytes, String> {
    Body::json(body).map(|body| body.bytes)
}

/// A body that is a form.
pub(crate) fn form_body<B: Serialize>(body: &B) -> Result<Bytes, String> {
    Body::form(body).map(|body| body.bytes)
}
