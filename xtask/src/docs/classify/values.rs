//! What limits a value, as its description says.
//!
//! Only what is said plainly is taken: a range that holds under a condition is no range, and a list
//! of conditions is no enumeration.

mod choice;
mod default;
mod deprecated;
mod literal;
mod patterns;
mod range;
mod sentence;

use crate::docs::block::Cell;
use crate::docs::facts::{Constraints, SchemaType};
use sentence::{Label, labelled};

/// The longest description that is searched: real ones stay far below.
const MAX_DESCRIPTION: usize = 8_000;

/// Reads the constraints of a field out of its description.
pub(super) fn read(cell: &Cell, name: &str, schema: &SchemaType) -> Constraints {
    let mut constraints = Constraints::default();
    let length: usize = cell.parts.iter().map(|part| part.text.plain.len()).sum();
    if length > MAX_DESCRIPTION {
        return constraints;
    }
    let scalar = schema.innermost();
    let (mut labelled_default, mut are_several) = (None, false);
    for (at, (label, part)) in labelled(cell).into_iter().enumerate() {
        let text = &part.text;
        // A value of several may be one for what is out of date.
        if constraints.deprecated.is_none() && !part.bullet {
            constraints.deprecated = deprecated::read(text, at == 0);
        }
        if label == Label::Default {
            labelled_default = labelled_default.or_else(|| default::labelled(text, scalar));
            continue;
        }
        let default = default::read(text, scalar);
        // Several are for several cases, whatever words say so.
        are_several |= matches!((&constraints.default, &default), (Some(known), Some(next)) if known != next);
        constraints.default = constraints.default.take().or(default);
        range::read(&mut constraints, text, (name, scalar), label == Label::Range && !part.bullet);
        // Of a list it is not said whether they are of the list or of what is in it.
        if schema.array_depth() == 0 {
            range::ends(&mut constraints, text, schema);
        }
        if label == Label::Range && !part.bullet {
            choice::alone(&mut constraints, text, scalar);
        }
        if !part.bullet {
            choice::inline(&mut constraints, text, scalar);
        }
    }
    constraints.default = labelled_default.or_else(|| constraints.default.take().filter(|_| !are_several));
    choice::bullets(&mut constraints, cell, scalar);
    drop_contradictions(&mut constraints);
    constraints
}

/// Limits that exclude each other were read from different conditions: none of them holds.
fn drop_contradictions(constraints: &mut Constraints) {
    let bounds = (
        constraints.minimum.as_ref().and_then(serde_json::Number::as_f64),
        constraints.maximum.as_ref().and_then(serde_json::Number::as_f64),
    );
    if let (Some(minimum), Some(maximum)) = bounds
        && minimum > maximum
    {
        constraints.minimum = None;
        constraints.maximum = None;
    }
    if let (Some(shortest), Some(longest)) = (constraints.min_length, constraints.max_length)
        && shortest > longest
    {
        constraints.min_length = None;
        constraints.max_length = None;
    }
}
