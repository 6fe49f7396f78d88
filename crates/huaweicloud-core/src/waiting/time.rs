//! Points in time, as services write them in fields.

use std::time::{Duration, SystemTime};

use serde_json::Value;

use crate::signing::parse_date;

/// A point in time: RFC 3339 in UTC, or milliseconds since 1970, as a number or as text. None of anything else.
pub(super) fn read(value: &Value) -> Option<SystemTime> {
    let text = match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    if let Ok(milliseconds) = text.parse::<u64>() {
        return SystemTime::UNIX_EPOCH.checked_add(Duration::from_millis(milliseconds));
    }
    let (seconds, fraction) = match text.strip_suffix('Z')?.split_once('.') {
        Some((seconds, fraction)) => (seconds.to_owned(), fraction.to_owned()),
        None => (text.trim_end_matches('Z').to_owned(), String::new()),
    };
    let whole = parse_date(&format!("{}Z", seconds.replace(['-', ':'], ""))).ok()?;
    let digits: String = fraction.chars().chain("000".chars()).take(3).collect();
    whole.checked_add(Duration::from_millis(digits.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn points_in_time_are_read_in_the_spellings_of_services() {
        let millis = |value: Value| {
            let since = read(&value)?.duration_since(SystemTime::UNIX_EPOCH);
            since.ok().map(|since| since.as_millis())
        };
        for value in [json!("2026-01-01T00:00:00.250Z"), json!("1767225600250"), json!(1_767_225_600_250_u64)] {
            assert_eq!(millis(value), Some(1_767_225_600_250));
        }
        assert_eq!(millis(json!("2026-01-01T00:00:00Z")), Some(1_767_225_600_000));
        assert_eq!(millis(json!("2026-01-01T00:00:00.5Z")), Some(1_767_225_600_500));
        for value in [json!(null), json!(""), json!("yesterday"), json!("2026-13-01T00:00:00Z"), json!(-1), json!([])] {
            assert_eq!(millis(value), None);
        }
    }
}
