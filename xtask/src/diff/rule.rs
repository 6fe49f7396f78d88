//! The rules: each kind of change that is known, and what it means.
//!
//! A rule is data. What it says of a new client that calls an old server is what its mirror says of an old client that calls
//! a new one: the same edit, seen from the other side.

mod composition;
mod contract;
mod example;
mod field;
mod message;
mod parameter;
mod schema;
mod security;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::finding::{Level, Rust, Wire};

pub use example::Frame;

/// What a rule says of one part of the contract.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// The end of the ids of its findings, unique among rules.
    pub id: &'static str,
    /// Why the verdict is as it is.
    pub cause: &'static str,
    /// What it means to an old client, by the part that it stands in.
    pub levels: Levels,
    /// What it means to code that uses the generated crate: in requests, and in responses.
    pub rust: [Rust; 2],
    /// The id of the rule that knows the edit taken back, perhaps its own.
    pub mirror: &'static str,
    /// An edit that it knows.
    pub example: Example,
}

/// Levels of an old client that calls a new server.
#[derive(Clone, Copy, Debug)]
pub struct Levels {
    /// In what the client sends as a body, and outside of schemas.
    pub request: Level,
    /// In what the client reads: bodies and headers.
    pub response: Level,
    /// In parameters.
    pub parameter: Level,
}

/// An edit, as it would be made in a specification of widgets.
#[derive(Clone, Copy, Debug)]
pub struct Example {
    /// Which part of it the texts are.
    pub frame: Frame,
    /// YAML before the edit.
    pub old: &'static str,
    /// YAML after it.
    pub new: &'static str,
}

/// The parts of the contract that schemas stand in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Slot {
    Request,
    Response,
    Parameter,
    Header,
    /// What the server sends to its client, in a callback.
    CallbackRequest,
    /// What a client answers to a callback.
    CallbackResponse,
    /// What is never sent there: a field that is read only in a request, or written only in a response.
    Unsent,
}

impl Slot {
    /// The first word of an id.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Response => "response",
            Self::Parameter => "parameter",
            Self::Header => "header",
            Self::CallbackRequest => "callback.request",
            Self::CallbackResponse => "callback.response",
            Self::Unsent => "unsent",
        }
    }

    /// Whether the client sends it.
    pub(super) const fn is_sent(self) -> bool {
        matches!(self, Self::Request | Self::Parameter | Self::CallbackResponse)
    }
}

impl Rule {
    /// What the rule means in a part of the contract, in both directions.
    pub(super) fn wire(&self, slot: Slot) -> Wire {
        let new_client_old_server = rule(self.mirror).levels.of(slot);
        if slot == Slot::Unsent {
            return Wire { old_client_new_server: Level::Compatible, new_client_old_server: Level::Compatible };
        }
        Wire { old_client_new_server: self.levels.of(slot), new_client_old_server }
    }

    /// What it means to users of the generated crate.
    pub(super) const fn rust(&self, slot: Slot) -> Rust {
        let [request, response] = self.rust;
        if slot.is_sent() { request } else { response }
    }

    /// Whether it knows that something is not known.
    pub fn is_unknown(&self) -> bool {
        self.id.starts_with("unknown.")
    }
}

impl Levels {
    const fn of(self, slot: Slot) -> Level {
        match slot {
            Slot::Request | Slot::CallbackResponse | Slot::Unsent => self.request,
            Slot::Response | Slot::Header | Slot::CallbackRequest => self.response,
            Slot::Parameter => self.parameter,
        }
    }
}

/// All rules, those of the contract first.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    let tables = [
        contract::RULES,
        parameter::RULES,
        message::RULES,
        security::RULES,
        field::RULES,
        schema::RULES,
        composition::RULES,
    ];
    tables.into_iter().flatten()
}

/// The rule of that id. An id without a rule would be one that no test has seen: it counts as unknown.
pub(super) fn rule(id: &str) -> &'static Rule {
    static BY_ID: LazyLock<BTreeMap<&str, &Rule>> = LazyLock::new(|| rules().map(|rule| (rule.id, rule)).collect());
    BY_ID.get(id).copied().unwrap_or(&contract::UNKNOWN)
}

const BREAKING: Level = Level::Breaking;
const RISKY: Level = Level::Risky;
const COMPATIBLE: Level = Level::Compatible;

/// A rule whose verdict on parameters is the one on requests.
const fn known(
    id: &'static str,
    [request, response]: [Level; 2],
    rust: [Rust; 2],
    mirror: &'static str,
    cause: &'static str,
    example: Example,
) -> Rule {
    let levels = Levels { request, response, parameter: request };
    Rule { id, cause, levels, rust, mirror, example }
}

/// The same rule with another verdict on parameters.
const fn in_parameters(mut rule: Rule, level: Level) -> Rule {
    rule.levels.parameter = level;
    rule
}

/// A rule of the contract outside of schemas, where there is one verdict.
const fn plain(
    id: &'static str,
    level: Level,
    rust: Rust,
    mirror: &'static str,
    cause: &'static str,
    example: Example,
) -> Rule {
    known(id, [level, level], [rust, rust], mirror, cause, example)
}
