//! The size of an instance, and how it changes.

use std::net::Ipv4Addr;

use serde::{Deserialize, Serialize};

use super::{Instance, Product, Status};
use crate::state::durations::Work;
use crate::state::effect::Effect;
use crate::state::error::StateError;
use crate::state::view::View;

/// What an instance is scaled to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Scaling {
    /// Larger disks, all together, in GB.
    Storage(u32),
    /// More brokers, and with them disks.
    Brokers { new: Vec<Ipv4Addr>, public_ip_ids: Vec<String>, gigabytes: u32 },
    /// Other brokers, or another bandwidth; disks may grow with it.
    Product { product: Product, gigabytes: u32 },
}

/// How the disks of an instance grow on their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct AutoExpansion {
    pub(crate) is_on: bool,
    /// How full the disks are when they grow, in percent.
    pub(crate) threshold: u8,
    /// To what size at most, all disks together, in GB.
    pub(crate) most_gigabytes: u32,
    /// By how much each time, in percent.
    pub(crate) increment: u8,
}

impl Default for AutoExpansion {
    /// Off. The documented example has the numbers.
    fn default() -> Self {
        Self { is_on: false, threshold: 80, most_gigabytes: 3_000, increment: 10 }
    }
}

impl Scaling {
    /// The name of the tasks. Ours: no source has one.
    const TASK: &str = "kafkaInstanceExtend";

    pub(in crate::state) fn happen(self, view: &mut View<'_>, id: &str) {
        let Ok(instance) = view.instance_mut(id) else { return };
        instance.status = Status::Running;
        match self {
            Self::Storage(gigabytes) => {
                instance.storage.gigabytes = gigabytes;
                instance.storage.extend_times += 1;
            }
            Self::Brokers { new, public_ip_ids, gigabytes } => {
                // What is there stays where it is.
                let brokers = instance.broker_count();
                instance.topics.keep_to(brokers);
                instance.broker_addresses.extend(new);
                instance.access.public_ip_ids.extend(public_ip_ids);
                instance.storage.gigabytes = gigabytes;
            }
            Self::Product { product, gigabytes } => {
                instance.product = product;
                instance.storage.gigabytes = gigabytes;
            }
        }
    }

    pub(in crate::state) fn fail(view: &mut View<'_>, id: &str) {
        if let Ok(instance) = view.instance_mut(id) {
            instance.status = Status::ExtendedFailed;
        }
    }

    fn check(&self, instance: &Instance) -> Result<(), StateError> {
        match self {
            Self::Product { product, .. }
                if product.max_partitions(instance.broker_count()) < instance.topics.partition_count() =>
            {
                Err(StateError::NoPartitionsLeft)
            }
            _ => Ok(()),
        }
    }
}

impl View<'_> {
    /// Begins to scale an instance, and gives the id of the task. The parameters are those of the request.
    pub(crate) fn scale(&mut self, id: &str, scaling: Scaling, params: String) -> Result<String, StateError> {
        scaling.check(self.running(id)?)?;
        self.instance_mut(id)?.status = Status::Extending;
        self.start_task(id, Scaling::TASK, params, Work::Scaling, Effect::Scaling(scaling))
    }
}
