//! Regions.

use std::fmt;

/// A region, named by its id: `cn-north-4`, `eu-de`.
///
/// A region is a text and not an enum, so that a region opened tomorrow needs no new release: give its
/// [endpoint](crate::ClientBuilder::endpoint) until the table knows it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Region(String);

impl Region {
    /// A region by its id.
    pub fn new(id: impl Into<String>) -> Self {
        Self(id.into())
    }

    /// The id.
    pub fn id(&self) -> &str {
        &self.0
    }

    /// Of some ids, the one that was probably meant: at most three letters are another, and less than half of them.
    pub(super) fn nearest_of(&self, ids: impl Iterator<Item = &'static str>) -> Option<&'static str> {
        let id = self.0.trim().to_ascii_lowercase().replace('_', "-");
        let limit = (id.len() / 2).min(4);
        ids.map(|other| (distance(&id, other), other)).filter(|(distance, _)| *distance < limit).min().map(|(_, id)| id)
    }
}

/// How many bytes must be inserted, left out or exchanged to make one text of the other. For a few short ids, once, before
/// anything is sent: not worth a crate that every user would compile.
fn distance(one: &str, other: &str) -> usize {
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (i, from) in one.bytes().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        for (cell, to) in row.iter_mut().skip(1).zip(other.bytes()) {
            let exchanged = diagonal + usize::from(from != to);
            diagonal = *cell;
            left = exchanged.min(diagonal + 1).min(left + 1);
            *cell = left;
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
    }
    row.last().copied().unwrap_or_default()
}

impl From<&str> for Region {
    fn from(id: &str) -> Self {
        Self::new(id)
    }
}

impl From<String> for Region {
    fn from(id: String) -> Self {
        Self::new(id)
    }
}

impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_nearest_region_is_what_was_meant() {
        let ids = ["cn-north-1", "cn-north-4", "eu-de", "eu-nl", "eu-west-101"];
        for (given, nearest) in [
            ("eu-de1", Some("eu-de")),
            ("EU_DE", Some("eu-de")),
            ("eude", Some("eu-de")),
            ("cn-norht-4", Some("cn-north-4")),
            ("eu-west-0", Some("eu-west-101")),
            ("mars", None),
            // Two of five letters are not less than half of them, rounded down.
            ("eu-xy", None),
            ("", None),
        ] {
            assert_eq!(Region::new(given).nearest_of(ids.into_iter()), nearest, "{given}");
        }
    }

    proptest! {
        #[test]
        fn a_distance_is_symmetric_and_none_from_itself(one in "[a-c]{0,6}", other in "[a-c]{0,6}") {
            prop_assert_eq!(distance(&one, &other), distance(&other, &one));
            prop_assert_eq!(distance(&one, &other) == 0, one == other);
            prop_assert!(distance(&one, &other) <= one.len().max(other.len()));
        }

        #[test]
        fn one_letter_more_is_a_distance_of_one(id in "[a-z]{1,8}", at in 0..8usize) {
            let mut longer = id.clone();
            longer.insert(at.min(id.len()), '-');
            prop_assert_eq!(distance(&id, &longer), 1);
        }
    }
}
