//! Partitions, moved between brokers.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::durations::Work;
use super::effect::Effect;
use super::error::StateError;
use super::instance::Instance;
use super::view::View;

/// Where replicas are to be: by topic and partition, the brokers, the one that leads first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Reassignment {
    topics: BTreeMap<String, BTreeMap<u16, Vec<u8>>>,
}

impl Reassignment {
    /// The name of the tasks. Ours: no source has one.
    pub(crate) const TASK: &str = "kafkaPartitionReassign";

    /// Adds what is said for some partitions of a topic. Each has as many replicas as the others, and no broker twice.
    pub(crate) fn assign(
        &mut self,
        instance: &Instance,
        topic: &str,
        assignment: BTreeMap<u16, Vec<u8>>,
    ) -> Result<(), StateError> {
        let partitions = instance.topics.get(topic)?.partition_count;
        let is_broker = |broker: &u8| usize::from(*broker) < instance.broker_count();
        let replication = assignment.values().next().map_or(0, Vec::len);
        for (partition, brokers) in &assignment {
            if *partition >= partitions {
                return Err(StateError::UnknownPartition);
            }
            if !brokers.iter().all(is_broker) {
                return Err(StateError::UnknownBroker);
            }
            let is_once =
                (1..).zip(brokers).all(|(next, broker)| !brokers.iter().skip(next).any(|other| other == broker));
            if brokers.is_empty() || brokers.len() != replication || !is_once {
                return Err(StateError::UnevenReplicas);
            }
        }
        self.topics.insert(topic.to_owned(), assignment);
        Ok(())
    }

    /// Spreads all partitions of a topic over some brokers, with as many replicas as are asked for, or as it has.
    pub(crate) fn spread(
        &mut self,
        instance: &Instance,
        topic: &str,
        brokers: &[u8],
        replication: Option<u8>,
    ) -> Result<(), StateError> {
        let spread = instance.topics.get(topic)?;
        let replication = usize::from(replication.unwrap_or(spread.replication));
        if replication > brokers.len() {
            return Err(StateError::TooManyReplicas);
        }
        let of_partition =
            |partition: u16| brokers.iter().cycle().skip(usize::from(partition)).take(replication).copied();
        let assignment = (0..spread.partition_count).map(|partition| (partition, of_partition(partition).collect()));
        self.assign(instance, topic, assignment.collect())
    }

    /// How many partitions move.
    pub(crate) fn partition_count(&self) -> usize {
        self.topics.values().map(BTreeMap::len).sum()
    }

    pub(super) fn happen(self, view: &mut View<'_>, id: &str) {
        let Ok(instance) = view.instance_mut(id) else { return };
        for (name, assignment) in self.topics {
            instance.move_replicas(&name, &assignment);
        }
    }
}

impl Instance {
    /// Moves replicas of a topic, unless it is gone.
    fn move_replicas(&mut self, name: &str, assignment: &BTreeMap<u16, Vec<u8>>) {
        let Ok(topic) = self.topics.get(name) else { return };
        // What was not named stays where it is, whatever becomes of the number of replicas.
        let partitions = 0..topic.partition_count;
        let places = partitions.map(|partition| {
            let now = self.replicas(name, topic, partition).filter_map(|broker| u8::try_from(broker).ok());
            assignment.get(&partition).cloned().unwrap_or_else(|| now.collect())
        });
        let places: Vec<Vec<u8>> = places.collect();
        let Ok(topic) = self.topics.get_mut(name) else { return };
        topic.replication =
            places.first().and_then(|first| u8::try_from(first.len()).ok()).unwrap_or(topic.replication);
        for (partition, brokers) in (0..).zip(places) {
            topic.placement.set(partition, brokers);
        }
    }
}

impl View<'_> {
    /// Begins to move partitions, and gives the id of the task. The parameters are those of the request.
    pub(crate) fn reassign(&mut self, id: &str, moved: Reassignment, params: String) -> Result<String, StateError> {
        self.running(id)?;
        self.start_task(id, Reassignment::TASK, params, Work::Reassignment, Effect::Reassignment(moved))
    }
}
