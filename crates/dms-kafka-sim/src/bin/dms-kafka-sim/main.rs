//! `dms-kafka-sim`: runs a simulator until it is asked to stop.

use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use dms_kafka_sim::{EXAMPLE_INSTANCE_ID, EXAMPLE_PROJECT_ID, State, service};
use huaweicloud_sim::program;

/// Simulates the Kafka service (DMS) on this machine, in memory.
///
/// Prints `listening on http://…` and responds to requests until it gets Ctrl-C or SIGTERM. With a command it runs that
/// instead, which finds the simulator as the region `simulator`, and ends with it and its exit code.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    #[command(flatten)]
    shared: program::Arguments,
    /// Start without the documented instance.
    #[arg(long)]
    empty: bool,
    /// Keep the state in a file, and what clients sent in a log beside it, passwords too. What was answered survives the end of the
    /// program, whatever ends it.
    #[arg(long, value_name = "FILE")]
    state: Option<PathBuf>,
    /// Fold the log into the file when it is longer than the file, and than so many bytes.
    #[arg(long, value_name = "BYTES", default_value_t = State::FOLDED_BYTES, requires = "state")]
    state_log_limit: u64,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match run(Arguments::parse()).await {
        Ok(code) => code,
        Err(error) => program::failed(error.as_ref()),
    }
}

async fn run(arguments: Arguments) -> Result<ExitCode, Box<dyn Error>> {
    let Arguments { shared, empty, state: file, state_log_limit } = arguments;
    let state = if empty { State::empty() } else { State::with_examples() };
    let served = format!("serves instance {EXAMPLE_INSTANCE_ID} of project {EXAMPLE_PROJECT_ID}");
    let Some(path) = file else {
        let notes = if empty { Vec::new() } else { vec![served] };
        return program::run(shared, service(&state)?, "kafka", &notes).await;
    };
    let state = State::open(&path, state, state_log_limit)?;
    let notes = [format!("keeps its state in {}", path.display())];
    program::run(shared.not_before(state.now()), service(&state)?, "kafka", &notes).await
}
