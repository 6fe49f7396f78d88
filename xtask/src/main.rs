//! `cargo xtask`: see `cargo xtask --help`.

use std::io::{self, Write as _};
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use xtask::verb::{self, Outcome};
use xtask::workspace;

/// Regenerates, checks, builds and demonstrates this workspace.
///
/// Exit codes: 0 done, 1 failed, 2 wrong arguments, 4 what is generated is stale.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", max_term_width = 120)]
struct Arguments {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Write the OpenAPI document of each service, openapi/<service>.json.
    Bundle,
    /// Lint the specification and write everything that is generated from it.
    Generate,
    /// Say whether everything generated is fresh: nothing stale, missing or orphaned.
    Check {
        /// Write one JSON object.
        #[arg(long)]
        json: bool,
    },
    /// Hold the specification against the rules.
    Lint {
        /// Write one JSON object.
        #[arg(long)]
        json: bool,
        /// List the rules instead.
        #[arg(long, conflicts_with = "json")]
        rules: bool,
    },
    /// Rewrite the YAML files of the specification in canonical form.
    Fmt,
    /// Regenerate what the specification changed, and build the workspace.
    Build,
    /// Regenerate what the specification changed, and run the examples against the simulator.
    Demo,
    /// Measure the figures that the project promises, as ratios within one run.
    Bench {
        /// One benchmark; all of them if left out.
        name: Option<String>,
        /// Fail if a figure is beyond its limit.
        #[arg(long)]
        check: bool,
    },
}

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(outcome) => ExitCode::from(outcome as u8),
        Err(error) => {
            // If the error stream is closed there is nobody to tell.
            let _ = writeln!(io::stderr(), "error: {error:#}");
            ExitCode::from(Outcome::Failed as u8)
        }
    }
}

fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let root = workspace::root(&std::env::current_dir()?)?;
    let out = &mut io::stdout();
    match &arguments.verb {
        Verb::Bundle => verb::bundle::run(&root, out),
        Verb::Generate => verb::generate::run(&root, out),
        Verb::Check { json } => verb::check::run(&root, *json, out),
        Verb::Lint { rules: true, .. } => verb::lint::list_rules(out),
        Verb::Lint { json, .. } => verb::lint::run(&root, *json, out),
        Verb::Fmt => verb::fmt::run(&root, out),
        Verb::Build => verb::build::run(&root, out),
        Verb::Demo => verb::demo::run(&root, out),
        Verb::Bench { name, check } => verb::bench::run(&root, name.as_deref(), *check, out),
    }
}
