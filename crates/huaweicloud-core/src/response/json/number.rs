//! Numbers.

use serde::de::Visitor;

use super::error::JsonError;
use super::reader::Reader;

/// A number of JSON.
enum Number<'de> {
    Positive(u64),
    Negative(i64),
    /// With a fraction or an exponent, or of more digits than an integer of 64 bits has.
    Other(&'de str),
}

impl<'de> Reader<'de> {
    /// Visits a number as a value: one that is no integer of 64 bits as the nearest float.
    pub(super) fn number<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, JsonError> {
        match self.scan_number()? {
            Number::Positive(value) => visitor.visit_u64(value),
            Number::Negative(value) => visitor.visit_i64(value),
            Number::Other(digits) => visitor.visit_f64(digits.parse().unwrap_or(f64::INFINITY)),
        }
    }

    /// Visits a number so that nothing of it is lost: one that is no `i64` by its digits, as bytes.
    pub(super) fn exact_number<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, JsonError> {
        let start = self.position();
        match self.scan_number()? {
            Number::Negative(value) => visitor.visit_i64(value),
            Number::Positive(value) => match i64::try_from(value) {
                Ok(value) => visitor.visit_i64(value),
                Err(_) => visitor.visit_borrowed_bytes(self.since(start).as_bytes()),
            },
            Number::Other(digits) => visitor.visit_borrowed_bytes(digits.as_bytes()),
        }
    }

    /// Passes over a number.
    pub(super) fn skip_number(&mut self) -> Result<(), JsonError> {
        self.scan_number().map(drop)
    }

    fn scan_number(&mut self) -> Result<Number<'de>, JsonError> {
        let start = self.position();
        let is_negative = self.next_is(b'-');
        let first = self.position();
        let mut value = 0_u64;
        while let Some(digit) = self.digit() {
            // Wraps only past 19 digits, which are not taken for an integer.
            value = value.wrapping_mul(10).wrapping_add(u64::from(digit));
        }
        let digits = self.position() - first;
        if digits == 0 || (digits > 1 && self.since(first).starts_with('0')) {
            return Err(self.wrong("no number"));
        }
        let mut is_integer = true;
        if self.next_is(b'.') {
            is_integer = false;
            self.digits()?;
        }
        if self.next_is(b'e') || self.next_is(b'E') {
            is_integer = false;
            let _sign = self.next_is(b'+') || self.next_is(b'-');
            self.digits()?;
        }
        let text = self.since(start);
        if !is_integer || text == "-0" {
            return Ok(Number::Other(text));
        }
        if digits <= 18 {
            let value = value.cast_signed();
            return Ok(if is_negative { Number::Negative(-value) } else { Number::Positive(value.cast_unsigned()) });
        }
        let long = text.parse().map(Number::Positive).or_else(|_| text.parse().map(Number::Negative));
        Ok(long.unwrap_or(Number::Other(text)))
    }

    /// Passes over digits, of which there must be one.
    fn digits(&mut self) -> Result<(), JsonError> {
        let mut digits = 0;
        while self.digit().is_some() {
            digits += 1;
        }
        if digits == 0 { Err(self.wrong("no number")) } else { Ok(()) }
    }

    fn digit(&mut self) -> Option<u8> {
        let digit = self.byte().filter(u8::is_ascii_digit)?;
        self.advance(1);
        Some(digit - b'0')
    }
}
