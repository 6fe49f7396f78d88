//! `dms-kafka-sim`: runs a simulator until it is asked to stop.

use std::error::Error;
use std::io::{self, Write};
use std::net::SocketAddr;
use std::process::ExitCode;

use clap::Parser;
use dms_kafka_sim::{
    EXAMPLE_ACCESS_KEY, EXAMPLE_INSTANCE_ID, EXAMPLE_PROJECT_ID, EXAMPLE_SECRET_KEY, Simulator, SimulatorBuilder, State,
};
use tokio::sync::oneshot;

/// Simulates the Kafka service (DMS) on this machine, in memory.
///
/// Prints `listening on http://…` and responds to requests until it gets Ctrl-C or SIGTERM.
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
    /// Start without the documented examples.
    #[arg(long)]
    empty: bool,
    /// Stop when standard input ends too: for a parent process that may be killed.
    #[arg(long)]
    until_stdin_closes: bool,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match run(Arguments::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
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

async fn run(arguments: Arguments) -> Result<(), Box<dyn Error>> {
    let (builder, accepted) = with_access_key(arguments.access_key, arguments.secret_key)?;
    let state = if arguments.empty { State::empty() } else { State::with_examples() };
    // Before anybody knows of the simulator, so that no signal ends it the hard way.
    let signals = signals()?;
    let simulator = builder.state(state).start_on(arguments.listen).await?;
    note(&accepted);
    if !arguments.empty {
        note(&format!("serves instance {EXAMPLE_INSTANCE_ID} of project {EXAMPLE_PROJECT_ID}"));
    }
    writeln!(io::stdout(), "listening on {}", simulator.url())?;
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
    Ok(())
}

/// Writes a line for people. If nobody can read it, there is nowhere else to say so.
fn note(line: &str) {
    let _ = writeln!(io::stderr(), "{line}");
}

/// The builder with the access key that was given, and a line that says what is accepted. Empty counts as not given, as
/// it does for the clients.
fn with_access_key(
    access_key: Option<String>,
    secret_key: Option<String>,
) -> Result<(SimulatorBuilder, String), Box<dyn Error>> {
    let given = |key: Option<String>| key.filter(|key| !key.is_empty());
    match (given(access_key), given(secret_key)) {
        (None, None) => Ok((
            Simulator::builder(),
            format!("accepts the example access key {EXAMPLE_ACCESS_KEY} with secret key {EXAMPLE_SECRET_KEY}"),
        )),
        (Some(access_key), Some(secret_key)) => Ok((
            Simulator::builder().access_key(access_key, secret_key),
            "accepts the access key that was given, with its secret key".to_owned(),
        )),
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
