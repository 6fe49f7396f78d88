//! Which services a page belongs to.

use super::Service;
use crate::contract::Listed;
use crate::docs::PageFacts;

/// Indices of the services that list a page: by its bytes, or if none has those, by its place. A page that none lists
/// belongs to the one that was chosen, if one was.
pub(super) fn services(services: &[Service<'_>], chosen: Option<usize>, page: &PageFacts) -> Vec<usize> {
    let listing = |how: Listed| -> Vec<usize> {
        let lists = |service: &Service<'_>| Listed::of(&service.model.spec, page) == Some(how);
        services.iter().enumerate().filter(|(_, service)| lists(service)).map(|(at, _)| at).collect()
    };
    let lists = [Listed::Bytes, Listed::Place].map(listing);
    lists.into_iter().find(|found| !found.is_empty()).unwrap_or_else(|| chosen.into_iter().collect())
}
