//! Which source a page is, and what is expected of it.

use super::Contract;
use crate::docs::{Layout, PageFacts};
use crate::spec::{Source, SourceKind, Spec};

/// How `sources.toml` lists a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Listed {
    /// These bytes.
    Bytes,
    /// A page at this place, with other bytes.
    Place,
}

impl Listed {
    /// How a specification lists a page, if it does.
    pub(crate) fn of(spec: &Spec, page: &PageFacts) -> Option<Self> {
        listed(spec, page).map(|(_, how)| how)
    }
}

fn listed<'s>(spec: &'s Spec, page: &PageFacts) -> Option<(&'s Source, Listed)> {
    let by_bytes = page.sha256.as_ref().and_then(|sha256| spec.sources.of_bytes(sha256));
    let by_place = || spec.sources.at_place(&page.page.replace('\\', "/"));
    let by_bytes = by_bytes.map(|source| (source, Listed::Bytes));
    by_bytes.or_else(|| by_place().map(|source| (source, Listed::Place)))
}

/// A page as `sources.toml` knows it.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Recorded<'s> {
    /// These bytes were recorded.
    As(&'s Source),
    /// A page at this place was recorded, with other bytes.
    Changed(&'s Source),
    /// It was not recorded.
    No,
}

impl<'s> Recorded<'s> {
    /// Looks a page up: by its bytes, wherever it lies now, then by its place. An interface of other bytes at another
    /// place is the one that was recorded, in a later version.
    pub(crate) fn of(spec: &'s Spec, page: &PageFacts) -> Self {
        if let Some((source, how)) = listed(spec, page) {
            return if how == Listed::Bytes { Self::As(source) } else { Self::Changed(source) };
        }
        let is_interface = |source: &&Source| source.kind == SourceKind::Interface;
        let other = || spec.sources.iter().find(is_interface);
        Some(page).filter(|page| page.layout == Layout::Interface).and_then(|_| other()).map_or(Self::No, Self::Changed)
    }

    /// Its id.
    pub(crate) const fn id(self) -> Option<&'s str> {
        match self {
            Self::As(source) | Self::Changed(source) => Some(source.id.as_str()),
            Self::No => None,
        }
    }

    /// The operation that it was recorded for.
    pub(crate) fn operation(self) -> Option<&'s str> {
        match self {
            Self::As(source) | Self::Changed(source) => source.operation.as_deref(),
            Self::No => None,
        }
    }

    /// How new the page is among the sources of an operation; 0 is the newest. What was never read before is the
    /// newest, unless it says itself that it is older. An interface has no place among the pages.
    pub(crate) fn age(self, spec: &Spec, page: &PageFacts, contract: &Contract<'_>) -> usize {
        if page.layout == Layout::Interface {
            return usize::MAX;
        }
        let pages = || contract.sources().iter().filter_map(|id| spec.sources.get(id));
        // One of several operations at an address is no newer than the others for having changed.
        let is_one_of_several = !contract.operation.variants.is_empty();
        if let Self::As(source) | Self::Changed(source) = self
            && (matches!(self, Self::As(_)) || is_one_of_several)
        {
            let place = pages().filter(|other| other.kind == SourceKind::Page).position(|other| other.id == source.id);
            return place.unwrap_or(usize::MAX);
        }
        let own = page.date.as_ref().map(|date| date.value.as_str());
        let recorded = pages().filter_map(|source| source.date).map(|date| date.to_string()).max();
        match (own, recorded) {
            (Some(own), Some(recorded)) if own < recorded.as_str() => usize::MAX,
            _ => 0,
        }
    }
}

/// What a page should have of all that the specification has.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Expected<'s> {
    /// Whether it should have the facts that name no source of their own.
    plain: bool,
    /// The source whose facts it should have.
    source: Option<&'s str>,
}

impl<'s> Expected<'s> {
    /// Of the newest page of an operation, everything; of an older page, only what names it, since facts are added over
    /// the years. Of an interface, everything if it is the only source of the operation, and else what names it.
    pub(crate) fn of(spec: &'s Spec, page: &PageFacts, recorded: Recorded<'s>, contract: &Contract<'s>) -> Self {
        if page.layout == Layout::Interface {
            let source = recorded.id();
            return Self { plain: source.is_some_and(|id| contract.sources() == [id]), source };
        }
        if recorded.age(spec, page, contract) > 0 {
            return Self { plain: false, source: recorded.id() };
        }
        let is_page = |id: &&str| spec.sources.get(id).is_some_and(|source| source.kind == SourceKind::Page);
        Self { plain: true, source: contract.sources().iter().map(String::as_str).find(is_page) }
    }

    /// Whether the page should have a fact that names this source of its own, or none.
    pub(crate) fn expects(self, origin: Option<&str>) -> bool {
        origin.map_or(self.plain, |origin| self.source == Some(origin))
    }
}

/// What a page is called in messages.
pub(crate) fn noun(page: &PageFacts) -> &'static str {
    if page.layout == Layout::Interface { "interface" } else { "page" }
}
