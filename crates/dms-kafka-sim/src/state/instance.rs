//! An instance and what is in it.

use std::cmp::Reverse;
use std::sync::{Arc, Mutex};
use std::time::SystemTime;

use super::background_task::BackgroundTask;
use super::error::StateError;
use super::lock::locked;

/// An instance of a [`State`](super::State). Clones share what is in it.
#[derive(Clone, Debug, Default)]
pub struct Instance {
    contents: Arc<Mutex<Contents>>,
}

#[derive(Debug, Default)]
struct Contents {
    /// In the order in which they were added.
    tasks: Vec<BackgroundTask>,
}

impl Instance {
    /// Adds a background task.
    ///
    /// # Errors
    ///
    /// [`StateError::DuplicateTask`] if there is one of that id already.
    pub fn add_task(&self, task: BackgroundTask) -> Result<(), StateError> {
        let mut contents = locked(&self.contents);
        if contents.tasks.iter().any(|other| other.id == task.id) {
            return Err(StateError::DuplicateTask);
        }
        contents.tasks.push(task);
        Ok(())
    }

    /// All background tasks, newest first: those created later before those created earlier, and of two created at the
    /// same time the one that was added later first.
    pub fn tasks(&self) -> Vec<BackgroundTask> {
        let mut tasks: Vec<_> = locked(&self.contents).tasks.iter().rev().cloned().collect();
        tasks.sort_by_key(|task| Reverse(task.created_at));
        tasks
    }

    /// The background task of an id.
    ///
    /// # Errors
    ///
    /// [`StateError::UnknownTask`] if there is none.
    pub fn task(&self, id: &str) -> Result<BackgroundTask, StateError> {
        locked(&self.contents).tasks.iter().find(|task| task.id == id).cloned().ok_or(StateError::UnknownTask)
    }

    /// Moves a background task on: sets its status, and when it got it.
    ///
    /// # Errors
    ///
    /// [`StateError::UnknownTask`] if there is none of that id.
    pub fn set_task_status(
        &self,
        id: &str,
        status: impl Into<String>,
        updated_at: SystemTime,
    ) -> Result<(), StateError> {
        let mut contents = locked(&self.contents);
        let task = contents.tasks.iter_mut().find(|task| task.id == id).ok_or(StateError::UnknownTask)?;
        task.status = status.into();
        task.updated_at = updated_at;
        Ok(())
    }

    /// Removes a background task and gives it.
    ///
    /// # Errors
    ///
    /// [`StateError::UnknownTask`] if there is none of that id.
    pub fn remove_task(&self, id: &str) -> Result<BackgroundTask, StateError> {
        let mut contents = locked(&self.contents);
        let position = contents.tasks.iter().position(|task| task.id == id).ok_or(StateError::UnknownTask)?;
        Ok(contents.tasks.remove(position))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    fn task(id: &str, second: u64) -> BackgroundTask {
        BackgroundTask::new(id, "kafkaConfigModify", SystemTime::UNIX_EPOCH + Duration::from_secs(second))
    }

    fn ids(instance: &Instance) -> Vec<String> {
        instance.tasks().into_iter().map(|task| task.id).collect()
    }

    #[test]
    fn tasks_come_newest_first_and_of_equals_the_last_added() {
        let instance = Instance::default();
        for task in [task("b", 20), task("a", 10), task("c", 20), task("d", 30), task("e", 20)] {
            instance.add_task(task).unwrap();
        }
        assert_eq!(ids(&instance), ["d", "e", "c", "b", "a"]);
    }

    #[test]
    fn an_id_is_there_once() {
        let instance = Instance::default();
        instance.add_task(task("a", 10)).unwrap();
        assert_eq!(instance.add_task(task("a", 20)), Err(StateError::DuplicateTask));
        instance.remove_task("a").unwrap();
        instance.add_task(task("a", 20)).unwrap();
        assert_eq!(ids(&instance), ["a"]);
    }

    #[test]
    fn a_status_moves_on() {
        let instance = Instance::default();
        instance.add_task(task("a", 10)).unwrap();
        let later = SystemTime::UNIX_EPOCH + Duration::from_secs(11);
        instance.set_task_status("a", "SUCCESS", later).unwrap();
        let task = instance.task("a").unwrap();
        assert_eq!((task.status.as_str(), task.updated_at), ("SUCCESS", later));
    }

    #[test]
    fn what_is_not_there_is_said_to_be_unknown() {
        let instance = Instance::default();
        assert_eq!(instance.task("a"), Err(StateError::UnknownTask));
        assert_eq!(instance.remove_task("a"), Err(StateError::UnknownTask));
        assert_eq!(instance.set_task_status("a", "FAILED", SystemTime::UNIX_EPOCH), Err(StateError::UnknownTask));
    }
}
