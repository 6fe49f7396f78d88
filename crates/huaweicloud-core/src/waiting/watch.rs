//! What to watch, once it is known.

use std::collections::BTreeMap;
use std::time::{Duration, SystemTime};

use serde_json::Value;

use super::expression::{Exchange, text_of};
use super::work::{LongRunning, Match, WorkStep};
use crate::data::{WaitToken, Watch};
use crate::error::Error;
use crate::request::PROJECT_ID;

impl Watch {
    /// The step that it is of.
    pub(super) fn step_of(&self, work: &'static LongRunning) -> Option<&'static WorkStep> {
        let step = usize::try_from(self.step).ok().and_then(|step| work.steps.get(step));
        step.filter(|step| step.operation.id() == self.shown_by)
    }

    /// When the request was sent, by the clock of the service.
    pub(super) fn sent_at(&self) -> Option<SystemTime> {
        let milliseconds = u64::try_from(self.since?).ok()?;
        SystemTime::UNIX_EPOCH.checked_add(Duration::from_millis(milliseconds))
    }

    fn of(number: usize, step: &WorkStep, exchange: Exchange<'_>, sent_at: SystemTime) -> Self {
        let parameters = |named: &[(&str, &str)]| -> BTreeMap<String, String> {
            named.iter().filter_map(|(name, at)| Some(((*name).to_owned(), exchange.text(at)?))).collect()
        };
        let by = step.by.iter().map(|(field, wanted)| {
            let texts = match wanted {
                Match::Value(at) => exchange.text(at).into_iter().collect(),
                Match::OneOf(texts) => texts.iter().map(|text| (*text).to_owned()).collect(),
            };
            ((*field).to_owned(), texts)
        });
        let goals = step.goals.iter().filter_map(|(field, at)| Some(((*field).to_owned(), exchange.text((*at)?)?)));
        let mut path = parameters(step.path);
        // A request may have named a project of its own.
        path.extend(exchange.request.path(PROJECT_ID).map(|project| (PROJECT_ID.to_owned(), project.to_owned())));
        let milliseconds = sent_at.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_millis();
        Self {
            step: i64::try_from(number).unwrap_or(i64::MAX),
            shown_by: step.operation.id().to_owned(),
            path,
            query: parameters(step.query),
            headers: parameters(step.headers),
            by: by.collect(),
            since: step.since.and(i64::try_from(milliseconds).ok()),
            goals: goals.collect(),
        }
    }
}

/// All that is to be watched after a response, one after another.
pub(super) fn watches(work: &LongRunning, exchange: Exchange<'_>, sent_at: SystemTime) -> Vec<Watch> {
    let mut watches = Vec::new();
    for (number, step) in work.steps.iter().enumerate() {
        let elements = match step.each.map(|list| exchange.value(list)) {
            None => vec![None],
            Some(Some(Value::Array(elements))) => elements.into_iter().map(Some).collect(),
            Some(_) => Vec::new(),
        };
        for element in &elements {
            let exchange = Exchange { each: element.as_ref(), ..exchange };
            if step.when.iter().all(|(at, test)| exchange.holds(at, *test)) {
                watches.push(Watch::of(number, step, exchange, sent_at));
            }
        }
    }
    watches
}

/// Whether an element is the one that is looked for.
pub(super) fn is_sought(watch: &Watch, element: &Value) -> bool {
    watch.by.iter().all(|(field, texts)| {
        let text = element.get(field).and_then(text_of);
        text.is_some_and(|text| texts.contains(&text))
    })
}

impl WaitToken {
    pub(super) fn new(operation: &str, watches: Vec<Watch>) -> Self {
        Self { operation: operation.to_owned(), watches }
    }

    /// What is still to be watched.
    ///
    /// # Errors
    ///
    /// [`Error::is_invalid_request`] for a token of another operation, or of a version that watches something else.
    pub(super) fn into_watches(self, operation: &'static str, work: &'static LongRunning) -> Result<Vec<Watch>, Error> {
        let refuse = |what: String| Err(Error::invalid_request(what).of(operation));
        if self.operation != operation {
            return refuse(format!("the token is of `{}`, not of `{operation}`", self.operation));
        }
        match self.watches.iter().find(|watch| watch.step_of(work).is_none()) {
            Some(unknown) => refuse(format!(
                "the token is of another version: `{}` does not show how far this work is; look for yourself",
                unknown.shown_by
            )),
            None => Ok(self.watches),
        }
    }
}
