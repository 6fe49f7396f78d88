//! Points in time, as services write them in fields.

use std::time::{Duration, SystemTime};

use serde_json::Value;

use crate::wire::iso_date;

/// A point in time: a date of ISO 8601, or milliseconds since 1970, as a number or as text. None of anything else.
pub(super) fn read(value: &Value) -> Option<SystemTime> {
    let text = match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    if let Ok(milliseconds) = text.parse::<u64>() {
        return SystemTime::UNIX_EPOCH.checked_add(Duration::from_millis(milliseconds));
    }
    iso_date(&text)
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
