//! `dms-kafka-sim`: runs a simulator until it is asked to stop.

use std::error::Error;
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
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match run(Arguments::parse()).await {
        Ok(code) => code,
        Err(error) => program::failed(error.as_ref()),
    }
}

async fn run(arguments: Arguments) -> Result<ExitCode, Box<dyn Error>> {
    let state = if arguments.empty { State::empty() } else { State::with_examples() };
    let served = format!("serves instance {EXAMPLE_INSTANCE_ID} of project {EXAMPLE_PROJECT_ID}");
    let notes = if arguments.empty { Vec::new() } else { vec![served] };
    program::run(arguments.shared, service(&state)?, "kafka", &notes).await
}
