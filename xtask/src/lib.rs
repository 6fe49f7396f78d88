//! x
pub mod docs;
pub mod codegen;
pub mod lint;
pub mod model;
pub mod output;
pub mod problem;
pub mod progenitor;
pub mod spec;
