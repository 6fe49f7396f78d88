//! Generating the client: how long the commands take as a user runs them, how that compares to progenitor alone, and how
//! time and memory grow with ten times as many operations.
//!
//! ```text
//! cargo bench -p xtask --bench generate              # measures and prints
//! cargo bench -p xtask --bench generate -- --check   # and fails over a limit
//! ```
//!
//! The specification with ten times as many operations is made from the real one: see `synthetic`.

#![expect(clippy::print_stdout, reason = "a benchmark prints")]
#![expect(clippy::unwrap_used, reason = "a benchmark whose input is wrong must stop")]

mod commands;
#[path = "../progenitor_alone.rs"]
mod progenitor_alone;
mod synthetic;
#[path = "../yardstick.rs"]
mod yardstick;

use std::fs;
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::time::Instant;

use xtask::codegen;
use xtask::lint::lint;
use xtask::model::Model;
use xtask::verb;

use commands::Copied;
use synthetic::Synthetic;

/// Seconds that a check may take that finds nothing.
const CHECK_LIMIT: f64 = 1.5;
/// Seconds that generating everything may take.
const GENERATE_LIMIT: f64 = 3.0;
/// How many times the time of one operation an operation may take among the most.
const GROWTH_LIMIT: f64 = 1.2;
/// How many times the memory of one operation an operation may take among the most.
const MEMORY_GROWTH_LIMIT: f64 = 1.0;
/// How many times the seconds of progenitor alone everything may take, in the same run.
const RATIO_LIMIT: f64 = 1.0;
const TIMES: [usize; 4] = [1, 2, 5, 10];
const ROUNDS: usize = 5;
/// Says that this process is to measure the workspace that follows.
const MEASURE: &str = "--measure";

/// What generating a specification in memory takes.
struct Measured {
    operations: u32,
    /// Seconds of the fastest round: others on the machine make rounds slower, and nothing makes one faster.
    seconds: f64,
    /// Seconds of a processor that a round takes, all cores together, which others hardly change; those of the clock where
    /// the system does not say.
    work: f64,
    /// Megabytes at the peak of the first round; none where the system does not say.
    peak: Option<f64>,
}

/// How many times wider limits are.
#[derive(Clone, Copy)]
struct Slack {
    /// Those of ratios within the run.
    ratios: f64,
    /// Those in seconds, which hold for an idle machine.
    seconds: f64,
}

impl Slack {
    const NONE: Self = Self { ratios: 1.0, seconds: 1.0 };
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().collect();
    if let Some(at) = arguments.iter().position(|argument| argument == MEASURE) {
        measure_here(Path::new(&arguments[at + 1]), arguments[at + 2].parse().unwrap());
        return ExitCode::SUCCESS;
    }
    let given = |name: &str| arguments.iter().any(|argument| argument == name);
    // `cargo test --benches` runs this too, and wants to know only that it works.
    let is_whole = given("--bench") && !given("--short");
    let (rounds, times) = if is_whole { (ROUNDS, &TIMES[..]) } else { (1, &TIMES[..2]) };
    let slack =
        if given("--short") { Slack { ratios: 2.0, seconds: 2.0 * yardstick::times_slower() } } else { Slack::NONE };
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize().unwrap();
    let models = verb::models(&root).unwrap();
    // The first service stands for all.
    let is_as_promised = [commands(&root, &models, rounds, slack), growth(&root, &models[0], rounds, times, slack)];
    let over = is_as_promised.contains(&false);
    if given("--check") && over { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

/// The commands as a user runs them.
fn commands(root: &Path, models: &[Model], rounds: usize, slack: Slack) -> bool {
    let copied = Copied::new(root, models);
    commands::check(root);
    let check = median((0..rounds).map(|_| commands::check(root)).collect());
    let (_, files) = copied.generate();
    let generate = median((0..rounds).map(|_| copied.generate().0).collect());
    println!(
        "cargo xtask check, nothing to do: {check:.2} s (limit {CHECK_LIMIT} s)\n\
         cargo xtask generate, on a copy without anything generated, all {files} files written: {generate:.2} s \
         (limit {GENERATE_LIMIT} s)"
    );
    check <= slack.seconds * CHECK_LIMIT && generate <= slack.seconds * GENERATE_LIMIT
}

/// Reading, checking and generating within a process, against progenitor, and for several times the operations.
fn growth(root: &Path, model: &Model, rounds: usize, times: &[usize], slack: Slack) -> bool {
    let synthetic: Vec<Synthetic> = times.iter().map(|times| Synthetic::new(root, &model.spec, *times)).collect();
    let measured: Vec<Measured> = synthetic.iter().map(|synthetic| measure(&synthetic.root(), rounds)).collect();
    let first = &measured[0];
    let bundle = progenitor_alone::acceptable(&model.spec.document);
    let mut bytes = 0;
    let alone = (0..rounds).map(|_| {
        let start = Instant::now();
        bytes = progenitor_alone::client(&bundle).len();
        start.elapsed().as_secs_f64()
    });
    let alone = alone.fold(f64::INFINITY, f64::min);
    let ratio = first.seconds / alone;
    println!(
        "within a process, optimised: {:.2} s to read, check and generate, {:.2} s of a processor; progenitor alone, builders, \
         {} kB of text: {alone:.2} s; ratio {ratio:.2} (limit {RATIO_LIMIT}), of a processor {:.2}",
        first.seconds,
        first.work,
        bytes / 1000,
        first.work / alone
    );
    let mut last = (1.0, None);
    for one in &measured {
        let factor = f64::from(one.operations) / f64::from(first.operations);
        let growth = one.work / first.work / factor;
        let memory = one.peak.zip(first.peak).map(|(peak, first)| peak / first / factor);
        println!(
            "{:>5} operations: {:.2} s, {:.2} s of a processor; peak memory {}; for each operation {growth:.2} times the \
             processor's time and {} the memory of the fewest",
            one.operations,
            one.seconds,
            one.work,
            one.peak.map_or_else(|| "unknown".to_owned(), |peak| format!("{peak:.0} MB")),
            memory.map_or_else(|| "unknown times".to_owned(), |memory| format!("{memory:.2} times")),
        );
        last = (growth, memory);
    }
    println!("limits of the last: {GROWTH_LIMIT} times the processor's time, {MEMORY_GROWTH_LIMIT} times the memory");
    ratio <= slack.ratios * RATIO_LIMIT
        && last.0 <= slack.ratios * GROWTH_LIMIT
        && last.1.is_none_or(|memory| memory <= slack.ratios * MEMORY_GROWTH_LIMIT)
}

fn median(mut seconds: Vec<f64>) -> f64 {
    seconds.sort_by(f64::total_cmp);
    seconds[seconds.len() / 2]
}

/// Measures in a process of its own, whose peak memory is that of this specification.
fn measure(root: &Path, rounds: usize) -> Measured {
    let mut command = Command::new(std::env::current_exe().unwrap());
    let output = command.arg(MEASURE).arg(root).arg(rounds.to_string()).stderr(Stdio::inherit()).output().unwrap();
    assert!(output.status.success(), "measuring failed: {}", output.status);
    let text = String::from_utf8(output.stdout).unwrap();
    let mut words = text.split_whitespace();
    let operations = words.next().unwrap().parse().unwrap();
    let seconds = words.next().unwrap().parse().unwrap();
    let work = words.next().unwrap().parse().unwrap();
    Measured { operations, seconds, work, peak: words.next().and_then(|word| word.parse().ok()) }
}

fn measure_here(root: &Path, rounds: usize) {
    let (operations, mut seconds) = once(root);
    let (peak, before) = (peak(), processor());
    for _ in 0..rounds {
        seconds = seconds.min(once(root).1);
    }
    let rounds = f64::from(u32::try_from(rounds).unwrap());
    let work = processor().zip(before).map_or(seconds, |(after, before)| (after - before) / rounds);
    println!("{operations} {seconds} {work} {}", peak.map_or_else(String::new, |peak| peak.to_string()));
}

/// Reads, checks and generates: how many operations there are, and how many seconds it took.
fn once(root: &Path) -> (u32, f64) {
    let start = Instant::now();
    let model = verb::models(root).unwrap().remove(0);
    let problems = lint(&model);
    assert!(problems.is_empty(), "the first of {} problems: {}", problems.len(), problems[0]);
    let output = codegen::generate(&model, &[]).unwrap();
    let seconds = start.elapsed().as_secs_f64();
    assert!(!output.files.is_empty());
    (u32::try_from(model.operations.len()).unwrap(), seconds)
}

/// Seconds of a processor that this process has taken; none where the system does not say.
fn processor() -> Option<f64> {
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    let (_, after_name) = stat.rsplit_once(") ")?;
    let ticks = after_name.split(' ').skip(11).take(2).map(|ticks| ticks.parse::<f64>().ok());
    // Linux shows programs a hundred ticks a second, whatever it counts by itself.
    Some(ticks.sum::<Option<f64>>()? / 100.0)
}

/// The most memory that this process has had, in megabytes; none where the system does not say.
fn peak() -> Option<f64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let kilobytes = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(kilobytes.trim().trim_end_matches(" kB").parse::<f64>().ok()? / 1024.0)
}
