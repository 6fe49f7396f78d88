//! `cargo xtask diff`: two OpenAPI documents compared.

mod git;
mod side;

use std::io::Write;
use std::path::Path;

use anyhow::{Context as _, ensure};

use super::Outcome;
use crate::diff::report::{self, Report};
use crate::diff::{Document, Level, compare};
use crate::output::Reading;
use side::{Named, last_releases, read, working_tree};

/// In which form findings are reported.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Form {
    /// Text for people.
    #[default]
    Text,
    /// One JSON object.
    Json,
}

/// Compares two sides: without the first the last release, without the second the working tree.
///
/// # Errors
///
/// If a side cannot be read, if it is not clear what to compare with what, or if there is no operation to compare; an error
/// of writing.
pub fn run(
    root: &Path,
    [old, new]: [Option<&str>; 2],
    form: Form,
    fail_on: Option<Level>,
    out: &mut dyn Write,
) -> anyhow::Result<Outcome> {
    let reading = Reading::begin(root)?;
    let before = old.map_or_else(|| last_releases(root), |side| read(root, side))?;
    let after = new.map_or_else(|| working_tree(root), |side| read(root, side))?;
    drop(reading);
    let mut report = Report::new(old.unwrap_or("the last release"), new.unwrap_or("the working tree"));
    let today = today();
    for (before, after) in pairs(&before, &after)? {
        report.notes.extend([before, after].into_iter().flat_map(notes));
        report.add(compare(before, after, &today));
    }
    ensure!(
        report.compared.operations > 0,
        "neither document has an operation, so nothing was compared; give documents with `paths`"
    );
    match form {
        Form::Text => write!(out, "{}", report::text(&report))?,
        Form::Json => writeln!(out, "{}", report::json(&report))?,
    }
    let is_beyond = fail_on.is_some_and(|level| report.worst() >= Some(level));
    Ok(if is_beyond { Outcome::Changed } else { Outcome::Done })
}

/// Which document is compared with which: services by their names, others because there is one on each side.
fn pairs<'a>(old: &'a [Named], new: &'a [Named]) -> anyhow::Result<Vec<(&'a Document, &'a Document)>> {
    if let ([a], [b]) = (old, new) {
        return Ok(vec![(&a.document, &b.document)]);
    }
    let (few, many) = if old.len() == 1 { (old, new) } else { (new, old) };
    let names = |side: &[Named]| side.iter().map(|it| it.name.clone()).collect::<Vec<_>>().join(", ");
    if let [only] = few {
        let found = many.iter().find(|other| other.name == only.name);
        let found = found
            .with_context(|| format!("`{}` is none of {}; name the one to compare it with", only.name, names(many)))?;
        let pair = (&only.document, &found.document);
        return Ok(vec![if old.len() == 1 { pair } else { (pair.1, pair.0) }]);
    }
    let pair = |a: &'a Named| {
        let b = new.iter().find(|b| b.name == a.name);
        let b = b.with_context(|| format!("the service {} is gone; compare the others one by one", a.name))?;
        Ok((&a.document, &b.document))
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
