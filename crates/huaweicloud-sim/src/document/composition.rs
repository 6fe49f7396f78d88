//! Schemas that are made of others, by `allOf`, `anyOf` and `oneOf`: what of it cannot be held against a value.

use std::collections::BTreeMap;

use super::schema::{SchemaId, Schemas};

/// How many schemas may be made of each other, one within the other. A value is held against all of them at once, without a
/// step into it.
const DEEPEST: usize = 16;

/// Why a schema cannot be held against a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Endless {
    /// It is a part of itself.
    Circle(SchemaId),
    TooDeep(SchemaId),
}

impl Endless {
    pub(super) const fn schema(self) -> SchemaId {
        match self {
            Self::Circle(id) | Self::TooDeep(id) => id,
        }
    }

    pub(super) fn why(self) -> String {
        match self {
            Self::Circle(_) => "by allOf, anyOf and oneOf it is made of itself".to_owned(),
            Self::TooDeep(_) => format!("by allOf, anyOf and oneOf it is made of more than {DEEPEST} others in a row"),
        }
    }
}

/// Looks for such a schema below some others.
#[derive(Default)]
pub(super) struct Composition {
    /// How deep it goes below each schema that was looked at; none while it is being looked at.
    depths: BTreeMap<SchemaId, Option<usize>>,
}

impl Composition {
    /// How deep it goes below a schema, which is itself as deep below the first one.
    pub(super) fn depth(&mut self, schemas: &Schemas, id: SchemaId, above: usize) -> Result<usize, Endless> {
        if above > DEEPEST {
            return Err(Endless::TooDeep(id));
        }
        match self.depths.get(&id) {
            // Only a reference leads back to a schema, so it is a component, which has a name.
            Some(None) => return Err(Endless::Circle(id)),
            Some(Some(depth)) => return Ok(*depth),
            None => self.depths.insert(id, None),
        };
        let schema = schemas.get(id);
        let mut depth = 0;
        for part in schema.all_of.iter().chain(&schema.any_of).chain(&schema.one_of) {
            depth = depth.max(1 + self.depth(schemas, *part, above + 1)?);
        }
        self.depths.insert(id, Some(depth));
        if depth > DEEPEST { Err(Endless::TooDeep(id)) } else { Ok(depth) }
    }
}
