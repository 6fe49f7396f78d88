//! The simulator as its clients see it: over HTTP on the loopback interface.
// Marked as tests, so that clippy takes all of their code for test code, not only the functions that are tests.
#![cfg(test)]

mod authentication;
mod documented;
mod http;
mod official_client;
mod program;
mod tasks;
mod wire;
