//! What must be so for something else to be so.

use serde_json::Value;

use super::ValueAt;

/// A condition on one value.
#[derive(Clone, Debug, PartialEq)]
pub struct Condition {
    /// JSON pointer of the condition.
    pub pointer: String,
    /// The value.
    pub value: ValueAt,
    /// What is asked of it.
    pub test: Test,
}

/// What a condition asks of a value.
#[derive(Clone, Debug, PartialEq)]
pub enum Test {
    /// It is there, and neither null nor empty.
    Sent,
    /// It is not there, or null, or empty.
    NotSent,
    /// It is one of these. A value that is left out counts as its documented default.
    OneOf(Vec<Value>),
    /// It is none of these. A value that is left out counts as its documented default.
    NoneOf(Vec<Value>),
}
