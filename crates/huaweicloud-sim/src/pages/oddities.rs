//! What is odd: a switch for each oddity that the service is known for.

use super::address::Address;
use super::form::Form;
use super::frame::{button, form, section};
use super::html::{Element, element, text};
use crate::gateway::Gateway;
use crate::refusal::Refusal;

/// The field of the form that has the name of each oddity that is to be on.
const FIELD: &str = "oddity";

pub(super) fn part(gateway: &Gateway) -> Element {
    let on = gateway.oddities.on();
    let switches = gateway.oddities.known().map(|oddity| {
        let id = format!("oddity-{}", oddity.name);
        let switch = element("input").set("type", "checkbox").set("name", FIELD).set("value", oddity.name);
        let label = element("label").set("for", &id).with(text("code", oddity.name)).text(" ").text(oddity.says);
        element("div")
            .class("switch")
            .with(switch.set("id", &id).flag("checked", on.contains(&oddity.name)))
            .with(label)
    });
    // A browser that comes back to the page shows what is on, not what was clicked once.
    let form = form(&Address::of(["forms", "oddities"])).set("autocomplete", "off");
    section("oddities", "Oddities")
        .with(
            text(
                "p",
                "What the service is known to do against its documentation. All are off unless they are switched on.",
            )
            .class("quiet"),
        )
        .with(
            form.with(
                element("fieldset")
                    .with(text("legend", if on.is_empty() { "None is on" } else { "Those with a tick are on" }))
                    .all(switches),
            )
            .with(button("Switch")),
        )
}

/// Switches on what has a tick, and all others off.
pub(super) fn switch(gateway: &Gateway, form: &Form) -> Result<Address, Refusal> {
    let refused = |error| Refusal::malformed_request(&format!("Nothing was switched: {error}."));
    gateway.oddities.set(form.all(FIELD)).map_err(refused)?;
    Ok(Address::home().part("oddities"))
}
