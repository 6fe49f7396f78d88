//! Reading what services really send, in JSON.
//!
//! Documentation says that a field is an integer; the service sends `"5"`, or `null`. Types that are [`Lenient`] take every
//! spelling of a value whose meaning is plain, and refuse what has none; what they write is exact.
//!
//! | type | takes, beside its own kind |
//! |---|---|
//! | `String` | numbers and booleans, as text; in a response a number by the digits that came |
//! | `i64` | text of an integer, a number without a fraction |
//! | `f64` | text of a number |
//! | `bool` | `"true"`, `"false"` in any case, `0`, `1` and their text |
//! | `Vec<T>` | `null`, absent, `{}` or `""` for none; elements that are `null` are left out, unless `T` keeps them |
//! | `HashMap<String, T>`, `BTreeMap<String, T>` | `null`, absent, `[]` or `""` for none; values that are `null` are left out, unless `T` keeps them |
//! | `Map<String, Value>` | `null`, absent, `[]` or `""` for none |
//! | `Option<T>` | for none `null`, absent, or what is empty in another way than `T`: `{}`, `[]`, and `""` where `T` is no text; and a number that `T` cannot hold |
//! | `Option<Option<T>>` | absent for `None`, `null` for `Some(None)` |
//! | `Value` | any JSON, as it came; `null` is a value of it, but not of `Option<Value>` |
//! | `Box<T>` of a struct | what `T` takes |
//!
//! `null` is kept in a list and in a map by `Option<T>` and by `Value`.
//!
//! [`fields!`](crate::fields) makes a struct of such fields one that serde reads and writes in this way. It takes the place of
//! serde's derives, whose code for the same costs twice the time to compile; generated clients have hundreds of structs.
//!
//! ```
//! #[derive(Debug)]
//! struct Widget {
//!     id: String,
//!     size: Option<i64>,
//!     parts: Vec<String>,
//! }
//!
//! huaweicloud_core::fields! {
//!     Widget requires ["id"] {
//!         "id" => id,
//!         "size" | "width" => size,
//!         "parts" => parts,
//!     }
//! }
//!
//! let widget: Widget = serde_json::from_str(r#"{"id":7,"width":"12","parts":null,"colour":"red"}"#)?;
//! assert_eq!((widget.id.as_str(), widget.size), ("7", Some(12)));
//! assert_eq!(serde_json::to_string(&widget)?, r#"{"id":"7","size":12,"parts":[]}"#);
//! assert_eq!(serde_json::from_str::<Widget>("{}").unwrap_err().to_string(), "missing field `id` at line 1 column 2");
//! # Ok::<(), serde_json::Error>(())
//! ```

mod any;
mod collection;
mod fields;
mod optional;
pub(crate) mod refused;
pub(crate) mod scalar;
mod side;
mod sorted;
pub(crate) mod structure;

use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Deserializer, Error};

pub use refused::{IntoIntegers, Refused};
pub(crate) use side::as_service;
pub use structure::{Found, Structure};

/// A type that is read from every plain spelling of its values; see the [module](self).
pub trait Lenient: Sized {
    /// Reads a value, or `null`.
    ///
    /// # Errors
    ///
    /// An error of the deserializer for what is neither.
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error>;

    /// Reads a value that need not be there, or `null`. What is empty in another way (`{}` for a text, `""` for an object), or is
    /// a number that the type cannot hold, is none; [`read`](Self::read) refuses it.
    ///
    /// # Errors
    ///
    /// An error of the deserializer for any other.
    fn read_optional<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        Self::read(deserializer)
    }

    /// The value where there is none, if there need not be one.
    fn absent() -> Option<Self> {
        None
    }

    /// What `null` is in a list or a map, for types that keep it there.
    fn null_element() -> Option<Self> {
        None
    }

    /// What `null` is as a field, for types that distinguish it from a field that is absent.
    fn null_field() -> Option<Self> {
        None
    }

    /// The value that stands in a field until the field is read: empty, zero or false. No user sees it, because what must be
    /// there is read, or reading fails.
    #[doc(hidden)]
    fn blank() -> Self;

    /// Whether a field with this value is left out when it is written.
    fn is_left_out(&self) -> bool {
        false
    }

    /// Whether the value is the [`blank`](Self::blank) one, for types of which a setter may refuse a value: integers, and lists
    /// and maps of them.
    #[doc(hidden)]
    fn is_blank(&self) -> bool {
        self.is_left_out()
    }
}

/// Reads a value for which something must stand.
pub(crate) fn required<'de, T: Lenient, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    match T::read(deserializer)?.or_else(T::null_element).or_else(T::absent) {
        Some(value) => Ok(value),
        None => Err(D::Error::custom("expected a value, not null")),
    }
}

/// An error with the path to the value that it is of: `messages[0].value: expected …`. A `segment` is a name, or an index in
/// brackets.
fn located<E: Error>(segment: &dyn fmt::Display, error: &E) -> E {
    let error = error.to_string();
    // What is wrong begins with a word and a space, a path with a name and what follows it, or with an index.
    match error.chars().find(|c| matches!(c, ' ' | ':' | '.' | '[')) {
        _ if error.starts_with('[') => E::custom(format_args!("{segment}{error}")),
        Some(':' | '.' | '[') => E::custom(format_args!("{segment}.{error}")),
        _ => E::custom(format_args!("{segment}: {error}")),
    }
}

/// Reads a value, or `null`.
struct OptionalSeed<T>(PhantomData<T>);

impl<'de, T: Lenient> DeserializeSeed<'de> for OptionalSeed<T> {
    type Value = Option<T>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<T>, D::Error> {
        T::read(deserializer)
    }
}
