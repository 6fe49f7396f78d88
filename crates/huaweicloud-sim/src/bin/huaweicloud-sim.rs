//! `huaweicloud-sim BUNDLE`: runs a simulator of a service that is known by its OpenAPI document alone.

use std::error::Error;
use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use huaweicloud_sim::Service;
use huaweicloud_sim::program;

/// Simulates a service of the cloud on this machine: each operation of an OpenAPI 3.0 document answers with its documented
/// example.
///
/// Prints `listening on http://…` and responds to requests until it gets Ctrl-C or SIGTERM. With a command it runs that
/// instead, which finds the simulator as the region `simulator`, and ends with it and its exit code.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    /// The OpenAPI document: `openapi/<service>.json`.
    bundle: PathBuf,
    #[command(flatten)]
    shared: program::Arguments,
    /// Name of the service in the packages and the variables of the official SDKs, for a command and for the page at `/_sim/`.
    #[arg(long, value_name = "NAME")]
    sdk_name: Option<String>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match run(Arguments::parse()).await {
        Ok(code) => code,
        Err(error) => program::failed(error.as_ref()),
    }
}

async fn run(arguments: Arguments) -> Result<ExitCode, Box<dyn Error>> {
    let path = arguments.bundle;
    let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let service = Service::from_bundle(&text).map_err(|error| format!("{}: {error}", path.display()))?;
    let Some(name) = arguments.sdk_name else { return program::run(arguments.shared, service, "service", &[]).await };
    program::run(arguments.shared, service.sdk_name(&name), &name, &[]).await
}
