//! `cargo xtask release`: whether a release can be made, and the bundles of it.

use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::Context as _;

use super::{Linted, Outcome, generated, linted};
use crate::model::Model;
use crate::output::{Reading, Targets, Writing};
use crate::problem::{Problem, Problems};
use crate::release::Release;
use crate::spec::files::RELEASED;

/// Writes `openapi/released/<service>.json`, of all services or of none: what later versions are compared with.
///
/// # Errors
///
/// [`Problems`] if a rule is broken, or a placeholder left; if a crate has no version; an error of the file system.
pub fn write(root: &Path, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let writing = Writing::begin(root)?;
    let Linted { models, placeholders } = linted(root)?;
    let releases = releases(root, &models)?;
    skip(&releases, out)?;
    let placeholders = of_published(&releases, placeholders);
    if !placeholders.is_empty() {
        return Err(Problems(placeholders).into());
    }
    let targets = bundles(&releases)?;
    let differences = targets.differences(root)?;
    writing.write(&targets.changes(&differences))?;
    for (path, what) in &differences {
        writeln!(out, "{}  {}", what.done(), path.display())?;
    }
    if differences.is_empty() {
        writeln!(out, "fresh: {}", crate::problem::counted(targets.files.len(), "released bundle"))?;
    }
    Ok(Outcome::Done)
}

/// Reports what stands against a release. It writes nothing.
///
/// # Errors
///
/// As those of [`write()`].
pub fn check(root: &Path, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let _reading = Reading::begin(root)?;
    let Linted { models, placeholders } = linted(root)?;
    let releases = releases(root, &models)?;
    let changelog = read(root, "CHANGELOG.md")?;
    skip(&releases, out)?;
    let mut obstacles: Vec<String> = published(&releases).flat_map(|(_, one)| one.obstacles(&changelog)).collect();
    obstacles.extend(of_published(&releases, placeholders).iter().map(ToString::to_string));
    if !generated(root, &models)?.differences(root)?.is_empty() {
        obstacles.push("what is generated is stale; run `cargo xtask generate`".to_owned());
    }
    for (path, what) in bundles(&releases)?.differences(root)? {
        obstacles.push(format!("{}: it is {what}; run `cargo xtask release --write`", path.display()));
    }
    for obstacle in &obstacles {
        writeln!(out, "{obstacle}")?;
    }
    if obstacles.is_empty() {
        for (_, Release { service, version, .. }) in published(&releases) {
            writeln!(out, "ready: {service} {version}")?;
        }
        return Ok(Outcome::Done);
    }
    Ok(Outcome::Failed)
}

/// Services, each with the release of its client.
type Releases<'m> = [(&'m Model, Release)];

/// Those that are released: a crate that is not published keeps no other one from it.
fn published<'r, 'm>(releases: &'r Releases<'m>) -> impl Iterator<Item = &'r (&'m Model, Release)> {
    releases.iter().filter(|(_, release)| release.is_published)
}

/// Says of which services nothing is asked, so that nobody takes them for released.
fn skip(releases: &Releases<'_>, out: &mut dyn Write) -> anyhow::Result<()> {
    for (model, release) in releases.iter().filter(|(_, release)| !release.is_published) {
        let manifest = Path::new(&model.spec.service.crate_folder).join("Cargo.toml");
        writeln!(out, "skipped: {}, which {} says not to publish", release.service, manifest.display())?;
    }
    Ok(())
}

/// The placeholders that stand in no file of a service that is skipped. What a family shares is of all that have it.
fn of_published(releases: &Releases<'_>, mut placeholders: Vec<Problem>) -> Vec<Problem> {
    let skipped: Vec<_> = releases.iter().filter(|(_, release)| !release.is_published).collect();
    placeholders.retain(|problem| !skipped.iter().any(|(model, _)| problem.file.starts_with(&model.spec.folder)));
    placeholders
}

fn releases<'m>(root: &Path, models: &'m [Model]) -> anyhow::Result<Vec<(&'m Model, Release)>> {
    let workspace = read(root, "Cargo.toml")?;
    let release = |model: &'m Model| {
        let service = &model.spec.service;
        let manifest = read(root, Path::new(&service.crate_folder).join("Cargo.toml"))?;
        Ok((model, Release::of(&service.name, &manifest, &workspace)?))
    };
    models.iter().map(release).collect()
}

fn bundles(releases: &Releases<'_>) -> anyhow::Result<Targets> {
    let files = published(releases).map(|(model, release)| release.bundle(model));
    Ok(Targets { folders: [RELEASED.into()].into(), files: files.collect::<Result<_, _>>()? })
}

fn read(root: &Path, file: impl AsRef<Path>) -> anyhow::Result<String> {
    let file = file.as_ref();
    fs::read_to_string(root.join(file)).with_context(|| format!("cannot read {}", file.display()))
}
