//! `rustc` under a wrapper that reports what one crate cost.

use std::fmt;
use std::fs;
use std::path::Path;
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

/// The file into which the cost of the crate is written.
const REPORT: &str = "BENCH_COMPILE_REPORT";
/// The crate that is meant.
const CRATE: &str = "BENCH_COMPILE_CRATE";

/// What compiling a crate cost.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cost {
    pub(crate) seconds: f64,
    /// The most memory that the compiler had at once.
    pub(crate) megabytes: Option<f64>,
}

impl fmt::Display for Cost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.2} s", self.seconds)?;
        self.megabytes.map_or(Ok(()), |megabytes| write!(f, ", {megabytes:.0} MB"))
    }
}

/// The median, by time.
pub(crate) fn median(mut costs: Vec<Cost>) -> Cost {
    costs.sort_by(|a, b| a.seconds.total_cmp(&b.seconds));
    costs[costs.len() / 2]
}

/// Makes cargo run this program in place of `rustc`.
pub(crate) fn set(cargo: &mut Command, report: &Path, crate_name: &str) {
    cargo.env("RUSTC_WRAPPER", std::env::current_exe().unwrap()).env(REPORT, report).env(CRATE, crate_name);
}

/// What was reported last.
pub(crate) fn read(report: &Path) -> Cost {
    // Taken away, so that a crate that was not compiled again is noticed.
    let text = fs::read_to_string(report).unwrap_or_else(|error| panic!("nothing was compiled: {error}"));
    fs::remove_file(report).unwrap();
    let mut numbers = text.split_whitespace().map(|number| number.parse().unwrap());
    Cost { seconds: numbers.next().unwrap(), megabytes: numbers.next() }
}

/// The wrapper, if this program was started as one: runs `rustc`, and ends as it does.
pub(crate) fn main() -> Option<ExitCode> {
    let report = std::env::var_os(REPORT)?;
    let mut arguments = std::env::args_os().skip(1);
    let rustc = arguments.next()?;
    let arguments: Vec<_> = arguments.collect();
    let wanted = std::env::var_os(CRATE)?;
    let is_wanted = arguments.windows(2).any(|pair| pair[0] == "--crate-name" && pair[1] == wanted);
    let start = Instant::now();
    let mut child = Command::new(rustc).args(arguments).spawn().unwrap();
    let mut peak = None;
    let status = loop {
        peak = peak_memory(child.id()).or(peak);
        match child.try_wait().unwrap() {
            Some(status) => break status,
            // Short against seconds, and the peak is kept by the kernel.
            None => std::thread::sleep(Duration::from_millis(5)),
        }
    };
    if is_wanted {
        let megabytes = peak.map_or_else(String::new, |megabytes: f64| megabytes.to_string());
        fs::write(report, format!("{} {megabytes}", start.elapsed().as_secs_f64())).unwrap();
    }
    Some(ExitCode::from(u8::try_from(status.code().unwrap_or(1)).unwrap_or(1)))
}

/// The most memory that a process has had so far, in MB, as Linux counts it.
fn peak_memory(process: u32) -> Option<f64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: f64 = line.trim().trim_end_matches(" kB").parse().ok()?;
    Some(kilobytes / 1024.0)
}
