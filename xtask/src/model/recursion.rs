//! Objects that hold themselves.

use std::collections::BTreeSet;

use super::{Model, NamedSchema, Schema};

impl Model {
    /// Whether a property of `holder` with this schema leads back to `holder` with no list and no mapping between, so that
    /// its value cannot stand in the object itself.
    pub fn holds_itself(&self, holder: &NamedSchema, property: &Schema) -> bool {
        let mut seen = BTreeSet::new();
        let mut waiting: Vec<&NamedSchema> = self.named(property).into_iter().collect();
        while let Some(at) = waiting.pop() {
            if at.name == holder.name {
                return true;
            }
            if seen.insert(&at.name) {
                waiting.extend(at.schema.properties().iter().filter_map(|inner| self.named(&inner.schema)));
            }
        }
        false
    }
}
