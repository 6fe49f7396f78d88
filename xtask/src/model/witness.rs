//! Which sources know something.

/// Which sources know an operation, a parameter or a field, and what they contradict each other in (`x-witnesses`).
///
/// Of a parameter or a field it is there only where that is of interest: it is known by one source alone, although others
/// describe what is around it, or sources contradict each other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Witnesses {
    /// JSON pointer of the extension.
    pub pointer: String,
    /// Ids of the sources, or `explorer`. Of an operation, all of them; of anything else, the one that knows it alone.
    pub known_by: Vec<String>,
    /// What sources contradict each other in.
    pub contradictions: Vec<Contradiction>,
}

/// What sources contradict each other in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contradiction {
    /// What of it.
    pub about: Contested,
    /// What is said, with the ids of the sources that say it.
    pub says: Vec<(String, Vec<String>)>,
}

/// What sources may contradict each other in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Contested {
    /// Method and path of an operation.
    Address,
    /// The type.
    Type,
    /// Whether it must be sent.
    Required,
}

impl Contested {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Address, Self::Type, Self::Required];

    /// The key in the specification.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Address => "address",
            Self::Type => "type",
            Self::Required => "required",
        }
    }

    /// What documentation calls it.
    pub const fn noun(self) -> &'static str {
        match self {
            Self::Address => "its address",
            Self::Type => "its type",
            Self::Required => "whether it must be sent",
        }
    }
}
