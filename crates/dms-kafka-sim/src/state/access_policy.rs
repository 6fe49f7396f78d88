//! What the users of an instance may do with its topics.

use serde::{Deserialize, Serialize};

use super::background_task::BackgroundTask;
use super::instance::Instance;
use super::view::View;

/// What a user may do with a topic.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct AccessPolicy {
    pub(crate) user_name: String,
    pub(crate) right: AccessRight,
}

/// What one may do with a topic, under its documented name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum AccessRight {
    All,
    Pub,
    Sub,
}

/// What comes of the task that sets the policies of topics.
///
/// They read as they were asked for at once: one published program reads them back without waiting, another one waits for the
/// task. If that fails, they are what they were.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct PolicyChange {
    /// The topics with the policies that they had.
    pub(crate) before: Vec<(String, Vec<AccessPolicy>)>,
}

/// The name of that task, which a published program waits for.
pub(crate) const POLICY_TASK: &str = "updateTopicPolicies";

impl Instance {
    /// The task that sets access policies, while it goes on.
    pub(crate) fn policy_task(&self) -> Option<&BackgroundTask> {
        self.tasks
            .iter()
            .rev()
            .find(|task| task.name == POLICY_TASK && matches!(&*task.status, "CREATED" | "EXECUTING"))
    }
}

impl PolicyChange {
    pub(super) fn fail(self, view: &mut View<'_>, instance_id: &str) {
        let Ok(instance) = view.instance_mut(instance_id) else { return };
        for (topic, policies) in self.before {
            if let Ok(topic) = instance.topics.get_mut(&topic) {
                topic.policies = policies;
            }
        }
    }
}
