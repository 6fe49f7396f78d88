//! x
pub mod docs;
pub mod model;
pub mod problem;
pub mod progenitor;
pub mod spec;
