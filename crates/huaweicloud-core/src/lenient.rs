//! Reading what services really send, in JSON.
//!
//! Documentation says that a field is an integer; the service sends `"5"`, or `null`. Types that are [`Lenient`] take every
//! spelling of a value whose meaning is plain, and refuse what has none; what they write is exact.
//!
//! | type | takes, beside its own kind |
//! |---|---|
//! | `String` | numbers and booleans, as text |
//! | `i64` | text of an integer, a number without a fraction; the greatest `i64` for a greater one of 64 bits |
//! | `f64` | text of a number |
//! | `bool` | `"true"`, `"false"` in any case, `0`, `1` and their text |
//! | `Vec<T>` | `null` or nothing for none; elements that are `null` are left out |
//! | `HashMap<String, T>`, `Map<String, Value>` | `null` or nothing for none; of the former, values that are `null` are left out |
//! | `Option<T>` | `null` or nothing for none, and `""` where `T` is a number or a boolean |
//!
//! [`fields!`](crate::fields) makes a struct of such fields one that serde reads and writes in this way. It takes the place of
//! serde's derives, whose code for the same costs twice the time to compile; generated clients have hundreds of structs.
//!
//! ```
//! #[derive(Debug, Default)]
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

mod collection;
pub(crate) mod scalar;
pub(crate) mod structure;

use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Deserializer, Error};

pub use structure::{Found, Structure};

/// A type that is read from every plain spelling of its values; see the [module](self).
pub trait Lenient: Sized {
    /// Reads a value, or nothing.
    ///
    /// # Errors
    ///
    /// An error of the deserializer for what means neither.
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error>;

    /// What stands for nothing, if anything does.
    fn nothing() -> Option<Self> {
        None
    }

    /// Whether a field with this value is left out when it is written.
    fn is_left_out(&self) -> bool {
        false
    }
}

/// Reads a value for which something must stand.
pub(crate) fn required<'de, T: Lenient, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    match T::read(deserializer)?.or_else(T::nothing) {
        Some(value) => Ok(value),
        None => Err(D::Error::custom("expected a value, not nothing")),
    }
}

/// Reads a value, or nothing.
struct OptionalSeed<T>(PhantomData<T>);

impl<'de, T: Lenient> DeserializeSeed<'de> for OptionalSeed<T> {
    type Value = Option<T>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<T>, D::Error> {
        T::read(deserializer)
    }
}
