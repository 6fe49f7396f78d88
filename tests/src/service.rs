//! A service under test.

use std::path::{Path, PathBuf};

use huaweicloud_core::Operation;
use huaweicloud_core::schema::GeneratedType;
use xtask::model::{Model, NamedSchema, SchemaUsage};
use xtask::spec::{Spec, files};

/// A service: what its specification says, and what was generated from it.
#[derive(Clone, Debug)]
pub struct ServiceUnderTest {
    /// What its specification says.
    pub model: Model,
    /// All operations of its crate.
    pub operations: &'static [Operation],
    /// All types of its crate.
    pub types: &'static [GeneratedType],
    /// The folder of the reviewed tables of its types, one file a resource.
    pub snapshots: PathBuf,
}

impl ServiceUnderTest {
    /// The service that is specified in `folder`, below `root`, of whose crate these are the operations and the types.
    /// `snapshots` is the folder of its tables, relative to the package of these tests.
    ///
    /// # Panics
    ///
    /// If the specification cannot be read, or has a problem.
    pub fn load(
        root: impl AsRef<Path>,
        folder: &str,
        operations: &'static [Operation],
        types: &'static [GeneratedType],
        snapshots: &str,
    ) -> Self {
        let root = root.as_ref();
        let texts = files::read(root, Path::new(folder)).unwrap_or_else(|error| panic!("{error:#}"));
        let spec = Spec::parse(&texts).unwrap_or_else(|problems| panic!("{problems}"));
        let model = Model::of(spec);
        crate::assert_none(&model.problems.iter().map(ToString::to_string).collect::<Vec<_>>());
        let snapshots = Path::new(env!("CARGO_MANIFEST_DIR")).join(snapshots);
        Self { model, operations, types, snapshots }
    }

    /// The generated type of that name.
    pub fn generated(&self, name: &str) -> Option<&'static GeneratedType> {
        self.types.iter().find(|known| known.name() == name)
    }

    /// The schemas that must have a type of their own, in the order of their names.
    pub fn typed_schemas(&self) -> Vec<&NamedSchema> {
        let usage = SchemaUsage::of(&self.model);
        let schemas = self.model.schemas.values();
        schemas.filter(|named| named.schema.is_type() && usage.is_needed(&named.name)).collect()
    }

    /// The generated types that have a schema, each with it. That all have one is for [`agreement`](crate::agreement) to say.
    pub(crate) fn described_types(&self) -> impl Iterator<Item = (&'static GeneratedType, &NamedSchema)> {
        self.types.iter().filter_map(|of| Some((of, self.model.schemas.get(of.name())?)))
    }
}
