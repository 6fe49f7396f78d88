//! `x-requires`.

use serde_json::Value;

use super::condition::Within;
use super::reader::{Entries, Reader};
use crate::model::keyword::Subject;
use crate::model::{Allowed, Ask, Bound, NO_REQUIREMENT, Otherwise, Relation, Requirement, ValueAt};
use crate::spec::{child, extension as x};

/// The rule that these faults break.
pub(super) const RULE: &str = "requirement";

/// What is made of the values that are listed under a key.
type MakesAsk = fn(Vec<ValueAt>) -> Ask;

/// The keys that say what is asked, and what each makes of its list.
const ASKS: [(&str, MakesAsk); 5] = [
    ("needs", Ask::Needs),
    ("only", Ask::Only),
    ("exactly-one-of", Ask::ExactlyOne),
    ("at-least-one-of", Ask::AtLeastOne),
    ("at-most-one-of", Ask::AtMostOne),
];

impl<'d> Reader<'d> {
    /// The requirements of a schema or an operation.
    pub(super) fn requirements(&mut self, holder: &Entries<'d>, within: Within) -> Vec<Requirement> {
        let Some((pointer, value)) = holder.get(x::REQUIRES) else { return Vec::new() };
        let is_none = within == Within::Operation && value.as_str() == Some(NO_REQUIREMENT);
        if is_none || Self::is_open(holder, x::REQUIRES) {
            return Vec::new();
        }
        if value.as_array().is_some_and(Vec::is_empty) {
            // What tells several operations apart is said in any case.
            let remedy = if holder.has(x::VARIANTS) {
                "list what fields and parameters ask of each other, or write `none`"
            } else {
                "list what fields and parameters ask of each other, or delete it"
            };
            self.fault(&pointer, RULE, "nothing is asked in an empty list", remedy);
        }
        let requirements = self.list(&pointer, value).into_iter();
        requirements.filter_map(|(pointer, value)| self.requirement(pointer, value, within)).collect()
    }

    fn requirement(&mut self, pointer: String, value: &'d Value, within: Within) -> Option<Requirement> {
        let entries = self.object(Subject::Requirement, pointer.clone(), value)?;
        let when = self.conditions(&entries, "when", within, RULE);
        let ask = self.ask_of(&entries, within)?;
        if when.is_empty() && matches!(ask, Ask::Needs(_) | Ask::Only(_)) {
            let message = "nothing says when it is asked";
            let remedy = "write `when`; what is always needed is `required`";
            self.fault(&pointer, RULE, message, remedy);
        }
        let otherwise = self.text(&entries, "otherwise").map(str::to_owned);
        let known = otherwise.as_deref().and_then(|text| Otherwise::ALL.into_iter().find(|one| one.name() == text));
        if let (Some(text), None) = (&otherwise, known) {
            let message = format!("`{}` is nothing that a service does with it", text.escape_debug());
            self.fault(&child(&pointer, "otherwise"), RULE, message, "write `refused` or `ignored`, or delete it");
        }
        Some(Requirement { pointer, when, ask, otherwise: known })
    }

    /// The one thing that a requirement asks.
    fn ask_of(&mut self, entries: &Entries<'d>, within: Within) -> Option<Ask> {
        let mut found = Vec::new();
        for (key, make) in ASKS {
            if entries.has(key) {
                let values = self.named_values(entries, key, within);
                let least = if matches!(key, "needs" | "only") { 1 } else { 2 };
                if values.len() < least {
                    let message = format!("`{key}` names less than {least}");
                    self.fault(&child(&entries.pointer, key), RULE, message, "name those that it is about");
                }
                found.push(make(values));
            }
        }
        if entries.has("allows") {
            found.push(Ask::Allows(self.allowed(entries, within)));
        }
        let is_one = found.len() == 1;
        if !is_one {
            let message = "a requirement asks one thing";
            let remedy =
                "write one of `needs`, `only`, `exactly-one-of`, `at-least-one-of`, `at-most-one-of` and `allows`";
            self.fault(&entries.pointer, RULE, message, remedy);
        }
        found.pop().filter(|_| is_one)
    }

    fn named_values(&mut self, entries: &Entries<'d>, key: &str, within: Within) -> Vec<ValueAt> {
        let pointer = child(&entries.pointer, key);
        let texts = self.texts(entries, key).into_iter().enumerate();
        texts.filter_map(|(index, text)| self.value_within(&format!("{pointer}/{index}"), &text, within)).collect()
    }

    fn allowed(&mut self, entries: &Entries<'d>, within: Within) -> Vec<(ValueAt, Allowed)> {
        let Some((pointer, value)) = entries.get("allows") else { return Vec::new() };
        let mut allowed = Vec::new();
        for (at, name, values) in self.mapping(&pointer, value) {
            let is = if values.is_object() {
                Allowed::Bounds(self.bounds(&at, values, within))
            } else {
                Allowed::Values(self.list(&at, values).into_iter().map(|(_, value)| value.clone()).collect())
            };
            if is == Allowed::Values(Vec::new()) || is == Allowed::Bounds(Vec::new()) {
                let remedy = "list the values that it may have, or write a mapping with `minimum` or another bound";
                self.fault(&at, RULE, format!("`{name}` may have no value"), remedy);
            }
            allowed.extend(self.value_within(&at, name, within).map(|value| (value, is)));
        }
        allowed
    }

    /// What a value is held against: numbers, or other values by name.
    fn bounds(&mut self, pointer: &str, value: &'d Value, within: Within) -> Vec<(Relation, Bound)> {
        let Some(entries) = self.object(Subject::Bounds, pointer.to_owned(), value) else { return Vec::new() };
        let mut bounds = Vec::new();
        for relation in Relation::ALL {
            let Some((at, value)) = entries.get(relation.name()) else { continue };
            match value {
                Value::Number(number) if relation != Relation::OtherThan => {
                    bounds.push((relation, Bound::Number(number.clone())));
                }
                Value::String(text) => {
                    let value = self.value_within(&at, text, within);
                    bounds.extend(value.map(|value| (relation, Bound::Value(value))));
                }
                _ => self.wrong_kind(&at, "a number, or the name of another value"),
            }
        }
        bounds
    }
}
