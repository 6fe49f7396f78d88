//! One operation: its documentation, a form that sends it, and what came of that.

mod documented;
mod request_form;
mod sent;

use hyper::http::request::Parts;

use super::call::{Given, exchange};
use super::calls::method;
use super::form::Form;
use super::frame::{Tab, section, shown};
use super::html::{Element, Html, element, text};
use super::prose::{line, paragraphs};
use crate::document;
use crate::documentation::{self, Documentation};
use crate::gateway::Gateway;
use crate::refusal::Refusal;
use crate::response::Response;

/// An operation, as the gateway knows it, and as it is described.
#[derive(Clone, Copy)]
struct Of<'g> {
    gateway: &'g Gateway,
    documentation: &'g Documentation,
    known: &'g document::Operation,
    described: &'g documentation::Operation,
}

impl<'g> Of<'g> {
    fn find(gateway: &'g Gateway, id: &str) -> Result<Self, Refusal> {
        let documentation = gateway.service.documentation()?;
        let known = gateway.service.document.operations.iter().find(|known| known.id.as_ref() == id);
        let found = known.zip(documentation.operation(id));
        let unknown = || Refusal::unknown_path().because("The document has no operation of the name.");
        let (known, described) = found.ok_or_else(unknown)?;
        Ok(Self { gateway, documentation, known, described })
    }
}

/// The page, with the form filled from an example.
pub(super) fn page(gateway: &Gateway, id: &str, example: Option<&str>) -> Result<Response, Refusal> {
    let of = Of::find(gateway, id)?;
    let form = request_form::filled(of, example);
    Ok(whole(of, Html::default().with(form), None))
}

/// Sends what a form gives, and shows what came of it.
pub(super) async fn sent(gateway: &Gateway, parts: &Parts, id: &str, form: &Form) -> Result<Response, Refusal> {
    let of = Of::find(gateway, id)?;
    let given = Given::read(of.known, of.documentation, form)?;
    let exchange = exchange(gateway, parts, given).await?;
    let form = request_form::given(of, &exchange.given);
    Ok(whole(of, Html::default().with(form), Some(sent::part(of, parts, &exchange))))
}

fn whole(of: Of<'_>, form: Html, sent: Option<Element>) -> Response {
    let Of { gateway, known, described, .. } = of;
    let main = Html::default()
        .with(element("h1").with(method(&known.method)).text(" ").text(&known.id))
        .with(text("p", &known.path).class("path"))
        .with(element("p").class("summary").with(line(gateway, &described.summary)))
        .with(paragraphs(gateway, &described.description))
        .with(documented::facts(of))
        .with(section("try", "Try it").with(form))
        .with(sent)
        .with(documented::parts(of));
    shown(gateway, Tab::Operations, &known.id, main)
}
