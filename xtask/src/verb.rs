//! The commands. Each takes the root of the workspace and a place to write to, and says how it ended.

pub mod bench;
pub mod build;
pub mod bundle;
pub mod check;
pub mod demo;
pub mod diff;
pub mod docs;
pub mod fmt;
pub mod generate;
mod guides;
pub mod lint;
pub mod prove;
pub mod release;
pub mod service;
pub mod sync;

mod cargo;

use std::collections::BTreeSet;
use std::path::Path;

use rayon::prelude::*;

use crate::model::Model;
use crate::output::Targets;
use crate::problem::{Problem, Problems};
use crate::spec::{Spec, files};
use crate::{codegen, lint as rules};

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Everything is as it should be.
    Done,
    /// Something is wrong, and was reported.
    Failed,
    /// What is generated is not what would be generated.
    Stale,
    /// The specification is not what the documentation says.
    Drifted,
    /// There are changes as bad as was asked for.
    Changed,
    /// It could not be found out whether there is drift.
    CouldNotRun,
}

impl Outcome {
    /// The exit code.
    pub const fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Failed => 1,
            Self::CouldNotRun => 2,
            Self::Stale | Self::Drifted | Self::Changed => 4,
        }
    }
}

/// Reads the specifications of all services.
///
/// # Errors
///
/// [`Problems`] if a file cannot be read as what it should be; an error of the file system.
fn specs(root: &Path) -> anyhow::Result<Vec<Spec>> {
    let folders = files::services(root)?;
    let parsed = folders.par_iter().map(|folder| anyhow::Ok(Spec::parse(&files::read(root, folder)?)));
    let mut specs = Vec::new();
    let mut problems = Vec::new();
    for of_service in parsed.collect::<Vec<_>>() {
        match of_service? {
            Ok(spec) => specs.push(spec),
            Err(Problems(of_service)) => problems.extend(of_service),
        }
    }
    if problems.is_empty() { Ok(specs) } else { Err(Problems(problems).into()) }
}

/// Reads all services. They need not keep the rules.
///
/// # Errors
///
/// [`Problems`] if a file cannot be read as what it should be; an error of the file system.
pub fn models(root: &Path) -> anyhow::Result<Vec<Model>> {
    Ok(specs(root)?.into_par_iter().map(Model::of).collect())
}

/// What is wrong with the services: with their specifications, what they share, and the crates that they are generated into.
///
/// # Errors
///
/// An error of the file system.
fn problems(root: &Path, models: &[Model]) -> anyhow::Result<Vec<Problem>> {
    let of_service = |model| rules::lint(model).into_iter().chain(service::incomplete(root, model));
    let of_services: Vec<Problem> = models.par_iter().flat_map_iter(of_service).collect();
    let all = of_services.into_iter().chain(rules::families(models, &files::families(root)?));
    // What is wrong with a file that services share, each of them finds; of placeholders some find more than others.
    let mut seen = BTreeSet::new();
    let is_new = |problem: &Problem| {
        let Problem { file, line, pointer, rule, message, .. } = problem;
        let what = if *rule == rules::PLACEHOLDERS { None } else { Some((*line, pointer.clone(), message.clone())) };
        seen.insert((file.clone(), *rule, what))
    };
    Ok(all.filter(is_new).collect())
}

/// Services that can be generated, and what a person has yet to say of them.
struct Linted {
    models: Vec<Model>,
    /// One problem a file with placeholders.
    placeholders: Vec<Problem>,
}

/// Reads and lints all services.
///
/// # Errors
///
/// [`Problems`] if a rule is broken, but for that of placeholders; as those of [`specs`].
fn linted(root: &Path) -> anyhow::Result<Linted> {
    let models = models(root)?;
    let (placeholders, others): (Vec<_>, Vec<_>) =
        problems(root, &models)?.into_iter().partition(|problem| problem.rule == rules::PLACEHOLDERS);
    if others.is_empty() { Ok(Linted { models, placeholders }) } else { Err(Problems(others).into()) }
}

/// Generates the files of all services, in memory.
///
/// # Errors
///
/// What [`codegen::generate`] fails with; if two services claim one file; an error of the file system for guides.
fn generated(root: &Path, models: &[Model]) -> anyhow::Result<Targets> {
    let of_service = |model: &Model| {
        let guides = guides::guides(root, &model.spec.crate_folder())?;
        anyhow::Ok((model.spec.service.name.clone(), codegen::generate(model, &guides)?))
    };
    let services: Vec<_> = models.par_iter().map(of_service).collect();
    Targets::merge(services.into_iter().collect::<Result<Vec<_>, _>>()?)
}
