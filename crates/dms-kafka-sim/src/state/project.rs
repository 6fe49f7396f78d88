//! A project and its instances.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use super::instance::Instance;

/// What a project has.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Project {
    /// By their ids, in the order in which they were asked for. In boxes, so that one is taken out without moving the others.
    pub(crate) instances: IndexMap<String, Box<Instance>>,
    pub(crate) recycling: Recycling,
}

/// What becomes of instances that are deleted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Recycling {
    /// For how many days they stay in the recycle bin; none if it is switched off.
    pub(crate) days: Option<u8>,
    /// How many they were when it was switched off.
    #[serde(default)]
    pub(crate) days_before: Option<u8>,
}

impl Recycling {
    /// As long as nobody said how many days: the longest that may be said.
    const DAYS: u8 = 7;

    /// For how many days they stay, or would.
    pub(crate) fn retention_days(&self) -> u8 {
        self.days.or(self.days_before).unwrap_or(Self::DAYS)
    }

    /// Switches it on or off.
    pub(crate) fn set(&mut self, is_on: bool, days: u8) {
        *self = if is_on {
            Self { days: Some(days), days_before: None }
        } else {
            Self { days: None, days_before: Some(days) }
        };
    }
}
