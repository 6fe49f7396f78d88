//! `cargo xtask docs draft`: parts of the specification from pages.

use std::cmp::Reverse;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{anyhow, bail, ensure};

use super::find;
use crate::docs::{Found, PageFacts, PageKind};
use crate::draft::{Addition, apply, draft, text};
use crate::model::Model;
use crate::output::{Changes, Reading, Writing};
use crate::spec::{Spec, canonical_yaml};
use crate::verb::{Outcome, models};

/// Writes what pages add to the specification, newest page first; `write` merges it into the resource files.
///
/// It fails if something cannot be drafted, which it reports as comments: a page that does not name its operation, or that
/// contradicts the specification.
///
/// # Errors
///
/// If no page documents an operation, or a new operation has no `resource` to be written into; an error of the file
/// system. Nothing is written then.
pub fn run(
    root: &Path,
    paths: &[PathBuf],
    resource: Option<&str>,
    write: bool,
    out: &mut dyn Write,
) -> anyhow::Result<Outcome> {
    let (service, resource) = split(resource)?;
    let pages = operation_pages(paths)?;
    // Held to the end: what is merged is what was read.
    let writing = if write { Some(Writing::begin(root)?) } else { None };
    let _reading = if write { None } else { Some(Reading::begin(root)?) };
    let before = choose(models(root)?, service)?;
    let mut model = before.clone();
    let mut additions: Vec<Addition> = Vec::new();
    let mut outcome = Outcome::Done;
    for page in &pages {
        let draft = match draft(&model, page, resource) {
            Ok(draft) => draft,
            Err(reason) => {
                outcome = Outcome::Failed;
                writeln!(out, "# not drafted: {reason}")?;
                continue;
            }
        };
        model = apply(&model, &draft.additions).map_err(anyhow::Error::msg)?;
        additions.extend(draft.additions);
        for finding in draft.undrafted {
            outcome = Outcome::Failed;
            writeln!(out, "# not drafted: {}", finding.to_string().replace('\n', "\n# "))?;
        }
    }
    if additions.is_empty() {
        writeln!(out, "# nothing to add")?;
    } else if let Some(writing) = writing {
        let changes = merge(&before.spec, &model.spec, &additions)?;
        writing.write(&changes)?;
        for path in changes.write.keys() {
            writeln!(out, "written  {}", path.display())?;
        }
    } else {
        write!(out, "{}", text(&additions).map_err(anyhow::Error::msg)?)?;
    }
    Ok(outcome)
}

/// The pages of operations, newest first: what was drafted from one page is not changed by the next.
fn operation_pages(paths: &[PathBuf]) -> anyhow::Result<Vec<PageFacts>> {
    let mut pages: Vec<PageFacts> = find(paths)?.iter().flat_map(Found::read).collect();
    pages.retain(|page| page.kind != PageKind::Reference);
    ensure!(!pages.is_empty(), "no page documents an operation; give pages that have method and path");
    pages.sort_by_key(|page| Reverse(page.date.as_ref().map(|date| date.value.clone())));
    Ok(pages)
}

/// `service/resource`, or only the resource.
fn split(resource: Option<&str>) -> anyhow::Result<(Option<&str>, Option<&str>)> {
    let (service, resource) = match resource.map(|text| text.split_once('/').ok_or(text)) {
        None => (None, None),
        Some(Ok((service, resource))) => (Some(service), Some(resource)),
        Some(Err(resource)) => (None, Some(resource)),
    };
    let is_name = |text: &str| text.starts_with(|c: char| c.is_ascii_lowercase()) && text.chars().all(is_name_letter);
    if let Some(name) = resource.filter(|name| !is_name(name)) {
        bail!(
            "`{name}` is no name for a resource; write small letters, digits and `_`, `background_tasks` for example"
        );
    }
    Ok((service, resource))
}

const fn is_name_letter(c: char) -> bool {
    c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '-')
}

/// The service that pages are drafted for.
fn choose(models: Vec<Model>, service: Option<&str>) -> anyhow::Result<Model> {
    let names: Vec<String> = models.iter().map(|model| model.spec.service.name.clone()).collect();
    let mut found = models.into_iter().filter(|model| service.is_none_or(|name| model.spec.service.name == name));
    match (found.next(), found.next()) {
        (Some(model), None) => Ok(model),
        _ => Err(anyhow!("which service? write `--resource <service>/<resource>` with one of: {}", names.join(", "))),
    }
}

/// The files that change, in canonical form.
fn merge(before: &Spec, after: &Spec, additions: &[Addition]) -> anyhow::Result<Changes> {
    let unplaced = before.folder.join("resources").join("new.yaml");
    let is_unplaced = additions.iter().any(|addition| addition.file == unplaced);
    ensure!(!is_unplaced, "a new operation needs a file; say which with `--resource <resource>`");
    let mut changes = Changes::default();
    for file in &after.files {
        let known = before.files.iter().find(|known| known.path == file.path);
        if known.is_some_and(|known| known.value == file.value) {
            continue;
        }
        let canonical = |value| canonical_yaml(value).map_err(|error| anyhow!("{}: {error}", file.path.display()));
        if let Some(known) = known {
            let is_canonical = canonical(&known.value)? == known.text;
            ensure!(is_canonical, "{} is not in canonical form; run `cargo xtask fmt` first", file.path.display());
        }
        changes.write.insert(file.path.clone(), canonical(&file.value)?);
    }
    Ok(changes)
}
