//! What a caller must be allowed to do.

use super::Condition;

/// The permission that an operation asks for (`x-permission`).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Permission {
    /// JSON pointer of the extension.
    pub pointer: String,
    /// The actions that policies must allow: those whose conditions hold. Empty if no source that was read names one, which
    /// the specification says by `unknown`.
    pub actions: Vec<PermittedAction>,
    /// Whether a source says that none is needed, which the specification says by `none`.
    pub is_none_needed: bool,
    /// Whether a person has yet to say them.
    pub is_open: bool,
}

/// An action that policies must allow.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PermittedAction {
    /// JSON pointer of the action.
    pub pointer: String,
    /// The action, as policies name it: `dms:instance:get`.
    pub action: String,
    /// When it is asked for, all of it; always if there is none.
    pub when: Vec<Condition>,
    /// Whether a person has yet to say when.
    pub is_when_open: bool,
    /// What kind of access it is, as policies name it: `Read`; none if no source says it.
    pub access_level: Option<String>,
    /// What it is given for, as policies name it; none if no source says it.
    pub resource_type: Option<String>,
    /// Whether a policy must name a resource of that type.
    pub resource_required: bool,
    /// Keys of conditions that a policy may set.
    pub condition_keys: Vec<String>,
    /// The older name of the action, in policies that have one.
    pub alias: Option<String>,
    /// Other actions that must be allowed too.
    pub dependencies: Vec<String>,
    /// What it may be given in: projects (`project`), enterprise projects (`enterprise-project`); empty if no source says it.
    pub scopes: Vec<String>,
    /// The source that names it, if it is none of the operation's own.
    pub source: Option<String>,
}

/// Whether a text is an action, as policies name them: `service:resource:verb`.
#[must_use]
pub fn is_action(text: &str) -> bool {
    let is_part = |part: &str| {
        !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '*'))
    };
    text.split(':').count() == 3 && text.split(':').all(is_part)
}
