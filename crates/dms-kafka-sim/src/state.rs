//! What the simulated service knows: projects, their instances, and what is in them. It does not know of HTTP.
//!
//! One file a thing, with its data and its rules. All of it is plain data in one [`World`], so that it can be written down. What
//! goes on after a response stands in the world's agenda, and happens when the time has come for it.

mod access_policy;
mod agenda;
mod background_task;
mod configs;
mod connector;
mod consumer_group;
mod diagnosis;
mod durations;
mod effect;
mod error;
mod ids;
mod instance;
mod log_task;
mod message;
mod moment;
mod placement;
mod project;
mod quota;
mod reassignment;
mod scheduled_task;
mod staged;
mod tag;
mod topic;
mod user;
mod view;
mod world;

use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

pub use background_task::BackgroundTask;
pub use error::StateError;
pub use staged::StagedInstance;

pub(crate) use access_policy::{AccessPolicy, AccessRight, POLICY_TASK, PolicyChange};
pub(crate) use configs::{CONFIGS, Config, ConfigChange, Values};
pub(crate) use connector::{Connector, ConnectorTask, Peer, TaskAction, TaskStatus};
pub(crate) use consumer_group::{Group, GroupReset, Groups, Member, Progress, ResetTo};
pub(crate) use diagnosis::{Diagnosis, DiagnosisStatus};
pub(crate) use durations::Work;
pub(crate) use effect::Effect;
pub(crate) use ids::uuid_of;
pub(crate) use instance::{
    Access, AutoExpansion, Billing, Entrance, FirstUser, Instance, Lifecycle, Maintenance, NEWEST_VERSION, Network,
    PortName, Ports, Product, Recycled, Removal, RetentionPolicy, Scaling, Status, Storage,
};
pub(crate) use log_task::{LogKind, LogStatus, LogTarget, LogTask};
pub(crate) use message::{Log, Message, partition_of};
pub(crate) use moment::Moment;
pub(crate) use quota::{Change, ClientQuota, QuotaChange, Quotas, Rates, TopicQuota, Whom};
pub(crate) use reassignment::Reassignment;
pub(crate) use scheduled_task::{Scheduled, ScheduledStatus, ScheduledTask};
pub(crate) use tag::{Tag, TagMistake};
pub(crate) use topic::{Growth, MOST_PARTITIONS, Settings, Topic, Topics};
pub(crate) use user::{User, Users};
pub(crate) use view::View;
pub(crate) use world::World;

use huaweicloud_sim::{Call, EXAMPLE_PROJECT_ID, Refusal, Response};

use crate::codes;
use crate::examples::{self, EXAMPLE_INSTANCE_ID};
use crate::state_file::{Entry, LoggedCall, StateFile, StateFileError};

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
    shared: Arc<Mutex<Shared>>,
}

/// What clones of a state share.
#[derive(Debug, Default)]
struct Shared {
    world: World,
    /// Where it is written down, if it is.
    file: Option<StateFile>,
}

impl Shared {
    /// Writes everything down, after a change that no call made.
    fn write_down(&mut self) {
        if let Some(file) = &mut self.file {
            file.replace(&self.world);
        }
    }
}

/// A call, as it is carried out again.
fn logged(call: &Call<'_>) -> LoggedCall {
    LoggedCall {
        method: call.method().to_owned(),
        target: call.target().to_owned(),
        // Whoever reads a body reads JSON, which is UTF-8; of an operation that takes none, nobody does.
        body: String::from_utf8_lossy(call.body()).into_owned(),
        work_fails: call.work_fails(),
    }
}

/// Handles the requests of one operation, which keep what the specification says of it: reads the call, asks the state, and
/// writes the response. It checks everything before it changes anything.
pub(crate) type Handler = fn(&mut View<'_>, &Call<'_>) -> Result<Response, Refusal>;

impl State {
    /// How long the log of a state in a file is at least, in bytes, that is folded: 8 MiB.
    pub const FOLDED_BYTES: u64 = 8 << 20;

    /// A state without any instance.
    pub fn empty() -> Self {
        Self { shared: Arc::default() }
    }

    /// A state with what the documents show in their examples: the instance
    /// [`EXAMPLE_INSTANCE_ID`] of the project [`EXAMPLE_PROJECT_ID`](crate::EXAMPLE_PROJECT_ID), with three background tasks,
    /// a topic, Smart Connect with a few tasks, and diagnoses.
    pub fn with_examples() -> Self {
        let state = Self::empty();
        state.insert(EXAMPLE_PROJECT_ID, examples::instance(EXAMPLE_INSTANCE_ID));
        state
    }

    /// Adds an instance that is RUNNING, as the documented one is but with nothing in it, or gives the one that is there already.
    pub fn add_instance(&self, project_id: impl Into<String>, instance_id: impl Into<String>) -> StagedInstance {
        let (project_id, id) = (project_id.into(), instance_id.into());
        if self.instance(&project_id, &id).is_err() {
            self.insert(&project_id, examples::empty_instance(&id));
        }
        StagedInstance { state: self.clone(), project_id, id }
    }

    /// The instance of a project.
    ///
    /// # Errors
    ///
    /// [`StateError::UnknownInstance`] if the project has no such instance.
    pub fn instance(&self, project_id: &str, instance_id: &str) -> Result<StagedInstance, StateError> {
        self.locked().world.view(project_id, false).instance(instance_id)?;
        Ok(StagedInstance { state: self.clone(), project_id: project_id.to_owned(), id: instance_id.to_owned() })
    }

    /// Carries a call out, once everything has happened that is due by then.
    pub(crate) fn carry_out(&self, handler: Handler, call: &Call<'_>) -> Result<Response, Refusal> {
        let mut shared = self.locked();
        let Shared { world, file } = &mut *shared;
        let unwritten = |why: String| Refusal::of(codes::INTERNAL).because(&why);
        if let Some(file) = file {
            file.check().map_err(unwritten)?;
        }
        let has_happened = world.settle(Moment::of(call.now()));
        // What is no project's has no such parameter.
        let project_id = call.path("project_id").unwrap_or_default();
        let outcome = handler(&mut world.view(project_id, call.work_fails()), call);
        let call = Some(call).filter(|call| outcome.is_ok() && call.method() != "GET");
        // Written before anybody is told; also that time has come so far, if that can be seen.
        if let Some(file) = file.as_mut().filter(|_| call.is_some() || has_happened) {
            let entry = Entry { at: world.now().millisecond(), call: call.map(logged) };
            file.put_down(&entry, world).map_err(unwritten)?;
        }
        outcome
    }

    /// The simulated time that it has come to: the last at which it was asked.
    pub fn now(&self) -> SystemTime {
        self.locked().world.now().time()
    }

    /// A state of its own, at what this one has come to.
    pub(crate) fn of_world(world: World) -> Self {
        Self { shared: Arc::new(Mutex::new(Shared { world, file: None })) }
    }

    /// Lets something happen that no call asked for: time that has come so far.
    pub(crate) fn settle(&self, now: Moment) {
        self.locked().world.settle(now);
    }

    /// Writes it down from now on, to files that have what it has.
    pub(crate) fn go_on_in(&self, file: StateFile) {
        self.locked().file = Some(file);
    }

    /// Writes it down in new files, and from now on.
    pub(crate) fn begin_in(&self, path: &Path, folded_bytes: u64) -> Result<(), StateFileError> {
        let mut shared = self.locked();
        shared.file = Some(StateFile::create(path, &shared.world, folded_bytes)?);
        Ok(())
    }

    /// Lets somebody look at all of it, once everything has happened that is due by then.
    pub(crate) fn look<T>(&self, now: SystemTime, at: impl FnOnce(&World) -> T) -> T {
        let mut shared = self.locked();
        shared.world.settle(Moment::of(now));
        at(&shared.world)
    }

    fn insert(&self, project_id: &str, instance: Instance) {
        let mut shared = self.locked();
        let mut view = shared.world.view(project_id, false);
        view.project_mut().instances.insert(instance.id.clone(), Box::new(instance));
        shared.write_down();
    }

    /// Whether or not another thread panicked meanwhile: no change is made in more than one step.
    fn locked(&self) -> MutexGuard<'_, Shared> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
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
    fn what_an_instance_holds_survives_being_written() {
        let mut instance = examples::instance("i");
        let log = &mut instance.topics.get_mut("topic-test").unwrap().log;
        log.append(2, Message { key: Some("k".into()), value: "v".into(), at: Moment::of_millisecond(1) });
        log.append(2, Message { key: None, value: "v".into(), at: Moment::of_millisecond(2) });
        log.delete_before(2, 1);
        instance.commit("consumer-1", "topic-test", 2, 1).unwrap();
        let growth = Growth { topic: "topic-test".to_owned(), partition_count: 4, brokers: vec![2] };
        instance.grow(vec![growth]).unwrap();
        let rates = Rates { producer: Some(1), consumer: None };
        instance.quotas.topics.insert("topic-test".into(), TopicQuota { rates, has_hyphens: true });
        let whom = Whom { user: "root".to_owned(), ..Whom::default() };
        instance.quotas.clients.push(ClientQuota { whom, rates });
        let written = serde_json::to_string(&instance).unwrap();
        assert_eq!(serde_json::from_str::<Instance>(&written).unwrap(), instance);
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
