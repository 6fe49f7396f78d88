//! The form of an operation: a field a parameter, and the body as text.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::super::address::Address;
use super::super::call::{Given, field_name};
use super::super::frame::{button, form};
use super::super::html::{Element, Html, element, link, text};
use super::super::json_text::{SecretNames, laid_out};
use super::super::prose::line;
use super::Of;
use crate::document::{Place, Where};
use crate::documentation::{Content, Parameter, plain};
use crate::examples::EXAMPLE_PROJECT_ID;
use crate::validation;

/// The fewest and the most lines of a body that are seen at once.
const LINES: std::ops::RangeInclusive<usize> = 6..=24;

/// The form as one finds it: what must be given is, and the body is the documented example.
pub(super) fn filled(of: Of<'_>, example: Option<&str>) -> Element {
    let body = of.documentation.body(of.described);
    let body = body.map(|(_, media_type, content)| example_of(of, media_type, content, example)).unwrap_or_default();
    let values = values(of, &body);
    whole(of, |parameter| values.get(&key(parameter)).cloned().unwrap_or_default(), &body)
}

/// Values of parameters, by place and name.
type Values<'d> = BTreeMap<(&'d str, &'d str), String>;

const fn key(parameter: &Parameter) -> (&str, &str) {
    (parameter.place.as_str(), parameter.name.as_str())
}

/// A value for each parameter that must be given, and for what these, and the body, ask for besides.
fn values<'d>(of: Of<'d>, body: &str) -> Values<'d> {
    let parameters = of.documentation.parameters(&of.known.id);
    let body: serde_json::Value = serde_json::from_str(body).unwrap_or_default();
    let required = parameters.iter().filter(|parameter| parameter.required);
    let mut values: Values<'d> = required.map(|parameter| (key(parameter), value(of, parameter))).collect();
    // As often as there is something to add.
    for _ in &parameters {
        let value_at = |at: &Where| {
            let text = |place, name: &str| values.get(&(place, name)).map(|text| Cow::Owned(text.as_str().into()));
            match at {
                Where::Field(pointer) => body.pointer(pointer).map(Cow::Borrowed),
                Where::Query(name) => text("query", name),
                Where::Header(name) => text("header", name),
                Where::Path(name) => text("path", name),
            }
        };
        let wanted = validation::wanted(of.known, &value_at).map(|at| match at {
            Where::Field(name) => ("body", name),
            Where::Query(name) => ("query", name),
            Where::Header(name) => ("header", name),
            Where::Path(name) => ("path", name),
        });
        let parameter =
            wanted.and_then(|(place, name)| parameters.iter().find(|one| key(one) == (place, name.as_str())));
        let Some(parameter) = parameter else { break };
        values.insert(key(parameter), value(of, parameter));
    }
    values
}

/// A value that a parameter may have: one of the state, if there is one.
fn value(of: Of<'_>, parameter: &Parameter) -> String {
    if key(parameter) == ("path", "project_id") {
        let known = of.gateway.authentication.credentials.projects.first();
        return known.map_or_else(|| EXAMPLE_PROJECT_ID.to_owned(), |project| project.id.clone());
    }
    let suggested = of.gateway.service.suggested(&of.known.id, &parameter.name);
    suggested.unwrap_or_else(|| of.documentation.plausible(&parameter.schema))
}

/// The form as it was sent.
pub(super) fn given(of: Of<'_>, given: &Given) -> Element {
    let value = |parameter: &Parameter| {
        let value = place(parameter).and_then(|place| given.value(&parameter.name, place));
        value.map(|value| value.texts.join(",")).unwrap_or_default()
    };
    whole(of, value, given.body.as_deref().unwrap_or_default())
}

fn whole(of: Of<'_>, value: impl Fn(&Parameter) -> String, body: &str) -> Element {
    let parameters = of.documentation.parameters(&of.known.id);
    let fields = parameters
        .iter()
        .filter_map(|parameter| Some(parameter_field(of, parameter, place(parameter)?, &value(parameter))));
    // What came of it is the part of the page that is looked at next.
    let to = Address::operation(&of.known.id).part("response");
    form(&to)
        .with(element("div").class("grid").all(fields))
        .with(body_field(of, body))
        .with(button(&format!("Send {}", of.known.method)).class("primary").set("id", "send"))
}

fn place(parameter: &Parameter) -> Option<Place> {
    Some(match parameter.place.as_str() {
        "path" => Place::Path,
        "query" => Place::Query,
        "header" => Place::Header,
        _ => return None,
    })
}

fn parameter_field(of: Of<'_>, parameter: &Parameter, place: Place, value: &str) -> Element {
    let name = field_name(&parameter.name, place);
    let (id, list) = (format!("field-{name}"), format!("values-{name}"));
    let resolved = of.documentation.resolve(&parameter.schema).schema;
    let element_of = resolved.items.as_ref().map_or(resolved, |items| of.documentation.resolve(items).schema);
    let mut values: Vec<String> = element_of.values.iter().map(plain).collect();
    if element_of.kind.as_deref() == Some("boolean") {
        values.extend(["true", "false"].map(str::to_owned));
    }
    let secrets = SecretNames::of(of.documentation.secret_names());
    let kind = if secrets.contains(&parameter.name) { "password" } else { "text" };
    let input = element("input")
        .set("type", kind)
        .set("name", &name)
        .set("id", &id)
        .set("value", value)
        .set("autocomplete", "off")
        .set("spellcheck", "false")
        .set_if(!parameter.required, "placeholder", &of.documentation.plausible(&parameter.schema))
        .set_if(!values.is_empty(), "list", &list)
        .flag("required", parameter.required);
    let list = (!values.is_empty()).then(|| {
        element("datalist").set("id", &list).all(values.iter().map(|value| element("option").set("value", value)))
    });
    let about = match (resolved.items.is_some(), parameter.required) {
        (true, true) => "required, separated by commas",
        (true, false) => "separated by commas",
        (false, true) => "required",
        (false, false) => "",
    };
    let label = element("label")
        .set("for", &id)
        .with(text("code", &parameter.name))
        .text(" ")
        .with(text("span", &format!("{} {about}", parameter.place)).class("quiet"));
    element("div").class("field").with(label).with(input).with(list)
}

fn body_field(of: Of<'_>, value: &str) -> Html {
    let Some((body, media_type, content)) = of.documentation.body(of.described) else { return Html::default() };
    let lines = (value.lines().count() + 1).clamp(*LINES.start(), *LINES.end());
    let label = element("label")
        .set("for", "field-body")
        .text("Body ")
        .with(text("span", &format!("{media_type}{}", if body.required { ", required" } else { "" })).class("quiet"));
    let input = element("textarea")
        .set("name", "body")
        .set("id", "field-body")
        .set("rows", &lines.to_string())
        .set("spellcheck", "false")
        .set("autocomplete", "off")
        .text(value);
    let field = element("div").class("field").with(label).with(input);
    Html::default().with(examples(of, content)).with(field)
}

/// The documented examples, if there are several to choose from.
fn examples(of: Of<'_>, content: &Content) -> Html {
    if content.examples.iter().count() < 2 {
        return Html::default();
    }
    let examples = content.examples.iter().map(|(name, example)| {
        let to = Address::operation(&of.known.id).query("example", name).part("try");
        element("li").with(link(&to, name)).text(" ").with(line(of.gateway, &example.summary))
    });
    Html::default().with(text("p", "Fill the body from an example:")).with(element("ul").all(examples))
}

/// The body of an example, the first one if none of the name is there, and of none at all one that is made up.
fn example_of(of: Of<'_>, media_type: &str, content: &Content, name: Option<&str>) -> String {
    let named = name.and_then(|name| content.examples.get(name));
    let example = named.or_else(|| content.examples.iter().next().map(|(_, example)| example));
    let made_up = || of.documentation.made_up(&content.schema, 0).to_string();
    let json = example.map_or_else(made_up, |example| example.json().to_owned());
    if media_type == "application/x-www-form-urlencoded" {
        return as_form(&json);
    }
    if !media_type.starts_with("application/json") {
        return serde_json::from_str::<String>(&json).unwrap_or(json);
    }
    // Examples are documented: what stands in them is no secret.
    laid_out(&json, &SecretNames::none()).map_or(json, |laid_out| laid_out.text)
}

/// The fields of an object as a form has them.
fn as_form(json: &str) -> String {
    let fields: serde_json::Map<String, serde_json::Value> = serde_json::from_str(json).unwrap_or_default();
    let encoded =
        |text: &str| percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string();
    let fields = fields.iter().map(|(name, value)| format!("{}={}", encoded(name), encoded(&plain(value))));
    fields.collect::<Vec<_>>().join("&")
}
