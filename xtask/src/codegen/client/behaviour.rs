//! What the documentation of a method says of how the operation behaves: in pages, in the background, in part.

use super::conditions::{conditions, listed, texts};
use super::reference::{Scope, field_of, method, nested};
use super::rustdoc::{code, reference};
use crate::model::{
    Absent, Dialect, FailureVerdict, Goal, Model, Operation, Paging, PagingEnd, Part, PartialFailure, PastEnd, Schema,
    Step, ValueAt, Wanted,
};

/// How the elements of a list come in pages.
pub(super) fn paging(scope: Scope<'_>, operation: &Operation, paging: &Paging) -> String {
    let response = operation.success_content().map(|body| &body.schema);
    let (cursor, first) = (reference(scope, &paging.cursor), paging.first);
    let cursor = match paging.dialect {
        Dialect::Page => format!("{cursor} is the number of a page, from {first}"),
        Dialect::Position => format!("{cursor} is the position of an element, from {first}"),
        Dialect::Offset => format!("{cursor} is the number of elements to skip"),
    };
    let size = paging.size.as_ref().map(|size| {
        let (size, default, most) = (reference(scope, size), paging.default_size, paging.max_size);
        match (default, most) {
            (Some(default), Some(most)) => format!(", {size} how many to get, {default} by default and at most {most}"),
            (Some(default), None) => format!(", {size} how many to get, {default} by default"),
            (None, Some(most)) => format!(", {size} how many to get, at most {most}"),
            (None, None) => format!(", {size} how many to get"),
        }
    });
    let end = match (paging.end, &paging.total) {
        (PagingEnd::Total, Some(total)) => {
            format!("; {} says how many there are in all", linked(scope.model, response, total))
        }
        _ => "; a page with fewer is the last one".to_owned(),
    };
    let codes: Vec<String> = paging.past_end_codes.iter().map(|code| format!("`{code}`")).collect();
    let past = match paging.past_end {
        Some(PastEnd::Refused) if codes.is_empty() => ", and a page after the last one is an error".to_owned(),
        Some(PastEnd::Refused) => format!(", and a page after the last one is an error ({})", codes.join(", ")),
        Some(PastEnd::Empty) => ", and a page after the last one is empty".to_owned(),
        None => String::new(),
    };
    let whole: Vec<String> = paging.whole_with.iter().map(|name| reference(scope, name)).collect();
    let whole =
        if whole.is_empty() { String::new() } else { format!("; all come at once with {}", whole.join(" or ")) };
    format!("Comes in pages: {cursor}{}{end}{past}{whole}.", size.unwrap_or_default())
}

/// What goes on after the response: a line for each step.
pub(super) fn steps(scope: Scope<'_>, operation: &Operation) -> Vec<String> {
    let steps = operation.long_running.iter().flat_map(|work| &work.steps);
    steps.enumerate().map(|(index, step)| Shown { scope, operation, step }.line(index > 0)).collect()
}

/// A value of the request or the response of an operation.
pub(super) fn value(scope: Scope<'_>, operation: &Operation, at: &ValueAt) -> String {
    value_of(scope, operation, None, at)
}

/// A step of the work that goes on after the response to an operation.
#[derive(Clone, Copy)]
struct Shown<'m> {
    scope: Scope<'m>,
    operation: &'m Operation,
    step: &'m Step,
}

impl Shown<'_> {
    fn line(self, is_next: bool) -> String {
        let (step, begins) = (self.step, if is_next { "Then" } else { "After the response" });
        let when = conditions(&step.when, &|at| self.value(at)).map(|when| format!(", if {when},")).unwrap_or_default();
        let each = step.each.as_ref().map(|each| format!(" for each of {}", self.value(each))).unwrap_or_default();
        let shown = self.scope.model.operation(&step.shown_by).map_or_else(|| code(&step.shown_by), method);
        let arguments: Vec<String> =
            step.arguments.iter().map(|(name, at)| format!("{} from {}", code(name), self.value(at))).collect();
        let arguments =
            if arguments.is_empty() { String::new() } else { format!(", with {},", arguments.join(" and ")) };
        let (first, interval) = (step.first_delay_seconds, step.interval_seconds);
        let (sought, ends) = (self.sought(), self.ends());
        format!(
            "{begins}{when} work goes on{each}: {shown}{arguments} shows it{sought}. {ends} Ask first after {first} s, \
             then every {interval} s."
        )
    }

    /// Which element of a list it is.
    fn sought(self) -> String {
        let Some(sought) = &self.step.sought else { return String::new() };
        let by: Vec<String> = sought
            .by
            .iter()
            .map(|(field, wanted)| match wanted {
                Wanted::Value(at) => format!("{} is {}", self.shown_field(field), self.value_of(at)),
                Wanted::OneOf(texts) => format!("{} is {}", self.shown_field(field), listed(texts, "or")),
            })
            .collect();
        let by = if by.is_empty() { String::new() } else { format!(", where {}", by.join(" and ")) };
        let since = sought.since.as_ref().map(|_| ", the one that began with the request").unwrap_or_default();
        format!(" in {}{by}{since}", code(&sought.list))
    }

    /// What shows that it is over.
    fn ends(self) -> String {
        let (step, ends) = (self.step, self.step.ends(self.scope.model));
        let state = step.state.as_ref().map(|state| self.shown_field(state));
        let gone = (step.absent == Absent::Success).then(|| "it is not found any more".to_owned());
        let reached = state.as_ref().filter(|_| !ends.success.is_empty());
        let reached = reached.map(|state| format!("{state} is {}", listed(&ends.success, "or")));
        let there = (reached.is_none() && gone.is_none()).then(|| "it is there".to_owned());
        let done: Vec<String> = reached.into_iter().chain(gone).chain(there).collect();
        let goals: Vec<String> = step.goals.iter().map(|goal| self.goal(goal)).collect();
        let goals = if goals.is_empty() { String::new() } else { format!(", once {}", goals.join(" and ")) };
        let failed = state.filter(|_| !ends.failure.is_empty());
        let failed = failed.map(|state| format!("{state} is {}", listed(&ends.failure, "or")));
        let lost = (step.absent == Absent::Failure).then(|| "it is not found".to_owned());
        let over: Vec<String> = failed.into_iter().chain(lost).collect();
        let over =
            if over.is_empty() { String::new() } else { format!("; over without that when {}", over.join(" or ")) };
        format!("It is done when {}{goals}{over}.", done.join(" or "))
    }

    fn goal(self, goal: &Goal) -> String {
        let field = self.shown_field(&goal.field);
        match &goal.equals {
            Some(at) => format!("{field} is {}", self.value_of(at)),
            None => format!("{field} is not empty"),
        }
    }

    /// A field of what is shown.
    fn shown_field(self, name: &str) -> String {
        let model = self.scope.model;
        let holder = model.operation(&self.step.shown_by).and_then(Operation::success_content).map(|body| &body.schema);
        let holder = match (&self.step.sought, holder) {
            (Some(sought), Some(response)) => element_of(model, response, std::slice::from_ref(&sought.list)),
            (_, holder) => holder,
        };
        linked(model, holder, name)
    }

    /// A value, and what holds it: beside a field of what is shown, which may have the same name.
    fn value_of(self, at: &ValueAt) -> String {
        format!("{} of {}", self.value(at), at.part.noun())
    }

    /// A value of the request or the response, or of an element in one of them.
    fn value(self, at: &ValueAt) -> String {
        value_of(self.scope, self.operation, self.step.each.as_ref(), at)
    }
}

/// A value of the request or the response of an operation, or of an element of the list `each`.
fn value_of(scope: Scope<'_>, operation: &Operation, each: Option<&ValueAt>, at: &ValueAt) -> String {
    let model = scope.model;
    let body = |part: Part| match part {
        Part::RequestBody => operation.request.as_ref()?.content.as_ref().map(|body| &body.schema),
        Part::ResponseBody => operation.success_content().map(|body| &body.schema),
        _ => None,
    };
    let holder = match at.part {
        Part::RequestPath | Part::RequestQuery | Part::RequestHeader => return reference(scope, at.name()),
        Part::Element => each.and_then(|each| element_of(model, body(each.part)?, &each.path)),
        Part::Shown => return shown(model, at),
        part => body(part),
    };
    match at.path.as_slice() {
        [only] => linked(model, holder, only),
        path => holder.map_or_else(|| code(&path.join(".")), |holder| nested(model, holder, path)),
    }
}

/// A value that another operation shows.
pub(super) fn shown(model: &Model, at: &ValueAt) -> String {
    let Some((id, path)) = at.path.split_first() else { return String::new() };
    let Some(operation) = model.operation(id) else { return code(&path.join(".")) };
    let body = operation.success_content().map(|content| &content.schema);
    let field = body.map_or_else(|| code(&path.join(".")), |body| nested(model, body, path));
    format!("{field} that {} shows", method(operation))
}

/// The elements of a list that a path leads to.
fn element_of<'m>(model: &'m Model, body: &'m Schema, path: &[String]) -> Option<&'m Schema> {
    let list = path
        .iter()
        .try_fold(model.resolve(body), |at, name| at.property(name).map(|property| model.resolve(&property.schema)));
    list?.items()
}

/// A field, with a link to it if what holds it is a type.
fn linked(model: &Model, holder: Option<&Schema>, name: &str) -> String {
    let named = holder.and_then(|holder| model.named(holder));
    named.and_then(|named| field_of(named, name)).unwrap_or_else(|| code(name))
}

/// Which of several things failed in a success.
pub(super) fn partial_failure(model: &Model, operation: &Operation, partial: &PartialFailure) -> String {
    let response = operation.success_content().map(|body| &body.schema);
    let list = linked(model, response, &partial.list);
    let element = response.and_then(|response| element_of(model, response, std::slice::from_ref(&partial.list)));
    let (thing, field) = (linked(model, element, &partial.thing), |name: &str| linked(model, element, name));
    let which = match &partial.verdict {
        FailureVerdict::Listed => format!("{list} lists what failed, by {thing}"),
        FailureVerdict::Unless { field: name, values } => {
            let values = listed(&texts(values), "or");
            format!("those of {list}, by {thing}, whose {} is not {values}", field(name))
        }
        FailureVerdict::Sent { field: name } => format!("those of {list}, by {thing}, that have {}", field(name)),
    };
    format!("A success may hold failures: {which}.")
}

#[cfg(test)]
mod tests {
    use super::super::fixture::widgets;
    use super::*;

    /// What is said of the operation that comes in pages, with something changed.
    fn said(change: impl FnOnce(&mut Paging)) -> String {
        let model = widgets();
        let operation = model.operations.iter().find(|operation| operation.paging.is_some()).unwrap();
        let mut changed = operation.paging.clone().unwrap();
        change(&mut changed);
        paging(Scope::operation(&model, operation), operation, &changed)
    }

    #[test]
    fn the_documentation_says_how_a_cursor_counts() {
        let cursor = "[`offset`](crate::cogs::builder::ListCogs::offset)";
        for (dialect, meaning) in [
            (Dialect::Offset, "the number of elements to skip"),
            (Dialect::Page, "the number of a page, from 1"),
            (Dialect::Position, "the position of an element, from 1"),
        ] {
            let said = said(|paging| (paging.dialect, paging.first) = (dialect, 1));
            let begins = format!("Comes in pages: {cursor} is {meaning}");
            assert!(said.strip_prefix(&begins).is_some_and(|rest| rest.starts_with([',', ';'])), "{said}");
        }
        assert!(said(|paging| (paging.dialect, paging.first) = (Dialect::Page, 0)).contains(" a page, from 0"));
    }

    #[test]
    fn the_documentation_says_what_ends_a_list() {
        let short = said(|paging| (paging.end, paging.total) = (PagingEnd::ShortPage, None));
        assert!(short.contains("; a page with fewer is the last one"), "{short}");
        let total = said(|paging| (paging.end, paging.total) = (PagingEnd::Total, Some("total".to_owned())));
        assert!(total.contains(" says how many there are in all") && !total.contains("fewer"), "{total}");
        let refused = said(|paging| paging.past_end = Some(PastEnd::Refused));
        assert!(refused.contains("after the last one is an error (`W.0003`)"), "{refused}");
        assert!(said(|paging| paging.past_end = Some(PastEnd::Empty)).contains("after the last one is empty"));
        assert!(!said(|paging| paging.past_end = None).contains("after the last one"));
    }
}
