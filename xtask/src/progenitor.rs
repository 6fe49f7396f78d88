//! progenitor, which turns schemas into types and operations into request builders: what it is given, running it, and
//! reading what it wrote.
//!
//! This folder alone knows progenitor. It is given documents of its own making in which everything has a plain name
//! (`lower`), so that no name of a service can be one that it, or its output, cannot take; what it wrote is read as
//! types of the model (`output`). Its version is pinned exactly.

mod lower;
mod null;
mod output;
mod run;

use std::collections::BTreeMap;

use crate::model::{Model, NamedSchema, Operation, RustType};

/// The part of a specification that one module of the client is made from.
#[derive(Clone, Debug)]
pub struct Part<'m> {
    /// The schemas that the module defines, types all of them.
    pub schemas: Vec<&'m NamedSchema>,
    /// The operations of the module.
    pub operations: Vec<&'m Operation>,
}

/// The types of a part.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PartTypes {
    /// The types of the fields of each object, by its name, in the order of its properties. An enum has none.
    pub fields: BTreeMap<String, Vec<RustType>>,
    /// The types of each operation, in the order of the part.
    pub requests: Vec<RequestTypes>,
}

/// The types that an operation takes and gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestTypes {
    /// Those of its parameters, in their order.
    pub parameters: Vec<RustType>,
    /// That of its body.
    pub body: Option<RustType>,
    /// That of its success.
    pub success: RustType,
}

/// Finds the types of a part of a specification.
///
/// # Errors
///
/// [`Problems`](crate::problem::Problems) that name the schema or the operation that progenitor cannot take; an error if
/// its output has a form that is not known.
pub fn types(model: &Model, part: &Part<'_>) -> anyhow::Result<PartTypes> {
    let types = run::types(model, part)?;
    Ok(null::with_null_elements(model, part, types))
}
