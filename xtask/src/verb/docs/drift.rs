//! `cargo xtask docs drift`: pages compared with the specification.

use std::io::Write;
use std::path::{Path, PathBuf};

use super::{Progress, find, load_specs};
use crate::drift::{Drift, Finding, report};
use crate::output::Reading;
use crate::spec::{Spec, line_of};
use crate::verb::Outcome;

/// In which form findings are reported.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Form {
    /// Text for people.
    #[default]
    Text,
    /// One JSON object.
    Json,
    /// Annotations of GitHub.
    Github,
}

/// Compares files and folders with the specification.
///
/// # Errors
///
/// If it cannot be done: a path is not there, no page is found, the specification cannot be read, or an error of writing.
pub fn run(root: &Path, paths: &[PathBuf], form: Form, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let reading = Reading::begin(root)?;
    let specs = load_specs(root)?;
    drop(reading);
    let found = find(paths)?;
    let mut drift = Drift::new(&specs);
    let mut progress = Progress::of(found.len());
    for place in &found {
        place.read().iter().for_each(|page| drift.page(page));
        progress.step();
    }
    drop(progress);
    let report = drift.finish();
    anyhow::ensure!(report.pages > 0, "the folders hold no page; give files or folders of the documentation");
    match form {
        Form::Text => write!(out, "{}", report::text(&report))?,
        Form::Json => writeln!(out, "{}", report::json(&report))?,
        Form::Github => write!(out, "{}", report::github(&report, |finding| line(&specs, finding)))?,
    }
    Ok(if report.findings.is_empty() { Outcome::Done } else { Outcome::Drifted })
}

/// The line of the specification that a finding is about.
fn line(specs: &[Spec], finding: &Finding) -> Option<usize> {
    let file = specs.iter().flat_map(|spec| &spec.files).find(|file| file.path == finding.file)?;
    line_of(&file.text, &finding.pointer)
}
