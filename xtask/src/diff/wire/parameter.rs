//! Parameters: what is sent outside of the body.

use super::lifetime::{Promise, SUNSET};
use super::paths::Call;
use super::record::{At, Site};
use super::{Walk, take_pairs};
use crate::diff::Node;
use crate::diff::rule::Slot;

/// What the rules on parameters look at.
const KNOWN: &[&str] =
    &["allowEmptyValue", "allowReserved", "content", "explode", "in", "name", "required", "schema", "style", SUNSET];

/// Headers that OpenAPI describes in another way: parameters of these names say nothing.
const NO_PARAMETERS: [&str; 3] = ["accept", "authorization", "content-type"];

/// A parameter, by what tells it from the others.
#[derive(Clone, Debug)]
struct Parameter<'d> {
    node: Node<'d>,
    location: String,
    /// As it is compared: names of headers have no case, and those in the path no name that is sent.
    name: String,
}

impl<'d> Walk<'d> {
    /// Compares the parameters of an operation and of its path.
    pub(super) fn parameters(&mut self, at: At, old: &Call<'d>, new: &Call<'d>) {
        let at = at.part("parameter");
        let (mut before, mut after) = (parameters(old), parameters(new));
        let mut pairs = take_pairs(&mut before, &mut after, |a, b| a.location == b.location && a.name == b.name);
        let moved = take_pairs(&mut before, &mut after, |a, b| a.name == b.name);
        for (a, b) in &moved {
            let message = format!("`{}` is sent in the {} instead of the {}", b.shown(), b.location, a.location);
            self.report(at, "parameter.location.changed", Some(&a.node), Some(&b.node), message);
        }
        let renamed = take_pairs(&mut before, &mut after, Parameter::is_renamed);
        for (a, b) in &renamed {
            let message = format!("`{}` is called `{}` now", a.shown(), b.shown());
            self.report(at, "parameter.name.changed", Some(&a.node), Some(&b.node), message);
        }
        pairs.extend(moved.into_iter().chain(renamed));
        for (a, b) in &pairs {
            self.parameter(at, a, b);
        }
        for a in &before {
            let id = match self.promise(&a.node) {
                Promise::Announced => "parameter.removed.announced",
                Promise::Ended => "parameter.removed.ended",
                _ if a.is_required() => "parameter.removed.required",
                _ => "parameter.removed",
            };
            self.report(at, id, Some(&a.node), None, format!("`{}` is gone from the {}", a.shown(), a.location));
        }
        for b in &after {
            let id = if b.is_required() { "parameter.added.required" } else { "parameter.added" };
            let kind = if b.is_required() { "a required parameter" } else { "an optional parameter" };
            self.report(at, id, None, Some(&b.node), format!("`{}` is new, {kind} in the {}", b.shown(), b.location));
        }
    }

    fn parameter(&mut self, at: At, old: &Parameter<'d>, new: &Parameter<'d>) {
        let (before, after) = (&old.node, &new.node);
        self.look_at(before, after);
        let name = new.shown();
        if old.location == "path" && old.shown() != name {
            let message = format!("`{}` is called `{name}` now", old.shown());
            self.report(at, "parameter.renamed", Some(before), Some(after), message);
        }
        match (old.is_required(), new.is_required()) {
            (false, true) => {
                self.report(at, "parameter.required", Some(before), Some(after), format!("`{name}` is required now"));
            }
            (true, false) => {
                let message = format!("`{name}` is optional now");
                self.report(at, "parameter.optional", Some(before), Some(after), message);
            }
            _ => {}
        }
        self.sunset(at, before, after);
        self.serialization(at, old, new);
        self.parameter_schema(at, old, new);
        self.rest(at, before, after, KNOWN);
    }

    /// How the value is written.
    fn serialization(&mut self, at: At, old: &Parameter<'d>, new: &Parameter<'d>) {
        let (before, after) = (Some(&old.node), Some(&new.node));
        let name = new.shown();
        let is_moved = old.location != new.location;
        if !is_moved && old.style() != new.style() {
            let message = format!("`{name}` is written in the style {} instead of {}", new.style(), old.style());
            self.report(at, "parameter.style.changed", before, after, message);
        } else if !is_moved && old.is_exploded() != new.is_exploded() {
            let message = format!("`explode` of `{name}` is {} now", new.is_exploded());
            self.report(at, "parameter.explode.changed", before, after, message);
        }
        let flags = |key: &str| (old.node.flag(key), new.node.flag(key));
        match flags("allowReserved") {
            (false, true) => {
                let message = format!("`{name}` takes reserved characters now");
                self.report(at, "parameter.reserved.allowed", before, after, message);
            }
            (true, false) => {
                let message = format!("`{name}` takes no reserved characters any more");
                self.report(at, "parameter.reserved.refused", before, after, message);
            }
            _ => {}
        }
        match flags("allowEmptyValue") {
            (false, true) => {
                self.report(at, "parameter.empty.allowed", before, after, format!("`{name}` may be empty now"));
            }
            (true, false) => {
                let message = format!("`{name}` may not be empty any more");
                self.report(at, "parameter.empty.refused", before, after, message);
            }
            _ => {}
        }
    }

    fn parameter_schema(&mut self, at: At, old: &Parameter<'d>, new: &Parameter<'d>) {
        let slot = if at.is_callback() { Slot::CallbackRequest } else { Slot::Parameter };
        let contents = (old.node.get("content"), new.node.get("content"));
        let (before, after) = (old.node.raw("schema"), new.node.raw("schema"));
        match contents {
            (Some(a), Some(b)) => {
                let media_type = |content: &Node<'d>| content.members().first().map(|(name, _)| name.to_lowercase());
                if media_type(&a) == media_type(&b) {
                    self.content(at.in_slot(slot), &a, &b);
                } else {
                    let message = format!("`{}` is written in another format", new.shown());
                    self.report(at, "parameter.content.changed", Some(&a), Some(&b), message);
                }
            }
            (None, None) => {
                let at = At { slot, site: Site::Schema(""), ..at };
                let Some((before, after)) = before.as_ref().zip(after.as_ref()) else {
                    return self.schema_of(at, &old.node, &new.node, before.as_ref(), after.as_ref());
                };
                let is_new = self.pairs.len();
                let index = self.pair(at.owner, slot, before, after);
                let is_always_sent = old.node.flag("required") && new.node.flag("required");
                if let Some(pair) = self.pairs.get_mut(index) {
                    pair.is_always_sent = is_always_sent && (index == is_new || pair.is_always_sent);
                }
            }
            _ => {
                let message = format!("`{}` is written in another format", new.shown());
                self.report(at, "parameter.content.changed", Some(&old.node), Some(&new.node), message);
            }
        }
    }
}

impl Parameter<'_> {
    /// The name that people know.
    fn shown(&self) -> &str {
        self.node.text("name").unwrap_or_default()
    }

    fn is_required(&self) -> bool {
        self.location == "path" || self.node.flag("required")
    }

    /// How it is written if nothing is said.
    fn style(&self) -> &str {
        let usual = if matches!(self.location.as_str(), "query" | "cookie") { "form" } else { "simple" };
        self.node.text("style").unwrap_or(usual)
    }

    fn is_exploded(&self) -> bool {
        let said = self.node.value().get("explode").and_then(serde_json::Value::as_bool);
        said.unwrap_or(self.style() == "form")
    }

    /// Whether it is the same one under a name that differs in its spelling.
    fn is_renamed(&self, other: &Self) -> bool {
        let plain = |name: &str| name.replace(['-', '_', '.'], "").to_lowercase();
        self.location == other.location && plain(self.shown()) == plain(other.shown())
    }
}

/// What is sent with an operation: its own parameters come before those of its path.
fn parameters<'d>(call: &Call<'d>) -> Vec<Parameter<'d>> {
    let placeholders: Vec<&str> = call.path.split('{').skip(1).filter_map(|part| part.split('}').next()).collect();
    let mut found: Vec<Parameter<'d>> = Vec::new();
    for node in call.operation.list("parameters").into_iter().chain(call.item.list("parameters")) {
        let node = node.resolved();
        let location = node.text("in").unwrap_or_default().to_owned();
        let sent = node.text("name").unwrap_or_default();
        let name = match location.as_str() {
            "header" => sent.to_lowercase(),
            "path" => match placeholders.iter().position(|name| *name == sent) {
                Some(position) => format!("{{{position}}}"),
                None => sent.to_owned(),
            },
            _ => sent.to_owned(),
        };
        let is_no_parameter = location == "header" && NO_PARAMETERS.contains(&name.as_str());
        let is_known = found.iter().any(|other| other.location == location && other.name == name);
        if !is_no_parameter && !is_known {
            found.push(Parameter { node, location, name });
        }
    }
    found
}
