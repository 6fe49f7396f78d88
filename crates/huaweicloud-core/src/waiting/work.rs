//! What is known of work before it begins.

use serde_json::Value;

use crate::paging::PagingInfo;
use crate::service::Operation;

/// The work that goes on after the response to an operation, as its documentation says. Generated clients hold one
/// constant for each.
///
/// It is over when each of its steps is, one after another. A step whose conditions do not hold is passed over.
///
/// Values of the request and the response are named as OpenAPI's runtime expressions do: `$request.path.widget_id`,
/// `$request.query.kind`, `$request.header.X-Kind`, `$request.body#/size/width`, `$response.body#/job_id`; `$each#/id`
/// is a field of the element at hand. Any other text stands for itself.
///
/// ```
/// use huaweicloud_core::{LongRunning, Method, Operation, WorkStep};
///
/// const SHOW_WIDGET: Operation = Operation::new("ShowWidget", Method::Get, "/v1/widgets/{widget_id}").idempotent();
/// static MAKING: LongRunning = LongRunning::new(&[WorkStep::new(&SHOW_WIDGET, 30, 5)
///     .path(&[("widget_id", "$response.body#/id")])
///     .state("status", &["READY"], &["BROKEN"])]);
/// # let _ = &MAKING;
/// ```
#[derive(Debug)]
pub struct LongRunning {
    pub(super) steps: &'static [WorkStep],
}

impl LongRunning {
    /// Work of these steps.
    pub const fn new(steps: &'static [WorkStep]) -> Self {
        Self { steps }
    }

    /// Whether what a step shows is what the last one does.
    pub(super) fn shows_last(&self, step: &WorkStep) -> bool {
        self.steps.last().is_some_and(|last| *last.operation == *step.operation && last.list == step.list)
    }
}

/// What a value must be for a step to be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Test {
    /// There is one.
    Sent,
    /// There is none.
    NotSent,
    /// It is one of these. One that was not sent counts as its default.
    OneOf {
        /// The values, as text.
        texts: &'static [&'static str],
        /// What it is if it is not sent.
        default: Option<&'static str>,
    },
    /// It is none of these. One that was not sent counts as its default.
    NoneOf {
        /// The values, as text.
        texts: &'static [&'static str],
        /// What it is if it is not sent.
        default: Option<&'static str>,
    },
}

/// What a field of an element must be for it to be the one that is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Match {
    /// A value of the request or the response.
    Value(&'static str),
    /// One of these texts.
    OneOf(&'static [&'static str]),
}

/// What it means that nothing is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Absence {
    /// It is not there yet.
    Pending,
    /// What was to go is gone.
    Success,
    /// The work cannot be done any more.
    Failure,
}

/// A pair of names: of a parameter or a field, and of the value that it has.
type Named = (&'static str, &'static str);

/// One thing to watch: an operation is asked until what it shows is over.
#[derive(Debug)]
pub struct WorkStep {
    pub(super) operation: &'static Operation,
    pub(super) first_delay_seconds: u64,
    pub(super) interval_seconds: u64,
    pub(super) when: &'static [(&'static str, Test)],
    pub(super) each: Option<&'static str>,
    pub(super) path: &'static [Named],
    pub(super) query: &'static [Named],
    pub(super) headers: &'static [Named],
    pub(super) list: Option<&'static str>,
    pub(super) by: &'static [(&'static str, Match)],
    pub(super) since: Option<&'static str>,
    pub(super) paging: Option<&'static PagingInfo<Value, Value>>,
    pub(super) state: Option<&'static str>,
    pub(super) success: &'static [&'static str],
    pub(super) failure: &'static [&'static str],
    pub(super) absence: Absence,
    pub(super) goals: &'static [(&'static str, Option<&'static str>)],
}

impl WorkStep {
    /// A step that is over when an operation shows anything. It is asked first after a delay, and then at intervals,
    /// both in seconds.
    pub const fn new(operation: &'static Operation, first_delay_seconds: u64, interval_seconds: u64) -> Self {
        Self {
            operation,
            first_delay_seconds,
            interval_seconds,
            when: &[],
            each: None,
            path: &[],
            query: &[],
            headers: &[],
            list: None,
            by: &[],
            since: None,
            paging: None,
            state: None,
            success: &[],
            failure: &[],
            absence: Absence::Pending,
            goals: &[],
        }
    }

    /// Takes the step only if all of this holds.
    #[must_use]
    pub const fn when(mut self, conditions: &'static [(&'static str, Test)]) -> Self {
        self.when = conditions;
        self
    }

    /// Takes the step for each element of a list.
    #[must_use]
    pub const fn each(mut self, list: &'static str) -> Self {
        self.each = Some(list);
        self
    }

    /// Sets path parameters of the operation: names and values.
    #[must_use]
    pub const fn path(mut self, parameters: &'static [(&'static str, &'static str)]) -> Self {
        self.path = parameters;
        self
    }

    /// Sets query parameters of the operation: names and values.
    #[must_use]
    pub const fn query(mut self, parameters: &'static [(&'static str, &'static str)]) -> Self {
        self.query = parameters;
        self
    }

    /// Sets header parameters of the operation: names and values.
    #[must_use]
    pub const fn headers(mut self, parameters: &'static [(&'static str, &'static str)]) -> Self {
        self.headers = parameters;
        self
    }

    /// Looks at an element of a list in the response: the first one whose fields are as `by` says.
    #[must_use]
    pub const fn element(mut self, list: &'static str, by: &'static [(&'static str, Match)]) -> Self {
        self.list = Some(list);
        self.by = by;
        self
    }

    /// Passes over elements that began before the request, as a field says; of those after it, the newest is meant.
    #[must_use]
    pub const fn since(mut self, field: &'static str) -> Self {
        self.since = Some(field);
        self
    }

    /// Says how the list comes in pages: the element may be on any of them.
    #[must_use]
    pub const fn paging(mut self, info: &'static PagingInfo<Value, Value>) -> Self {
        self.paging = Some(info);
        self
    }

    /// Looks at the state in a field: those in which the work is done, and those in which it is over and not done. In
    /// any other, it goes on.
    #[must_use]
    pub const fn state(
        mut self,
        field: &'static str,
        success: &'static [&'static str],
        failure: &'static [&'static str],
    ) -> Self {
        self.state = Some(field);
        self.success = success;
        self.failure = failure;
        self
    }

    /// Sets what it means that nothing is shown.
    #[must_use]
    pub const fn absence(mut self, absence: Absence) -> Self {
        self.absence = absence;
        self
    }

    /// Sets what must hold besides the state: fields, and the values that they must have, if those were sent; without a
    /// value, a field must be there and not be empty.
    #[must_use]
    pub const fn goals(mut self, goals: &'static [(&'static str, Option<&'static str>)]) -> Self {
        self.goals = goals;
        self
    }
}
