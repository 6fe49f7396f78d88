//! What is looked up in a model, found once when it is made: nothing that goes through all of it searches it for each part.

use std::collections::{BTreeMap, HashMap};

use super::{Method, NamedSchema, Operation};

/// Where operations and schemas stand, by what is known of them. Of several that have that in common, it is the first.
#[derive(Clone, Debug, Default)]
pub(super) struct Index {
    /// The number of each operation, by its id.
    pub(super) ids: HashMap<String, usize>,
    /// The same by the names that the documentation has for it: its own, unless that is ours, and those of its variants.
    pub(super) names: HashMap<String, usize>,
    /// The same by its method and the shape of its path.
    pub(super) addresses: HashMap<(Method, String), usize>,
    /// The numbers of the operations of each resource.
    pub(super) resources: HashMap<String, Vec<usize>>,
    /// The names of the schemas that each file defines.
    pub(super) files: HashMap<String, Vec<String>>,
}

impl Index {
    pub(super) fn of(operations: &[Operation], schemas: &BTreeMap<String, NamedSchema>) -> Self {
        let mut index = Self::default();
        for (at, operation) in operations.iter().enumerate() {
            index.ids.entry(operation.id.clone()).or_insert(at);
            let own = Some(&operation.id).filter(|_| !operation.is_name_proposed);
            for name in own.into_iter().chain(&operation.variants) {
                index.names.entry(name.clone()).or_insert(at);
            }
            index.addresses.entry((operation.method, operation.path.shape())).or_insert(at);
            index.resources.entry(operation.resource.clone()).or_default().push(at);
        }
        for (name, named) in schemas {
            index.files.entry(named.home.clone()).or_default().push(name.clone());
        }
        index
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use crate::model::{Model, Operation};
    use crate::spec::{self, Spec};

    #[test]
    fn operations_and_schemas_are_found_by_what_is_known_of_them() {
        let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/widgets");
        let texts = spec::files::read(&workspace, Path::new("openapi/widgets")).unwrap();
        let model = Model::of(Spec::parse(&texts).unwrap());
        let is_it = |found: Option<&Operation>, operation| found.is_some_and(|found| std::ptr::eq(found, operation));
        for operation in &model.operations {
            let (id, path) = (&operation.id, operation.path.as_str());
            assert!(is_it(model.operation(id), operation), "{id}");
            assert_eq!(is_it(model.operation_called(id), operation), !operation.is_name_proposed, "{id}");
            assert!(operation.variants.iter().all(|name| is_it(model.operation_called(name), operation)), "{id}");
            assert!(is_it(model.operation_at(operation.method, &path.replace('{', "{other_")), operation), "{id}");
            assert!(model.operations_of(&operation.resource).any(|one| std::ptr::eq(one, operation)), "{id}");
        }
        for (name, named) in &model.schemas {
            assert!(model.schemas_of(&named.home).any(|one| one.name == *name), "{name}");
        }
        let of_files = model.spec.files.iter().map(|file| {
            let (operations, schemas) = (model.operations_of(&file.name), model.schemas_of(&file.name));
            (operations.count(), schemas.count())
        });
        let sum = of_files.fold((0, 0), |sum, of_file| (sum.0 + of_file.0, sum.1 + of_file.1));
        assert_eq!(sum, (model.operations.len(), model.schemas.len()));
        assert!(model.operations.iter().any(|one| one.is_name_proposed && !one.variants.is_empty()));
    }

    #[test]
    fn of_several_operations_of_one_name_the_first_is_found() {
        let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/widgets");
        let mut texts = spec::files::read(&workspace, Path::new("openapi/widgets")).unwrap();
        let name = |model: &Model, at: usize| model.operations[at].id.clone();
        let model = Model::of(Spec::parse(&texts).unwrap());
        let (first, second) = (name(&model, 0), name(&model, 1));
        for text in texts.files.values_mut() {
            *text = text.replace(&format!("operationId: {second}\n"), &format!("operationId: {first}\n"));
        }
        let model = Model::of(Spec::parse(&texts).unwrap());
        assert_eq!((name(&model, 0), name(&model, 1)), (first.clone(), first.clone()));
        assert!(model.operation(&first).is_some_and(|found| std::ptr::eq(found, &raw const model.operations[0])));
    }
}
