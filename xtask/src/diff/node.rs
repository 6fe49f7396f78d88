//! A part of a document, and where it stands.

use std::collections::HashSet;
use std::ptr;

use serde_json::{Map, Value};

use super::Document;
use super::finding::Place;
use crate::spec::{child, unescape};

/// A value in a document.
#[derive(Clone, Debug)]
pub(super) struct Node<'d> {
    document: &'d Document,
    file: usize,
    pointer: String,
    value: &'d Value,
}

impl<'d> Node<'d> {
    pub(super) const fn new(document: &'d Document, file: usize, pointer: String, value: &'d Value) -> Self {
        Self { document, file, pointer, value }
    }

    pub(super) const fn value(&self) -> &'d Value {
        self.value
    }

    pub(super) fn pointer(&self) -> &str {
        &self.pointer
    }

    /// Tells it from every other one of the two documents.
    pub(super) fn address(&self) -> usize {
        ptr::from_ref(self.value).addr()
    }

    pub(super) fn place(&self) -> Place {
        self.document.place(self.file, &self.pointer)
    }

    /// Its pointer, with the names of what stands in lists instead of their positions.
    pub(super) fn path(&self) -> String {
        let mut path = String::new();
        let mut at = self.document.file(self.file);
        for segment in self.pointer.split('/').skip(1) {
            let key = unescape(segment);
            at = match at {
                Some(Value::Array(list)) => key.parse::<usize>().ok().and_then(|index| list.get(index)),
                Some(other) => other.get(&key),
                None => None,
            };
            let is_position = segment.bytes().all(|byte| byte.is_ascii_digit());
            let name = ["name", "$ref", "title"].into_iter().find_map(|key| at?.get(key)?.as_str());
            path.push('/');
            path.push_str(name.filter(|_| is_position).unwrap_or(segment));
        }
        path
    }

    /// Whether its document has something at a pointer.
    pub(super) fn document_has(&self, pointer: &str) -> bool {
        self.document.root().value.pointer(pointer).is_some()
    }

    pub(super) fn object(&self) -> Option<&'d Map<String, Value>> {
        self.value.as_object()
    }

    /// The member of that name as it was written: perhaps a reference.
    pub(super) fn raw(&self, key: &str) -> Option<Self> {
        let value = self.value.get(key)?;
        Some(Self { pointer: child(&self.pointer, key), value, ..self.clone() })
    }

    /// The member of that name, references followed.
    pub(super) fn get(&self, key: &str) -> Option<Self> {
        self.raw(key).map(|node| node.resolved())
    }

    pub(super) fn text(&self, key: &str) -> Option<&'d str> {
        self.value.get(key).and_then(Value::as_str)
    }

    /// Whether a member is true.
    pub(super) fn flag(&self, key: &str) -> bool {
        self.value.get(key) == Some(&Value::Bool(true))
    }

    /// The members, references not followed.
    pub(super) fn members(&self) -> Vec<(&'d str, Self)> {
        let members = self.object().into_iter().flatten();
        members
            .map(|(key, value)| {
                let pointer = child(&self.pointer, key);
                (key.as_str(), Self { pointer, value, ..self.clone() })
            })
            .collect()
    }

    /// The elements, references not followed.
    pub(super) fn elements(&self) -> Vec<Self> {
        let elements = self.value.as_array().into_iter().flatten().enumerate();
        elements
            .map(|(index, value)| Self { pointer: format!("{}/{index}", self.pointer), value, ..self.clone() })
            .collect()
    }

    /// The elements of the member of that name, references not followed.
    pub(super) fn list(&self, key: &str) -> Vec<Self> {
        self.raw(key).map(|list| list.elements()).unwrap_or_default()
    }

    /// What it refers to in the end, or itself if that is a circle.
    pub(super) fn resolved(&self) -> Self {
        self.target().unwrap_or_else(|| self.clone())
    }

    /// What it refers to in the end: itself, if it is no reference, and a reference that leads nowhere. None in a circle.
    pub(super) fn target(&self) -> Option<Self> {
        let mut at = self.clone();
        let mut passed = HashSet::new();
        while let Some(reference) = at.text("$ref") {
            let Some(next) = at.document.find(at.file, reference) else { break };
            if !passed.insert(at.address()) {
                return None;
            }
            at = next;
        }
        Some(at)
    }

    /// The last part of what it refers to: the name of a component.
    pub(super) fn reference_name(&self) -> Option<&'d str> {
        self.text("$ref").map(|reference| reference.rsplit(['/', '#']).next().unwrap_or(reference))
    }
}
