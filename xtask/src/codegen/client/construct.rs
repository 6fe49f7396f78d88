//! How structs are made: a constructor that asks for what a value cannot do without, and setters for the rest.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use serde_json::Value;

use super::Client;
use super::alias::aliases;
use super::argument::{self, Argument, argument};
use super::types::{self, Field};
use crate::codegen::format::{doc, formatted};
use crate::model::{NamedSchema, Property, RustType, Shape, names};

/// How many required fields a constructor asks for; an object with more has setters for them, and says what is missing
/// before it is sent.
const MOST_ARGUMENTS: usize = 4;

/// The text of the constructor and the setters of a struct. `refused` is what keeps integers that cannot be sent.
pub(super) fn methods(
    client: &Client<'_>,
    named: &NamedSchema,
    fields: &[Field<'_>],
    refused: Option<&Ident>,
    path: &impl Fn(&str) -> String,
) -> anyhow::Result<String> {
    let name = format_ident!("{}", named.name);
    let constructor = constructor(client, named, fields, refused, path);
    let setters = fields.iter().filter(|field| !field.is_argument()).map(|field| setters(field, refused, path));
    let default = (has_default(fields) && fields.iter().any(|field| field.preset.is_some())).then(|| {
        quote! {
            impl Default for #name {
                fn default() -> Self {
                    Self::new()
                }
            }
        }
    });
    formatted(quote! {
        impl #name {
            #constructor
            #(#setters)*
        }
        #default
    })
}

/// Whether a struct has a value without anything being given: nothing is required of it, or only what has a documented
/// default.
pub(super) fn has_default(fields: &[Field<'_>]) -> bool {
    !fields.iter().any(|field| field.is_argument() || field.or_missing)
}

/// The value that a required field has unless another one is set: the documented default.
pub(super) fn preset(client: &Client<'_>, field: &Property) -> Option<TokenStream> {
    let target = client.model.resolve(&field.schema);
    let default = field.schema.default.as_ref().or(target.default.as_ref()).filter(|_| field.required)?;
    if client.model.is_nullable(&field.schema) || field.schema.is_secret() {
        return None;
    }
    match (&target.shape, default) {
        (Shape::String(_) | Shape::Enum(_), Value::String(text)) => Some(quote!(#text.into())),
        (Shape::Integer, Value::Number(number)) => {
            let number = number.as_i64()?;
            let literal = proc_macro2::Literal::i64_unsuffixed(number.checked_abs()?);
            Some(if number < 0 { quote!(-#literal) } else { quote!(#literal) })
        }
        (Shape::Boolean, Value::Bool(given)) => Some(quote!(#given)),
        _ => None,
    }
}

/// The fields that the constructor of an object asks for, in their order: all that are required and have no documented
/// default, or of too many those alone that must be said to be null.
pub(super) fn arguments<'m>(client: &Client<'_>, named: &'m NamedSchema) -> Vec<&'m Property> {
    let usage = client.usage.usage(&named.name);
    let is_preset = |property: &Property| usage.in_requests && preset(client, property).is_some();
    let properties = named.schema.properties().iter();
    let mut arguments: Vec<&Property> = properties
        .filter(|property| property.required && !types::is_unsent(property, usage) && !is_preset(property))
        .collect();
    if usage.in_requests && arguments.len() > MOST_ARGUMENTS {
        arguments.retain(|property| client.model.is_nullable(&property.schema));
    }
    arguments
}

fn constructor(
    client: &Client<'_>,
    named: &NamedSchema,
    fields: &[Field<'_>],
    refused: Option<&Ident>,
    path: &impl Fn(&str) -> String,
) -> TokenStream {
    let arguments: Vec<&Field<'_>> = fields.iter().filter(|field| field.is_argument()).collect();
    let given = arguments.iter().map(|field| {
        let name = field.ident();
        let of = taken(field, &field.of, &name, path).of;
        quote!(#name: #of)
    });
    let given: Vec<TokenStream> = given.collect();
    let values = fields.iter().map(|field| {
        let name = field.ident();
        let value = match &field.preset {
            Some(preset) => preset.clone(),
            None if field.is_argument() => {
                let value = taken(field, &field.of, &name, path).value;
                checked(field, refused, &quote!(), &value).unwrap_or(value)
            }
            None if field.of.is_optional() => quote!(None),
            None => empty(&field.of),
        };
        if name == value.to_string() { quote!(#name,) } else { quote!(#name: #value,) }
    });
    let many = (arguments.len() > 7)
        .then(|| quote!(#[allow(clippy::too_many_arguments, reason = "it cannot do without any of them")]));
    let is_incomplete = fields.iter().any(|field| field.or_missing);
    let inline = argument::inline(&given);
    let no_default = is_incomplete
        .then(|| quote!(#[allow(clippy::new_without_default, reason = "as it begins, it cannot be sent")]));
    let documentation = doc(&constructor_doc(client, named, fields));
    let empty = quote!(huaweicloud_core::lenient::Refused::default());
    let (begun, kept) = match refused {
        Some(refused) if arguments.iter().any(|field| field.is_checked()) => {
            (Some(quote!(let mut #refused = #empty;)), Some(quote!(#refused)))
        }
        Some(refused) => (None, Some(quote!(#refused: #empty))),
        None => (None, None),
    };
    quote! {
        #(#documentation)*
        #many
        #no_default
        #inline
        pub fn new(#(#given),*) -> Self {
            #begun
            Self { #(#values)* #kept }
        }
    }
}

/// The argument called `name` for a field of a type.
fn taken(field: &Field<'_>, of: &RustType, name: &Ident, path: &impl Fn(&str) -> String) -> Argument {
    let integers = field.is_checked().then(|| argument::integers(of, name)).flatten();
    integers.unwrap_or_else(|| argument(of, name, path))
}

/// What a field of integers holds that is set to a value, unless the value cannot be sent. `owner` is `self.` in methods.
fn checked(
    field: &Field<'_>,
    refused: Option<&Ident>,
    owner: &TokenStream,
    value: &TokenStream,
) -> Option<TokenStream> {
    let refused = refused.filter(|_| field.is_checked())?;
    let wire = &field.property.name;
    Some(quote!(#owner #refused.checked(#wire, #value)))
}

/// A collection without anything in it; nothing else is left out and no option.
fn empty(of: &RustType) -> TokenStream {
    match of {
        RustType::Vec(_) => quote!(Vec::new()),
        RustType::Map(_) => quote!(std::collections::HashMap::new()),
        RustType::Object => quote!(serde_json::Map::new()),
        _ => quote!(Default::default()),
    }
}

fn constructor_doc(client: &Client<'_>, named: &NamedSchema, fields: &[Field<'_>]) -> String {
    let usage = client.usage.usage(&named.name);
    let missing: Vec<String> =
        fields.iter().filter(|field| field.or_missing).map(|field| format!("`{}`", field.property.rust_name)).collect();
    if !missing.is_empty() {
        return format!("Begins one with nothing set. Before it is sent it needs {}.", missing.join(", "));
    }
    let with =
        if fields.iter().any(Field::is_argument) { "With what it cannot do without" } else { "With nothing set" };
    let tests = if usage.in_requests { "" } else { ": what a response holds, for tests" };
    format!("{with}{tests}.")
}

/// The setters of a field: one takes a value, the other an `Option` of it.
fn setters(field: &Field<'_>, refused: Option<&Ident>, path: &impl Fn(&str) -> String) -> TokenStream {
    let ident = field.ident();
    let setter = format_ident!("{}", names::setter_of_field(&field.property.rust_name));
    let Argument { of, value } = taken(field, &field.value_type(), &format_ident!("value"), path);
    let value = match checked(field, refused, &quote!(self.), &three_state(field, &value)) {
        Some(checked) => checked,
        None if field.of.is_optional() => {
            let value = three_state(field, &value);
            quote!(Some(#value))
        }
        None => value,
    };
    let inline = argument::inline(std::slice::from_ref(&of));
    let about = doc(&format!("Sets [`{0}`](Self#structfield.{0}).", field.property.rust_name));
    let wire = aliases(field.property, &setter.to_string());
    // What only responses hold is made in tests, and read: nobody has options of it to hand on.
    let set = (field.of.is_optional() && field.usage.in_requests).then(|| option_setter(field, refused, path));
    quote! {
        #(#about)*
        #(#wire)*
        #[must_use]
        #inline
        pub fn #setter(mut self, value: #of) -> Self {
            self.#ident = #value;
            self
        }
        #set
    }
}

/// A value that is not null, for a field that may be.
fn three_state(field: &Field<'_>, value: &TokenStream) -> TokenStream {
    if field.is_three_state() { quote!(Some(#value)) } else { value.clone() }
}

/// The setter that takes what the field holds: nothing of an absent value is left.
fn option_setter(field: &Field<'_>, refused: Option<&Ident>, path: &impl Fn(&str) -> String) -> TokenStream {
    let ident = field.ident();
    let setter = format_ident!("{}", names::option_setter(&field.property.rust_name));
    // Null is `Some(None)`, of which nobody could tell the type unless it were one.
    let takes_all = field.is_checked() && !field.is_three_state();
    let held = takes_all.then(|| argument::held_integers(&field.value_type())).flatten();
    let inner = held.unwrap_or_else(|| field.of.clone().required().tokens(path));
    let value = checked(field, refused, &quote!(self.), &quote!(value)).unwrap_or_else(|| quote!(value));
    let inline = argument::inline(std::slice::from_ref(&inner));
    let states = if field.is_three_state() { ", or leaves it out, or makes it null" } else { ", or leaves it out" };
    let about = doc(&format!("Sets [`{0}`](Self#structfield.{0}){states}.", field.property.rust_name));
    quote! {
        #(#about)*
        #[must_use]
        #inline
        pub fn #setter(mut self, value: Option<#inner>) -> Self {
            self.#ident = #value;
            self
        }
    }
}
