//! What the documentation says of witnesses: only where that matters, because one source alone knows something, or sources contradict
//! each other.

use super::conditions::listed_as_is;
use super::method::source_title;
use super::rustdoc::code;
use crate::model::{Operation, Witnesses};
use crate::spec::{EXPLORER, Spec};

/// What is said below a parameter or a field.
pub(super) fn of_place(spec: &Spec, witnesses: Option<&Witnesses>) -> Vec<String> {
    let only = witnesses.and_then(|one| one.known_by.first().filter(|_| one.known_by.len() == 1));
    let only = only.map(|id| format!("Known from one source alone: {}.", title(spec, id)));
    only.into_iter().chain(contradictions(spec, witnesses)).collect()
}

/// What sources contradict each other in: a sentence each.
pub(super) fn contradictions(spec: &Spec, witnesses: Option<&Witnesses>) -> Vec<String> {
    let all = witnesses.into_iter().flat_map(|one| &one.contradictions);
    let sentence = all.map(|contradiction| {
        let says = contradiction.says.iter().map(|(said, by)| {
            let by: Vec<String> = by.iter().map(|id| title(spec, id)).collect();
            format!("{} ({})", code(said), by.join("; "))
        });
        let says = listed_as_is(&says.collect::<Vec<_>>(), "and");
        format!("Sources contradict each other on {}: {says}.", contradiction.about.noun())
    });
    sentence.collect()
}

/// What follows the only source of an operation, if nothing else knows it.
pub(super) fn alone(operation: &Operation) -> &'static str {
    let is_alone = operation.witnesses.as_ref().is_some_and(|one| one.known_by.len() == 1);
    if is_alone { ", and by nothing else that was read" } else { "" }
}

fn title(spec: &Spec, id: &str) -> String {
    if id == EXPLORER { "API Explorer".to_owned() } else { source_title(spec, id) }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::widgets;
    use super::*;
    use crate::model::{Contested, Contradiction};

    #[test]
    fn what_matters_is_told() {
        let model = widgets();
        let says = [("integer", "page"), ("string", EXPLORER)];
        let says = says.map(|(said, by)| (said.to_owned(), vec![by.to_owned()])).to_vec();
        let one = Witnesses {
            known_by: vec!["page".to_owned()],
            contradictions: vec![Contradiction { about: Contested::Type, says }],
            ..Witnesses::default()
        };
        let told = of_place(&model.spec, Some(&one));
        assert!(told[0].starts_with("Known from one source alone: ") && told.len() == 2, "{told:?}");
        assert!(told[1].ends_with(" and `string` (API Explorer)."), "{told:?}");
        assert_eq!(of_place(&model.spec, None), Vec::<String>::new());
        let several = Witnesses { known_by: vec!["page".to_owned(), "interface".to_owned()], ..Witnesses::default() };
        assert_eq!(of_place(&model.spec, Some(&several)), Vec::<String>::new());
    }
}
