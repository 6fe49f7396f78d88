#![doc = include_str!("../README.md")]

// Each group uses only itself and those above it. Data, and what the service knows:
mod codes;
mod examples;
mod state;
mod state_file;

// What the service does, on the gateway of any service:
mod inspection;
mod opening;
mod resources;
mod service;

// All of it put together:
mod simulator;

pub use examples::EXAMPLE_INSTANCE_ID;
pub use huaweicloud_sim::{EXAMPLE_ACCESS_KEY, EXAMPLE_PROJECT_ID, EXAMPLE_SECRET_KEY, StartError};
pub use resources::operations;
pub use service::service;
pub use simulator::{Simulator, SimulatorBuilder};
pub use state::{BackgroundTask, StagedInstance, State, StateError};
pub use state_file::StateFileError;
