//! Which source a page is.

use crate::docs::PageFacts;
use crate::spec::{Source, SourceKind, Spec};

use super::contract::Contract;

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
    /// Looks a page up: by its bytes, wherever it lies now, then by its place.
    pub(crate) fn of(spec: &'s Spec, page: &PageFacts) -> Self {
        let same_bytes = |source: &&Source| page.sha256.as_ref() == Some(&source.sha256);
        if let Some(source) = spec.sources.iter().find(same_bytes) {
            return Self::As(source);
        }
        let path = page.page.replace('\\', "/");
        let same_place = |source: &&Source| path == source.path || path.ends_with(&format!("/{}", source.path));
        spec.sources.iter().find(same_place).map_or(Self::No, Self::Changed)
    }

    /// Its id.
    pub(crate) const fn id(self) -> Option<&'s str> {
        match self {
            Self::As(source) | Self::Changed(source) => Some(source.id.as_str()),
            Self::No => None,
        }
    }

    /// How new the page is among the sources of an operation; 0 is the newest. What was never read before is the
    /// newest, unless it says itself that it is older.
    pub(crate) fn age(self, spec: &Spec, page: &PageFacts, contract: &Contract<'_>) -> usize {
        let pages = || contract.sources.iter().filter_map(|id| spec.sources.iter().find(|source| source.id == *id));
        if let Self::As(source) = self {
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
