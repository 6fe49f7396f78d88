//! Integers that are written with a fraction of zeros or with an exponent.

use super::Meaning;

/// The integer that a decimal number is, to the last digit.
pub(super) fn exact(text: &str) -> Meaning<i64> {
    match parts(text) {
        Some(number) => number.integer(),
        None => Meaning::None,
    }
}

/// A decimal number: digits, of which some are after the point.
struct Decimal {
    is_negative: bool,
    digits: String,
    /// How many of the digits are before the point; more than there are for zeros to add, less than none for zeros before them.
    point: i64,
}

/// Takes a number apart; none of what is no number.
fn parts(text: &str) -> Option<Decimal> {
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
        None => (text, 0),
    };
    let (is_negative, mantissa) = match mantissa.strip_prefix('-') {
        Some(mantissa) => (true, mantissa),
        None => (false, mantissa.strip_prefix('+').unwrap_or(mantissa)),
    };
    let (before, after) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = [before, after].concat();
    if digits.is_empty() || !digits.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let point = i64::try_from(before.len()).ok()? + i64::from(exponent);
    Some(Decimal { is_negative, digits, point })
}

impl Decimal {
    fn integer(&self) -> Meaning<i64> {
        /// More digits than any `i64` has.
        const MANY: usize = 40;
        let point = usize::try_from(self.point).unwrap_or(0);
        let (whole, fraction) = self.digits.split_at(point.min(self.digits.len()));
        if fraction.bytes().any(|digit| digit != b'0') {
            return Meaning::None;
        }
        let whole = whole.trim_start_matches('0');
        if whole.is_empty() {
            return Meaning::Value(0);
        }
        let zeros = (point - self.digits.len().min(point)).min(MANY);
        let sign = if self.is_negative { "-" } else { "" };
        let number = format!("{sign}{whole}{}", "0".repeat(zeros));
        number.parse().map_or(Meaning::OutOfRange, Meaning::Value)
    }
}
