//! Reading a page of 1,000 tasks against reading it by the code that serde derives.
//!
//! ```text
//! cargo bench -p huaweicloud-core --bench decoding              # measures and prints
//! cargo bench -p huaweicloud-core --bench decoding -- --check   # and fails over the limit
//! ```
//!
//! The two are measured in turns, as in the benchmark of signing, and for the same reason.

#![expect(clippy::print_stdout, reason = "a benchmark prints")]
#![expect(clippy::unwrap_used, reason = "a benchmark whose input is wrong must stop")]

use std::fmt::Write as _;
use std::hint::black_box;
use std::process::ExitCode;
use std::time::Instant;

use huaweicloud_core::__private::read_json;
use huaweicloud_core::{Secret, open_enum};

/// How many times the time of serde's code reading may take.
const LIMIT: f64 = 1.05;
const ROUNDS: usize = 400;
const TASKS: usize = 1_000;

open_enum! {
    /// State of a task.
    pub enum TaskStatus {
        /// It runs.
        Executing => "EXECUTING",
        /// It is done.
        Success => "SUCCESS",
        /// It failed.
        Failed => "FAILED",
    }
}

/// A task as a generated client has it.
#[derive(Debug, Default)]
struct Task {
    id: Option<String>,
    name: Option<String>,
    user_name: Option<String>,
    user_id: Option<String>,
    params: Option<Secret>,
    status: Option<TaskStatus>,
    created_at: Option<String>,
    updated_at: Option<String>,
}

#[derive(Debug, Default)]
struct TaskList {
    task_count: Option<String>,
    tasks: Vec<Task>,
}

huaweicloud_core::fields! {
    Task {
        "id" => id,
        "name" => name,
        "user_name" => user_name,
        "user_id" => user_id,
        "params" => params,
        "status" => status,
        "created_at" => created_at,
        "updated_at" => updated_at,
    }
}

huaweicloud_core::fields! {
    TaskList {
        "task_count" => task_count,
        "tasks" => tasks,
    }
}

/// The same, as anybody would write it.
#[derive(serde::Deserialize)]
#[expect(dead_code, reason = "it is only read")]
struct PlainTask {
    id: Option<String>,
    name: Option<String>,
    user_name: Option<String>,
    user_id: Option<String>,
    params: Option<String>,
    status: Option<String>,
    created_at: Option<String>,
    updated_at: Option<String>,
}

#[derive(serde::Deserialize)]
#[expect(dead_code, reason = "it is only read")]
struct PlainTaskList {
    task_count: Option<String>,
    tasks: Vec<PlainTask>,
}

fn page() -> String {
    let mut page = format!(r#"{{"task_count":"{TASKS}","tasks":["#);
    for index in 0..TASKS {
        let comma = if index > 0 { "," } else { "" };
        write!(
            page,
            r#"{comma}{{"id":"8abfa7b27da211df017da340427b{index:04}","name":"bindInstancePublicIp","user_name":"paas_dms",
"user_id":"3df5acbc24c54fadb62a043c9988a309","params":"{{\"public_ip_id\":\"{index}\",\"enable_public_ip\":true}}",
"status":"SUCCESS","created_at":"2021-12-10T08:56:17.{index:03}Z","updated_at":"2021-12-10T08:56:18.{index:03}Z"}}"#
        )
        .unwrap();
    }
    page + "]}"
}

/// Nanoseconds that one call takes.
fn nanoseconds<T>(work: impl Fn() -> T) -> f64 {
    let start = Instant::now();
    black_box(work());
    start.elapsed().as_secs_f64() * 1e9
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().collect();
    let given = |name: &str| arguments.iter().any(|argument| argument == name);
    // `cargo test --benches` runs this too, and wants to know only that it works.
    let rounds = if given("--bench") && !given("--short") { ROUNDS } else { 1 };

    let page = page();
    assert_eq!(read_json::<TaskList>(page.as_bytes()).unwrap().tasks.len(), TASKS);
    let rounds: Vec<[f64; 2]> = (0..rounds)
        .map(|_| {
            let ours = nanoseconds(|| read_json::<TaskList>(black_box(page.as_bytes())).unwrap());
            let plain = nanoseconds(|| serde_json::from_slice::<PlainTaskList>(black_box(page.as_bytes())).unwrap());
            [ours, plain]
        })
        .collect();
    let over_rounds = |figure: fn(&[f64; 2]) -> f64| median(rounds.iter().map(figure).collect());
    let (ours, plain) = (over_rounds(|[ours, _]| *ours / 1e3), over_rounds(|[_, plain]| *plain / 1e3));
    let ratio = over_rounds(|[ours, plain]| ours / plain);
    println!(
        "reading {TASKS} tasks, {} bytes: {ours:.0} µs, by serde's derive: {plain:.0} µs, ratio {ratio:.2} (limit {LIMIT})",
        page.len()
    );
    let limit = if given("--short") { 2.0 * LIMIT } else { LIMIT };
    if given("--check") && ratio > limit { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}
