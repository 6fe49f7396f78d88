//! Types of generated code, as the generator spells them.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

/// A type of generated code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RustType {
    /// Nothing to read.
    Unit,
    /// Text.
    String,
    /// An integer of 64 bits.
    Integer,
    /// A number.
    Number,
    /// `true` or `false`.
    Boolean,
    /// Text that nothing shows.
    Secret,
    /// Any JSON.
    Value,
    /// An object of any form.
    Object,
    /// Bytes as they came.
    Bytes,
    /// The type of a named schema.
    Named(String),
    /// A value that may be absent.
    Option(Box<Self>),
    /// A value on the heap, which ends a recursion.
    Boxed(Box<Self>),
    /// A list.
    Vec(Box<Self>),
    /// A mapping from text.
    Map(Box<Self>),
}

impl RustType {
    /// The type, if it may be absent.
    #[must_use]
    pub fn optional(self) -> Self {
        Self::Option(Box::new(self))
    }

    /// The type without the outermost `Option`.
    #[must_use]
    pub fn required(self) -> Self {
        match self {
            Self::Option(inner) => *inner,
            other => other,
        }
    }

    /// Whether a value of it may be absent.
    pub const fn is_optional(&self) -> bool {
        matches!(self, Self::Option(_))
    }

    /// Whether it is a list or a mapping, of which there is an empty one.
    pub const fn is_collection(&self) -> bool {
        matches!(self, Self::Vec(_) | Self::Map(_) | Self::Object)
    }

    /// The type with `replace` in the place of its innermost part: that of the elements of a list of lists, for example.
    #[must_use]
    pub fn map_innermost(self, replace: &mut impl FnMut(Self) -> Self) -> Self {
        match self {
            Self::Option(inner) => Self::Option(Box::new(inner.map_innermost(replace))),
            Self::Boxed(inner) => Self::Boxed(Box::new(inner.map_innermost(replace))),
            Self::Vec(inner) => Self::Vec(Box::new(inner.map_innermost(replace))),
            Self::Map(inner) => Self::Map(Box::new(inner.map_innermost(replace))),
            innermost => replace(innermost),
        }
    }

    /// The type as it is spelt where `path` gives the path of each named schema's type.
    pub fn spelled(&self, path: &impl Fn(&str) -> String) -> String {
        match self {
            Self::Unit => "()".to_owned(),
            Self::String => "String".to_owned(),
            Self::Integer => "i64".to_owned(),
            Self::Number => "f64".to_owned(),
            Self::Boolean => "bool".to_owned(),
            Self::Secret => "Secret".to_owned(),
            Self::Value => "serde_json::Value".to_owned(),
            Self::Object => "serde_json::Map<String, serde_json::Value>".to_owned(),
            Self::Bytes => "huaweicloud_core::Bytes".to_owned(),
            Self::Named(name) => path(name),
            Self::Option(inner) => format!("Option<{}>", inner.spelled(path)),
            Self::Boxed(inner) => format!("Box<{}>", inner.spelled(path)),
            Self::Vec(inner) => format!("Vec<{}>", inner.spelled(path)),
            Self::Map(inner) => format!("std::collections::HashMap<String, {}>", inner.spelled(path)),
        }
    }

    /// The same as tokens.
    pub fn tokens(&self, path: &impl Fn(&str) -> String) -> TokenStream {
        match self {
            Self::Unit => quote!(()),
            Self::String => quote!(String),
            Self::Integer => quote!(i64),
            Self::Number => quote!(f64),
            Self::Boolean => quote!(bool),
            Self::Secret => quote!(Secret),
            Self::Value => quote!(serde_json::Value),
            Self::Object => quote!(serde_json::Map<String, serde_json::Value>),
            Self::Bytes => quote!(huaweicloud_core::Bytes),
            Self::Named(name) => {
                let path = path(name);
                let segments = path.split("::").map(|segment| format_ident!("{segment}"));
                quote!(#(#segments)::*)
            }
            Self::Option(inner) => {
                let inner = inner.tokens(path);
                quote!(Option<#inner>)
            }
            Self::Boxed(inner) => {
                let inner = inner.tokens(path);
                quote!(Box<#inner>)
            }
            Self::Vec(inner) => {
                let inner = inner.tokens(path);
                quote!(Vec<#inner>)
            }
            Self::Map(inner) => {
                let inner = inner.tokens(path);
                quote!(std::collections::HashMap<String, #inner>)
            }
        }
    }
}
