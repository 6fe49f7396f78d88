//! What a specification says, parsed once and typed: the one reader of the OpenAPI document.
//!
//! Lint, generator, comparison with the sources, drafts and tests are functions of a [`Model`]. Parsing never stops at a
//! fault: what cannot be read is a problem of the model, and the rest of it is there, so that half-finished drafts can be
//! compared with pages. What each keyword of OpenAPI means here, or why it is refused, stands in [`keyword`].

mod allowed;
mod availability;
mod body;
mod certainty;
mod condition;
mod deprecation;
#[cfg(test)]
pub(crate) mod fixture;
pub mod header;
mod index;
pub mod keyword;
mod long_running;
mod method;
pub mod names;
mod operation;
mod paging;
mod parameter;
mod parse;
mod partial_failure;
mod path;
mod permission;
mod recursion;
mod requirement;
mod resource;
mod rust_type;
mod sample;
mod schema;
mod usage;
mod value_at;
mod witness;

use std::collections::BTreeMap;

pub use allowed::{Allowed, Bound, Relation};
pub use availability::{Availability, Claim};
pub use body::{Content, ContentKind, Example, RequestBody, Response, Status};
pub use certainty::{Aspect, Certainty, Degree, degree_of};
pub use condition::{Condition, Test};
pub use deprecation::Deprecation;
pub use long_running::{Absent, Ends, Goal, LongRunning, Sought, Step, Wanted};
pub use method::Method;
pub use operation::{Operation, Provenance};
pub use paging::{Dialect, Paging, PagingEnd, PastEnd};
pub use parameter::{Parameter, ParameterIn};
pub use partial_failure::{FailureVerdict, PartialFailure};
pub use path::PathTemplate;
pub use permission::{Permission, PermittedAction, is_action};
pub use requirement::{Ask, NO_REQUIREMENT, Otherwise, Requirement, is_empty};
pub use resource::Resource;
pub use resource::module_name;
pub use rust_type::RustType;
pub use schema::{EnumValue, Enumeration, Limit, NamedSchema, Object, Property, Schema, Shape, States, StringFormat};
pub use usage::{SchemaUsage, Usage};
pub use value_at::{NoValueAt, Part, ValueAt};
pub use witness::{Contested, Contradiction, Witnesses};

use crate::problem::Problem;
use crate::spec::{Spec, shape};
use index::Index;

/// What a specification says.
#[derive(Clone, Debug)]
pub struct Model {
    /// The specification.
    pub spec: Spec,
    /// What in its document cannot be honoured, each fault once. Lint reports it.
    pub problems: Vec<Problem>,
    /// The resources, in the order of their names. What resources share is not one of them.
    pub resources: Vec<Resource>,
    /// All operations, in the order of the files.
    pub operations: Vec<Operation>,
    /// The named schemas.
    pub schemas: BTreeMap<String, NamedSchema>,
    /// The parameters that have a name of their own to refer to, by that name.
    pub parameters: BTreeMap<String, Parameter>,
    /// Pointers of all components, of any kind, in the order of the document.
    pub(crate) components: Vec<String>,
    /// Names of the schemas that ask something of a field, by the last part of where it stands.
    pub(crate) asking: BTreeMap<String, Vec<String>>,
    /// All references: where each stands, and the pointer that it names, whether something is there or not.
    pub(crate) references: BTreeMap<String, String>,
    index: Index,
}

/// How long a chain of references may be; a longer one is a circle, which parsing has reported.
const MAX_CHAIN: usize = 32;

impl Model {
    /// The schema itself, or the one that its reference leads to. An unknown target leads to the reference itself.
    pub fn resolve<'m>(&'m self, schema: &'m Schema) -> &'m Schema {
        let mut at = schema;
        for _ in 0..MAX_CHAIN {
            match at.target().and_then(|name| self.schemas.get(name)) {
                Some(named) => at = &named.schema,
                None => break,
            }
        }
        at
    }

    /// The named schema that a schema is, once references through mere other names are followed: an object with
    /// properties or an enum, which becomes a type of its own. None for a schema that stands for something else.
    pub fn named<'m>(&'m self, schema: &'m Schema) -> Option<&'m NamedSchema> {
        named(&self.schemas, schema)
    }

    /// Whether `null` is a value of a schema: it says so, or what it refers to does.
    pub fn is_nullable(&self, schema: &Schema) -> bool {
        let mut at = Some(schema);
        for _ in 0..MAX_CHAIN {
            match at {
                Some(schema) if schema.nullable => return true,
                Some(schema) => at = schema.target().and_then(|name| self.schemas.get(name)).map(|named| &named.schema),
                None => break,
            }
        }
        false
    }

    /// The operation of that official name.
    pub fn operation(&self, id: &str) -> Option<&Operation> {
        self.index.ids.get(id).and_then(|at| self.operations.get(*at))
    }

    /// The operation that the documentation calls so, by its own name or as one of its variants.
    pub fn operation_called(&self, name: &str) -> Option<&Operation> {
        self.index.names.get(name).and_then(|at| self.operations.get(*at))
    }

    /// The operation at a method and a path, whatever the path calls its parameters.
    pub fn operation_at(&self, method: Method, path: &str) -> Option<&Operation> {
        self.index.addresses.get(&(method, shape(path))).and_then(|at| self.operations.get(*at))
    }

    /// The operations of a resource.
    pub fn operations_of(&self, resource: &str) -> impl Iterator<Item = &Operation> {
        let numbers = self.index.resources.get(resource).into_iter().flatten();
        numbers.filter_map(|at| self.operations.get(*at))
    }

    /// The named schemas that a file defines, in the order of their names.
    pub fn schemas_of(&self, file: &str) -> impl Iterator<Item = &NamedSchema> {
        let names = self.index.files.get(file).into_iter().flatten();
        names.filter_map(|name| self.schemas.get(name))
    }
}

fn named<'m>(schemas: &'m BTreeMap<String, NamedSchema>, schema: &'m Schema) -> Option<&'m NamedSchema> {
    let mut at = schema;
    let mut found = None;
    for _ in 0..MAX_CHAIN {
        match at.target().and_then(|name| schemas.get(name)) {
            Some(named) => {
                found = Some(named);
                at = &named.schema;
            }
            None => break,
        }
    }
    found.filter(|named| named.schema.is_type())
}
