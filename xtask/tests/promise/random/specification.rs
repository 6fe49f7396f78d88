//! Resources as the specification of a service.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::PathBuf;

use serde_json::{Value, json};
use xtask::spec::files::SpecTexts;
use xtask::spec::{canonical_yaml, parse_yaml};

use super::mutation::break_some;
use super::names::Names;
use super::{Choices, Drawn, Resource};

/// Names of resources, which become modules and features.
const RESOURCES: [&str; 20] = [
    "cogs", "i64", "string-x", "test", "error", "http", "result", "promise", "self-2", "calls", "secret", "macros",
    "clone", "response", "serde", "a-1", "option", "tests", "mock", "value",
];

/// The sources that operations name; each is there only if one does.
const SOURCES: [(&str, &str); 3] = [
    (
        "invention",
        "kind = \"interface\"\npath = \"nowhere\"\ntitle = \"Nobody's interface\"\ndated-by = \"none: invented\"\nsha256 = \"\"\n",
    ),
    (
        "page.new",
        "kind = \"page\"\npath = \"new.rst\"\nlayout = \"rst\"\ndate = 2026-02-01\nsha256 = \"0000000000000000000000000000000000000000000000000000000000000002\"\n",
    ),
    (
        "page.old",
        "kind = \"page\"\npath = \"old.md\"\nlayout = \"markdown\"\ndate = 2025-02-01\nsha256 = \"0000000000000000000000000000000000000000000000000000000000000001\"\n",
    ),
];

/// The specification of a service with random resources.
#[derive(Clone, Debug)]
pub(crate) struct Specification {
    /// The resource files, by their names.
    pub(crate) resources: BTreeMap<String, Value>,
    /// What they share.
    common: Value,
    /// `service.toml`.
    service: String,
    /// `error-codes.toml`.
    error_codes: String,
}

impl Specification {
    /// Resources with all that is hostile and can be honoured.
    pub(crate) fn of(drawn: &[Drawn]) -> Self {
        let mut taken: BTreeSet<String> = ["serviceerror", "colour", "part"].map(str::to_owned).into();
        let files = RESOURCES.iter().zip(drawn).map(|(name, drawn)| {
            let file = Resource::file(name, drawn, &mut taken);
            ((*name).to_owned(), file)
        });
        let resources = files.collect();
        let mut choices = Choices::new(drawn.first().map_or(&[][..], |drawn| &drawn.0));
        let (service, error_codes) = (service(&mut choices), error_codes(&mut choices));
        let mut specification = Self { resources, common: common(), service, error_codes };
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

    /// How many names and texts it holds that do harm where somebody takes them as they are.
    pub(crate) fn hostile_texts(&self) -> usize {
        let mut count = 0;
        let mut waiting: Vec<&Value> = self.resources.values().collect();
        while let Some(value) = waiting.pop() {
            match value {
                Value::Object(entries) => {
                    count += entries.keys().filter(|key| Names::is_hostile(key)).count();
                    waiting.extend(entries.values());
                }
                Value::Array(elements) => waiting.extend(elements),
                Value::String(text) => count += usize::from(Names::is_hostile(text)),
                _ => {}
            }
        }
        count
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
        let shown: String = files.values().chain([&self.error_codes]).cloned().collect();
        let mut sources = String::new();
        for (id, rest) in SOURCES.into_iter().filter(|(id, _)| shown.contains(id)) {
            let _ = write!(sources, "[[source]]\nid = \"{id}\"\n{rest}\n");
        }
        let mut add = |name: &str, text: String| drop(files.insert(folder.join(name), text));
        add("common.yaml", yaml(&self.common));
        add("service.toml", self.service.clone());
        add("error-codes.toml", self.error_codes.clone());
        add("clouds.toml", super::condition::CLOUDS.to_owned());
        add("sources.toml", sources);
        add("quirks.toml", String::new());
        SpecTexts { folder, files, family: None, manifest: None }
    }
}

/// `service.toml`. What JSON writes of a text, TOML reads.
fn service(choices: &mut Choices<'_>) -> String {
    let (title, description) = (json!(Names::Text.good(choices)), json!(Names::Text.good(choices)));
    format!(
        "name = \"promise\"\ntitle = {title}\nversion = \"v1\"\ncrate = \".\"\nsdk-name = \"promise\"\ndescription = {description}\n\
         contact = {{ name = {title}, url = \"https://promise.example\" }}\n\
         license = {{ name = {title}, url = \"https://promise.example/license\" }}\n\
         documentation = {{ description = {description}, url = \"https://promise.example/docs\" }}\n\n\
         [endpoints]\npattern = \"https://promise.{{region}}.example\"\ndefault = \"a-1\"\nregions = [\"a-1\"]\n"
    )
}

/// The code of a page after the last one.
pub(super) const PAST_END: &str = "P.0001";

/// `error-codes.toml`, with some codes in order.
fn error_codes(choices: &mut Choices<'_>) -> String {
    let count = choices.below(4);
    let codes: BTreeSet<&str> = Names::Wire.rotated(choices).filter(|code| !code.is_empty()).take(count).collect();
    let names: Vec<&str> = Names::Variant.rotated(choices).take(count).collect();
    let mut text = String::new();
    // One is always there: that of a page after the last one of a list.
    let mut entries: BTreeMap<&str, &str> = codes.into_iter().zip(names).collect();
    entries.insert(PAST_END, "PastTheEndOfAList");
    for (code, name) in entries {
        let (code, meaning, class) =
            (json!(code), json!(Names::Text.good(choices)), choices.one(&["retry", "not-found", "conflict"]));
        let _ = write!(
            text,
            "[[code]]\ncode = {code}\nname = \"{name}\"\nstatuses = [400, 503]\nmeaning = {meaning}\nclass = \"{class}\"\nsources = [\"invention\"]\n\n"
        );
    }
    text
}

/// What the invented service shares.
fn common() -> Value {
    let text = include_str!("../../../../tests/widgets/openapi/widgets/common.yaml");
    parse_yaml(text).unwrap_or_else(|error| panic!("{error:?}"))
}
