//! Random conditions: what fields ask of each other, where there is something, how certain it is.

use serde_json::{Value, json};

use super::Resource;

/// `clouds.toml`, with the clouds that random statements are about.
pub(super) const CLOUDS: &str = "[[cloud]]
id = 'high'
title = 'High Cloud'
regions = ['sky-1']

[[cloud]]
id = 'low'
title = 'Low | <Cloud>'
note = 'It rains.'
";

impl Resource<'_, '_> {
    /// Says of something in which clouds it is, and how certain that is.
    pub(super) fn situate(&mut self, what: &mut Value, one_out_of: usize) {
        if self.choices.once_in(one_out_of) {
            let mut statement = match self.choices.below(3) {
                0 => json!({ "only-in": ["high"] }),
                1 => json!({ "not-in": ["low", "high"] }),
                _ => json!({ "differs-in": ["low"], "default": 3, "minimum": 1, "maximum": 9, "says": self.text() }),
            };
            if let Some(values) = what.get("enum") {
                statement["values"] = values.clone();
            }
            what["x-availability"] = json!([statement]);
        }
        if self.choices.once_in(one_out_of) {
            let degree = self.choices.one(&["documented", "inferred", "chosen"]);
            let about = self.choices.one(&["unit", "order", "meaning", "name", "time-zone", "behaviour"]);
            let mut entry = json!({ "about": about, "is": degree, "by": ["page.new"], "why": self.text() });
            if let Some(values) = what.get("enum").filter(|_| self.choices.once_in(2)) {
                (entry["about"], entry["of"]) = (json!("values"), values.clone());
            } else if let Some(action) = what.pointer("/x-permission/0/action") {
                (entry["about"], entry["of"]) = (json!("permission"), json!([action]));
            }
            what["x-certainty"] = json!([entry]);
        }
    }

    /// What some values ask of each other, each by how it is written; nothing if there are too few. Where examples are held
    /// against it, it is asked under a condition that none of them meets.
    pub(super) fn require(&mut self, what: &mut Value, values: &[String], has_examples: bool) {
        let [first, second, ..] = values else { return };
        if !self.choices.once_in(3) {
            return;
        }
        let asked = json!([first, second]);
        if has_examples {
            let never = json!([{ "value": second, "is": [-987_654_321] }]);
            if self.choices.once_in(3) {
                what["x-requires"] = json!([{ "when": never, "allows": { first: self.bounds(second) } }]);
                return;
            }
            let key = self.choices.one(&["needs", "exactly-one-of", "at-least-one-of", "at-most-one-of"]);
            what["x-requires"] = json!([{ "when": never, *key: asked, "otherwise": "refused" }]);
            return;
        }
        let test = json!([{ "value": second, "sent": self.choices.once_in(2) }]);
        let requirement = match self.choices.below(9) {
            0 => json!({ "needs": [first], "when": test }),
            1 => json!({ "only": [first], "when": test }),
            2 => json!({ "exactly-one-of": asked }),
            3 => json!({ "at-least-one-of": asked, "otherwise": "ignored" }),
            4 => json!({ "at-most-one-of": asked, "when": test, "otherwise": "refused" }),
            5 => json!({ "allows": { first: [1, 2] }, "when": [{ "value": second, "is": [true] }] }),
            _ => json!({ "allows": { first: self.bounds(second) }, "when": test }),
        };
        what["x-requires"] = json!([requirement]);
    }

    /// What bounds a value: a number, or another value, by how it is written.
    fn bounds(&mut self, other: &str) -> Value {
        let bound = if self.choices.once_in(2) { json!(3) } else { json!(other) };
        match self.choices.below(6) {
            0 => json!({ "minimum": bound }),
            1 => json!({ "maximum": bound }),
            2 => json!({ "more-than": bound }),
            3 => json!({ "multiple-of": 3 }),
            4 => json!({ "max-items": 3 }),
            _ => json!({ "other-than": bound }),
        }
    }
}
