//! Items as text: formatted one by one, with an empty line between them, which prettyplease does not write.

use anyhow::Context as _;
use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::token::Bracket;
use syn::{AttrStyle, Attribute, Expr, ExprLit, File, Ident, Lit, LitStr, MetaNameValue, Token};

/// The text of one item, or of several that belong together.
pub(super) fn formatted(tokens: TokenStream) -> anyhow::Result<String> {
    let file: File = syn::parse2(tokens).context("the generator wrote something that is no Rust")?;
    Ok(prettyplease::unparse(&file))
}

/// A file of several parts, under its header.
pub(super) fn joined(header: &str, parts: &[String]) -> String {
    let mut text = header.to_owned();
    for part in parts {
        text.push('\n');
        text.push_str(part);
    }
    text
}

/// The condition that any of some features is on.
pub(super) fn any_feature<'f>(features: impl IntoIterator<Item = &'f str>) -> String {
    let features: Vec<String> = features.into_iter().map(|feature| format!("feature = {feature:?}")).collect();
    match features.as_slice() {
        [feature] => feature.clone(),
        features => format!("any({})", features.join(", ")),
    }
}

/// Documentation, a line an attribute.
pub(super) fn doc(text: &str) -> Vec<Attribute> {
    let lines = text.trim().lines().map(|line| if line.is_empty() { String::new() } else { format!(" {line}") });
    lines.map(|line| doc_attribute(&line)).collect()
}

/// Built and not parsed: there are thousands.
fn doc_attribute(line: &str) -> Attribute {
    let literal = ExprLit { attrs: Vec::new(), lit: Lit::Str(LitStr::new(line, Span::call_site())) };
    let meta = MetaNameValue {
        path: Ident::new("doc", Span::call_site()).into(),
        eq_token: Token![=](Span::call_site()),
        value: Expr::Lit(literal),
    };
    Attribute {
        pound_token: Token![#](Span::call_site()),
        style: AttrStyle::Outer,
        bracket_token: Bracket::default(),
        meta: meta.into(),
    }
}

/// Documentation of the file that it stands in.
pub(super) fn inner_doc(text: &str) -> TokenStream {
    let lines = text.trim().lines().map(|line| if line.is_empty() { String::new() } else { format!(" {line}") });
    quote! { #(#![doc = #lines])* }
}
