//! The tool of this workspace: from the specification in `openapi/` to generated clients, and what shows that they are
//! fresh, built and working.
//!
//! | module | what it does |
//! |---|---|
//! | [`spec`] | reads the files of a service and puts them together |
//! | [`lint`] | checks them against the rules |
//! | [`codegen`] | makes the files of the client from them, through progenitor |
//! | [`docs`] | reads pages of the documentation into facts |
//! | [`drift`] | compares the facts with the specification |
//! | [`draft`] | makes parts of the specification from the facts |
//! | [`output`] | compares files with those on disk, writes them at once or not at all, and shows text that cannot steer a terminal |
//! | [`verb`] | the commands, one file each: they alone read, write and run anything |
#![deny(clippy::print_stdout, clippy::print_stderr)]

pub mod codegen;
pub mod docs;
pub mod draft;
pub mod drift;
pub mod lint;
pub mod output;
pub mod problem;
pub mod spec;
pub mod verb;
pub mod workspace;
