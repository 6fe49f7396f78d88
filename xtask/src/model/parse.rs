//! From the OpenAPI document to the model.

mod content;
mod deprecation;
mod extension;
mod operation;
mod parameter;
mod reader;
mod schema;
mod shape;
mod tag;
mod whole;
