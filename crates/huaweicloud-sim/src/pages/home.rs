//! The first page: how a client gets here, and what there is at a glance.

use hyper::header::HOST;
use hyper::http::request::Parts;

use super::address::Address;
use super::frame::{Tab, code_block, section, shown};
use super::html::{Element, Html, element, link, text};
use super::{calls, clock, faults, oddities, state};
use crate::examples::EXAMPLE_PROJECT_ID;
use crate::gateway::Gateway;
use crate::response::Response;

/// How many of the last calls stand here.
const CALLS: usize = 10;

pub(super) fn page(gateway: &Gateway, parts: &Parts) -> Response {
    let behaving = gateway.service.operations().filter(|operation| gateway.service.behaves(operation)).count();
    let all = gateway.service.document.operations.len();
    let about = element("p")
        .with(link(&Address::of(["operations"]), &format!("{all} operations")))
        .text(&format!(" can be tried. {behaving} answer from the state, the others with their documented examples."));
    let state = state::overview(gateway).map(|tables| section("state", "State").with(tables));
    let main = Html::default()
        .with(text("h1", "Overview"))
        .with(about)
        .with(clients(gateway, parts))
        .with(
            element("div")
                .class("columns")
                .with(element("div").with(clock::part(gateway)).with(oddities::part(gateway)))
                .with(faults::part(gateway)),
        )
        .with(
            section("calls", "Recent calls")
                .with(calls::newest(gateway, CALLS))
                .with(element("p").with(link(&Address::of(["calls"]), "All recent calls"))),
        )
        .with(state);
    shown(gateway, Tab::Home, "Overview", main)
}

/// The environment of a client.
fn clients(gateway: &Gateway, parts: &Parts) -> Element {
    let url = endpoint(parts);
    let key = &gateway.authentication.page_key;
    let credentials = &gateway.authentication.credentials;
    let project = credentials.projects.first().map_or(EXAMPLE_PROJECT_ID, |project| &project.id);
    let mut lines = Vec::new();
    if let Some(name) = gateway.service.known_sdk_name() {
        lines.push(format!("export HUAWEICLOUD_SDK_REGION_{}_SIMULATOR={url}", name.to_uppercase()));
    }
    lines.extend([
        format!("export HUAWEICLOUD_SDK_IAM_ENDPOINT={url}"),
        format!("export HUAWEICLOUD_SDK_PROJECT_ID={project}"),
    ]);
    let note = if key.is_example() {
        lines.push(format!("export HUAWEICLOUD_SDK_AK={}", key.access_key));
        "The secret key, HUAWEICLOUD_SDK_SK, is that of the examples: the program prints it when it starts, and its README has it."
    } else {
        "The access key and the secret key are those that the simulator was started with. What this page sends is signed with a key \
         of its own, which nobody else has."
    };
    element("details")
        .with(text("summary", "How a client gets here"))
        .with(code_block("Environment of a client", &lines.join("\n")))
        .with(text("p", note).class("quiet"))
}

/// Where the simulator is, as whoever got the page found it.
pub(super) fn endpoint(parts: &Parts) -> String {
    let host = parts.headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    format!("http://{host}")
}
