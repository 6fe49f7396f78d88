//! All texts of a specification that documentation shows.

use std::borrow::Cow;

use super::places::{Places, Role};
use crate::model::{Deprecation, Model, Operation, Schema, Shape};
use crate::spec::{child, extension as x};

/// A text that documentation shows, or one that is missing.
#[derive(Clone, Debug)]
pub(super) struct Text<'m> {
    /// The pointer of what it describes.
    pub(super) holder: Cow<'m, str>,
    /// Its key there.
    pub(super) key: &'m str,
    /// What it says.
    pub(super) says: &'m str,
    /// What it describes, in words.
    pub(super) of: &'static str,
}

/// A field whose type is a component: that says what the type is for, not what the field means.
pub(super) const REFERRING_FIELD: &str = "the field";

/// The texts of a model's document, those of tags and of the service left out.
pub(super) fn texts<'m>(model: &'m Model, places: &Places<'m>) -> Vec<Text<'m>> {
    let mut texts: Vec<Text<'m>> = model.operations.iter().flat_map(of_operation).collect();
    for parameter in &places.parameters {
        texts.push(text(&parameter.pointer, "description", &parameter.description, "the parameter"));
        texts.extend(reason(&parameter.pointer, parameter.deprecated.as_ref()));
    }
    for place in &places.schemas {
        let schema = place.schema;
        // Components and properties are what readers look up; what else there is, is explained by what holds it.
        let is_described = !schema.description.is_empty();
        let is_looked_up = match place.role {
            // Another name of a component is explained by that.
            Role::Component => schema.target().is_none(),
            Role::Property(_) => true,
            Role::Element | Role::Parameter | Role::Body => false,
        };
        if is_described || (is_looked_up && schema.shape != Shape::Unreadable) {
            let of = if schema.target().is_some() { REFERRING_FIELD } else { "the schema" };
            texts.push(text(&schema.pointer, "description", &schema.description, of));
        }
        texts.extend(reason(&schema.pointer, schema.deprecated.as_ref()));
        texts.extend(meanings(model, schema));
    }
    texts
}

fn text<'m>(holder: impl Into<Cow<'m, str>>, key: &'m str, says: &'m str, of: &'static str) -> Text<'m> {
    Text { holder: holder.into(), key, says, of }
}

fn of_operation(operation: &Operation) -> Vec<Text<'_>> {
    let mut texts = vec![
        text(&operation.pointer, "summary", &operation.summary, "the operation"),
        text(&operation.pointer, "description", &operation.description, "the operation"),
    ];
    texts.extend(reason(&operation.pointer, operation.deprecated.as_ref()));
    if let Some(request) = &operation.request {
        texts.push(text(&request.pointer, "description", &request.description, "the body of the request"));
    }
    for response in &operation.responses {
        texts.push(text(&response.pointer, "description", &response.description, "the response"));
    }
    let request = operation.request.iter().filter_map(|request| request.content.as_ref());
    let responses = operation.responses.iter().filter_map(|response| response.content.as_ref());
    for example in request.chain(responses).flat_map(|content| &content.examples) {
        let holder = crate::spec::parent(&example.pointer).unwrap_or_default();
        texts.push(text(holder, "summary", &example.summary, "the example"));
    }
    texts
}

/// Why nothing takes the place of what is out of date.
fn reason<'m>(holder: &'m str, deprecated: Option<&'m Deprecation>) -> Option<Text<'m>> {
    match deprecated {
        Some(Deprecation::NotReplaced(reason)) => Some(text(holder, x::NOT_REPLACED, reason, "what is out of date")),
        _ => None,
    }
}

/// What the values of an enum mean. One that is missing is reported with the enum.
fn meanings<'m>(model: &Model, schema: &'m Schema) -> Vec<Text<'m>> {
    let Some(known) = schema.enumeration() else { return Vec::new() };
    let holder = child(&schema.pointer, x::ENUM_DESCRIPTIONS);
    let there = known.values.iter().filter(|value| model.spec.document.pointer(&child(&holder, &value.wire)).is_some());
    there.map(|value| text(holder.clone(), &value.wire, &value.meaning, "the value")).collect()
}
