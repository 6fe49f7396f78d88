//! The client of a service: one module a file of the specification.
//!
//! progenitor finds the types; everything else is written here: types that tolerate what services send (`types`), enums
//! that stay open (`enums`), builders that are small (`builders`), and what they say of themselves (`rustdoc`).

mod alias;
mod argument;
mod behaviour;
mod builders;
mod conditions;
mod construct;
mod enums;
mod error_code;
mod example;
mod expression;
mod files;
#[cfg(test)]
mod fixture;
mod llms;
mod method;
mod mock;
mod module;
mod overview;
mod paging;
mod partial;
mod reference;
mod registry;
mod rustdoc;
mod service;
mod types;
mod uses;
mod waiting;
mod witnesses;

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::model::{Model, SchemaUsage, names};
use crate::output::Targets;
pub use llms::Guide;
use module::Module;
use uses::Uses;

/// The generated folder of the client's crate.
///
/// # Errors
///
/// See [`generate`](super::generate).
pub(super) fn targets(model: &Model, guides: &[Guide]) -> anyhow::Result<Targets> {
    let folder = model.spec.crate_folder().join("src").join("generated");
    let client = Client::of(model);
    let of_modules = || -> Vec<anyhow::Result<files::ModuleFiles>> {
        client.modules.par_iter().map(|module| files::files(&client, module)).collect()
    };
    let (of_crate, generated) = rayon::join(|| of_crate(&client), of_modules);
    let mut files: BTreeMap<_, _> = of_crate?.into_iter().map(|(name, text)| (folder.join(name), text)).collect();
    let mut examples = BTreeMap::new();
    for module in generated {
        let module = module?;
        files.extend(module.files.into_iter().map(|(name, text)| (folder.join(name), text)));
        examples.extend(module.examples);
    }
    if !guides.is_empty() {
        files.insert(model.spec.crate_folder().join("llms.txt"), llms::text(&client, guides, &examples));
    }
    Ok(Targets { folders: BTreeSet::from([folder]), files })
}

/// The files that are about the crate as a whole.
fn of_crate(client: &Client<'_>) -> anyhow::Result<Vec<(&'static str, String)>> {
    let spec = &client.model.spec;
    let error_codes = error_code::error_codes(spec)?.map(|text| ("error_code.rs", text));
    let mut files = vec![
        ("operations.md", overview::operations(client)),
        ("registry.rs", registry::registry(client)?),
        ("mod.rs", service::module_list(client)?),
        ("service.rs", service::service_info(spec)?),
    ];
    files.extend(error_codes);
    Ok(files)
}

/// What is known of the client as a whole.
struct Client<'m> {
    model: &'m Model,
    usage: SchemaUsage<'m>,
    uses: Uses<'m>,
    modules: Vec<Module<'m>>,
    /// The resource of each method, which is its feature.
    methods: BTreeMap<String, &'m str>,
}

impl<'m> Client<'m> {
    fn of(model: &'m Model) -> Self {
        let usage = SchemaUsage::of(model);
        let modules = Module::all(model, &usage);
        let uses = Uses::of(model, &usage);
        let methods = model.operations.iter();
        let methods = methods.map(|one| (names::method(&one.rust_name), one.resource.as_str())).collect();
        Self { model, usage, uses, modules, methods }
    }

    /// The name of the crate in code.
    fn crate_name(&self) -> String {
        self.model.spec.service.name.replace('-', "_")
    }

    /// The module that defines the type of a schema; `module` itself for one that nothing defines.
    fn home(&self, schema: &str, module: &str) -> String {
        let named = self.model.schemas.get(schema);
        named.map_or_else(|| module.to_owned(), |named| crate::model::module_name(&named.home))
    }

    /// The module in which users of `module` find the type of a schema: what resources share is found in each that needs it.
    fn home_for_users(&self, schema: &str, module: &str) -> String {
        let named = self.model.schemas.get(schema);
        let of_resource = named.filter(|named| self.model.operations_of(&named.home).next().is_some());
        of_resource.map_or_else(|| module.to_owned(), |named| crate::model::module_name(&named.home))
    }

    /// The path of the type of a schema, seen from a module.
    fn type_path(&self, schema: &str, module: &str) -> String {
        match self.home(schema, module) {
            home if home == module => schema.to_owned(),
            home => format!("crate::{home}::{schema}"),
        }
    }
}
