//! The rule for work that goes on after a response: each step can be taken, and its end be seen.

use super::expression::{Fault, field, meant, target};
use crate::model::{Condition, Model, Operation, ParameterIn, Part, Schema, Shape, Step, Test, ValueAt, Wanted};
use crate::problem::Problem;
use crate::spec::child;

pub(super) fn long_running(model: &Model) -> Vec<Problem> {
    let mut problems = Vec::new();
    for operation in &model.operations {
        for step in operation.long_running.iter().flat_map(|work| &work.steps) {
            let mut faults = StepFaults { model, operation, step, element: None, found: Vec::new() };
            faults.all();
            let found = faults.found.into_iter();
            problems.extend(
                found.map(|(pointer, (message, remedy))| model.spec.problem(pointer, "long-running", message, &remedy)),
            );
        }
    }
    problems
}

/// What is wrong with a step.
struct StepFaults<'m> {
    model: &'m Model,
    operation: &'m Operation,
    step: &'m Step,
    element: Option<&'m Schema>,
    found: Vec<(String, Fault)>,
}

impl<'m> StepFaults<'m> {
    fn add(&mut self, key: &str, message: String, remedy: impl Into<String>) {
        self.found.push((child(&self.step.pointer, key), (message, remedy.into())));
    }

    fn all(&mut self) {
        if let Some(each) = &self.step.each {
            match self.value(&child(&self.step.pointer, "each"), each).map(|list| (list.items(), list)) {
                Some((Some(element), _)) => self.element = Some(self.model.resolve(element)),
                Some((None, list)) if list.shape != Shape::Unreadable => {
                    self.add("each", format!("`{each}` is no list"), "name a list, or delete it");
                }
                _ => {}
            }
        }
        for Condition { pointer, value, test } in &self.step.when {
            if let Some(schema) = self.value(&child(pointer, "value"), value) {
                self.found.extend(test_fault(schema, value, test).map(|fault| (pointer.clone(), fault)));
            }
        }
        let Some(shown_by) = self.model.operation(&self.step.shown_by) else {
            let known = self.model.operations.iter().map(|known| known.id.as_str());
            let remedy = meant(&self.step.shown_by, known, "name the operation that shows how far the work is");
            return self.add("shown-by", format!("`{}` is no operation", self.step.shown_by), remedy);
        };
        self.arguments(shown_by);
        self.shown(shown_by);
    }

    /// The schema of a value of the operation; what is wrong with it is kept.
    fn value(&mut self, pointer: &str, value: &ValueAt) -> Option<&'m Schema> {
        // What is wrong with the list is said once.
        if value.part == Part::Element && self.element.is_none() && self.step.each.is_some() {
            return None;
        }
        let found = target(self.model, self.operation, self.element, value);
        found.map_err(|fault| self.found.push((pointer.to_owned(), fault))).ok()
    }

    fn arguments(&mut self, shown_by: &'m Operation) {
        let with = child(&self.step.pointer, "with");
        for (name, value) in &self.step.arguments {
            let at = child(&with, name);
            self.value(&at, value);
            if !shown_by.parameters.iter().any(|known| known.name == *name) {
                let known = shown_by.parameters.iter().map(|known| known.name.as_str());
                let remedy = meant(name, known, "name one of its parameters");
                self.found.push((at, (format!("`{name}` is no parameter of `{}`", shown_by.id), remedy)));
            }
        }
        for needed in shown_by.arguments(self.model) {
            let is_given = self.step.arguments.iter().any(|(name, _)| *name == needed.name)
                || self.operation.parameters_in(ParameterIn::Path).any(|own| own.name == needed.name);
            if !is_given {
                let message = format!("`{}` needs `{}`, and nothing gives it", shown_by.id, needed.name);
                self.add("with", message, format!("write under `with` where `{}` stands", needed.name));
            }
        }
    }

    /// What is looked at in the response of the other operation.
    fn shown(&mut self, shown_by: &'m Operation) {
        let (model, step) = (self.model, self.step);
        let Some(response) = shown_by.success_content().map(|content| model.resolve(&content.schema)) else {
            let message = format!("`{}` responds without a body", shown_by.id);
            return self.add("shown-by", message, "name an operation whose response shows it");
        };
        if let Some(sought) = &step.sought {
            let list = field(model, response, &sought.list).map(Schema::items);
            let at = child(&step.pointer, "element");
            let (message, remedy) = match list {
                Ok(Some(element)) => return self.in_element(model.resolve(element)),
                Ok(None) => (format!("`{}` is no list", sought.list), "name a list of the response".to_owned()),
                Err(remedy) => (format!("`{}` is no field of the response", sought.list), remedy),
            };
            self.found.push((child(&at, "list"), (message, remedy)));
        } else {
            self.state(response);
        }
    }

    fn in_element(&mut self, element: &'m Schema) {
        let at = child(&self.step.pointer, "element");
        let Some(sought) = &self.step.sought else { return };
        for (name, wanted) in &sought.by {
            let pointer = child(&child(&at, "by"), name);
            if let Err(remedy) = field(self.model, element, name) {
                self.found.push((pointer.clone(), (format!("`{name}` is no field of the element"), remedy)));
            }
            if let Wanted::Value(value) = wanted {
                self.value(&pointer, value);
            }
        }
        if let Some(since) = &sought.since
            && let Err(remedy) = field(self.model, element, since)
        {
            let fault = (format!("`{since}` is no field of the element"), remedy);
            self.found.push((child(&at, "since"), fault));
        }
        self.state(element);
    }

    /// The state and the goals, which are fields of what is shown.
    fn state(&mut self, shown: &'m Schema) {
        for (index, goal) in self.step.goals.iter().enumerate() {
            let pointer = child(&child(&self.step.pointer, "goals"), &index.to_string());
            if let Err(remedy) = field(self.model, shown, &goal.field) {
                let fault = (format!("`{}` is no field of what is shown", goal.field), remedy);
                self.found.push((child(&pointer, "field"), fault));
            }
            goal.equals.as_ref().map(|value| self.value(&child(&pointer, "equals"), value));
        }
        let Some(state) = &self.step.state else {
            if self.step.success.is_some() || self.step.failure.is_some() {
                let message = "states are named, and no field that holds one".to_owned();
                self.add("state", message, "write `state: <field>`, or delete `success` and `failure`");
            }
            return;
        };
        match field(self.model, shown, state) {
            Err(remedy) => self.add("state", format!("`{state}` is no field of what is shown"), remedy),
            Ok(schema) => self.values(schema),
        }
    }

    /// The states that end the work are values of the enum.
    fn values(&mut self, schema: &Schema) {
        let known: Option<Vec<&str>> =
            schema.enumeration().map(|values| values.values.iter().map(|value| value.wire.as_str()).collect());
        for (key, listed) in [("success", &self.step.success), ("failure", &self.step.failure)] {
            for value in listed.iter().flatten() {
                if known.as_ref().is_some_and(|known| !known.contains(&value.as_str())) {
                    let remedy = meant(value, known.iter().flatten().copied(), "name a value of the enum");
                    self.add(key, format!("`{value}` is no value of the state"), remedy);
                }
            }
        }
        let ends = self.step.ends(self.model);
        let is_seen = !ends.success.is_empty() || self.step.absent == crate::model::Absent::Success;
        if !is_seen && schema.shape != Shape::Unreadable {
            let message = "no state means that the work is done".to_owned();
            self.add("state", message, "write `success`, or `x-states` with `success` into the enum");
        }
        if let Some(both) = ends.success.iter().find(|value| ends.failure.contains(value)) {
            let message = format!("`{both}` is a success and a failure");
            self.add("failure", message, "take it out of one of them");
        }
    }
}

/// Why a value cannot be what a condition asks of it.
pub(super) fn test_fault(schema: &Schema, value: &ValueAt, test: &Test) -> Option<Fault> {
    let (Test::OneOf(values) | Test::NoneOf(values)) = test else { return None };
    let known = schema.enumeration()?;
    let names = || known.values.iter().map(|value| value.wire.as_str());
    let unknown = values.iter().filter_map(|value| value.as_str()).find(|text| !names().any(|known| known == *text))?;
    Some((format!("`{value}` is never `{unknown}`"), meant(unknown, names(), "name a value of the enum")))
}
