//! A file of OpenAPI in a specification.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::OnceLock;

use serde_json::Value;

use super::{Lines, child};

/// Name of the file that holds what resources share.
pub const COMMON: &str = "common";

/// A YAML file of the specification.
#[derive(Clone, Debug)]
pub struct SpecFile {
    /// Its name without the ending: `common`, or the name of the resource.
    pub name: String,
    /// Where it lies, relative to the root of the workspace.
    pub path: PathBuf,
    /// Its text.
    pub text: String,
    /// What the text says.
    pub value: Value,
    /// Where in the text what stands; found when the first problem asks for it.
    lines: OnceLock<Lines>,
}

impl SpecFile {
    /// A file at `path` whose `text` says `value`.
    pub fn new(path: PathBuf, text: String, value: Value) -> Self {
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        Self { name, path, text, value, lines: OnceLock::new() }
    }

    /// The line, counted from 1, on which stands what `pointer` points to, or the nearest that it would be part of.
    pub fn line(&self, pointer: &str) -> Option<u32> {
        self.lines.get_or_init(|| Lines::of(&self.text)).line(pointer)
    }
}

/// Where among files the first is that has a part of the document, down to operations and components, by its pointer.
pub(super) fn homes<'f>(files: impl Iterator<Item = &'f SpecFile>) -> HashMap<String, usize> {
    fn members(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
        value.as_object().into_iter().flatten()
    }
    let mut homes = HashMap::new();
    for (at, file) in files.enumerate() {
        for (section, outer) in members(&file.value) {
            let section = child("", section);
            for (key, inner) in members(outer) {
                let pointer = child(&section, key);
                for (name, _) in members(inner) {
                    homes.entry(child(&pointer, name)).or_insert(at);
                }
                homes.entry(pointer).or_insert(at);
            }
            homes.entry(section).or_insert(at);
        }
    }
    homes
}
