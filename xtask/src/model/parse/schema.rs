//! Schemas: the reference or the shape, and what is said beside it.

use serde_json::Value;

use super::condition::Within;
use super::reader::{Entries, Reader, rule};
use crate::model::keyword::Subject;
use crate::model::{Limit, Schema, Shape};
use crate::spec::{child, extension as x};

/// What a schema is to what holds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// A component, which has a name.
    Component,
    /// A property of an object, which has a name there.
    Property,
    /// Anything else: of a parameter, of a body, of elements, of values.
    Inner,
}

/// Keywords that say something only of a property.
const OF_PROPERTIES: [&str; 7] =
    ["readOnly", "writeOnly", "deprecated", x::ALIASES, x::NOT_REPLACED, x::REPLACED_BY, x::RUST_NAME];

/// Keywords that a reference has beside it, in an `allOf` of one.
const BESIDE_REFERENCE: [&str; 18] = [
    "allOf",
    "description",
    "nullable",
    "readOnly",
    "writeOnly",
    "deprecated",
    "default",
    "example",
    x::ALIASES,
    x::AVAILABILITY,
    x::CERTAINTY,
    x::NOT_REPLACED,
    x::OFFICIAL_NAME,
    x::REPLACED_BY,
    x::RUST_NAME,
    x::SOURCE,
    x::NO_SECRET,
    x::WITNESSES,
];

/// How deep schemas may stand in one another without a name.
const MAX_DEPTH: usize = 32;

impl<'d> Reader<'d> {
    /// A schema; one that cannot be read is [`Shape::Unreadable`].
    pub(super) fn schema(&mut self, pointer: String, value: &'d Value, role: Role, depth: usize) -> Schema {
        let unreadable = |pointer| Schema { pointer, shape: Shape::Unreadable, ..Schema::default() };
        if depth > MAX_DEPTH {
            let remedy = "give the inner ones names, as components";
            self.fault(&pointer, rule::OPENAPI_FORM, "schemas stand too deep in one another", remedy);
            return unreadable(pointer);
        }
        if value.get("$ref").is_some() {
            let shape = match self.target("schemas", &pointer, value) {
                Some(Some(name)) => Shape::Reference(name),
                _ => Shape::Unreadable,
            };
            return Schema { pointer, shape, ..Schema::default() };
        }
        let Some(entries) = self.object(Subject::Schema, pointer.clone(), value) else { return unreadable(pointer) };
        let shape = if entries.has("allOf") { self.only_part(&entries) } else { self.shape(&entries, depth) };
        let mut schema = self.described(&entries, role);
        schema.shape = shape;
        schema
    }

    /// What a schema says beside its shape.
    fn described(&mut self, entries: &Entries<'d>, role: Role) -> Schema {
        for key in OF_PROPERTIES.into_iter().filter(|key| role != Role::Property && entries.has(key)) {
            let message = format!("`{key}` says something of a property, and this is none");
            let pointer = entries.get(key).map_or_else(String::new, |(pointer, _)| pointer);
            self.fault(&pointer, rule::KEYWORD, message, "write it into the property, or delete it");
        }
        let value = |key: &str| entries.get(key).map(|(_, value)| value.clone());
        let (read_only, write_only) = (self.boolean(entries, "readOnly"), self.boolean(entries, "writeOnly"));
        if read_only && write_only {
            let message = "what only responses and only requests have, nothing has";
            self.fault(&entries.pointer, rule::OPENAPI_FORM, message, "keep `readOnly` or `writeOnly`");
        }
        // Nothing is generated from it; it is kept for readers, and must be text.
        self.text(entries, x::CONTENT_MEDIA_TYPE);
        Schema {
            pointer: entries.pointer.clone(),
            description: self.kept(entries, "description"),
            shape: Shape::Any,
            nullable: self.boolean(entries, "nullable"),
            read_only,
            write_only,
            deprecated: if role == Role::Property { self.deprecation(entries) } else { None },
            limits: self.limits(entries),
            default: value("default"),
            example: value("example"),
            source: self.text(entries, x::SOURCE).map(str::to_owned),
            aliases: self.texts(entries, x::ALIASES),
            rust_name: self.text(entries, x::RUST_NAME).map(str::to_owned),
            official_name: self.official_name(entries),
            no_secret: self.judgement(entries, x::NO_SECRET).unwrap_or(entries.has(x::NO_SECRET)),
            requirements: self.requirements(entries, Within::Object),
            availability: self.availability(entries),
            certainty: self.certainty(entries),
            witnesses: self.witnesses(entries),
        }
    }

    fn official_name(&mut self, entries: &Entries<'d>) -> Option<String> {
        let name = self.text(entries, x::OFFICIAL_NAME)?;
        if name.trim().is_empty() {
            let remedy =
                "write the name, or delete it; of a service that has none, where each has its own, write `null`";
            self.fault(&child(&entries.pointer, x::OFFICIAL_NAME), "names", "the official name is empty", remedy);
            return None;
        }
        Some(name.to_owned())
    }

    /// `allOf` of one reference, which is how OpenAPI 3.0 writes something beside a reference.
    fn only_part(&mut self, entries: &Entries<'d>) -> Shape {
        let Some((pointer, value)) = entries.get("allOf") else { return Shape::Unreadable };
        self.beside(entries, &BESIDE_REFERENCE, "a reference, which has the type of its target");
        let parts = self.list(&pointer, value);
        let reference = match parts.as_slice() {
            [(pointer, part)] if part.get("$ref").is_some() => Some((pointer.clone(), *part)),
            _ => None,
        };
        let Some((pointer, part)) = reference else {
            let message = "`allOf` is more than one reference with something beside it";
            let remedy = "write one object with all fields, or `allOf` with one `$ref`";
            self.fault(&pointer, rule::KEYWORD, message, remedy);
            return Shape::Unreadable;
        };
        match self.target("schemas", &pointer, part) {
            Some(Some(name)) => Shape::Reference(name),
            _ => Shape::Unreadable,
        }
    }

    /// Refuses keys that say nothing of `what`. Keys that no schema has are refused already.
    pub(super) fn beside(&mut self, entries: &Entries<'d>, allowed: &[&str], what: &str) {
        use crate::model::keyword::{KEYWORDS, Verdict};
        let known = KEYWORDS.iter().filter(|row| row.subject == Subject::Schema && row.verdict == Verdict::Honoured);
        for keyword in known.filter(|row| !allowed.contains(&row.name)) {
            if let Some((pointer, _)) = entries.get(keyword.name) {
                let message = format!("`{}` says nothing of {what}", keyword.name);
                self.fault(&pointer, rule::KEYWORD, message, "delete it, or correct the type");
            }
        }
    }

    fn limits(&mut self, entries: &Entries<'d>) -> Vec<(Limit, Value)> {
        let mut limits = Vec::new();
        for limit in Limit::ALL {
            let Some((pointer, value)) = entries.get(limit.keyword()) else { continue };
            let (fits, expected) = match limit {
                Limit::Minimum | Limit::Maximum | Limit::MultipleOf => (value.is_number(), "a number"),
                Limit::ExclusiveMinimum | Limit::ExclusiveMaximum | Limit::UniqueItems => {
                    (value.is_boolean(), "`true` or `false`")
                }
                Limit::Pattern => (value.is_string(), "text"),
                _ => (value.is_u64(), "a number of elements or characters"),
            };
            if fits {
                limits.push((limit, value.clone()));
            } else {
                self.wrong_kind(&pointer, expected);
            }
        }
        limits
    }
}
