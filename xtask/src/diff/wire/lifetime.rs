//! How long something is promised to go on: whether it is deprecated, its last day, and how stable it is said to be.

use serde_json::Value;

use super::Walk;
use super::record::At;
use crate::diff::Node;

/// The extension that has the last day of what is deprecated.
pub(super) const SUNSET: &str = "x-sunset";

/// The extension that says how stable an operation is.
pub(super) const STABILITY: &str = "x-stability-level";

/// How stable something can be said to be, the least first.
const LEVELS: [&str; 4] = ["draft", "alpha", "beta", "stable"];

/// What was said of the end of something that is gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Promise {
    /// Nothing, or that it is not over yet.
    Lasting,
    /// That it ends some day.
    Announced,
    /// A day that has passed.
    Ended,
    /// That it is a draft.
    Draft,
}

impl<'d> Walk<'d> {
    /// What was said of the end of something.
    pub(super) fn promise(&self, of: &Node<'d>) -> Promise {
        let is_draft = of.text(STABILITY).is_some_and(|level| matches!(level, "draft" | "alpha"));
        match (of.flag("deprecated"), said(of)) {
            _ if is_draft => Promise::Draft,
            (true, None) => Promise::Announced,
            (true, Some(day)) if self.has_passed(&day) => Promise::Ended,
            _ => Promise::Lasting,
        }
    }

    /// Compares the last days of something that is deprecated.
    pub(super) fn sunset(&mut self, at: At, old: &Node<'d>, new: &Node<'d>) {
        let (before, after) = (said(old), said(new));
        let id = match (&before, &after) {
            (a, b) if a == b => return,
            (_, Some(b)) if !is_day(b) => "sunset.unreadable",
            (_, None) if new.flag("deprecated") => "sunset.withdrawn",
            (_, None) => "sunset.removed",
            // Days of ISO 8601 are in the order of their texts.
            (Some(a), Some(b)) if is_day(a) && b < a => "sunset.earlier",
            (Some(a), Some(_)) if is_day(a) => "sunset.later",
            (_, Some(b)) if self.has_passed(b) => "sunset.passed",
            _ => "sunset.added",
        };
        let day = after.as_deref().unwrap_or("not said");
        self.report(at, id, Some(old), Some(new), format!("its last day is {day} now"));
    }

    /// Compares how stable something is said to be. Whether it takes part is the answer: levels that nobody knows do not.
    pub(super) fn stability(&mut self, at: At, old: &Node<'d>, new: &Node<'d>) -> bool {
        let level = |node: &Node<'d>| LEVELS.iter().position(|level| node.text(STABILITY) == Some(*level));
        let Some((before, after)) = level(old).zip(level(new)) else { return false };
        let id = if after < before { "stability.lowered" } else { "stability.raised" };
        if before != after {
            let said = new.text(STABILITY).unwrap_or_default();
            self.report(at, id, Some(old), Some(new), format!("it is said to be {said} now"));
        }
        true
    }

    fn has_passed(&self, day: &str) -> bool {
        is_day(day) && day.get(..10).is_some_and(|day| day < self.today.as_str())
    }
}

/// The last day of something, as it is written.
fn said(of: &Node<'_>) -> Option<String> {
    of.value().get(SUNSET).map(|day| match day {
        Value::String(day) => day.clone(),
        other => other.to_string(),
    })
}

/// Whether a text begins with a day of ISO 8601.
fn is_day(text: &str) -> bool {
    text.get(..10).is_some_and(|day| day.parse::<jiff::civil::Date>().is_ok())
}
