//! What goes on after the response to an operation, and how a caller sees that it is over.

use std::fmt;

use super::{Condition, Model, Schema, ValueAt};

/// Work that goes on after the response (`x-long-running`).
///
/// It is over when each of its steps is, one after another. A step whose conditions do not hold is passed over; if all are,
/// nothing goes on.
#[derive(Clone, Debug, PartialEq)]
pub struct LongRunning {
    /// JSON pointer of the extension.
    pub pointer: String,
    /// What to watch, one after another.
    pub steps: Vec<Step>,
}

/// One thing to watch: an operation is asked again and again until what it shows is over.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// JSON pointer of the step.
    pub pointer: String,
    /// What must hold for the step to be taken, all of it. What is asked of `$each` is asked of each element, and decides
    /// for that element alone.
    pub when: Vec<Condition>,
    /// A list of the request or the response: the step is taken for each of its elements, to which `$each` refers.
    pub each: Option<ValueAt>,
    /// The official name of the operation that shows how far the work is.
    pub shown_by: String,
    /// Its arguments, by the names of its parameters. Those that the watched operation has in its path, under the same
    /// name, are the same and not listed.
    pub arguments: Vec<(String, ValueAt)>,
    /// Where in its response to look; none for the response as a whole. If the list comes in pages, the element may be on
    /// any of them.
    pub sought: Option<Sought>,
    /// The field that holds the state; none if to be there, or to be gone, says it all.
    pub state: Option<String>,
    /// The states that mean that the work is done, if they are not those of the enum: see [`Step::ends`].
    pub success: Option<Vec<String>>,
    /// The states in which the work is over and not done, if they are not those of the enum: see [`Step::ends`].
    pub failure: Option<Vec<String>>,
    /// What it means that nothing is shown: the response is one of "not found", or the list has no such element.
    pub absent: Absent,
    /// What must hold besides the state for the work to be done. Until then it goes on.
    pub goals: Vec<Goal>,
    /// How many seconds to wait before asking first.
    pub first_delay_seconds: u64,
    /// How many seconds to wait before asking again.
    pub interval_seconds: u64,
}

/// An element of a list in a response.
#[derive(Clone, Debug, PartialEq)]
pub struct Sought {
    /// The field that holds the list.
    pub list: String,
    /// The fields of the element, and what they must equal, as text; any element if there are none. Of several elements, the
    /// first is meant.
    pub by: Vec<(String, Wanted)>,
    /// The field that holds when the element began: one that began before the request was sent is an earlier one. The clock
    /// of the service counts, which the header `Date` of its response shows.
    pub since: Option<String>,
}

/// What a field of an element must equal.
#[derive(Clone, Debug, PartialEq)]
pub enum Wanted {
    /// A value of the request or the response.
    Value(ValueAt),
    /// One of these texts.
    OneOf(Vec<String>),
}

/// What it means that nothing is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Absent {
    /// It is not there yet.
    #[default]
    Pending,
    /// The work is done: what was to go is gone.
    Success,
    /// The work cannot be done any more.
    Failure,
}

impl Absent {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Pending, Self::Success, Self::Failure];

    /// The meaning of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|absent| absent.to_string() == name)
    }
}

impl fmt::Display for Absent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Pending => "pending",
            Self::Success => "success",
            Self::Failure => "failure",
        })
    }
}

/// What must hold besides the state: of a field beside the one that holds it.
#[derive(Clone, Debug, PartialEq)]
pub struct Goal {
    /// The field.
    pub field: String,
    /// The value that it must equal, as text; none if it must only be there and not be empty. A goal whose value was not
    /// sent holds.
    pub equals: Option<ValueAt>,
}

/// States in which work is over.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ends {
    /// The work is done.
    pub success: Vec<String>,
    /// The work is over, and not done.
    pub failure: Vec<String>,
}

impl Step {
    /// The texts by which it looks for an element.
    pub fn sought_texts(&self) -> impl Iterator<Item = &String> {
        let wanted = self.sought.iter().flat_map(|sought| &sought.by).map(|(_, wanted)| wanted);
        wanted.flat_map(|wanted| if let Wanted::OneOf(texts) = wanted { texts.as_slice() } else { &[] })
    }

    /// What the step looks at: the response of the operation that shows it, or an element in it. None if the specification
    /// is at fault, which lint reports.
    pub fn shown<'m>(&self, model: &'m Model) -> Option<&'m Schema> {
        let response = model.resolve(&model.operation(&self.shown_by)?.success_content()?.schema);
        let Some(sought) = &self.sought else { return Some(response) };
        let list = model.resolve(&response.property(&sought.list)?.schema);
        list.items().map(|element| model.resolve(element))
    }

    /// The states in which it is over: those that the step names, and otherwise those that `x-states` of the enum does. There
    /// all that are terminal and no success are ends in which the work is not done.
    pub fn ends(&self, model: &Model) -> Ends {
        let field = self.state.as_deref().and_then(|state| self.shown(model)?.property(state));
        let values = field.and_then(|field| model.resolve(&field.schema).enumeration());
        let states = values.and_then(|values| values.states.clone()).unwrap_or_default();
        let success = self.success.clone().unwrap_or(states.success);
        let others = states.terminal.into_iter().filter(|state| !success.contains(state));
        let failure = self.failure.clone().unwrap_or_else(|| others.collect());
        Ends { success, failure }
    }
}
