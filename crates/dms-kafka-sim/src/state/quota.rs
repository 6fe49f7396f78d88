//! How fast topics, users and clients of an instance may produce and consume.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use super::view::View;

/// The quotas of an instance, each kind in the order in which they were created.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Quotas {
    pub(crate) topics: IndexMap<Box<str>, TopicQuota>,
    pub(crate) clients: Vec<ClientQuota>,
}

/// The greatest rates, in bytes a second.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Rates {
    pub(crate) producer: Option<u64>,
    pub(crate) consumer: Option<u64>,
}

/// The quota of a topic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct TopicQuota {
    pub(crate) rates: Rates,
    /// Whether who set it writes `producer-byte-rate`, and not `producer_byte_rate`.
    pub(crate) has_hyphens: bool,
}

/// The quota of a user, of a client, or of both together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ClientQuota {
    pub(crate) whom: Whom,
    pub(crate) rates: Rates,
}

/// Whom a quota is for. What is empty is not named.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Whom {
    pub(crate) user: String,
    pub(crate) client: String,
    pub(crate) is_for_all_users: bool,
    pub(crate) is_for_all_clients: bool,
}

/// What comes of a task that changes a quota.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum QuotaChange {
    Topic { topic: String, change: Change<TopicQuota> },
    Client { whom: Whom, change: Change<Rates> },
}

/// A change of something that there is or is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Change<T> {
    Create(T),
    Modify(T),
    Delete,
}

impl<T> Change<T> {
    /// Whether it can be made of something that there is, or is not.
    const fn fits(&self, is_there: bool) -> bool {
        matches!((self, is_there), (Self::Create(_), false) | (Self::Modify(_) | Self::Delete, true))
    }
}

impl QuotaChange {
    /// Whether the task succeeds: a quota that is there is not created, and one that is not there is not changed or deleted.
    pub(super) fn can_happen(&self, view: &View<'_>, instance_id: &str) -> bool {
        let Ok(instance) = view.instance(instance_id) else { return false };
        match self {
            Self::Topic { topic, change } => {
                let has_topic = instance.topics.get(topic).is_ok() || matches!(change, Change::Delete);
                has_topic && change.fits(instance.quotas.topics.contains_key(topic.as_str()))
            }
            Self::Client { whom, change } => change.fits(instance.quotas.of(whom).is_some()),
        }
    }

    pub(super) fn happen(self, view: &mut View<'_>, instance_id: &str) {
        let Ok(instance) = view.instance_mut(instance_id) else { return };
        let quotas = &mut instance.quotas;
        match self {
            Self::Topic { topic, change: Change::Create(quota) | Change::Modify(quota) } => {
                quotas.topics.insert(topic.into(), quota);
            }
            Self::Topic { topic, change: Change::Delete } => {
                quotas.topics.shift_remove(topic.as_str());
            }
            Self::Client { whom, change: Change::Create(rates) } => quotas.clients.push(ClientQuota { whom, rates }),
            Self::Client { whom, change: Change::Modify(rates) } => {
                let quota = quotas.clients.iter_mut().find(|quota| quota.whom == whom);
                if let Some(quota) = quota {
                    quota.rates = rates;
                }
            }
            Self::Client { whom, change: Change::Delete } => quotas.clients.retain(|quota| quota.whom != whom),
        }
    }
}

impl Quotas {
    fn of(&self, whom: &Whom) -> Option<&ClientQuota> {
        self.clients.iter().find(|quota| quota.whom == *whom)
    }
}
