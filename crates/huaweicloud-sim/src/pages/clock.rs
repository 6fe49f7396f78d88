//! The simulated time: what it is, how fast it goes, and how it is moved on.

use std::time::Duration;

use jiff::Timestamp;

use super::address::Address;
use super::form::Form;
use super::frame::{button, field, form, hidden, section};
use super::html::{Element, element, text};
use crate::clock::FASTEST;
use crate::gateway::Gateway;
use crate::refusal::Refusal;

/// Steps that one click makes.
const STEPS: [(&str, u64); 6] = [
    ("1 minute", 60),
    ("10 minutes", 600),
    ("1 hour", 3_600),
    ("1 day", 86_400),
    ("7 days", 604_800),
    ("30 days", 2_592_000),
];

pub(super) fn part(gateway: &Gateway) -> Element {
    let to = Address::of(["forms", "clock"]);
    let now = Timestamp::try_from(gateway.timeline.now()).unwrap_or(Timestamp::MAX);
    let (date, now) =
        (now.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(), now.strftime("%Y-%m-%d %H:%M:%S UTC").to_string());
    let speed = gateway.timeline.speed().to_string();
    let steps = STEPS.into_iter().map(|(name, seconds)| {
        form(&to).with(hidden("advance_seconds", &seconds.to_string())).with(button(&format!("+ {name}")))
    });
    let number = |name| element("input").set("type", "number").set("name", name).set("min", "0").flag("required", true);
    let by_hand = form(&to)
        .class("line")
        .with(field("Seconds to move on", "advance", number("advance_seconds").set("step", "1")))
        .with(button("Move on"));
    let faster = form(&to)
        .class("line")
        .with(field(
            "Simulated seconds in a second; 0 stops the time",
            "speed",
            number("speed").set("max", &FASTEST.to_string()).set("step", "any").set("value", &speed),
        ))
        .with(button("Set speed"));
    section("clock", "Clock")
        .with(
            element("p")
                .class("now")
                .with(text("time", &now).set("datetime", &date))
                .text(" ")
                .with(text("span", &format!("speed {speed}")).class("quiet")),
        )
        .with(element("div").class("line").set("role", "group").set("aria-label", "Move the time on").all(steps))
        .with(by_hand)
        .with(faster)
        .with(
            text("p", "Signatures follow the clock of the machine, so that clients need not know of this.")
                .class("quiet"),
        )
}

/// Moves the time on, or changes how fast it goes.
pub(super) fn change(gateway: &Gateway, form: &Form) -> Result<Address, Refusal> {
    let refused = |why: &str| Refusal::malformed_request(why);
    if let Some(seconds) = form.get("advance_seconds") {
        let seconds = seconds.parse().map_err(|_| refused("The seconds must be a whole number."))?;
        if !gateway.timeline.try_advance(Duration::from_secs(seconds)) {
            return Err(refused("That leads beyond the year 9999."));
        }
    } else {
        let speed = form.get("speed").and_then(|speed| speed.parse::<f64>().ok());
        let speed = speed.filter(|speed| (0.0..=FASTEST).contains(speed));
        let wrong = || refused(&format!("The speed must be a number from 0 to {FASTEST}."));
        gateway.timeline.set_speed(speed.ok_or_else(wrong)?);
    }
    Ok(Address::home().part("clock"))
}
