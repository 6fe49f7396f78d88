//! The files of the generated folder that are about the service as a whole.

use quote::{format_ident, quote};

use super::{Client, rustdoc};
use crate::codegen::format::{doc, formatted, inner_doc, joined};
use crate::codegen::header;
use crate::spec::{ErrorCode, Spec};

/// `mod.rs`: the modules, each behind the cargo feature of its resource.
pub(super) fn module_list(client: &Client<'_>) -> anyhow::Result<String> {
    let spec = &client.model.spec;
    let mut parts = vec![formatted(inner_doc("What `cargo xtask generate` made of the specification."))?];
    let error_code = (!spec.error_codes.is_empty()).then(|| {
        quote!(
            pub mod error_code;
            pub use error_code::ErrorCode;
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

/// `service.rs`: the name of the service, where it is reached, and its error codes.
pub(super) fn service_info(spec: &Spec) -> anyhow::Result<String> {
    let (name, sdk_name) = (&spec.service.name, &spec.service.sdk_name);
    let documentation = doc(&format!("The service: {}.", rustdoc::plain_text(&spec.service.title)));
    let endpoints = spec.service.endpoints.table();
    let endpoints = endpoints.iter().map(|(region, endpoint)| quote!((#region, #endpoint)));
    let has_codes = !spec.error_codes.is_empty();
    let with_codes = has_codes.then(|| quote!(.with_error_codes(ERROR_CODES)));
    let has_classes = spec.error_codes.iter().any(|code| code.class.is_some());
    let imports = match (has_codes, has_classes) {
        (true, true) => quote!(
            use huaweicloud_core::{ErrorClass, ErrorCodeInfo, ServiceInfo};
        ),
        (true, false) => quote!(
            use huaweicloud_core::{ErrorCodeInfo, ServiceInfo};
        ),
        (false, _) => quote!(
            use huaweicloud_core::ServiceInfo;
        ),
    };
    let mut parts = vec![
        formatted(inner_doc("The service as a whole."))?,
        formatted(imports)?,
        formatted(quote! {
            #(#documentation)*
            pub const INFO: ServiceInfo = ServiceInfo::new(#name, #sdk_name, &[#(#endpoints),*]) #with_codes;
        })?,
    ];
    if has_codes {
        parts.push(error_codes(&spec.error_codes)?);
    }
    Ok(joined(&header(&spec.folder.join("service.toml")), &parts))
}

/// The documented error codes as a table, sorted for what looks a code up.
fn error_codes(codes: &[ErrorCode]) -> anyhow::Result<String> {
    let mut sorted: Vec<&ErrorCode> = codes.iter().collect();
    sorted.sort_by(|left, right| left.code.cmp(&right.code));
    let entries = sorted.into_iter().map(|code| {
        let (text, statuses, meaning) = (&code.code, &code.statuses, code.meaning.trim());
        let class = code.class.map(|class| {
            let class = format_ident!("{}", class.to_string());
            quote!(.of_class(ErrorClass::#class))
        });
        quote!(ErrorCodeInfo::new(#text, &[#(#statuses),*], #meaning) #class)
    });
    formatted(quote! {
        /// The documented error codes, sorted.
        const ERROR_CODES: &[ErrorCodeInfo] = &[#(#entries),*];
    })
}
