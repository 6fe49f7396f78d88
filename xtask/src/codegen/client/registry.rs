//! `registry.rs`: all operations and all types of the crate, for what goes through every one of them.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::Client;
use crate::codegen::format::{formatted, inner_doc, joined};
use crate::codegen::header;
use crate::model::names;

/// The file, of the resources whose features are on.
pub(super) fn registry(client: &Client<'_>) -> anyhow::Result<String> {
    let operations = client.modules.iter().flat_map(|module| {
        let (name, gate) = (format_ident!("{}", module.name), module.gate());
        module.operations.iter().map(move |operation| {
            let constant = format_ident!("{}", names::constant(&operation.rust_name));
            quote!(#gate crate::#name::#constant)
        })
    });
    let types = client.modules.iter().flat_map(|module| {
        let name = format_ident!("{}", module.name);
        module.schemas.iter().map(move |named| {
            let schema = named.name.as_str();
            let gate = module.gate().or_else(|| Some(gate(module.schema_features(&client.usage, schema)?)));
            let (of, module) = (format_ident!("{schema}"), &module.name);
            quote!(#gate GeneratedType::of::<crate::#name::#of>(#module, #schema))
        })
    });
    let parts = [
        formatted(inner_doc("All operations and all types, of the resources whose features are on."))?,
        formatted(quote! {
            use huaweicloud_core::Operation;
            #[cfg(feature = "schemars")]
            use huaweicloud_core::schema::GeneratedType;
        })?,
        formatted(quote! {
            /// All operations.
            pub const OPERATIONS: &[Operation] = &[#(#operations),*];
        })?,
        formatted(quote! {
            /// All types.
            #[cfg(feature = "schemars")]
            pub const TYPES: &[GeneratedType] = &[#(#types),*];
        })?,
    ];
    Ok(joined(&header(&client.model.spec.folder), &parts))
}

/// What is there if any of some features is on.
fn gate<'f>(features: impl IntoIterator<Item = &'f str>) -> TokenStream {
    let features: Vec<&str> = features.into_iter().collect();
    match features.as_slice() {
        [feature] => quote!(#[cfg(feature = #feature)]),
        several => quote!(#[cfg(any(#(feature = #several),*))]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_feature_is_no_choice_of_several() {
        assert_eq!(gate(["gears"]).to_string(), quote!(#[cfg(feature = "gears")]).to_string());
        let both = quote!(#[cfg(any(feature = "gears", feature = "wheels"))]);
        assert_eq!(gate(["gears", "wheels"]).to_string(), both.to_string());
    }
}
