//! Arguments of generated functions: what a user may give for a value of a type, and how it becomes one.

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::RustType;

/// An argument: its type, and the expression that makes the value of what is called `value`.
pub(super) struct Argument {
    pub(super) of: TokenStream,
    pub(super) value: TokenStream,
}

/// The argument for a value of a type, without `Option`; `path` gives the path of the type of a schema.
pub(super) fn argument(of: &RustType, path: &impl Fn(&str) -> String) -> Argument {
    let spelled = of.tokens(path);
    match of {
        // A literal of a number would not know which conversion is meant, were it not for the few that `Into` has.
        RustType::Boolean => Argument { of: spelled, value: quote!(value) },
        RustType::Vec(element) => {
            let element = element.tokens(path);
            Argument {
                of: quote!(impl IntoIterator<Item = impl Into<#element>>),
                value: quote!(value.into_iter().map(Into::into).collect()),
            }
        }
        RustType::Map(element) => {
            let element = element.tokens(path);
            Argument {
                of: quote!(impl IntoIterator<Item = (impl Into<String>, impl Into<#element>)>),
                value: quote!(value.into_iter().map(|(key, value)| (key.into(), value.into())).collect()),
            }
        }
        RustType::Boxed(inner) => {
            let inner = inner.tokens(path);
            Argument { of: quote!(impl Into<#inner>), value: quote!(Box::new(value.into())) }
        }
        _ => Argument { of: quote!(impl Into<#spelled>), value: quote!(value.into()) },
    }
}
