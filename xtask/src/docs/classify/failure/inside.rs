//! Rows of a failure that stand with the success, without the object that the examples have around them.

use std::collections::HashSet;

use serde_json::{Map, Value};

use super::envelope;
use crate::docs::classify::samples::items;
use crate::docs::facts::{Example, Field, PageFacts, PageProblem, PageProblemKind, SchemaType};
use crate::docs::words::is_failure;

/// A failure as an example shows it: its code and its text in an object.
struct Failure {
    status: String,
    name: String,
    keys: Vec<String>,
    line: u32,
}

impl Failure {
    fn of(example: &Example) -> Option<Self> {
        let status = example.status.clone().filter(|status| !status.starts_with('2'))?;
        let (name, inner) = envelope(example.body.json()?)?;
        let is_it = is_failure(inner.keys().map(String::as_str), true);
        let keys = inner.keys().cloned().collect();
        is_it.then(|| Self { status, name: name.to_owned(), keys, line: example.line })
    }

    /// Whether all that it shows are fields at the top of a body.
    fn is_in(&self, fields: &[Field]) -> bool {
        self.keys.iter().all(|key| fields.iter().any(|field| field.field == *key))
    }

    /// The fields inside of what is around them.
    fn around(&self, inside: Vec<Field>) -> Vec<Field> {
        let Self { name, line, .. } = self;
        let around = Field::of_example(name.clone(), SchemaType::Object, *line);
        let inside = inside.into_iter().map(|field| Field { field: format!("{name}.{}", field.field), ..field });
        std::iter::once(around).chain(inside).collect()
    }
}

/// Puts rows of the success that the examples have in a failure alone into that failure, where the success has an example of its
/// own or nothing else in its tables. Otherwise nobody knows, and they stay. Both is told.
pub(in crate::docs::classify) fn put_inside(facts: &mut PageFacts) {
    let Some(failure) = facts.examples.response.iter().find_map(Failure::of) else { return };
    let shown = shown(&facts.examples.response);
    // A page that describes what is around them means others by the same names at the top.
    let is_described =
        facts.responses.values().flatten().any(|field| field.field.split(['.', '[']).next() == Some(&failure.name));
    if is_described || failure.keys.iter().any(|key| shown.contains(key)) {
        return;
    }
    let mut moved: Vec<Field> = Vec::new();
    for (_, fields) in facts.responses.iter_mut().filter(|(status, _)| status.starts_with('2')) {
        if !failure.is_in(fields) {
            continue;
        }
        let is_inside = |field: &Field| failure.keys.contains(&field.field);
        let is_clear = fields.iter().all(is_inside) || fields.iter().any(|field| shown.contains(&field.field));
        for field in fields.iter().filter(|field| is_inside(field)) {
            let end = if is_clear { "; it is read so" } else { "" };
            let (row, around) = (&field.field, &failure.name);
            let reason = format!("`{row}` stands with the success, but the example has it in `{around}` alone{end}");
            facts.problems.push(PageProblem::new(&facts.page, field.line, PageProblemKind::ExampleField, reason));
        }
        if is_clear {
            let (inside, kept) = std::mem::take(fields).into_iter().partition(is_inside);
            *fields = kept;
            moved = inside;
        }
    }
    if !moved.is_empty() {
        facts.responses.entry(failure.status.clone()).or_default().extend(failure.around(moved));
    }
}

/// What the examples of the success have at their top.
fn shown(examples: &[Example]) -> HashSet<String> {
    let of_success =
        examples.iter().filter(|example| example.status.as_ref().is_none_or(|status| status.starts_with('2')));
    let bodies = of_success.filter_map(|example| example.body.json());
    bodies.flat_map(items).filter_map(Value::as_object).flat_map(Map::keys).cloned().collect()
}
