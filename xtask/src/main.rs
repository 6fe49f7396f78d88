//! `cargo xtask`: see `cargo xtask --help`.

use std::backtrace::{Backtrace, BacktraceStatus};
use std::io::{self, IsTerminal as _, Write};
use std::panic::PanicHookInfo;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand, ValueEnum};
use xtask::diff::Level;
use xtask::output::{Notation, Terminal};
use xtask::service::NewService;
use xtask::verb::diff;
use xtask::verb::docs::drift::Form;
use xtask::verb::{self, Outcome};
use xtask::workspace;

/// Regenerates, checks, builds and demonstrates this workspace.
///
/// A command that writes, writes all its files or none. What a run leaves that is stopped, the next one completes or undoes.
///
/// Exit codes: 0 done, 1 failed, 2 wrong arguments, 4 what is generated is stale, the specification has
/// drifted, or a change is as bad as was asked for.
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
    /// Say whether everything generated is fresh: nothing stale, missing or orphaned. Shows how stale files differ.
    Check {
        /// Write one JSON object.
        #[arg(long)]
        json: bool,
    },
    /// Check the specification against the rules.
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
    /// Read pages of the documentation, and compare them with the specification.
    #[command(subcommand)]
    Docs(Docs),
    /// Begin a service.
    #[command(subcommand)]
    Service(Service),
    /// Say what stands against a release. Exit code 1 if something does.
    Release {
        /// Write the bundle of each service as that of the release, openapi/released/<service>.json, instead.
        #[arg(long)]
        write: bool,
    },
    /// Compare two OpenAPI documents, and judge each change: on the wire, and for users of the generated crate.
    ///
    /// Each side is a document (YAML or JSON), a folder openapi/<service>, or one of them at a revision of git: `REV:path`,
    /// or `REV:` for all services. Without OLD it is the last release, without NEW the working tree. Exit codes: 0 compared,
    /// 4 there is a change as bad as --fail-on, 1 it could not be compared.
    Diff(Diff),
    /// Measure the figures that the project promises.
    Bench {
        /// One benchmark; all of them if left out.
        name: Option<String>,
        /// Fail if a figure is beyond its limit.
        #[arg(long)]
        check: bool,
        /// Measure one round, against limits twice as wide: whether it works, not how fast it is.
        #[arg(long)]
        short: bool,
    },
}

#[derive(Debug, Args)]
struct Diff {
    /// What it was.
    old: Option<String>,
    /// What it is.
    new: Option<String>,
    /// Write one JSON object; xtask/schemas/diff.json describes it.
    #[arg(long, conflicts_with = "format")]
    json: bool,
    /// Write for another reader than a person.
    #[arg(long, value_enum, default_value = "text")]
    format: DiffFormat,
    /// A file of allowed changes; without OLD, openapi/allowed-changes.toml is read if it is there.
    #[arg(long)]
    allowed: Option<PathBuf>,
    /// List the rules instead: each with its cause, its verdicts and an example.
    #[arg(long, conflicts_with_all = ["old", "new", "format", "allowed", "fail_on"])]
    rules: bool,
    /// End with 4 if a change is as bad for an old client at a new server.
    #[arg(long, value_enum)]
    fail_on: Option<FailOn>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum DiffFormat {
    Text,
    Json,
    Markdown,
    Github,
    Sarif,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum FailOn {
    Breaking,
    Risky,
    Compatible,
}

#[derive(Debug, Subcommand)]
enum Docs {
    /// Report what pages say: parameters, fields, examples and problems of each.
    Facts {
        /// Files and folders.
        #[arg(required = true)]
        paths: Vec<PathBuf>,
        /// Write a JSON list with one object for each page.
        #[arg(long)]
        json: bool,
    },
    /// Report where pages and specification differ. Exit codes: 0 nowhere, 4 somewhere, 2 it could not be found out.
    Drift {
        /// Files and folders.
        #[arg(required = true)]
        paths: Vec<PathBuf>,
        /// The service of pages that no `sources.toml` lists, if there are several.
        #[arg(long)]
        service: Option<String>,
        /// Write one JSON object.
        #[arg(long, conflicts_with = "format")]
        json: bool,
        /// Write for another reader than a person.
        #[arg(long, value_enum, default_value = "text")]
        format: Format,
    },
    /// Report which sources know what of each operation: what one alone says, and where they contradict each other.
    Witness {
        /// Files and folders: pages, and the interface.
        #[arg(required = true)]
        paths: Vec<PathBuf>,
        /// The index of the vendor's explorer, `entity-index.json`.
        #[arg(long)]
        explorer: Option<PathBuf>,
        /// Write one JSON object for each service.
        #[arg(long)]
        json: bool,
    },
    /// Write what pages add to the specification: a new operation, or what an operation lacks.
    ///
    /// `TODO` stands for what only a person can say. What is left out is reported as a comment: what cannot be read, what
    /// contradicts the specification, what lint would refuse. Exit code 1 if so.
    Draft {
        /// Files and folders.
        #[arg(required = true)]
        pages: Vec<PathBuf>,
        /// Merge it into the files of the service, without changing what is there.
        #[arg(long)]
        write: bool,
        /// The resource of new operations, `tasks` or `<service>/tasks`.
        #[arg(long)]
        resource: Option<String>,
        /// The name of the one operation that is new, `ListWidgets`; otherwise that of the page, or a proposed one.
        #[arg(long)]
        operation: Option<String>,
        /// The service, if there are several and none lists the pages. Without --resource, each new operation gets a resource
        /// by the folder of its pages, or by its path.
        #[arg(long)]
        service: Option<String>,
    },
    /// Write the interface of an official SDK, which `drift` and `draft` read as they read pages.
    ///
    /// It is made of the wheel that `pip download --no-deps huaweicloudsdk<service>` gets. This command needs no network.
    Interface {
        /// The wheel, `huaweicloudsdk<service>-<version>-….whl`.
        wheel: PathBuf,
        /// The version of the API, `v2`, of a wheel that has several.
        #[arg(long)]
        api_version: Option<String>,
        /// Write it to a file, and say what it is.
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
}

#[derive(Debug, Subcommand)]
enum Service {
    /// Make everything that a service needs: specification, crate, entries in the workspace, tests.
    New {
        /// The name of the service and of its crate, `dms-kafka` for example.
        name: String,
        /// What it is called for people; otherwise its name in words.
        #[arg(long)]
        title: Option<String>,
        /// What the official SDKs call it, `kafka`; otherwise its name.
        #[arg(long)]
        sdk_name: Option<String>,
    },
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    Text,
    Json,
    Github,
}

fn main() -> ExitCode {
    std::panic::set_hook(Box::new(report_panic));
    let arguments = Arguments::parse();
    let stdout = io::stdout();
    let colours = colours(&arguments.verb, stdout.is_terminal());
    let mut out = Terminal::new(stdout, notation(&arguments.verb)).colour_diffs(colours);
    let outcome = run(&arguments, &mut out).and_then(|outcome| {
        out.finish()?;
        Ok(outcome)
    });
    match outcome {
        Ok(outcome) => ExitCode::from(outcome.code()),
        // `head` and its likes have read what they wanted.
        Err(_) if out.is_closed() => ExitCode::SUCCESS,
        Err(error) => {
            let mut stderr = Terminal::new(io::stderr(), Notation::Text);
            // If the error stream is closed there is nobody to read it.
            let _ = writeln!(stderr, "error: {error:#}").and_then(|()| stderr.finish());
            ExitCode::from(failure(&arguments.verb).code())
        }
    }
}

/// Writes what a panic says to the error stream, which its text may not steer either.
fn report_panic(panic: &PanicHookInfo<'_>) {
    let backtrace = Backtrace::capture();
    let mut stderr = Terminal::new(io::stderr(), Notation::Text);
    // If the error stream is closed there is nobody to read it.
    let _ = writeln!(stderr, "{panic}").and_then(|()| match backtrace.status() {
        BacktraceStatus::Captured => writeln!(stderr, "{backtrace}"),
        _ => Ok(()),
    });
}

/// How control characters of pages and files are shown.
const fn notation(verb: &Verb) -> Notation {
    match verb {
        Verb::Check { json: true }
        | Verb::Lint { json: true, .. }
        | Verb::Diff(Diff { json: true, .. } | Diff { format: DiffFormat::Json | DiffFormat::Sarif, .. })
        | Verb::Docs(
            Docs::Facts { json: true, .. }
            | Docs::Drift { json: true, .. }
            | Docs::Drift { format: Format::Json, .. }
            | Docs::Interface { out: None, .. }
            | Docs::Witness { json: true, .. },
        ) => Notation::Json,
        _ => Notation::Text,
    }
}

/// Whether the command writes a diff, to somebody who wants colours.
fn colours(verb: &Verb, is_terminal: bool) -> bool {
    let is_unwanted = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    matches!(verb, Verb::Check { json: false }) && is_terminal && !is_unwanted
}

/// How a command ends that fails with an error.
const fn failure(verb: &Verb) -> Outcome {
    match verb {
        Verb::Docs(Docs::Drift { .. }) => Outcome::CouldNotRun,
        _ => Outcome::Failed,
    }
}

fn run(arguments: &Arguments, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let root = workspace::root(&std::env::current_dir()?)?;
    match &arguments.verb {
        Verb::Bundle => verb::bundle::run(&root, out),
        Verb::Generate => verb::generate::run(&root, out),
        Verb::Check { json } => verb::check::run(&root, *json, out),
        Verb::Lint { rules: true, .. } => verb::lint::list_rules(out),
        Verb::Lint { json, .. } => verb::lint::run(&root, *json, out),
        Verb::Fmt => verb::fmt::run(&root, out),
        Verb::Build => verb::build::run(&root, out),
        Verb::Demo => verb::demo::run(&root, out),
        Verb::Diff(arguments) => compare(&root, arguments, out),
        Verb::Docs(verb) => docs(&root, verb, out),
        Verb::Service(Service::New { name, title, sdk_name }) => {
            let service = NewService { name, title: title.as_deref(), sdk_name: sdk_name.as_deref() };
            verb::service::new(&root, service, out)
        }
        Verb::Release { write: true } => verb::release::write(&root, out),
        Verb::Release { write: false } => verb::release::check(&root, out),
        Verb::Bench { name, check, short } => verb::bench::run(&root, name.as_deref(), *check, *short, out),
    }
}

fn compare(root: &Path, arguments: &Diff, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let fail_on = arguments.fail_on.map(|level| match level {
        FailOn::Breaking => Level::Breaking,
        FailOn::Risky => Level::Risky,
        FailOn::Compatible => Level::Compatible,
    });
    let form = match arguments.format {
        _ if arguments.json => diff::Form::Json,
        DiffFormat::Text => diff::Form::Text,
        DiffFormat::Json => diff::Form::Json,
        DiffFormat::Markdown => diff::Form::Markdown,
        DiffFormat::Github => diff::Form::Github,
        DiffFormat::Sarif => diff::Form::Sarif,
    };
    if arguments.rules {
        return diff::list_rules(form, out);
    }
    let sides = [arguments.old.as_deref(), arguments.new.as_deref()];
    diff::run(root, sides, form, arguments.allowed.as_deref(), fail_on, out)
}

fn docs(root: &Path, verb: &Docs, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    match verb {
        Docs::Facts { paths, json } => verb::docs::facts::run(paths, *json, out),
        Docs::Drift { paths, service, json, format } => {
            let form = match format {
                _ if *json => Form::Json,
                Format::Text => Form::Text,
                Format::Json => Form::Json,
                Format::Github => Form::Github,
            };
            verb::docs::drift::run(root, paths, service.as_deref(), form, out)
        }
        Docs::Interface { wheel, api_version, out: file } => {
            verb::docs::interface::run(wheel, api_version.as_deref(), file.as_deref(), out)
        }
        Docs::Draft { pages, write, resource, operation, service } => {
            let (resource, operation, service) = (resource.as_deref(), operation.as_deref(), service.as_deref());
            let request = verb::docs::draft::Request { pages, resource, operation, service, write: *write };
            verb::docs::draft::run(root, request, out)
        }
        Docs::Witness { paths, explorer, json } => {
            verb::docs::witness::run(root, paths, explorer.as_deref(), *json, out)
        }
    }
}
