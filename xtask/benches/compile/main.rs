//! What it costs to compile the SDK: its crate alone, with its dependencies built, in the dev profile without incremental
//! compilation, against what progenitor makes of the same bundle by itself.
//!
//! ```text
//! cargo bench -p xtask --bench compile              # measures and prints; some minutes
//! cargo bench -p xtask --bench compile -- --check   # and fails over a limit
//! ```
//!
//! Each crate is compiled by a `rustc` under a wrapper, which is this program again: it reports how long that one process took
//! and how much memory it had at its peak (Linux; elsewhere memory is not known). Crates take turns, and medians count. Also
//! counted are the crates in the SDK's tree.

#![expect(clippy::print_stdout, reason = "a benchmark prints")]
#![expect(clippy::unwrap_used, reason = "a benchmark whose input is wrong must stop")]

mod package;
#[path = "../progenitor_alone.rs"]
mod progenitor_alone;
mod wrapper;

use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};

use wrapper::Cost;

const ROUNDS: usize = 3;
/// Peak memory of the compiler, in MB.
const MEMORY_LIMIT: f64 = 600.0;
/// Crates in the tree of the SDK with default features, itself included.
const TREE_LIMIT: usize = 95;

/// A way to compile the SDK, and how much of the time of the plain client it may take.
struct Variant {
    shown: &'static str,
    features: &'static [&'static str],
    limit: f64,
}

const VARIANTS: [Variant; 3] = [
    Variant { shown: "all features", features: &["--features", "full"], limit: 0.35 },
    Variant { shown: "default features", features: &[], limit: 0.15 },
    Variant {
        shown: "one small resource (users)",
        features: &["--no-default-features", "--features", "users"],
        limit: 0.04,
    },
];

fn main() -> ExitCode {
    if let Some(code) = wrapper::main() {
        return code;
    }
    let given = |name: &str| std::env::args().any(|argument| argument == name);
    // The last variant is the one that is quick to compile.
    let (rounds, slack, variants) =
        if given("--short") { (1, 2.0, &VARIANTS[VARIANTS.len() - 1..]) } else { (ROUNDS, 1.0, &VARIANTS[..]) };
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let work = root.join("target/bench-compile");
    let manifest = package::write(root, &work.join("plain"));
    let sdk = |variant: &Variant, round: Option<usize>| {
        let arguments: Vec<&str> = ["-p", "dms-kafka"].iter().chain(variant.features).copied().collect();
        compile(root, &root.join("Cargo.toml"), &work, &arguments, "dms_kafka", round)
    };
    let plain = |round| compile(root, &manifest, &work, &[], "plain", round);
    // The first builds are those of the dependencies, and are not counted.
    for variant in variants {
        sdk(variant, None);
    }
    plain(None);
    let mut plain_costs = Vec::new();
    let mut costs: Vec<Vec<Cost>> = variants.iter().map(|_| Vec::new()).collect();
    for round in 0..rounds {
        plain_costs.push(plain(Some(round)));
        for (variant, costs) in variants.iter().zip(&mut costs) {
            costs.push(sdk(variant, Some(round)));
        }
    }
    let plain = wrapper::median(plain_costs);
    println!("plain progenitor: {plain}");
    let mut is_over = false;
    for (variant, cost) in variants.iter().zip(costs.into_iter().map(wrapper::median)) {
        let ratio = cost.seconds / plain.seconds;
        println!("{}: {cost}, ratio {ratio:.2} (at most {})", variant.shown, variant.limit);
        is_over |= ratio > slack * variant.limit;
        if let Some(megabytes) = cost.megabytes {
            println!("peak memory: {megabytes:.0} MB (at most {MEMORY_LIMIT})");
            is_over |= megabytes > MEMORY_LIMIT;
        }
    }
    let (sdk, plain) = (tree(&root.join("Cargo.toml"), "dms-kafka"), tree(&manifest, "plain"));
    println!("crates in the tree: {sdk} (at most {TREE_LIMIT}), plain progenitor: {plain}");
    is_over |= sdk > TREE_LIMIT;
    if given("--check") && is_over { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

/// Builds a package. With a round, which makes cargo compile its last crate anew, reports what that cost.
fn compile(
    root: &Path,
    manifest: &Path,
    work: &Path,
    arguments: &[&str],
    crate_name: &str,
    round: Option<usize>,
) -> Cost {
    let report = work.join("cost");
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo
        .arg("rustc")
        .env("RUSTFLAGS", "--cap-lints=allow")
        .args(["--quiet", "--lib", "--manifest-path"])
        .arg(manifest)
        .args(arguments);
    cargo.args([
        "--",
        "--cfg",
        &format!("round=\"{}-{}\"", std::process::id(), round.map_or(0, |round| round + 1)),
        "--check-cfg",
        "cfg(round, values(any()))",
    ]);
    // The dev profile as cargo has it, whatever this workspace changes in its own.
    cargo.env("CARGO_PROFILE_DEV_DEBUG", "2");
    cargo.env("CARGO_INCREMENTAL", "0").env("CARGO_TARGET_DIR", work.join("target"));
    wrapper::set(&mut cargo, &report, crate_name);
    assert!(cargo.current_dir(root).status().unwrap().success(), "{crate_name} does not build");
    wrapper::read(&report)
}

/// How many crates a package needs, itself included, on this platform.
fn tree(manifest: &Path, package: &str) -> usize {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.args(["tree", "--prefix", "none", "--edges", "normal,build", "--package", package, "--manifest-path"]);
    let output = cargo.arg(manifest).stderr(Stdio::inherit()).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let crates: BTreeSet<&str> = text.lines().filter_map(|line| line.split(" (").next()).collect();
    crates.into_iter().filter(|line| !line.is_empty()).count()
}
