//! Random resources: files of a specification that hold everything that one may hold, under names that do harm.

mod choices;
mod condition;
mod example;
mod mutation;
mod names;
mod operation;
mod parameter;
mod schema;
mod specification;
mod walk;

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

pub(crate) use choices::Choices;
pub(crate) use specification::Specification;
pub(crate) use walk::visit;

/// The numbers that a resource is made from: a list for its whole, and one for each operation.
pub(crate) type Drawn = (Vec<u16>, Vec<Vec<u16>>);

/// What a schema is part of. A type that only responses have must not come into a request, where it would be another type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Use {
    Request,
    Response,
    Both,
}

/// Which way a body goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    Request,
    Response,
}

/// A resource in the making.
pub(crate) struct Resource<'t, 'd> {
    /// Its name.
    name: String,
    choices: Choices<'d>,
    /// Names of schemas and operations that are given away, in lower case: they share the modules of a crate.
    taken: &'t mut BTreeSet<String>,
    paths: Map<String, Value>,
    parameters: Map<String, Value>,
    bodies: Map<String, Value>,
    responses: Map<String, Value>,
    schemas: Map<String, Value>,
    /// The schemas that may be referred to, and what they are part of.
    known: Vec<(Use, String)>,
    /// The objects that are not finished.
    open: Vec<String>,
    /// The operations that are not out of date, by their official names.
    operations: Vec<String>,
}

impl<'t, 'd> Resource<'t, 'd> {
    /// Makes a resource whose types and operations have names that are not taken.
    pub(crate) fn file(name: &str, drawn: &'d Drawn, taken: &'t mut BTreeSet<String>) -> Value {
        let mut resource = Self {
            name: name.to_owned(),
            choices: Choices::new(&drawn.0),
            taken,
            paths: Map::new(),
            parameters: Map::new(),
            bodies: Map::new(),
            responses: Map::new(),
            schemas: Map::new(),
            known: Vec::new(),
            open: Vec::new(),
            operations: Vec::new(),
        };
        let description = resource.text();
        for drawn in &drawn.1 {
            resource.choices = Choices::new(drawn);
            resource.operation();
        }
        let Self { paths, parameters, bodies, responses, schemas, .. } = resource;
        let kinds =
            [("parameters", parameters), ("requestBodies", bodies), ("responses", responses), ("schemas", schemas)];
        let filled = kinds.into_iter().filter(|(_, parts)| !parts.is_empty());
        let components: Map<_, _> = filled.map(|(kind, parts)| (kind.to_owned(), Value::Object(parts))).collect();
        let mut file = json!({ "tag": { "name": name, "description": description }, "paths": paths });
        if !components.is_empty() {
            file["components"] = Value::Object(components);
        }
        file
    }

    /// A text that readers see.
    fn text(&mut self) -> &'static str {
        names::Names::Text.good(&mut self.choices)
    }

    /// A name of a type or of an operation that is given away once.
    fn fresh(&mut self, names: names::Names) -> String {
        let base = names.good(&mut self.choices);
        let numbered = std::iter::once(base.to_owned()).chain((2..).map(|number| format!("{base}{number}")));
        let mut free = numbered.filter(|name| !self.taken.contains(&name.to_lowercase()));
        let name = free.next().unwrap_or_default();
        self.taken.insert(name.to_lowercase());
        name
    }
}
