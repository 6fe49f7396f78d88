//! A specification that is the real one several times over: every file, path, operation, component, source, quirk and
//! error code, each copy under names of its own.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value};
use tempfile::TempDir;
use xtask::spec::{Spec, SpecFile, canonical_yaml};

/// A workspace with one service, deleted when this is dropped.
pub(crate) struct Synthetic {
    root: TempDir,
}

impl Synthetic {
    /// `times` copies of `spec`, which lies under `root`.
    pub(crate) fn new(root: &Path, spec: &Spec, times: usize) -> Self {
        let copies: Vec<Copy> = (0..times).map(Copy).collect();
        let synthetic = Self { root: tempfile::tempdir().unwrap() };
        synthetic.copy(root, &spec.folder, &spec.files, &copies);
        if let Some(family) = &spec.family {
            synthetic.copy(root, &family.folder, &spec.shared, &copies);
        }
        synthetic
    }

    /// Copies the records and the OpenAPI files of a folder.
    fn copy(&self, root: &Path, folder: &Path, files: &[SpecFile], copies: &[Copy]) {
        let (from, to) = (root.join(folder), self.root().join(folder));
        fs::create_dir_all(to.join("resources")).unwrap();
        for name in ["service.toml", "clouds.toml", "endpoints.toml"].iter().filter(|name| from.join(name).exists()) {
            fs::copy(from.join(name), to.join(name)).unwrap();
        }
        for (name, change) in RECORDS.iter().filter(|(name, _)| from.join(name).exists()) {
            let text = fs::read_to_string(from.join(name)).unwrap();
            fs::write(to.join(name), records(&text, copies, change)).unwrap();
        }
        let (common, resources): (Vec<_>, Vec<_>) = files.iter().partition(|file| file.name == "common");
        let common: Vec<Value> = common.iter().flat_map(|file| copies.iter().map(|copy| copy.file(file))).collect();
        if !common.is_empty() {
            fs::write(to.join("common.yaml"), canonical_yaml(&merged(common)).unwrap()).unwrap();
        }
        for (copy, file) in copies.iter().flat_map(|copy| resources.iter().map(move |file| (copy, file))) {
            let place = to.join("resources").join(copy.dashed(&file.name) + ".yaml");
            fs::write(place, canonical_yaml(&copy.file(file)).unwrap()).unwrap();
        }
    }

    pub(crate) fn root(&self) -> PathBuf {
        self.root.path().to_owned()
    }
}

/// Puts mappings together, and those in them.
fn merged(values: Vec<Value>) -> Value {
    fn merge(into: &mut Map<String, Value>, from: Map<String, Value>) {
        for (key, value) in from {
            match (into.get_mut(&key), value) {
                (Some(Value::Object(into)), Value::Object(from)) => merge(into, from),
                (_, value) => drop(into.insert(key, value)),
            }
        }
    }
    let mut all = Map::new();
    for value in values {
        if let Value::Object(value) = value {
            merge(&mut all, value);
        }
    }
    Value::Object(all)
}

/// The number of a copy; the first one keeps the real names.
#[derive(Clone, std::marker::Copy)]
struct Copy(usize);

impl Copy {
    fn suffixed(self, name: &str, suffix: &str) -> String {
        if self.0 == 0 { name.to_owned() } else { format!("{name}{suffix}{}", self.0) }
    }

    /// `topics-copy3`: a file, a tag, a source, a quirk.
    fn dashed(self, name: &str) -> String {
        self.suffixed(name, "-copy")
    }

    /// `TopicListCopy3`: an operation, a component, an error code.
    fn camel(self, name: &str) -> String {
        self.suffixed(name, "Copy")
    }

    fn path(self, path: &str) -> String {
        if self.0 == 0 { path.to_owned() } else { format!("/copy{}{path}", self.0) }
    }

    /// A pointer into the bundle.
    fn pointer(self, pointer: &str) -> String {
        let mut segments: Vec<String> = pointer.split('/').map(str::to_owned).collect();
        match segments.get(1).map(String::as_str) {
            Some("paths") if self.0 > 0 => segments[2].insert_str(0, &format!("~1copy{}", self.0)),
            Some("components") => segments[3] = self.camel(&segments[3]),
            _ => {}
        }
        segments.join("/")
    }

    fn file(self, file: &SpecFile) -> Value {
        let mut value = file.value.clone();
        self.references(&mut value);
        if let Some(name) = value.pointer_mut("/tag/name") {
            rename(name, |name| self.dashed(name));
        }
        if let Some(paths) = value.get_mut("paths").and_then(Value::as_object_mut) {
            *paths = std::mem::take(paths).into_iter().map(|(path, item)| (self.path(&path), item)).collect();
            let items = paths.iter_mut().filter_map(|(_, item)| item.as_object_mut());
            items.flatten().for_each(|(_, operation)| self.operation(operation));
        }
        let kinds = value.get_mut("components").and_then(Value::as_object_mut).into_iter().flatten();
        for named in kinds.filter_map(|(_, named)| named.as_object_mut()) {
            *named = std::mem::take(named).into_iter().map(|(name, value)| (self.camel(&name), value)).collect();
        }
        value
    }

    fn operation(self, operation: &mut Value) {
        for key in ["operationId", "x-rust-name"] {
            operation.get_mut(key).into_iter().for_each(|name| rename(name, |name| self.camel(name)));
        }
        for key in ["tags", "x-sources"] {
            let names = operation.get_mut(key).and_then(Value::as_array_mut).into_iter().flatten();
            names.for_each(|name| rename(name, |name| self.dashed(name)));
        }
    }

    /// Renames what is referred to, wherever that is done; examples refer to nothing.
    fn references(self, value: &mut Value) {
        match value {
            Value::Object(entries) => {
                for (key, inner) in entries.iter_mut() {
                    match key.as_str() {
                        "$ref" | "shown-by" => rename(inner, |target| self.camel(target)),
                        "x-source" => rename(inner, |id| self.dashed(id)),
                        "x-permission" => members(inner, "source").for_each(|id| rename(id, |id| self.dashed(id))),
                        "x-certainty" => {
                            let ids = members(inner, "by").filter_map(Value::as_array_mut).flatten();
                            ids.for_each(|id| rename(id, |id| self.dashed(id)));
                        }
                        "example" | "examples" => {}
                        _ => self.references(inner),
                    }
                }
            }
            Value::Array(elements) => elements.iter_mut().for_each(|inner| self.references(inner)),
            _ => {}
        }
    }
}

/// What the entries of a list have under a key.
fn members<'v>(list: &'v mut Value, key: &'v str) -> impl Iterator<Item = &'v mut Value> {
    list.as_array_mut().into_iter().flatten().filter_map(move |entry| entry.get_mut(key))
}

fn rename(name: &mut Value, change: impl FnOnce(&str) -> String) {
    if let Value::String(text) = name {
        *text = change(text);
    }
}

/// How a key of a record is renamed.
type Rename = fn(Copy, &str) -> String;

/// The records beside the OpenAPI files, and what is renamed in an entry.
const RECORDS: &[(&str, &[(&str, Rename)])] = &[
    ("sources.toml", &[("id", Copy::dashed), ("operation", Copy::camel)]),
    ("quirks.toml", &[("id", Copy::dashed), ("at", Copy::pointer), ("sources", Copy::dashed)]),
    ("coverage.toml", &[("operation", Copy::camel), ("below", Copy::path), ("path", Copy::path), ("by", Copy::camel)]),
    ("error-codes.toml", &[("code", Copy::camel), ("name", Copy::camel), ("sources", Copy::dashed)]),
];

/// The lists of a file, once a copy; error codes stand sorted.
fn records(text: &str, copies: &[Copy], renames: &[(&str, Rename)]) -> String {
    let mut lists: toml::Table = toml::from_str(text).unwrap();
    for (_, list) in &mut lists {
        let toml::Value::Array(entries) = list else { continue };
        let each = copies.iter().flat_map(|copy| entries.iter().map(|entry| record(*copy, entry, renames)));
        let mut all: Vec<toml::Value> = each.collect();
        all.sort_by_cached_key(|entry| entry.get("code").map(ToString::to_string));
        *entries = all;
    }
    toml::to_string(&lists).unwrap()
}

fn record(copy: Copy, entry: &toml::Value, renames: &[(&str, Rename)]) -> toml::Value {
    let mut entry = entry.clone();
    for (key, change) in renames {
        match entry.get_mut(key) {
            Some(toml::Value::String(text)) => *text = change(copy, text),
            Some(toml::Value::Array(ids)) => {
                for id in ids {
                    *id = toml::Value::String(change(copy, id.as_str().unwrap()));
                }
            }
            // The sources of each service that shares the entry.
            Some(toml::Value::Table(services)) => {
                for (_, ids) in services {
                    for id in ids.as_array_mut().unwrap() {
                        *id = toml::Value::String(change(copy, id.as_str().unwrap()));
                    }
                }
            }
            _ => {}
        }
    }
    entry
}
