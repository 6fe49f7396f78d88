//! Structs: from progenitor's, which decode what is documented, to ours, which decode what is sent.

use anyhow::{Context as _, bail};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use serde_json::Value;
use syn::{Field, Fields, ItemStruct, Type, parse_quote};

use super::format::{doc, formatted, spelled};
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

/// The text of a struct. `schema` is what the document says of it: its fields keep that order, which is the one in which
/// the pages tell of them.
pub(super) fn structure(
    mut item: ItemStruct,
    document: &Value,
    schema: &Value,
    usage: Usage,
) -> anyhow::Result<String> {
    let name = item.ident.clone();
    item.attrs = doc(&described(document, schema));
    item.attrs.push(parse_quote!(#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]));
    item.attrs.push(parse_quote!(#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]));
    if usage == Usage::Response {
        item.attrs.push(parse_quote!(#[non_exhaustive]));
    }
    let properties = schema.get("properties").and_then(Value::as_object);
    let required = schema.get("required").and_then(Value::as_array);
    let required: Vec<&str> = required.into_iter().flatten().filter_map(Value::as_str).collect();
    let order: Vec<&String> = properties.into_iter().flatten().map(|(wire, _)| wire).collect();
    if let Fields::Named(named) = &mut item.fields {
        let mut fields: Vec<Field> = std::mem::take(&mut named.named).into_iter().collect();
        fields.sort_by_cached_key(|field| {
            let name = wire_name(field);
            order.iter().position(|wire| **wire == name)
        });
        for field in &mut fields {
            let wire = wire_name(field);
            let property = properties.and_then(|properties| properties.get(&wire)).unwrap_or(&Value::Null);
            specify(field, &wire, property);
            let is_required = required.contains(&wire.as_str());
            if usage == Usage::Request && !is_required {
                make_optional(field);
            }
            lenient_field(field, is_required, &aliases(property))
                .with_context(|| format!("in the field `{wire}` of the type `{name}`"))?;
            field.attrs.splice(0..0, doc(&described(document, property)));
        }
        named.named = fields.into_iter().collect();
    }
    formatted(quote!(#item))
}

/// Gives a field what progenitor cannot: a type that shows no secret, and the name that the specification chose.
fn specify(field: &mut Field, wire: &str, property: &Value) {
    if property.get("format").and_then(Value::as_str) == Some("password") {
        let optional = argument_of(&field.ty, "Option").is_some();
        field.ty = if optional { parse_quote!(Option<Secret>) } else { parse_quote!(Secret) };
    }
    if let Some(name) = property.get(RUST_NAME).and_then(Value::as_str) {
        field.ident = Some(format_ident!("{name}"));
        field.attrs = vec![parse_quote!(#[serde(rename = #wire)])];
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

/// Gives a field the attributes with which it survives what services send, and is written as it must be.
fn lenient_field(field: &mut Field, is_required: bool, aliases: &[&str]) -> anyhow::Result<()> {
    let rename = serde_rename(&field.attrs).map(|wire| quote!(rename = #wire,));
    field.attrs.clear();
    let reading = reading(&field.ty)?;
    let function = reading.function.map(|name| {
        let path = format!("lenient::{name}");
        quote!(deserialize_with = #path,)
    });
    let default = (!is_required).then(|| quote!(default,));
    let skip = reading.optional.then(|| quote!(skip_serializing_if = "Option::is_none",));
    let aliases = (!aliases.is_empty()).then(|| quote!(#(alias = #aliases,)*));
    let attributes: TokenStream = [rename, aliases, default, skip, function].into_iter().flatten().collect();
    if !attributes.is_empty() {
        field.attrs.push(parse_quote!(#[serde(#attributes)]));
    }
    Ok(())
}

/// How a type of field is read.
#[derive(Debug, PartialEq, Eq)]
struct Reading {
    optional: bool,
    function: Option<&'static str>,
}

/// The function of `huaweicloud_core::lenient` for a type of field.
fn reading(of: &Type) -> anyhow::Result<Reading> {
    if let Some(inner) = argument_of(of, "Option") {
        // Other optional types take null by being optional, and enums take any text by themselves.
        let function = functions(&inner).map(|[_, optional]| optional);
        return Ok(Reading { optional: true, function });
    }
    if last_segment(of).is_none() {
        bail!("the type `{}` has a form that this generator does not know", spelled(of));
    }
    Ok(Reading { optional: false, function: functions(of).map(|[plain, _]| plain) })
}

/// The functions that read a type, and the type or nothing; none for a type that reads itself leniently.
fn functions(of: &Type) -> Option<[&'static str; 2]> {
    let text = "::std::string::String";
    if let Some(element) = argument_of(of, "Vec") {
        return Some(match spelled(&element).as_str() {
            element if element == text => ["string_list", "optional_string_list"],
            "i64" => ["integer_list", "optional_integer_list"],
            _ => ["list", "optional_list"],
        });
    }
    match last_segment(of)?.ident.to_string().as_str() {
        "HashMap" if spelled(of).ends_with(&format!(",{text}>")) => Some(["string_map", "optional_string_map"]),
        "HashMap" => Some(["map", "optional_map"]),
        "Map" => Some(["object", "optional_object"]),
        "String" => Some(["string", "optional_string"]),
        "i64" => Some(["integer", "optional_integer"]),
        "f64" => Some(["float", "optional_float"]),
        "bool" => Some(["boolean", "optional_boolean"]),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn attributes(of: &Type) -> String {
        let mut field: Field = parse_quote!(pub name: #of);
        let is_required = spelled(of) == "i64";
        lenient_field(&mut field, is_required, &[]).unwrap();
        field.attrs.iter().map(spelled).collect()
    }

    #[test]
    fn every_kind_of_field_is_read_leniently() {
        let text = attributes(&parse_quote!(::std::option::Option<::std::string::String>));
        assert_eq!(
            text,
            r#"#[serde(default,skip_serializing_if="Option::is_none",deserialize_with="lenient::optional_string",)]"#
        );
        let list = attributes(&parse_quote!(::std::vec::Vec<Widget>));
        assert_eq!(list, r#"#[serde(default,deserialize_with="lenient::list",)]"#);
        let map = attributes(&parse_quote!(::std::collections::HashMap<::std::string::String, ::std::string::String>));
        assert_eq!(map, r#"#[serde(default,deserialize_with="lenient::string_map",)]"#);
        assert_eq!(attributes(&parse_quote!(i64)), r#"#[serde(deserialize_with="lenient::integer",)]"#);
        let nested = attributes(&parse_quote!(::std::option::Option<Widget>));
        assert_eq!(nested, r#"#[serde(default,skip_serializing_if="Option::is_none",)]"#);
    }

    #[test]
    fn wire_names_are_kept() {
        let mut field: Field = parse_quote! {
            #[serde(rename = "public-boundwidth", default, skip_serializing_if = "x")]
            pub public_boundwidth: i64
        };
        lenient_field(&mut field, true, &[]).unwrap();
        let text: String = field.attrs.iter().map(spelled).collect();
        assert_eq!(text, r#"#[serde(rename="public-boundwidth",deserialize_with="lenient::integer",)]"#);
    }
}
