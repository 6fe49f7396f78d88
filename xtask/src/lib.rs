//! x
pub mod docs;
pub mod lint;
pub mod model;
pub mod problem;
pub mod spec;
