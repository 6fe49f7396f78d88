//! Enums that stay open: values that they do not know are kept.

use std::fmt::Write as _;

use quote::{format_ident, quote};

use super::alias::alias_line;
use super::rustdoc;
use crate::codegen::format::{doc, formatted};
use crate::model::{EnumValue, Enumeration, NamedSchema, States};

/// The texts of an enum: an invocation of `huaweicloud_core::open_enum!`, which prettyplease would not lay out, and what it
/// says of states, if it is one of states. `about` is its documentation, `uses` what it is part of, and `shown` makes the
/// documentation of its values.
pub(super) fn open_enum(
    named: &NamedSchema,
    about: &str,
    uses: &str,
    values: &Enumeration,
    shown: impl Fn(&EnumValue) -> String,
) -> anyhow::Result<Vec<String>> {
    let name = &named.name;
    let mut text = String::from("huaweicloud_core::open_enum! {\n");
    push_doc(&mut text, 4, about)?;
    if let Some(line) = named.schema.official_name.as_ref().and_then(|official| alias_line(official, name)) {
        writeln!(text, "    {line}")?;
    }
    writeln!(text, "    pub enum {name} {{")?;
    for value in &values.values {
        push_doc(&mut text, 8, &shown(value))?;
        write!(text, "        {} => {:?}", value.variant, value.wire)?;
        value.aliases.iter().try_for_each(|alias| write!(text, " | {alias:?}"))?;
        text.push_str(",\n");
    }
    text.push_str("    }\n");
    let spellings: Vec<String> = values.values.iter().filter_map(spellings).collect();
    let beside: Vec<&str> =
        spellings.iter().map(String::as_str).chain(Some(uses).filter(|uses| !uses.is_empty())).collect();
    if !beside.is_empty() {
        // Not of the description, which is that of the JSON Schema, too.
        text.push_str("    uses {\n");
        push_doc(&mut text, 8, &format!("\n{}", beside.join("\n\n")))?;
        text.push_str("    }\n");
    }
    text.push_str("}\n");
    let states = values.states.as_ref().map(|states| states_of(name, states)).transpose()?;
    Ok(std::iter::once(text).chain(states).collect())
}

/// In which other spellings a value is read.
fn spellings(value: &EnumValue) -> Option<String> {
    let others: Vec<String> = value.aliases.iter().map(|alias| rustdoc::code(alias)).collect();
    (!others.is_empty()).then(|| format!("{} is read as {}, too.", others.join(" or "), rustdoc::code(&value.wire)))
}

/// What an enum of states says of each.
fn states_of(name: &str, states: &States) -> anyhow::Result<String> {
    let name = format_ident!("{name}");
    let holds = |values: &[String]| match values {
        [] => quote!(false),
        values => quote!(matches!(self.as_str(), #(#values)|*)),
    };
    let (terminal, success, failure) = (holds(&states.terminal), holds(&states.success), holds(&states.failure));
    let listed = |values: &[String]| values.iter().map(|value| rustdoc::code(value)).collect::<Vec<_>>().join(", ");
    let about_terminal = doc(&match listed(&states.terminal) {
        none if none.is_empty() => {
            "Whether the state stays until something is asked for: none that is documented.".to_owned()
        }
        some => format!(
            "Whether the state stays until something is asked for: {some}.\n\nA value that is not documented does not count."
        ),
    });
    let about_success = doc(&match listed(&states.success) {
        none if none.is_empty() => {
            "Whether the state means by itself that what was asked for has come about: none that is documented."
                .to_owned()
        }
        some => format!("Whether the state means that what was asked for has come about: {some}."),
    });
    let about_failure = doc(&match listed(&states.failure) {
        none if none.is_empty() => "Whether the state means that something failed: none that is documented.".to_owned(),
        some => format!("Whether the state means that something failed: {some}."),
    });
    formatted(quote! {
        impl #name {
            #(#about_terminal)*
            pub fn is_terminal(&self) -> bool {
                #terminal
            }

            #(#about_success)*
            pub fn is_success(&self) -> bool {
                #success
            }

            #(#about_failure)*
            pub fn is_failure(&self) -> bool {
                #failure
            }
        }
    })
}

pub(super) fn push_doc(text: &mut String, indentation: usize, doc: &str) -> std::fmt::Result {
    doc.lines().try_for_each(|line| {
        let space = if line.is_empty() { "" } else { " " };
        writeln!(text, "{:indentation$}///{space}{line}", "")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Schema;

    #[test]
    fn an_enum_of_states_without_a_terminal_one_says_so() {
        let value = EnumValue {
            wire: "still\"".to_owned(),
            variant: "Still".to_owned(),
            meaning: "It stands.".to_owned(),
            aliases: vec!["Still".to_owned()],
        };
        let values = Enumeration { values: vec![value], states: Some(States::default()) };
        let schema = Schema { official_name: Some("ShowWidgetState".to_owned()), ..Schema::default() };
        let named = NamedSchema { name: "WidgetState".to_owned(), home: "widgets".to_owned(), schema };
        let uses = "Part of [`Widget`].";
        let shown = |value: &EnumValue| rustdoc::plain_text(&value.meaning);
        let texts = open_enum(&named, "State of a widget.", uses, &values, shown).unwrap().join("\n");
        insta::assert_snapshot!(texts);
    }
}
