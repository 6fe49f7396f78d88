//! Structs: from progenitor's, which decode what is documented, to ours, which decode what is sent.

use std::collections::BTreeSet;

use anyhow::{Context as _, bail, ensure};
use quote::{format_ident, quote};
use serde_json::Value;
use syn::{Attribute, Field, Fields, Ident, ItemStruct, parse_quote};

use super::format::{doc, formatted};
use super::lower::RUST_NAME;
use super::progenitor_output::{argument_of, last_segment, serde_rename};
use super::rustdoc::described;

/// How a type is used, which decides how strict it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Usage {
    /// It comes from the service: users read it, and new fields must not break them.
    Response,
    /// It goes to the service: users build it.
    Request,
}

/// The texts of a struct: itself, and the invocation of `huaweicloud_core::fields!` by which it is read and written.
/// `schema` is what the document says of it: its fields keep that order, which is the one in which the pages tell of them.
pub(super) fn structure(
    mut item: ItemStruct,
    document: &Value,
    schema: &Value,
    usage: Usage,
) -> anyhow::Result<Vec<String>> {
    item.attrs = doc(&described(document, schema));
    item.attrs.push(parse_quote!(#[derive(Clone, Debug, Default, PartialEq)]));
    item.attrs.push(parse_quote!(#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]));
    if usage == Usage::Response {
        item.attrs.push(parse_quote!(#[non_exhaustive]));
    }
    let properties = schema.get("properties").and_then(Value::as_object);
    let required = schema.get("required").and_then(Value::as_array);
    let required: Vec<&str> = required.into_iter().flatten().filter_map(Value::as_str).collect();
    let order: Vec<&String> = properties.into_iter().flatten().map(|(wire, _)| wire).collect();
    let mut entries = Vec::new();
    let mut taken = Taken::default();
    let name = &item.ident;
    let Fields::Named(content) = &mut item.fields else {
        bail!("`{name}` is neither an object with properties nor an enum; write its schema where it is referred to");
    };
    let fields = std::mem::take(&mut content.named);
    let mut fields: Vec<(String, Field)> = fields.into_iter().map(|field| (wire_name(&field), field)).collect();
    fields.sort_by_cached_key(|(wire, _)| order.iter().position(|known| *known == wire));
    for (wire, field) in &mut fields {
        let property = properties.and_then(|properties| properties.get(wire));
        let property = property.with_context(|| {
            format!("`{name}` has properties and other entries, too, which no field can hold; take one of them out")
        })?;
        let is_required = required.contains(&wire.as_str());
        specify(field, property);
        if usage == Usage::Request && !is_required {
            make_optional(field);
        }
        let sent_as = property.get(RUST_NAME).map(|_| format!("\n\nSent as `{wire}`.")).unwrap_or_default();
        field.attrs = doc(&(described(document, property) + &sent_as));
        field.attrs.extend(json_schema(field, wire, is_required));
        let names: Vec<&str> = std::iter::once(wire.as_str()).chain(aliases(property)).collect();
        let ident = field.ident.as_ref().context("a field without a name")?;
        taken.take(ident, &names).with_context(|| format!("two fields of `{name}` cannot be told apart"))?;
        let names: Vec<String> = names.into_iter().map(|name| format!("{name:?}")).collect();
        entries.push(format!("        {} => {ident},", names.join(" | ")));
    }
    content.named = fields.into_iter().map(|(_, field)| field).collect();
    let needed = if required.is_empty() { String::new() } else { format!(" requires {required:?}") };
    let body = if entries.is_empty() { "{}".to_owned() } else { format!("{{\n{}\n    }}", entries.join("\n")) };
    let reading = format!("huaweicloud_core::fields! {{\n    {}{needed} {body}\n}}\n", item.ident);
    Ok(vec![formatted(quote!(#item))?, reading])
}

/// The names that the fields of a struct have so far: progenitor knows neither those that the specification chose nor
/// aliases.
#[derive(Default)]
struct Taken {
    idents: BTreeSet<Ident>,
    wires: BTreeSet<String>,
}

impl Taken {
    fn take(&mut self, ident: &Ident, wires: &[&str]) -> anyhow::Result<()> {
        ensure!(self.idents.insert(ident.clone()), "both are called `{ident}`; write `{RUST_NAME}`");
        for wire in wires {
            ensure!(self.wires.insert((*wire).to_owned()), "both are read as `{wire}`; correct `x-aliases`");
        }
        Ok(())
    }
}

/// What JSON Schema must be told of a field, because no attribute of serde tells it.
fn json_schema(field: &Field, wire: &str, is_required: bool) -> Option<Attribute> {
    let is_renamed = field.ident.as_ref().is_none_or(|ident| ident != wire);
    let rename = is_renamed.then(|| quote!(rename = #wire));
    let default = (!is_required && argument_of(&field.ty, "Option").is_none()).then(|| quote!(default));
    let parts: Vec<_> = rename.into_iter().chain(default).collect();
    (!parts.is_empty()).then(|| parse_quote!(#[cfg_attr(feature = "schemars", schemars(#(#parts),*))]))
}

/// Gives a field what progenitor cannot: a type that shows no secret, and the name that the specification chose.
fn specify(field: &mut Field, property: &Value) {
    if property.get("format").and_then(Value::as_str) == Some("password") {
        let optional = argument_of(&field.ty, "Option").is_some();
        field.ty = if optional { parse_quote!(Option<Secret>) } else { parse_quote!(Secret) };
    }
    if let Some(name) = property.get(RUST_NAME).and_then(Value::as_str) {
        field.ident = Some(format_ident!("{name}"));
    }
}

/// Makes a list or a map of a request optional: none and an empty one are two things to say.
fn make_optional(field: &mut Field) {
    let of = &field.ty;
    let is_collection =
        last_segment(of).is_some_and(|last| last.ident == "Vec" || last.ident == "HashMap" || last.ident == "Map");
    if is_collection {
        field.ty = parse_quote!(Option<#of>);
    }
}

/// Other names under which services are known to send a field.
fn aliases(property: &Value) -> Vec<&str> {
    property.get("x-aliases").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect()
}

/// The name of a field in requests and answers.
fn wire_name(field: &Field) -> String {
    let name = field.ident.as_ref().map(ToString::to_string).unwrap_or_default();
    serde_rename(&field.attrs).unwrap_or_else(|| name.trim_start_matches("r#").to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn texts(usage: Usage) -> String {
        let schema = json!({
            "description": "A widget.",
            "required": ["id"],
            "properties": {
                "id": { "description": "Its id.", "type": "string" },
                "public-boundwidth": { "description": "Its width.", "x-aliases": ["width"] },
                "parts": { "description": "Its parts." },
            },
        });
        let item = parse_quote! {
            pub struct Widget {
                pub parts: ::std::vec::Vec<types::Part>,
                #[serde(rename = "public-boundwidth", default)]
                pub public_boundwidth: ::std::option::Option<i64>,
                pub id: ::std::string::String,
            }
        };
        structure(item, &Value::Null, &schema, usage).unwrap().join("\n")
    }

    #[test]
    fn fields_keep_the_order_and_the_names_of_the_pages() {
        insta::assert_snapshot!(texts(Usage::Response));
    }

    #[test]
    fn what_no_field_can_hold_and_fields_that_are_not_told_apart_are_refused() {
        let refused = |item: ItemStruct, schema: &Value| {
            format!("{:#}", structure(item, &Value::Null, schema, Usage::Response).unwrap_err())
        };
        let alias = json!({ "properties": { "id": {}, "name": { "x-aliases": ["id"] } } });
        let both = || {
            parse_quote!(
                pub struct Widget {
                    pub id: String,
                    pub name: String,
                }
            )
        };
        assert_eq!(
            refused(both(), &alias),
            "two fields of `Widget` cannot be told apart: both are read as `id`; correct `x-aliases`"
        );
        let chosen = json!({ "properties": { "id": {}, "name": { "x-rust-name": "id" } } });
        assert!(refused(both(), &chosen).ends_with("both are called `id`; write `x-rust-name`"));
        let extra = parse_quote!(
            pub struct Widget {
                pub id: String,
                #[serde(flatten)]
                pub extra: HashMap<String, i64>,
            }
        );
        let error = refused(extra, &json!({ "properties": { "id": {} } }));
        assert!(error.starts_with("`Widget` has properties and other entries, too"), "{error}");
        let wrapped = refused(
            parse_quote!(
                pub struct Widget(pub String);
            ),
            &json!({ "type": "string" }),
        );
        assert!(wrapped.starts_with("`Widget` is neither an object with properties nor an enum"), "{wrapped}");
    }

    #[test]
    fn a_list_of_a_request_may_be_left_out() {
        assert!(texts(Usage::Request).contains("pub parts: Option<Vec<Part>>,"));
    }
}
