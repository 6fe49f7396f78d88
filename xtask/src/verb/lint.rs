//! `cargo xtask lint`: checks the specification against the rules.

use std::io::Write;
use std::path::Path;

use serde_json::json;

use super::{Outcome, models, problems};
use crate::lint::RULES;
use crate::output::Reading;
use crate::problem::counted;

/// Checks every rule and reports each problem with its file, its JSON pointer and its remedy.
///
/// # Errors
///
/// [`Problems`](crate::problem::Problems) if a file cannot be read as what it should be; an error of the file system.
pub fn run(root: &Path, as_json: bool, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let _reading = Reading::begin(root)?;
    let problems = problems(root, &models(root)?)?;
    if as_json {
        writeln!(out, "{}", json!({ "version": 1, "problems": problems }))?;
    } else {
        for problem in &problems {
            writeln!(out, "{problem}")?;
        }
        writeln!(out, "{}, {}", counted(problems.len(), "problem"), counted(RULES.len(), "rule"))?;
    }
    Ok(if problems.is_empty() { Outcome::Done } else { Outcome::Failed })
}

/// Lists the rules.
///
/// # Errors
///
/// An error of writing.
pub fn list_rules(out: &mut dyn Write) -> anyhow::Result<Outcome> {
    for rule in RULES {
        writeln!(out, "{:<20}{}", rule.id, rule.asks)?;
    }
    Ok(Outcome::Done)
}
