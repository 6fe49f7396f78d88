//! How values are written in responses.

use std::fmt::Display;
use std::time::SystemTime;

use jiff::Timestamp;
use serde::Serialize;

/// The response to what a background task does.
#[derive(Serialize)]
pub(super) struct Job {
    pub(super) job_id: String,
}

/// The response to what a scheduled task does.
#[derive(Serialize)]
pub(super) struct Later {
    pub(super) schedule_id: String,
}

/// A time as the documented examples of tasks have it: `2020-06-15T08:55:53.606Z`.
pub(super) fn time(time: SystemTime) -> String {
    timestamp(time).strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string()
}

pub(super) fn timestamp(time: SystemTime) -> Timestamp {
    // A `SystemTime` may lie after the year 9999, the last that can be written.
    Timestamp::try_from(time).unwrap_or(Timestamp::MAX)
}

/// Several things in one text, as the service lists addresses.
pub(super) fn joined<T: Display>(things: impl IntoIterator<Item = T>) -> String {
    things.into_iter().map(|thing| thing.to_string()).collect::<Vec<_>>().join(",")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn times_are_written_with_milliseconds() {
        let at = |millisecond| SystemTime::UNIX_EPOCH + Duration::from_millis(millisecond);
        assert_eq!(time(at(1_592_211_353_600)), "2020-06-15T08:55:53.600Z");
        assert!(time(at(u64::from(u32::MAX) * 1_000_000)).starts_with("9999-12-30T"));
    }
}
