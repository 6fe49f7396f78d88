//! Enums that a service may extend without notice.

/// Defines an enum over text that keeps values it does not know.
///
/// A response with a value that is not documented decodes, and encodes again as it came; a request may hold any value,
/// because the documentation is often older than the service. The enum gets the variant `Unknown`, `as_str`, `VALUES` (the
/// documented values), and conversions from and to text; comparing and hashing go by the text.
///
/// Compare with the text of a value that has no variant: what stands in `Unknown` cannot be named, because the next version
/// may have a variant for it. `state == "WOBBLING"` stays true then, and so does `state.as_str() == "WOBBLING"`.
///
/// Other spellings of a value, `Turning => "TURNING" | "turning"`, are read as it, and written as the first.
///
/// With the feature `schemars` it implements `JsonSchema`. What a schema need not say, what has values of the enum for example,
/// may stand below the enum, in the form of documentation: `uses { /// … }`.
///
/// ```
/// huaweicloud_core::open_enum! {
///     /// State of a widget.
///     pub enum WidgetState {
///         /// It turns.
///         Turning => "TURNING",
///         /// It stands still.
///         Still => "STILL" | "Still",
///     }
/// }
///
/// assert_eq!(WidgetState::from("TURNING"), WidgetState::Turning);
/// assert_eq!(WidgetState::from("Still").as_str(), "STILL");
/// let new = WidgetState::from("WOBBLING");
/// assert!(new.is_unknown());
/// assert!(new == "WOBBLING" && new.as_str() == "WOBBLING");
/// assert_eq!("WOBBLING".parse(), Ok(new));
/// ```
#[macro_export]
macro_rules! open_enum {
    (
        $(#[doc = $about:expr])*
        $(#[doc(alias = $alias:literal)])?
        $vis:vis enum $name:ident {
            $($(#[doc = $doc:expr])* $variant:ident => $value:literal $(| $other:literal)*,)*
        }
        $(uses { $(#[doc = $uses:expr])+ })?
    ) => {
        $(#[doc = $about])*
        $($(#[doc = $uses])+)?
        $(#[doc(alias = $alias)])?
        #[derive(Clone, Debug)]
        #[non_exhaustive]
        $vis enum $name {
            $($(#[doc = $doc])* $variant,)*
            /// A value that the documentation does not list, as it came.
            Unknown($crate::UnknownValue),
        }

        impl $name {
            /// The documented values, in the order of the documentation.
            $vis const VALUES: &'static [&'static str] = &[$($value),*];

            /// The value as it stands in requests and responses.
            #[inline]
            $vis fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $value,)*
                    Self::Unknown(value) => $crate::__private::unknown_text(value),
                }
            }

            /// The variant of a documented value.
            #[inline]
            fn documented(value: &str) -> ::std::option::Option<Self> {
                match value {
                    $($value $(| $other)* => ::std::option::Option::Some(Self::$variant),)*
                    _ => ::std::option::Option::None,
                }
            }

            /// Whether the documentation does not list the value.
            #[inline]
            $vis fn is_unknown(&self) -> bool {
                ::std::matches!(self, Self::Unknown(_))
            }
        }

        // All that is taken for text: a field of text that becomes an enum one day takes what it took.
        impl<T: ::std::convert::Into<::std::string::String>> ::std::convert::From<T> for $name {
            fn from(value: T) -> Self {
                let value = value.into();
                Self::documented(&value).unwrap_or_else(|| Self::Unknown($crate::__private::unknown_value(value)))
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = ::std::convert::Infallible;

            /// Every text is a value.
            #[inline]
            // Not `Self::Err`: a value of an enum may have that name.
            fn from_str(value: &str) -> ::std::result::Result<Self, ::std::convert::Infallible> {
                ::std::result::Result::Ok(Self::from(value))
            }
        }

        impl ::std::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl ::std::cmp::PartialEq for $name {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                self.as_str() == other.as_str()
            }
        }

        impl ::std::cmp::Eq for $name {}

        impl ::std::cmp::PartialEq<str> for $name {
            #[inline]
            fn eq(&self, other: &str) -> bool {
                self.as_str() == other
            }
        }

        impl ::std::cmp::PartialEq<&str> for $name {
            #[inline]
            fn eq(&self, other: &&str) -> bool {
                self.as_str() == *other
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
            fn blank() -> Self {
                Self::from("")
            }

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
            #[inline]
            fn into_text(
                self,
            ) -> ::std::result::Result<::std::option::Option<::std::string::String>, $crate::OutOfRange> {
                ::std::result::Result::Ok(::std::option::Option::Some(match self {
                    Self::Unknown(value) => $crate::__private::into_unknown_text(value),
                    known => known.as_str().to_owned(),
                }))
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
    use crate::ParameterValue;
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

    /// The same enum in the version after, in which `WOBBLING` is documented.
    mod after {
        open_enum! {
            /// State of a widget.
            pub(super) enum State {
                /// It turns.
                Turning => "TURNING",
                /// It turns, but not for long.
                Wobbling => "WOBBLING",
                /// It stands still.
                Still => "STILL",
            }
        }
    }

    /// Values with the names of what the macro needs compile too.
    mod names {
        open_enum! {
            /// Outcome of a task.
            pub(super) enum Outcome {
                /// It failed.
                Err => "ERR",
                /// It is done.
                Ok => "OK",
                /// There is none.
                None => "NONE",
                /// There is one.
                Some => "SOME",
                /// The target of a link.
                Target => "TARGET",
                /// What comes out.
                Output => "OUTPUT",
                /// What is in it.
                Value => "VALUE",
                /// What went wrong.
                Error => "ERROR",
            }
        }
    }

    #[test]
    fn an_enum_is_made_of_all_that_is_taken_for_text() {
        let text = "STILL".to_owned();
        let made = [State::from("STILL"), State::from(&text), State::from(std::borrow::Cow::Borrowed("STILL"))];
        assert_eq!(made, [State::Still, State::Still, State::Still]);
        assert_eq!((State::from('?').as_str(), State::from(text)), ("?", State::Still));
    }

    #[test]
    fn values_have_the_names_of_associated_types() {
        assert_eq!("ERR".parse(), Ok(names::Outcome::Err));
        assert_eq!(names::Outcome::VALUES.iter().filter(|value| names::Outcome::from(**value).is_unknown()).count(), 0);
    }

    /// What a user of the enum may ask of a value that had no variant when the code was written.
    macro_rules! assert_wobbling {
        ($state:ty) => {
            let state: $state = serde_json::from_str("\"WOBBLING\"").unwrap();
            assert!(state.as_str() == "WOBBLING" && state == "WOBBLING" && state == *"WOBBLING");
            assert!(state != "STILL" && state != <$state>::Still && <$state>::VALUES.contains(&"STILL"));
            assert_eq!("WOBBLING".parse(), Ok(state.clone()));
            assert_eq!(state, <$state>::from("WOBBLING".to_owned()));
            assert_eq!(state.to_string(), "WOBBLING");
            assert_eq!(serde_json::to_string(&state).unwrap(), "\"WOBBLING\"");
            assert_eq!(ParameterValue::into_text(state), Ok(Some("WOBBLING".to_owned())));
        };
    }

    #[test]
    fn a_value_that_gets_a_variant_breaks_nobody() {
        assert_wobbling!(State);
        assert_wobbling!(after::State);
        assert!(State::from("WOBBLING").is_unknown() && !after::State::from("WOBBLING").is_unknown());
    }

    #[test]
    fn documented_values_are_variants_and_equality_goes_by_text() {
        assert_eq!(State::from("STILL"), State::Still);
        assert_eq!("STILL".parse(), Ok(State::Still));
        assert!(State::from("WOBBLING").is_unknown() && !State::Still.is_unknown());
        // No text with a variant is ever built like this, and yet it would be equal to its variant.
        let unknown = || State::Unknown(crate::data::unknown_value("STILL".to_owned()));
        assert_eq!(unknown(), State::Still);
        assert_eq!(HashSet::from([unknown(), State::Still]).len(), 1);
        assert_eq!(State::VALUES, ["TURNING", "STILL"]);
        assert_eq!(format!("[{:>8}]", State::Still), "[   STILL]");
        assert_eq!(State::Still, *"STILL");
        assert_eq!(format!("{:?}", State::from("A\"B")), r#"Unknown("A\"B")"#);
        assert_eq!(<State as crate::lenient::Lenient>::blank().as_str(), "");
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
