//! The readers of documentation pages, and what is made of their facts, on pages invented for this project.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod draft;
mod drafts;
mod drift;
mod facts;
mod families;
mod folds;
mod hostile;
mod interface;
mod kinds;
mod layouts;
mod mutations;
mod one_change;
mod origins;
mod permissions;
mod places;
mod properties;
mod same_operation;
mod seeds;
mod services;
mod sync;
mod tables;
mod terminal;
mod wheel;
mod witness;
mod workspace;
