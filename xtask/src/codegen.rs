//! From the model of a specification to the files that are made from it.
//!
//! Each folder here makes one crate's files: `client` those of the client. What it makes is a list of targets; writing
//! them is the business of [`output`](crate::output).

pub mod calls;
mod client;
mod format;

use std::path::{Path, PathBuf};

use anyhow::Context as _;

use crate::model::Model;
use crate::output::Targets;

/// Generates all files that are made from a specification: the bundle, and the generated folder of the client's crate.
///
/// # Errors
///
/// [`Problems`](crate::problem::Problems) if progenitor cannot take a part of the specification, which lint should have
/// refused.
pub fn generate(model: &Model) -> anyhow::Result<Targets> {
    let mut targets = client::targets(model)?;
    targets.files.extend([bundle(model)?]);
    Ok(targets)
}

/// The bundle, one OpenAPI document for any tool: its path and its text.
///
/// # Errors
///
/// None that is known: JSON is always written.
pub fn bundle(model: &Model) -> anyhow::Result<(PathBuf, String)> {
    let path = Path::new("openapi").join(format!("{}.json", model.spec.service.name));
    let text = serde_json::to_string_pretty(&model.spec.document).context("cannot write the bundle as JSON")?;
    Ok((path, text + "\n"))
}
