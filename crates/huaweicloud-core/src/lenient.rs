//! Reading what services really send.
//!
//! Documentation says that a field is an integer; the service sends `"5"`, or `null`. These functions are for
//! `#[serde(deserialize_with = "…")]` on fields of response types: they take every spelling of a value whose meaning is
//! plain, and refuse what has none.
//!
//! | function | takes, beside its own type |
//! |---|---|
//! | [`string`] | numbers and booleans, as text |
//! | [`integer`] | text of an integer, a number without a fraction |
//! | [`float`] | text of a number |
//! | [`boolean`] | `"true"`, `"false"` in any case, `0`, `1` and their text |
//! | [`list`], [`string_list`], [`integer_list`] | `null` for none; `null` elements are left out |
//! | [`map`], [`string_map`], [`object`] | `null` for none; `null` values are left out |
//!
//! Each function has a twin `optional_…` that tells none apart: it takes `null` and, for scalars but text, `""` for it.
//!
//! ```
//! use huaweicloud_core::lenient;
//! use serde::Deserialize;
//!
//! #[derive(Deserialize)]
//! struct Widget {
//!     #[serde(default, deserialize_with = "lenient::optional_integer")]
//!     size: Option<i64>,
//!     #[serde(default, deserialize_with = "lenient::string_list")]
//!     parts: Vec<String>,
//! }
//! let widget: Widget = serde_json::from_str(r#"{"size":"12","parts":null}"#)?;
//! assert_eq!(widget.size, Some(12));
//! assert!(widget.parts.is_empty());
//! # Ok::<(), serde_json::Error>(())
//! ```

mod collection;
mod scalar;

pub use collection::{
    integer_list, list, map, object, optional_integer_list, optional_list, optional_map, optional_object,
    optional_string_list, optional_string_map, string_list, string_map,
};
pub use scalar::{
    boolean, float, integer, optional_boolean, optional_float, optional_integer, optional_string, string,
};
