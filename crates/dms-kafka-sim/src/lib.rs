#![doc = include_str!("../README.md")]

// Each group uses only itself and those above it. Data, and what the service knows:
mod examples;
mod state;

// The gateway, which finds the handler of a request in the table that it is given:
mod authentication;
mod documented;
mod refusal;
mod response;
mod routing;
mod server;
mod service;
mod target;

// What the service does:
mod resources;

// All of it put together:
mod simulator;
mod start_error;

pub use examples::{EXAMPLE_ACCESS_KEY, EXAMPLE_INSTANCE_ID, EXAMPLE_PROJECT_ID, EXAMPLE_SECRET_KEY};
pub use resources::operations;
pub use simulator::{Simulator, SimulatorBuilder};
pub use start_error::StartError;
pub use state::{BackgroundTask, Instance, State, StateError};
