//! Why a consumer group lags behind.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::durations::Work;
use super::effect::Effect;
use super::error::StateError;
use super::instance::Instance;
use super::moment::Moment;
use super::view::View;

/// A diagnosis of a backlog.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Diagnosis {
    pub(crate) id: String,
    pub(crate) group: String,
    pub(crate) topic: String,
    pub(crate) status: DiagnosisStatus,
    pub(crate) begun_at: Moment,
    pub(crate) ended_at: Option<Moment>,
    /// Partitions with a backlog.
    pub(crate) backlog: Vec<u16>,
}

/// How far a diagnosis is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum DiagnosisStatus {
    Diagnosing,
    Failed,
    Finished,
}

/// A diagnosis is done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct DiagnosisEnd(String);

impl DiagnosisEnd {
    pub(super) fn happen(self, view: &mut View<'_>, id: &str) {
        self.end(view, id, DiagnosisStatus::Finished);
    }

    pub(super) fn fail(self, view: &mut View<'_>, id: &str) {
        self.end(view, id, DiagnosisStatus::Failed);
    }

    fn end(self, view: &mut View<'_>, id: &str, status: DiagnosisStatus) {
        let now = view.now();
        let Ok(instance) = view.instance_mut(id) else { return };
        let Some(place) = instance.diagnoses.iter().position(|diagnosis| diagnosis.id == self.0) else { return };
        let found = instance.diagnoses.get(place).map(|diagnosis| instance.backlog(&diagnosis.group, &diagnosis.topic));
        let backlog = found.and_then(Result::ok).unwrap_or_default().into_keys().collect();
        if let Some(diagnosis) = instance.diagnoses.get_mut(place) {
            (diagnosis.status, diagnosis.ended_at, diagnosis.backlog) = (status, Some(now), backlog);
        }
    }
}

impl Instance {
    /// How many messages of a topic a consumer group has not consumed yet, by partition, of those partitions that have some.
    pub(crate) fn backlog(&self, group: &str, topic: &str) -> Result<BTreeMap<u16, u64>, StateError> {
        let (group, of_topic) = (self.groups.get(group)?, self.topics.get(topic)?);
        let behind = group.progress(topic, of_topic).filter(|progress| progress.current < progress.end);
        Ok(behind.map(|progress| (progress.partition, progress.end - progress.current)).collect())
    }
}

impl View<'_> {
    /// Begins to find out why a consumer group lags behind on a topic, and gives the id of the report.
    pub(crate) fn diagnose(&mut self, instance_id: &str, group: String, topic: String) -> Result<String, StateError> {
        self.running(instance_id)?.backlog(&group, &topic)?;
        let (id, begun_at) = (self.new_uuid(), self.now());
        let status = DiagnosisStatus::Diagnosing;
        let diagnosis =
            Diagnosis { id: id.clone(), group, topic, status, begun_at, ended_at: None, backlog: Vec::new() };
        self.instance_mut(instance_id)?.diagnoses.push(diagnosis);
        self.start(instance_id, Work::Diagnosis, Effect::Diagnosis(DiagnosisEnd(id.clone())));
        Ok(id)
    }
}
