//! Which finding a changed item of the generated crate comes from.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::plain;
use crate::diff::finding::{CodeChange, Finding, Place, Rust};
use crate::spec::{Spec, extension as x, unescape};

/// Says of each finding which of the changed items it is about, and by that, whether it breaks source. An item that stands for
/// several things, as a constructor does for all that is required, comes from what breaks source by its rule, if anything does. Items
/// that no finding accounts for leave the verdicts of the rules as they are.
pub fn attribute(changes: &[CodeChange], findings: &mut [Finding], old: &Spec, new: &Spec) {
    let names = [Names::of(&old.document), Names::of(&new.document)];
    let subjects: Vec<BTreeSet<Subject>> = findings.iter().map(|finding| subjects(finding, &names)).collect();
    let mut code: Vec<Vec<CodeChange>> = vec![Vec::new(); findings.len()];
    let mut is_accounted = true;
    for change in changes {
        let of = |finding: &Finding, subjects: &BTreeSet<Subject>| {
            let fit = subjects.iter().filter_map(|subject| subject.fit(&change.item)).max()?;
            // What is about the item alone comes first, and then what breaks source by its rule.
            (!finding.is_of_words()).then_some((fit, finding.rust == Rust::Breaks))
        };
        let fits: Vec<_> = findings.iter().zip(&subjects).map(|(finding, subjects)| of(finding, subjects)).collect();
        let best = fits.iter().flatten().max().copied();
        is_accounted &= best.is_some();
        for (fit, code) in fits.iter().zip(&mut code) {
            if best.is_some() && *fit == best {
                code.push(change.clone());
            }
        }
    }
    for (finding, code) in findings.iter_mut().zip(code) {
        if !code.is_empty() {
            finding.rust = Rust::Breaks;
        } else if is_accounted && finding.rust == Rust::Breaks {
            finding.rust = Rust::None;
        }
        finding.code = code;
    }
}

/// How an item belongs to something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    /// Among others.
    Shared,
    /// It is made from that alone.
    Own,
}

/// What a finding is about, in the plain names of a crate.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Subject {
    /// A type.
    Schema(String),
    /// A field of a type.
    Field(String, String),
    Operation(String),
    /// A parameter of an operation.
    Parameter(String, String),
}

impl Subject {
    /// Whether an item is, or belongs to, it.
    fn fit(&self, item: &str) -> Option<Fit> {
        let (of, member) = item.rsplit_once("::").unwrap_or(("", item));
        let (owner, member) = (plain(of), plain(member));
        let is_itself = |name: &str| member == *name && matches!(owner.as_str(), "" | "client");
        let is_mock = |name: &str| owner == "mockservice" && member.strip_prefix("when") == Some(name);
        let is_set = |name: &str| member == *name || member.strip_prefix("set") == Some(name);
        match self {
            Self::Schema(name) => (owner == *name || is_itself(name)).then_some(Fit::Own),
            Self::Field(of, field) if owner == *of && is_set(field) => Some(Fit::Own),
            // The constructor may ask for it.
            Self::Field(of, _) => (owner == *of && member == "new").then_some(Fit::Shared),
            Self::Parameter(operation, name) if owner == *operation => {
                // A name that stands in two places is told from the other by its place.
                let spelt = ["", "query", "header", "path"].map(|place| format!("{name}{place}"));
                spelt.iter().any(|name| is_set(name)).then_some(Fit::Own)
            }
            Self::Parameter(operation, _) => (is_itself(operation) || is_mock(operation)).then_some(Fit::Shared),
            Self::Operation(name) => (owner == *name || is_itself(name) || is_mock(name)).then_some(Fit::Shared),
        }
    }
}

/// The names of what a document has.
struct Names<'d> {
    document: &'d Value,
    /// Of operations, by their ids.
    operations: BTreeMap<&'d str, String>,
}

impl<'d> Names<'d> {
    fn of(document: &'d Value) -> Self {
        let items = document.get("paths").and_then(Value::as_object).into_iter().flat_map(|paths| paths.values());
        let operations = items.filter_map(Value::as_object).flat_map(|item| item.values());
        let named = operations.filter_map(|operation| {
            let id = operation.get("operationId")?.as_str()?;
            Some((id, rust_name(operation).map_or_else(|| plain(id), plain)))
        });
        Self { document, operations: named.collect() }
    }

    /// What a place is about; of a component that is no schema, what it is to each operation that it reaches.
    fn subjects(&self, place: &Place, reached: &[String]) -> Vec<Subject> {
        let named = |pointer: &str, name: &str| {
            let found = self.document.pointer(pointer).and_then(rust_name);
            plain(found.unwrap_or(&unescape(name)))
        };
        let parts: Vec<&str> = place.pointer.split('/').skip(1).collect();
        let reached = || reached.iter().filter_map(|id| self.operations.get(id.as_str()).cloned());
        match parts.as_slice() {
            ["components", "schemas", schema, rest @ ..] => {
                let pointer = format!("/components/schemas/{schema}");
                let owner = named(&pointer, schema);
                vec![match rest {
                    ["properties", field, ..] => {
                        Subject::Field(owner, named(&format!("{pointer}/properties/{field}"), field))
                    }
                    _ => Subject::Schema(owner),
                }]
            }
            ["components", "parameters", name, ..] => {
                let Some(parameter) = self.parameter(&format!("/components/parameters/{name}")) else {
                    return Vec::new();
                };
                reached().map(|operation| Subject::Parameter(operation, parameter.clone())).collect()
            }
            ["components", ..] => reached().map(Subject::Operation).collect(),
            ["paths", path, method, rest @ ..] => {
                let pointer = format!("/paths/{path}/{method}");
                let operation = self.document.pointer(&pointer).and_then(|operation| operation.get("operationId"));
                let Some(name) = operation.and_then(Value::as_str).and_then(|id| self.operations.get(id)).cloned()
                else {
                    return Vec::new();
                };
                let parameter = match rest {
                    ["parameters", index, ..] => self.parameter(&format!("{pointer}/parameters/{index}")),
                    _ => None,
                };
                vec![match parameter {
                    Some(parameter) => Subject::Parameter(name, parameter),
                    None => Subject::Operation(name),
                }]
            }
            _ => Vec::new(),
        }
    }

    /// The plain name of a parameter that is written at a place, or referred to from there.
    fn parameter(&self, pointer: &str) -> Option<String> {
        let found = self.document.pointer(pointer)?;
        let found = match found.get("$ref").and_then(Value::as_str) {
            Some(reference) => self.document.pointer(reference.strip_prefix('#')?)?,
            None => found,
        };
        rust_name(found).or_else(|| found.get("name")?.as_str()).map(plain)
    }
}

fn rust_name(found: &Value) -> Option<&str> {
    found.get(x::RUST_NAME)?.as_str()
}

fn subjects(finding: &Finding, [old, new]: &[Names<'_>; 2]) -> BTreeSet<Subject> {
    let mut subjects = BTreeSet::new();
    for (place, own, other) in [(&finding.old, old, new), (&finding.new, new, old)] {
        let Some(place) = place else { continue };
        subjects.extend(own.subjects(place, &finding.operations));
        // A field that was a reference stands in one document as what it referred to: each place is looked up in both. Not so a
        // parameter: the same number may be of another one.
        if !place.pointer.contains("/parameters/") {
            subjects.extend(other.subjects(place, &finding.operations));
        }
    }
    subjects
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_are_about_what_they_are_made_from() {
        let size = Subject::Field("widget".to_owned(), "size".to_owned());
        for (item, fit) in [
            ("Widget::size", Some(Fit::Own)),
            ("Widget::size()", Some(Fit::Own)),
            ("Widget::set_size()", Some(Fit::Own)),
            ("Widget::new()", Some(Fit::Shared)),
            ("Widget::name", None),
            ("Gear::size", None),
            ("Widget", None),
        ] {
            assert_eq!(size.fit(item), fit, "{item}");
        }
        let list = Subject::Operation("listwidgets".to_owned());
        let limit = Subject::Parameter("listwidgets".to_owned(), "limit".to_owned());
        for (item, of_operation, of_parameter) in [
            ("ListWidgets", Some(Fit::Shared), Some(Fit::Shared)),
            ("ListWidgets::limit()", Some(Fit::Shared), Some(Fit::Own)),
            ("ListWidgets::set_limit()", Some(Fit::Shared), Some(Fit::Own)),
            ("ListWidgets::limit_query()", Some(Fit::Shared), Some(Fit::Own)),
            ("ListWidgets::offset()", Some(Fit::Shared), None),
            ("Client::list_widgets()", Some(Fit::Shared), Some(Fit::Shared)),
            ("MockService::when_list_widgets()", Some(Fit::Shared), Some(Fit::Shared)),
            ("Client::show_widget()", None, None),
        ] {
            assert_eq!((list.fit(item), limit.fit(item)), (of_operation, of_parameter), "{item}");
        }
    }
}
