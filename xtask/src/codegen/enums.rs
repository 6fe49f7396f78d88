//! Enums: from progenitor's closed ones to ours, which keep values that they do not know.

use std::collections::HashMap;
use std::fmt::Write as _;

use anyhow::{Context as _, ensure};
use quote::quote;
use serde_json::Value;
use syn::ItemEnum;

use super::format::{doc, formatted};
use super::progenitor_output::{doc_text, serde_rename};

/// Names of the variants, where the values would give unclear ones: a list as long as `enum`.
pub(crate) const VARIANT_NAMES: &str = "x-enum-varnames";

/// The variant that every open enum has for values that are not documented.
pub(crate) const UNKNOWN: &str = "Unknown";

/// Which values of an enum of states are `terminal`, and which are a `failure`.
pub(crate) const STATES: &str = "x-states";

/// The texts of an enum: an invocation of `huaweicloud_core::open_enum!`, which prettyplease would not lay out, and what it
/// says of states, if it is one of states.
///
/// The names of the variants are progenitor's; their meaning comes from the schema.
pub(super) fn open_enum(item: &ItemEnum, schema: &Value) -> anyhow::Result<Vec<String>> {
    let meanings: HashMap<&str, &str> = schema
        .get("x-enum-descriptions")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
        .filter_map(|(value, meaning)| Some((value.as_str(), meaning.as_str()?)))
        .collect();
    let chosen = chosen_values(schema);
    let mut text = String::from("huaweicloud_core::open_enum! {\n");
    push_doc(&mut text, 4, &doc_text(&item.attrs))?;
    writeln!(text, "    pub enum {} {{", item.ident)?;
    for variant in &item.variants {
        let name = variant.ident.to_string();
        let wire = serde_rename(&variant.attrs).unwrap_or_else(|| name.clone());
        let wire = chosen.get(wire.as_str()).map_or(wire.as_str(), |value| value);
        ensure!(
            name != UNKNOWN,
            "the value `{wire}` of `{}` would be the variant `{UNKNOWN}`, which holds what is not documented; name the \
             variants in `{VARIANT_NAMES}`",
            item.ident
        );
        let meaning = meanings.get(wire);
        let meaning = meaning.with_context(|| format!("the value `{wire}` of `{}` has no meaning", item.ident))?;
        push_doc(&mut text, 8, meaning)?;
        writeln!(text, "        {name} => {wire:?},")?;
    }
    text.push_str("    }\n}\n");
    let states = schema.get(STATES).map(|states| states_of(item, states)).transpose()?;
    Ok(std::iter::once(text).chain(states).collect())
}

/// The values whose variants have names that the specification chose, by name: what progenitor saw in their place.
fn chosen_values(schema: &Value) -> HashMap<&str, &str> {
    let texts = |key: &str| schema.get(key).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    texts(VARIANT_NAMES).zip(texts("enum")).collect()
}

/// What an enum of states says of each.
fn states_of(item: &ItemEnum, states: &Value) -> anyhow::Result<String> {
    let name = &item.ident;
    let values = |key: &str| -> Vec<&str> {
        states.get(key).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect()
    };
    let holds = |values: &[&str]| match values {
        [] => quote!(false),
        values => quote!(matches!(self.as_str(), #(#values)|*)),
    };
    let (terminal, failure) = (holds(&values("terminal")), holds(&values("failure")));
    let listed = |values: &[&str]| values.iter().map(|value| format!("`{value}`")).collect::<Vec<_>>().join(", ");
    let about_terminal = doc(&match listed(&values("terminal")) {
        none if none.is_empty() => {
            "Whether the state stays until something is asked for: none that is documented.".to_owned()
        }
        some => format!(
            "Whether the state stays until something is asked for: {some}.\n\nA value that is not documented does not count."
        ),
    });
    let about_failure = doc(&match listed(&values("failure")) {
        none if none.is_empty() => "Whether the state means that something failed: none that is documented.".to_owned(),
        some => format!("Whether the state means that something failed: {some}."),
    });
    formatted(quote! {
        impl #name {
            #(#about_terminal)*
            pub fn is_terminal(&self) -> bool {
                #terminal
            }

            #(#about_failure)*
            pub fn is_failure(&self) -> bool {
                #failure
            }
        }
    })
}

pub(super) fn push_doc(text: &mut String, indentation: usize, doc: &str) -> std::fmt::Result {
    doc.lines().try_for_each(|line| writeln!(text, "{:indentation$}/// {line}", ""))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use syn::parse_quote;

    fn texts(schema: &Value) -> anyhow::Result<Vec<String>> {
        let item = parse_quote! {
            /// State of a widget.
            pub enum WidgetState {
                #[serde(rename = "STILL")]
                Still,
                #[serde(rename = "unknown")]
                Unknown,
            }
        };
        open_enum(&item, schema)
    }

    #[test]
    fn a_value_that_would_be_the_variant_of_all_others_is_refused() {
        let schema = json!({ "x-enum-descriptions": { "STILL": "It stands still.", "unknown": "Nobody looked." } });
        let error = texts(&schema).unwrap_err().to_string();
        assert!(error.starts_with("the value `unknown` of `WidgetState` would be the variant `Unknown`"), "{error}");
    }

    #[test]
    fn an_enum_of_states_without_a_terminal_one_says_so() {
        let item = parse_quote! { pub enum WidgetState { Still } };
        let schema = json!({ "x-enum-descriptions": { "Still": "It stands still." }, "x-states": { "failure": [] } });
        let texts = open_enum(&item, &schema).unwrap().join("\n");
        assert!(texts.contains("until something is asked for: none that is documented."), "{texts}");
    }
}
