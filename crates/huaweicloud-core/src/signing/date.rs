//! The date format of the signature, `YYYYMMDDTHHMMSSZ`.
//!
//! Ours rather than a calendar crate's: it is the one date the runtime ever writes, in UTC, and every crate that the
//! runtime names is one that its users compile. A property test compares it with `jiff`.

use std::time::{Duration, SystemTime};

use super::SigningError;

/// A time in the form `YYYYMMDDTHHMMSSZ`, UTC: 16 ASCII characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SdkDate([u8; 16]);

impl SdkDate {
    /// The text of the date.
    pub fn as_str(&self) -> &str {
        // The array holds ASCII digits, `T` and `Z` only: the empty default is never taken.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

const SECONDS_PER_DAY: u64 = 86_400;
/// First second of the year 10000.
const END_OF_RANGE: u64 = 253_402_300_800;

/// Writes `time` as `YYYYMMDDTHHMMSSZ`, dropping the fraction of a second.
///
/// # Errors
///
/// [`SigningError::ClockOutOfRange`] before 1970 or after 9999.
///
/// ```
/// # use std::time::SystemTime;
/// # use huaweicloud_core::signing::format_date;
/// assert_eq!(format_date(SystemTime::UNIX_EPOCH).unwrap().as_str(), "19700101T000000Z");
/// ```
pub fn format_date(time: SystemTime) -> Result<SdkDate, SigningError> {
    let seconds = time.duration_since(SystemTime::UNIX_EPOCH).map_err(|_| SigningError::ClockOutOfRange)?.as_secs();
    if seconds >= END_OF_RANGE {
        return Err(SigningError::ClockOutOfRange);
    }
    let (year, month, day) = civil_from_days(seconds / SECONDS_PER_DAY);
    let of_day = seconds % SECONDS_PER_DAY;
    let last_two_digits = |value: u64| [digit(value / 10), digit(value)];
    let [[c1, c2], [y1, y2], [m1, m2], [d1, d2]] = [year / 100, year, month, day].map(last_two_digits);
    let [[h1, h2], [i1, i2], [s1, s2]] = [of_day / 3600, of_day / 60 % 60, of_day % 60].map(last_two_digits);
    Ok(SdkDate([c1, c2, y1, y2, m1, m2, d1, d2, b'T', h1, h2, i1, i2, s1, s2, b'Z']))
}

/// Reads `YYYYMMDDTHHMMSSZ` back.
///
/// # Errors
///
/// [`SigningError::InvalidDate`] if `text` is not a time in that form.
pub fn parse_date(text: &str) -> Result<SystemTime, SigningError> {
    let invalid = || SigningError::InvalidDate { value: text.to_owned() };
    let (date, time) = text.strip_suffix('Z').and_then(|t| t.split_once('T')).ok_or_else(invalid)?;
    if date.len() != 8 || time.len() != 6 {
        return Err(invalid());
    }
    let number = |part: Option<&str>| {
        part.filter(|p| p.bytes().all(|b| b.is_ascii_digit())).and_then(|p| p.parse::<u64>().ok()).ok_or_else(invalid)
    };
    let (year, month, day) = (number(date.get(..4))?, number(date.get(4..6))?, number(date.get(6..))?);
    let (hour, minute, second) = (number(time.get(..2))?, number(time.get(2..4))?, number(time.get(4..))?);
    let days = days_from_civil(year, month, day).ok_or_else(invalid)?;
    if hour > 23 || minute > 59 || second > 59 {
        return Err(invalid());
    }
    Ok(SystemTime::UNIX_EPOCH + Duration::from_secs(days * SECONDS_PER_DAY + hour * 3600 + minute * 60 + second))
}

/// The Gregorian date `days` days after 1970-01-01.
///
/// Counts in eras of 400 years that begin on 1 March, so that the leap day is the last day of a year (the algorithm
/// known as Howard Hinnant's `civil_from_days`, for days that are not negative).
const fn civil_from_days(days: u64) -> (u64, u64, u64) {
    let shifted = days + 719_468;
    let (era, of_era) = (shifted / 146_097, shifted % 146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let march_month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * march_month + 2) / 5 + 1;
    let month = if march_month < 10 { march_month + 3 } else { march_month - 9 };
    let year = era * 400 + year_of_era + if month <= 2 { 1 } else { 0 };
    (year, month, day)
}

/// Days from 1970-01-01 to the date, or None if there is no such date from 1970 on.
fn days_from_civil(year: u64, month: u64, day: u64) -> Option<u64> {
    if year < 1970 || !(1..=12).contains(&month) || day == 0 {
        return None;
    }
    let march_year = year - u64::from(month <= 2);
    let (era, of_era) = (march_year / 400, march_year % 400);
    let of_year = (153 * (if month > 2 { month - 3 } else { month + 9 }) + 2) / 5 + day - 1;
    let days = (era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year).checked_sub(719_468)?;
    // A day past the end of its month lands in the next one: no such date.
    (civil_from_days(days) == (year, month, day)).then_some(days)
}

/// The last decimal digit.
const fn digit(value: u64) -> u8 {
    b'0' + (value % 10) as u8
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn agrees_with_a_calendar_library(seconds in 0..END_OF_RANGE) {
            let time = SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
            let expected = jiff::Timestamp::from_second(i64::try_from(seconds).unwrap())
                .unwrap()
                .strftime("%Y%m%dT%H%M%SZ")
                .to_string();
            let date = format_date(time).unwrap();
            prop_assert_eq!(date.as_str(), &expected);
            prop_assert_eq!(parse_date(date.as_str()).unwrap(), time);
        }

        #[test]
        fn any_text_is_read_or_refused(text in "\\PC{0,20}|[0-9]{8}T[0-9]{6}Z") {
            if let Ok(time) = parse_date(&text) {
                let date = format_date(time).unwrap();
                prop_assert_eq!(date.as_str(), text);
            }
        }
    }

    #[test]
    fn refuses_dates_that_do_not_exist() {
        for text in [
            "20230229T000000Z",
            "20240431T000000Z",
            "20241301T000000Z",
            "20240101T240000Z",
            "20240101T000000",
            "20240229T23595Z",
            "2024229T235959Z",
        ] {
            assert!(parse_date(text).is_err(), "{text}");
        }
        assert!(parse_date("20240229T235959Z").is_ok());
    }

    #[test]
    fn refuses_clocks_out_of_range() {
        let before = SystemTime::UNIX_EPOCH - Duration::from_secs(1);
        let after = SystemTime::UNIX_EPOCH + Duration::from_secs(END_OF_RANGE);
        assert_eq!(format_date(before), Err(SigningError::ClockOutOfRange));
        assert_eq!(format_date(after), Err(SigningError::ClockOutOfRange));
    }
}
