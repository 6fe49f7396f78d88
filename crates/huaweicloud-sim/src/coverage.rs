//! Which operations behave, and which answer with their documented examples.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Serialize;

use crate::service::Service;

/// What of a service is simulated, and how.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Coverage {
    /// Title of the service.
    pub service: String,
    /// Version of its API.
    pub version: String,
    /// How many operations answer from the state.
    pub by_state: usize,
    /// How many operations answer with their documented example.
    pub by_example: usize,
    /// All operations, by resource and name.
    pub operations: Vec<CoveredOperation>,
}

/// How one operation answers.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct CoveredOperation {
    /// The resource that it belongs to.
    pub resource: String,
    /// Its official name.
    pub operation: String,
    /// Its method.
    pub method: String,
    /// Its path.
    pub path: String,
    /// `state` or `example`.
    pub answers_by: &'static str,
}

impl Coverage {
    /// What of a service is simulated.
    pub fn of(service: &Service) -> Self {
        let operations = service.document.operations.iter().map(|operation| CoveredOperation {
            resource: operation.tag.clone(),
            operation: operation.id.as_ref().to_owned(),
            method: operation.method.clone(),
            path: operation.path.clone(),
            answers_by: if service.behaves(&operation.id) { "state" } else { "example" },
        });
        let mut operations: Vec<_> = operations.collect();
        operations.sort();
        let by_state = operations.iter().filter(|operation| operation.answers_by == "state").count();
        Self {
            service: service.document.title.clone(),
            version: service.document.version.clone(),
            by_state,
            by_example: operations.len() - by_state,
            operations,
        }
    }

    /// A table for people, in Markdown: a row for each resource.
    pub fn table(&self) -> String {
        let mut rows: BTreeMap<&str, [Vec<String>; 2]> = BTreeMap::new();
        for one in &self.operations {
            let row = rows.entry(&one.resource).or_default();
            row[usize::from(one.answers_by == "example")].push(format!("`{}`", one.operation));
        }
        let mut table =
            String::from("| resource | answers by state | answers with its documented example |\n|---|---|---|\n");
        for (resource, [by_state, by_example]) in rows {
            let cell = |names: &[String]| if names.is_empty() { "none".to_owned() } else { names.join(", ") };
            let _ = writeln!(table, "| {resource} | {} | {} |", cell(&by_state), cell(&by_example));
        }
        let (by_state, by_example) = (self.by_state, self.by_example);
        let _ = writeln!(table, "| {} operations | {by_state} | {by_example} |", by_state + by_example);
        table
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::tests::WIDGETS;
    use crate::response::Response;

    #[test]
    fn a_row_says_how_the_operations_of_a_resource_answer() {
        let service = Service::from_bundle(WIDGETS).unwrap().on("ListWidgets", |_| Ok(Response::no_content()));
        let coverage = Coverage::of(&service);
        assert_eq!((coverage.by_state, coverage.by_example), (1, 1));
        assert!(coverage.table().contains("\n| widgets | `ListWidgets` | none |\n"), "{}", coverage.table());
        assert!(coverage.table().ends_with("| 2 operations | 1 | 1 |\n"));
    }
}
