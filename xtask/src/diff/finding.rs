//! What was found: one edit, and what it means.

use std::cmp::Reverse;

use serde::{Deserialize, Serialize};

/// What a change does to somebody who did not take part in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// All goes on.
    Compatible,
    /// It depends on what is sent, or on who reads: a person decides.
    Risky,
    /// What worked fails, or means something else.
    Breaking,
}

impl Level {
    /// Its name in reports and arguments.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Compatible => "compatible",
            Self::Risky => "risky",
            Self::Breaking => "breaking",
        }
    }
}

/// What a change does on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Wire {
    /// Of a client made for the old document that calls a server of the new one.
    pub old_client_new_server: Level,
    /// Of a client made for the new document that calls a server of the old one.
    pub new_client_old_server: Level,
}

/// What a change does to code that uses the generated crate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Rust {
    /// Nothing.
    None,
    /// There is more to use.
    Adds,
    /// It compiles, and does something else.
    Behaviour,
    /// It may not compile.
    Breaks,
}

impl Rust {
    /// What is said of a change: it "adds".
    pub const fn says(self) -> &'static str {
        match self {
            Self::None => "changes nothing",
            Self::Adds => "adds",
            Self::Behaviour => "changes behaviour",
            Self::Breaks => "breaks source",
        }
    }
}

/// Where something stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Place {
    /// The file.
    pub file: String,
    /// The line, counted from 1; 0 for the file as a whole.
    pub line: u32,
    /// JSON pointer into the document.
    pub pointer: String,
}

/// One edit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Which kind of change, from the widest word to the narrowest: `response.field.type.changed`.
    pub id: String,
    /// The rule that knows it: the end of the id.
    pub rule: &'static str,
    /// Whether no rule knows what the change means.
    pub unknown: bool,
    /// What it does on the wire.
    pub wire: Wire,
    /// What it does to users of the generated crate.
    pub rust: Rust,
    /// What changed, in one sentence.
    pub message: String,
    /// Where it stands in the old document.
    pub old: Option<Place>,
    /// Where it stands in the new document.
    pub new: Option<Place>,
    /// The operations that it reaches.
    pub operations: Vec<String>,
    /// Tells it from every other one, from run to run: it depends on no line, on no file's name, and not on the
    /// order of what has names.
    pub fingerprint: String,
    /// Why it is allowed, if it is.
    pub allowed: Option<String>,
    /// The generated code that it changes, of services that have a client.
    pub code: Vec<CodeChange>,
}

/// What became of one public item of a generated crate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CodeChange {
    /// The item: `Widget::size`, `Client::show_widget`.
    pub item: String,
    /// Its line in the old crate.
    pub old: Option<CodeLine>,
    /// Its line in the new crate.
    pub new: Option<CodeLine>,
}

/// A line of code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CodeLine {
    /// The file, relative to the root of the workspace.
    pub file: String,
    /// The line, counted from 1.
    pub line: u32,
    /// What stands there, on one line.
    pub text: String,
}

impl Finding {
    /// The place to look at: in the new document, if it is there.
    pub fn place(&self) -> Option<&Place> {
        self.new.as_ref().or(self.old.as_ref())
    }

    /// Whether only words for people have changed, or what extends OpenAPI.
    pub fn is_of_words(&self) -> bool {
        matches!(self.rule, "documentation.changed" | "extension.changed")
    }

    /// What it is about, in a few words: `Widget.size`, `POST /widgets`.
    pub fn subject(&self) -> String {
        let pointer = self.place().map(|place| place.pointer.as_str()).unwrap_or_default();
        let parts: Vec<String> = pointer.split('/').skip(1).map(crate::spec::unescape).collect();
        let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
        match parts.as_slice() {
            ["components", _, name, rest @ ..] => format!("{name}{}", inner(rest)),
            ["paths", path, method, rest @ ..] => format!("{} {path}{}", method.to_uppercase(), inner(rest)),
            _ => pointer.to_owned(),
        }
    }

    /// Its place in a report: the worst first.
    pub(super) fn rank(&self) -> impl Ord + use<> {
        let wire =
            (Reverse(self.wire.old_client_new_server), Reverse(self.rust), Reverse(self.wire.new_client_old_server));
        (wire, self.id.clone(), self.new.clone(), self.old.clone(), self.message.clone())
    }
}

/// The fields, elements and values on a way down.
fn inner(parts: &[&str]) -> String {
    let mut shown = String::new();
    let mut rest = parts.iter();
    while let Some(part) = rest.next() {
        match *part {
            "properties" => {
                shown.push('.');
                shown.push_str(rest.next().copied().unwrap_or_default());
            }
            "items" => shown.push_str("[]"),
            "additionalProperties" => shown.push_str(".*"),
            "requestBody" => shown.push_str(" request"),
            "responses" => {
                shown.push_str(" response ");
                shown.push_str(rest.next().copied().unwrap_or_default());
            }
            "parameters" => {
                shown.push_str(" parameter");
                rest.next();
            }
            _ => {}
        }
    }
    shown
}
