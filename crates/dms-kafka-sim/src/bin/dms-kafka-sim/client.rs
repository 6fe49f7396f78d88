//! A client that runs for as long as the simulator, or the other way round: `dms-kafka-sim -- COMMAND`.

use std::ffi::OsString;
use std::io;
use std::process::{ExitCode, ExitStatus};

use dms_kafka_sim::{EXAMPLE_PROJECT_ID, Simulator};
use tokio::process::Command;

/// Runs a command with the variables by which the official SDKs and this client find the simulator, and its keys.
///
/// # Errors
///
/// If it cannot be started; which command it is, is said by the caller.
pub(crate) async fn run(
    simulator: &Simulator,
    access_key: (&str, &str),
    program: &OsString,
    arguments: &[OsString],
) -> io::Result<ExitCode> {
    let mut command = Command::new(program);
    command
        .args(arguments)
        .env("HUAWEICLOUD_SDK_REGION_KAFKA_SIMULATOR", simulator.url())
        .env("HUAWEICLOUD_SDK_AK", access_key.0)
        .env("HUAWEICLOUD_SDK_SK", access_key.1)
        .env("HUAWEICLOUD_SDK_PROJECT_ID", EXAMPLE_PROJECT_ID)
        // It belongs to another key.
        .env_remove("HUAWEICLOUD_SDK_SECURITY_TOKEN")
        .kill_on_drop(true);
    Ok(exit_code(command.spawn()?.wait().await?))
}

/// The code that the command ended with; of one that a signal ended, the code by which a shell says so.
fn exit_code(status: ExitStatus) -> ExitCode {
    #[cfg(unix)]
    let signal = std::os::unix::process::ExitStatusExt::signal(&status).map(|signal| 128 + signal);
    #[cfg(not(unix))]
    let signal = None;
    let code = status.code().or(signal).and_then(|code| u8::try_from(code).ok());
    code.map_or(ExitCode::FAILURE, ExitCode::from)
}
