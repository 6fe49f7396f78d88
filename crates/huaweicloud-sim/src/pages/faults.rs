//! What goes wrong: the faults that stand, one by one to take back, and a form for another one.

use serde_json::{Map, Value, json};

use super::address::Address;
use super::form::Form;
use super::frame::{button, field, form, hidden, section, table};
use super::html::{Element, Html, element, text};
use crate::faults::{Fault, Standing};
use crate::gateway::Gateway;
use crate::refusal::Refusal;

/// A kind of effect: its name, what happens, and its values with what they are if nobody says.
type Kind = (&'static str, &'static str, &'static [(&'static str, u64)]);

const KINDS: [Kind; 15] = [
    ("refuse", "refused, and not carried out", &[("status", 503)]),
    ("latency", "it takes longer", &[("milliseconds", 1_000)]),
    ("throttle", "more a second than this are refused with 429", &[("per_second", 1)]),
    ("fail-task", "carried out, and what goes on after the response fails", &[]),
    ("drop", "connection closed, not carried out", &[]),
    ("reset", "connection reset, not carried out", &[]),
    ("lose-response", "carried out, connection closed without a response", &[]),
    ("reset-after", "carried out, connection reset without a response", &[]),
    ("truncate", "carried out, the body ends early", &[("bytes", 10)]),
    ("stall", "carried out, the body stops coming", &[("bytes", 10)]),
    ("slow", "carried out, the body comes bit by bit", &[("bytes", 10), ("milliseconds", 100)]),
    ("close", "carried out, connection closed after the response", &[]),
    ("continue-for-ever", "100 Continue without an end", &[]),
    ("respond", "another response, with the text as its body", &[("status", 200)]),
    ("verbatim", "the text instead of a response", &[]),
];

/// What else a refusal has: field of the form, and whether it is a number.
const OF_REFUSAL: [(&str, bool); 3] = [("code", false), ("message", false), ("retry_after_seconds", true)];

pub(super) fn part(gateway: &Gateway) -> Element {
    let standing = gateway.faults.standing();
    let list: Html = if standing.is_empty() {
        text("p", "None: everything goes well.").class("quiet").into()
    } else {
        let rows = standing.iter().map(row);
        Html::default()
            .with(table("Faults that stand", &["Operation", "Effect", "When", "So far", ""], rows))
            .with(form(&Address::of(["forms", "faults-end"])).with(hidden("all", "yes")).with(button("Take all back")))
    };
    let is_open = standing.is_empty();
    section("faults", "Faults")
        .with(list)
        .with(element("details").flag("open", is_open).with(text("summary", "Add a fault")).with(another(gateway)))
}

fn row(standing: &Standing) -> [Html; 5] {
    let Standing { id, fault, seen, happened } = standing;
    let mut values = match serde_json::to_value(&fault.effect) {
        Ok(Value::Object(values)) => values,
        _ => Map::new(),
    };
    let kind = values.remove("kind").and_then(|kind| kind.as_str().map(str::to_owned)).unwrap_or_default();
    let values: Vec<String> = values.iter().map(|(name, value)| format!("{name} {value}")).collect();
    let mut when = vec![match fault.times {
        Some(times) => format!("{times} times"),
        None => "always".to_owned(),
    }];
    when.extend((fault.skip > 0).then(|| format!("after {}", fault.skip)));
    when.extend((fault.probability < 1.0).then(|| format!("probability {}", fault.probability)));
    let end = form(&Address::of(["forms", "faults-end"]))
        .with(hidden("id", &id.to_string()))
        .with(button("Take back").set("aria-label", &format!("Take back {kind}, fault {id}")));
    [
        fault.operation.as_deref().unwrap_or("all operations").into(),
        Html::default().with(text("code", &kind)).with(format!(" {}", values.join(", ")).as_str()),
        when.join(", ").as_str().into(),
        format!("{happened} of {seen}").as_str().into(),
        end.into(),
    ]
}

fn another(gateway: &Gateway) -> Element {
    let option = |value: &str, name: &str| text("option", name).set("value", value);
    let operations = gateway.service.operations().map(|id| option(id, id));
    let operations = element("select").set("name", "operation").with(option("", "all operations")).all(operations);
    let kinds = KINDS.iter().map(|(kind, what, values)| {
        let values: Vec<_> = values.iter().map(|(name, _)| name.replace('_', " ")).collect();
        let values = if values.is_empty() { String::new() } else { format!(" ({})", values.join(", ")) };
        option(kind, &format!("{kind}: {what}{values}"))
    });
    let number = |name, least: &str| {
        element("input").set("type", "number").set("name", name).set("min", least).set("inputmode", "numeric")
    };
    let checkbox = |name| element("input").set("type", "checkbox").set("name", name).set("value", "yes");
    let words = |name| element("input").set("type", "text").set("name", name);
    let probability = element("input").set("type", "number").set("name", "probability").set("min", "0");
    let probability = probability.set("max", "1").set("step", "any").set("placeholder", "1");
    form(&Address::of(["forms", "faults"]))
        .with(field("Operation", "fault-operation", operations))
        .with(field("What happens", "fault-kind", element("select").set("name", "kind").all(kinds)))
        .with(
            element("fieldset")
                .class("grid")
                .with(text("legend", "Its values; those that the effect has not are left empty"))
                .with(field("Status", "fault-status", number("status", "400").set("placeholder", "503")))
                .with(field("Code", "fault-code", words("code")))
                .with(field("Message", "fault-message", words("message")))
                .with(field("Retry after, seconds", "fault-retry", number("retry_after_seconds", "0")))
                .with(field("Milliseconds", "fault-milliseconds", number("milliseconds", "0")))
                .with(field("Bytes", "fault-bytes", number("bytes", "0")))
                .with(field("Per second", "fault-per-second", number("per_second", "0")))
                .with(field("Text", "fault-text", element("textarea").set("name", "text").set("rows", "1")))
                .with(field("Carried out all the same", "fault-executed", checkbox("executed"))),
        )
        .with(
            element("fieldset")
                .class("grid")
                .with(text("legend", "To which requests"))
                .with(field("Times", "fault-times", number("times", "1").set("placeholder", "always")))
                .with(field("After so many that go well", "fault-skip", number("skip", "0").set("placeholder", "0")))
                .with(field("Probability", "fault-probability", probability)),
        )
        .with(button("Add fault").class("primary"))
}

/// Adds the fault of a form.
pub(super) fn add(gateway: &Gateway, form: &Form) -> Result<Address, Refusal> {
    let fault = fault(form)?;
    let refused = |error| Refusal::malformed_request(&format!("The fault cannot happen: {error}."));
    gateway.faults.add_all(vec![fault]).map_err(refused)?;
    Ok(Address::home().part("faults"))
}

/// Takes back one fault, or all.
pub(super) fn end(gateway: &Gateway, form: &Form) -> Result<Address, Refusal> {
    match form.get("id").map(str::parse) {
        // One that is gone already is what was asked for.
        Some(Ok(id)) => gateway.faults.end(id),
        None if form.get("all").is_some() => gateway.faults.clear(),
        _ => return Err(Refusal::malformed_request("The form does not say which fault.")),
    }
    Ok(Address::home().part("faults"))
}

fn fault(form: &Form) -> Result<Fault, Refusal> {
    let unknown = || Refusal::malformed_request("The form names no effect that there is.");
    let given = form.get("kind").ok_or_else(unknown)?;
    let (kind, _, values) = KINDS.iter().find(|(kind, ..)| *kind == given).ok_or_else(unknown)?;
    let mut effect = Map::from_iter([("kind".to_owned(), json!(kind))]);
    for (name, usual) in *values {
        effect.insert((*name).to_owned(), form.get(name).map_or(json!(usual), number));
    }
    let of_refusal = OF_REFUSAL.iter().filter(|_| *kind == "refuse");
    for (name, is_number, value) in of_refusal.filter_map(|(name, is_number)| Some((name, is_number, form.get(name)?)))
    {
        effect.insert((*name).to_owned(), if *is_number { number(value) } else { json!(value) });
    }
    // What takes the place of a response is the text of the form.
    if let Some(name) =
        [("respond", "body"), ("verbatim", "text")].iter().find_map(|(of, name)| (of == kind).then_some(*name))
    {
        effect.insert(name.to_owned(), json!(form.raw("text").unwrap_or_default()));
        effect.insert("executed".to_owned(), json!(form.get("executed").is_some()));
    }
    let mut fault = Map::from_iter([("effect".to_owned(), Value::Object(effect))]);
    if let Some(operation) = form.get("operation") {
        fault.insert("operation".to_owned(), json!(operation));
    }
    for name in ["times", "skip", "probability"] {
        if let Some(value) = form.get(name) {
            fault.insert(name.to_owned(), number(value));
        }
    }
    serde_json::from_value(Value::Object(fault))
        .map_err(|error| Refusal::malformed_request(&format!("The fault cannot be read: {error}.")))
}

/// What was typed as a number; what is none stays text, which no fault has there.
fn number(text: &str) -> Value {
    serde_json::from_str(text).ok().filter(Value::is_number).unwrap_or_else(|| json!(text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::faults::{Effect, Faults};
    use hyper::HeaderMap;
    use hyper::header::CONTENT_TYPE;
    use std::collections::BTreeMap;

    fn read(body: &str) -> Result<Fault, Refusal> {
        let headers = HeaderMap::from_iter([(CONTENT_TYPE, "application/x-www-form-urlencoded".parse().unwrap())]);
        fault(&Form::read(&headers, body.as_bytes()).unwrap())
    }

    #[test]
    fn each_kind_makes_a_fault_that_can_happen_without_a_value_being_given() {
        for (kind, ..) in KINDS {
            let fault = read(&format!("kind={kind}&operation=&status=&bytes=&code=")).unwrap();
            assert_eq!(serde_json::to_value(&fault.effect).unwrap()["kind"], kind);
            Faults::default().add(fault).unwrap();
        }
    }

    #[test]
    fn what_is_given_is_taken_and_what_is_no_number_is_refused() {
        let fault =
            read("kind=refuse&operation=A&status=429&message=a+b&retry_after_seconds=7&times=2&skip=1&probability=0.5");
        let effect =
            Effect::Refuse { status: 429, code: None, message: Some("a b".to_owned()), retry_after_seconds: Some(7) };
        assert_eq!(fault.unwrap(), Fault::new(effect).on("A").times(2).after(1).with_probability(0.5));
        let respond =
            Effect::Respond { status: 200, headers: BTreeMap::new(), body: "<a>\r\n".to_owned(), executed: true };
        assert_eq!(read("kind=respond&text=%3Ca%3E%0D%0A&executed=yes").unwrap().effect, respond);
        // What another kind has is not looked at.
        assert_eq!(read("kind=drop&status=x").unwrap(), Fault::new(Effect::Drop {}));
        for body in
            ["", "kind=burn", "kind=latency&milliseconds=soon", "kind=drop&times=-1", "kind=drop&probability=often"]
        {
            assert_eq!(read(body).unwrap_err().status(), 400, "{body}");
        }
    }
}
