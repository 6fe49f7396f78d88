//! Running progenitor. It asserts what it does not support; the error names what in the specification that was.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Once;

use anyhow::{Context as _, anyhow};
use openapiv3::OpenAPI;
use progenitor::{GenerationSettings, Generator, InterfaceStyle, TagStyle};

use super::lower::{Lowered, lower};
use super::output::read;
use super::{Part, PartTypes};
use crate::model::Model;
use crate::problem::Problems;

/// Finds the types of a part.
pub(super) fn types(model: &Model, part: &Part<'_>) -> anyhow::Result<PartTypes> {
    attempt(model, part).map_err(|error| culprit(model, part, error))
}

fn attempt(model: &Model, part: &Part<'_>) -> anyhow::Result<PartTypes> {
    let Lowered { document, names, foreign } = lower(model, part)?;
    let file = generate(&document, &foreign)?;
    read(&file, &names, part)
}

/// Runs progenitor on a document; `foreign` are schemas whose types it is not to write.
fn generate(document: &OpenAPI, foreign: &[String]) -> anyhow::Result<syn::File> {
    let mut settings = GenerationSettings::default();
    settings.with_interface(InterfaceStyle::Builder).with_tag(TagStyle::Merged);
    for schema in foreign {
        settings.with_replacement(schema, format!("crate::{schema}"), std::iter::empty());
    }
    let tokens = quietly(|| Generator::new(&settings).generate_tokens(document))
        .map_err(|message| anyhow!("progenitor cannot take it: {message}"))?
        .map_err(|error| anyhow!("progenitor refuses it: {error}"))?;
    syn::parse2(tokens).context("progenitor's output is no Rust")
}

/// Runs something whose panic is an error, and not a message on the terminal.
fn quietly<T>(run: impl FnOnce() -> T) -> Result<T, String> {
    thread_local! {
        static IS_QUIET: Cell<bool> = const { Cell::new(false) };
    }
    static INSTALL: Once = Once::new();
    INSTALL.call_once(|| {
        let usual = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if !IS_QUIET.get() {
                usual(panic);
            }
        }));
    });
    IS_QUIET.set(true);
    let outcome = catch_unwind(AssertUnwindSafe(run));
    IS_QUIET.set(false);
    outcome.map_err(|payload| {
        let text = payload.downcast_ref::<String>().map(String::as_str).or(payload.downcast_ref::<&str>().copied());
        text.unwrap_or("it panicked").lines().next().unwrap_or_default().to_owned()
    })
}

/// The schema or the operation that makes it fail: the first that fails alone. Of a part that fails only as a whole, the
/// error itself.
fn culprit(model: &Model, part: &Part<'_>, error: anyhow::Error) -> anyhow::Error {
    let schemas = part
        .schemas
        .iter()
        .map(|schema| (schema.schema.pointer.as_str(), Part { schemas: vec![*schema], operations: Vec::new() }));
    let operations = part
        .operations
        .iter()
        .map(|operation| (operation.pointer.as_str(), Part { schemas: Vec::new(), operations: vec![*operation] }));
    let remedy = "describe it in another way, and report what lint should have refused";
    for (pointer, single) in schemas.chain(operations) {
        if let Err(error) = attempt(model, &single) {
            return Problems::from(model.spec.problem(pointer, "progenitor", format!("{error:#}"), remedy)).into();
        }
    }
    error
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_panic_is_an_error_with_its_message() {
        // Two parameters of one name, which lowering never makes.
        let parameter =
            |place: &str| json!({ "name": "p", "in": place, "required": true, "schema": { "type": "string" } });
        let operation = json!({
            "operationId": "Op0",
            "parameters": [parameter("path"), parameter("query")],
            "responses": { "200": { "description": "" } },
        });
        let document = json!({
            "openapi": "3.0.3",
            "info": { "title": "", "version": "" },
            "paths": { "/a/{p}": { "get": operation } },
        });
        let error = generate(&serde_json::from_value(document).unwrap(), &[]).err().unwrap().to_string();
        assert!(error.starts_with("progenitor cannot take it: "), "{error}");
        assert_eq!(quietly(|| 1), Ok(1));
    }
}
