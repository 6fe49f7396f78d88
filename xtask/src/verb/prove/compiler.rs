//! The compiler: crates as cargo would compile them, and the uses that it refuses.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, ensure};
use serde_json::Value;
use walkdir::WalkDir;

use crate::prove::Corpus;
use crate::spec::Spec;
use crate::verb::cargo;

/// Compiles crates of one service as cargo would.
pub(super) struct Compiler {
    /// Where crates are put while they are compiled.
    scratch: PathBuf,
    /// What code calls the crate.
    pub(super) name: String,
    /// The sources that are not generated.
    sources: BTreeMap<PathBuf, String>,
    folder: PathBuf,
    /// Where the crates lie that it needs, by their names.
    externs: BTreeMap<String, PathBuf>,
    features: Vec<String>,
}

impl Compiler {
    /// Lets cargo compile what the crate needs.
    pub(super) fn of(root: &Path, spec: &Spec) -> anyhow::Result<Self> {
        let folder = spec.crate_folder();
        let manifest = root.join(&folder).join("Cargo.toml");
        let mut command =
            cargo::cargo(root, &["check", "--quiet", "--all-features", "--message-format", "json", "--manifest-path"]);
        let output = command.arg(&manifest).stderr(Stdio::inherit()).output().context("cannot run cargo check")?;
        ensure!(output.status.success(), "{} does not compile", manifest.display());
        let text = String::from_utf8_lossy(&output.stdout);
        let messages: Vec<Value> = text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
        let (mut externs, mut name, mut features) = (BTreeMap::new(), String::new(), Vec::new());
        for message in messages.iter().filter(|message| message.get("filenames").is_some()) {
            let text = |pointer: &str| message.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned();
            let target = text("/target/name").replace('-', "_");
            let files = message.get("filenames").and_then(Value::as_array).into_iter().flatten();
            let is_metadata = |file: &&str| Path::new(file).extension().is_some_and(|ending| ending == "rmeta");
            let meta = files.filter_map(Value::as_str).find(is_metadata);
            if Path::new(&text("/manifest_path")) == fs::canonicalize(&manifest)? {
                let listed = message.get("features").and_then(Value::as_array).into_iter().flatten();
                features = listed.filter_map(Value::as_str).map(str::to_owned).collect();
                name = target;
            } else if let Some(meta) = meta {
                externs.insert(target, PathBuf::from(meta));
            }
        }
        let mut sources = BTreeMap::new();
        // The documentation of a crate may be its README.
        let places = ["src", "README.md"].map(|place| root.join(&folder).join(place));
        for entry in places.iter().flat_map(WalkDir::new).filter_map(Result::ok) {
            let inside = entry.path().strip_prefix(root).unwrap_or(entry.path()).to_owned();
            let is_own =
                entry.file_type().is_file() && !inside.components().any(|part| part.as_os_str() == "generated");
            if is_own {
                sources.insert(inside, fs::read_to_string(entry.path())?);
            }
        }
        let scratch = cargo::target_folder(root)?.join("prove");
        Ok(Self { scratch, name, sources, folder, externs, features })
    }

    /// The uses that do not compile against a crate; none if it does not compile itself.
    pub(super) fn refused(
        &self,
        files: &BTreeMap<PathBuf, String>,
        corpus: &Corpus,
    ) -> anyhow::Result<Option<BTreeSet<usize>>> {
        let place = Scratch::new(&self.scratch)?;
        for (path, text) in self.sources.iter().chain(files) {
            let path = place.0.join(path);
            fs::create_dir_all(path.parent().unwrap_or(&place.0))?;
            fs::write(path, text)?;
        }
        let metadata = place.0.join(format!("lib{}.rmeta", self.name));
        let library = place.0.join(&self.folder).join("src/lib.rs");
        let mut command = self.rustc(&library, &self.name, &metadata);
        command.env("CARGO_PKG_VERSION", "0.0.0").env("CARGO_PKG_NAME", &self.name);
        let output = command.output().context("cannot run rustc")?;
        if !output.status.success() {
            // A full disk, or a compiler that was killed, says nothing of the crate.
            ensure!(
                is_about_code(&output.stderr),
                "rustc failed ({}): {}",
                output.status,
                String::from_utf8_lossy(&output.stderr)
            );
            return Ok(None);
        }
        let mut refused = BTreeSet::new();
        // What is unresolved hides what has another type: the rest is compiled again, until nothing is refused.
        loop {
            let (text, lines) = corpus.text(&refused);
            let file = place.0.join("corpus.rs");
            fs::write(&file, text)?;
            let mut command = self.rustc(&file, "corpus", &place.0.join("libcorpus.rmeta"));
            command.arg("--extern").arg(format!("{}={}", self.name, metadata.display()));
            let output = command.output().context("cannot run rustc")?;
            let errors: BTreeSet<usize> = errors(&output.stderr, &lines);
            if output.status.success() {
                return Ok(Some(refused));
            }
            ensure!(
                !errors.is_empty(),
                "rustc refuses the proof as a whole: {}",
                String::from_utf8_lossy(&output.stderr)
            );
            refused.extend(errors);
        }
    }

    fn rustc(&self, file: &Path, name: &str, to: &Path) -> Command {
        let mut command = Command::new(std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()));
        command.args(["--edition", "2024", "--crate-type", "lib", "--emit", "metadata", "--cap-lints", "allow"]);
        command.args(["--error-format", "json", "--crate-name", name]).arg(file).arg("-o").arg(to);
        for (name, file) in &self.externs {
            let is_direct = matches!(name.as_str(), "huaweicloud_core" | "schemars" | "serde_json");
            if is_direct {
                command.arg("--extern").arg(format!("{name}={}", file.display()));
            }
            if let Some(folder) = file.parent().filter(|_| is_direct) {
                command.arg("-L").arg(format!("dependency={}", folder.display()));
            }
        }
        for feature in &self.features {
            command.arg("--cfg").arg(format!("feature=\"{feature}\""));
        }
        command.stdin(Stdio::null());
        command
    }
}

/// The errors that rustc wrote.
fn messages(output: &[u8]) -> Vec<Value> {
    let text = String::from_utf8_lossy(output);
    let messages = text.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    messages.filter(|message| message.get("level").and_then(Value::as_str) == Some("error")).collect()
}

fn spans(message: &Value) -> impl Iterator<Item = &Value> {
    message.get("spans").and_then(Value::as_array).into_iter().flatten()
}

/// Whether an error has a place in the code.
fn is_about_code(output: &[u8]) -> bool {
    messages(output).iter().any(|message| spans(message).next().is_some())
}

/// The uses that errors are about, by their first place in the file.
fn errors(output: &[u8], lines: &[Option<usize>]) -> BTreeSet<usize> {
    let mut found = BTreeSet::new();
    for message in &messages(output) {
        for span in spans(message).filter(|span| span.get("is_primary") == Some(&Value::Bool(true))) {
            let line = span.get("line_start").and_then(Value::as_u64).and_then(|line| usize::try_from(line).ok());
            found.extend(line.and_then(|line| lines.get(line.checked_sub(1)?).copied().flatten()));
        }
    }
    found
}

/// A folder for one crate, which goes away.
struct Scratch(PathBuf);

impl Scratch {
    /// A folder in another one that nobody has yet.
    fn new(within: &Path) -> anyhow::Result<Self> {
        use std::sync::atomic::{AtomicU64, Ordering};
        static NEXT: AtomicU64 = AtomicU64::new(0);
        fs::create_dir_all(within).with_context(|| format!("cannot make {}", within.display()))?;
        loop {
            let number = NEXT.fetch_add(1, Ordering::Relaxed);
            let folder = within.join(format!("{}-{number}", std::process::id()));
            match fs::create_dir(&folder) {
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                made => {
                    made.with_context(|| format!("cannot make {}", folder.display()))?;
                    return Ok(Self(folder));
                }
            }
        }
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_rustc_says_of_the_code_means_that_there_is_no_client() {
        let root = tempfile::tempdir().unwrap();
        let compiler = |file: &str, code: &str| Compiler {
            scratch: root.path().join("prove"),
            name: "widgets".to_owned(),
            sources: BTreeMap::from([(PathBuf::from("widgets/src").join(file), code.to_owned())]),
            folder: "widgets".into(),
            externs: BTreeMap::new(),
            features: Vec::new(),
        };
        let corpus = Corpus::default();
        let refused = |file: &str, code: &str| compiler(file, code).refused(&BTreeMap::new(), &corpus);
        assert_eq!(refused("lib.rs", "pub fn size() -> u8 { 1 }").unwrap(), Some(BTreeSet::new()));
        assert_eq!(refused("lib.rs", "pub fn size() -> u8 { \"1\" }").unwrap(), None);
        // A file that cannot be read stands for a full disk.
        let error = refused("other.rs", "").unwrap_err().to_string();
        assert!(error.starts_with("rustc failed (") && error.contains("lib.rs"), "{error}");
        // Nothing is left behind.
        assert_eq!(fs::read_dir(root.path().join("prove")).unwrap().count(), 0);
    }

    #[test]
    fn a_folder_is_one_that_nobody_has() {
        let root = tempfile::tempdir().unwrap();
        let first = Scratch::new(root.path()).unwrap();
        let second = Scratch::new(root.path()).unwrap();
        assert!(first.0 != second.0 && first.0.starts_with(root.path()) && first.0.is_dir());
    }
}
