//! The generated crates of both sides, and what has changed in them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::side::{Named, at_tag};
use crate::codegen;
use crate::diff::report::Report;
use crate::diff::{Comparison, Finding, rust};
use crate::model::Model;
use crate::spec::Spec;

/// Says of each finding which lines of code it changes, if both sides have a generated crate: a release has the one of its
/// tag. Whether any public item is gone or has changed.
pub(super) fn add(
    root: &Path,
    old: &Named,
    new: &Named,
    comparison: &mut Comparison,
    report: &mut Report,
) -> anyhow::Result<bool> {
    let Some(after) = new.document.spec() else { return Ok(false) };
    let is_the_same = |finding: &Finding| finding.rule == "documentation.changed";
    if comparison.findings.iter().all(is_the_same) {
        return Ok(false);
    }
    let tagged = if old.document.spec().is_none() { at_tag(root, old, &after.folder)? } else { None };
    let Some(before) = old.document.spec().or(tagged.as_ref()) else {
        let why = match &old.version {
            Some(version) => format!("git has no tag v{version}"),
            None => "its old side is no specification of ours".to_owned(),
        };
        report.notes.push(format!("lines of code of {} are not compared: {why}", new.name));
        return Ok(false);
    };
    let (generated, other) = rayon::join(|| files(before), || files(after));
    match (generated, other) {
        (Ok(generated), Ok(other)) => {
            let changes = rust::changes(&generated, &other);
            rust::attribute(&changes, &mut comparison.findings, before, after);
            let is_changed = !changes.is_empty();
            report.code.extend(changes);
            Ok(is_changed)
        }
        (Err(error), _) | (_, Err(error)) => {
            report.notes.push(format!("lines of code are not compared: no crate is generated: {error:#}"));
            Ok(false)
        }
    }
}

fn files(spec: &Spec) -> anyhow::Result<BTreeMap<PathBuf, String>> {
    Ok(codegen::generate(&Model::of(spec.clone()), &[])?.files)
}
