//! Any JSON.

use serde::de::{Deserialize, Deserializer};
use serde_json::Value;

use super::Lenient;

impl Lenient for Value {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        Option::deserialize(deserializer)
    }

    fn null_element() -> Option<Self> {
        Some(Self::Null)
    }

    fn null_field() -> Option<Self> {
        Some(Self::Null)
    }

    fn blank() -> Self {
        Self::Null
    }
}
