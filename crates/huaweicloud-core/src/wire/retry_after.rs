//! How long a service asks to wait.

use std::time::{Duration, SystemTime};

use http::HeaderMap;
use http::header::RETRY_AFTER;

use super::date::{date, http_date};
use super::text;

/// The longest time that is believed.
const LONGEST: Duration = Duration::from_secs(3_600);

/// `Retry-After`: seconds, or a date, which is compared with the service's own time if it gives that.
pub(super) fn of(headers: &HeaderMap, now: impl FnOnce() -> Option<SystemTime>) -> Option<Duration> {
    let value = text(headers, &RETRY_AFTER)?;
    if value.bytes().all(|digit| digit.is_ascii_digit()) {
        // More seconds than a number holds are more than the longest time.
        return Some(value.parse().map_or(LONGEST, Duration::from_secs).min(LONGEST));
    }
    let until = http_date(value)?;
    let now = date(headers).or_else(now)?;
    Some(until.duration_since(now).unwrap_or_default().min(LONGEST))
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;
    use http::header::DATE;
    use proptest::prelude::*;

    fn wait(value: &str, date: Option<&str>) -> Option<Duration> {
        let mut headers = HeaderMap::new();
        headers.insert(RETRY_AFTER, HeaderValue::from_str(value).unwrap());
        if let Some(date) = date {
            headers.insert(DATE, HeaderValue::from_str(date).unwrap());
        }
        of(&headers, || Some(SystemTime::UNIX_EPOCH))
    }

    #[test]
    fn seconds_are_taken_up_to_an_hour() {
        for (value, seconds) in
            [("0", 0), (" 7 ", 7), ("3600", 3_600), ("3601", 3_600), ("99999999999999999999", 3_600)]
        {
            assert_eq!(wait(value, None), Some(Duration::from_secs(seconds)), "{value}");
        }
        for value in ["", "-1", "1.5", "soon", "7 s"] {
            assert_eq!(wait(value, None), None, "{value}");
        }
    }

    #[test]
    fn a_date_is_compared_with_the_time_of_the_service() {
        let date = Some("Fri, 08 Mar 2024 01:01:33 GMT");
        for value in ["Fri, 08 Mar 2024 01:02:03 GMT", "Friday, 08-Mar-24 01:02:03 GMT", "Fri Mar  8 01:02:03 2024"] {
            assert_eq!(wait(value, date), Some(Duration::from_secs(30)), "{value}");
        }
        assert_eq!(wait("Fri, 08 Mar 2024 01:01:03 GMT", date), Some(Duration::ZERO));
        assert_eq!(wait("Sat, 09 Mar 2024 01:01:03 GMT", date), Some(LONGEST));
        // Without it with that of this machine.
        assert_eq!(wait("Thu, 01 Jan 1970 00:00:07 GMT", None), Some(Duration::from_secs(7)));
        let mut headers = HeaderMap::new();
        headers.insert(RETRY_AFTER, HeaderValue::from_static("Fri, 08 Mar 2024 01:02:03 GMT"));
        assert_eq!(of(&headers, || None), None);
        assert_eq!(wait("Fri, 31 Dec 2999 01:02:03 GMT", Some("x")), Some(LONGEST));
        for value in
            ["Fri, 08 Mar 2024 01:02:03 CET", "Fri, 30 Feb 2024 01:02:03 GMT", "Fri, 08 März 2024 01:02:03 GMT"]
        {
            assert_eq!(value.is_ascii().then(|| wait(value, date)).flatten(), None, "{value}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_passed_over(value in "[A-Za-z0-9 ,:-]{0,32}") {
            let _ = wait(&value, Some(&value));
        }
    }
}
