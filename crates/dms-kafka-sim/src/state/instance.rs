//! An instance and what is in it: data and rules.

mod access;
mod entrance;
mod lifecycle;
mod product;
mod scaling;
mod status;

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::net::Ipv4Addr;

use serde::{Deserialize, Serialize};

pub(crate) use access::{Access, Ports};
pub(crate) use entrance::{Entrance, FirstUser, PortName};
pub(crate) use lifecycle::{Lifecycle, NEWEST_VERSION, Recycled, Removal};
pub(crate) use product::Product;
pub(crate) use scaling::{AutoExpansion, Scaling};
pub(crate) use status::Status;

use super::background_task::BackgroundTask;
use super::connector::Connector;
use super::consumer_group::Groups;
use super::diagnosis::Diagnosis;
use super::error::StateError;
use super::log_task::LogTask;
use super::moment::Moment;
use super::quota::Quotas;
use super::scheduled_task::ScheduledTask;
use super::tag::Tag;
use super::topic::Topics;
use super::user::Users;

/// An instance.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Instance {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) status: Status,
    /// When it was asked for, and from when it worked for the first time, that.
    pub(crate) created_at: Moment,
    pub(crate) engine_version: String,
    pub(crate) product: Product,
    /// Inside the VPC; there are as many brokers.
    pub(crate) broker_addresses: Vec<Ipv4Addr>,
    pub(crate) storage: Storage,
    pub(crate) network: Network,
    pub(crate) access: Access,
    pub(crate) billing: Billing,
    pub(crate) maintenance: Maintenance,
    pub(crate) retention_policy: RetentionPolicy,
    pub(crate) enterprise_project_id: String,
    pub(crate) has_auto_topic: bool,
    pub(crate) auto_expansion: AutoExpansion,
    /// Settings of Kafka that are not as it has them by itself.
    pub(crate) configs: BTreeMap<String, String>,
    /// Smart Connect, if it is on.
    pub(crate) connector: Option<Box<Connector>>,
    pub(crate) diagnoses: Vec<Diagnosis>,
    pub(crate) logs: Vec<LogTask>,
    /// If it lies in the recycle bin.
    pub(crate) recycled: Option<Recycled>,
    pub(crate) scheduled_tasks: Vec<ScheduledTask>,
    pub(crate) groups: Groups,
    pub(crate) quotas: Quotas,
    pub(crate) tags: Vec<Tag>,
    pub(crate) topics: Topics,
    pub(crate) users: Users,
    /// In the order in which they were started.
    pub(crate) tasks: Vec<BackgroundTask>,
}

/// The disks of an instance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Storage {
    pub(crate) gigabytes: u32,
    pub(crate) spec_code: String,
    /// The key that they are encrypted with.
    pub(crate) key_id: Option<String>,
    pub(crate) extend_times: u32,
}

/// Where an instance is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Network {
    pub(crate) vpc_id: String,
    pub(crate) subnet_id: String,
    pub(crate) security_group_id: String,
    pub(crate) available_zones: Vec<String>,
    pub(crate) has_ipv6: bool,
    /// Whether brokers have domain names.
    pub(crate) has_dns: bool,
}

/// How an instance is paid for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Billing {
    /// The order of an instance that is paid by the month or year; none if it is paid by use.
    pub(crate) order_id: Option<String>,
}

/// The maintenance window, each end as `HH:mm:ss`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Maintenance {
    pub(crate) begin: String,
    pub(crate) end: String,
}

impl Default for Maintenance {
    /// The window of the documented instance.
    fn default() -> Self {
        Self { begin: "02:00:00".to_owned(), end: "06:00:00".to_owned() }
    }
}

/// What an instance does when its disk is full.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum RetentionPolicy {
    #[default]
    ProduceReject,
    TimeBase,
}

impl RetentionPolicy {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::ProduceReject => "produce_reject",
            Self::TimeBase => "time_base",
        }
    }
}

impl Storage {
    /// How much of them is taken. Of the 600 GB of the documented instance, 25 are.
    pub(crate) const fn used_gigabytes(&self) -> u32 {
        self.gigabytes / 24
    }
}

impl Instance {
    /// How many brokers it has.
    pub(crate) const fn broker_count(&self) -> usize {
        self.broker_addresses.len()
    }

    /// How many partitions its topics may have together.
    pub(crate) fn max_partitions(&self) -> u32 {
        self.product.max_partitions(self.broker_count())
    }

    /// How many partitions may still be created.
    pub(crate) fn remaining_partitions(&self) -> u32 {
        self.max_partitions().saturating_sub(self.topics.partition_count())
    }

    /// All background tasks, newest first: those created later before those created earlier, and of two created at the
    /// same time the one that was added later first.
    pub(crate) fn tasks_newest_first(&self) -> Vec<&BackgroundTask> {
        let mut tasks: Vec<_> = self.tasks.iter().rev().collect();
        tasks.sort_by_key(|task| Reverse(task.created_at));
        tasks
    }

    /// The background task of an id.
    pub(crate) fn task(&self, id: &str) -> Result<&BackgroundTask, StateError> {
        self.tasks.iter().find(|task| task.id == id).ok_or(StateError::UnknownTask)
    }

    /// The background task of an id, to be changed.
    pub(crate) fn task_mut(&mut self, id: &str) -> Result<&mut BackgroundTask, StateError> {
        self.tasks.iter_mut().find(|task| task.id == id).ok_or(StateError::UnknownTask)
    }

    /// Adds a background task.
    pub(crate) fn add_task(&mut self, task: BackgroundTask) -> Result<(), StateError> {
        if self.task(&task.id).is_ok() {
            return Err(StateError::DuplicateTask);
        }
        self.tasks.push(task);
        Ok(())
    }

    /// Removes a background task and gives it.
    pub(crate) fn remove_task(&mut self, id: &str) -> Result<BackgroundTask, StateError> {
        let position = self.tasks.iter().position(|task| task.id == id).ok_or(StateError::UnknownTask)?;
        Ok(self.tasks.remove(position))
    }
}
