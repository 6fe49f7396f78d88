//! Several changes in one compilation: each is about other parts of the specification, and breaks other items.

use std::collections::BTreeSet;

use super::{Corpus, Mutation, Prediction, disagreements};
use crate::contract::Edit;
use crate::spec::part;

/// How many changes are compiled together at most.
const MOST: usize = 12;

/// A change, with what it is said to break.
#[derive(Debug)]
pub struct Change {
    /// The change.
    pub mutation: Mutation,
    /// What it is said to break.
    pub prediction: Prediction,
}

/// Batches of changes that have no part of the specification, and no item, in common.
pub fn batches(changes: Vec<Change>) -> Vec<Vec<Change>> {
    let mut batches: Vec<(Vec<Change>, BTreeSet<String>, BTreeSet<String>)> = Vec::new();
    for change in changes {
        let (parts, items) = (parts(&change.mutation), &change.prediction.items);
        let fits = batches.iter_mut().find(|(batch, taken, broken)| {
            batch.len() < MOST && taken.is_disjoint(&parts) && broken.is_disjoint(items)
        });
        if let Some((batch, taken, broken)) = fits {
            taken.extend(parts);
            broken.extend(items.iter().cloned());
            batch.push(change);
        } else {
            let items = items.clone();
            batches.push((vec![change], parts, items));
        }
    }
    batches.into_iter().map(|(batch, _, _)| batch).collect()
}

/// The operations and components that a change touches.
fn parts(mutation: &Mutation) -> BTreeSet<String> {
    let places = mutation.all_edits().flat_map(|edit| {
        let to = if let Edit::Move { to, .. } = edit { Some(to.as_str()) } else { None };
        std::iter::once(edit.pointer()).chain(to)
    });
    places.map(|place| part(place).to_owned()).collect()
}

/// Whether each change breaks something, if all that was refused is what they were said to break; none if something else was, or
/// something was not.
pub fn shared_out(batch: &[Change], corpus: &Corpus, refused: &BTreeSet<usize>) -> Option<Vec<bool>> {
    let item = |index: &usize| corpus.uses.get(*index).map(|it| &it.item);
    let mut left = refused.clone();
    let mut outcomes = Vec::new();
    for change in batch {
        let is_own = |index: &usize| item(index).is_some_and(|item| change.prediction.items.contains(item));
        let own: BTreeSet<usize> = refused.iter().copied().filter(|index| is_own(index)).collect();
        left.retain(|index| !own.contains(index));
        if !disagreements(&change.prediction, corpus, &own).is_empty() {
            return None;
        }
        outcomes.push(!own.is_empty());
    }
    left.is_empty().then_some(outcomes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prove::Use;

    fn change(at: &str, items: &[&str]) -> Change {
        let mutation = Mutation { name: at.to_owned(), given: Vec::new(), edits: vec![Edit::set(at, true)] };
        let items: BTreeSet<String> = items.iter().map(|item| (*item).to_owned()).collect();
        let findings = if items.is_empty() { Vec::new() } else { vec!["field.removed".to_owned()] };
        Change { mutation, prediction: Prediction { items, findings, ..Prediction::default() } }
    }

    #[test]
    fn changes_of_one_part_or_one_item_are_compiled_apart() {
        let changes = vec![
            change("/components/schemas/A/properties/a", &["A.a"]),
            change("/components/schemas/A/properties/b", &["A.b"]),
            change("/components/schemas/B/properties/a", &["B.a"]),
            change("/components/schemas/C/properties/a", &["A.a"]),
        ];
        let batches = batches(changes);
        let names: Vec<Vec<&str>> =
            batches.iter().map(|batch| batch.iter().map(|one| one.mutation.name.as_str()).collect()).collect();
        assert_eq!(
            names,
            [
                ["/components/schemas/A/properties/a", "/components/schemas/B/properties/a"],
                ["/components/schemas/A/properties/b", "/components/schemas/C/properties/a"]
            ]
        );
    }

    #[test]
    fn what_is_refused_belongs_to_the_change_that_was_said_to_break_it() {
        let batch = [change("/components/schemas/A", &["A.a"]), change("/components/schemas/B", &[])];
        let uses = ["A.a", "B.a"].map(|item| Use { item: item.to_owned(), code: String::new() }).to_vec();
        let corpus = Corpus { uses, ..Corpus::default() };
        assert_eq!(shared_out(&batch, &corpus, &BTreeSet::from([0])), Some(vec![true, false]));
        assert_eq!(shared_out(&batch, &corpus, &BTreeSet::from([0, 1])), None, "something is nobody's");
        assert_eq!(shared_out(&batch, &corpus, &BTreeSet::new()), None, "what was said to break compiles");
    }
}
