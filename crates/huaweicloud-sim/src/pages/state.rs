//! What the service holds, as it shows it.

use super::address::Address;
use super::calls::pages;
use super::form::Form;
use super::frame::{Tab, shown, table};
use super::html::{Element, Html, element, link, text};
use crate::gateway::Gateway;
use crate::inspection::{StateCell, StateQuery, StateTable};
use crate::refusal::Refusal;
use crate::response::Response;

pub(super) fn page(gateway: &Gateway, path: &[&str], query: &Form) -> Result<Response, Refusal> {
    let skipped = query.get("table").zip(query.get("skip").and_then(|skip| skip.parse().ok()));
    let asked = StateQuery {
        path: path.iter().map(|&segment| segment.to_owned()).collect(),
        skipped: skipped.map(|(table, skip)| (table.to_owned(), skip)),
        now: gateway.timeline.now(),
    };
    let tables = gateway.service.inspected(&asked).ok_or_else(|| {
        Refusal::new(
            404,
            "APIGW.0101",
            "The state has nothing of the kind, or no longer: look again from its beginning.",
        )
    })?;
    let title = if path.is_empty() { "State".to_owned() } else { path.join(" / ") };
    let mut main = Html::default();
    if !path.is_empty() {
        main.push(element("nav").set("aria-label", "Way back").with(link(&Address::of(["state"]), "State")));
    }
    main.push(text("h1", &title));
    main.push(tables.iter().map(|one| part(path, one)).collect::<Html>());
    Ok(shown(gateway, Tab::State, &title, main))
}

/// The tables of the whole, as the first page has them.
pub(super) fn overview(gateway: &Gateway) -> Option<Html> {
    let asked = StateQuery { path: Vec::new(), skipped: None, now: gateway.timeline.now() };
    Some(gateway.service.inspected(&asked)?.iter().map(|one| part(&[], one)).collect())
}

fn part(path: &[&str], of: &StateTable) -> Element {
    let columns: Vec<&str> = of.columns.iter().map(String::as_str).collect();
    let rows = of.rows.iter().map(|row| row.iter().map(cell));
    let heading = text("h3", &of.name).text(" ").with(text("span", &of.total.to_string()).class("count"));
    let at = |skip: usize| {
        Address::of(["state"].iter().chain(path)).query("table", &of.name).query("skip", &skip.to_string())
    };
    let block = element("section").with(heading);
    if of.rows.is_empty() {
        return block.with(text("p", "None.").class("quiet"));
    }
    block.with(table(&of.name, &columns, rows)).with(pages(
        of.before().map(at),
        of.after().map(at),
        ["Before", "After"],
    ))
}

fn cell(cell: &StateCell) -> Html {
    match &cell.path {
        Some(path) => {
            link(&Address::of(["state"].into_iter().chain(path.iter().map(String::as_str))), &cell.text).into()
        }
        None => cell.text.as_str().into(),
    }
}
