//! Smart Connect of an instance: the connector, its tasks, and its sink tasks, which are older.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::durations::Work;
use super::effect::Effect;
use super::error::StateError;
use super::instance::{Instance, Status};
use super::moment::Moment;
use super::view::View;

/// Smart Connect, as long as it is on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Connector {
    pub(crate) id: String,
    pub(crate) node_count: u16,
    /// By their ids, in the order of creation.
    pub(crate) tasks: IndexMap<String, ConnectorTask>,
    pub(crate) sink_tasks: IndexMap<String, ConnectorTask>,
    /// How many sink tasks there may be.
    pub(crate) most_sink_tasks: u32,
}

/// A task of Smart Connect. Passwords and keys are not kept: no response has them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct ConnectorTask {
    pub(crate) name: String,
    pub(crate) topics: Option<String>,
    pub(crate) topics_regex: Option<String>,
    /// Where it reads: the type, and what belongs to it.
    pub(crate) source: Peer,
    /// Where it writes.
    pub(crate) sink: Peer,
    pub(crate) status: TaskStatus,
    /// What it will be soon.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) next_status: Option<TaskStatus>,
    pub(crate) created_at: Moment,
}

/// What a task reads or writes, besides the topics: the type of the service, and fields under the names of the service.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Peer {
    pub(crate) kind: String,
    pub(crate) fields: Map<String, Value>,
}

/// The state of a task of Smart Connect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub(crate) enum TaskStatus {
    Creating,
    Running,
    /// It was created to be started later.
    Waiting,
    Paused,
    Restarting,
}

/// What is asked of a task of Smart Connect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TaskAction {
    Pause,
    Resume,
    Restart,
}

/// What comes of work on Smart Connect.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) enum Connecting {
    On(Box<Connector>),
    Off,
    /// A task is in the state that it was to be in.
    Task {
        id: String,
        status: TaskStatus,
    },
}

impl Peer {
    /// The type of no peer.
    pub(crate) const NONE: &str = "NONE";
}

impl Connector {
    /// The least number of nodes, and the one that counts if none is said.
    pub(crate) const NODES: u16 = 2;
    /// How many tasks a node carries out: of the documented lists, the one for two nodes has 18.
    const TASKS_OF_NODE: u32 = 9;
    /// How many sink tasks there may be: the documented list.
    pub(crate) const MOST_SINK_TASKS: u32 = 9;

    /// A connector without tasks.
    pub(crate) fn of(id: String, node_count: u16) -> Self {
        let (tasks, sink_tasks) = (IndexMap::new(), IndexMap::new());
        Self { id, node_count, tasks, sink_tasks, most_sink_tasks: Self::MOST_SINK_TASKS }
    }

    /// How many tasks there may be.
    pub(crate) fn most_tasks(&self) -> u32 {
        u32::from(self.node_count) * Self::TASKS_OF_NODE
    }

    fn task_mut(&mut self, id: &str) -> Option<&mut ConnectorTask> {
        self.tasks.get_mut(id).or_else(|| self.sink_tasks.get_mut(id))
    }
}

impl TaskAction {
    /// In which state the task is meanwhile, and in which then; nothing if it is there already.
    const fn leads(self, from: TaskStatus) -> Result<Option<(TaskStatus, TaskStatus)>, StateError> {
        use TaskStatus::{Creating, Paused, Restarting, Running, Waiting};
        match (self, from) {
            (Self::Pause, Running) => Ok(Some((Running, Paused))),
            (Self::Resume, Paused) => Ok(Some((Paused, Running))),
            (Self::Restart, Running | Paused) => Ok(Some((Restarting, Running))),
            (Self::Restart, Waiting) => Ok(Some((Waiting, Running))),
            (Self::Pause, Paused) | (Self::Resume, Running) => Ok(None),
            (_, Creating | Restarting | Waiting) => Err(StateError::TaskState),
        }
    }
}

impl Connecting {
    pub(super) fn happen(self, view: &mut View<'_>, id: &str) {
        let Ok(instance) = view.instance_mut(id) else { return };
        match self {
            Self::On(connector) => (instance.status, instance.connector) = (Status::Running, Some(connector)),
            Self::Off => (instance.status, instance.connector) = (Status::Running, None),
            Self::Task { id, status } => {
                let task = instance.connector.as_mut().and_then(|connector| connector.task_mut(&id));
                // Something else may have been asked of it meanwhile.
                if let Some(task) = task.filter(|task| task.next_status == Some(status)) {
                    (task.status, task.next_status) = (status, None);
                }
            }
        }
    }

    pub(super) fn fail(self, view: &mut View<'_>, id: &str) {
        let Ok(instance) = view.instance_mut(id) else { return };
        match self {
            Self::On(_) => instance.status = Status::ExtendedFailed,
            Self::Off => instance.status = Status::Running,
            // No state of a task says that something failed.
            Self::Task { id, status } => {
                let task = instance.connector.as_mut().and_then(|connector| connector.task_mut(&id));
                if let Some(task) = task.filter(|task| task.next_status == Some(status)) {
                    task.next_status = None;
                }
            }
        }
    }
}

impl Instance {
    /// Its Smart Connect, if it is on.
    pub(crate) fn connector(&self) -> Result<&Connector, StateError> {
        self.connector.as_deref().ok_or(StateError::UnknownConnector)
    }

    /// Its Smart Connect, to be changed.
    pub(crate) fn connector_mut(&mut self) -> Result<&mut Connector, StateError> {
        self.connector.as_deref_mut().ok_or(StateError::UnknownConnector)
    }
}

impl View<'_> {
    /// Begins to switch Smart Connect on; gives the ids of the task and of the connector. The parameters are those of the request.
    pub(crate) fn connect(&mut self, id: &str, nodes: u16, params: String) -> Result<(String, String), StateError> {
        if self.running(id)?.connector.is_some() {
            return Err(StateError::DuplicateConnector);
        }
        let connector = Connector::of(self.new_uuid(), nodes);
        let connector_id = connector.id.clone();
        self.instance_mut(id)?.status = Status::Extending;
        let effect = Effect::Connecting(Connecting::On(Box::new(connector)));
        Ok((self.start_task(id, "kafkaConnectorCreate", params, Work::Connector, effect)?, connector_id))
    }

    /// Begins to switch Smart Connect off, and gives the id of the task.
    pub(crate) fn disconnect(&mut self, id: &str) -> Result<String, StateError> {
        self.running(id)?.connector()?;
        self.instance_mut(id)?.status = Status::ConnectorDeleting;
        let effect = Effect::Connecting(Connecting::Off);
        self.start_task(id, "kafkaConnectorDelete", "{}".to_owned(), Work::Connector, effect)
    }

    /// Adds a task of Smart Connect, which is being created, and gives its id.
    pub(crate) fn create_connector_task(
        &mut self,
        id: &str,
        task: ConnectorTask,
        status: TaskStatus,
    ) -> Result<String, StateError> {
        let connector = self.running(id)?.connector()?;
        if connector.tasks.len() >= usize::try_from(connector.most_tasks()).unwrap_or(usize::MAX) {
            return Err(StateError::TooManyConnectorTasks);
        }
        let task_id = self.new_uuid();
        self.instance_mut(id)?.connector_mut()?.tasks.insert(task_id.clone(), task);
        self.lead(id, &task_id, TaskStatus::Creating, status);
        Ok(task_id)
    }

    /// Adds a sink task, and gives its id.
    pub(crate) fn create_sink_task(&mut self, id: &str, task: ConnectorTask) -> Result<String, StateError> {
        let connector = self.running(id)?.connector()?;
        if connector.sink_tasks.len() >= usize::try_from(connector.most_sink_tasks).unwrap_or(usize::MAX) {
            return Err(StateError::TooManySinkTasks);
        }
        let task_id = self.new_uuid();
        self.instance_mut(id)?.connector_mut()?.sink_tasks.insert(task_id.clone(), task);
        self.lead(id, &task_id, TaskStatus::Creating, TaskStatus::Running);
        Ok(task_id)
    }

    /// Begins what is asked of a task of Smart Connect.
    pub(crate) fn act_on_connector_task(
        &mut self,
        id: &str,
        task_id: &str,
        action: TaskAction,
    ) -> Result<(), StateError> {
        let task = self.running(id)?.connector()?.tasks.get(task_id).ok_or(StateError::UnknownConnectorTask)?;
        if let Some((meanwhile, then)) = action.leads(task.status)? {
            self.lead(id, task_id, meanwhile, then);
        }
        Ok(())
    }

    fn lead(&mut self, id: &str, task_id: &str, meanwhile: TaskStatus, then: TaskStatus) {
        let connector = self.instance_mut(id).and_then(Instance::connector_mut).ok();
        if let Some(task) = connector.and_then(|connector| connector.task_mut(task_id)) {
            (task.status, task.next_status) = (meanwhile, Some(then));
        }
        let effect = Effect::Connecting(Connecting::Task { id: task_id.to_owned(), status: then });
        self.start(id, Work::ConnectorTask, effect);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_task_goes_where_it_is_led() {
        use TaskStatus::{Creating, Paused, Restarting, Running, Waiting};
        assert_eq!(TaskAction::Pause.leads(Running), Ok(Some((Running, Paused))));
        assert_eq!(TaskAction::Resume.leads(Paused), Ok(Some((Paused, Running))));
        assert_eq!(TaskAction::Restart.leads(Running), Ok(Some((Restarting, Running))));
        assert_eq!(TaskAction::Restart.leads(Waiting), Ok(Some((Waiting, Running))));
        assert_eq!(TaskAction::Pause.leads(Paused), Ok(None));
        for (action, from) in
            [(TaskAction::Pause, Waiting), (TaskAction::Resume, Waiting), (TaskAction::Restart, Creating)]
        {
            assert_eq!(action.leads(from), Err(StateError::TaskState), "{action:?} {from:?}");
        }
    }
}
