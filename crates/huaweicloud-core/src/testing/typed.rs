//! Expectations with the types of one operation: what those of generated clients have in common.

mod operation;
mod sequence;
mod value;
mod when;

pub use sequence::TypedSequence;
pub use value::{Binary, Json, NoValue, PlainText, ResponseValue};
pub use when::TypedWhen;
