//! The document as it is published, for any tool.
//!
//! It says what the specification says. What is done here is done for tools that do not know how this project's own clients
//! authenticate, or that fail of what is plainly written.

mod authentication;
mod enums;
mod schemas;

use serde_json::Value;

/// The document that the files of a service make, in the form in which it is published.
pub fn published(document: &Value) -> Value {
    let mut published = authentication::stated(document);
    enums::move_defaults(&mut published);
    enums::write_as_patterns(&mut published);
    published
}
