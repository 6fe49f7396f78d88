//! Logs of an instance, which go to the log service.

use serde::{Deserialize, Serialize};

use super::durations::Work;
use super::effect::Effect;
use super::error::StateError;
use super::ids::uuid_of;
use super::instance::Instance;
use super::moment::Moment;
use super::view::View;

/// A log, and where it goes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct LogTask {
    pub(crate) id: String,
    pub(crate) kind: LogKind,
    pub(crate) file_name: String,
    pub(crate) group_id: String,
    pub(crate) stream_id: String,
    pub(crate) dashboard_id: String,
    pub(crate) status: LogStatus,
    pub(crate) created_at: Moment,
    pub(crate) updated_at: Moment,
}

/// What a log holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum LogKind {
    #[serde(rename = "REBALANCE")]
    Rebalance,
    #[serde(rename = "topic_log")]
    Topic,
}

/// Whether a log is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub(crate) enum LogStatus {
    Open,
    Close,
    Opening,
    Closing,
}

/// A log is on or off from now on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct LogChange {
    kind: LogKind,
    is_on: bool,
}

/// Where a log is to go, by names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct LogTarget {
    pub(crate) file: Option<String>,
    pub(crate) group: Option<String>,
    pub(crate) stream: Option<String>,
}

impl LogKind {
    /// The kind of a name of the service.
    pub(crate) fn of_name(name: &str) -> Option<Self> {
        [Self::Rebalance, Self::Topic].into_iter().find(|kind| kind.as_str() == name)
    }

    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Rebalance => "REBALANCE",
            Self::Topic => "topic_log",
        }
    }

    const fn file_name(self) -> &'static str {
        match self {
            Self::Rebalance => "rebalance.log",
            Self::Topic => "topic.log",
        }
    }
}

impl LogChange {
    pub(super) fn happen(self, view: &mut View<'_>, id: &str) {
        self.end(view, id, self.is_on);
    }

    pub(super) fn fail(self, view: &mut View<'_>, id: &str) {
        self.end(view, id, !self.is_on);
    }

    fn end(self, view: &mut View<'_>, id: &str, is_on: bool) {
        let now = view.now();
        let Ok(instance) = view.instance_mut(id) else { return };
        if let Some(log) = instance.logs.iter_mut().find(|log| log.kind == self.kind) {
            (log.status, log.updated_at) = (if is_on { LogStatus::Open } else { LogStatus::Close }, now);
        }
    }
}

impl Instance {
    /// A log of the instance, unless it was never on.
    pub(crate) fn log(&self, kind: LogKind) -> Option<&LogTask> {
        self.logs.iter().find(|log| log.kind == kind)
    }
}

impl View<'_> {
    /// Begins to switch a log on, and gives the id of the task. An instance starts one after another.
    pub(crate) fn open_log(&mut self, id: &str, kind: LogKind, target: LogTarget) -> Result<String, StateError> {
        let instance = self.running(id)?;
        if instance.logs.iter().any(|log| log.status == LogStatus::Opening) {
            return Err(StateError::LogIsStarting);
        }
        match instance.log(kind).map(|log| log.status) {
            Some(LogStatus::Open) => return Err(StateError::LogIsOpen),
            Some(LogStatus::Closing) => return Err(StateError::WrongState),
            _ => {}
        }
        let log = self.log_task(id, kind, target);
        let logs = &mut self.instance_mut(id)?.logs;
        logs.retain(|log| log.kind != kind);
        logs.push(log);
        self.change_log(id, kind, true)
    }

    fn log_task(&mut self, id: &str, kind: LogKind, target: LogTarget) -> LogTask {
        let LogTarget { file, group, stream } = target;
        let group = group.unwrap_or_else(|| format!("kafka-{id}"));
        let stream = stream.unwrap_or_else(|| kind.as_str().to_owned());
        let project_id = self.project_id;
        LogTask {
            id: self.new_hex_id(),
            kind,
            file_name: file.unwrap_or_else(|| kind.file_name().to_owned()),
            group_id: uuid_of(&[project_id, "log group", &group]),
            stream_id: uuid_of(&[project_id, "log stream", &group, &stream]),
            dashboard_id: uuid_of(&[project_id, "dashboard", &group, &stream]),
            status: LogStatus::Opening,
            created_at: self.now(),
            updated_at: self.now(),
        }
    }

    /// Begins to switch a log off, and gives the id of the task.
    pub(crate) fn close_log(&mut self, id: &str, kind: LogKind) -> Result<String, StateError> {
        self.running(id)?;
        let now = self.now();
        let log = self.instance_mut(id)?.logs.iter_mut().find(|log| log.kind == kind);
        let log = log.filter(|log| log.status != LogStatus::Close).ok_or(StateError::LogIsClosed)?;
        if log.status != LogStatus::Open {
            return Err(StateError::LogIsStarting);
        }
        (log.status, log.updated_at) = (LogStatus::Closing, now);
        self.change_log(id, kind, false)
    }

    fn change_log(&mut self, id: &str, kind: LogKind, is_on: bool) -> Result<String, StateError> {
        let name = if is_on { "kafkaLogStart" } else { "kafkaLogStop" };
        let params = serde_json::json!({"log_type": kind}).to_string();
        self.start_task(id, name, params, Work::Log, Effect::Log(LogChange { kind, is_on }))
    }
}
