//! The invented service, for tests of the generator.

use std::path::Path;

use crate::model::Model;
use crate::spec::{Spec, files};

/// What `tests/widgets` specifies.
pub(super) fn widgets() -> Model {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/widgets");
    Model::of(Spec::parse(&files::read(&workspace, Path::new("openapi/widgets")).unwrap()).unwrap())
}
