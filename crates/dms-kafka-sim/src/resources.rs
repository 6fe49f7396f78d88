//! The operations, one module per resource. A resource is its table of routes and what answers them.

mod tasks;

use huaweicloud_core::Operation;

use crate::routing::Route;

/// The routes of all resources.
pub(crate) const ALL: &[&[Route]] = &[tasks::ROUTES];

/// The operations that are simulated; the rest of the service answers that there is no such path.
pub fn operations() -> impl Iterator<Item = &'static Operation> {
    ALL.iter().copied().flatten().map(|route| &route.operation)
}
