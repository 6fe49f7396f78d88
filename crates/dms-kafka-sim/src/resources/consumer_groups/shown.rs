//! Consumer groups, as they are sent.

use serde::Serialize;

use crate::state::{Group, Instance, Member, Progress};

/// A group of a list.
#[derive(Serialize)]
pub(super) struct Listed<'g> {
    #[serde(rename = "createdAt")]
    created_at: u64,
    group_id: &'g str,
    state: &'static str,
    coordinator_id: usize,
    group_desc: &'g str,
    lag: u64,
}

impl<'g> Listed<'g> {
    pub(super) fn of(instance: &'g Instance, name: &'g str, group: &'g Group) -> Self {
        Self {
            created_at: group.created_at.millisecond(),
            group_id: name,
            state: group.state(),
            coordinator_id: instance.coordinator(name),
            group_desc: &group.description,
            lag: instance.progress(group).map(|progress| progress.lag()).sum(),
        }
    }
}

#[derive(Serialize)]
pub(super) struct Envelope<G> {
    pub(super) group: G,
}

/// A group with what is known of it where it is created and described.
#[derive(Serialize)]
pub(super) struct Shown<'g> {
    state: &'static str,
    #[serde(rename = "createdAt")]
    created_at: u64,
    group_id: &'g str,
    coordinator_id: usize,
    assignment_strategy: &'static str,
    group_desc: &'g str,
}

impl<'g> Shown<'g> {
    pub(super) fn of(instance: &Instance, name: &'g str, group: &'g Group) -> Self {
        Self {
            state: group.state(),
            created_at: group.created_at.millisecond(),
            group_id: name,
            coordinator_id: instance.coordinator(name),
            assignment_strategy: strategy(group),
            group_desc: &group.description,
        }
    }
}

/// A group that is not there.
#[derive(Serialize)]
pub(super) struct Dead<'g> {
    state: &'static str,
    group_id: &'g str,
    coordinator_id: usize,
    assignment_strategy: &'static str,
}

impl<'g> Dead<'g> {
    pub(super) fn of(instance: &Instance, name: &'g str) -> Self {
        Self { state: "DEAD", group_id: name, coordinator_id: instance.coordinator(name), assignment_strategy: "" }
    }
}

/// A group with its members and its offsets.
#[derive(Serialize)]
pub(super) struct Details<'g> {
    members: Vec<ShownMember<'g>>,
    state: &'static str,
    group_id: &'g str,
    coordinator_id: usize,
    group_message_offsets: Vec<Reached<'g>>,
    assignment_strategy: &'static str,
}

impl<'g> Details<'g> {
    pub(super) fn of(instance: &'g Instance, name: &'g str, group: &'g Group, has_assignment: bool) -> Self {
        let member = |member: &'g Member| ShownMember {
            assignment: has_assignment.then(|| assignment(instance, group, member)),
            ..ShownMember::from(member)
        };
        Self {
            members: group.members.iter().map(member).collect(),
            state: group.state(),
            group_id: name,
            coordinator_id: instance.coordinator(name),
            group_message_offsets: instance.progress(group).map(Reached::from).collect(),
            assignment_strategy: strategy(group),
        }
    }
}

/// A group as the newer interface has it, in `group`, and beside that as the page has it: each client finds its own.
#[derive(Serialize)]
pub(super) struct InBothForms<'g> {
    group: Shown<'g>,
    #[serde(flatten)]
    beside: Details<'g>,
}

impl<'g> InBothForms<'g> {
    pub(super) fn of(instance: &'g Instance, name: &'g str, group: &'g Group) -> Self {
        Self { group: Shown::of(instance, name, group), beside: Details::of(instance, name, group, false) }
    }
}

#[derive(Serialize)]
pub(super) struct ShownMember<'g> {
    host: &'g str,
    #[serde(skip_serializing_if = "Option::is_none")]
    assignment: Option<Vec<Assignment<'g>>>,
    member_id: &'g str,
    client_id: &'g str,
}

impl<'g> From<&'g Member> for ShownMember<'g> {
    fn from(member: &'g Member) -> Self {
        Self { host: &member.host, assignment: None, member_id: &member.id, client_id: &member.client_id }
    }
}

#[derive(Serialize)]
struct Assignment<'g> {
    topic: &'g str,
    partitions: Vec<u16>,
}

fn assignment<'g>(instance: &Instance, group: &Group, member: &'g Member) -> Vec<Assignment<'g>> {
    let known = member.topics.iter().filter_map(|topic| Some((topic, instance.topics.get(topic).ok()?)));
    let assigned = known.map(|(name, topic)| Assignment {
        topic: name,
        partitions: group.assigned(member, name, topic.partition_count).collect(),
    });
    assigned.collect()
}

/// How far a group has consumed a partition.
#[derive(Serialize)]
struct Reached<'g> {
    partition: u16,
    lag: u64,
    topic: &'g str,
    message_current_offset: u64,
    message_log_end_offset: u64,
}

impl<'g> From<Progress<'g>> for Reached<'g> {
    fn from(progress: Progress<'g>) -> Self {
        Self {
            partition: progress.partition,
            lag: progress.lag(),
            topic: progress.topic,
            message_current_offset: progress.current,
            message_log_end_offset: progress.end,
        }
    }
}

/// The same, with what is known of who consumes.
#[derive(Serialize)]
pub(super) struct OffsetWithConsumer<'g> {
    #[serde(flatten)]
    reached: Reached<'g>,
    message_log_start_offset: u64,
    consumer_id: &'g str,
    host: &'g str,
    client_id: &'g str,
}

impl<'g> From<Progress<'g>> for OffsetWithConsumer<'g> {
    fn from(progress: Progress<'g>) -> Self {
        let member = progress.member;
        Self {
            reached: Reached::from(progress),
            message_log_start_offset: progress.start,
            consumer_id: member.map_or("", |member| &member.id),
            host: member.map_or("", |member| &member.host),
            client_id: member.map_or("", |member| &member.client_id),
        }
    }
}

const fn strategy(group: &Group) -> &'static str {
    if group.members.is_empty() { "" } else { "range" }
}
