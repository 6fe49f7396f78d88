//! Schemas: what values may be.

use serde_json::{Number, Value};

use super::{Availability, Certainty, Deprecation, Requirement, Witnesses};

/// A schema with a name, a component.
#[derive(Clone, Debug)]
pub struct NamedSchema {
    /// Its name, which is that of its type.
    pub name: String,
    /// The file that defines it: a resource, or `common`.
    pub home: String,
    /// What it describes.
    pub schema: Schema,
}

/// What a value may be, and what is said of it.
#[expect(clippy::struct_excessive_bools, reason = "each is a keyword of its own")]
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Schema {
    /// JSON pointer into the bundle: where it stands, references not followed.
    pub pointer: String,
    /// What it means; empty for a plain reference, whose target says it.
    pub description: String,
    /// What kind of value it is.
    pub shape: Shape,
    /// Whether `null` is a value of it.
    pub nullable: bool,
    /// Whether only responses have it.
    pub read_only: bool,
    /// Whether only requests have it.
    pub write_only: bool,
    /// What to do about it, if the documentation calls it out of date.
    pub deprecated: Option<Deprecation>,
    /// Documented limits, in the order of the document.
    pub limits: Vec<(Limit, Value)>,
    /// What stands for an absent value.
    pub default: Option<Value>,
    /// A value that it may have.
    pub example: Option<Value>,
    /// The one source that it was taken from, where that is not the newest page of the operation.
    pub source: Option<String>,
    /// Other names under which the field is known to be sent.
    pub aliases: Vec<String>,
    /// The name in Rust that the specification chose for the field.
    pub rust_name: Option<String>,
    /// The name that official SDKs give it.
    pub official_name: Option<String>,
    /// Whether it is no secret in spite of its name.
    pub no_secret: bool,
    /// What the fields of an object ask of each other.
    pub requirements: Vec<Requirement>,
    /// In which clouds it is there, or differs.
    pub availability: Vec<Availability>,
    /// How certain is what is said of it.
    pub certainty: Vec<Certainty>,
    /// Which sources know it, and what they contradict each other in, where something says it.
    pub witnesses: Option<Witnesses>,
}

/// The kind of a value.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Shape {
    /// Any JSON: nothing says what it is.
    #[default]
    Any,
    /// What the component of this name describes.
    Reference(String),
    /// Text.
    String(StringFormat),
    /// Text of which some values are known.
    Enum(Enumeration),
    /// An integer of 64 bits.
    Integer,
    /// A number.
    Number,
    /// `true` or `false`.
    Boolean,
    /// A list.
    Array(Box<Schema>),
    /// A mapping from any keys to values of one kind.
    Map(Box<Schema>),
    /// An object with properties.
    Object(Object),
    /// An object of any form.
    AnyObject,
    /// Something that cannot be read; parsing has reported it.
    Unreadable,
}

/// What a text holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum StringFormat {
    /// Nothing that the specification names.
    #[default]
    Plain,
    /// A secret, which nothing shows.
    Password,
    /// Bytes as they are, in a body that is no JSON.
    Binary,
    /// Something else, by its name in OpenAPI.
    Other(String),
}

/// An object with properties.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Object {
    /// Its properties, in the order of the document.
    pub properties: Vec<Property>,
}

/// A property of an object.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Property {
    /// Its name in requests and responses.
    pub name: String,
    /// Its name in Rust, one of its own in the object.
    pub rust_name: String,
    /// Whether it must be there.
    pub required: bool,
    /// Its values.
    pub schema: Schema,
}

impl Property {
    /// The names under which it is read: its own, then its aliases.
    pub fn wire_names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&self.name).chain(&self.schema.aliases).map(String::as_str)
    }
}

/// The known values of a text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Enumeration {
    /// The values, in the order of the document.
    pub values: Vec<EnumValue>,
    /// What is said of the values as states, if they are states.
    pub states: Option<States>,
}

/// A known value of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EnumValue {
    /// The value in requests and responses.
    pub wire: String,
    /// The name of its variant in Rust, one of its own in the enum.
    pub variant: String,
    /// What it means.
    pub meaning: String,
    /// Other spellings in which it is known to be sent, which are read as it.
    pub aliases: Vec<String>,
}

/// Values that are states.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct States {
    /// Those that stay until something is asked for.
    pub terminal: Vec<String>,
    /// Those in which what was asked for has come about; of states that say nothing of it, none.
    pub success: Vec<String>,
    /// Those that mean that something failed.
    pub failure: Vec<String>,
}

/// A keyword that limits values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Limit {
    /// `minimum`
    Minimum,
    /// `maximum`
    Maximum,
    /// `exclusiveMinimum`
    ExclusiveMinimum,
    /// `exclusiveMaximum`
    ExclusiveMaximum,
    /// `multipleOf`
    MultipleOf,
    /// `minLength`
    MinLength,
    /// `maxLength`
    MaxLength,
    /// `pattern`
    Pattern,
    /// `minItems`
    MinItems,
    /// `maxItems`
    MaxItems,
    /// `uniqueItems`
    UniqueItems,
    /// `minProperties`
    MinProperties,
    /// `maxProperties`
    MaxProperties,
}

impl Limit {
    /// All of them.
    pub const ALL: [Self; 13] = [
        Self::Minimum,
        Self::Maximum,
        Self::ExclusiveMinimum,
        Self::ExclusiveMaximum,
        Self::MultipleOf,
        Self::MinLength,
        Self::MaxLength,
        Self::Pattern,
        Self::MinItems,
        Self::MaxItems,
        Self::UniqueItems,
        Self::MinProperties,
        Self::MaxProperties,
    ];

    /// The keyword.
    pub const fn keyword(self) -> &'static str {
        match self {
            Self::Minimum => "minimum",
            Self::Maximum => "maximum",
            Self::ExclusiveMinimum => "exclusiveMinimum",
            Self::ExclusiveMaximum => "exclusiveMaximum",
            Self::MultipleOf => "multipleOf",
            Self::MinLength => "minLength",
            Self::MaxLength => "maxLength",
            Self::Pattern => "pattern",
            Self::MinItems => "minItems",
            Self::MaxItems => "maxItems",
            Self::UniqueItems => "uniqueItems",
            Self::MinProperties => "minProperties",
            Self::MaxProperties => "maxProperties",
        }
    }
}

impl Schema {
    /// The name of the component that it refers to.
    pub fn target(&self) -> Option<&str> {
        match &self.shape {
            Shape::Reference(name) => Some(name),
            _ => None,
        }
    }

    /// Whether it becomes a type of its own, if it has a name: an object with properties, or an enum.
    pub const fn is_type(&self) -> bool {
        matches!(self.shape, Shape::Object(_) | Shape::Enum(_))
    }

    /// Whether nothing shows its values.
    pub const fn is_secret(&self) -> bool {
        matches!(self.shape, Shape::String(StringFormat::Password))
    }

    /// The properties of an object; none of anything else.
    pub fn properties(&self) -> &[Property] {
        match &self.shape {
            Shape::Object(object) => &object.properties,
            _ => &[],
        }
    }

    /// The property of that name.
    pub fn property(&self, name: &str) -> Option<&Property> {
        self.properties().iter().find(|property| property.name == name)
    }

    /// The values of an enum.
    pub const fn enumeration(&self) -> Option<&Enumeration> {
        match &self.shape {
            Shape::Enum(values) => Some(values),
            _ => None,
        }
    }

    /// The schema of a list's elements.
    pub fn items(&self) -> Option<&Self> {
        match &self.shape {
            Shape::Array(items) => Some(items),
            _ => None,
        }
    }

    /// A documented limit.
    pub fn limit(&self, limit: Limit) -> Option<&Value> {
        self.limits.iter().find(|(known, _)| *known == limit).map(|(_, value)| value)
    }

    /// A documented limit that is a number.
    pub fn number(&self, limit: Limit) -> Option<&Number> {
        self.limit(limit).and_then(|value| if let Value::Number(number) = value { Some(number) } else { None })
    }

    /// The schemas right below it: of properties, of elements, of values.
    pub fn children(&self) -> Vec<&Self> {
        match &self.shape {
            Shape::Array(inner) | Shape::Map(inner) => vec![inner],
            Shape::Object(object) => object.properties.iter().map(|property| &property.schema).collect(),
            _ => Vec::new(),
        }
    }

    /// Calls `visit` for it and for every schema below it, outermost first. References are not followed.
    pub fn visit<'s>(&'s self, visit: &mut impl FnMut(&'s Self)) {
        visit(self);
        for child in self.children() {
            child.visit(visit);
        }
    }
}
