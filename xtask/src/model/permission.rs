//! What a caller must be allowed to do.

/// The permission that an operation asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Permission {
    /// The action, as policies name it: `dms:instance:get`.
    pub action: String,
    /// What kind of access it is, as policies name it: `read`.
    pub access_level: Option<String>,
    /// What it is given for, as policies name it.
    pub resource_type: Option<String>,
    /// Keys of conditions that a policy may set.
    pub condition_keys: Vec<String>,
    /// The source that names it, if it is none of the operation's own.
    pub source: Option<String>,
}
