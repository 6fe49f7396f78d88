//! `cargo xtask bench`: the figures that this project promises, ratios within one run where that is possible.

use std::io::Write;
use std::path::Path;

use super::{Outcome, cargo};

/// Benchmarks: name, package, what it measures.
pub const BENCHES: &[(&str, &str, &str)] = &[
    ("signing", "huaweicloud-core", "signing a GET, against the bare SHA-256 and HMAC work in it"),
    ("decoding", "huaweicloud-core", "reading a page of 1,000 tasks, against the code that serde derives"),
    ("throughput", "workspace-tests", "signed calls with 64 in flight and with one, against bare reqwest"),
    ("cold_start", "workspace-tests", "a program that makes one call, against the same on bare reqwest"),
    (
        "simulator",
        "huaweicloud-sim",
        "the simulator under signed GETs on 64 kept connections, against a bare hyper server",
    ),
    ("compile", "xtask", "compiling the SDK, against what progenitor makes of the bundle by itself; some minutes"),
    ("docs", "xtask", "reading pages of the documentation, once and a hundred times as many"),
    (
        "generate",
        "xtask",
        "check and generate as a user runs them, against progenitor alone, and for ten times the operations",
    ),
];

/// Runs the benchmark `name`, or all of them. With `check`, a figure beyond its limit is an error. With `short`, one round is
/// measured, and limits are twice as wide: for a machine that does other things besides, and to see that it works.
///
/// # Errors
///
/// If there is none of that name, or one fails.
pub fn run(root: &Path, name: Option<&str>, check: bool, short: bool, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let chosen: Vec<_> = BENCHES.iter().filter(|(bench, ..)| name.is_none_or(|name| name == *bench)).collect();
    let known = BENCHES.iter().map(|(bench, ..)| *bench).collect::<Vec<_>>().join(", ");
    anyhow::ensure!(!chosen.is_empty(), "no such benchmark; there are: {known}");
    for (bench, package, measures) in chosen {
        writeln!(out, "{bench}: {measures}")?;
        out.flush()?;
        let mut arguments = vec!["bench", "--quiet", "--package", package, "--bench", bench];
        arguments.push("--");
        arguments.extend(check.then_some("--check"));
        arguments.extend(short.then_some("--short"));
        cargo::run(cargo::cargo(root, &arguments))?;
    }
    Ok(Outcome::Done)
}
