//! From additions to the files of a specification.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};

use super::Draft;
use super::addition::Addition;
use super::codes::{entry as entry_of_code, merged};
use super::source::entry;
use crate::model::Model;
use crate::problem::Problem;
use crate::service::with_features;
use crate::spec::files::SpecTexts;
use crate::spec::{COMMON, Spec, SpecFile, canonical_yaml, whole_bundle};

/// Where a resource's file lies.
pub(super) fn resource_file(spec: &Spec, resource: Option<&str>) -> PathBuf {
    spec.folder.join("resources").join(format!("{}.yaml", resource.unwrap_or("new")))
}

/// Where the file lies that holds what resources share.
pub(super) fn common_file(spec: &Spec) -> PathBuf {
    spec.folder.join(format!("{COMMON}.yaml"))
}

/// The file that holds what `pointer` points to.
pub(super) fn file_of(spec: &Spec, pointer: &str) -> PathBuf {
    spec.file_of(pointer).map_or_else(|| spec.folder.clone(), |file| file.path.clone())
}

/// The specification with the additions in it. The texts of its files are still those without.
pub(super) fn apply(mut spec: Spec, additions: &[Addition]) -> Result<Model, String> {
    let (of_family, own): (Vec<_>, Vec<_>) = additions.iter().cloned().partition(|one| is_shared(&spec, one));
    let (mut files, mut shared) = (std::mem::take(&mut spec.files), std::mem::take(&mut spec.shared));
    add(&mut files, &own);
    add(&mut shared, &of_family);
    spec.with_files(files, shared).map(Model::of).map_err(|problems| in_lines(&problems.0))
}

/// The specification with all that its family shares in its document.
pub(super) fn with_all_shared(model: &Model) -> Result<Model, String> {
    let mut spec = model.spec.clone();
    spec.document = whole_bundle(&spec.service, &spec.files, &spec.shared, &spec.witnesses)
        .map_err(|problems| in_lines(&problems))?;
    Ok(Model::of(spec))
}

fn in_lines(problems: &[Problem]) -> String {
    problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

/// Whether an addition is to what the service shares with its family.
fn is_shared(spec: &Spec, addition: &Addition) -> bool {
    spec.shared.iter().any(|file| file.path == addition.file)
}

fn add(files: &mut Vec<SpecFile>, additions: &[Addition]) {
    let mut places: BTreeMap<PathBuf, usize> =
        files.iter().enumerate().map(|(at, file)| (file.path.clone(), at)).collect();
    for addition in additions {
        let at = *places.entry(addition.file.clone()).or_insert_with(|| {
            files.push(SpecFile::new(addition.file.clone(), String::new(), Value::Object(Map::new())));
            files.len() - 1
        });
        if let Some(file) = files.get_mut(at) {
            addition.apply(&mut file.value);
        }
    }
}

/// The texts of the files that change, in canonical form.
///
/// # Errors
///
/// A message if a file is not in canonical form as it is, so that more of it would change; if the library that writes YAML
/// refuses a value.
pub fn texts(spec: &Spec, before: &SpecTexts, draft: &Draft) -> Result<BTreeMap<PathBuf, String>, String> {
    let Draft { additions, sources, codes, .. } = draft;
    let mut changed = BTreeMap::new();
    let mut files: Vec<SpecFile> = spec.all_files().cloned().collect();
    add(&mut files, additions);
    for file in &files {
        let known = spec.all_files().find(|known| known.path == file.path);
        if known.is_some_and(|known| known.value == file.value) {
            continue;
        }
        let canonical = |value| canonical_yaml(value).map_err(|error| format!("{}: {error}", file.path.display()));
        if let Some(known) = known.filter(|known| !is_empty(&known.value))
            && canonical(&known.value)? != known.text
        {
            return Err(format!("{} is not in canonical form; run `cargo xtask fmt` first", file.path.display()));
        }
        changed.insert(file.path.clone(), canonical(&file.value)?);
    }
    if !sources.is_empty() {
        let path = spec.folder.join("sources.toml");
        let text = before.files.get(&path).map_or("", String::as_str);
        let entries: Vec<String> = sources.iter().map(entry).collect();
        let parts = std::iter::once(text.trim_end()).filter(|text| !text.is_empty());
        let parts = parts.chain(entries.iter().map(|entry| entry.trim_end())).collect::<Vec<_>>();
        changed.insert(path, parts.join("\n\n") + "\n");
    }
    if !codes.is_empty() {
        let path = spec.folder.join("error-codes.toml");
        let text = before.files.get(&path).map_or("", String::as_str);
        let own = spec.error_codes.iter().filter(|known| known.file == path);
        let mut known: Vec<(u32, &str)> = own.map(|known| (known.line, known.code.as_str())).collect();
        known.sort_unstable();
        let text = merged(text, &known, codes);
        // Entries in a form of their own are not torn.
        if let Err(error) = text.parse::<toml::Table>() {
            let file = path.display();
            return Err(format!("{file}: no entry can be added: {error}write each that is there as `[[code]]`"));
        }
        changed.insert(path, text);
    }
    Ok(changed)
}

/// The manifest of the crate with a feature for each resource that something is added to, if one has none yet.
///
/// # Errors
///
/// A message if the manifest has no place for a feature.
pub fn features(spec: &Spec, before: &SpecTexts, additions: &[Addition]) -> Result<Option<(PathBuf, String)>, String> {
    let Some((path, text)) = &before.manifest else { return Ok(None) };
    let resources = spec.folder.join("resources");
    let files = additions.iter().map(|addition| &addition.file).filter(|file| file.parent() == Some(&resources));
    let names: BTreeSet<&str> = files.filter_map(|file| file.file_stem()?.to_str()).collect();
    let after = with_features(text, names)?;
    Ok((after != *text).then(|| (path.clone(), after)))
}

/// Whether a file says nothing yet.
fn is_empty(value: &Value) -> bool {
    let holds_nothing = |value: &Value| value.as_object().is_some_and(Map::is_empty);
    value.as_object().is_some_and(|parts| parts.values().all(holds_nothing))
}

/// Writes additions as YAML for people: of each file the parts that are added, with a comment where they belong; then the
/// entries of `sources.toml` and `error-codes.toml`.
///
/// # Errors
///
/// A message if the library that writes YAML refuses a value.
pub fn text(spec: &Spec, draft: &Draft) -> Result<String, String> {
    let Draft { additions, sources, codes, .. } = draft;
    let files: BTreeSet<&Path> = additions.iter().map(|addition| addition.file.as_path()).collect();
    let mut parts = Vec::new();
    for path in files {
        let of_file = additions.iter().filter(|addition| addition.file == path);
        let (whole, single): (Vec<_>, Vec<_>) = of_file.partition(|addition| addition.is_fragment());
        let mut fragment = Value::Object(Map::new());
        for addition in &whole {
            addition.apply(&mut fragment);
        }
        if !whole.is_empty() {
            parts.push(format!("# {}\n{}", path.display(), canonical_yaml(&fragment)?));
        }
        for Addition { pointer, key, value, .. } in single {
            let value = key.as_ref().map_or_else(|| json!([value]), |key| json!({ key: value }));
            parts.push(format!("# {}#{pointer}\n{}", path.display(), canonical_yaml(&value)?));
        }
    }
    if !sources.is_empty() {
        let entries: Vec<String> = sources.iter().map(entry).collect();
        parts.push(format!("# {}\n{}", spec.folder.join("sources.toml").display(), entries.join("\n")));
    }
    if !codes.is_empty() {
        let entries: Vec<String> = codes.iter().map(entry_of_code).collect();
        parts.push(format!("# {}\n{}", spec.folder.join("error-codes.toml").display(), entries.join("\n")));
    }
    Ok(parts.concat())
}
