//! In which clouds there is something.

use serde_json::Value;

/// What is said of the clouds that run the service (`x-availability`), of an operation, a parameter, a field or a type.
#[derive(Clone, Debug, PartialEq)]
pub struct Availability {
    /// JSON pointer of the statement.
    pub pointer: String,
    /// The values of the enum that it is about; none if it is about the whole.
    pub values: Vec<String>,
    /// What is said.
    pub claim: Claim,
}

/// What is said of clouds. They are named by their ids in `clouds.toml`.
#[derive(Clone, Debug, PartialEq)]
pub enum Claim {
    /// It is there in these clouds alone.
    OnlyIn(Vec<String>),
    /// It is there in all clouds but these.
    NotIn(Vec<String>),
    /// In these clouds it differs from what the specification says otherwise.
    Differs {
        /// The clouds.
        clouds: Vec<String>,
        /// What stands for an absent value there.
        default: Option<Value>,
        /// The least value there.
        minimum: Option<i64>,
        /// The greatest value there.
        maximum: Option<i64>,
        /// What else differs there, in words.
        says: Option<String>,
    },
}

impl Claim {
    /// The clouds of which something is said.
    pub fn clouds(&self) -> &[String] {
        match self {
            Self::OnlyIn(clouds) | Self::NotIn(clouds) | Self::Differs { clouds, .. } => clouds,
        }
    }
}
