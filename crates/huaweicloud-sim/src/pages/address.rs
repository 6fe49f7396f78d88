//! Where the pages of the simulator are.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::control::PREFIX;

/// What stands as it is in a segment and in a query.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'~');

/// A place below `/_sim/`. There is no address of anything else, whatever a text says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Address(String);

impl Address {
    /// The place with these segments, each encoded.
    pub(super) fn of<S: AsRef<str>>(segments: impl IntoIterator<Item = S>) -> Self {
        let mut text = PREFIX.to_owned();
        for (index, segment) in segments.into_iter().enumerate() {
            if index > 0 {
                text.push('/');
            }
            text.extend(utf8_percent_encode(segment.as_ref(), PLAIN));
        }
        Self(text)
    }

    /// The first page.
    pub(super) fn home() -> Self {
        Self::of::<&str>([])
    }

    /// The page of an operation.
    pub(super) fn operation(id: &str) -> Self {
        Self::of(["operations", id])
    }

    /// A part of the page that it stands on, by its id.
    pub(super) fn here(id: &str) -> Self {
        Self(String::new()).part(id)
    }

    /// With a parameter of the query more.
    pub(super) fn query(mut self, name: &str, value: &str) -> Self {
        self.0.push(if self.0.contains('?') { '&' } else { '?' });
        self.0.extend(utf8_percent_encode(name, PLAIN));
        self.0.push('=');
        self.0.extend(utf8_percent_encode(value, PLAIN));
        self
    }

    /// A part of the page, by its id.
    pub(super) fn part(mut self, id: &str) -> Self {
        self.0.push('#');
        self.0.extend(utf8_percent_encode(id, PLAIN));
        self
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_a_segment_is_the_address_is_below_the_simulator() {
        assert_eq!(Address::home().as_str(), "/_sim/");
        assert_eq!(Address::of(["state", "../a b", "//evil"]).as_str(), "/_sim/state/%2E%2E%2Fa%20b/%2F%2Fevil");
        let address = Address::of(["operations"]).query("q", "a&b").query("p", "#").part("x");
        assert_eq!(address.as_str(), "/_sim/operations?q=a%26b&p=%23#x");
    }
}
