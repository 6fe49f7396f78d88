//! Why a request cannot be signed.

use std::fmt;

/// A request that must not be signed, or that cannot be.
///
/// Each variant is refused before anything is sent: the gateway would respond with a signature mismatch, or, worse, the
/// request would reach another resource than the one that was signed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SigningError {
    /// The access key or the secret key is empty.
    EmptyKey,
    /// The access key holds a character that cannot stand in an HTTP header.
    InvalidAccessKey,
    /// The secret key begins or ends in white space, or holds a control character: it was read with the end of its line, for
    /// example. It would sign, and the gateway would say no more than that the signature is wrong.
    InvalidSecretKey,
    /// The path holds a `.` or `..` segment, which HTTP libraries remove after signing: another resource would be reached.
    DotSegment {
        /// The path as it was given.
        path: String,
    },
    /// The path still holds a `{placeholder}`: a path parameter was never filled in.
    Placeholder {
        /// The path as it was given.
        path: String,
    },
    /// The path does not begin with `/`.
    RelativePath {
        /// The path as it was given.
        path: String,
    },
    /// The path holds a `?`, a `#`, a `\` or a control character as it is, which a URL does not take for a part of its path.
    AmbiguousPath {
        /// The path as it was given.
        path: String,
    },
    /// Two headers have the same name, apart from upper and lower case; which one the gateway would verify is unknown.
    DuplicateHeader {
        /// The name in lower case.
        name: String,
    },
    /// An `X-Sdk-Date` given by the caller is not in the form `YYYYMMDDTHHMMSSZ`.
    InvalidDate {
        /// The value as it was given.
        value: String,
    },
    /// The clock is before the year 1970 or after the year 9999.
    ClockOutOfRange,
}

impl fmt::Display for SigningError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::EmptyKey => f.write_str("the access key or the secret key is empty; set both"),
            Self::InvalidAccessKey => {
                f.write_str("the access key holds a space, a comma or a character that is not visible ASCII")
            }
            Self::InvalidSecretKey => f.write_str(
                "the secret key begins or ends in white space, or holds a control character, a newline for example; remove it",
            ),
            Self::DotSegment { path } => write!(
                f,
                "the path `{path}` has a `.` or `..` segment, which would be removed after signing; use the full path"
            ),
            Self::Placeholder { path } => {
                write!(f, "the path `{path}` has a placeholder that no value was given for")
            }
            Self::RelativePath { path } => write!(f, "the path `{path}` does not begin with `/`"),
            Self::AmbiguousPath { path } => {
                write!(f, "the path {path:?} holds `?`, `#`, `\\` or a control character; percent-encode it")
            }
            Self::DuplicateHeader { name } => {
                write!(f, "the header `{name}` is given twice; give it once")
            }
            Self::InvalidDate { value } => {
                write!(f, "the X-Sdk-Date `{value}` is not a time in the form YYYYMMDDTHHMMSSZ")
            }
            Self::ClockOutOfRange => f.write_str("the clock is outside the years 1970 to 9999"),
        }
    }
}

impl std::error::Error for SigningError {}
