//! The rule that what is out of date says what to take instead, and that this is there.

use crate::model::keyword::most_similar;
use crate::model::{Deprecation, Model, Operation};
use crate::problem::Problem;
use crate::spec::{child, extension as x};

pub(super) fn replacements(model: &Model) -> Vec<Problem> {
    let mut problems = Vec::new();
    let operations: Vec<Peer<'_>> = model.operations.iter().map(Peer::of_operation).collect();
    problems.extend(faults(model, &operations, "operation"));
    for operation in &model.operations {
        problems.extend(faults(model, &parameters(operation), "parameter of the operation"));
    }
    for named in model.schemas.values() {
        let properties = named.schema.properties().iter();
        let fields: Vec<Peer<'_>> = properties
            .map(|property| Peer {
                name: &property.name,
                pointer: &property.schema.pointer,
                deprecated: property.schema.deprecated.as_ref(),
            })
            .collect();
        problems.extend(faults(model, &fields, "field of the object"));
    }
    problems
}

/// Something that may be out of date, among others of its kind.
struct Peer<'m> {
    name: &'m str,
    pointer: &'m str,
    deprecated: Option<&'m Deprecation>,
}

impl<'m> Peer<'m> {
    fn of_operation(operation: &'m Operation) -> Self {
        Self { name: &operation.id, pointer: &operation.pointer, deprecated: operation.deprecated.as_ref() }
    }
}

/// The parameters of an operation that a caller can give.
fn parameters(operation: &Operation) -> Vec<Peer<'_>> {
    let given = operation.parameters.iter().filter(|parameter| !parameter.is_project());
    given
        .map(|parameter| Peer {
            name: &parameter.name,
            pointer: &parameter.pointer,
            deprecated: parameter.deprecated.as_ref(),
        })
        .collect()
}

fn faults(model: &Model, peers: &[Peer<'_>], kind: &str) -> Vec<Problem> {
    let mut problems = Vec::new();
    for peer in peers {
        let Some(name) = peer.deprecated.and_then(Deprecation::replacement) else { continue };
        let other = peers.iter().find(|other| other.name == name);
        let (message, remedy) = match other {
            _ if name == peer.name => {
                (format!("`{name}` is to replace itself"), "name what is to be taken instead".to_owned())
            }
            None => {
                let known = peers.iter().map(|other| other.name).filter(|other| *other != peer.name);
                let remedy = most_similar(name, known).map_or_else(
                    || format!("name one that is there, or write `{}` with the reason", x::NOT_REPLACED),
                    |known| format!("did you mean `{known}`?"),
                );
                (format!("`{}` is no {kind}", name.escape_debug()), remedy)
            }
            Some(other) if other.deprecated.is_some() => {
                let remedy = match other.deprecated.and_then(Deprecation::replacement) {
                    Some(next) if next != peer.name => format!("name `{next}`, which is to be taken in the end"),
                    _ => "name one that is not out of date".to_owned(),
                };
                (format!("`{name}`, which is to be taken, is out of date itself"), remedy)
            }
            Some(_) => continue,
        };
        problems.push(model.spec.problem(child(peer.pointer, x::REPLACED_BY), "deprecation", message, &remedy));
    }
    problems
}
