//! Text, numbers and booleans.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserializer, Error, Visitor};

use super::{Lenient, required};

/// A scalar that can be read from each kind of JSON scalar. What a method does not take, it refuses by naming it.
trait Scalar: Sized {
    /// For the error message.
    const EXPECTED: &'static str;

    fn from_text(text: &str) -> Option<Self>;
    fn from_bool(value: bool) -> Option<Self>;
    fn from_i64(value: i64) -> Option<Self>;
    fn from_u64(value: u64) -> Option<Self>;
    fn from_f64(value: f64) -> Option<Self>;

    /// Whether the text `""` means that there is no value.
    const EMPTY_IS_NONE: bool = true;
}

impl Scalar for String {
    const EXPECTED: &'static str = "a string, a number or a boolean";
    const EMPTY_IS_NONE: bool = false;

    fn from_text(text: &str) -> Option<Self> {
        Some(text.to_owned())
    }
    fn from_bool(value: bool) -> Option<Self> {
        Some(value.to_string())
    }
    fn from_i64(value: i64) -> Option<Self> {
        Some(value.to_string())
    }
    fn from_u64(value: u64) -> Option<Self> {
        Some(value.to_string())
    }
    fn from_f64(value: f64) -> Option<Self> {
        // As JSON writes it: 1.0 stays "1.0".
        serde_json::Number::from_f64(value).map(|number| number.to_string())
    }
}

/// 2^63: the first float that is too large for an `i64`.
const I64_END: f64 = 9_223_372_036_854_775_808.0;

impl Scalar for i64 {
    const EXPECTED: &'static str = "an integer, or text of one";

    fn from_text(text: &str) -> Option<Self> {
        let text = text.trim();
        text.parse().ok().or_else(|| text.parse().ok().and_then(Self::from_f64))
    }
    fn from_bool(_: bool) -> Option<Self> {
        None
    }
    fn from_i64(value: i64) -> Option<Self> {
        Some(value)
    }
    /// Services write "for ever" as the greatest integer, and what rounds it on the way makes it one that is too great.
    fn from_u64(value: u64) -> Option<Self> {
        Some(Self::try_from(value).unwrap_or(Self::MAX))
    }
    #[expect(clippy::cast_possible_truncation, reason = "the fraction is checked first, and the cast saturates")]
    fn from_f64(value: f64) -> Option<Self> {
        (value.fract() == 0.0 && (-I64_END..2.0 * I64_END).contains(&value)).then_some(value as Self)
    }
}

impl Scalar for f64 {
    const EXPECTED: &'static str = "a number, or text of one";

    fn from_text(text: &str) -> Option<Self> {
        text.trim().parse().ok().filter(|value: &f64| value.is_finite())
    }
    fn from_bool(_: bool) -> Option<Self> {
        None
    }
    #[expect(clippy::cast_precision_loss, reason = "a JSON number that is declared a float is read as one")]
    fn from_i64(value: i64) -> Option<Self> {
        Some(value as Self)
    }
    #[expect(clippy::cast_precision_loss, reason = "a JSON number that is declared a float is read as one")]
    fn from_u64(value: u64) -> Option<Self> {
        Some(value as Self)
    }
    fn from_f64(value: f64) -> Option<Self> {
        Some(value)
    }
}

impl Scalar for bool {
    const EXPECTED: &'static str = "a boolean, or text of one";

    fn from_text(text: &str) -> Option<Self> {
        let text = text.trim();
        match text {
            "1" => Some(true),
            "0" => Some(false),
            _ if text.eq_ignore_ascii_case("true") => Some(true),
            _ if text.eq_ignore_ascii_case("false") => Some(false),
            _ => None,
        }
    }
    fn from_bool(value: bool) -> Option<Self> {
        Some(value)
    }
    fn from_i64(value: i64) -> Option<Self> {
        u64::try_from(value).ok().and_then(Self::from_u64)
    }
    fn from_u64(value: u64) -> Option<Self> {
        match value {
            0 => Some(false),
            1 => Some(true),
            _ => None,
        }
    }
    fn from_f64(_: f64) -> Option<Self> {
        None
    }
}

/// Reads an optional scalar: any JSON scalar, or `null`.
struct ScalarVisitor<T>(PhantomData<T>);

impl<T: Scalar> Visitor<'_> for ScalarVisitor<T> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(T::EXPECTED)
    }

    fn visit_unit<E: Error>(self) -> Result<Option<T>, E> {
        Ok(None)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Option<T>, E> {
        if T::EMPTY_IS_NONE && text.trim().is_empty() {
            return Ok(None);
        }
        accepted(T::from_text(text), &Shown(text))
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Option<T>, E> {
        accepted(T::from_bool(value), &value)
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Option<T>, E> {
        accepted(T::from_i64(value), &value)
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Option<T>, E> {
        accepted(T::from_u64(value), &value)
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Option<T>, E> {
        accepted(T::from_f64(value), &value)
    }
}

/// A text in an error, of which the beginning is enough.
struct Shown<'t>(&'t str);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const MOST: usize = 40;
        match self.0.char_indices().nth(MOST) {
            Some((end, _)) => write!(f, "the text that begins with {:?}", &self.0[..end]),
            None => write!(f, "the text {:?}", self.0),
        }
    }
}

fn accepted<T: Scalar, E: Error>(value: Option<T>, given: &dyn fmt::Display) -> Result<Option<T>, E> {
    match value {
        Some(value) => Ok(Some(value)),
        None => Err(E::custom(format_args!("expected {}, not {given}", T::EXPECTED))),
    }
}

macro_rules! lenient_scalars {
    ($($type:ty),*) => {$(
        impl Lenient for $type {
            fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
                deserializer.deserialize_any(ScalarVisitor(PhantomData))
            }

            fn blank() -> Self {
                Self::default()
            }
        }
    )*};
}

lenient_scalars!(String, i64, f64, bool);

/// Reads what is made of text, or `null`.
///
/// # Errors
///
/// An error of the deserializer for what is no scalar.
pub fn read_text<'de, T: From<String>, D: Deserializer<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    Ok(String::read(deserializer)?.map(T::from))
}

/// Reads what is made of text.
///
/// # Errors
///
/// An error of the deserializer for what is no scalar.
pub fn required_text<'de, T: From<String>, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    required::<String, D>(deserializer).map(T::from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::lenient::required;
    use proptest::prelude::*;
    use serde_json::{Value, json};

    #[test]
    fn every_plain_spelling_is_taken() {
        assert_eq!(String::read(json!(4)).unwrap().as_deref(), Some("4"));
        assert_eq!(String::read(json!(true)).unwrap().as_deref(), Some("true"));
        assert_eq!(String::read(json!(1.5)).unwrap().as_deref(), Some("1.5"));
        assert_eq!(String::read(json!("")).unwrap().as_deref(), Some(""));
        assert_eq!(i64::read(json!(" 7 ")).unwrap(), Some(7));
        assert_eq!(i64::read(json!(5.0)).unwrap(), Some(5));
        assert_eq!(i64::read(json!("1e3")).unwrap(), Some(1000));
        // The greatest integer after a tool that knows floats only.
        assert_eq!(i64::read(json!(9_223_372_036_854_776_000_u64)).unwrap(), Some(i64::MAX));
        assert_eq!(i64::read(json!("9223372036854776000")).unwrap(), Some(i64::MAX));
        assert_eq!(i64::read(json!("")).unwrap(), None);
        assert_eq!(f64::read(json!("0.25")).unwrap(), Some(0.25));
        assert_eq!(f64::read(json!(3)).unwrap(), Some(3.0));
        assert_eq!(bool::read(json!("False")).unwrap(), Some(false));
        assert_eq!(bool::read(json!(1)).unwrap(), Some(true));
        assert_eq!(bool::read(Value::Null).unwrap(), None);
    }

    #[test]
    fn what_has_no_plain_meaning_is_refused_with_what_was_expected() {
        assert_eq!(
            i64::read(json!("abc")).unwrap_err().to_string(),
            "expected an integer, or text of one, not the text \"abc\""
        );
        for value in [json!(5.9), json!("5.9"), json!(true), json!(1e20), json!([1]), json!({}), Value::Null] {
            assert!(required::<i64, _>(value.clone()).is_err(), "{value}");
        }
        for value in [json!("yes"), json!(2), json!(-1), json!(0.0)] {
            assert!(bool::read(value.clone()).is_err(), "{value}");
        }
        assert!(f64::read(json!("NaN")).is_err());
        let long = i64::read(json!("é".repeat(1000))).unwrap_err().to_string();
        assert_eq!(
            long,
            format!("expected an integer, or text of one, not the text that begins with {:?}", "é".repeat(40))
        );
        assert!(String::read(json!(["a"])).is_err());
    }

    proptest! {
        #[test]
        fn a_quoted_number_is_the_number(value: i64) {
            prop_assert_eq!(i64::read(json!(value)).unwrap(), Some(value));
            prop_assert_eq!(i64::read(json!(value.to_string())).unwrap(), Some(value));
            prop_assert_eq!(String::read(json!(value)).unwrap(), Some(value.to_string()));
        }

        #[test]
        fn a_quoted_boolean_is_the_boolean(value: bool) {
            prop_assert_eq!(bool::read(json!(value.to_string())).unwrap(), Some(value));
        }
    }
}
