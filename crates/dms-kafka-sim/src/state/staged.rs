//! What a test stages in an instance, under the eyes of a client.

use std::time::SystemTime;

use super::State;
use super::background_task::BackgroundTask;
use super::consumer_group::{Group, Member};
use super::error::StateError;
use super::instance::Instance;
use super::view::View;

/// An instance of a [`State`], in which a test stages what it needs.
#[derive(Clone, Debug)]
pub struct StagedInstance {
    pub(super) state: State,
    pub(super) project_id: String,
    pub(super) id: String,
}

impl StagedInstance {
    /// Adds a background task. It stays as it is until it is [moved on](Self::set_task_status).
    ///
    /// # Errors
    ///
    /// [`StateError::DuplicateTask`] if there is one of that id already, [`StateError::UnknownInstance`] if the instance is gone.
    pub fn add_task(&self, task: BackgroundTask) -> Result<(), StateError> {
        self.with(|instance| instance.add_task(task))
    }

    /// All background tasks, newest first: those created later before those created earlier, and of two created at the
    /// same time the one that was added later first. None if the instance is gone.
    pub fn tasks(&self) -> Vec<BackgroundTask> {
        self.with(|instance| Ok(instance.tasks_newest_first().into_iter().cloned().collect())).unwrap_or_default()
    }

    /// The background task of an id.
    ///
    /// # Errors
    ///
    /// [`StateError::UnknownTask`] if there is none, [`StateError::UnknownInstance`] if the instance is gone.
    pub fn task(&self, id: &str) -> Result<BackgroundTask, StateError> {
        self.with(|instance| instance.task(id).cloned())
    }

    /// Moves a background task on: sets its status, and when it got it.
    ///
    /// # Errors
    ///
    /// [`StateError::UnknownTask`] if there is none of that id, [`StateError::UnknownInstance`] if the instance is gone.
    pub fn set_task_status(
        &self,
        id: &str,
        status: impl Into<String>,
        updated_at: SystemTime,
    ) -> Result<(), StateError> {
        self.with(|instance| {
            let task = instance.task_mut(id)?;
            (task.status, task.updated_at) = (status.into(), updated_at);
            Ok(())
        })
    }

    /// Removes a background task and gives it.
    ///
    /// # Errors
    ///
    /// [`StateError::UnknownTask`] if there is none of that id, [`StateError::UnknownInstance`] if the instance is gone.
    pub fn remove_task(&self, id: &str) -> Result<BackgroundTask, StateError> {
        self.with(|instance| instance.remove_task(id))
    }

    /// Lets a consumer join a consumer group, as a Kafka client does that subscribes to topics, and gives the id that it gets. A
    /// group that is not there is created.
    ///
    /// # Errors
    ///
    /// [`StateError::UnknownInstance`] if the instance is gone.
    pub fn join_group(
        &self,
        group_id: &str,
        client_id: &str,
        host: &str,
        topics: &[&str],
    ) -> Result<String, StateError> {
        self.with_view(|view| {
            let (id, now) = (format!("{client_id}-{}", view.new_uuid()), view.now());
            let groups = &mut view.instance_mut(&self.id)?.groups;
            if groups.get(group_id).is_err() {
                groups.insert(group_id, Group { created_at: now, ..Group::default() });
            }
            let topics = topics.iter().map(|&topic| topic.to_owned()).collect();
            let member = Member { id: id.clone(), client_id: client_id.to_owned(), host: format!("/{host}"), topics };
            groups.get_mut(group_id)?.members.push(member);
            Ok(id)
        })
    }

    /// Lets all consumers leave a consumer group.
    ///
    /// # Errors
    ///
    /// [`StateError::UnknownGroup`] if there is none of that name, [`StateError::UnknownInstance`] if the instance is gone.
    pub fn leave_group(&self, group_id: &str) -> Result<(), StateError> {
        self.with(|instance| {
            instance.groups.get_mut(group_id)?.members.clear();
            Ok(())
        })
    }

    /// Notes how far a consumer group has consumed a partition, as its consumers do.
    ///
    /// # Errors
    ///
    /// [`StateError::UnknownGroup`], [`StateError::UnknownTopic`] or [`StateError::UnknownPartition`] if there is none of that
    /// name or number, [`StateError::UnknownInstance`] if the instance is gone.
    pub fn commit_offset(&self, group_id: &str, topic: &str, partition: u16, offset: u64) -> Result<(), StateError> {
        self.with(|instance| instance.commit(group_id, topic, partition, offset))
    }

    fn with<T>(&self, act: impl FnOnce(&mut Instance) -> Result<T, StateError>) -> Result<T, StateError> {
        self.with_view(|view| act(view.instance_mut(&self.id)?))
    }

    /// Changes the project, and writes that down where the state is written down.
    fn with_view<T>(&self, act: impl FnOnce(&mut View<'_>) -> Result<T, StateError>) -> Result<T, StateError> {
        let mut shared = self.state.locked();
        let outcome = act(&mut shared.world.view(&self.project_id, false))?;
        shared.write_down();
        Ok(outcome)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    fn task(id: &str, second: u64) -> BackgroundTask {
        BackgroundTask::new(id, "kafkaConfigModify", SystemTime::UNIX_EPOCH + Duration::from_secs(second))
    }

    fn instance() -> StagedInstance {
        State::empty().add_instance("p", "i")
    }

    fn ids(instance: &StagedInstance) -> Vec<String> {
        instance.tasks().into_iter().map(|task| task.id).collect()
    }

    #[test]
    fn tasks_come_newest_first_and_of_equals_the_last_added() {
        let instance = instance();
        for task in [task("b", 20), task("a", 10), task("c", 20), task("d", 30), task("e", 20)] {
            instance.add_task(task).unwrap();
        }
        assert_eq!(ids(&instance), ["d", "e", "c", "b", "a"]);
    }

    #[test]
    fn an_id_is_there_once() {
        let instance = instance();
        instance.add_task(task("a", 10)).unwrap();
        assert_eq!(instance.add_task(task("a", 20)), Err(StateError::DuplicateTask));
        instance.remove_task("a").unwrap();
        instance.add_task(task("a", 20)).unwrap();
        assert_eq!(ids(&instance), ["a"]);
    }

    #[test]
    fn a_status_moves_on() {
        let instance = instance();
        instance.add_task(task("a", 10)).unwrap();
        let later = SystemTime::UNIX_EPOCH + Duration::from_secs(11);
        instance.set_task_status("a", "SUCCESS", later).unwrap();
        let task = instance.task("a").unwrap();
        assert_eq!((task.status.as_str(), task.updated_at), ("SUCCESS", later));
    }

    #[test]
    fn what_is_not_there_is_said_to_be_unknown() {
        let instance = instance();
        assert_eq!(instance.task("a"), Err(StateError::UnknownTask));
        assert_eq!(instance.remove_task("a"), Err(StateError::UnknownTask));
        assert_eq!(instance.set_task_status("a", "FAILED", SystemTime::UNIX_EPOCH), Err(StateError::UnknownTask));
    }
}
