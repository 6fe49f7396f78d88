//! What programs that run a simulator share: their arguments, their logs, and how they end.
//!
//! A program of a service has its own arguments beside [`Arguments`], makes its service, and calls [`run`].

mod client;
mod signals;

use std::error::Error;
use std::ffi::OsString;
use std::fs;
use std::io::{self, Write};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::SystemTime;

use clap::{Args, ValueEnum};
use secrecy::{ExposeSecret, SecretString};

use crate::authentication::KeysFile;
use crate::{EXAMPLE_ACCESS_KEY, EXAMPLE_SECRET_KEY, Faults, Service, Simulator, SimulatorBuilder};
use client::{Client, KnownKey};

/// The arguments that every simulator takes.
#[derive(Args, Clone, Debug)]
#[group(id = "simulator")]
pub struct Arguments {
    /// Address to listen on; port 0 stands for a free one. Only the loopback interface is allowed, unless --allow-remote is given.
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:0")]
    listen: SocketAddr,
    /// Listen on addresses that other machines reach, too. It is plain HTTP: for a trusted network, and with keys of your own.
    #[arg(long)]
    allow_remote: bool,
    /// Access key to accept instead of the example's; needs --secret-key.
    #[arg(long, value_name = "AK", env = "HUAWEICLOUD_SDK_AK", hide_env_values = true)]
    access_key: Option<String>,
    /// Secret key of the access key. Better given in the environment, which other users of the machine cannot see.
    #[arg(long, value_name = "SK", env = "HUAWEICLOUD_SDK_SK", hide_env_values = true)]
    secret_key: Option<SecretString>,
    /// Whom to let in, as JSON: `access_keys`, `tokens`, `projects`, `users` and `agencies`. Nobody else is known then.
    #[arg(long, value_name = "FILE")]
    keys: Option<PathBuf>,
    /// A token to accept in `X-Auth-Token`, beside signed requests.
    #[arg(long, value_name = "TOKEN", env = "HUAWEICLOUD_SIM_TOKEN", hide_env_values = true)]
    token: Option<SecretString>,
    /// Simulated seconds in a second; 0 stops the time. `/_sim/clock` changes it.
    #[arg(long, value_name = "FACTOR", default_value_t = 1.0, value_parser = speed)]
    speed: f64,
    /// What goes wrong, as a list in JSON. `/_sim/faults` changes it.
    #[arg(long, value_name = "FILE")]
    faults: Option<PathBuf>,
    /// Something that the service is known to do against its documentation; may be given several times. `/_sim/oddities` names them,
    /// and changes them.
    #[arg(long = "oddity", value_name = "NAME")]
    oddities: Vec<String>,
    /// What chance follows from, where a fault has a probability.
    #[arg(long, value_name = "NUMBER", default_value_t = 0)]
    seed: u64,
    /// How requests are logged to standard error. No header, query or body is.
    #[arg(long, value_name = "FORM", value_enum, default_value_t = Log::Off)]
    log: Log,
    /// Stop when standard input ends too: for a parent process that may be killed.
    #[arg(long)]
    until_stdin_closes: bool,
    /// Print which operations answer by state, and which by example, as a table in Markdown, and end.
    #[arg(long)]
    coverage: bool,
    #[arg(skip)]
    not_before: Option<SystemTime>,
    /// A client to run, and its arguments: keys, project and region are in its environment.
    #[arg(last = true, value_name = "COMMAND", conflicts_with = "until_stdin_closes")]
    command: Vec<OsString>,
}

impl Arguments {
    /// Lets the simulated time begin at a time, if that of the machine is before it.
    #[must_use]
    pub const fn not_before(mut self, time: SystemTime) -> Self {
        self.not_before = Some(time);
        self
    }
}

/// An access key that was given, with its secret key.
type GivenKey = (String, SecretString);

/// How requests are logged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Log {
    /// Not at all.
    Off,
    /// A line for people.
    Text,
    /// A JSON object a line, for programs.
    Json,
}

fn speed(text: &str) -> Result<f64, String> {
    let speed = text.parse::<f64>().ok().filter(|speed| (0.0..=crate::clock::FASTEST).contains(speed));
    speed.ok_or_else(|| format!("it must be a number from 0 to {}", crate::clock::FASTEST))
}

/// Runs a simulator of a service until the process is asked to end, or a client that finds it in its environment, by the name
/// of the service in the variables of the official SDKs (`kafka`). The notes are for people: what it serves.
///
/// # Errors
///
/// If a file cannot be read, an argument cannot be used, or the simulator or the client cannot start.
pub async fn run(
    arguments: Arguments,
    service: Service,
    sdk_name: &str,
    notes: &[String],
) -> Result<ExitCode, Box<dyn Error>> {
    if arguments.coverage {
        return Ok(written(&crate::Coverage::of(&service).table()));
    }
    log_as(arguments.log);
    let given = access_key(&arguments)?;
    let file = keys_file(&arguments)?;
    let client = Client::new(sdk_name, &arguments.command);
    let key = client.as_ref().map(|_| client_key(given.as_ref(), file.as_ref())).transpose()?;
    let builder = builder(&arguments, given.as_ref(), file)?;
    // Before anybody knows of the simulator, so that no signal ends it the hard way.
    let signals = signals::signals()?;
    let simulator = builder.start_on(arguments.listen, service).await?;
    if let Some((client, key)) = client.zip(key) {
        return client.run(simulator, &key, signals).await;
    }
    note(&accepted(&arguments, given.is_some()));
    for line in notes {
        note(line);
    }
    // Whoever does not read it knows the address, or does not need it.
    let _ = writeln!(io::stdout(), "listening on {}", simulator.url());
    if arguments.until_stdin_closes {
        let stdin_closes = signals::stdin_closes();
        tokio::select! {
            () = signals => {}
            _ = stdin_closes => {}
        }
    } else {
        signals.await;
    }
    simulator.stop().await;
    Ok(ExitCode::SUCCESS)
}

/// Writes an error, with all that led to it, and gives the exit code of a failure.
pub fn failed(error: &dyn Error) -> ExitCode {
    let mut text = format!("error: {error}");
    let mut source = error.source();
    while let Some(cause) = source {
        text = format!("{text}: {cause}");
        source = cause.source();
    }
    note(&text);
    ExitCode::FAILURE
}

/// What stands in the keys file, if one is given.
fn keys_file(arguments: &Arguments) -> Result<Option<KeysFile>, Box<dyn Error>> {
    let Some(path) = &arguments.keys else { return Ok(None) };
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let file = KeysFile::parse(&text).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(Some(file))
}

/// The key that a client is told: the one that was given, or the first of the keys file, or the example's.
fn client_key(given: Option<&GivenKey>, file: Option<&KeysFile>) -> Result<KnownKey, Box<dyn Error>> {
    let listed = file.and_then(|file| file.projects.first()).map(|project| project.id.clone());
    let given = match (given, file) {
        (Some((id, secret)), _) => (id.clone(), secret.clone()),
        (None, Some(file)) => {
            let missing = "the keys file has no access key for the command; add one, or give --access-key";
            let key = file.access_keys.first().ok_or(missing)?;
            return Ok(KnownKey {
                access_key: key.access_key.clone(),
                secret_key: key.secret_key.clone(),
                security_token: key.security_token.clone(),
                project: key.projects.first().cloned().or(listed),
            });
        }
        (None, None) => (EXAMPLE_ACCESS_KEY.to_owned(), EXAMPLE_SECRET_KEY.into()),
    };
    Ok(KnownKey { access_key: given.0, secret_key: given.1, security_token: None, project: listed })
}

fn builder(
    arguments: &Arguments,
    key: Option<&GivenKey>,
    file: Option<KeysFile>,
) -> Result<SimulatorBuilder, Box<dyn Error>> {
    let mut builder = Simulator::builder().speed(arguments.speed);
    if let Some((file, path)) = file.zip(arguments.keys.as_ref()) {
        let credentials = file.credentials().map_err(|error| format!("{}: {error}", path.display()))?;
        builder = builder.credentials(credentials);
    }
    if let Some((id, secret)) = key {
        builder = builder.access_key(id, secret.expose_secret());
    }
    // Empty counts as not given.
    if let Some(token) = arguments.token.as_ref().map(ExposeSecret::expose_secret).filter(|token| !token.is_empty()) {
        builder = builder.token(token);
    }
    let faults = Faults::default();
    faults.seed(arguments.seed);
    if let Some(path) = &arguments.faults {
        let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
        faults.add_json(&text).map_err(|error| format!("{}: {error}", path.display()))?;
    }
    builder = builder.faults(faults);
    for name in &arguments.oddities {
        builder = builder.oddity(name);
    }
    if let Some(time) = arguments.not_before {
        builder = builder.not_before(time);
    }
    Ok(if arguments.allow_remote { builder.allow_remote() } else { builder })
}

/// The access key that was given, if one was. Empty counts as not given, as it does for the clients.
fn access_key(arguments: &Arguments) -> Result<Option<GivenKey>, Box<dyn Error>> {
    let id = arguments.access_key.clone().filter(|id| !id.is_empty());
    let secret = arguments.secret_key.clone().filter(|secret| !secret.expose_secret().is_empty());
    match (id, secret) {
        (None, None) => Ok(None),
        (Some(id), Some(secret)) => Ok(Some((id, secret))),
        (Some(_), None) => Err("an access key is given without its secret key; set HUAWEICLOUD_SDK_SK".into()),
        (None, Some(_)) => Err("a secret key is given without its access key; set HUAWEICLOUD_SDK_AK".into()),
    }
}

/// A line that says what is accepted.
fn accepted(arguments: &Arguments, is_given: bool) -> String {
    let own = "accepts the access key that was given, with its secret key";
    match &arguments.keys {
        Some(path) if is_given => format!("{own}, and those of {}", path.display()),
        Some(path) => format!("accepts the keys of {}", path.display()),
        None if is_given => own.to_owned(),
        None => format!("accepts the example access key {EXAMPLE_ACCESS_KEY} with secret key {EXAMPLE_SECRET_KEY}"),
    }
}

fn log_as(form: Log) {
    let lines = tracing_subscriber::fmt().with_writer(io::stderr).with_ansi(false).with_target(false);
    // A program that logs already goes on as it does.
    let _ = match form {
        Log::Off => return,
        Log::Text => lines.try_init(),
        Log::Json => lines.json().flatten_event(true).with_current_span(false).try_init(),
    };
}

fn written(text: &str) -> ExitCode {
    match write!(io::stdout(), "{text}") {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

/// Writes a line for people. If nobody can read it, there is nowhere else to say so.
fn note(line: &str) {
    let _ = writeln!(io::stderr(), "{line}");
}
