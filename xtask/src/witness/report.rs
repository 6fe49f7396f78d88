//! What witnesses say, for people and for programs.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::Findings;

/// Findings for people: a line each, and counts at the end.
pub fn text(findings: &Findings) -> String {
    let mut text = String::new();
    for alone in &findings.alone {
        let others = alone.others.join(", ");
        let _ = writeln!(text, "alone: {} {}: {}, and not {others}", alone.operation, alone.place, alone.witness);
    }
    for one in &findings.contradictions {
        let says: Vec<String> =
            one.says.iter().map(|(said, witnesses)| format!("{said} ({})", witnesses.join(", "))).collect();
        let _ = writeln!(text, "contradiction: {} {}: {}", one.operation, one.place, says.join("; "));
    }
    for (operation, _) in findings.operations.iter().filter(|(_, witnesses)| witnesses.is_empty()) {
        let _ = writeln!(text, "nobody: {operation}");
    }
    let count = |least: usize| findings.operations.iter().filter(|(_, witnesses)| witnesses.len() >= least).count();
    let (alone, contradictions) = (findings.alone.len(), findings.contradictions.len());
    let (all, one, two) = (count(0), count(1), count(2));
    let _ = writeln!(
        text,
        "{all} operations, {one} with a witness, {two} with several: {alone} places by one witness alone, {contradictions} \
         contradictions"
    );
    text
}

/// Findings as one JSON object.
pub fn json(findings: &Findings) -> Value {
    let operations: serde_json::Map<String, Value> =
        findings.operations.iter().map(|(id, witnesses)| (id.clone(), json!(witnesses))).collect();
    let alone = findings.alone.iter().map(|alone| {
        json!({
            "operation": alone.operation, "place": alone.place, "witness": alone.witness, "others": alone.others,
        })
    });
    let contradictions = findings.contradictions.iter().map(|one| {
        let says: serde_json::Map<String, Value> =
            one.says.iter().map(|(said, witnesses)| (said.clone(), json!(witnesses))).collect();
        json!({ "operation": one.operation, "place": one.place, "says": says })
    });
    json!({
        "version": 1,
        "operations": operations,
        "alone": alone.collect::<Vec<_>>(),
        "contradictions": contradictions.collect::<Vec<_>>(),
    })
}
