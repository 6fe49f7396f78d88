//! `registry.rs`: all operations and all types of the crate, for what goes through every one of them.

use quote::{format_ident, quote};

use super::builders::constant_name;
use super::facts::ModuleFacts;
use super::format::{formatted, inner_doc, joined};
use super::header;
use super::schema_use::SchemaUse;
use crate::spec::Spec;

/// The file, of the resources whose features are on.
pub(super) fn registry(spec: &Spec, schema_use: &SchemaUse, modules: &[ModuleFacts]) -> anyhow::Result<String> {
    let operations = modules.iter().flat_map(|module| {
        let (name, gate) = (format_ident!("{}", module.name), module.gate());
        module.operations.iter().map(move |operation| {
            let constant = format_ident!("{}", constant_name(&operation.rust_id));
            quote!(#gate crate::#name::#constant)
        })
    });
    let types = modules.iter().flat_map(|module| {
        let name = format_ident!("{}", module.name);
        module.schemas.iter().map(move |schema| {
            let gate = module.gate().or_else(|| {
                module.schema_features(schema_use, schema).map(|features| quote!(#[cfg(any(#(feature = #features),*))]))
            });
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
    Ok(joined(&header(&spec.folder), &parts))
}
