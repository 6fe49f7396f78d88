//! `cargo xtask`: see `cargo xtask --help`.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand, ValueEnum};
use xtask::verb::docs::drift::Form;
use xtask::verb::{self, Outcome};
use xtask::workspace;

/// Regenerates, checks, builds and demonstrates this workspace.
///
/// Exit codes: 0 done, 1 failed, 2 wrong arguments, 4 what is generated is stale, or the specification has drifted.
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
    /// Read pages of the documentation, and hold them against the specification.
    #[command(subcommand)]
    Docs(Docs),
    /// Measure the figures that the project promises.
    Bench {
        /// One benchmark; all of them if left out.
        name: Option<String>,
        /// Fail if a figure is beyond its limit.
        #[arg(long)]
        check: bool,
    },
}

#[derive(Debug, Subcommand)]
enum Docs {
    /// Tell what pages say: parameters, fields, examples and problems of each.
    Facts {
        /// Files and folders.
        #[arg(required = true)]
        paths: Vec<PathBuf>,
        /// Write a JSON list with one object for each page.
        #[arg(long)]
        json: bool,
    },
    /// Tell where pages and specification differ. Exit codes: 0 nowhere, 4 somewhere, 2 it could not be found out.
    Drift {
        /// Files and folders.
        #[arg(required = true)]
        paths: Vec<PathBuf>,
        /// Write one JSON object.
        #[arg(long, conflicts_with = "format")]
        json: bool,
        /// Write for another reader than a person.
        #[arg(long, value_enum, default_value = "text")]
        format: Format,
    },
    /// Write what pages add to the specification: a new operation, or what an operation lacks.
    ///
    /// Descriptions are left empty, and what contradicts the specification is told as a comment. Exit code 1 if so.
    Draft {
        /// Files and folders.
        #[arg(required = true)]
        pages: Vec<PathBuf>,
        /// Merge it into the resource files, without changing what is there.
        #[arg(long)]
        write: bool,
        /// The resource of a new operation, `tasks` or `<service>/tasks`.
        #[arg(long)]
        resource: Option<String>,
    },
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    Text,
    Json,
    Github,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(&arguments) {
        Ok(outcome) => ExitCode::from(outcome.code()),
        Err(error) => {
            // If the error stream is closed there is nobody to tell.
            let _ = writeln!(io::stderr(), "error: {error:#}");
            ExitCode::from(failure(&arguments.verb).code())
        }
    }
}

/// How a command ends that fails with an error.
const fn failure(verb: &Verb) -> Outcome {
    match verb {
        Verb::Docs(Docs::Drift { .. }) => Outcome::CouldNotRun,
        _ => Outcome::Failed,
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
        Verb::Docs(verb) => docs(&root, verb, out),
        Verb::Bench { name, check } => verb::bench::run(&root, name.as_deref(), *check, out),
    }
}

fn docs(root: &Path, verb: &Docs, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    match verb {
        Docs::Facts { paths, json } => verb::docs::facts::run(paths, *json, out),
        Docs::Drift { paths, json, format } => {
            let form = match format {
                _ if *json => Form::Json,
                Format::Text => Form::Text,
                Format::Json => Form::Json,
                Format::Github => Form::Github,
            };
            verb::docs::drift::run(root, paths, form, out)
        }
        Docs::Draft { pages, write, resource } => verb::docs::draft::run(root, pages, resource.as_deref(), *write, out),
    }
}
