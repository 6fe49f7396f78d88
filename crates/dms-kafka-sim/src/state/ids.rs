//! The ids that the simulated service gives.

use serde::{Deserialize, Serialize};

/// Ids that look like those of the service and are counted: the same calls get the same ids.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Ids {
    given: u64,
}

impl Ids {
    /// An id of 32 hexadecimal digits, as tasks have.
    pub(crate) fn hex(&mut self) -> String {
        let (high, low) = self.next();
        format!("{high:016x}{low:016x}")
    }

    /// A UUID of version 4, as instances have.
    pub(crate) fn uuid(&mut self) -> String {
        let (high, low) = self.next();
        uuid(high, low)
    }

    /// A number that no other id has been made of.
    pub(crate) const fn number(&mut self) -> u64 {
        self.given += 1;
        self.given
    }

    /// The number of an order.
    pub(crate) fn order(&mut self) -> String {
        format!("CS{:015}", self.number())
    }

    const fn next(&mut self) -> (u64, u64) {
        let number = self.number();
        // Two functions of the number, each of which is one to one.
        (scrambled(number), scrambled(number ^ 0x5bd1_e995_0000_0000))
    }
}

/// The id of something that is known by what it is part of, so that it need not be kept.
pub(crate) fn uuid_of(parts: &[&str]) -> String {
    // The function FNV-1a, with a byte between the parts that is in no text.
    let bytes = parts.iter().flat_map(|part| part.bytes().chain([0xff]));
    let hash =
        bytes.fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    uuid(scrambled(hash), scrambled(hash ^ 0x5bd1_e995_0000_0000))
}

fn uuid(high: u64, low: u64) -> String {
    let version = (high & 0x0fff) | 0x4000;
    let variant = ((low >> 48) & 0x3fff) | 0x8000;
    let (first, second) = (high >> 32, (high >> 16) & 0xffff);
    format!("{first:08x}-{second:04x}-{version:04x}-{variant:04x}-{:012x}", low & 0xffff_ffff_ffff)
}

/// The function `SplitMix64`, which gives no two numbers the same one.
const fn scrambled(number: u64) -> u64 {
    let number = number.wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_add(0x9e37_79b9_7f4a_7c15);
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn ids_have_their_form_and_come_once() {
        let mut ids = Ids::default();
        let uuid = ids.uuid();
        let parts: Vec<usize> = uuid.split('-').map(str::len).collect();
        assert_eq!((parts.as_slice(), &uuid[14..15]), (&[8, 4, 4, 4, 12][..], "4"));
        assert!("89ab".contains(&uuid[19..20]));
        assert_eq!(ids.hex().len(), 32);
        let many: BTreeSet<String> = (0..1_000).map(|_| ids.hex()).collect();
        assert_eq!(many.len(), 1_000);
        assert_eq!(Ids::default().uuid(), uuid);
    }
}
