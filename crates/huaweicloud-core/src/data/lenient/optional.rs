//! Values that need not be there, and values that lie elsewhere.

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

impl<T: Lenient> Lenient for Box<T> {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        Ok(T::read(deserializer)?.map(Box::new))
    }

    fn read_optional<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        Ok(T::read_optional(deserializer)?.map(Box::new))
    }

    fn absent() -> Option<Self> {
        T::absent().map(Box::new)
    }

    fn null_element() -> Option<Self> {
        T::null_element().map(Box::new)
    }

    fn null_field() -> Option<Self> {
        T::null_field().map(Box::new)
    }

    /// Ends, because a type that holds itself does so in an `Option` or in a list.
    fn blank() -> Self {
        Self::new(T::blank())
    }

    fn is_left_out(&self) -> bool {
        T::is_left_out(self)
    }
}
