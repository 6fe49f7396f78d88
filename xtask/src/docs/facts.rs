//! Facts: what a documentation page says about one operation.
//!
//! The serialised form of [`PageFacts`] is a documented, versioned shape: see [`SHAPE_VERSION`].

mod example;
mod page;
mod parameter;
mod problem;
mod schema_type;

pub use example::{Example, ExampleBody, Examples};
pub use page::{
    Counts, Deprecation, ErrorCode, Layout, Located, Method, PageFacts, PageKind, Permission, ReferenceRow,
    ReferenceTable, SHAPE_VERSION, StatusCode,
};
pub use parameter::{Constraints, Field, Parameter, ParameterIn, Required};
pub use problem::{Problem, ProblemKind};
pub use schema_type::{DocType, SchemaType};
