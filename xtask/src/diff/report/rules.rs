//! The rules, for people and for programs.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::diff::finding::Level;
use crate::diff::rule::{Rule, rules};

/// The rules as a table, each with its cause, its mirror and an example.
pub fn rules_text() -> String {
    let mut text = String::new();
    for rule in rules() {
        let _ = writeln!(text, "{}", rule.id);
        let _ = writeln!(text, "    {}", rule.cause);
        let _ = writeln!(text, "    old client, new server: {}", verdicts(rule));
        let back = rules().find(|other| other.id == rule.mirror).map(verdicts).unwrap_or_default();
        let _ = writeln!(text, "    new client, old server: {back}, as `{}`", rule.mirror);
        let _ = writeln!(text, "    from {}", rule.example.old);
        let _ = writeln!(text, "    to   {}", rule.example.new);
    }
    text
}

/// One word if it is the same everywhere.
fn verdicts(rule: &Rule) -> String {
    let levels = rule.levels;
    let all = [("request", levels.request), ("response", levels.response), ("parameter", levels.parameter)];
    if all.iter().all(|(_, level)| *level == levels.request) {
        return levels.request.name().to_owned();
    }
    let is_usual = levels.parameter == levels.request;
    let shown = all.iter().take(if is_usual { 2 } else { 3 });
    shown.map(|(part, level)| format!("{} in a {part}", level.name())).collect::<Vec<_>>().join(", ")
}

/// The rules as JSON.
pub fn rules_json() -> Value {
    let level = |level: Level| level.name();
    let rules: Vec<Value> = rules()
        .map(|rule| {
            json!({
                "id": rule.id,
                "cause": rule.cause,
                "levels": {
                    "request": level(rule.levels.request),
                    "response": level(rule.levels.response),
                    "parameter": level(rule.levels.parameter),
                },
                "rust": { "request": rule.rust.first(), "response": rule.rust.last() },
                "mirror": rule.mirror,
                "example": { "old": rule.example.old, "new": rule.example.new },
            })
        })
        .collect();
    json!({ "version": 1, "rules": rules })
}
