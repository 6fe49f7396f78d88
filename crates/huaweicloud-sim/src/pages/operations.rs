//! All operations by resource, with a filter.

use super::address::Address;
use super::calls::method;
use super::frame::{Tab, button, shown};
use super::html::{Element, Html, element, link, text};
use super::prose::line;
use crate::document::Operation;
use crate::documentation::Documentation;
use crate::gateway::Gateway;
use crate::refusal::Refusal;
use crate::response::Response;

pub(super) fn page(gateway: &Gateway, filter: &str) -> Result<Response, Refusal> {
    let documentation = gateway.service.documentation()?;
    let words: Vec<String> = filter.split_whitespace().map(str::to_lowercase).collect();
    let found: Vec<&Operation> = gateway
        .service
        .document
        .operations
        .iter()
        .filter(|operation| is_found(documentation, operation, &words))
        .collect();
    let mut tags: Vec<&str> = found.iter().map(|operation| operation.tag.as_str()).collect();
    tags.sort_unstable();
    tags.dedup();
    let jump = tags.iter().map(|tag| element("li").with(element("a").to(&Address::here(tag)).text(tag)));
    let sections = tags.iter().map(|tag| {
        let of_tag: Vec<_> = found.iter().copied().filter(|operation| operation.tag == *tag).collect();
        resource(gateway, documentation, tag, &of_tag)
    });
    let count = match (words.is_empty(), found.len()) {
        (true, all) => format!("{all} operations."),
        (false, found) => format!("{found} of {} operations.", gateway.service.document.operations.len()),
    };
    let main = Html::default()
        .with(text("h1", "Operations"))
        .with(search(filter))
        .with(text("p", &count).set("role", "status"))
        .with(element("nav").class("jump").set("aria-label", "Resources").with(element("ul").all(jump)))
        .with(sections.collect::<Html>());
    Ok(shown(gateway, Tab::Operations, "Operations", main))
}

fn search(filter: &str) -> Element {
    let input = element("input").set("type", "search").set("name", "q").set("value", filter).set("id", "q");
    element("form")
        .set("method", "get")
        .to(&Address::of(["operations"]))
        .class("line")
        .set("role", "search")
        .with(
            element("div")
                .class("field")
                .with(text("label", "Find by name, path, words of the summary, or resource").set("for", "q"))
                .with(input),
        )
        .with(button("Filter"))
}

/// Whether all words stand somewhere in what one knows an operation by.
fn is_found(documentation: &Documentation, operation: &Operation, words: &[String]) -> bool {
    if words.is_empty() {
        return true;
    }
    let of = documentation.operation(&operation.id);
    let (summary, rust_name) =
        of.map_or(("", ""), |of| (of.summary.as_str(), of.rust_name.as_deref().unwrap_or_default()));
    let Operation { id, method, path, tag, .. } = operation;
    let known = format!("{id} {method} {path} {tag} {summary} {rust_name}").to_lowercase();
    words.iter().all(|word| known.contains(word))
}

fn resource(gateway: &Gateway, documentation: &Documentation, tag: &str, operations: &[&Operation]) -> Element {
    let described = documentation.tags.iter().find(|one| one.name == tag).map(|one| one.description.as_str());
    let rows = operations.iter().map(|operation| {
        let of = documentation.operation(&operation.id);
        let summary = of.map(|of| of.summary.as_str()).unwrap_or_default();
        let by_state = gateway.service.behaves(&operation.id).then(|| text("span", "state").class("tag"));
        let deprecated = of.filter(|of| of.deprecated).map(|_| text("span", "out of date").class("tag bad"));
        element("li").with(method(&operation.method)).with(
            element("div")
                .with(link(&Address::operation(&operation.id), &operation.id))
                .with(by_state)
                .with(deprecated)
                .with(element("p").with(line(gateway, summary)))
                .with(text("code", &operation.path)),
        )
    });
    element("section")
        .set("id", tag)
        .with(text("h2", tag))
        .with(described.map(|words| element("p").class("quiet").with(line(gateway, words))))
        .with(element("ul").class("operations").all(rows))
}
