//! SARIF 2.1.0, as platforms read it that show findings beside the code.

use serde_json::{Value, json};

use super::Report;
use crate::diff::finding::{Finding, Level, Place};
use crate::diff::rule::rules;

/// A report as SARIF.
pub fn sarif(report: &Report) -> Value {
    let rules: Vec<Value> =
        rules().map(|rule| json!({ "id": rule.id, "shortDescription": { "text": rule.cause } })).collect();
    let results: Vec<Value> = report.findings.iter().map(result).collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": { "name": "cargo xtask diff", "version": env!("CARGO_PKG_VERSION"), "rules": rules } },
            "results": results,
        }],
    })
}

fn result(finding: &Finding) -> Value {
    let level = match finding.wire.old_client_new_server {
        Level::Breaking => "error",
        Level::Risky => "warning",
        Level::Compatible => "note",
    };
    let related: Vec<Value> =
        if finding.new.is_some() { finding.old.iter().map(location).collect() } else { Vec::new() };
    let mut result = json!({
        "ruleId": finding.rule,
        "level": level,
        "message": { "text": format!("{}: {}", finding.subject(), finding.message) },
        "locations": finding.place().map(location).into_iter().collect::<Vec<_>>(),
        "relatedLocations": related,
        "partialFingerprints": { "change/v1": finding.fingerprint },
        "properties": { "id": finding.id, "wire": finding.wire, "rust": finding.rust, "operations": finding.operations },
    });
    if let (Some(reason), Value::Object(result)) = (&finding.allowed, &mut result) {
        let suppression = json!([{ "kind": "external", "justification": reason }]);
        result.insert("suppressions".to_owned(), suppression);
    }
    result
}

fn location(place: &Place) -> Value {
    let mut physical = json!({ "artifactLocation": { "uri": place.file.replace('\\', "/") } });
    if let (true, Value::Object(physical)) = (place.line > 0, &mut physical) {
        physical.insert("region".to_owned(), json!({ "startLine": place.line }));
    }
    json!({ "physicalLocation": physical, "logicalLocations": [{ "fullyQualifiedName": place.pointer }] })
}
