//! Dates of HTTP.

use std::time::SystemTime;

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

/// A date of ISO 8601 in UTC, with or without a fraction of a second, which is dropped: `2026-01-02T03:04:05.678Z`.
pub(crate) fn iso_date(text: &str) -> Option<SystemTime> {
    let text = text.trim();
    let utc = text.strip_suffix('Z').or_else(|| text.strip_suffix("+00:00")).unwrap_or(text);
    let (date, time) = utc.split_once(['T', ' '])?;
    let time = time.split_once('.').map_or(time, |(seconds, _)| seconds);
    parse_date(&format!("{}T{}Z", date.replace('-', ""), time.replace(':', ""))).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn dates_of_iso_8601_need_no_fraction() {
        let expected = Some(SystemTime::UNIX_EPOCH + Duration::from_secs(1_767_323_045));
        for text in [
            "2026-01-02T03:04:05Z",
            "2026-01-02T03:04:05.678901Z",
            "2026-01-02T03:04:05.6Z",
            "2026-01-02T03:04:05+00:00",
            " 2026-01-02 03:04:05 ",
        ] {
            assert_eq!(iso_date(text), expected, "{text}");
        }
        for text in ["", "2026-01-02", "2026-01-02T03:04:05+08:00", "2026-13-02T03:04:05Z", "soon T"] {
            assert_eq!(iso_date(text), None, "{text}");
        }
    }
}
