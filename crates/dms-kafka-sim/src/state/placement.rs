//! Where the replicas of a topic are.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Where the replicas of a topic are, as far as that was said. There may be a million topics: most have nothing of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Placement {
    /// How many brokers there were when the instance got more: on those that came later there is nothing. 0 stands for all.
    #[serde(default, skip_serializing_if = "is_zero")]
    first_brokers: u8,
    /// By partition, the brokers of its replicas; the one that leads first.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    said: BTreeMap<u16, Vec<u8>>,
}

impl Placement {
    /// On how many brokers the topic is spread by itself, of so many.
    pub(crate) fn brokers(&self, count: usize) -> usize {
        if self.first_brokers == 0 { count } else { usize::from(self.first_brokers) }
    }

    /// Lets the topic stay on the first brokers. Which they are is known from the first time on.
    pub(crate) fn keep_to(&mut self, brokers: usize) {
        if self.first_brokers == 0 {
            self.first_brokers = u8::try_from(brokers).unwrap_or(u8::MAX);
        }
    }

    /// The brokers that were said for a partition.
    pub(crate) fn replicas(&self, partition: u16) -> Option<Vec<usize>> {
        let brokers = self.said.get(&partition)?;
        Some(brokers.iter().map(|broker| usize::from(*broker)).collect())
    }

    /// Says the brokers of a partition.
    pub(crate) fn set(&mut self, partition: u16, brokers: Vec<u8>) {
        self.said.insert(partition, brokers);
    }
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "the form that serde calls")]
const fn is_zero(number: &u8) -> bool {
    *number == 0
}
