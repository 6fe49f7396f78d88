//! From the model of a specification to the files that are made from it.
//!
//! Each folder here makes one crate's files: [`client`] those of the client. What it makes is a list of targets; writing
//! them is the business of [`output`](crate::output).

mod client;
mod format;

use std::path::Path;

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
    let path = Path::new("openapi").join(format!("{}.json", model.spec.service.name));
    targets.files.insert(path, bundle_text(model)?);
    Ok(targets)
}

/// The text of the bundle, one OpenAPI document for any tool.
///
/// # Errors
///
/// None that is known: JSON is always written.
pub fn bundle_text(model: &Model) -> anyhow::Result<String> {
    Ok(serde_json::to_string_pretty(&model.spec.document).context("cannot write the bundle as JSON")? + "\n")
}
