//! Values of parameters, as text.

use std::fmt;

use super::Secret;

/// A value that a path, a query or a header can hold: text, a number, a boolean, an [open enum](crate::open_enum!) or a
/// [`Secret`]; or an `Option` of these, which may hold none.
pub trait ParameterValue {
    /// The text of the value, not encoded in any way; none if there is no value.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`] for an integer that no service can read.
    fn into_text(self) -> Result<Option<String>, OutOfRange>;
}

impl<V: ParameterValue> ParameterValue for Option<V> {
    fn into_text(self) -> Result<Option<String>, OutOfRange> {
        self.map_or(Ok(None), V::into_text)
    }
}

impl ParameterValue for String {
    fn into_text(self) -> Result<Option<String>, OutOfRange> {
        Ok(Some(self))
    }
}

impl ParameterValue for Secret {
    fn into_text(self) -> Result<Option<String>, OutOfRange> {
        Ok(Some(self.expose().to_owned()))
    }
}

macro_rules! parameter_value_by_display {
    ($($type:ty),*) => {$(
        impl ParameterValue for $type {
            fn into_text(self) -> Result<Option<String>, OutOfRange> {
                Ok(Some(self.to_string()))
            }
        }
    )*};
}

parameter_value_by_display!(&str, &String, bool);

impl ParameterValue for f64 {
    /// Writes the number as the official client does: the shortest text that reads as the same number, with a fraction
    /// or with an exponent of a sign and two digits.
    fn into_text(self) -> Result<Option<String>, OutOfRange> {
        let text = format!("{self:?}");
        Ok(Some(match text.split_once('e') {
            Some((digits, exponent)) => {
                let (sign, exponent) = exponent.strip_prefix('-').map_or(('+', exponent), |e| ('-', e));
                format!("{digits}e{sign}{exponent:0>2}")
            }
            None => text,
        }))
    }
}

/// An integer of any type of Rust, of which services read those that are an `i64`.
///
/// Setters of integers take it, so that a `usize` needs no conversion; one that is too great is an error before the request
/// is sent. Sealed: there are no other integers.
///
/// ```
/// use huaweicloud_core::IntoInteger;
///
/// assert_eq!(5_usize.into_integer()?, 5);
/// assert_eq!(u64::MAX.into_integer().unwrap_err().to_string(), "18446744073709551615, more than 9223372036854775807");
/// # Ok::<(), huaweicloud_core::OutOfRange>(())
/// ```
pub trait IntoInteger: ParameterValue + sealed::Sealed {
    /// The integer as services know it.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`] for one that is no `i64`.
    fn into_integer(self) -> Result<i64, OutOfRange>;
}

mod sealed {
    pub trait Sealed {}
}

macro_rules! integers {
    ($($type:ty),*) => {$(
        impl sealed::Sealed for $type {}

        impl IntoInteger for $type {
            fn into_integer(self) -> Result<i64, OutOfRange> {
                i64::try_from(self).map_err(|_| OutOfRange { given: self.to_string() })
            }
        }

        impl ParameterValue for $type {
            fn into_text(self) -> Result<Option<String>, OutOfRange> {
                Ok(Some(self.into_integer()?.to_string()))
            }
        }
    )*};
}

integers!(i8, i16, i32, i64, isize, u8, u16, u32, u64, usize);

/// An integer that is greater than the greatest `i64`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutOfRange {
    given: String,
}

impl fmt::Display for OutOfRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, more than {}", self.given, i64::MAX)
    }
}

impl std::error::Error for OutOfRange {}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn floats_are_written_as_the_official_client_writes_them() {
        for (value, expected) in [
            (1.5, "1.5"),
            (-2.0, "-2.0"),
            (0.0, "0.0"),
            (1e21, "1e+21"),
            (1e16, "1e+16"),
            (9_999_999_999_999_998.0, "9999999999999998.0"),
            (1.5e-5, "1.5e-05"),
            (0.0001, "0.0001"),
            (1e-300, "1e-300"),
        ] {
            assert_eq!(value.into_text().unwrap().unwrap(), expected);
        }
    }

    /// The ends of a type that is no wider than `i64`, and zero.
    macro_rules! assert_edges_are_integers {
        ($($type:ty),*) => {$(
            for edge in [<$type>::MIN, 0, <$type>::MAX] {
                let text = edge.to_string();
                assert_eq!(edge.into_integer().unwrap().to_string(), text);
                assert_eq!(edge.into_text(), Ok(Some(text)));
            }
        )*};
    }

    #[test]
    fn integers_of_all_types_are_taken_up_to_their_edges() {
        assert_edges_are_integers!(i8, i16, i32, i64, isize, u8, u16, u32);
        let most = i64::MAX.unsigned_abs();
        assert_eq!(most.into_integer(), Ok(i64::MAX));
        assert_eq!(0_u64.into_integer(), Ok(0));
        for over in [most + 1, u64::MAX] {
            let error = over.into_integer().unwrap_err();
            assert_eq!(error.to_string(), format!("{over}, more than 9223372036854775807"));
            assert_eq!(over.into_text(), Err(error));
        }
        #[cfg(target_pointer_width = "64")]
        {
            assert_eq!(usize::try_from(most).unwrap().into_integer(), Ok(i64::MAX));
            assert!(usize::MAX.into_integer().is_err());
        }
    }

    #[test]
    fn an_option_is_its_value_or_no_text() {
        assert_eq!(None::<u64>.into_text(), Ok(None));
        assert_eq!(Some("a").into_text(), Ok(Some("a".to_owned())));
        assert_eq!(Some(None::<&str>).into_text(), Ok(None));
        assert!(Some(u64::MAX).into_text().is_err());
    }

    proptest! {
        #[test]
        fn an_integer_is_in_range_exactly_if_it_is_an_i64(value: u64) {
            prop_assert_eq!(value.into_integer().ok(), i64::try_from(value).ok());
        }
    }
}
