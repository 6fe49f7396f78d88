//! What the simulated service knows: instances of projects, and what is in them. It does not know of HTTP.

mod background_task;
mod error;
mod instance;
mod lock;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

pub use background_task::BackgroundTask;
pub use error::StateError;
pub use instance::Instance;

use huaweicloud_sim::EXAMPLE_PROJECT_ID;

use crate::examples::{self, EXAMPLE_INSTANCE_ID};
use lock::locked;

/// The state of a simulator, in memory. Clones share it, so that a test can look at it and change it while the
/// simulator serves it.
///
/// ```
/// use dms_kafka_sim::{BackgroundTask, State};
/// use std::time::SystemTime;
///
/// let state = State::empty();
/// let instance = state.add_instance("project", "instance");
/// instance.add_task(BackgroundTask::new("task", "kafkaConfigModify", SystemTime::now()))?;
/// instance.set_task_status("task", "SUCCESS", SystemTime::now())?;
/// assert_eq!(state.instance("project", "instance")?.task("task")?.status, "SUCCESS");
/// # Ok::<(), dms_kafka_sim::StateError>(())
/// ```
#[derive(Clone, Debug)]
pub struct State {
    /// Instances by the project they are in and their id.
    instances: Arc<Mutex<BTreeMap<(String, String), Instance>>>,
}

impl State {
    /// A state without any instance.
    pub fn empty() -> Self {
        Self { instances: Arc::default() }
    }

    /// A state with what the documents show in their examples: the instance
    /// [`EXAMPLE_INSTANCE_ID`] of the project [`EXAMPLE_PROJECT_ID`](crate::EXAMPLE_PROJECT_ID), with three background tasks.
    pub fn with_examples() -> Self {
        let state = Self::empty();
        let instance = state.add_instance(EXAMPLE_PROJECT_ID, EXAMPLE_INSTANCE_ID);
        // The examples stand newest first. The state was empty: no id can be there already.
        for example in examples::TASKS.iter().rev() {
            let _ = instance.add_task(BackgroundTask::from(example));
        }
        state
    }

    /// Adds an instance, or gives the one that is there already.
    pub fn add_instance(&self, project_id: impl Into<String>, instance_id: impl Into<String>) -> Instance {
        locked(&self.instances).entry((project_id.into(), instance_id.into())).or_default().clone()
    }

    /// The instance of a project.
    ///
    /// # Errors
    ///
    /// [`StateError::UnknownInstance`] if the project has no such instance.
    pub fn instance(&self, project_id: &str, instance_id: &str) -> Result<Instance, StateError> {
        let key = (project_id.to_owned(), instance_id.to_owned());
        locked(&self.instances).get(&key).cloned().ok_or(StateError::UnknownInstance)
    }
}

impl Default for State {
    /// The same as [`State::with_examples`].
    fn default() -> Self {
        Self::with_examples()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instances_belong_to_a_project() {
        let state = State::empty();
        state.add_instance("p", "i");
        assert!(state.instance("p", "i").is_ok());
        assert_eq!(state.instance("q", "i").unwrap_err(), StateError::UnknownInstance);
        assert_eq!(state.instance("p", "j").unwrap_err(), StateError::UnknownInstance);
    }

    #[test]
    fn clones_share_what_they_hold() {
        let state = State::default();
        let clone = state.clone();
        let removed = clone.instance(EXAMPLE_PROJECT_ID, EXAMPLE_INSTANCE_ID).unwrap();
        removed.remove_task("8abfa7b372160bfd0172165864064079").unwrap();
        assert_eq!(state.add_instance(EXAMPLE_PROJECT_ID, EXAMPLE_INSTANCE_ID).tasks().len(), 2);
    }
}
