//! `cargo xtask docs witness`: which sources know what.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, ensure};
use data_encoding::HEXLOWER;
use sha2::{Digest as _, Sha256};

use super::{Progress, find};
use crate::docs::{PageFacts, PageKind};
use crate::model::Model;
use crate::output::{Changes, Reading, Writing};
use crate::verb::{Outcome, models};
use crate::witness::{Explorer, Witnesses, json, record, text};

/// What becomes of what is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// It is written for people.
    Text,
    /// One JSON object for each service.
    Json,
    /// What is kept of it is written beside the specification.
    Record,
    /// What is kept of it is compared with what is there.
    Check,
}

/// An index of the explorer, with the SHA-256 of its bytes.
type Index = (Explorer, String);

/// Compares what pages, interface and the index of the explorer say of each operation with each other.
///
/// It fails if something could not be read as a page: its problems stand on standard error, and it is no witness.
///
/// # Errors
///
/// If a path is not there, the index is none, the specification cannot be read, sources are not those that were recorded although
/// they are to be, or an error of writing.
pub fn run(
    root: &Path,
    paths: &[PathBuf],
    explorer: Option<&Path>,
    form: Form,
    out: &mut dyn Write,
) -> anyhow::Result<Outcome> {
    let index = explorer.map(read_index).transpose()?;
    if form == Form::Record {
        let writing = Writing::begin(root)?;
        let models = models(root)?;
        let (witnesses, unreadable) = hear(&models, paths, index.as_ref())?;
        let changes = records(&witnesses, index.as_ref())?;
        writing.write(&changes)?;
        for path in changes.write.keys() {
            writeln!(out, "written  {}", path.display())?;
        }
        return Ok(told(&unreadable));
    }
    let reading = Reading::begin(root)?;
    let models = models(root)?;
    drop(reading);
    let (witnesses, unreadable) = hear(&models, paths, index.as_ref())?;
    if form == Form::Check {
        let mut outcome = told(&unreadable);
        for (path, text) in records(&witnesses, index.as_ref())?.write {
            if fs::read_to_string(root.join(&path)).ok().as_deref() == Some(text.as_str()) {
                writeln!(out, "fresh  {}", path.display())?;
            } else {
                writeln!(out, "stale  {}: `--record` writes it again", path.display())?;
                outcome = Outcome::Drifted;
            }
        }
        return Ok(outcome);
    }
    for heard in witnesses {
        let findings = heard.findings();
        if form == Form::Json {
            writeln!(out, "{:#}", json(&findings))?;
        } else {
            write!(out, "{}", text(&findings))?;
        }
    }
    Ok(told(&unreadable))
}

fn read_index(path: &Path) -> anyhow::Result<Index> {
    let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let index = Explorer::parse(&text).with_context(|| path.display().to_string())?;
    Ok((index, HEXLOWER.encode(&Sha256::digest(&text))))
}

/// Hears all sources: one that a service lists is heard of by the services that list it, any other one by all. What could not be
/// read is given as well.
fn hear<'m>(
    models: &'m [Model],
    paths: &[PathBuf],
    index: Option<&Index>,
) -> anyhow::Result<(Vec<Witnesses<'m>>, Vec<PageFacts>)> {
    let found = find(paths)?;
    let mut witnesses: Vec<Witnesses<'_>> = models.iter().map(Witnesses::new).collect();
    let mut progress = Progress::of(found.len());
    let mut unreadable = Vec::new();
    for place in &found {
        for page in place.read() {
            if page.kind == PageKind::Unreadable {
                unreadable.push(page);
                continue;
            }
            let is_listed = witnesses.iter().any(|heard| heard.lists(&page));
            for heard in witnesses.iter_mut().filter(|heard| !is_listed || heard.lists(&page)) {
                heard.page(&page);
            }
        }
        progress.step();
    }
    if let Some((explorer, _)) = index {
        for heard in &mut witnesses {
            heard.explorer(explorer);
        }
    }
    Ok((witnesses, unreadable))
}

/// The records of the services of which something was heard.
fn records(witnesses: &[Witnesses<'_>], index: Option<&Index>) -> anyhow::Result<Changes> {
    let mut changes = Changes::default();
    for heard in witnesses {
        let explorer = index.map(|(explorer, sha256)| (explorer, sha256.clone()));
        let folder = heard.folder();
        if let Some(record) = record(heard, explorer).with_context(|| folder.display().to_string())? {
            changes.write.insert(folder.join("witnesses.toml"), record.text());
        }
    }
    ensure!(!changes.write.is_empty(), "no service lists any of these sources; give pages that `sources.toml` lists");
    Ok(changes)
}

/// Says what could not be read.
fn told(unreadable: &[PageFacts]) -> Outcome {
    for problem in unreadable.iter().flat_map(|page| &page.problems) {
        let _ = writeln!(io::stderr(), "problem: {problem}");
    }
    if unreadable.is_empty() { Outcome::Done } else { Outcome::Failed }
}
