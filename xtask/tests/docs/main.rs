//! The readers of documentation pages, and what is made of their facts, on pages invented for this project.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod draft;
mod drift;
mod facts;
mod hostile;
mod interface;
mod layouts;
mod places;
mod properties;
mod same_operation;
mod tables;
mod terminal;
mod witness;
mod workspace;
