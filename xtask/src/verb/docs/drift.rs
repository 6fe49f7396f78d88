//! `cargo xtask docs drift`: pages compared with the specification.

use std::io::Write;
use std::path::{Path, PathBuf};

use super::{Progress, find};
use crate::drift::{Drift, report};
use crate::output::Reading;
use crate::verb::{Outcome, models};

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

/// Compares files and folders with the specification; pages that no service lists belong to `service`.
///
/// # Errors
///
/// If it cannot be done: there is no such service, a path is not there, no page is found, the specification cannot be read, or an error of writing.
pub fn run(
    root: &Path,
    paths: &[PathBuf],
    service: Option<&str>,
    form: Form,
    out: &mut dyn Write,
) -> anyhow::Result<Outcome> {
    let reading = Reading::begin(root)?;
    let models = models(root)?;
    drop(reading);
    let drift = Drift::new(&models);
    let mut drift = match service {
        None => drift,
        Some(name) => drift.of_service(name).map_err(anyhow::Error::msg)?,
    };
    let found = find(paths)?;
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
        Form::Github => write!(out, "{}", report::github(&report))?,
    }
    Ok(if report.findings.is_empty() { Outcome::Done } else { Outcome::Drifted })
}
