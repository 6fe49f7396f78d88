//! `cargo xtask`: see `cargo xtask --help`.

mod arguments;

use std::backtrace::{Backtrace, BacktraceStatus};
use std::io::{self, IsTerminal as _, Write};
use std::panic::PanicHookInfo;
use std::path::Path;
use std::process::ExitCode;

use clap::Parser as _;
use xtask::diff::Level;
use xtask::output::{Notation, Terminal};
use xtask::service::NewService;
use xtask::verb::docs::drift::Form;
use xtask::verb::{self, Outcome, diff, sync};
use xtask::workspace;

use arguments::{Arguments, Diff, DiffFormat, Docs, FailOn, Format, Service, Sync, Verb};

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
        | Verb::Sync(Sync { json: true, .. })
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
        Verb::Service(Service::New { name, title, sdk_name, family }) => {
            let (title, sdk_name, family) = (title.as_deref(), sdk_name.as_deref(), family.as_deref());
            let service = NewService { name, title, sdk_name, family };
            verb::service::new(&root, service, out)
        }
        Verb::Release { write: true } => verb::release::write(&root, out),
        Verb::Release { write: false } => verb::release::check(&root, out),
        Verb::Sync(arguments) => synchronise(&root, arguments, out),
        Verb::Prove { rules: true, .. } => verb::prove::list_rules(&root, out),
        Verb::Prove { changes, seed, .. } => verb::prove::run(&root, *changes, *seed, out),
        Verb::Bench { name, check, short, soak } => {
            let how = verb::bench::How { is_checked: *check, is_short: *short, soak: *soak };
            verb::bench::run(&root, name.as_deref(), how, out)
        }
    }
}

fn synchronise(root: &Path, arguments: &Sync, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let form = match arguments {
        Sync { json: true, .. } => sync::Form::Json,
        Sync { report: true, .. } => sync::Form::Markdown,
        _ => sync::Form::Text,
    };
    let mode = match arguments {
        Sync { check: true, .. } => sync::Mode::Check,
        Sync { report: true, .. } => sync::Mode::Report,
        _ => sync::Mode::Run,
    };
    if arguments.goes_on {
        return sync::go_on(root, form, out);
    }
    if arguments.pages.is_empty() && arguments.report {
        return sync::last_report(root, out);
    }
    let Sync { pages, resource, operation, service, .. } = arguments.clone();
    let request = sync::Request { pages, resource, operation, service };
    sync::run(root, &request, mode, form, out)
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
        Docs::Interface { wheel, api_version, out: file, against } => {
            let (api_version, file, against) = (api_version.as_deref(), file.as_deref(), against.as_deref());
            let request = verb::docs::interface::Request { wheel, api_version, file, against };
            verb::docs::interface::run(root, request, out)
        }
        Docs::Draft { pages, write, resource, operation, service } => {
            let (resource, operation, service) = (resource.as_deref(), operation.as_deref(), service.as_deref());
            let request = verb::docs::draft::Request { pages, resource, operation, service, write: *write };
            verb::docs::draft::run(root, request, out)
        }
        Docs::Witness { paths, explorer, json, record, check } => {
            let form = match (json, record, check) {
                (_, true, _) => verb::docs::witness::Form::Record,
                (_, _, true) => verb::docs::witness::Form::Check,
                (true, ..) => verb::docs::witness::Form::Json,
                _ => verb::docs::witness::Form::Text,
            };
            verb::docs::witness::run(root, paths, explorer.as_deref(), form, out)
        }
    }
}
