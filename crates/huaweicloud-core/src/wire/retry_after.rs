//! How long a service asks to wait.

use std::time::{Duration, SystemTime};

use http::HeaderMap;
use http::header::{DATE, RETRY_AFTER};

use super::text;
use crate::signing::parse_date;

/// The longest time that is believed.
const LONGEST: Duration = Duration::from_secs(3_600);

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// `Retry-After`: seconds, or a date, which is compared with the service's own time if it gives that.
pub(super) fn of(headers: &HeaderMap) -> Option<Duration> {
    let value = text(headers, &RETRY_AFTER)?;
    if value.bytes().all(|digit| digit.is_ascii_digit()) {
        // More seconds than a number holds are more than the longest time.
        return Some(value.parse().map_or(LONGEST, Duration::from_secs).min(LONGEST));
    }
    let date = http_date(value)?;
    let now = text(headers, &DATE).and_then(http_date).unwrap_or_else(SystemTime::now);
    Some(date.duration_since(now).unwrap_or_default().min(LONGEST))
}

/// A date of HTTP, in each of its three forms.
fn http_date(text: &str) -> Option<SystemTime> {
    let mut words: Vec<&str> = text.split([' ', ',', '-']).filter(|word| !word.is_empty()).collect();
    // The form without a zone has its words in another order: `Fri Mar  8 01:02:03 2024`.
    match words.as_mut_slice() {
        [_, _, _, _, _, zone] if *zone == "GMT" => {}
        [_, day, month, year, time] => {
            std::mem::swap(day, month);
            std::mem::swap(year, time);
        }
        _ => return None,
    }
    let [_, day, month, year, time, ..] = words[..] else { return None };
    let month = MONTHS.iter().position(|name| *name == month)? + 1;
    // Of the form with two digits, which nobody has written since the last century.
    let century = if year.len() == 2 { "20" } else { "" };
    parse_date(&format!("{century}{year}{month:02}{day:0>2}T{}Z", time.replace(':', ""))).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;
    use proptest::prelude::*;

    fn wait(value: &str, date: Option<&str>) -> Option<Duration> {
        let mut headers = HeaderMap::new();
        headers.insert(RETRY_AFTER, HeaderValue::from_str(value).unwrap());
        if let Some(date) = date {
            headers.insert(DATE, HeaderValue::from_str(date).unwrap());
        }
        of(&headers)
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
        assert_eq!(wait("Fri, 08 Mar 2024 01:02:03 GMT", None), Some(Duration::ZERO));
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
