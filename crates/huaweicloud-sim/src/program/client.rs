//! A client that runs for as long as the simulator, or the other way round: `… -- COMMAND`.

use std::error::Error;
use std::ffi::OsString;
use std::process::{ExitCode, ExitStatus};

use secrecy::{ExposeSecret as _, SecretString};
use tokio::process::Command;

use crate::{EXAMPLE_PROJECT_ID, Simulator};

/// An access key that a client is told.
pub(super) struct KnownKey {
    pub(super) access_key: String,
    pub(super) secret_key: SecretString,
    pub(super) security_token: Option<SecretString>,
    /// A project that it may use, if one is named.
    pub(super) project: Option<String>,
}

/// A program that runs as a client of the simulator.
#[derive(Clone, Debug)]
pub(super) struct Client {
    variable: String,
    program: OsString,
    arguments: Vec<OsString>,
}

impl Client {
    /// A client of a service, by the name of the service in the variables of the official SDKs (`kafka`). None if there is no
    /// command.
    pub(super) fn new(sdk_name: &str, command: &[OsString]) -> Option<Self> {
        let [program, arguments @ ..] = command else { return None };
        let variable = format!("HUAWEICLOUD_SDK_REGION_{}_SIMULATOR", sdk_name.to_uppercase());
        Some(Self { variable, program: program.clone(), arguments: arguments.to_vec() })
    }

    /// Runs it until it ends, or a signal ends both. Keys, project and the region `simulator` are in its environment, and the
    /// simulator as the identity service, too.
    pub(super) async fn run(
        &self,
        simulator: Simulator,
        key: &KnownKey,
        signals: impl Future<Output = ()>,
    ) -> Result<ExitCode, Box<dyn Error>> {
        let mut command = Command::new(&self.program);
        command
            .args(&self.arguments)
            .env(&self.variable, simulator.url())
            .env("HUAWEICLOUD_SDK_IAM_ENDPOINT", simulator.url())
            .env("HUAWEICLOUD_SDK_STS_ENDPOINT", simulator.url())
            .env("HUAWEICLOUD_SDK_AK", &key.access_key)
            .env("HUAWEICLOUD_SDK_SK", key.secret_key.expose_secret())
            .env("HUAWEICLOUD_SDK_PROJECT_ID", key.project.as_deref().unwrap_or(EXAMPLE_PROJECT_ID))
            .kill_on_drop(true);
        match &key.security_token {
            Some(token) => command.env("HUAWEICLOUD_SDK_SECURITY_TOKEN", token.expose_secret()),
            // It belongs to another key.
            None => command.env_remove("HUAWEICLOUD_SDK_SECURITY_TOKEN"),
        };
        let cannot = |error| format!("cannot run `{}`: {error}", self.program.display());
        let mut child = command.spawn().map_err(cannot)?;
        let code = tokio::select! {
            () = signals => ExitCode::FAILURE,
            status = child.wait() => exit_code(status.map_err(cannot)?),
        };
        simulator.stop().await;
        Ok(code)
    }
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
