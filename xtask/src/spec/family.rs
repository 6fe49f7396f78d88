//! What the services of a family share: `openapi/shared/<family>/`, whose files are called as those of a service.

use std::collections::BTreeSet;
use std::path::PathBuf;

use serde_json::Value;

use super::{Cloud, Endpoints, ErrorCode, SharedCode, SpecFile, child};

/// Where the services of a family are reached, if they are reached alike.
pub const ENDPOINTS: &str = "endpoints.toml";

/// The records that services share. What they share of OpenAPI is [`Spec::shared`](super::Spec::shared).
#[derive(Clone, Debug, Default)]
pub struct Family {
    /// `openapi/shared/<family>`, relative to the root of the workspace.
    pub folder: PathBuf,
    /// What codes mean that several services have.
    pub error_codes: Vec<SharedCode>,
    /// Clouds that run all of the services.
    pub clouds: Vec<Cloud>,
    /// Where the services are reached.
    pub endpoints: Option<Endpoints>,
}

impl Family {
    /// The codes of a service, in order: its own, and those of the family that name sources of it.
    pub(super) fn with_error_codes(&self, service: &str, mut own: Vec<ErrorCode>) -> Vec<ErrorCode> {
        let known: BTreeSet<String> = own.iter().map(|code| code.code.clone()).collect();
        for SharedCode { code, sources } in self.error_codes.iter().filter(|shared| !known.contains(&shared.code.code))
        {
            own.extend(sources.get(service).map(|sources| ErrorCode { sources: sources.clone(), ..code.clone() }));
        }
        own.sort_by(|one, other| one.code.cmp(&other.code));
        own
    }

    /// The clouds of a service: those of the family, unless it says otherwise, then its own.
    pub(super) fn with_clouds(&self, own: Vec<Cloud>) -> Vec<Cloud> {
        let known: BTreeSet<String> = own.iter().map(|cloud| cloud.id.clone()).collect();
        let shared = self.clouds.iter().filter(|cloud| !known.contains(&cloud.id)).cloned();
        shared.chain(own).collect()
    }
}

/// The components of files: their pointers in the bundle, each with what it is.
pub(crate) fn components<'f>(
    files: impl IntoIterator<Item = &'f SpecFile>,
) -> impl Iterator<Item = (String, &'f SpecFile, &'f Value)> {
    files.into_iter().flat_map(|file| {
        let kinds = file.value.get("components").and_then(Value::as_object).into_iter().flatten();
        kinds.flat_map(move |(kind, named)| {
            let pointer = child("/components", kind);
            let named = named.as_object().into_iter().flatten();
            named.map(move |(name, value)| (child(&pointer, name), file, value))
        })
    })
}

/// The pointers of the components of the family that the files of a service refer to, directly or through others, and that
/// the service has not itself.
pub(super) fn taken(files: &[SpecFile], shared: &[SpecFile]) -> BTreeSet<String> {
    let own: BTreeSet<String> = components(files).map(|(pointer, ..)| pointer).collect();
    let mut waiting = BTreeSet::new();
    for file in files {
        targets(&file.value, &mut waiting);
    }
    let mut taken = BTreeSet::new();
    while let Some(pointer) = waiting.pop_first() {
        if own.contains(&pointer) || taken.contains(&pointer) {
            continue;
        }
        if let Some(value) = shared.iter().find_map(|file| file.value.pointer(&pointer)) {
            targets(value, &mut waiting);
            taken.insert(pointer);
        }
    }
    taken
}

/// The pointers of the components that references in a value lead to.
pub(crate) fn targets(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(entries) => {
            for (key, value) in entries {
                match (key.as_str(), value) {
                    ("$ref", Value::String(target)) => {
                        found.extend(
                            target.strip_prefix('#').filter(|at| at.starts_with("/components/")).map(str::to_owned),
                        );
                    }
                    _ => targets(value, found),
                }
            }
        }
        Value::Array(elements) => elements.iter().for_each(|element| targets(element, found)),
        _ => {}
    }
}
