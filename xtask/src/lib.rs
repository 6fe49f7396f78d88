//! The tool of this workspace: from the specification in `openapi/` to generated clients, and what shows that they are
//! fresh, built and working.
//!
//! | module | what it does |
//! |---|---|
//! | [`spec`] | reads the files of a service and puts them together |
//! | [`model`] | parses what they say, once and typed |
//! | [`lint`] | checks it against the rules |
//! | [`progenitor`] | finds its types |
//! | [`codegen`] | makes the files of the client from it |
//! | [`docs`] | reads pages of the documentation into facts |
//! | [`contract`] | compares the facts of a page with an operation |
//! | [`drift`] | compares pages with the specification |
//! | [`diff`] | compares two OpenAPI documents, and judges each change |
//! | [`prove`] | changes a specification, and holds what [`diff`] says of the change against the compiler |
//! | [`draft`] | makes parts of the specification from the facts |
//! | [`sync`] | goes from changed pages to a tested client, with a report |
//! | [`release`] | the bundles as they are released, and what stands against a release |
//! | [`witness`] | compares what sources say of an operation with each other |
//! | [`service`] | the files that a new service begins with |
//! | [`workspace`] | which services, crates and files the workspace has |
//! | [`problem`] | what is wrong, where, and what to do about it |
//! | [`output`] | compares files with those on disk, writes them at once or not at all, and shows text that cannot steer a terminal |
//! | [`verb`] | the commands, one file each: they alone read, write and run anything |
#![deny(clippy::print_stdout, clippy::print_stderr)]

pub mod codegen;
pub mod contract;
pub mod diff;
pub mod docs;
pub mod draft;
pub mod drift;
pub mod lint;
pub mod model;
pub mod output;
pub mod problem;
pub mod progenitor;
pub mod prove;
pub mod release;
pub mod service;
pub mod spec;
pub mod sync;
pub mod verb;
pub mod witness;
pub mod workspace;
