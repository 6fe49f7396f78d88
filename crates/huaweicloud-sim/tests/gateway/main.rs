//! The gateway over real HTTP, in front of a service that nobody runs: tests/widgets.

#![cfg(test)]

mod control;
mod faults;
mod hostile;
mod identity;
mod projects;
mod routing;
mod wire;
