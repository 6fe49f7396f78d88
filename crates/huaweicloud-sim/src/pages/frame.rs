//! What all pages have around them: the head, the ways to the other pages, and the headers that keep others out.

use hyper::StatusCode;
use hyper::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, HeaderName, HeaderValue, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
    X_FRAME_OPTIONS,
};

use super::address::Address;
use super::html::{Element, Html, element, link, text};
use crate::gateway::Gateway;
use crate::response::{Content, Response};

/// No script, nothing from elsewhere, no form that leads elsewhere, and no page around it.
const POLICY: &str =
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The pages that one finds from everywhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tab {
    Home,
    Operations,
    Calls,
    State,
    /// None of them.
    None,
}

/// A page as a response.
pub(super) fn shown(gateway: &Gateway, tab: Tab, title: &str, main: Html) -> Response {
    let service = &gateway.service.document;
    let head = element("head")
        .with(element("meta").set("charset", "utf-8"))
        .with(element("meta").set("name", "viewport").set("content", "width=device-width, initial-scale=1"))
        .with(element("meta").set("name", "color-scheme").set("content", "light dark"))
        .with(text("title", &format!("{title} – {} simulator", service.title)))
        // Without it, browsers ask for `/favicon.ico`, which would be one of the recent calls.
        .with(element("link").set("rel", "icon").set("type", "image/svg+xml").to(&Address::of(["icon.svg"])))
        .with(element("link").set("rel", "stylesheet").to(&Address::of(["style.css"])));
    let tabs = [
        (Tab::Home, Address::home(), "Overview"),
        (Tab::Operations, Address::of(["operations"]), "Operations"),
        (Tab::Calls, Address::of(["calls"]), "Calls"),
        (Tab::State, Address::of(["state"]), "State"),
    ];
    let has_state = gateway.service.has_inspection();
    let tabs = tabs
        .into_iter()
        .filter(|(of, ..)| *of != Tab::State || has_state)
        .map(|(of, address, name)| element("li").with(link(&address, name).set_if(of == tab, "aria-current", "page")));
    let header = element("header")
        .with(
            element("p")
                .class("service")
                .with(text("strong", &service.title))
                .text(" ")
                .with(text("span", &format!("{} · simulator", service.version)).class("quiet")),
        )
        .with(element("nav").set("aria-label", "Pages").with(element("ul").all(tabs)));
    let body = element("body")
        .with(element("a").class("skip").to(&Address::here("main")).text("Skip to content"))
        .with(header)
        .with(element("main").set("id", "main").set("tabindex", "-1").with(main))
        .with(footer());
    response(element("html").set("lang", "en").with(head).with(body).into())
}

fn footer() -> Element {
    element("footer").with(text(
        "p",
        "Everything here is simulated on this machine, and is for this machine alone. Secret keys, tokens and passwords are not shown.",
    ))
}

fn response(html: Html) -> Response {
    let mut body = "<!DOCTYPE html>\n".to_owned();
    body.push_str(&html.into_text());
    let media_type = HeaderValue::from_static("text/html; charset=utf-8");
    let content = Content { media_type, body: body.into() };
    let headers = [
        (CONTENT_SECURITY_POLICY, POLICY),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (X_FRAME_OPTIONS, "DENY"),
        // Forms must still say where they come from.
        (REFERRER_POLICY, "same-origin"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (CACHE_CONTROL, "no-store"),
    ];
    let response = Response::new(StatusCode::OK, Some(content));
    headers.into_iter().fold(response, |response, (name, value)| response.header(name, HeaderValue::from_static(value)))
}

/// A part of a page, with its heading.
pub(super) fn section(id: &'static str, title: &str) -> Element {
    let heading = format!("{id}-title");
    element("section").set("id", id).set("aria-labelledby", &heading).with(text("h2", title).set("id", &heading))
}

/// A table that scrolls by itself where the page is too narrow for it, and can be reached by the keyboard for that.
pub(super) fn table(
    label: &str,
    columns: &[&str],
    rows: impl IntoIterator<Item = impl IntoIterator<Item = Html>>,
) -> Element {
    let table = cells(columns, rows, element);
    element("div").class("scroll").set("role", "region").set("aria-label", label).set("tabindex", "0").with(table)
}

/// A table with sentences in it, whose cells stand below each other where the page is too narrow.
pub(super) fn words_table(
    label: &str,
    columns: &[&str],
    rows: impl IntoIterator<Item = impl IntoIterator<Item = Html>>,
) -> Element {
    // What a stylesheet lays out as no table is none to a screen reader, unless it says so.
    let role = |name| match name {
        "table" => element(name).set("role", "table").set("aria-label", label),
        "thead" | "tbody" => element(name).set("role", "rowgroup"),
        "tr" => element(name).set("role", "row"),
        "th" => element(name).set("role", "columnheader"),
        _ => element(name).set("role", "cell"),
    };
    element("div").class("words").with(cells(columns, rows, role))
}

fn cells(
    columns: &[&str],
    rows: impl IntoIterator<Item = impl IntoIterator<Item = Html>>,
    element: impl Fn(&'static str) -> Element,
) -> Element {
    let head = columns.iter().map(|column| element("th").set("scope", "col").text(column));
    let rows = rows.into_iter().map(|row| element("tr").all(row.into_iter().map(|cell| element("td").with(cell))));
    element("table").with(element("thead").with(element("tr").all(head))).with(element("tbody").all(rows))
}

/// A block of code, which scrolls by itself.
pub(super) fn code_block(label: &str, code: &str) -> Element {
    element("pre").set("role", "region").set("aria-label", label).set("tabindex", "0").with(text("code", code))
}

/// A line of a form: what it asks for, and where it is given.
pub(super) fn field(label: &str, id: &str, input: Element) -> Element {
    element("div").class("field").with(text("label", label).set("for", id)).with(input.set("id", id))
}

/// A button that sends its form.
pub(super) fn button(name: &str) -> Element {
    element("button").set("type", "submit").text(name)
}

/// A form that changes something.
pub(super) fn form(to: &Address) -> Element {
    element("form").set("method", "post").to(to)
}

/// A value that a form has, and nobody sees.
pub(super) fn hidden(name: &str, value: &str) -> Element {
    element("input").set("type", "hidden").set("name", name).set("value", value)
}
