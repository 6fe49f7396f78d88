//! Failures of single things inside of a success.

use serde_json::Value;

/// How the response of an operation that acts on several things says which of them failed (`x-partial-failure`).
#[derive(Clone, Debug, PartialEq)]
pub struct PartialFailure {
    /// JSON pointer of the extension.
    pub pointer: String,
    /// The field of the response that holds a list, with one element a thing.
    pub list: String,
    /// The field of an element that says which thing it is about.
    pub thing: String,
    /// Which elements are failures.
    pub verdict: FailureVerdict,
    /// The field of an element that holds the service's code of the failure.
    pub code: Option<String>,
    /// The field of an element that says why it failed, in words.
    pub message: Option<String>,
    /// The field of the response, a boolean, that says whether all went well.
    pub all: Option<String>,
}

/// Which elements are failures.
#[derive(Clone, Debug, PartialEq)]
pub enum FailureVerdict {
    /// All: the list holds nothing else.
    Listed,
    /// Those in which the field has none of these values. An element without the field is no failure.
    Unless {
        /// The field of an element.
        field: String,
        /// Its values that are no failure.
        values: Vec<Value>,
    },
    /// Those in which the field is there and not empty.
    Sent {
        /// The field of an element.
        field: String,
    },
}
