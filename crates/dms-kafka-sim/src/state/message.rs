//! The messages in the partitions of a topic.

use std::collections::{BTreeMap, VecDeque};

use serde::{Deserialize, Serialize};

use super::moment::Moment;

/// The messages of a topic, by partition. A partition that nothing was ever sent to is not in it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Log(BTreeMap<u16, Segment>);

/// The messages of a partition, which have one offset after another.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Segment {
    /// The offset of the first message that is left.
    start: u64,
    messages: VecDeque<Message>,
    /// What the messages take together.
    bytes: u64,
}

/// A message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Message {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) key: Option<Box<str>>,
    pub(crate) value: Box<str>,
    pub(crate) at: Moment,
}

impl Message {
    /// What key and content take, in bytes.
    pub(crate) fn size(&self) -> u64 {
        let key = self.key.as_ref().map_or(0, |key| key.len());
        u64::try_from(key + self.value.len()).unwrap_or(u64::MAX)
    }
}

impl Segment {
    fn end(&self) -> u64 {
        self.start + u64::try_from(self.messages.len()).unwrap_or(u64::MAX)
    }
}

impl Log {
    /// Whether nothing was ever sent to the topic.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The offset at which a partition begins.
    pub(crate) fn start(&self, partition: u16) -> u64 {
        self.0.get(&partition).map_or(0, |segment| segment.start)
    }

    /// The offset that the next message of a partition gets.
    pub(crate) fn end(&self, partition: u16) -> u64 {
        self.0.get(&partition).map_or(0, Segment::end)
    }

    /// What the messages of a partition take, in bytes.
    pub(crate) fn bytes(&self, partition: u16) -> u64 {
        self.0.get(&partition).map_or(0, |segment| segment.bytes)
    }

    /// The messages of a partition with their offsets, oldest first.
    pub(crate) fn messages(&self, partition: u16) -> impl DoubleEndedIterator<Item = (u64, &Message)> {
        let segment = self.0.get(&partition);
        let messages = segment.into_iter().flat_map(|segment| segment.messages.iter().enumerate());
        let start = self.start(partition);
        messages.map(move |(place, message)| (start + u64::try_from(place).unwrap_or(u64::MAX), message))
    }

    /// The message at an offset of a partition, if it is left.
    pub(crate) fn message(&self, partition: u16, offset: u64) -> Option<&Message> {
        let segment = self.0.get(&partition)?;
        segment.messages.get(usize::try_from(offset.checked_sub(segment.start)?).ok()?)
    }

    /// The offset of the first message of a partition that is not older than a moment, or of its end.
    pub(crate) fn offset_at(&self, partition: u16, moment: Moment) -> u64 {
        let found = self.messages(partition).find(|(_, message)| message.at >= moment);
        found.map_or_else(|| self.end(partition), |(offset, _)| offset)
    }

    /// How many messages were ever sent to the topic.
    pub(crate) fn sent(&self) -> u64 {
        self.0.values().map(Segment::end).sum()
    }

    /// Adds a message to a partition.
    pub(crate) fn append(&mut self, partition: u16, message: Message) {
        let segment = self.0.entry(partition).or_default();
        segment.bytes += message.size();
        segment.messages.push_back(message);
    }

    /// Deletes the messages of a partition before an offset, and says whether the partition goes as far as that.
    pub(crate) fn delete_before(&mut self, partition: u16, offset: u64) -> bool {
        if offset > self.end(partition) {
            return false;
        }
        if let Some(segment) = self.0.get_mut(&partition) {
            while segment.start < offset {
                let message = segment.messages.pop_front();
                segment.bytes -= message.map_or(0, |message| message.size());
                segment.start += 1;
            }
        }
        true
    }

    /// Deletes all messages. Offsets go on where they were.
    pub(crate) fn empty(&mut self) {
        for segment in self.0.values_mut() {
            (segment.start, segment.bytes) = (segment.end(), 0);
            segment.messages.clear();
        }
    }
}

/// The partition that a message with a key goes to: the one that clients of Kafka choose by themselves.
pub(crate) fn partition_of(key: &str, partition_count: u16) -> u16 {
    let positive = murmur2(key.as_bytes()) & 0x7fff_ffff;
    u16::try_from(positive % u32::from(partition_count.max(1))).unwrap_or(0)
}

/// The hash function of Kafka's partitioner.
fn murmur2(bytes: &[u8]) -> u32 {
    const MULTIPLIER: u32 = 0x5bd1_e995;
    let length = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
    let mixed = |word: u32| {
        let word = word.wrapping_mul(MULTIPLIER);
        (word ^ (word >> 24)).wrapping_mul(MULTIPLIER)
    };
    let (words, rest) = bytes.as_chunks::<4>();
    let words = words.iter().map(|word| u32::from_le_bytes(*word));
    let mut hash = words.fold(0x9747_b28c ^ length, |hash: u32, word| hash.wrapping_mul(MULTIPLIER) ^ mixed(word));
    if !rest.is_empty() {
        let last = rest.iter().rev().fold(0, |word: u32, byte| (word << 8) | u32::from(*byte));
        hash = (hash ^ last).wrapping_mul(MULTIPLIER);
    }
    hash = (hash ^ (hash >> 13)).wrapping_mul(MULTIPLIER);
    hash ^ (hash >> 15)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(value: &str, millisecond: u64) -> Message {
        Message { key: None, value: value.into(), at: Moment::of_millisecond(millisecond) }
    }

    /// The values that Kafka's own test of the function has.
    #[test]
    fn the_hash_is_that_of_kafka() {
        for (key, hash) in [
            ("21", -973_932_308),
            ("foobar", -790_332_482),
            ("a-little-bit-long-string", -985_981_536),
            ("a-little-bit-longer-string", -1_486_304_829),
            ("abc", 479_470_107),
        ] {
            assert_eq!(murmur2(key.as_bytes()).cast_signed(), hash, "{key}");
        }
        assert_eq!(partition_of("foobar", 1), 0);
    }

    #[test]
    fn offsets_go_on_and_what_is_deleted_is_gone() {
        let mut log = Log::default();
        for (value, at) in [("a", 10), ("bb", 20), ("ccc", 30)] {
            log.append(1, message(value, at));
        }
        assert_eq!((log.start(1), log.end(1), log.bytes(1), log.sent()), (0, 3, 6, 3));
        assert_eq!((log.start(0), log.end(0), log.bytes(0)), (0, 0, 0));
        assert!(log.delete_before(1, 2) && log.delete_before(1, 1) && log.delete_before(0, 0));
        assert!(!log.delete_before(1, 4) && !log.delete_before(0, 1));
        assert_eq!((log.start(1), log.end(1), log.bytes(1)), (2, 3, 3));
        assert_eq!((log.message(1, 1), log.message(1, 2)), (None, Some(&message("ccc", 30))));
        assert_eq!(log.message(1, 3), None);
        log.empty();
        assert_eq!((log.start(1), log.end(1), log.bytes(1), log.messages(1).count()), (3, 3, 0, 0));
    }

    #[test]
    fn a_time_has_the_offset_of_the_first_message_that_is_not_older() {
        let mut log = Log::default();
        for at in [10, 20, 20, 30] {
            log.append(0, message("a", at));
        }
        for (at, offset) in [(0, 0), (10, 0), (11, 1), (20, 1), (21, 3), (30, 3), (31, 4)] {
            assert_eq!(log.offset_at(0, Moment::of_millisecond(at)), offset, "{at}");
        }
    }
}
