//! Limits: lengths, sizes, ranges, multiples.

use std::cmp::Ordering;

use serde_json::{Number, Value};

use super::view::View;
use crate::diff::wire::Walk;
use crate::diff::wire::record::At;

/// A limit, by its keyword.
#[derive(Clone, Copy, Debug)]
struct Limit {
    keyword: &'static str,
    /// Whether it is the largest that is allowed, or the smallest.
    is_upper: bool,
    /// The keyword that excludes the limit itself.
    exclusive: Option<&'static str>,
    /// Whether it is about the fields of an object.
    is_of_size: bool,
}

const fn of_length(keyword: &'static str, is_upper: bool) -> Limit {
    Limit { keyword, is_upper, exclusive: None, is_of_size: false }
}

const LIMITS: [Limit; 10] = [
    of_length("maxLength", true),
    of_length("minLength", false),
    of_length("maxItems", true),
    of_length("minItems", false),
    of_length("maxContains", true),
    of_length("minContains", false),
    Limit { is_of_size: true, ..of_length("maxProperties", true) },
    Limit { is_of_size: true, ..of_length("minProperties", false) },
    Limit { exclusive: Some("exclusiveMaximum"), ..of_length("maximum", true) },
    Limit { exclusive: Some("exclusiveMinimum"), ..of_length("minimum", false) },
];

/// A limit that is set.
#[derive(Clone, Debug)]
struct Bound<'d> {
    value: &'d Number,
    is_exclusive: bool,
}

impl<'d> Walk<'d> {
    pub(super) fn limits(&mut self, at: At, old: &View<'d>, new: &View<'d>) {
        for limit in LIMITS {
            self.limit(at, limit, old, new);
        }
        self.multiple(at, old, new);
        match (old.flag("uniqueItems"), new.flag("uniqueItems")) {
            (false, true) => {
                let message = "no element may be there twice now";
                self.report(at, "unique.added", Some(old.node()), Some(new.node()), message);
            }
            (true, false) => {
                let message = "an element may be there twice now";
                self.report(at, "unique.removed", Some(old.node()), Some(new.node()), message);
            }
            _ => {}
        }
    }

    fn limit(&mut self, at: At, limit: Limit, old: &View<'d>, new: &View<'d>) {
        let keyword = limit.keyword;
        let shown =
            |bound: &Bound<'d>| format!("{}{}", bound.value, if bound.is_exclusive { " (exclusive)" } else { "" });
        let (id, message) = match (limit.bound(old), limit.bound(new)) {
            (None, None) => return,
            (None, Some(b)) => {
                let id = if limit.is_of_size { "size.added" } else { "limit.added" };
                (id, format!("`{keyword}` is {} now", shown(&b)))
            }
            (Some(a), None) => {
                let id = if limit.is_of_size { "size.removed" } else { "limit.removed" };
                (id, format!("`{keyword}` is not {} any more", shown(&a)))
            }
            (Some(a), Some(b)) => {
                let excluded =
                    if limit.is_upper { (a.is_exclusive, b.is_exclusive) } else { (b.is_exclusive, a.is_exclusive) };
                let order = compare(b.value, a.value).then(excluded.0.cmp(&excluded.1));
                let is_tighter = if limit.is_upper { Ordering::Less } else { Ordering::Greater };
                let id = match order {
                    Ordering::Equal => return,
                    order if order == is_tighter => "limit.tightened",
                    _ => "limit.loosened",
                };
                (id, format!("`{keyword}` is {} instead of {}", shown(&b), shown(&a)))
            }
        };
        self.report(at, id, Some(old.node()), Some(new.node()), message);
    }

    fn multiple(&mut self, at: At, old: &View<'d>, new: &View<'d>) {
        let step = |view: &View<'d>| view.get("multipleOf").and_then(|node| node.value().as_f64());
        let is_multiple = |a: f64, b: f64| b != 0.0 && ((a / b) - (a / b).round()).abs() < 1e-9;
        let (id, message) = match (step(old), step(new)) {
            (None, Some(b)) => ("limit.added", format!("it has to be a multiple of {b} now")),
            (Some(a), None) => ("limit.removed", format!("it need not be a multiple of {a} any more")),
            (Some(a), Some(b)) if a.total_cmp(&b).is_ne() => {
                let id = match (is_multiple(b, a), is_multiple(a, b)) {
                    (true, _) => "limit.tightened",
                    (_, true) => "limit.loosened",
                    _ => "multiple.changed",
                };
                (id, format!("it has to be a multiple of {b} instead of {a}"))
            }
            _ => return,
        };
        self.report(at, id, Some(old.node()), Some(new.node()), message);
    }
}

impl Limit {
    /// What is set. The least length that there is anyway is no limit.
    fn bound<'d>(self, view: &View<'d>) -> Option<Bound<'d>> {
        let number = |key: &str| match view.get(key).map(|node| node.value()) {
            Some(Value::Number(number)) => Some(number),
            _ => None,
        };
        let is_exclusive = self.exclusive.is_some_and(|key| view.flag(key));
        let plain = number(self.keyword).map(|value| Bound { value, is_exclusive });
        // OpenAPI 3.1 has the limit itself there.
        let other = self.exclusive.and_then(number).map(|value| Bound { value, is_exclusive: true });
        let is_said =
            |bound: &Bound<'_>| self.exclusive.is_some() || self.is_upper || bound.value.as_f64() != Some(0.0);
        plain.or(other).filter(is_said)
    }
}

/// The order of two numbers, exact for integers of any size.
fn compare(a: &Number, b: &Number) -> Ordering {
    match (a.as_i128(), b.as_i128()) {
        (Some(a), Some(b)) => a.cmp(&b),
        _ => a.as_f64().unwrap_or_default().total_cmp(&b.as_f64().unwrap_or_default()),
    }
}
