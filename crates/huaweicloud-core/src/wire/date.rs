//! Dates of HTTP.

use std::time::{Duration, SystemTime};

use http::HeaderMap;
use http::header::DATE;

use super::text;
use crate::signing::parse_date;

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// The time of the service when it responded, if it says so.
pub(crate) fn date(headers: &HeaderMap) -> Option<SystemTime> {
    text(headers, &DATE).and_then(http_date)
}

/// A date of HTTP, in each of its three forms.
pub(super) fn http_date(text: &str) -> Option<SystemTime> {
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

/// A date of ISO 8601: `2026-01-02T03:04:05.678Z`. Of a fraction of a second the milliseconds count; without a zone it is in UTC.
pub(crate) fn iso_date(text: &str) -> Option<SystemTime> {
    let (date, time) = text.trim().split_once(['T', ' '])?;
    let (time, behind) = match time.find(['Z', '+', '-']) {
        Some(end) => (time.get(..end)?, zone(time.get(end..)?)?),
        None => (time, Zone::default()),
    };
    let (seconds, fraction) = time.split_once('.').unwrap_or((time, ""));
    let whole = parse_date(&format!("{}T{}Z", date.replace('-', ""), seconds.replace(':', ""))).ok()?;
    let digits: String = fraction.chars().chain("000".chars()).take(3).collect();
    let local = whole.checked_add(Duration::from_millis(digits.parse().ok()?))?;
    if behind.is_east { local.checked_sub(behind.offset) } else { local.checked_add(behind.offset) }
}

/// How far a zone is from UTC.
#[derive(Default)]
struct Zone {
    is_east: bool,
    offset: Duration,
}

/// A zone: `Z`, `+08:00`, `-0330`, `+08`.
fn zone(text: &str) -> Option<Zone> {
    if text == "Z" {
        return Some(Zone::default());
    }
    let digits = text.get(1..)?.replace(':', "");
    let number = |digits: &str| digits.parse::<u64>().ok().filter(|_| digits.bytes().all(|byte| byte.is_ascii_digit()));
    let (hours, minutes) = match digits.len() {
        2 => (number(&digits)?, 0),
        4 => (number(digits.get(..2)?)?, number(digits.get(2..)?)?),
        _ => return None,
    };
    let is_one = hours < 24 && minutes < 60;
    is_one.then(|| Zone { is_east: text.starts_with('+'), offset: Duration::from_secs((hours * 60 + minutes) * 60) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn dates_of_iso_8601_are_read_with_any_fraction_and_zone() {
        let expected = |millis: u64| Some(SystemTime::UNIX_EPOCH + Duration::from_millis(1_767_323_045_000 + millis));
        for (text, millis) in [
            ("2026-01-02T03:04:05Z", 0),
            ("2026-01-02T03:04:05.678901Z", 678),
            ("2026-01-02T03:04:05.6Z", 600),
            ("2026-01-02T03:04:05+00:00", 0),
            (" 2026-01-02 03:04:05 ", 0),
            ("2026-01-02T11:04:05.25+08:00", 250),
            ("2026-01-01T23:34:05-0330", 0),
            ("2026-01-02T11:04:05+08", 0),
        ] {
            assert_eq!(iso_date(text), expected(millis), "{text}");
        }
        for text in [
            "",
            "2026-01-02",
            "2026-01-02T03:04:05+8",
            "2026-01-02T03:04:05+24:00",
            "2026-01-02T03:04:05+08:60",
            "2026-01-02T03:04:05Zulu",
            "2026-01-02T03:04:05.xZ",
            "2026-13-02T03:04:05Z",
            "soon T",
        ] {
            assert_eq!(iso_date(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_a_date_or_none(text in "\\PC{0,30}|2026-01-02T[0-9:.Z+-]{0,14}") {
            let _ = iso_date(&text);
        }
    }
}
