//! Which services a page belongs to.

use super::Service;
use crate::contract::Listed;
use crate::docs::PageFacts;
use crate::spec::Spec;

/// Indices of the services that list a page: by its bytes, or if none has those, by its place, or if none knows that, by its
/// operation in `coverage.toml`. A page that none lists belongs to the one that was chosen, if one was.
pub(super) fn services(services: &[Service<'_>], chosen: Option<usize>, page: &PageFacts) -> Vec<usize> {
    let listing = |lists: &dyn Fn(&Spec) -> bool| -> Vec<usize> {
        let listing = services.iter().enumerate().filter(|(_, service)| lists(&service.model.spec));
        listing.map(|(at, _)| at).collect()
    };
    let in_sources = |how: Listed| listing(&|spec| Listed::of(spec, page) == Some(how));
    let of_chosen = || chosen.into_iter().collect();
    let steps: [&dyn Fn() -> Vec<usize>; 4] = [
        &|| in_sources(Listed::Bytes),
        &|| in_sources(Listed::Place),
        &|| listing(&|spec| is_left_out(spec, page)),
        &of_chosen,
    ];
    steps.into_iter().map(|step| step()).find(|found| !found.is_empty()).unwrap_or_default()
}

/// Whether a service leaves the operation of a page out.
fn is_left_out(spec: &Spec, page: &PageFacts) -> bool {
    let (Some(method), Some(path)) = (&page.method, &page.path) else { return false };
    let name = page.operation.as_ref().map(|name| name.value.as_str());
    let is_superseded = spec.superseded.iter().any(|entry| entry.is(method.value.as_str(), &path.value));
    is_superseded || spec.deferred.iter().any(|entry| entry.names(name, &path.value))
}
