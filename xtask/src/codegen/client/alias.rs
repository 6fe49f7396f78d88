//! Names under which the documentation is searched: official names of operations and types, and names in requests and
//! responses.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::Property;

/// The attribute by which a search for the name of a service finds an item; none where the search for the item's own name
/// finds it too, and none for a name that rustdoc takes no alias of.
pub(super) fn alias(official: &str, item: &str) -> Option<TokenStream> {
    is_needed(official, item).then(|| quote!(#[doc(alias = #official)]))
}

/// The attributes of a field, or of its setter, which is called `item`: one for each name under which it is sent.
pub(super) fn aliases(property: &Property, item: &str) -> Vec<TokenStream> {
    let mut seen = BTreeSet::new();
    property.wire_names().filter(|name| seen.insert(key(name))).filter_map(|name| alias(name, item)).collect()
}

/// The same as the line of a file.
pub(super) fn alias_line(official: &str, item: &str) -> Option<String> {
    is_needed(official, item).then(|| format!("#[doc(alias = {official:?})]"))
}

fn is_needed(official: &str, item: &str) -> bool {
    key(official) != key(item) && is_taken(official)
}

/// A name as the search of rustdoc compares it: without underscores, in any case.
fn key(name: &str) -> String {
    name.replace('_', "").to_lowercase()
}

/// Whether rustdoc takes an alias: something, without quotes, with spaces only inside, and nothing that no keyboard has.
fn is_taken(name: &str) -> bool {
    let is_refused = |c: char| matches!(c, '"' | '\'') || (c.is_whitespace() && c != ' ') || c.is_control();
    !name.is_empty() && !name.contains(is_refused) && name.trim_matches(' ') == name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_the_search_finds_anyway_has_no_alias() {
        assert!(alias("ListBackgroundTasks", "list_background_tasks").is_none());
        assert!(alias("createdAt", "created_at").is_none());
        assert!(alias("SHOW_X", "show_x").is_none());
        let found = alias("ResetUserPasswrod", "reset_user_password").unwrap().to_string();
        assert_eq!(found.replace(' ', ""), "#[doc(alias=\"ResetUserPasswrod\")]");
        assert_eq!(alias_line("user-default", "user_default").unwrap(), "#[doc(alias = \"user-default\")]");
    }

    #[test]
    fn what_rustdoc_takes_no_alias_of_has_none() {
        for name in ["", " ", " a", "a ", "a\"b", "it's", "a\tb", "a\u{2003}b", "a\u{0}b"] {
            assert!(alias(name, "item").is_none() && alias_line(name, "item").is_none(), "{name:?}");
        }
        assert!(alias("a b", "item").is_some() && alias("名", "item").is_some());
    }
}
