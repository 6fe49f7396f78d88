//! What is kept beside the specification of what witnesses say: where one of several has something alone, and where they contradict
//! each other.

use std::collections::BTreeMap;
use std::fmt;

use super::hear::{Conclusion, Said};
use super::{Explorer, Witnesses};
use crate::spec::{ExplorerRecord, Says, Source, SourceKind, Statement, WitnessRecord};

/// Why there is no record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unheard {
    /// These sources of `sources.toml` were not given: what they know would be lost.
    Missing(Vec<String>),
    /// These are no pages and interfaces of `sources.toml`, or have changed since.
    Unrecorded(Vec<String>),
}

impl fmt::Display for Unheard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing(sources) => write!(
                f,
                "what these sources know would be lost: {}; give all pages, and the interface",
                sources.join(", ")
            ),
            Self::Unrecorded(pages) => write!(
                f,
                "these are no pages or interfaces as `sources.toml` has them: {}; leave them out, or sync them first",
                pages.join(", ")
            ),
        }
    }
}

impl std::error::Error for Unheard {}

/// What is kept of a service; none if no source of it was heard. Without an index of the explorer, what is recorded of it stays.
///
/// # Errors
///
/// [`Unheard`] if pages and interfaces are not those of `sources.toml`.
pub fn record(
    witnesses: &Witnesses<'_>,
    explorer: Option<(&Explorer, String)>,
) -> Result<Option<WitnessRecord>, Unheard> {
    let spec = &witnesses.model.spec;
    let is_read = |kind: SourceKind| matches!(kind, SourceKind::Page | SourceKind::Interface);
    let listed: Vec<&Source> = spec.sources.iter().filter(|one| is_read(one.kind)).collect();
    let is_listed = |id: &String| listed.iter().any(|one| one.id == *id);
    if !witnesses.sources.iter().any(is_listed) {
        return Ok(None);
    }
    let unrecorded: Vec<String> = witnesses.sources.iter().filter(|id| !is_listed(id)).cloned().collect();
    if !unrecorded.is_empty() {
        return Err(Unheard::Unrecorded(unrecorded));
    }
    let missing = listed.into_iter().filter(|one| !witnesses.sources.contains(&one.id));
    let missing: Vec<String> = missing.map(|one| format!("{} ({})", one.id, one.path)).collect();
    if !missing.is_empty() {
        return Err(Unheard::Missing(missing));
    }
    let explorer = match explorer {
        Some((index, sha256)) => Some(listing(witnesses, index, sha256)),
        None => spec.witnesses.explorer.clone(),
    };
    Ok(Some(WitnessRecord { explorer, statement: statements(witnesses) }))
}

/// The operations of the specification that an index lists.
fn listing(witnesses: &Witnesses<'_>, index: &Explorer, sha256: String) -> ExplorerRecord {
    let product = witnesses.model.spec.service.sdk_name.as_str();
    let known = index.operations_of(product).filter(|(name, _)| witnesses.heard.contains_key(name));
    let mut operations: Vec<String> = known.map(|(name, _)| name.to_owned()).collect();
    operations.sort();
    operations.dedup();
    ExplorerRecord { sha256, operations, line: 0 }
}

/// What is of interest, by where it stands. A component that several operations lead to is known by whoever knows it in one of
/// them.
fn statements(witnesses: &Witnesses<'_>) -> Vec<Statement> {
    let mut places: BTreeMap<String, Conclusion> = BTreeMap::new();
    for conclusion in witnesses.heard.values().flat_map(super::Heard::conclusions) {
        let Some(pointer) = conclusion.pointer.clone() else { continue };
        let known = places.entry(pointer).or_default();
        known.parameter = conclusion.parameter.clone().or(known.parameter.take());
        known.sayers.extend(conclusion.sayers);
        known.silent.extend(conclusion.silent);
        merge(&mut known.addresses, conclusion.addresses);
        merge(&mut known.types, conclusion.types);
        merge(&mut known.required, conclusion.required);
    }
    let mut statements = Vec::new();
    for (at, mut known) in places {
        known.silent.retain(|witness| !known.sayers.contains(witness));
        let known_by: Vec<String> = known.alone().cloned().into_iter().collect();
        let contradicts = !(known.addresses.is_empty() && known.types.is_empty() && known.required.is_empty());
        if known_by.is_empty() && !contradicts {
            continue;
        }
        let (address, types, required) = (says(known.addresses), says(known.types), says(known.required));
        statements.push(Statement { at, name: known.parameter, known_by, address, types, required, line: 0 });
    }
    statements
}

fn merge(into: &mut Said, other: Said) {
    for (said, by) in other {
        into.entry(said).or_default().extend(by);
    }
}

fn says(said: Said) -> Says {
    said.into_iter().map(|(said, by)| (said, by.into_iter().collect())).collect()
}
