//! The readers of documentation pages, and what is made of their facts, on pages invented for this project.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod draft;
mod drift;
mod facts;
mod hostile;
mod interface;
mod kinds;
mod layouts;
mod mutations;
mod places;
mod properties;
mod same_operation;
mod seeds;
mod tables;
mod terminal;
mod workspace;
