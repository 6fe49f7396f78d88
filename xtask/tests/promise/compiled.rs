//! Twenty random resources as one crate: it compiles, and its operations are called.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use proptest::strategy::{Strategy as _, ValueTree as _};
use xtask::codegen;
use xtask::model::Model;
use xtask::model::keyword::Subject;
use xtask::spec::Spec;

use super::coverage;
use super::random::{Drawn, Specification};
use super::{Outcome, drawn, promise, runner};

/// How many resources the crate has.
const RESOURCES: usize = 20;

const CALLS: &str = "//! Every operation, called.\n\n#![cfg(test)]\n\n#[rustfmt::skip]\nmod generated;\n";

const MOCKS: &str = "//! Every operation, expected.\n\n#![cfg(test)]\n\n#[rustfmt::skip]\nmod generated;\n";

/// The mock service of the invented service, which names nothing of it.
const TESTING: &str = include_str!("../../../tests/widgets/src/testing.rs");

const LIBRARY: &str = r#"//! The client of a service of random things.

#[rustfmt::skip]
mod generated;
#[cfg(feature = "testing")]
pub mod testing;

pub use generated::*;
pub use huaweicloud_core::Error;
use huaweicloud_core::{BuiltClient, ClientBuilder, Service, ServiceClient, ServiceInfo};

/// A client of the service.
#[derive(Clone, Debug)]
pub struct Client {
    service: ServiceClient,
}

impl Client {
    /// Begins to set up a client.
    pub fn builder() -> ClientBuilder<Self> {
        ClientBuilder::new()
    }

    /// The client underneath.
    pub fn service_client(&self) -> &ServiceClient {
        &self.service
    }
}

impl Service for Client {
    const INFO: ServiceInfo = service::INFO;
    const USER_AGENT: &'static str = "promise/0";

    fn from_built(client: BuiltClient<Self>) -> Self {
        Self { service: client.into_service_client() }
    }
}
"#;

/// What the specifications so far hold.
#[derive(Default)]
struct Held {
    rows: BTreeSet<(Subject, String)>,
    facts: BTreeSet<String>,
}

impl Held {
    /// How much is missing, once what a specification holds is added.
    fn missing_with(&self, other: &Self) -> usize {
        let rows = self.rows.union(&other.rows).cloned().collect();
        coverage::missing(&rows, &self.facts.union(&other.facts).cloned().collect()).len()
    }
}

/// Random resources of two operations and more, each of which alone would be accepted. The first ones are taken as they
/// come; of the others, each adds its share of what the ones before it lack.
fn accepted() -> Vec<Drawn> {
    let mut runner = runner(1);
    let (mut accepted, mut held) = (Vec::new(), Held::default());
    let mut left = 40 * RESOURCES;
    while accepted.len() < RESOURCES {
        let Some(fewer) = left.checked_sub(1) else {
            panic!("none of what is drawn holds what is missing: {:?}", coverage::missing(&held.rows, &held.facts));
        };
        left = fewer;
        let drawn = drawn(2..8).new_tree(&mut runner).expect("numbers are always drawn").current();
        let specification = Specification::of(std::slice::from_ref(&drawn));
        if !matches!(promise(&specification), Ok(Outcome::Generated)) {
            continue;
        }
        let model = Model::of(Spec::parse(&specification.texts()).expect("it is accepted"));
        let own = Held { rows: coverage::rows(&specification), facts: coverage::facts(&model) };
        let missing = held.missing_with(&Held::default());
        let added = missing - held.missing_with(&own);
        if accepted.len() < RESOURCES / 4 || added * (RESOURCES - accepted.len()) >= missing {
            held.rows.extend(own.rows);
            held.facts.extend(own.facts);
            accepted.push(drawn);
        }
    }
    accepted
}

/// The root of this workspace.
pub(super) fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask lies in the workspace").to_owned()
}

/// Writes the crate.
pub(super) fn write(root: &Path, model: &Model) -> anyhow::Result<()> {
    // What an earlier run wrote must not be compiled with it; what cargo made stays.
    for folder in ["src", "tests", "openapi"] {
        fs::remove_dir_all(root.join(folder))
            .or_else(|error| if root.join(folder).exists() { Err(error) } else { Ok(()) })?;
    }
    let mut files: BTreeMap<PathBuf, String> = codegen::generate(model, &[])?.files.into_iter().collect();
    files.extend(model.spec.files.iter().map(|file| (file.path.clone(), file.text.clone())));
    files.insert("src/lib.rs".into(), LIBRARY.to_owned());
    files.insert("src/testing.rs".into(), TESTING.to_owned());
    files.insert("tests/calls/main.rs".into(), CALLS.to_owned());
    files.insert("tests/mocks/main.rs".into(), MOCKS.to_owned());
    files.insert("Cargo.toml".into(), manifest(model));
    files.insert("Cargo.lock".into(), fs::read_to_string(workspace().join("Cargo.lock"))?);
    for (path, text) in files {
        let path = root.join(path);
        fs::create_dir_all(path.parent().expect("files lie in folders"))?;
        fs::write(path, text)?;
    }
    Ok(())
}

fn manifest(model: &Model) -> String {
    let core = workspace().join("crates/huaweicloud-core");
    let features: Vec<&str> = model.resources.iter().map(|resource| resource.name.as_str()).collect();
    let empty: Vec<String> = features.iter().map(|feature| format!("{feature} = []")).collect();
    let empty = empty.join("\n");
    format!(
        r#"[package]
name = "promise"
version = "0.1.0"
edition = "2024"

[features]
default = {features:?}
schemars = ["dep:schemars", "huaweicloud-core/schemars"]
testing = ["huaweicloud-core/testing"]
{empty}

[dependencies]
huaweicloud-core = {{ path = "{}" }}
schemars = {{ version = "1", optional = true }}
serde_json = "1"

[dev-dependencies]
serde = "1"
tokio = {{ version = "1", features = ["io-util", "macros", "net", "rt"] }}

[[test]]
name = "mocks"
required-features = ["testing"]

[lints.rust]
unsafe_code = "forbid"
missing_docs = "deny"

[profile.dev]
debug = "line-tables-only"

[workspace]
"#,
        core.display()
    )
}

/// Runs cargo in the crate; dependencies are those that this workspace has compiled already.
pub(super) fn cargo(root: &Path, arguments: &[&str]) {
    let begun = Instant::now();
    eprintln!("   cargo {}", arguments.join(" "));
    let mut command = Command::new(env!("CARGO"));
    command.args(arguments).arg("--quiet").current_dir(root).env("CARGO_TARGET_DIR", workspace().join("target"));
    command.env("RUSTDOCFLAGS", "--deny warnings");
    let status = command.status().expect("cargo starts");
    assert!(status.success(), "cargo {} failed in {}", arguments.join(" "), root.display());
    eprintln!("   done in {:.1} s", begun.elapsed().as_secs_f64());
}

#[test]
#[ignore = "compiles a crate; .ci/run calls it"]
fn twenty_specifications_compile_and_say_what_they_specify() {
    let specification = Specification::of(&accepted());
    let model = Model::of(Spec::parse(&specification.texts()).expect("each resource is parsed alone"));
    let problems = xtask::lint::lint(&model);
    assert!(problems.is_empty(), "together they have problems: {problems:#?}");
    let missing = coverage::missing(&coverage::rows(&specification), &coverage::facts(&model));
    assert!(missing.is_empty(), "they lack {missing:?}");
    eprintln!("   {} operations, {} schemas", model.operations.len(), model.schemas.len());
    let root = workspace().join("target/promise/crate");
    write(&root, &model).expect("the crate is written");
    cargo(&root, &["test", "--features", "testing"]);
    cargo(&root, &["check", "--all-features"]);
    cargo(&root, &["doc", "--no-deps", "--all-features"]);
}
