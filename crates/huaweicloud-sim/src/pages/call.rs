//! A request that a form makes: its values, the request that they become, and how one writes it elsewhere.

mod curl;
mod given;
mod python;
mod rust;

use bytes::Bytes;
use hyper::http::request::Parts;

use super::json_text::SecretNames;
use crate::documentation::Documentation;
use crate::gateway::{Gateway, Outgoing};
use crate::journal::RequestId;
use crate::refusal::Refusal;

pub(super) use curl::curl;
pub(super) use given::{Given, field_name};
pub(super) use python::python;
pub(super) use rust::rust;

/// A request that was sent, and what came back. What is secret in it is masked, but in the response.
pub(super) struct Exchange {
    pub(super) given: Given,
    /// Whether something was masked.
    pub(super) is_masked: bool,
    /// The request, signed as it stands here.
    pub(super) parts: Parts,
    pub(super) body: Bytes,
    pub(super) id: RequestId,
    pub(super) outgoing: Outgoing,
}

/// Signs what a form gives, and sends it through the gateway.
pub(super) async fn exchange(gateway: &Gateway, page: &Parts, given: Given) -> Result<Exchange, Refusal> {
    let documentation = gateway.service.documentation()?;
    let (parts, body) = signed(gateway, page, &given)?;
    let (id, outgoing) = gateway.respond_to_page(&parts, &body).await;
    let (shown, is_masked) = given.masked(&SecretNames::of(documentation.secret_names()));
    let (parts, body) = if is_masked { signed(gateway, page, &shown)? } else { (parts, body) };
    Ok(Exchange { given: shown, is_masked, parts, body, id, outgoing })
}

fn signed(gateway: &Gateway, page: &Parts, given: &Given) -> Result<(Parts, Bytes), Refusal> {
    let (mut parts, body) = given.request(&page.headers)?;
    gateway.authentication.sign(&mut parts, &body, (gateway.clock)())?;
    Ok((parts, body))
}

/// What is written instead of a call that nobody would write.
pub(super) struct NotWritten(pub(super) String);

/// Where the words of a call in a language come from.
#[derive(Clone, Copy)]
pub(super) struct Written<'p> {
    pub(super) documentation: &'p Documentation,
    pub(super) operation: &'p crate::documentation::Operation,
    pub(super) given: &'p Given,
    /// Where the simulator is: `http://127.0.0.1:8080`.
    pub(super) endpoint: &'p str,
}
