//! `cargo xtask demo`: one change from a page to its verdict, and the examples of each client against its simulator.

mod change;

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::Context as _;

use super::{Outcome, cargo, generate, specs};
use crate::spec::{Demo, ServiceFile};

/// Where a simulator is told to listen for a browser.
const PAGE: &str = "127.0.0.1:8080";
/// Name of the region that the simulator plays.
const REGION: &str = "simulator";

/// Shows what a changed page means, regenerates what the specification changed, starts the simulator, runs the examples against it, and stops it.
///
/// # Errors
///
/// What [`generate::run`] fails with, a build, or an example.
pub fn run(root: &Path, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    change::show(out)?;
    generate::run(root, out)?;
    writeln!(out, "building the simulator and the examples: minutes the first time, seconds later")?;
    out.flush()?;
    // Built before anything is started, so that a simulator never waits for a compiler.
    let programs = cargo::build_programs(root)?;
    let specs = specs(root)?;
    for spec in &specs {
        if let Some(demo) = &spec.service.demo {
            show(&programs, &spec.service, demo, out)?;
        }
    }
    for spec in &specs {
        if let Some(program) = spec.service.demo.as_ref().and_then(|demo| programs.get(&demo.simulator)) {
            write!(out, "{}", how_to_open(root, &spec.service.title, program))?;
        }
    }
    Ok(Outcome::Done)
}

/// How one goes on by oneself: the page on which every operation can be tried.
fn how_to_open(root: &Path, title: &str, program: &Path) -> String {
    let program = program.strip_prefix(root).unwrap_or(program).display();
    format!(
        "\nto try every operation of {title} in a browser, run\n    {program} --listen {PAGE}\nand open\n    http://{PAGE}/_sim/\n"
    )
}

fn show(
    programs: &BTreeMap<String, PathBuf>,
    service: &ServiceFile,
    demo: &Demo,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let program = |name: &str| {
        let path = programs.get(name).with_context(|| format!("the workspace has no program or example `{name}`"))?;
        anyhow::Ok(Command::new(path))
    };
    let simulator = Simulator::start(program(&demo.simulator)?, demo)?;
    writeln!(out, "{}: simulator {}", service.name, simulator.url)?;
    for step in &demo.step {
        writeln!(out, "\n{} ({}):", step.shows, step.example)?;
        out.flush()?;
        let mut example = program(&step.example)?;
        example.arg(REGION).args(&step.arguments);
        let region = format!("HUAWEICLOUD_SDK_REGION_{}_{}", service.sdk_name, REGION).to_uppercase();
        example
            .env(region, &simulator.url)
            .env("HUAWEICLOUD_SDK_AK", &demo.access_key)
            .env("HUAWEICLOUD_SDK_SK", &demo.secret_key)
            .env("HUAWEICLOUD_SDK_PROJECT_ID", &demo.project_id)
            .env_remove("HUAWEICLOUD_SDK_SECURITY_TOKEN");
        match cargo::run(example) {
            Err(_) if step.fails => {}
            Ok(()) if step.fails => anyhow::bail!("`{}` did not fail, and this step shows how it does", step.example),
            outcome => outcome?,
        }
    }
    simulator.stop()?;
    writeln!(out, "\nthe simulator has stopped")?;
    Ok(())
}

/// A simulator that runs as a child, until its standard input is closed.
struct Simulator {
    child: Child,
    url: String,
}

impl Simulator {
    fn start(mut command: Command, demo: &Demo) -> anyhow::Result<Self> {
        command.arg("--until-stdin-closes");
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        command.env("HUAWEICLOUD_SDK_AK", &demo.access_key).env("HUAWEICLOUD_SDK_SK", &demo.secret_key);
        let mut child = command.spawn().context("cannot start the simulator")?;
        let stdout = child.stdout.take().context("the simulator has no output")?;
        let mut line = String::new();
        BufReader::new(stdout).read_line(&mut line).context("cannot read what the simulator says")?;
        if let Some(url) = line.trim().strip_prefix("listening on ") {
            return Ok(Self { url: url.to_owned(), child });
        }
        drop(child.stdin.take());
        let status = child.wait().context("cannot wait for the simulator")?;
        anyhow::bail!("the simulator did not say where it listens, but {line:?} ({status})")
    }

    fn stop(mut self) -> anyhow::Result<()> {
        self.close()
    }

    fn close(&mut self) -> anyhow::Result<()> {
        drop(self.child.stdin.take());
        let status = self.child.wait().context("cannot wait for the simulator")?;
        anyhow::ensure!(status.success(), "the simulator failed ({status})");
        Ok(())
    }
}

impl Drop for Simulator {
    /// After an example that failed: the failure is what is reported.
    fn drop(&mut self) {
        let _ = self.close();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_program_is_named_as_it_is_started_from_the_workspace() {
        let told = how_to_open(Path::new("/w"), "Widgets", Path::new("/w/target/debug/widgets-sim"));
        assert!(told.contains("\n    target/debug/widgets-sim --listen 127.0.0.1:8080\n"), "{told}");
        assert!(told.ends_with("\n    http://127.0.0.1:8080/_sim/\n"), "{told}");
    }
}
