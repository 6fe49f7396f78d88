//! Facts: what a documentation page says about one operation.
//!
//! The serialised form of [`PageFacts`] is a documented, versioned shape: see [`SHAPE_VERSION`].

mod codes;
mod counts;
mod example;
mod layout;
mod located;
mod page;
mod parameter;
mod problem;
mod reference;
mod schema_type;

pub use codes::{ErrorCode, Permission, StatusCode};
pub use counts::Counts;
pub use example::{Example, ExampleBody, Examples};
pub use layout::{Layout, PageKind};
pub use located::Located;
pub use page::{Deprecation, PageFacts, SHAPE_VERSION};
pub use parameter::{Constraints, Field, OutOfDate, Parameter, ParameterIn, Required};
pub use problem::{PageProblem, PageProblemKind};
pub use reference::{ReferenceRow, ReferenceTable};
pub use schema_type::{DocType, SchemaType};
