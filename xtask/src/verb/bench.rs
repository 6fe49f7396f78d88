//! `cargo xtask bench`: the figures that this project promises, ratios within one run where that is possible.

use std::io::Write;
use std::path::Path;

use super::{Outcome, cargo};

/// Benchmarks: name, package, what it measures.
pub const BENCHES: &[(&str, &str, &str)] = &[
    ("signing", "huaweicloud-core", "signing a GET, against the bare SHA-256 and HMAC work in it"),
    ("decoding", "huaweicloud-core", "reading a page of 1,000 tasks, against the code that serde derives"),
    ("paging", "huaweicloud-core", "a thousand pages by `items`, against the loop that a program would write"),
    (
        "throughput",
        "workspace-tests",
        "signed calls over reqwest and over hyper, with 64 in flight and with one, against bare reqwest",
    ),
    ("cold_start", "workspace-tests", "a program that makes one call, against the same on bare reqwest"),
    (
        "simulator",
        "huaweicloud-sim",
        "the simulator under signed GETs on 64 kept connections, against a bare hyper server",
    ),
    (
        "simulator-state",
        "dms-kafka-sim",
        "10,000 instances with 100 topics each: their memory, and a page of the list; or, with --soak, that memory stays",
    ),
    ("compile", "xtask", "compiling the SDK, against what progenitor makes of the bundle by itself; some minutes"),
    ("docs", "xtask", "reading pages of the documentation, once and a hundred times as many"),
    (
        "generate",
        "xtask",
        "check and generate as a user runs them, against progenitor alone, and for ten times the operations",
    ),
];

/// The benchmark that can be let run for minutes.
const SOAKED: &str = "simulator-state";

/// How a benchmark is run.
#[derive(Clone, Copy, Debug)]
pub struct How {
    /// A figure beyond its limit is an error.
    pub is_checked: bool,
    /// One round is measured, and limits are twice as wide, those in seconds also by what the machine is slower: for one that
    /// does other things besides, and to see that it works.
    pub is_short: bool,
    /// For how many minutes `simulator-state` asks instead.
    pub soak: Option<u64>,
}

/// Runs the benchmark `name`, or all of them.
///
/// # Errors
///
/// If there is none of that name, or one fails.
pub fn run(root: &Path, name: Option<&str>, how: How, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let chosen: Vec<_> = BENCHES.iter().filter(|(bench, ..)| name.is_none_or(|name| name == *bench)).collect();
    let known = BENCHES.iter().map(|(bench, ..)| *bench).collect::<Vec<_>>().join(", ");
    anyhow::ensure!(!chosen.is_empty(), "no such benchmark; there are: {known}");
    anyhow::ensure!(how.soak.is_none() || name == Some(SOAKED), "only {SOAKED} can be soaked; name it");
    let minutes = how.soak.map(|minutes| minutes.to_string());
    for (bench, package, measures) in chosen {
        writeln!(out, "{bench}: {measures}")?;
        out.flush()?;
        let mut arguments = vec!["bench", "--quiet", "--package", package, "--bench", bench];
        arguments.push("--");
        arguments.extend(how.is_checked.then_some("--check"));
        arguments.extend(how.is_short.then_some("--short"));
        arguments.extend(minutes.iter().flat_map(|minutes| ["--soak", minutes]));
        cargo::run(cargo::cargo(root, &arguments))?;
    }
    Ok(Outcome::Done)
}
