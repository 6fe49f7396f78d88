//! Values that need not be there.

use serde::de::Deserializer;

use super::Lenient;

impl<T: Lenient> Lenient for Option<T> {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        Ok(T::read_optional(deserializer)?.map(Some))
    }

    fn absent() -> Option<Self> {
        Some(None)
    }

    fn null_element() -> Option<Self> {
        Some(None)
    }

    /// Of an optional value that is optional itself, the inner one: `Some(None)`.
    fn null_field() -> Option<Self> {
        T::null_element().filter(T::is_left_out).map(Some)
    }

    fn blank() -> Self {
        None
    }

    fn is_left_out(&self) -> bool {
        self.is_none()
    }
}
