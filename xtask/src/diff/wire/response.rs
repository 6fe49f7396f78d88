//! Responses: statuses, headers, links and bodies.

use std::collections::BTreeMap;

use super::Walk;
use super::record::{At, Site};
use crate::diff::Node;
use crate::diff::rule::Slot;

/// The responses of an operation, by their status as it is compared.
type Responses<'d> = BTreeMap<String, Node<'d>>;

impl<'d> Walk<'d> {
    /// Compares what an operation answers.
    pub(super) fn responses(&mut self, at: At, old: &Node<'d>, new: &Node<'d>) {
        let at = at.part("response");
        let (before, after) = (responses(old), responses(new));
        let mut gone = Vec::new();
        for (status, response) in &before {
            match after.get(status).or_else(|| range_of(&after, &before, status)) {
                Some(other) => self.response(at, response, other),
                None => gone.push((status, response)),
            }
        }
        let mut added: Vec<_> = after.iter().filter(|(status, _)| !before.contains_key(*status)).collect();
        let successes = |list: &[(&String, &Node<'d>)], all: &Responses<'d>| {
            list.iter().filter(|(status, _)| is_success(status, all)).count()
        };
        if successes(&gone, &before) == 1 && successes(&added, &after) == 1 {
            let a = gone.iter().position(|(status, _)| is_success(status, &before));
            let b = added.iter().position(|(status, _)| is_success(status, &after));
            if let (Some(a), Some(b)) = (a, b) {
                let ((from, a), (to, b)) = (gone.remove(a), added.remove(b));
                let message = format!("success is answered by {to} instead of {from}");
                self.report(at, "response.status.changed", Some(a), Some(b), message);
                self.response(at, a, b);
            }
        }
        for (status, response) in gone {
            let id = if is_success(status, &before) { "response.success.removed" } else { "response.error.removed" };
            self.report(at, id, Some(response), None, format!("{status} is gone"));
        }
        for (status, response) in added {
            let id = if is_success(status, &after) { "response.success.added" } else { "response.error.added" };
            self.report(at, id, None, Some(response), format!("{status} is new"));
        }
        if let (Some(old), Some(new)) = (old.raw("responses"), new.raw("responses")) {
            let statuses: Vec<&str> = [&old, &new].into_iter().flat_map(Node::members).map(|(key, _)| key).collect();
            let known: Vec<&str> = statuses.into_iter().filter(|key| !key.starts_with("x-")).collect();
            self.rest(at, &old, &new, &known);
        }
    }

    fn response(&mut self, at: At, old: &Node<'d>, new: &Node<'d>) {
        self.look_at(old, new);
        let is_empty = |node: &Option<Node<'d>>| node.as_ref().is_none_or(|node| node.members().is_empty());
        let (before, after) = (old.get("content"), new.get("content"));
        match (is_empty(&before), is_empty(&after)) {
            (false, true) => {
                self.report(at, "response.body.removed", Some(old), Some(new), "there is no body any more");
                self.mark_all(&before);
            }
            (true, false) => {
                self.report(at, "response.body.added", Some(old), Some(new), "there is a body now");
                self.mark_all(&after);
            }
            _ => {
                if let (Some(before), Some(after)) = (&before, &after) {
                    let slot = if at.is_callback() { Slot::CallbackResponse } else { Slot::Response };
                    self.content(at.in_slot(slot), before, after);
                }
            }
        }
        self.headers(at.part("header"), old, new);
        self.links(at.part("link"), old, new);
        self.rest(at, old, new, &["content", "headers", "links"]);
    }

    fn headers(&mut self, at: At, old: &Node<'d>, new: &Node<'d>) {
        let (before, after) = (headers(old), headers(new));
        for (name, header) in &before {
            if let Some(other) = after.get(name) {
                self.header(at, name, header, other);
            } else {
                let id = if header.flag("required") { "header.removed.required" } else { "header.removed" };
                self.report(at, id, Some(header), None, format!("`{name}` is gone"));
            }
        }
        for (name, header) in after.iter().filter(|(name, _)| !before.contains_key(*name)) {
            let id = if header.flag("required") { "header.added.required" } else { "header.added" };
            self.report(at, id, None, Some(header), format!("`{name}` is new"));
        }
    }

    fn header(&mut self, at: At, name: &str, old: &Node<'d>, new: &Node<'d>) {
        self.look_at(old, new);
        match (old.flag("required"), new.flag("required")) {
            (false, true) => {
                self.report(at, "header.required", Some(old), Some(new), format!("`{name}` is always there now"));
            }
            (true, false) => {
                self.report(at, "header.optional", Some(old), Some(new), format!("`{name}` may be missing now"));
            }
            _ => {}
        }
        let form = |node: &Node<'d>| {
            let content = node.get("content").and_then(|content| content.members().first().map(|(key, _)| *key));
            (node.flag("explode"), node.text("style").unwrap_or("simple").to_owned(), content)
        };
        if form(old) != form(new) {
            let message = format!("`{name}` is written in another way");
            self.report(at, "header.style.changed", Some(old), Some(new), message);
        }
        let slot = if at.is_callback() { Slot::CallbackResponse } else { Slot::Header };
        if let (Some(before), Some(after)) = (old.get("content"), new.get("content")) {
            self.content(at.in_slot(slot), &before, &after);
        }
        let schema = At { slot, site: Site::Schema(""), ..at };
        self.schema_of(schema, old, new, old.raw("schema").as_ref(), new.raw("schema").as_ref());
        let known = ["allowEmptyValue", "allowReserved", "content", "explode", "required", "schema", "style"];
        self.rest(at, old, new, &known);
    }

    fn links(&mut self, at: At, old: &Node<'d>, new: &Node<'d>) {
        let named = |node: &Node<'d>| node.get("links").map(|links| links.members()).unwrap_or_default();
        let (before, after) = (named(old), named(new));
        for (name, link) in &before {
            let Some((_, other)) = after.iter().find(|(other, _)| other == name) else {
                self.report(at, "link.removed", Some(link), None, format!("`{name}` is gone"));
                continue;
            };
            let (link, other) = (&link.resolved(), &other.resolved());
            self.look_at(link, other);
            let is_kept = LINK.iter().all(|key| link.value().get(key) == other.value().get(key));
            if !is_kept {
                self.report(at, "link.changed", Some(link), Some(other), format!("`{name}` leads elsewhere"));
            }
            self.rest(at, link, other, LINK);
        }
        for (name, link) in after.iter().filter(|(name, _)| before.iter().all(|(other, _)| other != name)) {
            self.report(at, "link.added", None, Some(link), format!("`{name}` is new"));
        }
    }
}

/// What a link consists of.
const LINK: &[&str] = &["operationId", "operationRef", "parameters", "requestBody", "server"];

fn responses<'d>(operation: &Node<'d>) -> Responses<'d> {
    let members = operation.raw("responses").map(|node| node.members()).unwrap_or_default();
    let responses = members.into_iter().filter(|(status, _)| !status.starts_with("x-"));
    responses.map(|(status, node)| (status.to_uppercase(), node.resolved())).collect()
}

fn headers<'d>(response: &Node<'d>) -> BTreeMap<String, Node<'d>> {
    let members = response.get("headers").map(|node| node.members()).unwrap_or_default();
    let headers = members.into_iter().map(|(name, node)| (name.to_lowercase(), node.resolved()));
    // OpenAPI describes it by the keys of `content`.
    headers.filter(|(name, _)| name != "content-type").collect()
}

/// What `default` is depends on whether a success is said otherwise.
fn is_success(status: &str, all: &Responses<'_>) -> bool {
    let says_so = |status: &str| matches!(status.as_bytes().first(), Some(b'1'..=b'3'));
    says_so(status) || (status == "DEFAULT" && !all.keys().any(|status| says_so(status)))
}

/// The range of new responses that holds an old status, if there is none like it in the old ones.
fn range_of<'a, 'd>(new: &'a Responses<'d>, old: &Responses<'d>, status: &str) -> Option<&'a Node<'d>> {
    let range = format!("{}XX", status.get(..1)?);
    let holds = |name: &str| new.get(name).filter(|_| !old.contains_key(name) && status != "DEFAULT");
    holds(&range).or_else(|| holds("DEFAULT").filter(|_| is_success("DEFAULT", new) == is_success(status, old)))
}
