//! Types: as the documents name them, and as a schema needs them.

use serde::Serialize;

/// A documented type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct DocType {
    /// The type as the page names it; empty where it names none.
    #[serde(rename = "type")]
    pub text: String,
    /// The type as a schema needs it.
    pub schema: SchemaType,
    /// The name of the object, where the type names one: `Tag` in "Array of Tag objects".
    #[serde(skip_serializing_if = "Option::is_none")]
    pub object: Option<String>,
}

/// A type as a schema needs it. Integers have 64 bits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename_all = "lowercase")]
#[non_exhaustive]
pub enum SchemaType {
    /// A text.
    String,
    /// A whole number of up to 64 bits.
    Integer,
    /// Any number.
    Number,
    /// True or false.
    Boolean,
    /// An object with fields of its own.
    Object,
    /// An object whose keys are data.
    Map {
        /// The type of its values.
        values: Box<SchemaType>,
    },
    /// A list.
    Array {
        /// The type of its items.
        items: Box<SchemaType>,
    },
    /// A file or other bytes.
    Binary,
    /// The page does not say.
    Unknown,
}

impl SchemaType {
    /// An array of `items`.
    #[must_use]
    pub fn array(items: Self) -> Self {
        Self::Array { items: Box::new(items) }
    }

    /// The type in words, for people.
    #[must_use]
    pub fn describe(&self) -> String {
        match self {
            Self::String => "string".to_owned(),
            Self::Integer => "integer".to_owned(),
            Self::Number => "number".to_owned(),
            Self::Boolean => "boolean".to_owned(),
            Self::Object => "object".to_owned(),
            Self::Map { values } => format!("map of {}", values.describe()),
            Self::Array { items } => format!("list of {}", items.describe()),
            Self::Binary => "bytes".to_owned(),
            Self::Unknown => "unknown".to_owned(),
        }
    }

    /// The innermost type: what a list, or a list of lists, is made of.
    #[must_use]
    pub fn innermost(&self) -> &Self {
        let mut current = self;
        while let Self::Array { items } = current {
            current = items;
        }
        current
    }

    /// How many lists are around the innermost type.
    #[must_use]
    pub fn array_depth(&self) -> usize {
        let mut depth = 0;
        let mut current = self;
        while let Self::Array { items } = current {
            depth += 1;
            current = items;
        }
        depth
    }

    /// The same type with its innermost type replaced by an object.
    #[must_use]
    pub fn of_objects(&self) -> Self {
        let mut kind = Self::Object;
        for _ in 0..self.array_depth() {
            kind = Self::array(kind);
        }
        kind
    }
}
