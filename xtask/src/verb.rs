//! The commands. Each takes the root of the workspace and a place to write to, and says how it ended.

pub mod bench;
pub mod build;
pub mod bundle;
pub mod check;
pub mod demo;
pub mod docs;
pub mod fmt;
pub mod generate;
pub mod lint;

mod cargo;

use std::path::Path;

use crate::output::Targets;
use crate::problem::Problems;
use crate::spec::{Spec, load};
use crate::{codegen, lint as rules, workspace};

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
            Self::Stale | Self::Drifted => 4,
        }
    }
}

/// Reads and lints all services.
///
/// # Errors
///
/// [`Problems`] if a file breaks a rule.
fn load_all(root: &Path) -> anyhow::Result<Vec<Spec>> {
    let mut specs = Vec::new();
    for folder in workspace::services(root)? {
        let spec = load(root, &folder)?;
        let problems = rules::lint(&spec);
        if !problems.is_empty() {
            return Err(Problems(problems).into());
        }
        specs.push(spec);
    }
    Ok(specs)
}

/// Generates the files of all services, in memory.
///
/// # Errors
///
/// What [`codegen::generate`] fails with; if two services claim one file.
fn generated(specs: &[Spec]) -> anyhow::Result<Targets> {
    let of_service = |spec: &Spec| anyhow::Ok((spec.service.name.clone(), codegen::generate(spec)?));
    Targets::merge(specs.iter().map(of_service).collect::<Result<Vec<_>, _>>()?)
}
