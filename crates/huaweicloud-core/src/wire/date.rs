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
