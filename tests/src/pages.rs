//! Every example of every page goes through the generated types and loses nothing.
//!
//! The pages are no part of this repository: the check runs where they lie beside it.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;
use xtask::docs::{Example, PageFacts, collect};
use xtask::model::{Content, Model, NamedSchema, Operation};

use crate::ServiceUnderTest;
use crate::loss::lost;
use crate::typed::{type_in, typed_values, with_own_names, written_part};

/// Something that an example of a page has and no type keeps.
#[derive(Clone, Copy, Debug)]
pub struct LeftBehind {
    page: &'static str,
    pointer: &'static str,
    reason: &'static str,
}

impl LeftBehind {
    /// What stands at `pointer` in an example of the page whose path ends with `page`; the whole example if it is empty.
    pub const fn new(page: &'static str, pointer: &'static str, reason: &'static str) -> Self {
        Self { page, pointer, reason }
    }
}

/// The examples of the pages in `folder`, at least `at_least` of them, survive their types, but for what is left behind.
/// Exceptions that nothing needs are findings, too. Operations that others supersede are read as those.
pub fn survive(service: &ServiceUnderTest, folder: &Path, at_least: usize, left_behind: &[LeftBehind]) -> Vec<String> {
    let mut findings = Vec::new();
    let mut used = BTreeSet::new();
    let mut count = 0;
    for page in &collect(&[folder]).pages {
        let Some(operation) = operation_of(page, &service.model) else { continue };
        for (example, schema, value) in typed_examples(page, &service.model, operation) {
            count += 1;
            for pointer in losses(service, schema, value) {
                let is_known = |known: &LeftBehind| page.page.ends_with(known.page) && known.pointer == pointer;
                match left_behind.iter().position(is_known) {
                    Some(index) => drop(used.insert(index)),
                    None => findings.push(format!("{}:{}: {} {pointer}", page.page, example.line, schema.name)),
                }
            }
        }
    }
    if count < at_least {
        findings.push(format!("only {count} examples were found in {}, not {at_least}", folder.display()));
    }
    let unused = left_behind.iter().enumerate().filter(|(index, _)| !used.contains(index));
    findings.extend(unused.map(|(_, LeftBehind { page, pointer, reason })| {
        format!("`{pointer}` of {page} is left behind no more, in spite of: {reason}")
    }));
    findings
}

/// The operation of a page, or the one that supersedes it.
fn operation_of<'m>(page: &PageFacts, model: &'m Model) -> Option<&'m Operation> {
    let (method, path) = page.method.as_ref().zip(page.path.as_ref())?;
    model.operation_at(method.value, &path.value).or_else(|| {
        let superseded = model.spec.superseded.iter().find(|entry| entry.is(method.value.as_str(), &path.value));
        let recorded = page.sha256.as_ref().and_then(|sha256| model.spec.sources.of_bytes(sha256));
        model.operation(superseded.map(|entry| entry.by.as_str()).or_else(|| recorded?.operation.as_deref())?)
    })
}

/// The values of types in the examples of a page: of requests, and of successes.
fn typed_examples<'p, 'm: 'p>(
    page: &'p PageFacts,
    model: &'m Model,
    operation: &'m Operation,
) -> impl Iterator<Item = (&'p Example, &'m NamedSchema, &'p Value)> {
    let request = operation.request.as_ref().and_then(|body| body.content.as_ref());
    let mut successes = operation.successes().filter_map(|response| response.content.as_ref());
    let success = successes.find(|content| type_in(model, &content.schema).is_some());
    let pairs = |examples: &'p [Example], content: Option<&'m Content>| {
        examples.iter().filter_map(move |example| content.map(|content| (example, content)))
    };
    let all = pairs(&page.examples.request, request).chain(pairs(&page.examples.response, success));
    all.filter(|(example, _)| is_success(example)).flat_map(move |(example, content)| {
        let values = example.body.json().map(|value| typed_values(model, &content.schema, value));
        values.into_iter().flatten().map(move |(schema, value)| (example, schema, value))
    })
}

/// Pointers to what a type does not keep; an empty one if it cannot read the value.
fn losses(service: &ServiceUnderTest, named: &NamedSchema, value: &Value) -> Vec<String> {
    let model = &service.model;
    let own = with_own_names(model, &named.schema, value);
    match service.generated(&named.name).map(|of| of.round_trip(own.clone())) {
        Some(Ok(written)) => lost(&written_part(model, &named.schema, &own), &written),
        None | Some(Err(_)) => vec![String::new()],
    }
}

fn is_success(example: &Example) -> bool {
    example.status.as_ref().is_none_or(|status| status.starts_with('2'))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::fixture::widgets;

    /// A page whose example has a field that no type keeps.
    const PAGE: &str = r#"# Listing Widgets

## URI

GET /v1/{project_id}/widgets

## Example Response

```json
{
  "widgets": [
    {"id": "w-1", "wheels": 4}
  ]
}
```
"#;

    #[test]
    fn what_is_left_behind_is_reported_unless_it_is_known() {
        let (service, folder) = (widgets(), tempfile::tempdir().unwrap());
        fs::write(folder.path().join("list.md"), PAGE).unwrap();
        let survive = |at_least, left_behind: &[LeftBehind]| survive(&service, folder.path(), at_least, left_behind);
        let findings = survive(1, &[]);
        assert_eq!(findings.len(), 1, "{findings:?}");
        assert!(findings[0].ends_with(": WidgetList /widgets/0/wheels"), "{findings:?}");
        let wheels = LeftBehind::new("/list.md", "/widgets/0/wheels", "nothing rolls");
        assert_eq!(survive(1, &[wheels]), Vec::<String>::new());
        let doors = LeftBehind::new("/list.md", "/doors", "nothing opens");
        let unused = "`/doors` of /list.md is left behind no more, in spite of: nothing opens";
        assert_eq!(survive(1, &[wheels, doors]), [unused]);
        assert!(survive(2, &[wheels])[0].starts_with("only 1 examples were found in "));
    }
}
