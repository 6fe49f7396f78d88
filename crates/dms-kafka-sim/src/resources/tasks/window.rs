//! The window of time that narrows a list of tasks down.

use std::time::SystemTime;

use huaweicloud_sim::Query;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use crate::resources::written;

/// When the listed tasks were started, in seconds since 1970. Both ends belong to it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct TimeWindow {
    begin: i64,
    end: i64,
}

impl TimeWindow {
    pub(super) fn parse(query: &Query) -> Result<Self, String> {
        let begin = second(query, "begin_time")?.unwrap_or(i64::MIN);
        let end = second(query, "end_time")?.unwrap_or(i64::MAX);
        if begin > end {
            return Err("`begin_time` must not be after `end_time`.".to_owned());
        }
        Ok(Self { begin, end })
    }

    /// The second counts, not the fraction: a request cannot say more than the second.
    pub(super) fn contains(&self, time: SystemTime) -> bool {
        (self.begin..=self.end).contains(&written::timestamp(time).as_second())
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

    proptest! {
        #[test]
        fn no_parameter_panics(value: String) {
            let query: Query = ["begin_time", "end_time"].map(|name| (name, value.as_str())).into_iter().collect();
            let _ = (TimeWindow::parse(&query), parsed_second(&value));
        }
    }
}
