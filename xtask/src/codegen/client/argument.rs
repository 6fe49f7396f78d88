//! Arguments of generated functions: what a user may give for a value of a type, and how it becomes one.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use crate::model::RustType;

/// An argument: its type, and the expression that makes the value.
pub(super) struct Argument {
    pub(super) of: TokenStream,
    pub(super) value: TokenStream,
}

/// The argument called `name` for a value of a type, without `Option`; `path` gives the path of the type of a schema.
pub(super) fn argument(of: &RustType, name: &Ident, path: &impl Fn(&str) -> String) -> Argument {
    let spelled = of.tokens(path);
    match of {
        RustType::Boolean => Argument { of: spelled, value: quote!(#name) },
        RustType::Vec(element) => {
            let element = element.tokens(path);
            Argument {
                of: quote!(impl IntoIterator<Item = impl Into<#element>>),
                value: quote!(#name.into_iter().map(Into::into).collect()),
            }
        }
        RustType::Map(element) => {
            let element = element.tokens(path);
            Argument {
                of: quote!(impl IntoIterator<Item = (impl Into<String>, impl Into<#element>)>),
                value: quote!(#name.into_iter().map(|(key, value)| (key.into(), value.into())).collect()),
            }
        }
        RustType::Boxed(inner) => {
            let inner = inner.tokens(path);
            Argument { of: quote!(impl Into<#inner>), value: quote!(Box::new(#name.into())) }
        }
        _ => Argument { of: quote!(impl Into<#spelled>), value: quote!(#name.into()) },
    }
}

/// The argument for a parameter: integers of all sizes are taken, and what does not fit is reported before it is sent.
pub(super) fn parameter(of: &RustType, name: &Ident, path: &impl Fn(&str) -> String) -> Argument {
    if let Some(integers) = integers(of, name) {
        return integers;
    }
    match of {
        RustType::Vec(element) => {
            let element = element.tokens(path);
            Argument {
                of: argument(of, name, path).of,
                value: quote!(#name.into_iter().map(Into::into).collect::<Vec<#element>>()),
            }
        }
        RustType::Boolean => argument(of, name, path),
        _ => {
            let spelled = of.tokens(path);
            Argument { of: argument(of, name, path).of, value: quote!(Into::<#spelled>::into(#name)) }
        }
    }
}

/// The argument for integers, a list or a map of them, that are checked before they are sent; none for any other type.
pub(super) fn integers(of: &RustType, name: &Ident) -> Option<Argument> {
    match of {
        RustType::Vec(element) if **element == RustType::Integer => Some(Argument {
            of: quote!(impl IntoIterator<Item = impl huaweicloud_core::IntoInteger>),
            value: quote!(#name.into_iter().collect::<Vec<_>>()),
        }),
        RustType::Map(element) if **element == RustType::Integer => Some(Argument {
            of: quote!(impl IntoIterator<Item = (impl Into<String>, impl huaweicloud_core::IntoInteger)>),
            value: quote! {
                #name.into_iter().map(|(key, value)| (key.into(), value)).collect::<std::collections::HashMap<_, _>>()
            },
        }),
        _ => held_integers(of).map(|of| Argument { of, value: quote!(#name) }),
    }
}

/// The type of such a field with integers of all sizes in the place of its own.
pub(super) fn held_integers(of: &RustType) -> Option<TokenStream> {
    let integer = quote!(impl huaweicloud_core::IntoInteger);
    match of {
        RustType::Integer => Some(integer),
        RustType::Vec(element) if **element == RustType::Integer => Some(quote!(Vec<#integer>)),
        RustType::Map(element) if **element == RustType::Integer => {
            Some(quote!(std::collections::HashMap<String, #integer>))
        }
        _ => None,
    }
}

/// `#[inline]` for a method of these arguments, unless it is generic: so the compiler makes code of both where they are called.
/// A client has a thousand of them, of which a program calls a few; without it, each would be code in the crate of the client.
pub(super) fn inline(types: &[TokenStream]) -> Option<TokenStream> {
    let is_generic = types.iter().any(|of| of.to_string().contains("impl "));
    (!is_generic).then(|| quote!(#[inline]))
}

/// The expression that makes what the runtime takes of an optional argument called `value`.
pub(super) fn optional_parameter(of: &RustType, path: &impl Fn(&str) -> String) -> TokenStream {
    match of {
        RustType::Integer | RustType::Boolean => quote!(value),
        RustType::Vec(_) => {
            let inner = parameter(of, &format_ident!("value"), path).value;
            quote!(value.map(|value| #inner))
        }
        _ => {
            let spelled = of.tokens(path);
            quote!(value.map(Into::<#spelled>::into))
        }
    }
}
