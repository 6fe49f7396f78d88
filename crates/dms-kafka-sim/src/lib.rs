#![doc = include_str!("../README.md")]

mod authentication;
mod examples;
mod refusal;
mod resources;
mod response;
mod routing;
mod server;
mod service;
mod simulator;
mod start_error;
mod state;
mod target;

pub use examples::{EXAMPLE_ACCESS_KEY, EXAMPLE_INSTANCE_ID, EXAMPLE_PROJECT_ID, EXAMPLE_SECRET_KEY};
pub use resources::operations;
pub use simulator::{Simulator, SimulatorBuilder};
pub use start_error::StartError;
pub use state::{BackgroundTask, Instance, State, StateError};
