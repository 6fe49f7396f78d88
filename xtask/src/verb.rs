//! The commands. Each takes the root of the workspace and a place to write to, and says how it ended.

pub mod bench;
pub mod build;
pub mod bundle;
pub mod check;
pub mod demo;
pub mod fmt;
pub mod generate;
pub mod lint;

mod cargo;

use std::path::Path;

use crate::problem::Problems;
use crate::spec::{Spec, load};
use crate::{lint as rules, workspace};

/// How a command ended; the number is its exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Everything is as it should be.
    Done = 0,
    /// Something is wrong, and was told.
    Failed = 1,
    /// What is generated is not what would be generated.
    Stale = 4,
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
