//! The command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Regenerates, checks, builds and demonstrates this workspace.
///
/// A command that writes, writes all its files or none. What a run leaves that is stopped, the next one completes or undoes.
///
/// Exit codes: 0 done, 1 failed, 2 wrong arguments, 4 what is generated is stale, the specification has
/// drifted, or a change is as bad as was asked for.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", max_term_width = 120)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) verb: Verb,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
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
    /// Show what a changed page means; regenerate what the specification changed, and run the examples against the simulator.
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
    /// Bring the specification to what changed pages say, judge each change, and generate, build and test the client.
    ///
    /// A plan comes first. Exit codes: 0 done, 1 failed or questions for a person are left, 4 with --check: something changed.
    Sync(Sync),
    /// Prove the verdicts on source code: change the specification, and compile code that uses everything of the client.
    Prove {
        /// How many changes of each service.
        #[arg(long, default_value_t = 20)]
        changes: usize,
        /// Decides which changes, and in which order.
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// List the rules on changes, each with a change of a service by which it can be proved, or why there is none.
        #[arg(long, conflicts_with_all = ["changes", "seed"])]
        rules: bool,
    },
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
        /// Of `simulator-state`: ask for so many minutes instead, and see that memory stays.
        #[arg(long, value_name = "MINUTES", conflicts_with = "short")]
        soak: Option<u64>,
    },
}

#[derive(Clone, Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub(crate) struct Sync {
    /// Files and folders. A folder that has most operations is the whole documentation: what no page of it has is gone.
    #[arg(required_unless_present_any = ["continue", "report"], conflicts_with = "continue")]
    pub(crate) pages: Vec<PathBuf>,
    /// Go on where the last run stopped, now that its questions are settled.
    #[arg(long = "continue", id = "continue", conflicts_with_all = ["check", "report", "resource", "operation", "service"])]
    pub(crate) goes_on: bool,
    /// Write nothing. Exit code 4 if something has changed.
    #[arg(long)]
    pub(crate) check: bool,
    /// Write the text of a pull request, and nothing else; without pages, on what the last run wrote.
    #[arg(long, conflicts_with = "json")]
    pub(crate) report: bool,
    /// Write one JSON object; xtask/schemas/sync.json describes it.
    #[arg(long)]
    pub(crate) json: bool,
    /// The resource of new operations, `tasks` or `<service>/tasks`.
    #[arg(long)]
    pub(crate) resource: Option<String>,
    /// The name of the one operation that is new, `ListWidgets`.
    #[arg(long)]
    pub(crate) operation: Option<String>,
    /// The service, if there are several and none lists the pages.
    #[arg(long)]
    pub(crate) service: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Diff {
    /// What it was.
    pub(crate) old: Option<String>,
    /// What it is.
    pub(crate) new: Option<String>,
    /// Write one JSON object; xtask/schemas/diff.json describes it.
    #[arg(long, conflicts_with = "format")]
    pub(crate) json: bool,
    /// Write for another reader than a person.
    #[arg(long, value_enum, default_value = "text")]
    pub(crate) format: DiffFormat,
    /// A file of allowed changes; without OLD, openapi/allowed-changes.toml is read if it is there.
    #[arg(long)]
    pub(crate) allowed: Option<PathBuf>,
    /// List the rules instead: each with its cause, its verdicts and an example.
    #[arg(long, conflicts_with_all = ["old", "new", "format", "allowed", "fail_on"])]
    pub(crate) rules: bool,
    /// End with 4 if a change is as bad for an old client at a new server.
    #[arg(long, value_enum)]
    pub(crate) fail_on: Option<FailOn>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum DiffFormat {
    Text,
    Json,
    Markdown,
    Github,
    Sarif,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum FailOn {
    Breaking,
    Risky,
    Compatible,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Docs {
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
        /// Write `witnesses.toml` of each service of which all sources are given. Without `--explorer`, what it says of the
        /// explorer stays.
        #[arg(long, conflicts_with_all = ["json", "check"])]
        record: bool,
        /// Compare `witnesses.toml` with what would be recorded: exit code 4 if it differs.
        #[arg(long, conflicts_with = "json")]
        check: bool,
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
        /// by its path.
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
        /// Compare it with an interface that was made by other means: what differs, and what to record. Exit code 4 if the other one
        /// says something else.
        #[arg(long, value_name = "FILE")]
        against: Option<PathBuf>,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Service {
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
        /// The services that it shares things with: a folder in openapi/shared, `dms` for example.
        #[arg(long)]
        family: Option<String>,
    },
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Format {
    Text,
    Json,
    Github,
}
