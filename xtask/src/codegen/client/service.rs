//! The files of the generated folder that are about the service as a whole.

use quote::{format_ident, quote};

use super::{Client, header, rustdoc};
use crate::codegen::format::{doc, formatted, inner_doc, joined};
use crate::spec::Spec;

/// `mod.rs`: the modules, each behind the cargo feature of its resource.
pub(super) fn module_list(client: &Client<'_>) -> anyhow::Result<String> {
    let spec = &client.model.spec;
    let mut parts = vec![formatted(inner_doc("What `cargo xtask generate` made of the specification."))?];
    let error_code = (!spec.error_codes.is_empty()).then(|| {
        quote!(
            pub mod error_code;
        )
    });
    parts.push(formatted(quote!(
        #error_code
        pub mod registry;
        pub mod service;
    ))?);
    for module in &client.modules {
        let name = format_ident!("{}", module.name);
        let gate = module.gate();
        parts.push(formatted(quote!(#gate pub mod #name;))?);
    }
    Ok(joined(&header(&spec.folder), &parts))
}

/// `service.rs`: the name of the service and where it answers.
pub(super) fn service_info(spec: &Spec) -> anyhow::Result<String> {
    let (name, sdk_name) = (&spec.service.name, &spec.service.sdk_name);
    let documentation = doc(&format!("The service: {}.", rustdoc::text(&spec.service.title)));
    let endpoints = spec.service.endpoints.table();
    let endpoints = endpoints.iter().map(|(region, endpoint)| quote!((#region, #endpoint)));
    let error_codes = (!spec.error_codes.is_empty()).then(|| quote!(.with_error_codes(super::error_code::TABLE)));
    let parts = [
        formatted(inner_doc("The service as a whole."))?,
        formatted(quote!(
            use huaweicloud_core::ServiceInfo;
        ))?,
        formatted(quote! {
            #(#documentation)*
            pub const INFO: ServiceInfo = ServiceInfo::new(#name, #sdk_name, &[#(#endpoints),*]) #error_codes;
        })?,
    ];
    Ok(joined(&header(&spec.folder.join("service.toml")), &parts))
}
