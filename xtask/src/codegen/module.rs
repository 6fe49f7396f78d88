//! The module of one file of the specification: its types, its operations, its builders.

use std::collections::{BTreeSet, HashMap};

use anyhow::{Context as _, anyhow};
use quote::{format_ident, quote};
use syn::Item;

use super::facts::{ModuleFacts, OperationFacts};
use super::format::{doc, formatted, inner_doc, joined};
use super::progenitor_output::{ProgenitorOutput, RequestBuilder, run};
use super::schema_use::SchemaUse;
use super::types::Usage;
use super::{builders, enums, header, lower, rustdoc, types};
use crate::spec::Spec;

/// Generates the files of a module: names relative to the generated folder, and texts.
pub(super) fn generate(
    spec: &Spec,
    schema_use: &SchemaUse,
    module: &ModuleFacts,
) -> anyhow::Result<Vec<(String, String)>> {
    let lowered = lower::lower(spec, schema_use, module)?;
    let output = run(&lowered.document, &lowered.replacements)?;
    let types = type_texts(spec, schema_use, module, &output)?;
    let about = inner_doc(&module.description);
    let unused = module
        .operations
        .is_empty()
        .then(|| quote!(#![allow(unused_imports, reason = "each item is there for the features that need it")]));
    let mut parts = vec![formatted(quote!(#about #unused))?];
    parts.extend(imports(spec, module)?);
    parts.extend(types);
    let mut files = Vec::new();
    if !module.operations.is_empty() {
        let matched = matched(module, &output)?;
        for (facts, _) in &matched {
            parts.push(constant(facts)?);
        }
        parts.push(client_methods(spec, module, &matched)?);
        files.push((format!("{}/builder.rs", module.name), builder_file(module, &matched)?));
    }
    files.push((format!("{}.rs", module.name), joined(&header(&module.path), &parts)));
    Ok(files)
}

/// What stands above the items: the builders' module, and what the items need of the runtime.
fn imports(spec: &Spec, module: &ModuleFacts) -> anyhow::Result<Vec<String>> {
    let has_operations = !module.operations.is_empty();
    let schemas = module.schemas.iter().filter_map(|name| lower::schema(&spec.document, name));
    let properties = schemas.filter_map(|schema| schema.get("properties")?.as_object()).flatten();
    let mut formats = properties.filter_map(|(_, property)| property.get("format")?.as_str());
    let has_secrets = formats.any(|format| format == "password");
    let builder = has_operations.then(|| {
        quote!(
            pub mod builder;
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

/// The types that the module defines, in progenitor's order, which is that of their names.
fn type_texts(
    spec: &Spec,
    schema_use: &SchemaUse,
    module: &ModuleFacts,
    output: &ProgenitorOutput,
) -> anyhow::Result<Vec<String>> {
    let mut texts = Vec::new();
    let mut defined = BTreeSet::new();
    for item in &output.types {
        let (name, items) = match item {
            Item::Struct(item) if module.schemas.contains(&item.ident.to_string()) => {
                let name = item.ident.to_string();
                let usage = if schema_use.is_in_requests(&name) { Usage::Request } else { Usage::Response };
                let schema = lower::schema(&spec.document, &name).context("a struct without a schema")?;
                (name, types::structure(item.clone(), &spec.document, schema, usage)?)
            }
            Item::Enum(item) if module.schemas.contains(&item.ident.to_string()) => {
                let name = item.ident.to_string();
                let schema = lower::schema(&spec.document, &name).context("an enum without a schema")?;
                (name, enums::open_enum(item, schema)?)
            }
            _ => continue,
        };
        let gate = module.schema_features(schema_use, &name).map(gate_text).unwrap_or_default();
        texts.extend(items.into_iter().map(|text| format!("{gate}{text}")));
        defined.insert(name);
    }
    match module.schemas.difference(&defined).next() {
        Some(missing) => Err(anyhow!("progenitor gave the schema `{missing}` no type of that name; rename it")),
        None => Ok(texts),
    }
}

/// The line above an item that is compiled with any of the features.
fn gate_text(features: &[&str]) -> String {
    let features: Vec<String> = features.iter().map(|feature| format!("feature = {feature:?}")).collect();
    match features.as_slice() {
        [feature] => format!("#[cfg({feature})]\n"),
        features => format!("#[cfg(any({}))]\n", features.join(", ")),
    }
}

/// Each operation with the builder that progenitor wrote for it.
fn matched<'m>(
    module: &'m ModuleFacts,
    output: &'m ProgenitorOutput,
) -> anyhow::Result<Vec<(&'m OperationFacts, &'m RequestBuilder)>> {
    let builders: HashMap<_, _> =
        output.builders.iter().map(|builder| (builder.method_and_path.clone(), builder)).collect();
    let find = |facts: &'m OperationFacts| {
        let builder = builders.get(&(facts.method.clone(), facts.path.clone())).copied();
        builder.map(|builder| (facts, builder)).ok_or_else(|| anyhow!("progenitor wrote no builder for `{}`", facts.id))
    };
    module.operations.iter().map(find).collect()
}

fn constant(facts: &OperationFacts) -> anyhow::Result<String> {
    let documentation = doc(&rustdoc::operation(facts));
    let name = format_ident!("{}", builders::constant_name(&facts.rust_id));
    let (id, path) = (&facts.id, &facts.path);
    let mut capitalised = facts.method.clone();
    capitalised.get_mut(..1).map(str::make_ascii_uppercase);
    let method = format_ident!("{capitalised}");
    let idempotent = facts.idempotent.then(|| quote!(.idempotent()));
    formatted(quote! {
        #(#documentation)*
        pub const #name: Operation = Operation::new(#id, Method::#method, #path) #idempotent;
    })
}

fn client_methods(
    spec: &Spec,
    module: &ModuleFacts,
    matched: &[(&OperationFacts, &RequestBuilder)],
) -> anyhow::Result<String> {
    let methods = matched.iter().map(|(facts, builder)| {
        let function = format_ident!("{}", builders::constant_name(&facts.rust_id).to_lowercase());
        let documentation = doc(&rustdoc::method(facts, module, builder, &function.to_string(), spec));
        let name = &builder.name;
        let deprecated =
            facts.deprecated.then(|| quote!(#[deprecated = "the documentation calls the operation out of date"]));
        quote! {
            #(#documentation)*
            #deprecated
            pub fn #function(&self) -> builder::#name<'_> {
                builder::#name::new(self)
            }
        }
    });
    formatted(quote! {
        impl crate::Client {
            #(#methods)*
        }
    })
}

fn builder_file(module: &ModuleFacts, matched: &[(&OperationFacts, &RequestBuilder)]) -> anyhow::Result<String> {
    let about = format!("Requests of the module [`{0}`](super), one builder an operation.", module.name);
    let imports = quote! {
        use huaweicloud_core::{Error, Response};
        #[allow(clippy::wildcard_imports, reason = "the types that requests and answers hold")]
        use super::*;
    };
    let mut parts = vec![formatted(inner_doc(&about))?, formatted(imports)?];
    for (facts, builder) in matched {
        parts.push(builders::builder(builder, facts)?);
    }
    Ok(joined(&header(&module.path), &parts))
}
