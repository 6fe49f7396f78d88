//! The files of a module: its types, its operations, its builders.

use std::collections::BTreeSet;

use anyhow::Context as _;
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::alias::alias;
use super::builders::Builder;
use super::example::example;
use super::module::Module;
use super::reference::{self, Scope};
use super::{Client, argument, enums, method, mock, overview, paging, partial, rustdoc, types, uses};
use crate::codegen::format::{any_feature, doc, formatted, inner_doc, joined};
use crate::codegen::header;
use crate::model::{EnumValue, NamedSchema, Operation, Shape, module_name, names};
use crate::progenitor::{self, Part, PartTypes};

/// What is made of a module.
pub(super) struct ModuleFiles {
    /// Names relative to the generated folder, and texts.
    pub(super) files: Vec<(String, String)>,
    /// The methods of its operations, each with its example.
    pub(super) examples: Vec<(String, String)>,
}

/// Generates the files of a module.
pub(super) fn files(client: &Client<'_>, module: &Module<'_>) -> anyhow::Result<ModuleFiles> {
    let part = Part { schemas: schemas(client, module), operations: module.operations.clone() };
    let of_part = progenitor::types(client.model, &part)?;
    let types = type_texts(client, module, &of_part)?;
    let mut parts = imports(module)?;
    parts.extend(shared_types(client, module)?);
    parts.extend(types);
    let (mut files, mut examples) = (Vec::new(), Vec::new());
    if !module.operations.is_empty() {
        for operation in &module.operations {
            parts.push(constant(operation)?);
        }
        for (operation, types) in module.operations.iter().zip(&of_part.requests) {
            examples.push((names::method(&operation.rust_name), example(client, module, operation, types)?));
        }
        parts.push(client_methods(client, module, &of_part, &examples)?);
        files.push((format!("{}/builder.rs", module.name), builder_file(client, module, &of_part)?));
        files.push((format!("{}/mock.rs", module.name), mock::file(client, module, &of_part)?));
    }
    let about = rustdoc::text(Scope::alone(client.model), &module.description)
        + &overview::section(client.model, &module.operations);
    let shown = parts.iter().chain(files.iter().map(|(_, text)| text)).chain([&about]);
    let linked = reference::linked_features(client, module, shown.map(String::as_str));
    parts.insert(0, formatted(opening(client, module, &about, &linked))?);
    files.push((format!("{}.rs", module.name), joined(&header(&module.path), &parts)));
    Ok(ModuleFiles { files, examples })
}

/// The schemas whose types the files need: those that the module defines, and the responses that come in pages.
fn schemas<'m>(client: &Client<'m>, module: &Module<'m>) -> Vec<&'m NamedSchema> {
    let mut schemas = module.schemas.clone();
    for page in module.operations.iter().filter_map(|operation| paging::page(client.model, operation)) {
        if !schemas.iter().any(|known| known.name == page.name) {
            schemas.push(page);
        }
    }
    schemas
}

/// What the module says of itself, and which lints it asks to be left alone by. `linked` are the features of other modules to
/// whose methods it has links.
fn opening(client: &Client<'_>, module: &Module<'_>, about: &str, linked: &BTreeSet<&str>) -> TokenStream {
    let about = inner_doc(about);
    let unused = module
        .operations
        .is_empty()
        .then(|| quote!(#![allow(unused_imports, reason = "each item is there for the features that need it")]));
    let has_three_states = module.schemas.iter().any(|named| {
        let mut properties = named.schema.properties().iter();
        properties.any(|property| client.model.is_nullable(&property.schema) && !property.required)
    });
    let option_option = has_three_states
        .then(|| quote!(#![allow(clippy::option_option, reason = "a field that is left out, and one that is null")]));
    let links = (!linked.is_empty()).then(|| {
        let linked = linked.iter();
        let all = if linked.len() == 1 { quote!(#(feature = #linked)*) } else { quote!(all(#(feature = #linked),*)) };
        quote!(#![cfg_attr(
            not(#all),
            allow(rustdoc::broken_intra_doc_links, reason = "methods of other resources are there with their features")
        )])
    });
    quote!(#about #unused #option_option #links)
}

/// What stands above the items: the modules of builders and mocks, and what the items need of the runtime.
fn imports(module: &Module<'_>) -> anyhow::Result<Vec<String>> {
    let has_operations = !module.operations.is_empty();
    let mut has_secrets = false;
    for named in &module.schemas {
        named.schema.visit(&mut |schema| has_secrets |= schema.is_secret());
    }
    let builder = has_operations.then(|| {
        quote!(
            pub mod builder;
            #[cfg(feature = "testing")]
            pub mod mock;
        )
    });
    let imports = match (has_operations, has_secrets) {
        (true, true) => Some(quote!(
            use huaweicloud_core::{Method, Operation, Secret};
        )),
        (true, false) => Some(quote!(
            use huaweicloud_core::{Method, Operation};
        )),
        (false, true) => Some(quote!(
            use huaweicloud_core::Secret;
        )),
        (false, false) => None,
    };
    builder.into_iter().chain(imports).map(formatted).collect()
}

/// The types of other modules that the module needs, as its own: one that becomes shared moves for nobody.
fn shared_types(client: &Client<'_>, module: &Module<'_>) -> anyhow::Result<Option<String>> {
    let Some(resource) = module.operations.first().map(|operation| &operation.resource) else { return Ok(None) };
    let needed = client.usage.needed_by(resource).filter_map(|name| client.model.schemas.get(name));
    let is_shared = |named: &&NamedSchema| client.model.operations_of(&named.home).next().is_none();
    let shared = needed.filter(|named| named.schema.is_type()).filter(is_shared).map(|named| {
        let (home, name) = (format_ident!("{}", module_name(&named.home)), format_ident!("{}", named.name));
        quote!(crate::#home::#name)
    });
    let shared: Vec<TokenStream> = shared.collect();
    if shared.is_empty() {
        return Ok(None);
    }
    formatted(quote!(#(#[doc(no_inline)] pub use #shared;)*)).map(Some)
}

/// The types that the module defines, in the order of their names.
fn type_texts(client: &Client<'_>, module: &Module<'_>, of_part: &PartTypes) -> anyhow::Result<Vec<String>> {
    let mut texts = Vec::new();
    for named in &module.schemas {
        let items = if let Shape::Enum(values) = &named.schema.shape {
            let (about, uses) =
                (rustdoc::described(client.model, named), uses::documentation(client, &named.name, &module.name));
            let shown = |value: &EnumValue| rustdoc::value(client.model, named, value);
            enums::open_enum(named, &about, &uses, values, shown)?
        } else {
            let fields = of_part.fields.get(&named.name).map_or(&[][..], Vec::as_slice);
            let mut items = types::structure(client, module, named, fields)?;
            items.extend(partial::outcome(client, named)?);
            items
        };
        let features = module.schema_features(&client.usage, &named.name);
        let gate = features.map(|features| format!("#[cfg({})]\n", any_feature(features))).unwrap_or_default();
        texts.extend(items.into_iter().map(|text| format!("{gate}{text}")));
    }
    Ok(texts)
}

fn constant(operation: &Operation) -> anyhow::Result<String> {
    let documentation = doc(&rustdoc::operation(operation));
    let name = format_ident!("{}", names::constant(&operation.rust_name));
    let (id, path) = (&operation.id, operation.path.as_str());
    let method = format_ident!("{}", names::pascal(operation.method.key()));
    let idempotent = (operation.idempotent == Some(true)).then(|| quote!(.idempotent()));
    let content = operation.request.as_ref().and_then(|body| body.content.as_ref());
    let content_type = content
        .filter(|content| {
            !matches!(content.media_type.as_str(), "application/json" | "application/x-www-form-urlencoded")
        })
        .map(|content| {
            let media_type = &content.media_type;
            quote!(.with_content_type(#media_type))
        });
    formatted(quote! {
        #(#documentation)*
        pub const #name: Operation = Operation::new(#id, Method::#method, #path) #idempotent #content_type;
    })
}

fn client_methods(
    client: &Client<'_>,
    module: &Module<'_>,
    of_part: &PartTypes,
    examples: &[(String, String)],
) -> anyhow::Result<String> {
    let operations = module.operations.iter().zip(&of_part.requests).zip(examples);
    let methods = operations.map(|((operation, types), (_, example))| -> anyhow::Result<_> {
        let function = format_ident!("{}", names::method(&operation.rust_name));
        let documentation = doc(&method::documentation(client, operation, example));
        let name = format_ident!("{}", operation.rust_name);
        let names = std::iter::once(&operation.id).chain(&operation.variants);
        let official: Vec<_> = names.filter_map(|name| alias(name, &function.to_string())).collect();
        let deprecated = method::deprecated(client.model, operation);
        let path = |schema: &str| client.type_path(schema, &module.name);
        let builder = Builder { model: client.model, operation, types, fields: &of_part.fields, path: &path };
        let (given, names) = (builder.given(), builder.given_names());
        let inline = argument::inline(&given);
        let many = (given.len() > 6).then(
            || quote!(#[allow(clippy::too_many_arguments, reason = "the operation cannot do without any of them")]),
        );
        Ok(quote! {
            #(#documentation)*
            #(#official)*
            #deprecated
            #many
            #inline
            pub fn #function(&self, #(#given),*) -> builder::#name {
                builder::#name::new(self, #(#names),*)
            }
        })
    });
    let methods = methods.collect::<anyhow::Result<Vec<_>>>()?;
    formatted(quote! {
        impl crate::Client {
            #(#methods)*
        }
    })
}

fn builder_file(client: &Client<'_>, module: &Module<'_>, of_part: &PartTypes) -> anyhow::Result<String> {
    let about = format!("Requests of the module [`{0}`](super), one builder an operation.", module.name);
    let imports = quote! {
        use huaweicloud_core::{Error, RequestBuilder, RequestOptions, RequestParts, Response};
        #[allow(clippy::wildcard_imports, reason = "the types that requests and responses hold")]
        use super::*;
    };
    let mut parts = vec![formatted(inner_doc(&about))?, formatted(imports)?];
    for (operation, types) in module.operations.iter().zip(&of_part.requests) {
        let path = |schema: &str| client.type_path(schema, &module.name);
        let text = Builder { model: client.model, operation, types, fields: &of_part.fields, path: &path }.text();
        parts.push(text.with_context(|| format!("cannot write the builder of `{}`", operation.id))?);
    }
    Ok(joined(&header(&module.path), &parts))
}
