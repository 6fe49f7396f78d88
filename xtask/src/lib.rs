//! x
pub mod codegen;
pub mod docs;
pub mod model;
pub mod output;
pub mod problem;
pub mod progenitor;
pub mod spec;
