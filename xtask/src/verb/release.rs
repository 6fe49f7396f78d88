//! `cargo xtask release`: whether a release can be made, and the bundles of it.

use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::Context as _;

use super::{Linted, Outcome, generated, linted};
use crate::model::Model;
use crate::output::{Reading, Targets, Writing};
use crate::problem::Problems;
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
    if !placeholders.is_empty() {
        return Err(Problems(placeholders).into());
    }
    let targets = bundles(&models, &releases(root, &models)?)?;
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
    let mut obstacles: Vec<String> = releases.iter().flat_map(|release| release.obstacles(&changelog)).collect();
    obstacles.extend(placeholders.iter().map(ToString::to_string));
    if !generated(&models)?.differences(root)?.is_empty() {
        obstacles.push("what is generated is stale; run `cargo xtask generate`".to_owned());
    }
    for (path, what) in bundles(&models, &releases)?.differences(root)? {
        obstacles.push(format!("{}: it is {what}; run `cargo xtask release --write`", path.display()));
    }
    for obstacle in &obstacles {
        writeln!(out, "{obstacle}")?;
    }
    if obstacles.is_empty() {
        for Release { service, version, .. } in &releases {
            writeln!(out, "ready: {service} {version}")?;
        }
        return Ok(Outcome::Done);
    }
    Ok(Outcome::Failed)
}

fn releases(root: &Path, models: &[Model]) -> anyhow::Result<Vec<Release>> {
    let workspace = read(root, "Cargo.toml")?;
    let release = |model: &Model| {
        let service = &model.spec.service;
        let manifest = read(root, Path::new(&service.crate_folder).join("Cargo.toml"))?;
        Release::of(&service.name, &manifest, &workspace)
    };
    models.iter().map(release).collect()
}

fn bundles(models: &[Model], releases: &[Release]) -> anyhow::Result<Targets> {
    let files = models.iter().zip(releases).map(|(model, release)| release.bundle(model));
    Ok(Targets { folders: [RELEASED.into()].into(), files: files.collect::<Result<_, _>>()? })
}

fn read(root: &Path, file: impl AsRef<Path>) -> anyhow::Result<String> {
    let file = file.as_ref();
    fs::read_to_string(root.join(file)).with_context(|| format!("cannot read {}", file.display()))
}
