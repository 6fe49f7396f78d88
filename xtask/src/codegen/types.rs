//! Structs: from progenitor's, which decode what is documented, to ours, which decode what is sent.

use anyhow::{Context as _, bail};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use serde_json::Value;
use syn::{Attribute, Field, Fields, ItemStruct, Type, parse_quote};

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
    let derives_default = derives(&item.attrs, "Default");
    item.attrs = doc(&described(document, schema));
    let default = if derives_default || item.fields.iter().all(has_default) { Some(quote!(Default,)) } else { None };
    item.attrs.push(parse_quote!(#[derive(Clone, Debug, #default PartialEq, Deserialize, Serialize)]));
    item.attrs.push(parse_quote!(#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]));
    if usage == Usage::Response && default.is_some() {
        item.attrs.push(parse_quote!(#[non_exhaustive]));
    }
    let properties = schema.get("properties").and_then(Value::as_object);
    let order: Vec<&String> = properties.into_iter().flatten().map(|(wire, _)| wire).collect();
    if let Fields::Named(named) = &mut item.fields {
        let mut fields: Vec<Field> = std::mem::take(&mut named.named).into_iter().collect();
        fields.sort_by_key(|field| order.iter().position(|wire| **wire == wire_name(field)));
        for field in &mut fields {
            let wire = wire_name(field);
            let property = properties.and_then(|properties| properties.get(&wire)).unwrap_or(&Value::Null);
            specify(field, &wire, property);
            lenient_field(field, usage).with_context(|| format!("in the field `{wire}` of the type `{name}`"))?;
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

/// The name of a field in requests and answers.
fn wire_name(field: &Field) -> String {
    let name = field.ident.as_ref().map(ToString::to_string).unwrap_or_default();
    serde_rename(&field.attrs).unwrap_or_else(|| name.trim_start_matches("r#").to_owned())
}

/// Whether progenitor derived a trait.
fn derives(attributes: &[Attribute], name: &str) -> bool {
    attributes.iter().filter(|attribute| attribute.path().is_ident("derive")).any(|attribute| {
        let mut found = false;
        // A derive that cannot be parsed has no name that is looked for.
        let _ = attribute.parse_nested_meta(|meta| {
            found |= meta.path.segments.last().is_some_and(|segment| segment.ident == name);
            Ok(())
        });
        found
    })
}

fn has_default(field: &Field) -> bool {
    let name = last_segment(&field.ty).map(|segment| segment.ident.to_string()).unwrap_or_default();
    matches!(
        name.as_str(),
        "Option" | "Vec" | "HashMap" | "Map" | "String" | "Secret" | "i64" | "f64" | "bool" | "Value"
    )
}

/// Gives a field the attributes with which it survives what services send, and is written as it must be.
fn lenient_field(field: &mut Field, usage: Usage) -> anyhow::Result<()> {
    let rename = serde_rename(&field.attrs).map(|wire| quote!(rename = #wire,));
    field.attrs.clear();
    let reading = reading(&field.ty)?;
    let function = reading.function.map(|name| {
        let path = format!("lenient::{name}");
        quote!(deserialize_with = #path,)
    });
    let default = (!reading.required).then(|| quote!(default,));
    let skip = match (reading.shape, usage) {
        (Shape::Optional, _) => Some(quote!(skip_serializing_if = "Option::is_none",)),
        // An answer is written back as it came, an empty list included; a request leaves out what it was not given.
        (Shape::List, Usage::Request) => Some(quote!(skip_serializing_if = "Vec::is_empty",)),
        _ => None,
    };
    let attributes: TokenStream = [rename, default, skip, function].into_iter().flatten().collect();
    if !attributes.is_empty() {
        field.attrs.push(parse_quote!(#[serde(#attributes)]));
    }
    Ok(())
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    Plain,
    Optional,
    List,
}

/// How a type of field is read.
struct Reading {
    shape: Shape,
    required: bool,
    function: Option<&'static str>,
}

/// The function of `huaweicloud_core::lenient` for a type of field.
fn reading(of: &Type) -> anyhow::Result<Reading> {
    let scalar = |of: &Type| match spelled(of).trim_start_matches("::") {
        "std::string::String" => Some(["string", "optional_string"]),
        "i64" => Some(["integer", "optional_integer"]),
        "f64" => Some(["float", "optional_float"]),
        "bool" => Some(["boolean", "optional_boolean"]),
        _ => None,
    };
    if let Some(inner) = argument_of(of, "Option") {
        // Other optional types take null by being optional, and enums take any text by themselves.
        let function = scalar(&inner).map(|[_, optional]| optional);
        return Ok(Reading { shape: Shape::Optional, required: false, function });
    }
    if let Some(element) = argument_of(of, "Vec") {
        let function = match spelled(&element).trim_start_matches("::") {
            "std::string::String" => "string_list",
            "i64" => "integer_list",
            _ => "list",
        };
        return Ok(Reading { shape: Shape::List, required: false, function: Some(function) });
    }
    match last_segment(of).map(|segment| segment.ident.to_string()).unwrap_or_default().as_str() {
        "HashMap" => {
            let of_text = spelled(of).ends_with(",::std::string::String>");
            let function = if of_text { "string_map" } else { "map" };
            Ok(Reading { shape: Shape::Plain, required: false, function: Some(function) })
        }
        "Map" => Ok(Reading { shape: Shape::Plain, required: false, function: Some("object") }),
        "" => bail!("the type `{}` has a form that this generator does not know", spelled(of)),
        _ => {
            let function = scalar(of).map(|[required, _]| required);
            Ok(Reading { shape: Shape::Plain, required: true, function })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn attributes(of: &Type) -> String {
        let mut field: Field = parse_quote!(pub name: #of);
        lenient_field(&mut field, Usage::Response).unwrap();
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
        lenient_field(&mut field, Usage::Response).unwrap();
        let text: String = field.attrs.iter().map(spelled).collect();
        assert_eq!(text, r#"#[serde(rename="public-boundwidth",deserialize_with="lenient::integer",)]"#);
    }
}
