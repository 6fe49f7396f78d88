//! Resources as the specification of a service.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use serde_json::{Value, json};
use xtask::spec::files::SpecTexts;
use xtask::spec::{canonical_yaml, parse_yaml};

use super::mutation::break_some;
use super::{Choices, Drawn, Resource};

const SERVICE: &str = r#"name = "promise"
title = "Promise"
version = "v1"
crate = "."
sdk-name = "promise"
description = "A service of random things."

[endpoints]
pattern = "https://promise.{region}.example"
regions = ["a-1"]
"#;

/// The sources that operations name; each is there only if one does.
const SOURCES: [(&str, &str); 3] = [
    ("invention", "kind = \"interface\"\npath = \"nowhere\"\ntitle = \"Nobody's interface\"\ndated-by = \"none: invented\"\nsha256 = \"\"\n"),
    ("page.new", "kind = \"page\"\npath = \"new.rst\"\nlayout = \"rst\"\ndate = 2026-02-01\nsha256 = \"0000000000000000000000000000000000000000000000000000000000000002\"\n"),
    ("page.old", "kind = \"page\"\npath = \"old.md\"\nlayout = \"markdown\"\ndate = 2025-02-01\nsha256 = \"0000000000000000000000000000000000000000000000000000000000000001\"\n"),
];

/// The specification of a service with random resources.
#[derive(Clone, Debug)]
pub(crate) struct Specification {
    /// The resource files, by their names.
    pub(crate) resources: BTreeMap<String, Value>,
    /// What they share.
    common: Value,
}

impl Specification {
    /// Resources with all that is hostile and can be honoured.
    pub(crate) fn of(drawn: &[Drawn]) -> Self {
        let mut taken: BTreeSet<String> = ["serviceerror", "colour", "part"].map(str::to_owned).into();
        let files = drawn.iter().enumerate().map(|(index, drawn)| {
            let name = if index == 0 { "cogs".to_owned() } else { format!("cogs-{}", index + 1) };
            let file = Resource::file(&name, drawn, &mut taken);
            (name, file)
        });
        let mut specification = Self { resources: files.collect(), common: common() };
        specification.delete_orphans();
        specification
    }

    /// The same with faults.
    pub(crate) fn broken(mut self, choices: &mut Choices<'_>, one_out_of: usize) -> Self {
        for file in self.resources.values_mut() {
            break_some(file, choices, one_out_of);
        }
        self
    }

    /// Takes out the components that no operation needs.
    fn delete_orphans(&mut self) {
        let mut used = BTreeSet::new();
        let mut waiting: Vec<&Value> = self.resources.values().map(|file| &file["paths"]).collect();
        while let Some(value) = waiting.pop() {
            let target = value.get("$ref").and_then(Value::as_str).and_then(|target| target.strip_prefix('#'));
            if let Some(target) = target.filter(|target| used.insert((*target).to_owned())) {
                waiting.extend(self.resources.values().chain([&self.common]).filter_map(|file| file.pointer(target)));
            }
            match value {
                Value::Object(entries) => waiting.extend(entries.values()),
                Value::Array(elements) => waiting.extend(elements),
                _ => {}
            }
        }
        for file in self.resources.values_mut().chain([&mut self.common]) {
            let Some(Value::Object(components)) = file.get_mut("components") else { continue };
            for (kind, parts) in &mut *components {
                let Value::Object(parts) = parts else { continue };
                parts.retain(|name, _| used.contains(&format!("/components/{kind}/{name}")));
            }
            components.retain(|_, parts| parts != &json!({}));
        }
    }

    /// The texts of its files.
    pub(crate) fn texts(&self) -> SpecTexts {
        let folder = PathBuf::from("openapi/promise");
        let yaml = |value: &Value| canonical_yaml(value).unwrap_or_else(|error| panic!("{error:?}: {value:#}"));
        let mut files: BTreeMap<PathBuf, String> = self
            .resources
            .iter()
            .map(|(name, file)| (folder.join("resources").join(format!("{name}.yaml")), yaml(file)))
            .collect();
        let shown: String = files.values().cloned().collect();
        let mut sources = String::new();
        for (id, rest) in SOURCES.into_iter().filter(|(id, _)| shown.contains(id)) {
            sources.push_str(&format!("[[source]]\nid = \"{id}\"\n{rest}\n"));
        }
        let mut add = |name: &str, text: String| drop(files.insert(folder.join(name), text));
        add("common.yaml", yaml(&self.common));
        add("service.toml", SERVICE.to_owned());
        add("sources.toml", sources);
        add("quirks.toml", String::new());
        SpecTexts { folder, files, manifest: None }
    }
}

/// What the invented service shares.
fn common() -> Value {
    let text = include_str!("../../../../tests/widgets/openapi/widgets/common.yaml");
    parse_yaml(text).unwrap_or_else(|error| panic!("{error:?}"))
}
