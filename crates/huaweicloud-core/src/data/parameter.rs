//! Values of parameters, as text.

use super::Secret;

/// A value that a query, a header or a list in one of them can hold: text, a number, a boolean, an
/// [open enum](crate::open_enum!) or a [`Secret`].
pub trait ParameterValue {
    /// The text of the value, not encoded in any way.
    fn into_text(self) -> String;
}

impl ParameterValue for String {
    fn into_text(self) -> String {
        self
    }
}

impl ParameterValue for Secret {
    fn into_text(self) -> String {
        self.expose().to_owned()
    }
}

macro_rules! parameter_value_by_display {
    ($($type:ty),*) => {$(
        impl ParameterValue for $type {
            fn into_text(self) -> String {
                self.to_string()
            }
        }
    )*};
}

parameter_value_by_display!(&str, bool, i64);

impl ParameterValue for f64 {
    /// Writes the number as the official client does: the shortest text that reads as the same number, with a fraction
    /// or with an exponent of a sign and two digits.
    fn into_text(self) -> String {
        let text = format!("{self:?}");
        match text.split_once('e') {
            Some((digits, exponent)) => {
                let (sign, exponent) = exponent.strip_prefix('-').map_or(('+', exponent), |e| ('-', e));
                format!("{digits}e{sign}{exponent:0>2}")
            }
            None => text,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
            assert_eq!(value.into_text(), expected);
        }
    }
}
