//! What will happen, and when.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::effect::Effect;
use super::moment::Moment;

/// What will happen in the simulated service without anybody asking for it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(from = "Entries", into = "Entries")]
pub(crate) struct Agenda {
    /// Of what is due at the same moment, what was put down first happens first.
    due: BTreeMap<(Moment, u64), Event>,
    put_down: u64,
}

/// Something that happens to an instance.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Event {
    pub(crate) project_id: String,
    pub(crate) instance_id: String,
    pub(crate) step: Step,
}

/// A step of work.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) enum Step {
    /// A task is EXECUTING.
    Begins { task_id: String },
    /// Work ends, and something comes of it unless it fails.
    Ends { task_id: Option<String>, effect: Effect, fails: bool },
}

impl Agenda {
    pub(crate) fn put_down(&mut self, at: Moment, event: Event) {
        self.due.insert((at, self.put_down), event);
        self.put_down += 1;
    }

    /// When a background task ends.
    pub(crate) fn end_of_task(&self, id: &str) -> Option<Moment> {
        let ends = |event: &Event| matches!(&event.step, Step::Ends { task_id: Some(task_id), .. } if task_id == id);
        self.due.iter().find(|(_, event)| ends(event)).map(|((at, _), _)| *at)
    }

    /// Takes what is due next, unless nothing is due yet.
    pub(crate) fn take_due(&mut self, now: Moment) -> Option<(Moment, Event)> {
        let next = self.due.first_entry().filter(|entry| entry.key().0 <= now)?;
        let ((at, _), event) = next.remove_entry();
        Some((at, event))
    }
}

/// An agenda as it is written: keys of objects would have to be texts.
#[derive(Serialize, Deserialize)]
struct Entries {
    due: Vec<(Moment, u64, Event)>,
    put_down: u64,
}

impl From<Entries> for Agenda {
    fn from(Entries { due, put_down }: Entries) -> Self {
        Self { due: due.into_iter().map(|(at, number, event)| ((at, number), event)).collect(), put_down }
    }
}

impl From<Agenda> for Entries {
    fn from(Agenda { due, put_down }: Agenda) -> Self {
        Self { due: due.into_iter().map(|((at, number), event)| (at, number, event)).collect(), put_down }
    }
}
