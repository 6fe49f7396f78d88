//! Names for what is drafted: such as the rules accept, and no two alike.

use std::collections::BTreeSet;

use heck::ToPascalCase as _;

use crate::lint::hollow_ending;
use crate::model::{Model, names};

/// The names that schemas and operations have. Capitals distinguish none of them.
#[derive(Clone, Debug)]
pub(super) struct Names(BTreeSet<String>);

impl Names {
    /// Those of a specification.
    pub(super) fn of(model: &Model) -> Self {
        let operations = model.operations.iter().flat_map(|operation| [&operation.id, &operation.rust_name]);
        Self(model.schemas.keys().chain(operations).map(|name| name.to_ascii_lowercase()).collect())
    }

    /// Those of a specification that has nothing.
    #[cfg(test)]
    pub(super) const fn none() -> Self {
        Self(BTreeSet::new())
    }

    /// Whether something has the name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.0.contains(&name.to_ascii_lowercase())
    }

    /// Takes a name, as it is.
    pub(super) fn take(&mut self, name: &str) {
        self.0.insert(name.to_ascii_lowercase());
    }

    /// Takes a name for a component: what was wished for, as far as the rules let it be.
    pub(super) fn component(&mut self, wish: &str) -> String {
        let is_free = |name: &str| !self.has(name) && !names::is_taken_type(name);
        let found = first_free(&type_name(wish), "", is_free);
        self.take(&found);
        found
    }
}

/// The name, or the first with a number behind it that is free: `name2`, or with another separator `name_2`.
pub(super) fn first_free(name: &str, separator: &str, mut is_free: impl FnMut(&str) -> bool) -> String {
    if is_free(name) {
        return name.to_owned();
    }
    let mut numbered = (2..u32::MAX).map(|number| format!("{name}{separator}{number}"));
    numbered.find(|name| is_free(name)).unwrap_or_default()
}

/// The name of a type for words in any notation.
fn type_name(wish: &str) -> String {
    let plain: String = wish.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    let name = plain.to_pascal_case();
    let begins = name.starts_with(|c: char| c.is_ascii_uppercase());
    let name = if begins { name } else { format!("X{name}") };
    // How something is sent is no part of what it is.
    if hollow_ending(&name).is_some() || !names::is_upper_camel(&name) { format!("{name}Details") } else { name }
}

/// What the body of a request is called, for the name of its operation: `CreateWidget` takes a `NewWidget`.
pub(super) fn request(operation: &str) -> String {
    let (verb, noun) = verb_and_noun(operation);
    match verb {
        "Create" | "Add" | "Register" => format!("New{noun}"),
        "Update" | "Modify" | "Change" => format!("{noun}Change"),
        _ => format!("{operation}Options"),
    }
}

/// What the body of a response is called: `ListWidgets` gives a `WidgetList`.
pub(super) fn response(operation: &str) -> String {
    let (verb, noun) = verb_and_noun(operation);
    match verb {
        "List" => format!("{}List", singular(noun)),
        "Show" | "Get" => format!("{noun}Details"),
        "Create" | "Add" | "Register" => format!("Created{noun}"),
        _ => format!("{operation}Outcome"),
    }
}

fn verb_and_noun(operation: &str) -> (&str, &str) {
    let end = operation.char_indices().skip(1).find(|(_, c)| c.is_ascii_uppercase()).map(|(at, _)| at);
    end.and_then(|end| operation.split_at_checked(end)).unwrap_or((operation, ""))
}

/// A noun in the singular: `Policies` as `Policy`, `Widgets` as `Widget`.
pub(super) fn singular(noun: &str) -> String {
    if let Some(stem) = noun.strip_suffix("ies").filter(|stem| stem.len() > 1) {
        return format!("{stem}y");
    }
    let is_plural = !["ss", "us", "sis"].iter().any(|ending| noun.ends_with(ending));
    let stem = noun.strip_suffix('s').filter(|stem| is_plural && stem.len() > 1);
    stem.map_or_else(|| noun.to_owned(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn components_have_names_that_the_rules_accept() {
        for (wish, name) in [
            ("WidgetList", "WidgetList"),
            ("widget_list-parts", "WidgetListParts"),
            ("NewWidgetBody", "NewWidgetBodyDetails"),
            ("WidgetModel", "WidgetModelDetails"),
            ("2fa", "X2fa"),
            ("名", "X"),
            ("Self", "SelfDetails"),
        ] {
            assert_eq!(type_name(wish), name);
            assert!(names::is_upper_camel(name) && hollow_ending(name).is_none(), "{name}");
        }
    }

    #[test]
    fn no_two_names_are_alike() {
        let mut names = Names(BTreeSet::from(["widgetlist".to_owned()]));
        assert_eq!(names.component("WidgetList"), "WidgetList2");
        assert_eq!(names.component("Widgetlist"), "Widgetlist3");
        assert_eq!(names.component("Option"), "Option2");
    }

    #[test]
    fn bodies_are_called_by_what_they_are() {
        assert_eq!(request("CreateWidget"), "NewWidget");
        assert_eq!(request("UpdateWidget"), "WidgetChange");
        assert_eq!(request("ResetWidget"), "ResetWidgetOptions");
        assert_eq!(response("ListPolicies"), "PolicyList");
        assert_eq!(response("ShowStatus"), "StatusDetails");
        assert_eq!(response("List"), "List");
        assert_eq!(singular("Status"), "Status");
        assert_eq!(singular("Widgets"), "Widget");
    }
}
