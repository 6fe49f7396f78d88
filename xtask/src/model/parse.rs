//! From the OpenAPI document to the model.

mod availability;
mod certainty;
mod condition;
mod content;
mod deprecation;
mod extension;
mod long_running;
mod operation;
mod paging;
mod parameter;
mod partial_failure;
mod permission;
mod reader;
mod requirement;
mod schema;
mod shape;
mod tag;
mod whole;
mod witness;
