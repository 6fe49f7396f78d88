//! `cargo xtask sync`: from changed pages to a tested client.

mod consequence;
mod steps;

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail, ensure};
use serde::{Deserialize, Serialize};

use super::Outcome;
use super::docs::draft::{Chosen, choose, split};
use super::docs::find;
use crate::contract::Listed;
use crate::docs::{Found, PageFacts};
use crate::output::{Changes, Reading, Writing, keep, kept};
use crate::sync::report::Earlier;
use crate::sync::{Order, REMOVALS, Sync, report, sync};

/// What a run that stopped at a question was asked for.
const STATE: &str = "sync.json";
/// The text of a pull request on what the last run wrote, and those before it that stopped.
const REPORT: &str = "pull-request.md";
/// What those told, for the runs that go on.
const TOLD: &str = "told.json";

/// How far it goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// All of it.
    Run,
    /// Writes nothing, and says by the exit code whether something has changed.
    Check,
    /// Writes nothing but the text of a pull request, to the standard output.
    Report,
}

/// In which form it is reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Text for people.
    Text,
    /// One JSON object.
    Json,
    /// The text of a pull request.
    Markdown,
}

/// What is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    /// Files and folders.
    pub pages: Vec<PathBuf>,
    /// The resource of new operations, `tasks` or `<service>/tasks`.
    pub resource: Option<String>,
    /// The name of the one operation that is new.
    pub operation: Option<String>,
    /// The service, if no page is listed by one and there are several.
    pub service: Option<String>,
}

/// Plans, and in [`Mode::Run`] writes, generates, builds and tests.
///
/// # Errors
///
/// If the pages or the specification cannot be read; if it is not clear which service the pages are about; an error of the
/// file system; a build or a test that fails. What was written is whole.
pub fn run(root: &Path, request: &Request, mode: Mode, form: Form, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    run_after(&Earlier::default(), root, request, (mode, form), out)
}

/// The same after earlier runs on the same pages.
fn run_after(
    earlier: &Earlier,
    root: &Path,
    request: &Request,
    (mode, form): (Mode, Form),
    out: &mut dyn Write,
) -> anyhow::Result<Outcome> {
    ensure!(!request.pages.is_empty(), "give the files or folders of the pages, or `--continue`");
    let pages: Vec<PageFacts> = find(&request.pages)?.iter().flat_map(Found::read).collect();
    ensure!(!pages.is_empty(), "the folders hold no page; give files or folders of the documentation");
    // Held until all is written: what is merged is what was read.
    let writing = if mode == Mode::Run { Some(Writing::begin(root)?) } else { None };
    let reading = if mode == Mode::Run { None } else { Some(Reading::begin(root)?) };
    let Planned { sync, changes, consequence } = plan(root, request, mode, &pages)?;
    match form {
        Form::Json => writeln!(out, "{}", report::json(&sync, &consequence))?,
        Form::Markdown => write!(out, "{}", report::markdown(&sync, &consequence, earlier))?,
        Form::Text => write!(out, "{}", report::text(&sync, &consequence))?,
    }
    drop(reading);
    let Some(writing) = writing else {
        let has_changed = mode == Mode::Check && !sync.is_empty();
        return Ok(if has_changed { Outcome::Drifted } else { Outcome::Done });
    };
    out.flush()?;
    keep(root, STATE, &(serde_json::to_string(&absolute(request)?)? + "\n"))?;
    keep(root, REMOVALS, &sync.removals)?;
    if !sync.is_empty() || !earlier.is_empty() {
        keep(root, REPORT, &report::markdown(&sync, &consequence, earlier))?;
    }
    keep(root, TOLD, &(serde_json::to_string(&earlier.with(&sync, &consequence))? + "\n"))?;
    writing.write(&changes)?;
    drop(writing);
    for path in changes.write.keys() {
        log(out, form, &format!("written  {}", path.display()))?;
    }
    steps::run(root, &sync, form, out)
}

/// Goes on where the last run stopped.
///
/// # Errors
///
/// If no run has stopped; as those of [`run`].
pub fn go_on(root: &Path, form: Form, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let Some(text) = kept(root, STATE)? else { bail!("no run has stopped at a question; give the pages") };
    let unreadable = "what the last run left cannot be read; give the pages";
    let request: Request = serde_json::from_str(&text).context(unreadable)?;
    let told = kept(root, TOLD)?.map(|text| serde_json::from_str(&text).context(unreadable)).transpose()?;
    run_after(&told.unwrap_or_default(), root, &request, (Mode::Run, form), out)
}

/// Writes the text of a pull request on what the last run wrote.
///
/// # Errors
///
/// If no run has written anything.
pub fn last_report(root: &Path, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let Some(text) = kept(root, REPORT)? else { bail!("no run has written anything yet; give the pages") };
    write!(out, "{text}")?;
    Ok(Outcome::Done)
}

/// What a run does.
struct Planned {
    sync: Sync,
    /// The files that are written: such as the specification begins with, it, and those beside it.
    changes: Changes,
    consequence: report::Consequence,
}

fn plan(root: &Path, request: &Request, mode: Mode, pages: &[PageFacts]) -> anyhow::Result<Planned> {
    let (of_resource, resource) = split(request.resource.as_deref())?;
    let service = request.service.as_deref().or(of_resource);
    let Chosen { before, begun, model, others } = choose(root, service, pages)?;
    // What another service lists is about that one.
    let is_ours = |page: &&PageFacts| {
        let is_listed = |spec| Listed::of(spec, page).is_some();
        is_listed(&model.spec) || !others.iter().any(is_listed)
    };
    let pages: Vec<PageFacts> = pages.iter().filter(is_ours).cloned().collect();
    let is_whole = request.pages.iter().any(|path| path.is_dir());
    let order = Order { resource, operation: request.operation.as_deref(), is_whole, root: Some(root) };
    let mut sync = sync(&before, &pages, order).map_err(anyhow::Error::msg)?;
    let (consequence, files) = consequence::of(root, &sync, mode)?;
    if !sync.removals.is_empty() {
        sync.removals.push_str(&consequence.removals);
    }
    let begun = if sync.write.is_empty() { BTreeMap::new() } else { begun };
    let changes =
        Changes { write: begun.into_iter().chain(sync.write.clone()).chain(files).collect(), ..Changes::default() };
    Ok(Planned { sync, changes, consequence })
}

/// The request with paths that hold in each folder.
fn absolute(request: &Request) -> anyhow::Result<Request> {
    let paths = request.pages.iter().map(std::path::absolute).collect::<Result<_, _>>();
    Ok(Request { pages: paths.context("cannot find the current folder")?, ..request.clone() })
}

/// Says how far it is; a program that reads JSON or Markdown is not told.
fn log(out: &mut dyn Write, form: Form, line: &str) -> anyhow::Result<()> {
    if form == Form::Text {
        writeln!(out, "{line}")?;
        out.flush()?;
    }
    Ok(())
}
