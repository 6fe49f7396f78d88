//! Faults: what goes wrong when, as a test, a file, the control endpoints or a request say.

mod plan;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub(crate) use plan::Standing;
pub use plan::{FaultError, Faults};

/// A fault: what happens, to which requests.
///
/// Written in JSON: `{"operation": "CreateInstance", "probability": 0.5, "effect": {"kind": "refuse", "status": 503}}`.
///
/// ```
/// use huaweicloud_sim::{Effect, Fault};
///
/// let fault: Fault = serde_json::from_str(r#"{"times": 2, "effect": {"kind": "lose-response"}}"#)?;
/// assert_eq!(fault, Fault::new(Effect::LoseResponse {}).times(2));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// The official name of the operation that it is for; without one it is for all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) operation: Option<String>,
    /// How many requests that it is for go well before the first that does not.
    #[serde(default)]
    pub(crate) skip: u64,
    /// To how many requests it happens; without a number to all that come.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) times: Option<u64>,
    /// How probable it is, from 0 to 1. Which requests it happens to follows from the seed.
    #[serde(default = "always")]
    pub(crate) probability: f64,
    /// What happens.
    pub(crate) effect: Effect,
}

const fn always() -> f64 {
    1.0
}

/// What happens to a request, or to its response.
///
/// Those without values have braces all the same: serde would let anything stand beside their kind otherwise.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case", rename_all_fields = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Effect {
    /// It takes longer.
    Latency {
        /// For how long, in milliseconds.
        milliseconds: u64,
    },
    /// It is refused, and not carried out.
    Refuse {
        /// The HTTP status.
        status: u16,
        /// The code; without one, that of the gateway for what is wrong within it, or for 429 that for too many requests.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        code: Option<String>,
        /// The message.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        message: Option<String>,
        /// When to come back (`Retry-After`), in seconds.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        retry_after_seconds: Option<u32>,
    },
    /// More than so many requests in a second are refused with 429, and not carried out.
    Throttle {
        /// How many are carried out in a second.
        per_second: u64,
    },
    /// The request is carried out, and what goes on after its response fails: a task ends FAILED, and nothing comes of it. Where
    /// nothing goes on, nothing happens.
    FailTask {},
    /// The connection is closed when the request has come, which is not carried out.
    Drop {},
    /// The connection is reset when the request has come, which is not carried out.
    Reset {},
    /// The request is carried out, and the connection is closed instead of a response.
    LoseResponse {},
    /// The request is carried out, and the connection is reset instead of a response.
    ResetAfter {},
    /// The request is carried out, and the connection is closed after the beginning of the body.
    Truncate {
        /// How many bytes of the body are sent.
        bytes: usize,
    },
    /// The request is carried out, and after the beginning of the body nothing more comes.
    Stall {
        /// How many bytes of the body are sent.
        bytes: usize,
    },
    /// The request is carried out, and the body comes bit by bit.
    Slow {
        /// How many bytes come at once.
        bytes: usize,
        /// How long it takes from one to the next, in milliseconds.
        milliseconds: u64,
    },
    /// The request is carried out, and the connection is closed after the response, which did not say so.
    Close {},
    /// Instead of a response, `100 Continue` comes for as long as the client listens. The request is not carried out.
    ContinueForEver {},
    /// Another response takes the place of the service's own: a page of HTML, half of a JSON document, a refusal in a 200.
    Respond {
        /// The HTTP status, from 200 to 599.
        status: u16,
        /// Its headers, but those that say where it ends. `Content-Type` is `application/json` unless they say another one.
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        headers: BTreeMap<String, String>,
        /// Its body.
        #[serde(default)]
        body: String,
        /// Whether the request is carried out.
        #[serde(default)]
        executed: bool,
    },
    /// A text is written as it is in place of the response: half of a head, or what is no HTTP at all.
    Verbatim {
        /// What is written; it may be empty.
        text: String,
        /// What becomes of the connection.
        #[serde(default)]
        then: Afterwards,
        /// Whether each byte is sent by itself.
        #[serde(default)]
        bytewise: bool,
        /// Whether the request is carried out.
        #[serde(default)]
        executed: bool,
    },
}

/// What becomes of a connection on which a text was written in place of a response.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Afterwards {
    /// It is closed.
    #[default]
    Close,
    /// It is reset.
    Reset,
    /// It stays open, and nothing more comes.
    Stall,
}

impl Fault {
    /// A fault that happens to all requests.
    pub const fn new(effect: Effect) -> Self {
        Self { operation: None, skip: 0, times: None, probability: 1.0, effect }
    }

    /// Restricts it to an operation, by its official name.
    #[must_use]
    pub fn on(mut self, operation: impl Into<String>) -> Self {
        self.operation = Some(operation.into());
        self
    }

    /// Lets so many requests go well before.
    #[must_use]
    pub const fn after(mut self, requests: u64) -> Self {
        self.skip = requests;
        self
    }

    /// Lets it happen so many times.
    #[must_use]
    pub const fn times(mut self, times: u64) -> Self {
        self.times = Some(times);
        self
    }

    /// Sets how probable it is, from 0 to 1.
    #[must_use]
    pub const fn with_probability(mut self, probability: f64) -> Self {
        self.probability = probability;
        self
    }
}
