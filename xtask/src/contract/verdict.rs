//! What a finding means, by the rules that compare two documents.

use std::fmt;

use serde::Serialize;

use crate::diff::{Level, Rust, Wire};

/// What it means if a page is right, and the specification is not: on the wire, and for users of the client.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Verdict {
    /// What clients of the specification meet at a service as the page describes it, and the other way round.
    pub wire: Wire,
    /// What the change does to code that uses the client.
    pub rust: Rust,
    /// The ids of what changes; none if nothing does on the wire.
    pub rules: Vec<String>,
    /// The operations that it reaches.
    pub operations: Vec<String>,
}

impl Verdict {
    /// Of what changes nothing that is sent or read.
    pub const fn none() -> Self {
        let wire = Wire { old_client_new_server: Level::Compatible, new_client_old_server: Level::Compatible };
        Self { wire, rust: Rust::None, rules: Vec::new(), operations: Vec::new() }
    }

    /// Of what cannot be known: a page that cannot be read may say anything.
    pub const fn unknown() -> Self {
        let wire = Wire { old_client_new_server: Level::Risky, new_client_old_server: Level::Risky };
        Self { wire, rust: Rust::None, rules: Vec::new(), operations: Vec::new() }
    }

    /// Whether it says anything but that nothing changes.
    pub fn is_judged(&self) -> bool {
        *self != Self::none()
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Wire { old_client_new_server, new_client_old_server } = self.wire;
        write!(f, "{} for clients as they are", old_client_new_server.name())?;
        if new_client_old_server != old_client_new_server {
            write!(f, ", {} for new ones at services as they were", new_client_old_server.name())?;
        }
        write!(f, "; in Rust it {}", self.rust.says())?;
        if self.rules.is_empty() { Ok(()) } else { write!(f, " ({})", self.rules.join(", ")) }
    }
}
