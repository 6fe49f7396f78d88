//! The rule for where facts come from.

use std::collections::BTreeSet;

use super::places::Places;
use crate::model::keyword::most_similar;
use crate::model::{Model, Operation, names};
use crate::problem::Problem;
use crate::spec::{Source, Sources, Spec, child, extension as x};

pub(super) fn sources(model: &Model, places: &Places<'_>) -> Vec<Problem> {
    let spec = &model.spec;
    let mut problems = Vec::new();
    let mut used: BTreeSet<&str> = BTreeSet::new();
    for operation in &model.operations {
        problems.extend(of_operation(model, operation));
        used.extend(operation.provenance.sources.iter().map(String::as_str));
    }
    used.extend(spec.error_codes.iter().flat_map(|code| &code.sources).map(String::as_str));
    // Single facts, a permission or the values of an enum, may name a source of their own.
    let of_schemas = places.schemas.iter();
    let of_schemas =
        of_schemas.filter_map(|place| Some((child(&place.schema.pointer, x::SOURCE), place.schema.source.as_deref()?)));
    let actions = model.operations.iter().flat_map(|operation| &operation.permission).flat_map(|one| &one.actions);
    let of_permissions =
        actions.filter_map(|action| Some((child(&action.pointer, "source"), action.source.as_deref()?)));
    let of_certainty = super::certainty::entries(model, places).flat_map(|entry| {
        let named = entry.by.iter().enumerate();
        named.map(move |(index, source)| (child(&child(&entry.pointer, "by"), &index.to_string()), source.as_str()))
    });
    for (pointer, source) in of_schemas.chain(of_permissions).chain(of_certainty) {
        used.insert(source);
        if spec.sources.get(source).is_none() {
            // Several services have what they share, and each has records of its own.
            let is_shared = !spec.place_of(&pointer).0.starts_with(&spec.folder);
            let record = if is_shared { spec.folder.join("sources.toml") } else { "sources.toml".into() };
            let message = format!("`{source}` is not in {}", record.display());
            let mut remedy = meant_source(spec, source);
            if is_shared {
                remedy.push_str(
                    "; where services have different sources, write a mapping by service, with `null` for none",
                );
            }
            problems.push(spec.problem(pointer, "provenance", message, remedy));
        }
    }
    problems.extend(of_records(model, &used));
    problems
}

/// What to do about a source that is not recorded.
pub(super) fn meant_source(spec: &Spec, source: &str) -> String {
    most_similar(source, spec.sources.iter().map(|known| known.id.as_str())).map_or_else(
        || "name a source of sources.toml, or add the page to it".to_owned(),
        |known| format!("did you mean `{known}`?"),
    )
}

fn of_operation(model: &Model, operation: &Operation) -> Vec<Problem> {
    let spec = &model.spec;
    let named = &operation.provenance.sources;
    if named.is_empty() {
        let remedy = "write `x-sources` with the ids of the pages, as in sources.toml, newest first";
        return vec![spec.problem(&operation.pointer, "provenance", "the operation names no source", remedy)];
    }
    let mut problems = Vec::new();
    let pointer = child(&operation.pointer, x::SOURCES);
    for (index, source) in named.iter().enumerate() {
        let at = format!("{pointer}/{index}");
        let Some(found) = spec.sources.get(source) else {
            let message = format!("`{source}` is not in sources.toml");
            problems.push(spec.problem(at, "provenance", message, meant_source(spec, source)));
            continue;
        };
        let other = found.operation.as_ref().filter(|other| **other != operation.id);
        // An official name that is none is a fault of its own.
        if let Some(other) = other.filter(|_| names::is_upper_camel(&operation.id)) {
            let message = format!("`{source}` is about `{other}`, another operation");
            let remedy = "name a source that is about this operation, or add the page to sources.toml";
            problems.push(spec.problem(at, "provenance", message, remedy));
        }
        if named.iter().take(index).any(|before| before == source) {
            let message = format!("`{source}` is listed twice");
            problems.push(spec.problem(format!("{pointer}/{index}"), "provenance", message, "list it once"));
        }
    }
    if let Some((newer, older)) = out_of_order(&spec.sources, named) {
        let message = format!("`{newer}` is newer than `{older}`, which stands before it");
        problems.push(spec.problem(pointer, "provenance", message, "list the newest first"));
    }
    problems
}

/// The first two dated sources that do not stand newest first.
fn out_of_order<'s>(known: &Sources, named: &'s [String]) -> Option<(&'s str, &'s str)> {
    let date = |id: &str| known.get(id)?.date.map(|date| date.to_string());
    let dated: Vec<(&str, String)> = named.iter().filter_map(|id| Some((id.as_str(), date(id)?))).collect();
    let pair = dated.windows(2).find(|pair| matches!(pair, [(_, before), (_, after)] if before < after));
    match pair {
        Some([(older, _), (newer, _)]) => Some((newer, older)),
        _ => None,
    }
}

/// Faults of `sources.toml` itself. A source is not without use where an operation may have meant it.
fn of_records(model: &Model, used: &BTreeSet<&str>) -> Vec<Problem> {
    let spec = &model.spec;
    let is_doubtful = |operation: &&Operation| {
        let named = &operation.provenance.sources;
        named.is_empty() || named.iter().any(|id| spec.sources.get(id).is_none())
    };
    let doubtful: Vec<&str> =
        model.operations.iter().filter(is_doubtful).map(|operation| operation.id.as_str()).collect();
    let may_be_meant = |source: &Source| match source.operation.as_deref() {
        Some(operation) => doubtful.contains(&operation),
        None => !doubtful.is_empty(),
    };
    let mut problems = Vec::new();
    let mut seen = BTreeSet::new();
    for source in &spec.sources {
        let is_id = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
        let (message, remedy) = if source.id.is_empty() || !source.id.chars().all(is_id) {
            let message = format!("`{}` is no id of a source", source.id.escape_debug());
            (message, "write letters, digits, hyphens and dots: documentation names it")
        } else if !seen.insert(&source.id) {
            (format!("the source `{}` is there twice", source.id), "keep one entry, or give the other an id of its own")
        } else if !used.contains(source.id.as_str()) && !may_be_meant(source) {
            (
                format!("nothing names the source `{}`", source.id),
                "name it in `x-sources` of its operation, or delete it",
            )
        } else if source.date.is_none() && source.dated_by.is_none() {
            let remedy = "write `date`, or why there is none into `dated-by`";
            (format!("the source `{}` has no date, and nothing says why", source.id), remedy)
        } else {
            continue;
        };
        problems.push(spec.problem_in("sources.toml", source.line, "provenance", message, remedy));
    }
    problems
}
