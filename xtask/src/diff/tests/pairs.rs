//! Pairs of documents as people write them, with the verdict that a reader of both comes to.

use serde::Deserialize;
use serde_json::Value;

use super::super::{Frame, Level};
use super::compared;

/// An edit of `pairs.yaml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Pair {
    what: String,
    r#in: String,
    old: Value,
    new: Value,
    is: String,
    rules: Option<Vec<String>>,
}

impl Pair {
    fn documents(&self) -> [Value; 2] {
        [&self.old, &self.new].map(|part| match self.r#in.as_str() {
            "request" => Frame::Schema.in_request(part.clone()),
            "response" => Frame::Schema.in_response(part.clone()),
            "parameter" => Frame::Parameter.in_request(part.clone()),
            "operation" => Frame::Operation.in_request(part.clone()),
            "document" => Frame::Document.in_request(part.clone()),
            other => panic!("{}: {other} is no part of a document", self.what),
        })
    }
}

#[test]
fn each_edit_means_what_people_say_and_a_rule_knows_it() {
    let pairs: Vec<Pair> =
        serde_json::from_value(crate::spec::parse_yaml(include_str!("pairs.yaml")).unwrap()).unwrap();
    let mut wrong = Vec::new();
    for pair in &pairs {
        let [old, new] = pair.documents();
        let findings = compared(&old, &new).findings;
        let worst = findings.iter().map(|finding| finding.wire.old_client_new_server).max();
        let mut rules: Vec<&str> = findings.iter().map(|finding| finding.rule).collect();
        rules.sort_unstable();
        let is_right = worst.unwrap_or(Level::Compatible).name() == pair.is
            && findings.iter().all(|finding| !finding.unknown)
            && pair.rules.as_ref().is_none_or(|expected| *expected == rules);
        if !is_right {
            wrong.push(format!("{}: not {}: {rules:?}", pair.what, pair.is));
        }
        assert_eq!(compared(&old, &old).findings, [], "{}", pair.what);
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), pairs.len(), wrong.join("\n"));
}
