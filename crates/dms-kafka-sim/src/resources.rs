//! The operations, one module per resource. A resource is its table of routes and what answers them.

mod tasks;

use crate::routing::Route;

/// The routes of all resources.
pub(crate) const ALL: &[&[Route]] = &[tasks::ROUTES];
