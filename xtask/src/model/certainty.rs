//! How certain a statement of the specification is.

/// How certain something is that is said of an operation, a parameter, a field or a type (`x-certainty`).
///
/// What has no entry is documented, by the sources of the operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certainty {
    /// JSON pointer of the entry.
    pub pointer: String,
    /// What of it the entry is about.
    pub about: Aspect,
    /// Of which parts: values of the enum, as they are sent, or actions of the permission; none if it is of the whole.
    pub of: Vec<String>,
    /// How certain it is.
    pub degree: Degree,
    /// Ids of the sources: those that say it, or those that it was inferred from.
    pub by: Vec<String>,
    /// Why it is inferred or chosen, in words.
    pub why: Option<String>,
}

/// What somebody may be certain of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Aspect {
    /// The least, the greatest, the length, the pattern.
    Limits,
    /// What stands for an absent value.
    Default,
    /// What numbers count.
    Unit,
    /// The zone of a time.
    TimeZone,
    /// The order of a list.
    Order,
    /// Which values there are.
    Values,
    /// The type.
    Type,
    /// Whether it must be sent.
    Required,
    /// How its name is spelt when it is sent.
    Name,
    /// What it means, or does.
    Meaning,
    /// How it behaves: paging, background work, repetition.
    Behaviour,
    /// Status and form of the response.
    Response,
    /// What the caller must be allowed to do.
    Permission,
}

impl Certainty {
    /// What two entries both speak of: the whole (an empty text), or a part.
    pub fn repeats<'c>(&'c self, other: &Self) -> Option<&'c str> {
        if self.about != other.about {
            return None;
        }
        match (self.of.is_empty(), other.of.is_empty()) {
            (true, true) => Some(""),
            _ => self.of.iter().find(|part| other.of.contains(part)).map(String::as_str),
        }
    }
}

impl Aspect {
    /// All of them.
    pub const ALL: [Self; 13] = [
        Self::Limits,
        Self::Default,
        Self::Unit,
        Self::TimeZone,
        Self::Order,
        Self::Values,
        Self::Type,
        Self::Required,
        Self::Name,
        Self::Meaning,
        Self::Behaviour,
        Self::Response,
        Self::Permission,
    ];

    /// The name in the specification.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Limits => "limits",
            Self::Default => "default",
            Self::Unit => "unit",
            Self::TimeZone => "time-zone",
            Self::Order => "order",
            Self::Values => "values",
            Self::Type => "type",
            Self::Required => "required",
            Self::Name => "name",
            Self::Meaning => "meaning",
            Self::Behaviour => "behaviour",
            Self::Response => "response",
            Self::Permission => "permission",
        }
    }

    /// Whether it can be said of some values of an enum alone.
    pub const fn is_of_values(self) -> bool {
        matches!(self, Self::Values | Self::Name | Self::Meaning | Self::Behaviour)
    }

    /// What documentation calls it.
    pub const fn noun(self) -> &'static str {
        match self {
            Self::Limits => "limits",
            Self::Default => "default",
            Self::Unit => "unit",
            Self::TimeZone => "time zone",
            Self::Order => "order",
            Self::Values => "values",
            Self::Type => "type",
            Self::Required => "need to send it",
            Self::Name => "spelling of the name",
            Self::Meaning => "meaning",
            Self::Behaviour => "behaviour",
            Self::Response => "form of the response",
            Self::Permission => "permission",
        }
    }
}

/// How certain something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Degree {
    /// Sources say it.
    Documented,
    /// No source says it; it follows from what sources say or show.
    Inferred,
    /// Sources contradict each other or say nothing, and one of several possibilities was taken.
    Chosen,
}

impl Degree {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Documented, Self::Inferred, Self::Chosen];

    /// The name in the specification.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Documented => "documented",
            Self::Inferred => "inferred",
            Self::Chosen => "chosen",
        }
    }
}

/// The degree of an aspect, among what is said of something: documented unless an entry says otherwise.
pub fn degree_of(entries: &[Certainty], about: Aspect) -> Degree {
    entries.iter().find(|entry| entry.about == about).map_or(Degree::Documented, |entry| entry.degree)
}
