//! Responses of which a part may have failed: what the runtime must know to say which.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use serde_json::Value;

use super::Client;
use crate::codegen::format::formatted;
use crate::model::{FailureVerdict, NamedSchema, Operation, PartialFailure};

/// How the type of a response says which things failed, if an operation that gives it says so.
///
/// # Errors
///
/// If several operations give the type, and say different things of it.
pub(super) fn outcome(client: &Client<'_>, named: &NamedSchema) -> anyhow::Result<Option<String>> {
    // A list of it says nothing.
    let is_of_type = |operation: &Operation| {
        let success = operation.success_content().and_then(|content| client.model.named(&content.schema));
        success.is_some_and(|success| success.name == named.name)
    };
    let giving = client.uses.given_by(&named.name).iter().filter(|operation| is_of_type(operation));
    let mut said = giving.filter_map(|operation| Some((operation, operation.partial_failure.as_ref()?)));
    let Some((first, partial)) = said.next() else { return Ok(None) };
    let info = info(partial);
    if let Some((other, _)) = said.find(|(_, other)| self::info(other).to_string() != info.to_string()) {
        anyhow::bail!(
            "`{}` and `{}` give `{}`, and say different things of which parts failed; give one of them a type of its own",
            first.id,
            other.id,
            named.name
        );
    }
    let name = format_ident!("{}", named.name);
    formatted(quote! {
        impl huaweicloud_core::PartialOutcome for #name {
            const INFO: huaweicloud_core::PartialInfo = #info;
        }
    })
    .map(Some)
}

fn info(partial: &PartialFailure) -> TokenStream {
    let PartialFailure { list, thing, verdict, code, message, all, .. } = partial;
    let verdict = match verdict {
        FailureVerdict::Listed => None,
        FailureVerdict::Unless { field, values } => {
            let values = values.iter().map(text);
            Some(quote!(.unless(#field, &[#(#values),*])))
        }
        FailureVerdict::Sent { field } => Some(quote!(.if_sent(#field))),
    };
    let optional = |method: &str, field: &Option<String>| {
        let method = format_ident!("{method}");
        field.as_ref().map(|field| quote!(.#method(#field)))
    };
    let (code, message, all) = (optional("code", code), optional("message", message), optional("all", all));
    quote!(huaweicloud_core::PartialInfo::new(#list, #thing) #verdict #code #message #all)
}

/// A scalar as text.
fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
