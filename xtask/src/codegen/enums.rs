//! Enums: from progenitor's closed ones to ours, which keep values that they do not know.

use std::collections::HashMap;
use std::fmt::Write as _;

use anyhow::Context as _;
use serde_json::Value;
use syn::ItemEnum;

use super::progenitor_output::{doc_text, serde_rename};

/// The text of an enum: an invocation of `huaweicloud_core::open_enum!`, which prettyplease would not lay out.
///
/// The names of the variants are progenitor's; their meaning comes from the schema.
pub(super) fn open_enum(item: &ItemEnum, schema: &Value) -> anyhow::Result<String> {
    let meanings: HashMap<&str, &str> = schema
        .get("x-enum-descriptions")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
        .filter_map(|(value, meaning)| Some((value.as_str(), meaning.as_str()?)))
        .collect();
    let mut text = String::from("huaweicloud_core::open_enum! {\n");
    push_doc(&mut text, 4, &doc_text(&item.attrs))?;
    writeln!(text, "    pub enum {} {{", item.ident)?;
    for variant in &item.variants {
        let wire = serde_rename(&variant.attrs).unwrap_or_else(|| variant.ident.to_string());
        let meaning = meanings.get(wire.as_str());
        let meaning = meaning.with_context(|| format!("the value `{wire}` of `{}` has no meaning", item.ident))?;
        push_doc(&mut text, 8, meaning)?;
        writeln!(text, "        {} => {wire:?},", variant.ident)?;
    }
    text.push_str("    }\n}\n");
    Ok(text)
}

fn push_doc(text: &mut String, indentation: usize, doc: &str) -> std::fmt::Result {
    doc.lines().try_for_each(|line| writeln!(text, "{:indentation$}/// {line}", ""))
}
