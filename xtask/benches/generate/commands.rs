//! The commands as a user runs them: through cargo, which looks whether xtask is fresh, with the profile of daily work.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use tempfile::TempDir;
use xtask::model::Model;

/// Seconds that a command takes under `folder`, a workspace; it is run by the xtask of this one.
fn seconds(folder: &Path, verb: &str) -> f64 {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    // What `cargo xtask` stands for, but for the manifest: the folder need not be this workspace.
    command.args(["run", "--quiet", "--package", "xtask", "--manifest-path"]).arg(manifest).args(["--", verb]);
    let start = Instant::now();
    let status = command.current_dir(folder).stdout(Stdio::null()).status().unwrap();
    let seconds = start.elapsed().as_secs_f64();
    assert!(status.success(), "`cargo xtask {verb}` failed: {status}");
    seconds
}

/// Seconds that `cargo xtask check` takes in this workspace when there is nothing to report.
pub(crate) fn check(root: &Path) -> f64 {
    seconds(root, "check")
}

/// What `cargo xtask generate` reads, copied: it writes, and must not write here.
pub(crate) struct Copied {
    root: TempDir,
    generated: Vec<PathBuf>,
}

impl Copied {
    pub(crate) fn new(root: &Path, models: &[Model]) -> Self {
        let copied = Self { root: tempfile::tempdir().unwrap(), generated: Vec::new() };
        let to = copied.root.path().to_owned();
        fs::copy(root.join("Cargo.toml"), to.join("Cargo.toml")).unwrap();
        copy_folder(&root.join("openapi"), &to.join("openapi"));
        let mut generated = Vec::new();
        for Model { spec, .. } in models {
            copy_folder(&root.join(spec.crate_folder()), &to.join(spec.crate_folder()));
            generated.push(to.join(spec.crate_folder()).join("src/generated"));
            generated.push(to.join("openapi").join(format!("{}.json", spec.service.name)));
        }
        Self { generated, ..copied }
    }

    /// Seconds that `cargo xtask generate` takes when nothing generated is there, and how many files it writes.
    pub(crate) fn generate(&self) -> (f64, usize) {
        for place in &self.generated {
            if place.is_dir() { fs::remove_dir_all(place) } else { fs::remove_file(place) }.unwrap();
        }
        let seconds = seconds(self.root.path(), "generate");
        let files = self.generated.iter().flat_map(walkdir::WalkDir::new);
        (seconds, files.filter(|entry| entry.as_ref().unwrap().file_type().is_file()).count())
    }
}

fn copy_folder(from: &Path, to: &Path) {
    for entry in walkdir::WalkDir::new(from) {
        let entry = entry.unwrap();
        let place = to.join(entry.path().strip_prefix(from).unwrap());
        if entry.file_type().is_dir() {
            fs::create_dir_all(place).unwrap();
        } else {
            fs::copy(entry.path(), place).unwrap();
        }
    }
}
