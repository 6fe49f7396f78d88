//! The topics of an instance.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use super::access_policy::AccessPolicy;
use super::error::StateError;
use super::instance::Instance;
use super::message::Log;
use super::moment::Moment;
use super::placement::Placement;

/// How many partitions a topic may have.
pub(crate) const MOST_PARTITIONS: u16 = 200;

/// The topics of an instance, by their names, in the order in which they were created.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Topics(IndexMap<Box<str>, Topic>);

/// A topic. There may be a million of them: what is seldom set is kept apart.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Topic {
    pub(crate) partition_count: u16,
    pub(crate) replication: u8,
    pub(crate) retention_hours: u16,
    /// Whether messages are replicated before they are acknowledged.
    pub(crate) is_replicated_first: bool,
    /// Whether messages are written to disk before they are acknowledged.
    pub(crate) is_flushed_first: bool,
    pub(crate) created_at: Moment,
    /// Empty without one.
    pub(crate) description: Box<str>,
    pub(crate) settings: Settings,
    /// What the users of the instance may do with it. Without any, all may do everything.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) policies: Vec<AccessPolicy>,
    #[serde(default)]
    pub(crate) placement: Placement,
    #[serde(default, skip_serializing_if = "Log::is_empty")]
    pub(crate) log: Log,
}

/// Settings of a topic; what is not set is as Kafka has it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Settings {
    /// `max.message.bytes`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) max_message_bytes: Option<u32>,
    /// `message.timestamp.type`: whether it is `CreateTime`, and not `LogAppendTime`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) has_create_time: bool,
}

impl Settings {
    /// The largest value of `max.message.bytes`, which it has by itself.
    pub(crate) const MOST_MESSAGE_BYTES: u32 = 10_485_760;
}

impl Topic {
    /// When something last came into a partition, or when the topic was created.
    pub(crate) fn last_update(&self, partition: u16) -> Moment {
        self.log.messages(partition).next_back().map_or(self.created_at, |(_, message)| message.at)
    }
}

impl Topics {
    /// All topics with their names.
    pub(crate) fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &Topic)> {
        self.0.iter().map(|(name, topic)| (name.as_ref(), topic))
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// A topic.
    pub(crate) fn get(&self, name: &str) -> Result<&Topic, StateError> {
        self.0.get(name).ok_or(StateError::UnknownTopic)
    }

    /// A topic, to be changed.
    pub(crate) fn get_mut(&mut self, name: &str) -> Result<&mut Topic, StateError> {
        self.0.get_mut(name).ok_or(StateError::UnknownTopic)
    }

    /// All topics with their names, to be changed.
    pub(crate) fn iter_mut(&mut self) -> impl ExactSizeIterator<Item = (&str, &mut Topic)> {
        self.0.iter_mut().map(|(name, topic)| (name.as_ref(), topic))
    }

    /// Lets all of them stay on the first brokers, when there will be more.
    pub(crate) fn keep_to(&mut self, brokers: usize) {
        self.0.values_mut().for_each(|topic| topic.placement.keep_to(brokers));
    }

    /// How many partitions all of them have.
    pub(crate) fn partition_count(&self) -> u32 {
        self.0.values().map(|topic| u32::from(topic.partition_count)).sum()
    }

    pub(crate) fn insert(&mut self, name: &str, topic: Topic) {
        self.0.insert(name.into(), topic);
    }

    /// Removes a topic, if it is there. Those after it keep their order.
    fn remove(&mut self, name: &str) {
        self.0.shift_remove(name);
    }
}

/// More partitions for a topic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Growth {
    pub(crate) topic: String,
    /// How many it is to have in all.
    pub(crate) partition_count: u16,
    /// The brokers that are to lead the added ones in turn; none if they come where partitions come by themselves.
    pub(crate) brokers: Vec<u8>,
}

impl Instance {
    /// Whether a topic can be created: nothing is called so, and the instance has room for it.
    pub(crate) fn check_creation(&self, name: &str, topic: &Topic) -> Result<(), StateError> {
        if self.topics.get(name).is_ok() {
            return Err(StateError::DuplicateTopic);
        }
        if usize::from(topic.replication) > self.broker_count() {
            return Err(StateError::TooManyReplicas);
        }
        if u32::from(topic.partition_count) > self.remaining_partitions() {
            return Err(StateError::NoPartitionsLeft);
        }
        Ok(())
    }

    /// Creates a topic.
    pub(crate) fn create_topic(&mut self, name: &str, topic: Topic) -> Result<(), StateError> {
        self.check_creation(name, &topic)?;
        self.topics.insert(name, topic);
        Ok(())
    }

    /// Deletes a topic with its messages, its quota, and what consumer groups know of it. One that is not there is deleted already.
    pub(crate) fn delete_topic(&mut self, name: &str) {
        self.topics.remove(name);
        self.groups.forget_topic(name);
        self.quotas.topics.shift_remove(name);
    }

    /// Whether topics can grow so, all of them.
    pub(crate) fn check_growth(&self, growths: &[Growth]) -> Result<(), StateError> {
        let mut added = 0;
        for Growth { topic, partition_count, brokers } in growths {
            let old = self.topics.get(topic)?.partition_count;
            if *partition_count > MOST_PARTITIONS {
                return Err(StateError::TooManyPartitions);
            }
            if brokers.iter().any(|broker| usize::from(*broker) >= self.broker_count()) {
                return Err(StateError::UnknownBroker);
            }
            added += u32::from(partition_count.checked_sub(old).ok_or(StateError::TooFewPartitions)?);
        }
        if added > self.remaining_partitions() { Err(StateError::NoPartitionsLeft) } else { Ok(()) }
    }

    /// Lets topics grow.
    pub(crate) fn grow(&mut self, growths: Vec<Growth>) -> Result<(), StateError> {
        self.check_growth(&growths)?;
        let broker_count = u8::try_from(self.broker_count()).unwrap_or(u8::MAX);
        for Growth { topic, partition_count, brokers } in growths {
            let topic = self.topics.get_mut(&topic)?;
            let added = topic.partition_count..partition_count;
            topic.partition_count = partition_count;
            if brokers.is_empty() {
                continue;
            }
            for (partition, turn) in added.zip(0..) {
                topic.placement.set(partition, placed_on(&brokers, turn, broker_count, topic.replication));
            }
        }
        Ok(())
    }

    /// The brokers with a replica of a partition of a topic, the one that leads first. Brokers are numbered from 0. Unless it was
    /// said where they are to be, the first partition of a topic leads somewhere that follows from its name, and each one after
    /// it one broker further on.
    pub(crate) fn replicas(&self, name: &str, topic: &Topic, partition: u16) -> impl Iterator<Item = usize> + use<> {
        let brokers = topic.placement.brokers(self.broker_count()).max(1);
        let first = name.bytes().map(usize::from).sum::<usize>() + usize::from(partition);
        let by_itself = || (0..usize::from(topic.replication)).map(|replica| (first + replica) % brokers).collect();
        let replicas: Vec<usize> = topic.placement.replicas(partition).unwrap_or_else(by_itself);
        replicas.into_iter()
    }
}

/// The brokers of a partition that is to lie on some of them. If these are too few for its replicas, others follow.
fn placed_on(brokers: &[u8], turn: usize, broker_count: u8, replication: u8) -> Vec<u8> {
    let mut order: Vec<u8> = Vec::new();
    let asked = (0..brokers.len()).filter_map(|place| brokers.get((turn + place) % brokers.len()).copied());
    for broker in asked.chain(0..broker_count) {
        if !order.contains(&broker) {
            order.push(broker);
        }
    }
    order.truncate(usize::from(replication));
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn added_partitions_lie_where_they_are_asked_for_as_far_as_that_goes() {
        assert_eq!(placed_on(&[1, 2], 0, 3, 3), [1, 2, 0]);
        assert_eq!(placed_on(&[1, 2], 1, 3, 3), [2, 1, 0]);
        assert_eq!(placed_on(&[2, 2], 3, 3, 1), [2]);
        assert_eq!(placed_on(&[0, 1, 2], 2, 3, 2), [2, 0]);
    }
}
