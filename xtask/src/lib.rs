//! x
pub mod contract;
pub mod docs;
pub mod draft;
pub mod drift;
pub mod model;
pub mod problem;
pub mod spec;
