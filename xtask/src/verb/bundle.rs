//! `cargo xtask bundle`: writes the OpenAPI document of each service.

use std::io::Write;
use std::path::Path;

use super::{Outcome, linted};
use crate::codegen;
use crate::model::Model;
use crate::output::{Targets, Writing};

/// Lints the specification and writes `openapi/<service>.json`, of all services or of none.
///
/// # Errors
///
/// [`Problems`](crate::problem::Problems) if a rule is broken; an error of the file system.
pub fn run(root: &Path, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let writing = Writing::begin(root)?;
    let bundles = linted(root)?.models.iter().map(bundle).collect::<Result<Vec<_>, _>>()?;
    let targets = Targets::merge(bundles)?;
    let differences = targets.differences(root)?;
    writing.write(&targets.changes(&differences))?;
    for path in targets.files.keys() {
        let done = if differences.contains_key(path) { "written" } else { "fresh  " };
        writeln!(out, "{done}  {}", path.display())?;
    }
    Ok(Outcome::Done)
}

/// The name of a service, and its document.
fn bundle(model: &Model) -> anyhow::Result<(String, Targets)> {
    let files = [codegen::bundle(model)?].into();
    Ok((model.spec.service.name.clone(), Targets { files, ..Targets::default() }))
}
