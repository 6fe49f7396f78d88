//! The tags of an instance.

use serde::{Deserialize, Serialize};

use super::error::StateError;
use super::instance::Instance;

/// A tag.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Tag {
    pub(crate) key: String,
    #[serde(default)]
    pub(crate) value: String,
}

/// What is wrong with a tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TagMistake {
    KeyLength,
    KeyCharacters,
    ValueLength,
    ValueCharacters,
}

impl Tag {
    const LONGEST_KEY: usize = 128;
    const LONGEST_VALUE: usize = 255;
    /// How keys of the service's own begin.
    const RESERVED: &str = "_sys_";

    /// Whether key and value are of the documented form.
    pub(crate) fn check(&self) -> Result<(), TagMistake> {
        let is_allowed = |character: char| character.is_alphanumeric() || " _.:=+-@".contains(character);
        if !(1..=Self::LONGEST_KEY).contains(&self.key.chars().count()) {
            return Err(TagMistake::KeyLength);
        }
        let is_key = self.key.chars().all(is_allowed) && !self.key.starts_with(Self::RESERVED);
        if !is_key || self.key.trim_matches(' ') != self.key {
            return Err(TagMistake::KeyCharacters);
        }
        if self.value.chars().count() > Self::LONGEST_VALUE {
            return Err(TagMistake::ValueLength);
        }
        if self.value.chars().all(is_allowed) { Ok(()) } else { Err(TagMistake::ValueCharacters) }
    }
}

impl Instance {
    /// How many tags an instance may have: what the Terraform providers and the console allow. The documented message of
    /// `DMS.10240044` has 10, and is one of an older interface.
    pub(crate) const MOST_TAGS: usize = 20;

    /// Adds tags, of which none has the key of another one.
    pub(crate) fn add_tags(&mut self, tags: Vec<Tag>) -> Result<(), StateError> {
        if tags.iter().any(|tag| self.tags.iter().any(|other| other.key == tag.key)) {
            return Err(StateError::DuplicateTag);
        }
        if self.tags.len() + tags.len() > Self::MOST_TAGS {
            return Err(StateError::TooManyTags);
        }
        self.tags.extend(tags);
        Ok(())
    }

    /// Takes tags away, by their keys; a value that is given must be the tag's.
    pub(crate) fn remove_tags(&mut self, tags: &[Tag]) -> Result<(), StateError> {
        let is_meant = |own: &Tag, tag: &Tag| own.key == tag.key && (tag.value.is_empty() || own.value == tag.value);
        if tags.iter().any(|tag| !self.tags.iter().any(|own| is_meant(own, tag))) {
            return Err(StateError::UnknownTag);
        }
        self.tags.retain(|own| !tags.iter().any(|tag| is_meant(own, tag)));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_has_letters_of_any_language_and_some_signs() {
        let check = |key: &str, value: &str| Tag { key: key.to_owned(), value: value.to_owned() }.check();
        for (key, value) in
            [("key1", ""), ("ключ", "значение"), ("a b", "x_.:=+-@ "), (&"k".repeat(128), &"v".repeat(255))]
        {
            assert_eq!(check(key, value), Ok(()), "{key} {value}");
        }
        for (key, value, mistake) in [
            ("", "", TagMistake::KeyLength),
            (&"k".repeat(129), "", TagMistake::KeyLength),
            ("_sys_a", "", TagMistake::KeyCharacters),
            (" a", "", TagMistake::KeyCharacters),
            ("a*", "", TagMistake::KeyCharacters),
            ("a", &"v".repeat(256), TagMistake::ValueLength),
            ("a", "b/c", TagMistake::ValueCharacters),
        ] {
            assert_eq!(check(key, value), Err(mistake), "{key} {value}");
        }
    }
}
