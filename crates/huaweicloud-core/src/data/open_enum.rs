//! Enums that a service may extend without notice.

/// Defines an enum over text that keeps values it does not know.
///
/// A response with a value that is not documented decodes, and encodes again as it came; a request may hold any value,
/// because the documentation is often older than the service. The enum gets the variant `Unknown(String)`, `as_str`,
/// `VALUES` (the documented values), and conversions from and to text; comparing and hashing go by the text.
///
/// With the feature `schemars` it implements `JsonSchema`.
///
/// ```
/// huaweicloud_core::open_enum! {
///     /// State of a widget.
///     pub enum WidgetState {
///         /// It turns.
///         Turning => "TURNING",
///         /// It stands still.
///         Still => "STILL",
///     }
/// }
///
/// assert_eq!(WidgetState::from("TURNING"), WidgetState::Turning);
/// let new = WidgetState::from("WOBBLING");
/// assert!(new.is_unknown());
/// assert_eq!(new.as_str(), "WOBBLING");
/// ```
#[macro_export]
macro_rules! open_enum {
    (
        $(#[doc = $about:expr])*
        $vis:vis enum $name:ident {
            $($(#[doc = $doc:expr])* $variant:ident => $value:literal,)*
        }
    ) => {
        $(#[doc = $about])*
        #[derive(Clone, Debug)]
        #[non_exhaustive]
        $vis enum $name {
            $($(#[doc = $doc])* $variant,)*
            /// A value that the documentation does not list, as it came.
            Unknown(::std::string::String),
        }

        impl $name {
            /// The documented values, in the order of the documentation.
            $vis const VALUES: &'static [&'static str] = &[$($value),*];

            /// The value as it stands in requests and responses.
            $vis fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $value,)*
                    Self::Unknown(value) => value,
                }
            }

            /// Whether the documentation does not list the value.
            $vis fn is_unknown(&self) -> bool {
                ::std::matches!(self, Self::Unknown(_))
            }
        }

        impl ::std::convert::From<&str> for $name {
            fn from(value: &str) -> Self {
                match value {
                    $($value => Self::$variant,)*
                    _ => Self::Unknown(value.to_owned()),
                }
            }
        }

        impl ::std::convert::From<::std::string::String> for $name {
            fn from(value: ::std::string::String) -> Self {
                match value.as_str() {
                    $($value => Self::$variant,)*
                    _ => Self::Unknown(value),
                }
            }
        }

        impl ::std::default::Default for $name {
            /// No value: the empty text.
            fn default() -> Self {
                Self::Unknown(::std::string::String::new())
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl ::std::cmp::PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                self.as_str() == other.as_str()
            }
        }

        impl ::std::cmp::Eq for $name {}

        impl ::std::cmp::PartialEq<str> for $name {
            fn eq(&self, other: &str) -> bool {
                self.as_str() == other
            }
        }

        impl ::std::hash::Hash for $name {
            fn hash<H: ::std::hash::Hasher>(&self, state: &mut H) {
                self.as_str().hash(state);
            }
        }

        impl $crate::__private::serde::Serialize for $name {
            fn serialize<S>(&self, serializer: S) -> ::std::result::Result<S::Ok, S::Error>
            where
                S: $crate::__private::serde::Serializer,
            {
                serializer.serialize_str(self.as_str())
            }
        }

        impl $crate::lenient::Lenient for $name {
            fn read<'de, D: $crate::__private::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<::std::option::Option<Self>, D::Error> {
                $crate::__private::read_text(deserializer)
            }

            fn read_optional<'de, D: $crate::__private::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<::std::option::Option<Self>, D::Error> {
                $crate::__private::read_optional_text(deserializer)
            }
        }

        impl<'de> $crate::__private::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::__private::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                $crate::__private::required_text(deserializer)
            }
        }

        impl $crate::ParameterValue for $name {
            fn into_text(self) -> ::std::string::String {
                match self {
                    Self::Unknown(value) => value,
                    known => known.as_str().to_owned(),
                }
            }
        }

        $crate::__open_enum_schema!($name [$($about)*] { $([$($doc)*] $value)* });
    };
}

/// Implements `JsonSchema` for an open enum: any text, of which some values are known.
#[cfg(feature = "schemars")]
#[doc(hidden)]
#[macro_export]
macro_rules! __open_enum_schema {
    ($name:ident [$($about:expr)*] { $([$($doc:expr)*] $value:literal)* }) => {
        impl $crate::__private::schemars::JsonSchema for $name {
            fn schema_name() -> ::std::borrow::Cow<'static, str> {
                ::std::borrow::Cow::Borrowed(::std::stringify!($name))
            }

            fn json_schema(
                _: &mut $crate::__private::schemars::SchemaGenerator,
            ) -> $crate::__private::schemars::Schema {
                $crate::__private::open_enum_schema(
                    ::std::concat!($($about, "\n"),*),
                    &[$(($value, ::std::concat!($($doc, "\n"),*)),)*],
                )
            }
        }
    };
}

/// Expands to no code: the feature `schemars` is off.
#[cfg(not(feature = "schemars"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __open_enum_schema {
    ($($ignored:tt)*) => {};
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use std::collections::HashSet;

    open_enum! {
        /// State of a widget.
        enum State {
            /// It turns.
            Turning => "TURNING",
            /// It stands still.
            Still => "STILL",
        }
    }

    #[test]
    fn documented_values_are_variants_and_equality_goes_by_text() {
        assert_eq!(State::from("STILL"), State::Still);
        assert!(State::from("WOBBLING").is_unknown() && !State::Still.is_unknown());
        assert_eq!(State::Unknown("STILL".to_owned()), State::Still);
        assert_eq!(HashSet::from([State::Unknown("STILL".to_owned()), State::Still]).len(), 1);
        assert_eq!(State::VALUES, ["TURNING", "STILL"]);
        assert_eq!(format!("[{:>8}]", State::Still), "[   STILL]");
        assert_eq!(State::Still, *"STILL");
    }

    #[test]
    fn numbers_are_kept_as_text() {
        assert_eq!(serde_json::from_str::<State>("5").unwrap().as_str(), "5");
    }

    proptest! {
        #[test]
        fn every_value_is_written_back_as_it_came(value: String) {
            let json = serde_json::to_string(&value).unwrap();
            let state: State = serde_json::from_str(&json).unwrap();
            prop_assert_eq!(serde_json::to_string(&state).unwrap(), json);
        }
    }
}
