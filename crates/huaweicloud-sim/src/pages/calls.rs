//! The last requests of clients: what came and what became of it, newest first. Neither headers nor bodies, nor the query.

use jiff::Timestamp;

use super::address::Address;
use super::form::Form;
use super::frame::{Tab, shown, table};
use super::html::{Element, Html, element, link, text};
use crate::gateway::Gateway;
use crate::journal::RecordedRequest;
use crate::response::Response;

/// How many stand on one page.
const ON_A_PAGE: usize = 100;
/// How much of a path is shown, in characters.
const PATH_SHOWN: usize = 160;

pub(super) fn page(gateway: &Gateway, query: &Form) -> Response {
    let skip: usize = query.get("skip").and_then(|skip| skip.parse().ok()).unwrap_or(0);
    let requests = gateway.journal.all();
    let part: Vec<_> = requests.iter().rev().skip(skip).take(ON_A_PAGE).collect();
    let end = skip.saturating_add(part.len());
    let main = Html::default()
        .with(text("h1", "Recent calls"))
        .with(text(
            "p",
            &format!("{} are kept, a thousand at most. Headers, queries and bodies are not shown.", requests.len()),
        ))
        .with(rows(&part))
        .with(pages(
            (skip > 0).then(|| at(skip.saturating_sub(ON_A_PAGE))),
            (end < requests.len()).then(|| at(end)),
            ["Newer", "Older"],
        ));
    shown(gateway, Tab::Calls, "Recent calls", main)
}

fn at(skip: usize) -> Address {
    Address::of(["calls"]).query("skip", &skip.to_string())
}

/// The newest ones.
pub(super) fn newest(gateway: &Gateway, count: usize) -> Element {
    let requests = gateway.journal.all();
    rows(&requests.iter().rev().take(count).collect::<Vec<_>>())
}

fn rows(requests: &[&RecordedRequest]) -> Element {
    if requests.is_empty() {
        return text("p", "No call has come yet.").class("quiet");
    }
    table(
        "Recent calls",
        &["Time", "Method", "Path", "Operation", "Status", "Code", "Took"],
        requests.iter().map(|one| row(one)),
    )
}

fn row(request: &RecordedRequest) -> [Html; 7] {
    let received = Timestamp::try_from(request.received()).unwrap_or(Timestamp::MAX);
    let operation = request.operation().map_or_else(|| "–".into(), |id| link(&Address::operation(id), id).into());
    let status = request.status().map_or_else(|| text("span", "cut").class("bad"), status_of);
    [
        text("time", &received.strftime("%H:%M:%S%.3f").to_string())
            .set("datetime", &received.strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string())
            .into(),
        method(request.method()).into(),
        text("code", &cut(request.path())).into(),
        operation,
        status.into(),
        request.error_code().map_or_else(|| "–".into(), |code| text("code", code).into()),
        format!("{:.1} ms", request.took().as_secs_f64() * 1_000.0).as_str().into(),
    ]
}

fn cut(path: &str) -> String {
    match path.char_indices().nth(PATH_SHOWN) {
        Some((end, _)) => format!("{}…", &path[..end]),
        None => path.to_owned(),
    }
}

/// A method, in its colour.
pub(super) fn method(method: &str) -> Element {
    text("span", method).class("method").set("data-method", method)
}

/// A status, in the colour of what it means.
pub(super) fn status_of(status: u16) -> Element {
    text("span", &status.to_string()).class(if status < 400 { "good" } else { "bad" })
}

/// The ways to the pages before and after this one.
pub(super) fn pages(before: Option<Address>, after: Option<Address>, [back, on]: [&str; 2]) -> Html {
    if before.is_none() && after.is_none() {
        return Html::default();
    }
    element("nav")
        .class("line")
        .set("aria-label", "More of the list")
        .with(before.map(|to| link(&to, back)))
        .with(after.map(|to| link(&to, on)))
        .into()
}
