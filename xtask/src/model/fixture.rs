//! Models of invented services, for tests.

use std::path::Path;

use super::Model;
use crate::spec::Spec;
use crate::spec::files::SpecTexts;

/// The model of the service `widgets` with these files, beside what each service has.
pub(crate) fn of(files: &[(&str, &str)]) -> Model {
    of_service("widgets", files)
}

/// The model of a service with that name.
pub(crate) fn of_service(name: &str, files: &[(&str, &str)]) -> Model {
    let folder = Path::new("openapi").join(name);
    let mut texts = SpecTexts { folder: folder.clone(), ..SpecTexts::default() };
    let service =
        include_str!("../lint/fixtures/service.toml").replace("name = \"widgets\"", &format!("name = \"{name}\""));
    let common = [
        ("service.toml", service.as_str()),
        ("common.yaml", include_str!("../lint/fixtures/common.yaml")),
        ("quirks.toml", ""),
    ];
    for (file, text) in common.iter().chain(files) {
        texts.files.insert(folder.join(file), (*text).to_owned());
    }
    Model::of(Spec::parse(&texts).unwrap())
}
