//! The consumer groups of an instance, and how far they have consumed.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use super::error::StateError;
use super::instance::Instance;
use super::message::Log;
use super::moment::Moment;
use super::topic::Topic;
use super::view::View;

/// The consumer groups of an instance by their names, in the order in which they were created.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Groups(IndexMap<Box<str>, Group>);

/// A consumer group.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Group {
    pub(crate) description: Box<str>,
    pub(crate) created_at: Moment,
    /// Consumers that are in it at the moment. No operation of the service lets one join.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) members: Vec<Member>,
    /// The offsets that it has reached, by topic and partition.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) offsets: BTreeMap<Box<str>, BTreeMap<u16, u64>>,
}

/// A consumer in a group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Member {
    pub(crate) id: String,
    pub(crate) client_id: String,
    /// With a slash in front, as the service has it.
    pub(crate) host: String,
    /// The topics that it subscribes to.
    pub(crate) topics: Vec<String>,
}

/// How far a group has consumed a partition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Progress<'g> {
    pub(crate) topic: &'g str,
    pub(crate) partition: u16,
    pub(crate) start: u64,
    pub(crate) current: u64,
    pub(crate) end: u64,
    pub(crate) member: Option<&'g Member>,
}

impl Progress<'_> {
    /// How many messages are not consumed yet.
    pub(crate) const fn lag(&self) -> u64 {
        self.end.saturating_sub(self.current)
    }
}

/// Where a group goes in a partition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum ResetTo {
    /// To an offset, or to the first or last one if it is before or after all of them.
    Offset(u64),
    /// To the first message that is not older.
    Time(Moment),
}

impl ResetTo {
    fn offset(self, log: &Log, partition: u16) -> u64 {
        match self {
            Self::Offset(offset) => offset.clamp(log.start(partition), log.end(partition)),
            Self::Time(moment) => log.offset_at(partition, moment),
        }
    }
}

/// What comes of the task that resets a group in all its topics.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct GroupReset {
    pub(crate) group: String,
    pub(crate) partition: Option<u16>,
    pub(crate) to: ResetTo,
}

impl GroupReset {
    /// Whether the group is still there, and still has no members.
    pub(super) fn can_happen(&self, view: &View<'_>, instance_id: &str) -> bool {
        view.instance(instance_id).is_ok_and(|instance| instance.groups.idle(&self.group).is_ok())
    }

    pub(super) fn happen(self, view: &mut View<'_>, instance_id: &str) {
        let Ok(instance) = view.instance_mut(instance_id) else { return };
        for topic in instance.topics_of(&self.group) {
            // A topic that is gone, or has no such partition, is left as it is.
            let _ = instance.reset_offsets(&self.group, &topic, self.partition, self.to);
        }
    }
}

impl Group {
    /// The state, as the documented examples have it.
    pub(crate) fn state(&self) -> &'static str {
        if self.members.is_empty() { "EMPTY" } else { "STABLE" }
    }

    /// The topics that it has offsets in, or members for, in the order of their names.
    fn topics(&self) -> BTreeSet<&str> {
        let subscribed = self.members.iter().flat_map(|member| member.topics.iter().map(String::as_str));
        self.offsets.keys().map(AsRef::as_ref).chain(subscribed).collect()
    }

    /// The partitions of a topic that a member has: as many as others, and one after another (the strategy `range`).
    pub(crate) fn assigned(&self, member: &Member, topic: &str, partition_count: u16) -> Range<u16> {
        let subscribes = |member: &&Member| member.topics.iter().any(|other| other == topic);
        let place = self.members.iter().filter(subscribes).position(|other| other.id == member.id);
        let Some(place) = place.and_then(|place| u16::try_from(place).ok()) else { return 0..0 };
        let count = u16::try_from(self.members.iter().filter(subscribes).count()).unwrap_or(u16::MAX);
        let (each, more) = (partition_count / count, partition_count % count);
        let begin = place.saturating_mul(each).saturating_add(place.min(more));
        begin..begin + each + u16::from(place < more)
    }

    /// How far it has consumed the partitions of a topic. Where it has consumed nothing, it begins with the first message.
    pub(crate) fn progress<'g>(&'g self, name: &'g str, topic: &'g Topic) -> impl Iterator<Item = Progress<'g>> {
        let reached = self.offsets.get(name);
        (0..topic.partition_count).map(move |partition| {
            let (start, end) = (topic.log.start(partition), topic.log.end(partition));
            let current = reached.and_then(|offsets| offsets.get(&partition)).copied().unwrap_or(start);
            let has = |member: &&Member| self.assigned(member, name, topic.partition_count).contains(&partition);
            Progress { topic: name, partition, start, current, end, member: self.members.iter().find(has) }
        })
    }
}

impl Groups {
    /// All groups with their names.
    pub(crate) fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &Group)> {
        self.0.iter().map(|(name, group)| (name.as_ref(), group))
    }

    /// A group.
    pub(crate) fn get(&self, name: &str) -> Result<&Group, StateError> {
        self.0.get(name).ok_or(StateError::UnknownGroup)
    }

    /// A group, to be changed.
    pub(crate) fn get_mut(&mut self, name: &str) -> Result<&mut Group, StateError> {
        self.0.get_mut(name).ok_or(StateError::UnknownGroup)
    }

    /// A group that nobody consumes in.
    pub(crate) fn idle(&self, name: &str) -> Result<&Group, StateError> {
        let group = self.get(name)?;
        if group.members.is_empty() { Ok(group) } else { Err(StateError::BusyGroup) }
    }

    /// Creates a group.
    pub(crate) fn create(&mut self, name: &str, group: Group) -> Result<(), StateError> {
        if self.0.contains_key(name) {
            return Err(StateError::DuplicateGroup);
        }
        self.insert(name, group);
        Ok(())
    }

    pub(crate) fn insert(&mut self, name: &str, group: Group) {
        self.0.insert(name.into(), group);
    }

    /// Deletes a group that nobody consumes in.
    pub(crate) fn delete(&mut self, name: &str) -> Result<(), StateError> {
        self.idle(name)?;
        self.0.shift_remove(name);
        Ok(())
    }

    /// Deletes the offsets that a group has in a topic.
    pub(crate) fn delete_offsets(&mut self, name: &str, topic: &str) -> Result<(), StateError> {
        self.idle(name)?;
        self.get_mut(name)?.offsets.remove(topic).map(drop).ok_or(StateError::UnknownTopic)
    }

    /// Forgets a topic that is gone.
    pub(super) fn forget_topic(&mut self, topic: &str) {
        for group in self.0.values_mut() {
            group.offsets.remove(topic);
        }
    }
}

impl Instance {
    /// The broker that coordinates a group, as it follows from the name.
    pub(crate) fn coordinator(&self, group: &str) -> usize {
        group.bytes().map(usize::from).sum::<usize>() % self.broker_count().max(1)
    }

    /// How far a group has consumed the topics that it consumes.
    pub(crate) fn progress<'g>(&'g self, group: &'g Group) -> impl Iterator<Item = Progress<'g>> {
        let topics = group.topics().into_iter().filter_map(|name| Some((name, self.topics.get(name).ok()?)));
        topics.flat_map(|(name, topic)| group.progress(name, topic))
    }

    /// The names of the groups that consume a topic.
    pub(crate) fn groups_of(&self, topic: &str) -> impl Iterator<Item = &str> {
        self.groups.iter().filter(move |(_, group)| group.topics().contains(topic)).map(|(name, _)| name)
    }

    fn topics_of(&self, group: &str) -> Vec<String> {
        let group = self.groups.get(group).ok();
        group.into_iter().flat_map(Group::topics).map(ToOwned::to_owned).collect()
    }

    /// Notes how far a group has consumed a partition.
    pub(crate) fn commit(&mut self, group: &str, topic: &str, partition: u16, offset: u64) -> Result<(), StateError> {
        if partition >= self.topics.get(topic)?.partition_count {
            return Err(StateError::UnknownPartition);
        }
        self.groups.get_mut(group)?.offsets.entry(topic.into()).or_default().insert(partition, offset);
        Ok(())
    }

    /// Resets how far a group has consumed a topic, in one partition or in all.
    pub(crate) fn reset_offsets(
        &mut self,
        group: &str,
        name: &str,
        partition: Option<u16>,
        to: ResetTo,
    ) -> Result<(), StateError> {
        self.groups.idle(group)?;
        let topic = self.topics.get(name)?;
        let partitions = match partition {
            Some(partition) if partition >= topic.partition_count => return Err(StateError::UnknownPartition),
            Some(partition) => partition..partition + 1,
            None => 0..topic.partition_count,
        };
        let offsets: Vec<_> = partitions.map(|partition| (partition, to.offset(&topic.log, partition))).collect();
        self.groups.get_mut(group)?.offsets.entry(name.into()).or_default().extend(offsets);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn member(id: usize, topics: &[&str]) -> Member {
        let topics = topics.iter().map(|&topic| topic.to_owned()).collect();
        Member { id: id.to_string(), client_id: String::new(), host: String::new(), topics }
    }

    #[test]
    fn partitions_are_shared_by_those_who_subscribe() {
        let members = vec![member(0, &["a"]), member(1, &["b"]), member(2, &["a", "b"])];
        let group = Group { members: members.clone(), ..Group::default() };
        let assigned = |topic| members.iter().map(|member| group.assigned(member, topic, 5)).collect::<Vec<_>>();
        assert_eq!(assigned("a"), [0..3, 0..0, 3..5]);
        assert_eq!(assigned("b"), [0..0, 0..3, 3..5]);
    }

    proptest! {
        #[test]
        fn each_partition_has_one_member(count in 1_usize..20, partition_count in 0_u16..200) {
            let members: Vec<_> = (0..count).map(|id| member(id, &["a"])).collect();
            let group = Group { members: members.clone(), ..Group::default() };
            let assigned = members.iter().flat_map(|member| group.assigned(member, "a", partition_count));
            prop_assert_eq!(assigned.collect::<Vec<_>>(), (0..partition_count).collect::<Vec<_>>());
        }
    }
}
