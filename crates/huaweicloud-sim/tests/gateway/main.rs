//! The gateway over real HTTP, in front of a service that nobody runs: tests/widgets.

#![cfg(test)]

mod browser;
mod control;
mod faults;
mod hostile;
mod identity;
mod page;
mod projects;
mod routing;
mod wire;
