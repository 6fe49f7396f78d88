//! The kinds of differences between a source and the specification: what is found, and what a quirk can silence.

use serde::Serialize;

/// Kinds of findings, as they stand in reports and in `silences` of a quirk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum FindingKind {
    /// The page documents an operation that the specification does not have.
    OperationMissing,
    /// Page and specification have another method or path, or another name at the same address.
    Address,
    /// The page has it, and the specification lacks it.
    MissingInSpec,
    /// The specification has it, and the newest page lacks it.
    MissingInPage,
    /// Both have it, under different names or in different places.
    Moved,
    /// Both have it, with different types.
    Type,
    /// One says that it must be given, and the other that it may be left out.
    Required,
    /// Both list values, and not the same.
    Enum,
    /// Both have a default, and not the same.
    Default,
    /// Both have a limit, and not the same.
    Limit,
    /// Both name a permission, and not the same.
    Permission,
    /// The page has an error code that the specification does not have of it, or the other way round, or another status of one.
    ErrorCode,
    /// The bytes of the page are not those that were recorded.
    PageChanged,
    /// The page is about an operation of the specification, and is not in `sources.toml`.
    PageUnrecorded,
    /// The page could not be read.
    PageUnreadable,
    /// A quirk silences what no page says.
    QuirkUnused,
}

impl FindingKind {
    /// Every kind.
    pub const ALL: [Self; 16] = [
        Self::OperationMissing,
        Self::Address,
        Self::MissingInSpec,
        Self::MissingInPage,
        Self::Moved,
        Self::Type,
        Self::Required,
        Self::Enum,
        Self::Default,
        Self::Limit,
        Self::Permission,
        Self::ErrorCode,
        Self::PageChanged,
        Self::PageUnrecorded,
        Self::PageUnreadable,
        Self::QuirkUnused,
    ];

    /// The kind of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Whether it is about what a page says, rather than about a page or a record; a quirk may silence it.
    pub const fn is_about_a_fact(self) -> bool {
        use FindingKind as K;
        !matches!(
            self,
            K::OperationMissing
                | K::ErrorCode
                | K::PageChanged
                | K::PageUnrecorded
                | K::PageUnreadable
                | K::QuirkUnused
        )
    }

    /// Whether each finding of the kind is about a value that the page gives.
    pub const fn has_value(self) -> bool {
        self.is_about_a_fact() && !matches!(self, Self::MissingInSpec | Self::MissingInPage)
    }

    /// The kind as it stands in reports.
    pub const fn name(self) -> &'static str {
        match self {
            Self::OperationMissing => "operation-missing",
            Self::Address => "address",
            Self::MissingInSpec => "missing-in-spec",
            Self::MissingInPage => "missing-in-page",
            Self::Moved => "moved",
            Self::Type => "type",
            Self::Required => "required",
            Self::Enum => "enum",
            Self::Default => "default",
            Self::Limit => "limit",
            Self::Permission => "permission",
            Self::ErrorCode => "error-code",
            Self::PageChanged => "page-changed",
            Self::PageUnrecorded => "page-unrecorded",
            Self::PageUnreadable => "page-unreadable",
            Self::QuirkUnused => "quirk-unused",
        }
    }
}
