//! All parameters, bodies and schemas of a model, each once, with what they are to what holds them.

use std::collections::HashSet;

use crate::model::{Content, Model, Operation, Parameter, Property, Schema, Shape};

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
fn bodies_of(operation: &Operation) -> impl Iterator<Item = Body<'_>> {
    let request = operation.request.iter().filter_map(|request| request.content.as_ref());
    let request = request.map(|content| Body { content, direction: Direction::Request, is_failure: false });
    let responses = operation.responses.iter().filter_map(|response| {
        let is_failure = !response.status.is_success();
        response.content.as_ref().map(|content| Body { content, direction: Direction::Response, is_failure })
    });
    request.chain(responses)
}

/// The parameters, bodies and schemas of a model, each once, whatever refers to it.
#[derive(Debug)]
pub(super) struct Places<'m> {
    /// Those with a name, then those of operations.
    pub(super) parameters: Vec<&'m Parameter>,
    pub(super) bodies: Vec<Body<'m>>,
    /// Of components, parameters and bodies, and what stands in them.
    pub(super) schemas: Vec<Place<'m>>,
}

impl<'m> Places<'m> {
    pub(super) fn of(model: &'m Model) -> Self {
        // What several operations refer to, each of them has.
        let mut seen = HashSet::new();
        let of_operations = model.operations.iter().flat_map(|operation| &operation.parameters);
        let all = model.parameters.values().chain(of_operations);
        let parameters: Vec<_> = all.filter(|parameter| seen.insert(parameter.pointer.as_str())).collect();
        let all = model.operations.iter().flat_map(bodies_of);
        let bodies: Vec<_> = all.filter(|body| seen.insert(body.content.pointer.as_str())).collect();
        let components = model.schemas.values().map(|named| Place { schema: &named.schema, role: Role::Component });
        let of_parameters = parameters.iter().map(|known| Place { schema: &known.schema, role: Role::Parameter });
        let of_bodies = bodies.iter().map(|body| Place { schema: &body.content.schema, role: Role::Body });
        let mut schemas = Vec::new();
        components.chain(of_parameters).chain(of_bodies).for_each(|place| add(&mut schemas, place));
        Self { parameters, bodies, schemas }
    }
}

/// Adds a schema, and those that stand in it.
fn add<'m>(schemas: &mut Vec<Place<'m>>, place: Place<'m>) {
    schemas.push(place);
    match &place.schema.shape {
        Shape::Array(inner) | Shape::Map(inner) => add(schemas, Place { schema: inner, role: Role::Element }),
        Shape::Object(object) => {
            for of in &object.properties {
                add(schemas, Place { schema: &of.schema, role: Role::Property(of) });
            }
        }
        _ => {}
    }
}
