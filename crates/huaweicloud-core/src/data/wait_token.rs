//! What is to be waited for, as data.

use std::collections::BTreeMap;
use std::fmt;

/// How far a [`Wait`](crate::Wait) has come, as data: to keep it, and to go on waiting in another process. The builder
/// of the operation takes it by `resume`.
///
/// It holds ids and names of the request, and no credentials.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WaitToken {
    pub(crate) operation: String,
    pub(crate) watches: Vec<Watch>,
}

crate::fields! {
    WaitToken requires ["operation"] {
        "operation" => operation,
        "watches" => watches,
    }
}

/// One thing to watch, with all values that it takes.
#[derive(Clone, Default, PartialEq, Eq)]
pub(crate) struct Watch {
    /// The number of its step.
    pub(crate) step: i64,
    /// The operation that shows it, by which a token of another version is known.
    pub(crate) shown_by: String,
    pub(crate) path: BTreeMap<String, String>,
    pub(crate) query: BTreeMap<String, String>,
    pub(crate) headers: BTreeMap<String, String>,
    /// What the fields of the element must be.
    pub(crate) by: BTreeMap<String, Vec<String>>,
    /// When the request was sent, by the clock of the service, in milliseconds since 1970.
    pub(crate) since: Option<i64>,
    /// The values that fields must have.
    pub(crate) goals: BTreeMap<String, String>,
}

crate::fields! {
    Watch requires ["step", "shown_by"] {
        "step" => step,
        "shown_by" => shown_by,
        "path" => path,
        "query" => query,
        "headers" => headers,
        "by" => by,
        "since" => since,
        "goals" => goals,
    }
}

impl WaitToken {
    /// The official name of the operation that began the work.
    pub fn operation(&self) -> &str {
        &self.operation
    }
}

/// Shows names and ids, which are no secrets.
impl fmt::Debug for Watch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Watch").field("shown_by", &self.shown_by).field("path", &self.path).finish_non_exhaustive()
    }
}
