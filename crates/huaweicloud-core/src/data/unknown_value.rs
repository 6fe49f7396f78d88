//! The value of an open enum that has no variant.

use std::fmt;

/// What the variant `Unknown` of an [open enum](crate::open_enum!) holds: a value that is not documented.
///
/// It cannot be built or looked into, so that no code depends on a value having no variant: the next version may have one.
/// The enum itself has the text, `as_str`, whether or not there is a variant.
///
/// ```compile_fail
/// let value = huaweicloud_core::UnknownValue("WOBBLING".into());
/// ```
#[derive(Clone)]
pub struct UnknownValue(Box<str>);

impl fmt::Debug for UnknownValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// For the macro: the value of a text that has no variant.
pub fn unknown_value(text: String) -> UnknownValue {
    UnknownValue(text.into_boxed_str())
}

/// For the macro: the text.
pub fn unknown_text(value: &UnknownValue) -> &str {
    &value.0
}

/// For the macro: the text, by move.
pub fn into_unknown_text(value: UnknownValue) -> String {
    value.0.into_string()
}
