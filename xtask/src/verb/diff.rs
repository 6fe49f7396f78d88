//! `cargo xtask diff`: two OpenAPI documents compared.

mod code;
mod git;
pub(super) mod side;

#[cfg(test)]
mod tests;

use std::io::Write;
use std::path::Path;

use anyhow::{Context as _, ensure};

use super::Outcome;
use crate::diff::report::{self, Report};
use crate::diff::{Allowed, Bump, Document, Finding, Level, Step, compare};
use crate::output::Reading;
use crate::problem::counted;
use side::{Named, last_releases, read, read_text, working_tree};

/// The file of allowed changes since the last release.
const ALLOWED: &str = "openapi/allowed-changes.toml";

/// In which form findings are reported.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Form {
    /// Text for people.
    #[default]
    Text,
    /// One JSON object.
    Json,
    /// Lines for a changelog.
    Markdown,
    /// Annotations of GitHub.
    Github,
    /// SARIF 2.1.0.
    Sarif,
}

/// Compares two sides: without the first the last release, without the second the working tree.
///
/// # Errors
///
/// If a side cannot be read, if it is not clear what to compare with what, if there is no operation to compare, or if an
/// allowed change is not needed; an error of writing.
pub fn run(
    root: &Path,
    [old, new]: [Option<&str>; 2],
    form: Form,
    allowed: Option<&Path>,
    fail_on: Option<Level>,
    out: &mut dyn Write,
) -> anyhow::Result<Outcome> {
    let reading = Reading::begin(root)?;
    let before = old.map_or_else(|| last_releases(root), |side| read(root, side))?;
    let after = new.map_or_else(|| working_tree(root), |side| read(root, side))?;
    let allowed = allowed_changes(root, allowed, old.is_none())?;
    let mut report = Report::new(old.unwrap_or("the last release"), new.unwrap_or("the working tree"));
    let today = today();
    for (before, after) in pairs(&before, &after)? {
        report.notes.extend([before, after].into_iter().flat_map(|side| notes(&side.document)));
        let mut comparison = compare(&before.document, &after.document, &today);
        let breaks_source = code::add(root, before, after, &mut comparison, &mut report)?;
        let step = if breaks_source { Step::Breaking } else { Step::of(&comparison.findings) };
        let bump = Bump::new(step, before.version.clone(), after.version.clone());
        let is_ours = after.document.spec().is_some();
        report.bump = larger(report.bump.take(), is_ours.then_some(bump));
        report.add(comparison);
    }
    drop(reading);
    ensure!(
        report.compared.operations > 0,
        "neither document has an operation, so nothing was compared; give documents with `paths`"
    );
    let problems = allowed.apply(&mut report.findings, &today);
    write(&report, form, out)?;
    ensure!(problems.is_empty(), "{}:\n{}", counted(problems.len(), "problem"), problems.join("\n"));
    let is_beyond = fail_on.is_some_and(|level| report.worst() >= Some(level));
    Ok(if is_beyond { Outcome::Changed } else { Outcome::Done })
}

/// One comparison, with all that follows from it.
pub(super) struct Judged {
    pub(super) findings: Vec<Finding>,
    pub(super) bump: Option<Bump>,
    pub(super) notes: Vec<String>,
}

/// Compares two sides that are known already.
pub(super) fn judge(root: &Path, before: &Named, after: &Named) -> anyhow::Result<Judged> {
    let mut report = Report::new(before.name.as_str(), after.name.as_str());
    let mut comparison = compare(&before.document, &after.document, &today());
    let breaks_source = code::add(root, before, after, &mut comparison, &mut report)?;
    let step = if breaks_source { Step::Breaking } else { Step::of(&comparison.findings) };
    let bump = Some(Bump::new(step, before.version.clone(), after.version.clone()));
    Ok(Judged { findings: comparison.findings, bump, notes: report.notes })
}

/// Lists the rules.
///
/// # Errors
///
/// An error of writing.
pub fn list_rules(form: Form, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    match form {
        Form::Json => writeln!(out, "{}", report::rules_json())?,
        _ => write!(out, "{}", report::rules_text())?,
    }
    Ok(Outcome::Done)
}

fn write(report: &Report, form: Form, out: &mut dyn Write) -> anyhow::Result<()> {
    match form {
        Form::Text => write!(out, "{}", report::text(report))?,
        Form::Json => writeln!(out, "{}", report::json(report))?,
        Form::Markdown => write!(out, "{}", report::markdown(report))?,
        Form::Github => write!(out, "{}", report::github(report))?,
        Form::Sarif => writeln!(out, "{}", report::sarif(report))?,
    }
    Ok(())
}

/// The bump that asks for more: the crates of all services have one version.
fn larger(one: Option<Bump>, other: Option<Bump>) -> Option<Bump> {
    match (one, other) {
        (Some(one), Some(other)) => Some(if one.step < other.step { other } else { one }),
        (one, other) => one.or(other),
    }
}

/// The allowed changes that were named, or those since the last release.
fn allowed_changes(root: &Path, named: Option<&Path>, since_release: bool) -> anyhow::Result<Allowed> {
    let usual = root.join(ALLOWED);
    let path = match named {
        Some(path) => path,
        None if since_release && usual.is_file() => &usual,
        None => return Ok(Allowed::default()),
    };
    Allowed::parse(&read_text(path)?).with_context(|| format!("{} has no list of allowed changes", path.display()))
}

/// Which document is compared with which: services by their names, others because there is one on each side.
fn pairs<'a>(old: &'a [Named], new: &'a [Named]) -> anyhow::Result<Vec<(&'a Named, &'a Named)>> {
    if let ([a], [b]) = (old, new) {
        return Ok(vec![(a, b)]);
    }
    let (few, many) = if old.len() == 1 { (old, new) } else { (new, old) };
    let names = |side: &[Named]| side.iter().map(|it| it.name.clone()).collect::<Vec<_>>().join(", ");
    if let [only] = few {
        let found = many.iter().find(|other| other.name == only.name);
        let found = found
            .with_context(|| format!("`{}` is none of {}; name the one to compare it with", only.name, names(many)))?;
        return Ok(vec![if old.len() == 1 { (only, found) } else { (found, only) }]);
    }
    let pair = |a: &'a Named| {
        let b = new.iter().find(|b| b.name == a.name);
        Ok((a, b.with_context(|| format!("the service {} is gone; compare the others one by one", a.name))?))
    };
    old.iter().map(pair).collect()
}

fn notes(document: &Document) -> Vec<String> {
    let told = |it: &crate::diff::Unresolved| {
        format!("{}: the reference {} leads nowhere: {}", it.file.display(), it.reference, it.reason)
    };
    document.unresolved().iter().map(told).collect()
}

/// The day, in UTC.
fn today() -> String {
    jiff::Timestamp::now().strftime("%Y-%m-%d").to_string()
}
