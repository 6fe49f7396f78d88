//! `dms-kafka-sim`: runs a simulator until it is asked to stop.

mod client;

use std::error::Error;
use std::ffi::OsString;
use std::io::{self, Write};
use std::net::SocketAddr;
use std::process::ExitCode;

use clap::Parser;
use dms_kafka_sim::{
    EXAMPLE_ACCESS_KEY, EXAMPLE_INSTANCE_ID, EXAMPLE_PROJECT_ID, EXAMPLE_SECRET_KEY, Simulator, State,
};
use tokio::sync::oneshot;

/// Simulates the Kafka service (DMS) on this machine, in memory.
///
/// Prints `listening on http://…` and responds to requests until it gets Ctrl-C or SIGTERM. With a command it runs that
/// instead, which finds the simulator as the region `simulator`, and ends with it and its exit code.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    /// Address to listen on; port 0 stands for a free one. Only the loopback interface is allowed.
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:0")]
    listen: SocketAddr,
    /// Access key to accept instead of the example's; needs --secret-key.
    #[arg(long, value_name = "AK", env = "HUAWEICLOUD_SDK_AK", hide_env_values = true)]
    access_key: Option<String>,
    /// Secret key of the access key. Better given in the environment, which other users of the machine cannot see.
    #[arg(long, value_name = "SK", env = "HUAWEICLOUD_SDK_SK", hide_env_values = true)]
    secret_key: Option<String>,
    /// Start without the documented instance.
    #[arg(long)]
    empty: bool,
    /// Stop when standard input ends too: for a parent process that may be killed.
    #[arg(long, conflicts_with = "command")]
    until_stdin_closes: bool,
    /// A client to run, and its arguments: keys, project and region are in its environment.
    #[arg(last = true, value_name = "COMMAND")]
    command: Vec<OsString>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match run(Arguments::parse()).await {
        Ok(code) => code,
        Err(error) => {
            let mut text = format!("error: {error}");
            let mut source = error.source();
            while let Some(cause) = source {
                text = format!("{text}: {cause}");
                source = cause.source();
            }
            note(&text);
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: Arguments) -> Result<ExitCode, Box<dyn Error>> {
    let access_key = access_key(arguments.access_key, arguments.secret_key)?;
    let builder = Simulator::builder().access_key(&access_key.id, &access_key.secret);
    let state = if arguments.empty { State::empty() } else { State::with_examples() };
    // Before anybody knows of the simulator, so that no signal ends it the hard way.
    let signals = signals()?;
    let simulator = builder.state(state).start_on(arguments.listen).await?;
    if let [program, rest @ ..] = arguments.command.as_slice() {
        return run_client(simulator, signals, &access_key, program, rest).await;
    }
    note(&access_key.accepted());
    if !arguments.empty {
        note(&format!("serves instance {EXAMPLE_INSTANCE_ID} of project {EXAMPLE_PROJECT_ID}"));
    }
    // Whoever does not read it knows the address, or does not need it.
    let _ = writeln!(io::stdout(), "listening on {}", simulator.url());
    if arguments.until_stdin_closes {
        let stdin_closes = stdin_closes();
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

/// Runs a client until it ends, or a signal ends both.
async fn run_client(
    simulator: Simulator,
    signals: impl Future<Output = ()>,
    access_key: &AccessKey,
    program: &OsString,
    arguments: &[OsString],
) -> Result<ExitCode, Box<dyn Error>> {
    let client = client::run(&simulator, (&access_key.id, &access_key.secret), program, arguments);
    let code = tokio::select! {
        () = signals => ExitCode::FAILURE,
        code = client => code.map_err(|error| format!("cannot run `{}`: {error}", program.display()))?,
    };
    simulator.stop().await;
    Ok(code)
}

/// Writes a line for people. If nobody can read it, there is nowhere else to say so.
fn note(line: &str) {
    let _ = writeln!(io::stderr(), "{line}");
}

/// The access key that is accepted.
struct AccessKey {
    id: String,
    secret: String,
    is_example: bool,
}

impl AccessKey {
    /// A line that says what is accepted.
    fn accepted(&self) -> String {
        if self.is_example {
            format!("accepts the example access key {EXAMPLE_ACCESS_KEY} with secret key {EXAMPLE_SECRET_KEY}")
        } else {
            "accepts the access key that was given, with its secret key".to_owned()
        }
    }
}

/// The access key that was given, or the example's. Empty counts as not given, as it does for the clients.
fn access_key(access_key: Option<String>, secret_key: Option<String>) -> Result<AccessKey, Box<dyn Error>> {
    let given = |key: Option<String>| key.filter(|key| !key.is_empty());
    match (given(access_key), given(secret_key)) {
        (None, None) => {
            let (id, secret) = (EXAMPLE_ACCESS_KEY.to_owned(), EXAMPLE_SECRET_KEY.to_owned());
            Ok(AccessKey { id, secret, is_example: true })
        }
        (Some(id), Some(secret)) => Ok(AccessKey { id, secret, is_example: false }),
        (Some(_), None) => Err("an access key is given without its secret key; set HUAWEICLOUD_SDK_SK".into()),
        (None, Some(_)) => Err("a secret key is given without its access key; set HUAWEICLOUD_SDK_AK".into()),
    }
}

/// Done when the process is asked to end. The signals are caught from the call on, not only once the future is polled.
#[cfg(unix)]
fn signals() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};

    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

/// Done when the process is asked to end.
#[cfg(windows)]
fn signals() -> io::Result<impl Future<Output = ()>> {
    let mut ctrl_c = tokio::signal::windows::ctrl_c()?;
    Ok(async move {
        ctrl_c.recv().await;
    })
}

/// Done when standard input ends. A thread of its own reads it: one of the runtime's would keep the process from ending
/// after a signal, as long as it waits for input.
fn stdin_closes() -> oneshot::Receiver<()> {
    let (closed, end_of_input) = oneshot::channel();
    std::thread::spawn(move || {
        let _ = io::copy(&mut io::stdin().lock(), &mut io::sink());
        let _ = closed.send(());
    });
    end_of_input
}
