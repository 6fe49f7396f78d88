//! Text, numbers and booleans.

mod integer;

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Unexpected, Visitor};

use super::{Lenient, required};

/// The name of a newtype by which a scalar asks a deserializer for the digits of numbers, as bytes: that of responses gives
/// those of a number that is no `i64`. To others a newtype is what is in it.
pub(crate) const EXACT: &str = "$huaweicloud_core::exact";

/// The only key of the map that `serde_json` makes of a number, with its digits as the value, if anything in a program turns on its
/// feature `arbitrary_precision`.
const ARBITRARY_PRECISION: &str = "$serde_json::private::Number";

/// What a spelling means.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Meaning<T> {
    /// A value.
    Value(T),
    /// A number that the type cannot hold.
    OutOfRange,
    /// Nothing plain.
    None,
}

impl<T> From<Option<T>> for Meaning<T> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::None, Self::Value)
    }
}

/// A scalar that can be read from each kind of JSON scalar.
trait Scalar: Sized {
    /// For the error message.
    const EXPECTED: &'static str;

    fn from_text(text: &str) -> Meaning<Self>;
    fn from_owned_text(text: String) -> Meaning<Self> {
        Self::from_text(&text)
    }
    /// Takes a number by its digits, as JSON writes it.
    fn from_digits(digits: &str) -> Meaning<Self> {
        Self::from_text(digits)
    }
    fn from_bool(value: bool) -> Option<Self>;
    fn from_i64(value: i64) -> Meaning<Self>;
    fn from_u64(value: u64) -> Meaning<Self>;
    fn from_f64(value: f64) -> Meaning<Self>;

    /// Whether it is what a setter leaves that refuses a value; of integers alone there are such.
    fn is_blank(&self) -> bool {
        false
    }

    /// Whether the text `""` means that there is no value.
    const EMPTY_IS_NONE: bool = true;
}

impl Scalar for String {
    const EXPECTED: &'static str = "a string, a number or a boolean";
    const EMPTY_IS_NONE: bool = false;

    fn from_text(text: &str) -> Meaning<Self> {
        Meaning::Value(text.to_owned())
    }
    fn from_owned_text(text: String) -> Meaning<Self> {
        Meaning::Value(text)
    }
    fn from_bool(value: bool) -> Option<Self> {
        Some(value.to_string())
    }
    fn from_i64(value: i64) -> Meaning<Self> {
        Meaning::Value(value.to_string())
    }
    fn from_u64(value: u64) -> Meaning<Self> {
        Meaning::Value(value.to_string())
    }
    fn from_f64(value: f64) -> Meaning<Self> {
        // As JSON writes it: 1.0 stays "1.0".
        serde_json::Number::from_f64(value).map(|number| number.to_string()).into()
    }
}

impl Scalar for i64 {
    const EXPECTED: &'static str = "an integer, or text of one";

    fn from_text(text: &str) -> Meaning<Self> {
        let text = text.trim();
        text.parse().map_or_else(|_| integer::exact(text), Meaning::Value)
    }
    fn from_bool(_: bool) -> Option<Self> {
        None
    }
    fn from_i64(value: i64) -> Meaning<Self> {
        Meaning::Value(value)
    }
    fn from_u64(value: u64) -> Meaning<Self> {
        Self::try_from(value).map_or(Meaning::OutOfRange, Meaning::Value)
    }
    /// A float beyond 2^53 may stand for another integer than the one that was written.
    #[expect(clippy::cast_possible_truncation, reason = "range and fraction are checked first")]
    fn from_f64(value: f64) -> Meaning<Self> {
        const END: f64 = 9_007_199_254_740_992.0;
        match value {
            _ if value.is_nan() || value.fract() != 0.0 => Meaning::None,
            _ if value.abs() < END => Meaning::Value(value as Self),
            _ => Meaning::OutOfRange,
        }
    }

    fn is_blank(&self) -> bool {
        *self == 0
    }
}

impl Scalar for f64 {
    const EXPECTED: &'static str = "a number, or text of one";

    fn from_text(text: &str) -> Meaning<Self> {
        let text = text.trim();
        // Not the names of numbers that are none.
        let is_number = text.ends_with(|last: char| last.is_ascii_digit() || last == '.');
        text.parse().ok().filter(|_| is_number).map_or(Meaning::None, Self::from_f64)
    }
    fn from_bool(_: bool) -> Option<Self> {
        None
    }
    #[expect(clippy::cast_precision_loss, reason = "a JSON number that is declared a float is read as one")]
    fn from_i64(value: i64) -> Meaning<Self> {
        Meaning::Value(value as Self)
    }
    #[expect(clippy::cast_precision_loss, reason = "a JSON number that is declared a float is read as one")]
    fn from_u64(value: u64) -> Meaning<Self> {
        Meaning::Value(value as Self)
    }
    fn from_f64(value: f64) -> Meaning<Self> {
        if value.is_finite() { Meaning::Value(value) } else { Meaning::OutOfRange }
    }
}

impl Scalar for bool {
    const EXPECTED: &'static str = "a boolean, or text of one";

    fn from_text(text: &str) -> Meaning<Self> {
        let text = text.trim();
        Meaning::from(match text {
            "1" => Some(true),
            "0" => Some(false),
            _ if text.eq_ignore_ascii_case("true") => Some(true),
            _ if text.eq_ignore_ascii_case("false") => Some(false),
            _ => None,
        })
    }
    fn from_bool(value: bool) -> Option<Self> {
        Some(value)
    }
    fn from_i64(value: i64) -> Meaning<Self> {
        u64::try_from(value).map_or(Meaning::None, Self::from_u64)
    }
    fn from_u64(value: u64) -> Meaning<Self> {
        match value {
            0 => Meaning::Value(false),
            1 => Meaning::Value(true),
            _ => Meaning::None,
        }
    }
    fn from_f64(_: f64) -> Meaning<Self> {
        Meaning::None
    }
}

/// Reads a scalar: any JSON scalar, or `null`.
struct ScalarVisitor<T> {
    /// Whether the value need not be there: a number that the type cannot hold, and an empty list or object, then are none.
    is_optional: bool,
    scalar: PhantomData<T>,
}

impl<T: Scalar> ScalarVisitor<T> {
    fn accept<E: Error>(&self, meaning: Meaning<T>, given: &dyn fmt::Display) -> Result<Option<T>, E> {
        match meaning {
            Meaning::Value(value) => Ok(Some(value)),
            Meaning::OutOfRange if self.is_optional => Ok(None),
            Meaning::OutOfRange => {
                Err(E::custom(format_args!("expected {}, not {given}, which is out of range", T::EXPECTED)))
            }
            Meaning::None => Err(E::custom(format_args!("expected {}, not {given}", T::EXPECTED))),
        }
    }
}

impl<'de, T: Scalar> Visitor<'de> for ScalarVisitor<T> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(T::EXPECTED)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<T>, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_unit<E: Error>(self) -> Result<Option<T>, E> {
        Ok(None)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Option<T>, E> {
        if T::EMPTY_IS_NONE && text.trim().is_empty() {
            return Ok(None);
        }
        self.accept(T::from_text(text), &Shown(text))
    }

    fn visit_string<E: Error>(self, text: String) -> Result<Option<T>, E> {
        // Only a type that takes every text takes it without a copy.
        if T::EMPTY_IS_NONE { self.visit_str(&text) } else { self.accept(T::from_owned_text(text), &"the text") }
    }

    /// The digits of a number; see [`EXACT`].
    fn visit_bytes<E: Error>(self, digits: &[u8]) -> Result<Option<T>, E> {
        let digits = str::from_utf8(digits).map_err(|_| E::invalid_type(Unexpected::Bytes(digits), &self))?;
        self.accept(T::from_digits(digits), &digits.get(..MOST_SHOWN).unwrap_or(digits))
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Option<T>, E> {
        self.accept(T::from_bool(value).into(), &value)
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Option<T>, E> {
        self.accept(T::from_i64(value), &value)
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Option<T>, E> {
        self.accept(T::from_u64(value), &value)
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Option<T>, E> {
        self.accept(T::from_f64(value), &value)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Option<T>, A::Error> {
        match list.next_element::<IgnoredAny>()? {
            None if self.is_optional => Ok(None),
            _ => Err(A::Error::invalid_type(Unexpected::Seq, &self)),
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Option<T>, A::Error> {
        match map.next_key::<Cow<'_, str>>()? {
            None if self.is_optional => Ok(None),
            Some(key) if key == ARBITRARY_PRECISION => {
                let digits = map.next_value::<Cow<'_, str>>()?;
                self.visit_bytes(digits.as_bytes())
            }
            _ => Err(A::Error::invalid_type(Unexpected::Map, &self)),
        }
    }
}

/// How much of a text or a number an error shows, in characters: the beginning is enough.
const MOST_SHOWN: usize = 40;

/// A text in an error.
struct Shown<'t>(&'t str);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.char_indices().nth(MOST_SHOWN) {
            Some((end, _)) => write!(f, "the text that begins with {:?}", &self.0[..end]),
            None => write!(f, "the text {:?}", self.0),
        }
    }
}

fn read<'de, T: Scalar, D: Deserializer<'de>>(deserializer: D, is_optional: bool) -> Result<Option<T>, D::Error> {
    deserializer.deserialize_newtype_struct(EXACT, ScalarVisitor { is_optional, scalar: PhantomData })
}

macro_rules! lenient_scalars {
    ($($type:ty),*) => {$(
        impl Lenient for $type {
            fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
                read(deserializer, false)
            }

            fn read_optional<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
                read(deserializer, true)
            }

            fn blank() -> Self {
                Self::default()
            }

            fn is_blank(&self) -> bool {
                Scalar::is_blank(self)
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

/// Reads what is made of text, or `null`, or an emptiness of another kind.
///
/// # Errors
///
/// An error of the deserializer for what is no scalar.
pub fn read_optional_text<'de, T: From<String>, D: Deserializer<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    Ok(String::read_optional(deserializer)?.map(T::from))
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
mod tests;
