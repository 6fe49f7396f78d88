//! Background tasks of an instance.

use std::time::SystemTime;

use dms_kafka::tasks::{DELETE_BACKGROUND_TASK, LIST_BACKGROUND_TASKS, SHOW_BACKGROUND_TASK};
use huaweicloud_sim::{Call, Query, Refusal, Response};
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use serde::Serialize;

use super::Behaviour;
use crate::state::{BackgroundTask, Instance, State};

pub(super) const BEHAVIOURS: &[Behaviour] = &[
    Behaviour { operation: LIST_BACKGROUND_TASKS, handler: list },
    Behaviour { operation: SHOW_BACKGROUND_TASK, handler: show },
    Behaviour { operation: DELETE_BACKGROUND_TASK, handler: delete },
];

/// How many tasks a list has if the request does not say. Documented nowhere; the lists of this service whose default is
/// documented, of instances for example, have 10.
const DEFAULT_LIMIT: usize = 10;

fn list(state: &State, call: &Call<'_>) -> Result<Response, Refusal> {
    let instance = instance(state, call)?;
    let page = Page::parse(call.query()).map_err(|why| call.invalid_parameter(&why))?;
    let window = TimeWindow::parse(call.query()).map_err(|why| call.invalid_parameter(&why))?;
    let matching: Vec<_> = instance.tasks().into_iter().filter(|task| window.contains(task.created_at)).collect();
    let shown = matching.iter().skip(page.start.saturating_sub(1)).take(page.limit).map(Task::from).collect();
    Response::json(200, &Tasks { task_count: matching.len().to_string(), tasks: shown })
}

fn show(state: &State, call: &Call<'_>) -> Result<Response, Refusal> {
    let task = instance(state, call)?.task(call.path("task_id")?)?;
    Response::json(200, &Tasks { task_count: "1".to_owned(), tasks: vec![Task::from(&task)] })
}

fn delete(state: &State, call: &Call<'_>) -> Result<Response, Refusal> {
    instance(state, call)?.remove_task(call.path("task_id")?)?;
    Ok(Response::no_content())
}

fn instance(state: &State, call: &Call<'_>) -> Result<Instance, Refusal> {
    Ok(state.instance(call.path("project_id")?, call.path("instance_id")?)?)
}

/// Background tasks, as they are sent.
#[derive(Serialize)]
struct Tasks<'t> {
    /// Number of all tasks that match, on this page or not: the documented list says 4 and shows 2.
    task_count: String,
    tasks: Vec<Task<'t>>,
}

#[derive(Serialize)]
struct Task<'t> {
    id: &'t str,
    name: &'t str,
    user_name: &'t str,
    user_id: &'t str,
    params: &'t str,
    status: &'t str,
    created_at: String,
    updated_at: String,
}

impl<'t> From<&'t BackgroundTask> for Task<'t> {
    fn from(task: &'t BackgroundTask) -> Self {
        Self {
            id: &task.id,
            name: &task.name,
            user_name: &task.user_name,
            user_id: &task.user_id,
            params: &task.params,
            status: &task.status,
            created_at: written(task.created_at),
            updated_at: written(task.updated_at),
        }
    }
}

/// The time as the documented examples have it: `2020-06-15T08:55:53.606Z`.
fn written(time: SystemTime) -> String {
    timestamp(time).strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string()
}

fn timestamp(time: SystemTime) -> Timestamp {
    // A `SystemTime` may lie after the year 9999, the last that can be written.
    Timestamp::try_from(time).unwrap_or(Timestamp::MAX)
}

/// Which of the matching tasks a list shows.
#[derive(Debug, PartialEq, Eq)]
struct Page {
    /// Number of the first, counted from 1.
    start: usize,
    limit: usize,
}

impl Page {
    /// The specification has their ranges, which the gateway holds them against.
    fn parse(query: &Query) -> Result<Self, String> {
        let start = number(query, "start")?.unwrap_or(1);
        let limit = number(query, "limit")?.unwrap_or(DEFAULT_LIMIT);
        Ok(Self { start, limit })
    }
}

/// A number in digits: the specification lets `1.0` be an integer.
fn number(query: &Query, name: &str) -> Result<Option<usize>, String> {
    let Some(text) = query.get(name) else { return Ok(None) };
    let is_plain = text.bytes().all(|byte| byte.is_ascii_digit());
    match text.parse() {
        Ok(number) if is_plain => Ok(Some(number)),
        _ => Err(format!("`{name}` must be a number, in digits.")),
    }
}

/// When the listed tasks were started, in seconds since 1970. Both ends belong to it.
#[derive(Debug, PartialEq, Eq)]
struct TimeWindow {
    begin: i64,
    end: i64,
}

impl TimeWindow {
    fn parse(query: &Query) -> Result<Self, String> {
        let begin = second(query, "begin_time")?.unwrap_or(i64::MIN);
        let end = second(query, "end_time")?.unwrap_or(i64::MAX);
        if begin > end {
            return Err("`begin_time` must not be after `end_time`.".to_owned());
        }
        Ok(Self { begin, end })
    }

    /// The second counts, not the fraction: a request cannot say more than the second.
    fn contains(&self, time: SystemTime) -> bool {
        (self.begin..=self.end).contains(&timestamp(time).as_second())
    }
}

/// A time in the form `YYYYMMDDHHmmss`. The documents name no time zone; UTC is that of the times in the responses.
fn second(query: &Query, name: &str) -> Result<Option<i64>, String> {
    let Some(text) = query.get(name) else { return Ok(None) };
    match parsed_second(text) {
        Some(second) => Ok(Some(second)),
        None => Err(format!("`{name}` must be a time in the form YYYYMMDDHHmmss.")),
    }
}

fn parsed_second(text: &str) -> Option<i64> {
    if text.len() != 14 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let two = |from: usize| text.get(from..from + 2)?.parse::<i8>().ok();
    let year = text.get(..4)?.parse().ok()?;
    let time = DateTime::new(year, two(4)?, two(6)?, two(8)?, two(10)?, two(12)?, 0).ok()?;
    Some(TimeZone::UTC.to_timestamp(time).ok()?.as_second())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::time::Duration;

    fn query(text: &str) -> Query {
        text.split('&').filter_map(|pair| pair.split_once('=')).collect()
    }

    fn at(second: u64, millisecond: u64) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_millis(second * 1000 + millisecond)
    }

    #[test]
    fn a_page_has_defaults_and_edges() {
        assert_eq!(Page::parse(&query("")), Ok(Page { start: 1, limit: 10 }));
        assert_eq!(Page::parse(&query("start=1&limit=1")), Ok(Page { start: 1, limit: 1 }));
        assert_eq!(Page::parse(&query("start=7&limit=100")), Ok(Page { start: 7, limit: 100 }));
        for text in ["start=-1", "start=+1", "start=", "start=one", "start=1.0"] {
            assert!(Page::parse(&query(text)).is_err(), "{text}");
        }
        assert!(Page::parse(&query("start=99999999999999999999999")).is_err());
    }

    #[test]
    fn times_are_utc_and_exist() {
        assert_eq!(parsed_second("19700101000001"), Some(1));
        assert_eq!(parsed_second("20240229235959"), Some(1_709_251_199));
        for text in ["20230229000000", "20241301000000", "20240101240000", "20240101000060", "2024010100000", "", "x"] {
            assert_eq!(parsed_second(text), None, "{text}");
        }
    }

    #[test]
    fn both_ends_belong_to_a_window() {
        let window = TimeWindow::parse(&query("begin_time=19700101000010&end_time=19700101000020")).unwrap();
        assert!(!window.contains(at(9, 999)));
        assert!(window.contains(at(10, 0)) && window.contains(at(20, 0)) && window.contains(at(20, 999)));
        assert!(!window.contains(at(21, 0)));
    }

    #[test]
    fn a_window_may_be_open_and_may_be_one_second() {
        assert!(TimeWindow::parse(&query("begin_time=19700101000010")).unwrap().contains(at(u64::from(u32::MAX), 0)));
        assert!(TimeWindow::parse(&query("end_time=19700101000010")).unwrap().contains(at(0, 0)));
        let second = TimeWindow::parse(&query("begin_time=19700101000010&end_time=19700101000010")).unwrap();
        assert!(second.contains(at(10, 500)));
        assert!(TimeWindow::parse(&query("begin_time=19700101000011&end_time=19700101000010")).is_err());
    }

    #[test]
    fn times_are_written_with_milliseconds() {
        assert_eq!(written(at(1_592_211_353, 600)), "2020-06-15T08:55:53.600Z");
        assert!(written(at(u64::from(u32::MAX) * 1000, 0)).starts_with("9999-12-30T"));
    }

    proptest! {
        #[test]
        fn no_parameter_panics(value: String) {
            let query: Query = ["start", "limit", "begin_time"].map(|name| (name, value.as_str())).into_iter().collect();
            let _ = (Page::parse(&query), TimeWindow::parse(&query), parsed_second(&value));
        }
    }
}
