//! How far a background task has come.

use huaweicloud_sim::{Call, Refusal, Response};
use serde::Serialize;

use crate::state::{Moment, View};

#[derive(Serialize)]
#[allow(clippy::struct_field_names, reason = "the names of the service")]
struct Progress {
    progress_percentage: u64,
    /// In seconds.
    remain_time: u64,
    step_list: Vec<Step>,
}

#[derive(Serialize)]
struct Step {
    name: &'static str,
    /// So the service spells it.
    statue: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    start_time: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_time: Option<u64>,
}

/// The steps of the documented example, and how much of the whole is done at the end of each, in percent. The figures are ours.
const STEPS: [(&str, u64); 3] = [("create_resource", 30), ("extend_cluster", 90), ("check_cluster", 100)];

pub(super) fn show(view: &mut View<'_>, call: &Call<'_>) -> Result<Response, Refusal> {
    let task_id = call.path("task_id")?;
    let task = view.instance(call.path("instance_id")?)?.task(task_id)?;
    let (begin, last) = (Moment::of(task.created_at), Moment::of(task.updated_at));
    let has_failed = !matches!(task.status.as_str(), "CREATED" | "EXECUTING" | "SUCCESS");
    // What no agenda has ended, or was put there by a test and never ends.
    let end = match task.status.as_str() {
        "CREATED" | "EXECUTING" => view.end_of_task(task_id).unwrap_or(Moment::of_millisecond(u64::MAX)),
        _ => last,
    };
    let at = if end == last { end } else { view.now() };
    Response::json(200, &Progress::of(begin, end, at, has_failed))
}

impl Progress {
    fn of(begin: Moment, end: Moment, at: Moment, has_failed: bool) -> Self {
        let (whole, done) = (end.since(begin).as_millis().max(1), at.since(begin).as_millis());
        let percent = if at >= end { 100 } else { u64::try_from(done * 100 / whole).unwrap_or(0).min(99) };
        // The last step is the one that fails.
        let percent = if has_failed { percent.min(99) } else { percent };
        let whole = u64::try_from(whole).unwrap_or(u64::MAX);
        let moment = |percent: u64| begin.millisecond().saturating_add(whole / 100 * percent);
        let starts = STEPS.iter().scan(0, |start, (_, end)| Some(std::mem::replace(start, *end)));
        let step = |((name, end), start): (&(&'static str, u64), u64)| {
            let (has_begun, is_done) = (percent >= start, percent >= *end);
            let statue = match (has_begun, is_done) {
                (_, true) => "COMPLETED",
                (true, false) if has_failed => "FAILED",
                (true, false) => "IN_PROGRESS",
                (false, _) => "WAITING",
            };
            let (start_time, end_time) = (has_begun.then(|| moment(start)), is_done.then(|| moment(*end)));
            Step { name, statue, start_time, end_time }
        };
        let step_list = STEPS.iter().zip(starts).map(step).collect();
        let remain_time = if at >= end { 0 } else { end.since(at).as_secs() };
        Self { progress_percentage: percent, remain_time, step_list }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn progress(second: u64, has_failed: bool) -> (u64, u64, Vec<&'static str>) {
        let at = |second: u64| Moment::of_millisecond(second * 1_000);
        let progress = Progress::of(at(1_000), at(1_300), at(second), has_failed);
        let steps = progress.step_list.iter().map(|step| step.statue).collect();
        (progress.progress_percentage, progress.remain_time, steps)
    }

    #[test]
    fn a_task_comes_step_by_step() {
        assert_eq!(progress(1_000, false), (0, 300, vec!["IN_PROGRESS", "WAITING", "WAITING"]));
        assert_eq!(progress(1_150, false), (50, 150, vec!["COMPLETED", "IN_PROGRESS", "WAITING"]));
        assert_eq!(progress(1_299, false), (99, 1, vec!["COMPLETED", "COMPLETED", "IN_PROGRESS"]));
        assert_eq!(progress(1_300, false), (100, 0, vec!["COMPLETED"; 3]));
        assert_eq!(progress(1_300, true), (99, 0, vec!["COMPLETED", "COMPLETED", "FAILED"]));
    }
}
