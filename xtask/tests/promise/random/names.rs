//! Names and texts that do harm where somebody takes them as they are.

use std::sync::LazyLock;

use serde::Deserialize;
use xtask::model::keyword::KEYWORDS;

use super::Choices;

/// The lists, by the place where names stand.
static HOSTILE: LazyLock<Hostile> =
    LazyLock::new(|| toml::from_str(include_str!("hostile.toml")).expect("hostile.toml has a list for each place"));

#[derive(Deserialize)]
struct Hostile {
    wire: Lists,
    header: Lists,
    placeholder: Lists,
    r#type: Lists,
    operation: Lists,
    value: Lists,
    variant: Lists,
    text: Lists,
    sample: Lists,
}

#[derive(Deserialize)]
struct Lists {
    good: Vec<String>,
    refused: Vec<String>,
}

/// Names of fields that are chosen.
pub(super) const FIELDS: [&str; 12] =
    ["type_", "self_", "new", "send", "clone", "value", "deserializer", "map", "r", "found", "serde_json", "u8"];

/// Where a name or a text stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Names {
    /// In JSON, or in a query.
    Wire,
    /// As that of a header.
    Header,
    /// In a path.
    Placeholder,
    /// As that of a schema.
    Type,
    /// As that of an operation.
    Operation,
    /// As a value of an enum.
    Value,
    /// As the chosen name of one.
    Variant,
    /// As a description.
    Text,
    /// As what is sent.
    Sample,
}

impl Names {
    const HOSTILE: [Self; 8] = [
        Self::Wire,
        Self::Header,
        Self::Placeholder,
        Self::Type,
        Self::Operation,
        Self::Value,
        Self::Variant,
        Self::Text,
    ];

    fn lists(self) -> &'static Lists {
        match self {
            Self::Wire => &HOSTILE.wire,
            Self::Header => &HOSTILE.header,
            Self::Placeholder => &HOSTILE.placeholder,
            Self::Type => &HOSTILE.r#type,
            Self::Operation => &HOSTILE.operation,
            Self::Value => &HOSTILE.value,
            Self::Variant => &HOSTILE.variant,
            Self::Text => &HOSTILE.text,
            Self::Sample => &HOSTILE.sample,
        }
    }

    /// A name that can be honoured.
    pub(crate) fn good(self, choices: &mut Choices<'_>) -> &'static str {
        let names = &self.lists().good;
        &names[choices.below(names.len())]
    }

    /// One that cannot, for most places.
    pub(crate) fn refused(self, choices: &mut Choices<'_>) -> &'static str {
        let names = &self.lists().refused;
        &names[choices.below(names.len())]
    }

    /// Whether a text is one of those here, and none of the plain ones that begin each list; keywords of
    /// OpenAPI stand in every specification.
    pub(crate) fn is_hostile(text: &str) -> bool {
        let mut lists = Self::HOSTILE.iter().map(|names| &names.lists().good);
        !KEYWORDS.iter().any(|row| row.name == text)
            && lists.any(|good| good.iter().skip(1).any(|hostile| hostile == text))
    }

    /// All that can be honoured, beginning anywhere.
    pub(crate) fn rotated(self, choices: &mut Choices<'_>) -> impl Iterator<Item = &'static str> + use<> {
        let good = &self.lists().good;
        let start = choices.below(good.len());
        good.iter().cycle().skip(start).take(good.len()).map(String::as_str)
    }
}
