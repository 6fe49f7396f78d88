//! Reading objects of the document: keys that are known, values that are of the right kind, references that lead to
//! something. What is not is a fault.

use std::fmt::Write as _;

use serde_json::{Map, Value};

use crate::model::keyword::{KEYWORDS, Subject, Verdict, most_like, most_similar, verdict};
use crate::spec::{child, extension_at, is_placeholder, unescape};

/// Something in the document that cannot be honoured.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fault {
    /// JSON pointer into the bundle.
    pub(super) pointer: String,
    /// Id of the rule that is broken.
    pub(super) rule: &'static str,
    /// What is wrong.
    pub(super) message: String,
    /// What to do next.
    pub(super) remedy: String,
}

/// The rules that reading itself keeps.
pub(crate) mod rule {
    /// Keys are known.
    pub(crate) const KEYWORD: &str = "keyword";
    /// Values have the form that OpenAPI asks for.
    pub(crate) const OPENAPI_FORM: &str = "openapi-form";
    /// References lead to components.
    pub(crate) const REFERENCE: &str = "reference";
    /// What is out of date says what to take instead.
    pub(crate) const DEPRECATION: &str = "deprecation";
    /// Texts have no white space around them.
    pub(crate) const DESCRIPTION: &str = "description";
}

/// Reads parts of a document, and keeps what is wrong with them.
#[derive(Debug)]
pub(super) struct Reader<'d> {
    pub(super) document: &'d Value,
    pub(super) faults: Vec<Fault>,
}

/// An object of the document.
#[derive(Clone, Debug)]
pub(super) struct Entries<'d> {
    pub(super) pointer: String,
    pub(super) subject: Subject,
    members: &'d Map<String, Value>,
}

impl<'d> Entries<'d> {
    /// The value of a key, with its pointer.
    pub(super) fn get(&self, key: &str) -> Option<(String, &'d Value)> {
        self.members.get(key).map(|value| (child(&self.pointer, key), value))
    }

    /// Whether the key is there.
    pub(super) fn has(&self, key: &str) -> bool {
        self.members.contains_key(key)
    }
}

impl<'d> Reader<'d> {
    pub(super) const fn new(document: &'d Value) -> Self {
        Self { document, faults: Vec::new() }
    }

    /// Keeps a fault.
    pub(super) fn fault(
        &mut self,
        pointer: &str,
        rule: &'static str,
        message: impl Into<String>,
        remedy: impl Into<String>,
    ) {
        let (message, remedy) = (message.into(), remedy.into());
        self.faults.push(Fault { pointer: pointer.to_owned(), rule, message, remedy });
    }

    /// A mapping with any keys: its entries, each with its pointer.
    pub(super) fn mapping(&mut self, pointer: &str, value: &'d Value) -> Vec<(String, &'d str, &'d Value)> {
        let Value::Object(entries) = value else {
            self.wrong_kind(pointer, "a mapping");
            return Vec::new();
        };
        entries.iter().map(|(key, value)| (child(pointer, key), key.as_str(), value)).collect()
    }

    /// A list: its elements, each with its pointer.
    pub(super) fn list(&mut self, pointer: &str, value: &'d Value) -> Vec<(String, &'d Value)> {
        let Value::Array(elements) = value else {
            self.wrong_kind(pointer, "a list");
            return Vec::new();
        };
        elements.iter().enumerate().map(|(index, value)| (format!("{pointer}/{index}"), value)).collect()
    }

    /// An object of a kind, whose keys the table of keywords knows; none if it is no mapping.
    pub(super) fn object(&mut self, subject: Subject, pointer: String, value: &'d Value) -> Option<Entries<'d>> {
        let Value::Object(members) = value else {
            self.no_mapping(subject, &pointer, value);
            return None;
        };
        for key in members.keys() {
            self.keyword(subject, &pointer, key);
        }
        Some(Entries { pointer, subject, members })
    }

    /// Refuses what should be an object of a kind, and is no mapping. Those of extensions are nowhere but here, so that the remedy
    /// says what they have.
    fn no_mapping(&mut self, subject: Subject, pointer: &str, value: &Value) {
        if extension_at(pointer).is_none() {
            return self.wrong_kind(pointer, "a mapping");
        }
        let known = KEYWORDS.iter().filter(|row| row.subject == subject && row.verdict == Verdict::Honoured);
        let keys: Vec<String> = known.map(|row| format!("`{}`", row.name)).collect();
        let mut remedy = format!("write it with what it says of these keys: {}", keys.join(", "));
        let is_listed = matches!(subject, Subject::Permission | Subject::Requirement);
        if let Some(word) = value.as_str().filter(|text| is_listed && (is_placeholder(text) || *text == "none")) {
            let _ = write!(remedy, "; `{}` stands in the place of a whole list", word.escape_debug());
        }
        let message = format!("{} is a mapping, and this is none", subject.noun());
        self.fault(pointer, rule::OPENAPI_FORM, message, remedy);
    }

    fn keyword(&mut self, subject: Subject, pointer: &str, key: &str) {
        match verdict(subject, key) {
            Some(Verdict::Honoured) => {}
            Some(Verdict::Refused { why, remedy }) => {
                self.fault(&child(pointer, key), rule::KEYWORD, format!("`{key}` is refused: {why}"), remedy);
            }
            None => {
                let known = most_like(subject, key);
                let remedy = known.map_or_else(
                    || "correct the key, or delete it".to_owned(),
                    |known| format!("did you mean `{known}`?"),
                );
                let message = format!("`{key}` is no key of {}", subject.noun());
                self.fault(&child(pointer, key), rule::KEYWORD, message, remedy);
            }
        }
    }

    /// A value out of a closed list of the table, `in` of a parameter for example; none if it is refused.
    pub(super) fn choice(&mut self, subject: Subject, pointer: &str, value: &str) -> bool {
        match verdict(subject, value) {
            Some(Verdict::Honoured) => return true,
            Some(Verdict::Refused { why, remedy }) => {
                self.fault(pointer, rule::KEYWORD, format!("`{value}` is refused: {why}"), remedy);
            }
            None => {
                let known =
                    most_like(subject, value).map_or_else(String::new, |known| format!("; did you mean `{known}`?"));
                let message = format!("`{value}` is not {}", subject.noun());
                self.fault(pointer, rule::OPENAPI_FORM, message, format!("write one that OpenAPI has{known}"));
            }
        }
        false
    }

    /// The text under a key.
    pub(super) fn text(&mut self, entries: &Entries<'d>, key: &str) -> Option<&'d str> {
        let (pointer, value) = entries.get(key)?;
        let text = value.as_str();
        if text.is_none() {
            self.wrong_kind(&pointer, "text; put it in quotes if it looks like something else");
        }
        text
    }

    /// The text under a key, as it is kept: without white space around it, which is a fault.
    pub(super) fn kept(&mut self, entries: &Entries<'d>, key: &str) -> String {
        let text = self.text(entries, key).unwrap_or_default();
        self.trimmed(&child(&entries.pointer, key), text)
    }

    /// A text without white space around it, which is a fault.
    pub(super) fn trimmed(&mut self, pointer: &str, text: &str) -> String {
        let trimmed = text.trim();
        if trimmed != text && !trimmed.is_empty() {
            let remedy = "write `>-` or `|-` where it stands on lines of its own";
            self.fault(pointer, rule::DESCRIPTION, "the text begins or ends with white space", remedy);
        }
        trimmed.to_owned()
    }

    /// The boolean under a key; `false` if it is absent.
    pub(super) fn boolean(&mut self, entries: &Entries<'d>, key: &str) -> bool {
        self.optional_boolean(entries, key).unwrap_or(false)
    }

    /// The boolean under a key.
    pub(super) fn optional_boolean(&mut self, entries: &Entries<'d>, key: &str) -> Option<bool> {
        let (pointer, value) = entries.get(key)?;
        if !value.is_boolean() {
            self.wrong_kind(&pointer, "`true` or `false`, without quotes");
        }
        value.as_bool()
    }

    /// The boolean under a key, for which a placeholder may stand until a person has judged.
    pub(super) fn judgement(&mut self, entries: &Entries<'d>, key: &str) -> Option<bool> {
        if Self::is_open(entries, key) { None } else { self.optional_boolean(entries, key) }
    }

    /// Whether a placeholder stands under a key.
    pub(super) fn is_open(entries: &Entries<'d>, key: &str) -> bool {
        entries.get(key).and_then(|(_, value)| value.as_str()).is_some_and(is_placeholder)
    }

    /// The list of texts under a key.
    pub(super) fn texts(&mut self, entries: &Entries<'d>, key: &str) -> Vec<String> {
        entries.get(key).map(|(pointer, value)| self.words(&pointer, value)).unwrap_or_default()
    }

    /// A list of texts.
    pub(super) fn words(&mut self, pointer: &str, value: &'d Value) -> Vec<String> {
        let mut texts = Vec::new();
        for (pointer, element) in self.list(pointer, value) {
            match element.as_str() {
                Some(text) => texts.push(text.to_owned()),
                None => self.wrong_kind(&pointer, "text; put it in quotes if it looks like something else"),
            }
        }
        texts
    }

    pub(super) fn wrong_kind(&mut self, pointer: &str, expected: &str) {
        let name = pointer.rsplit('/').next().unwrap_or_default();
        let message = format!("`{name}` is not {expected}");
        // OpenAPI asks nothing of keywords that are ours.
        let remedy = match extension_at(pointer) {
            Some(extension) if extension == name => format!("write {expected}"),
            Some(extension) => format!("write {expected}, as `{extension}` has it there"),
            None => "write it as OpenAPI 3.0 asks for it".to_owned(),
        };
        self.fault(pointer, rule::OPENAPI_FORM, message, remedy);
    }

    /// Asks for a key.
    pub(super) fn ask(&mut self, entries: &Entries<'d>, key: &str) {
        if !entries.has(key) {
            let message = format!("{} has no `{key}`", entries.subject.noun());
            self.fault(&entries.pointer, rule::OPENAPI_FORM, message, format!("write `{key}`"));
        }
    }

    /// A part of the document, or the component of `kind` that it refers to: its pointer and its value. A reference that
    /// leads to something else is a fault.
    pub(super) fn follow(&mut self, kind: &str, pointer: String, value: &'d Value) -> Option<(String, &'d Value)> {
        let Some(name) = self.target(kind, &pointer, value)? else { return Some((pointer, value)) };
        let at = child(&child("/components", kind), &name);
        let value = self.document.pointer(&at)?;
        if value.get("$ref").is_some() {
            let message = "a component that is a reference to another one is none of its own";
            self.fault(&at, rule::REFERENCE, message, "refer to the other one where this one is referred to");
            return None;
        }
        Some((at, value))
    }

    /// The name of the component that a reference leads to. The outer option is none for a reference that leads nowhere,
    /// the inner one for what is no reference.
    #[expect(clippy::option_option, reason = "no reference, and one that leads nowhere, are two things")]
    pub(super) fn target(&mut self, kind: &str, pointer: &str, value: &'d Value) -> Option<Option<String>> {
        let Some(reference) = value.get("$ref") else { return Some(None) };
        self.object(Subject::Reference, pointer.to_owned(), value);
        let prefix = format!("#/components/{kind}/");
        let text = reference.as_str().unwrap_or_default();
        let components = self.document.pointer(&format!("/components/{kind}")).and_then(Value::as_object);
        let name = text.strip_prefix(&prefix).map(unescape);
        let found = name.clone().filter(|name| components.is_some_and(|known| known.contains_key(name)));
        if found.is_none() {
            let known = components.into_iter().flatten().map(|(name, _)| name.as_str());
            let meant = name.as_deref().and_then(|name| most_similar(name, known));
            let remedy = match meant {
                Some(known) => format!("did you mean `{prefix}{known}`?"),
                None => format!("write `{prefix}<name>` of a component in common.yaml or a resource file"),
            };
            let message = format!("`{text}` is no component of this kind");
            self.fault(pointer, rule::REFERENCE, message, remedy);
            return None;
        }
        Some(found)
    }
}
