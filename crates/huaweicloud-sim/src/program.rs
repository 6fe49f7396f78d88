//! What programs that run a simulator share: their arguments, their logs, and how they end.
//!
//! A program of a service has its own arguments beside [`Arguments`], makes its service, and calls [`run`].

mod client;
mod signals;

use std::error::Error;
use std::fs;
use std::io::{self, Write};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, ValueEnum};

use crate::{
    Credentials, EXAMPLE_ACCESS_KEY, EXAMPLE_PROJECT_ID, EXAMPLE_SECRET_KEY, Faults, Service, Simulator,
    SimulatorBuilder,
};
pub use client::Client;

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
    secret_key: Option<Hidden>,
    /// Whom to let in, as JSON: `access_keys`, `tokens`, `projects`, `users` and `agencies`. Nobody else is known then.
    #[arg(long, value_name = "FILE")]
    keys: Option<PathBuf>,
    /// A token to accept in `X-Auth-Token`, beside signed requests.
    #[arg(long, value_name = "TOKEN", env = "HUAWEICLOUD_SIM_TOKEN", hide_env_values = true)]
    token: Option<Hidden>,
    /// Simulated seconds in a second; 0 stops the time. `/_sim/clock` changes it.
    #[arg(long, value_name = "FACTOR", default_value_t = 1.0, value_parser = speed)]
    speed: f64,
    /// What goes wrong, as a list in JSON. `/_sim/faults` changes it.
    #[arg(long, value_name = "FILE")]
    faults: Option<PathBuf>,
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
}

/// A value that `Debug` does not show.
#[derive(Clone)]
struct Hidden(String);

impl std::fmt::Debug for Hidden {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(crate::secret::MASK)
    }
}

impl std::str::FromStr for Hidden {
    type Err = std::convert::Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Self(text.to_owned()))
    }
}

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

/// Runs a simulator of a service until the process is asked to end, or a client that finds it in its environment.
///
/// # Errors
///
/// If a file cannot be read, an argument cannot be used, or the simulator or the client cannot start.
pub async fn run(
    arguments: Arguments,
    service: Service,
    client: Option<Client>,
    notes: &[String],
) -> Result<ExitCode, Box<dyn Error>> {
    if arguments.coverage {
        return Ok(written(&crate::Coverage::of(&service).table()));
    }
    log_as(arguments.log);
    let key = access_key(&arguments)?;
    let builder = builder(&arguments, key.as_ref())?;
    // Before anybody knows of the simulator, so that no signal ends it the hard way.
    let signals = signals::signals()?;
    let simulator = builder.start_on(arguments.listen, service).await?;
    if let Some(client) = client {
        let (id, secret) = key.as_ref().map_or((EXAMPLE_ACCESS_KEY, EXAMPLE_SECRET_KEY), |(id, secret)| (id, secret));
        return client.run(simulator, (id, secret), signals).await;
    }
    note(&accepted(&arguments, key.is_some()));
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

fn builder(arguments: &Arguments, key: Option<&(String, String)>) -> Result<SimulatorBuilder, Box<dyn Error>> {
    let mut builder = Simulator::builder().speed(arguments.speed);
    if let Some(path) = &arguments.keys {
        let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
        let credentials = Credentials::from_json(&text).map_err(|error| format!("{}: {error}", path.display()))?;
        builder = builder.credentials(credentials);
    }
    if let Some((id, secret)) = key {
        builder = builder.access_key(id, secret);
    }
    if let Some(Hidden(token)) = arguments.token.as_ref().filter(|Hidden(token)| !token.is_empty()) {
        builder = builder.token(token);
    }
    let faults = Faults::default();
    faults.seed(arguments.seed);
    if let Some(path) = &arguments.faults {
        let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
        faults.add_json(&text).map_err(|error| format!("{}: {error}", path.display()))?;
    }
    builder = builder.faults(faults);
    Ok(if arguments.allow_remote { builder.allow_remote() } else { builder })
}

/// The access key that was given, if one was. Empty counts as not given, as it does for the clients.
fn access_key(arguments: &Arguments) -> Result<Option<(String, String)>, Box<dyn Error>> {
    let id = arguments.access_key.clone().filter(|id| !id.is_empty());
    let secret = arguments.secret_key.clone().map(|Hidden(secret)| secret).filter(|secret| !secret.is_empty());
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

/// The project that a client is told of.
const fn project() -> &'static str {
    EXAMPLE_PROJECT_ID
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
