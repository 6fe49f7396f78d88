//! The simulator as its clients see it: over HTTP on the loopback interface.
// Marked as tests, so that clippy takes all of their code for test code, not only the functions that are tests.
#![cfg(test)]

mod authentication;
mod consumer_groups;
mod documented;
mod faults;
mod foreign_clients;
mod http;
mod instances;
mod kills;
mod messages;
mod networking;
mod oddities;
mod official_client;
mod page;
mod program;
mod provider;
mod quotas;
mod recycle_bin;
mod responses;
mod rust_client;
mod scaling;
mod scheduled;
mod smart_connect;
mod state_file;
mod tags;
mod tasks;
mod topic_changes;
mod topics;
mod upkeep;
mod users;
mod wire;
