//! The modules of the client: which file of the specification becomes which, and when it is compiled.

use std::path::PathBuf;

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::{Model, NamedSchema, Operation, SchemaUsage, module_name};

/// A module of the generated client: what one file of the specification describes.
pub(super) struct Module<'m> {
    /// Its name.
    pub(super) name: String,
    /// The file.
    pub(super) path: PathBuf,
    /// What it is about.
    pub(super) description: String,
    /// The types that it defines: those that its crate needs.
    pub(super) schemas: Vec<&'m NamedSchema>,
    /// Its operations.
    pub(super) operations: Vec<&'m Operation>,
}

impl<'m> Module<'m> {
    /// The modules of a client that hold something, what resources share first.
    pub(super) fn all(model: &'m Model, usage: &SchemaUsage<'m>) -> Vec<Self> {
        let modules = model.spec.files.iter().map(|file| {
            let resource = model.resources.iter().find(|resource| resource.name == file.name);
            let defined = model.schemas_of(&file.name).filter(|named| named.schema.is_type());
            Self {
                name: module_name(&file.name),
                path: file.path.clone(),
                description: resource
                    .map_or_else(|| "What the resources share.".to_owned(), |one| one.description.clone()),
                schemas: defined.filter(|named| usage.is_needed(&named.name)).collect(),
                operations: model.operations_of(&file.name).collect(),
            }
        });
        modules.filter(|module| !module.schemas.is_empty() || !module.operations.is_empty()).collect()
    }

    /// The condition under which the module is compiled. What resources share always is.
    pub(super) fn gate(&self) -> Option<TokenStream> {
        let feature = self.name.replace('_', "-");
        (!self.operations.is_empty()).then(|| quote!(#[cfg(feature = #feature)]))
    }

    /// The features with which a type of the module is compiled, where those are not the module's: what resources share
    /// is there for those that need it. None if there is no such condition.
    pub(super) fn schema_features<'u>(&self, usage: &SchemaUsage<'u>, schema: &str) -> Option<Vec<&'u str>> {
        if self.operations.is_empty() { usage.some_resources(schema) } else { None }
    }
}
