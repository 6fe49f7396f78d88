//! All schemas and bodies of a model, each once, with what they are to what holds them.

use std::collections::BTreeSet;

use crate::model::{Content, Model, Operation, Property, Schema, Shape};

/// What a schema is to what holds it.
#[derive(Clone, Copy, Debug)]
pub(super) enum Role<'m> {
    /// A component.
    Component,
    /// A property of an object.
    Property(&'m Property),
    /// The elements of a list, or the values of a map.
    Element,
    /// What a parameter holds.
    Parameter,
    /// What a body holds.
    Body,
}

/// A schema, and what it is to what holds it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place<'m> {
    pub(super) schema: &'m Schema,
    pub(super) role: Role<'m>,
}

/// Which way a body goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    /// To the service.
    Request,
    /// From the service.
    Response,
    /// Either, for a value that stands beside its schema.
    Either,
}

/// A body of an operation.
#[derive(Clone, Copy, Debug)]
pub(super) struct Body<'m> {
    pub(super) content: &'m Content,
    pub(super) direction: Direction,
    /// Whether it is that of a failure.
    pub(super) is_failure: bool,
}

/// The bodies of an operation, its request first.
pub(super) fn bodies_of(operation: &Operation) -> impl Iterator<Item = Body<'_>> {
    let request = operation.request.iter().filter_map(|request| request.content.as_ref());
    let request = request.map(|content| Body { content, direction: Direction::Request, is_failure: false });
    let responses = operation.responses.iter().filter_map(|response| {
        let is_failure = !response.status.is_success();
        response.content.as_ref().map(|content| Body { content, direction: Direction::Response, is_failure })
    });
    request.chain(responses)
}

/// The bodies of all operations; one that several refer to is there once.
pub(super) fn bodies(model: &Model) -> Vec<Body<'_>> {
    let mut seen = BTreeSet::new();
    let all = model.operations.iter().flat_map(bodies_of);
    all.filter(|body| seen.insert(body.content.pointer.as_str())).collect()
}

/// All schemas: of components, parameters and bodies, and what stands in them.
pub(super) fn schemas(model: &Model) -> Vec<Place<'_>> {
    let components = model.schemas.values().map(|named| Place { schema: &named.schema, role: Role::Component });
    let parameters = model.parameters.values().chain(model.operations.iter().flat_map(|known| &known.parameters));
    let parameters = parameters.map(|parameter| Place { schema: &parameter.schema, role: Role::Parameter });
    let bodies = bodies(model).into_iter().map(|body| Place { schema: &body.content.schema, role: Role::Body });
    let mut waiting: Vec<Place<'_>> = components.chain(parameters).chain(bodies).collect();
    waiting.reverse();
    let (mut found, mut seen) = (Vec::new(), BTreeSet::new());
    while let Some(place) = waiting.pop() {
        if !seen.insert(place.schema.pointer.as_str()) {
            continue;
        }
        found.push(place);
        match &place.schema.shape {
            Shape::Array(inner) | Shape::Map(inner) => waiting.push(Place { schema: inner, role: Role::Element }),
            Shape::Object(object) => waiting.extend(
                object.properties.iter().rev().map(|of| Place { schema: &of.schema, role: Role::Property(of) }),
            ),
            _ => {}
        }
    }
    found
}
