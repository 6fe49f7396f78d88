//! `cargo xtask bundle`: writes the OpenAPI document of each service.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::Context as _;

use super::{Outcome, load_all};
use crate::output::{Targets, Writing};
use crate::spec::Spec;

/// Lints the specification and writes `openapi/<service>.json`, of all services or of none.
///
/// # Errors
///
/// [`Problems`](crate::problem::Problems) if a rule is broken; an error of the file system.
pub fn run(root: &Path, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let writing = Writing::begin(root)?;
    let bundles = load_all(root)?.iter().map(bundle).collect::<Result<Vec<_>, _>>()?;
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
fn bundle(spec: &Spec) -> anyhow::Result<(String, Targets)> {
    let name = &spec.service.name;
    let path = PathBuf::from("openapi").join(format!("{name}.json"));
    let text = serde_json::to_string_pretty(&spec.document).context("cannot write the bundle as JSON")? + "\n";
    Ok((name.clone(), Targets { files: [(path, text)].into(), ..Targets::default() }))
}
