//! What goes away if a person says so: fields, values and operations that pages do not have any more, and what examples have of them.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{Fate, Item, change, patch_of};
use crate::contract::Edit;
use crate::docs::PageFacts;
use crate::lint::unknown_fields;
use crate::model::Model;
use crate::spec::files::SpecTexts;
use crate::spec::{FindingKind, Spec, child, parent};

/// The patch that takes away what pages do not have any more.
///
/// # Errors
///
/// A message if what is left is no specification.
pub(super) fn patch(items: &[Item], texts: &SpecTexts, spec: &Spec, pages: &[PageFacts]) -> Result<String, String> {
    let edits: Vec<Edit> = items.iter().filter(|item| item.fate == Fate::Removal).flat_map(edits_of).collect();
    if edits.is_empty() {
        return Ok(String::new());
    }
    let without = last_first(edits);
    let mut after = change::applied(spec, texts, &without)?;
    let examples = of_examples(spec, &after, pages)?;
    if !examples.is_empty() {
        after = change::applied(spec, texts, &[last_first(examples), without].concat())?;
    }
    let mut patch = String::new();
    for (path, text) in &after.files {
        if let Some(before) = texts.files.get(path) {
            patch.push_str(&patch_of(path, before, text));
        }
    }
    Ok(patch)
}

/// The edits of an item by which something goes away.
fn edits_of(item: &Item) -> Vec<Edit> {
    match item.finding.kind {
        // The draft adds what it is called now, or where it is.
        FindingKind::Moved => Edit::removal(&item.finding.pointer),
        _ => item.finding.proposal.edits.iter().filter(|edit| edit.is_removal()).cloned().collect(),
    }
}

/// What examples have that no schema has once it is gone; those that a page still has stay as they are, for a person sees then that
/// the page contradicts itself. An example that becomes another one of its body goes away as a whole.
fn of_examples(before: &Spec, after: &SpecTexts, pages: &[PageFacts]) -> Result<Vec<Edit>, String> {
    let model = Model::of(Spec::parse(after).map_err(|problems| problems.to_string())?);
    let known: BTreeSet<String> = unknown_fields(&Model::of(before.clone())).into_iter().collect();
    let mut document = model.spec.document.clone();
    let mut of_example: BTreeMap<String, Vec<Edit>> = BTreeMap::new();
    for pointer in unknown_fields(&model).into_iter().filter(|field| !known.contains(field)) {
        if let Some(example) = example_of(&pointer) {
            of_example.entry(example.to_owned()).or_default().push(Edit::Remove { pointer });
        }
    }
    let mut all = Vec::new();
    for (example, edits) in of_example {
        let value = child(&example, "value");
        if document.pointer(&value).is_some_and(|value| is_on_a_page(value, pages)) {
            continue;
        }
        let edits = last_first(edits);
        for edit in &edits {
            edit.apply(&mut document);
        }
        if is_repeated(&document, &example) {
            let whole = Edit::Remove { pointer: example };
            whole.apply(&mut document);
            all.push(whole);
        } else {
            all.extend(edits);
        }
    }
    Ok(all)
}

/// The example that a field is in.
fn example_of(field: &str) -> Option<&str> {
    let mut at = field;
    loop {
        at = parent(at)?;
        if let Some(example) = at.strip_suffix("/value")
            && parent(example).is_some_and(|examples| examples.ends_with("/examples"))
        {
            return Some(example);
        }
    }
}

fn is_on_a_page(value: &Value, pages: &[PageFacts]) -> bool {
    let examples = pages.iter().flat_map(|page| page.examples.request.iter().chain(&page.examples.response));
    examples.into_iter().any(|example| example.body.json() == Some(value))
}

/// Whether the body of an example has the same one under another name.
fn is_repeated(document: &Value, example: &str) -> bool {
    let own = document.pointer(example).and_then(|example| example.get("value"));
    let all = parent(example).and_then(|examples| document.pointer(examples)).and_then(Value::as_object);
    all.is_some_and(|all| all.values().filter(|other| other.get("value") == own).count() > 1)
}

/// The edits in the order in which none moves what another is about: a list keeps its order until all of it has been looked at.
fn last_first(mut edits: Vec<Edit>) -> Vec<Edit> {
    edits.sort_by(|one, other| natural(other.pointer()).cmp(&natural(one.pointer())));
    edits.dedup();
    edits
}

/// A pointer whose numbers are ordered as numbers are.
fn natural(pointer: &str) -> Vec<(Option<usize>, &str)> {
    pointer.split('/').map(|segment| (segment.parse().ok(), segment)).collect()
}
