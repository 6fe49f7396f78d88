//! From the files of a service to one OpenAPI document.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::family::taken;
use super::provenance::of_service;
use super::witnessed::witnessed;
use super::{COMMON, ServiceFile, SpecFile, WitnessRecord, by_service, child, components, unescape};
use crate::problem::Problem;

/// Puts the files together: paths and components of all of them, one tag a resource, and what is recorded of witnesses. Of the
/// `shared` files of a family the document has what the files of the service refer to.
///
/// # Errors
///
/// A problem for each part that a file should not have, or that two files have.
pub fn bundle(
    service: &ServiceFile,
    files: &[SpecFile],
    shared: &[SpecFile],
    witnesses: &WitnessRecord,
) -> Result<Value, Vec<Problem>> {
    put_together(service, files, (shared, &taken(files, shared)), witnesses)
}

/// The document as it would be if the service took all that its family shares: what drafts can refer to.
///
/// # Errors
///
/// As those of [`bundle`].
pub(crate) fn whole_bundle(
    service: &ServiceFile,
    files: &[SpecFile],
    shared: &[SpecFile],
    witnesses: &WitnessRecord,
) -> Result<Value, Vec<Problem>> {
    let own: BTreeSet<String> = components(files).map(|(pointer, ..)| pointer).collect();
    let all = components(shared).map(|(pointer, ..)| pointer).filter(|pointer| !own.contains(pointer)).collect();
    put_together(service, files, (shared, &all), witnesses)
}

fn put_together(
    service: &ServiceFile,
    files: &[SpecFile],
    (shared, taken): (&[SpecFile], &BTreeSet<String>),
    witnesses: &WitnessRecord,
) -> Result<Value, Vec<Problem>> {
    let mut bundle = Bundle::default();
    shared.iter().filter(|file| file.name == COMMON).for_each(|file| bundle.add_shared(file, taken, &service.name));
    for own in files {
        bundle.add(own);
        let beside = shared.iter().filter(|file| file.name != COMMON && file.name == own.name);
        beside.for_each(|file| bundle.add_shared(file, taken, &service.name));
    }
    let is_elsewhere = |file: &&SpecFile| file.name != COMMON && !files.iter().any(|own| own.name == file.name);
    shared.iter().filter(is_elsewhere).for_each(|file| bundle.add_shared(file, taken, &service.name));
    if !bundle.problems.is_empty() {
        return Err(bundle.problems);
    }
    let mut document = json!({
        "openapi": "3.0.3",
        "info": {
            "title": service.title,
            "version": service.version,
            "description": service.description,
            "contact": service.contact,
            "license": service.license,
        },
        "externalDocs": service.documentation,
        "servers": servers(service),
        "tags": bundle.tags,
        "paths": bundle.paths,
        "components": bundle.components,
    });
    witnessed(&mut document, witnesses);
    Ok(document)
}

#[derive(Default)]
struct Bundle {
    tags: Vec<Value>,
    paths: Map<String, Value>,
    components: Map<String, Value>,
    problems: Vec<Problem>,
}

impl Bundle {
    fn add(&mut self, file: &SpecFile) {
        let Value::Object(parts) = &file.value else {
            self.refuse(file, "", "the file is not a mapping", "write `paths:` and `components:` at its top level");
            return;
        };
        for (pointer, _) in by_service(&file.value) {
            let key = unescape(pointer.rsplit('/').next().unwrap_or_default());
            let message = format!("`{key}` is a mapping, as it is where services share a component");
            let form = if key == "by" { "as a list of texts" } else { "as text" };
            self.refuse(file, &pointer, &message, &format!("write what this service has, {form}"));
        }
        for (key, part) in parts {
            match (key.as_str(), part) {
                ("tag", Value::Object(_)) if file.name != COMMON => self.tags.push(part.clone()),
                ("paths", Value::Object(paths)) if file.name != COMMON => {
                    for (path, item) in paths {
                        self.add_path(file, path, item);
                    }
                }
                ("components", Value::Object(kinds)) => self.add_components(file, kinds),
                _ => self.refuse(
                    file,
                    &child("", key),
                    "this part does not belong into the file",
                    "a resource file has `tag`, `paths` and `components`, the common file `components` alone, all mappings",
                ),
            }
        }
    }

    /// Adds those components of a family that the service takes, as the service has them.
    fn add_shared(&mut self, file: &SpecFile, taken: &BTreeSet<String>, service: &str) {
        for (pointer, _, value) in components([file]).filter(|(pointer, ..)| taken.contains(pointer)) {
            let mut names = pointer.split('/').skip(2).map(unescape);
            let (Some(kind), Some(name)) = (names.next(), names.next()) else { continue };
            if let Value::Object(all) = self.components.entry(kind).or_insert_with(|| json!({}))
                && all.insert(name, of_service(value, service)).is_some()
            {
                self.refuse(file, &pointer, "another shared file has this component too", "keep it in one file");
            }
        }
    }

    /// Adds the operations of a path. Two resources may share a path, but not an operation.
    fn add_path(&mut self, file: &SpecFile, path: &str, item: &Value) {
        let pointer = child("/paths", path);
        let Value::Object(item) = item else {
            self.refuse(file, &pointer, "the path is not a mapping", "write its operations below it");
            return;
        };
        let entry = self.paths.entry(path).or_insert_with(|| json!({}));
        let Value::Object(operations) = entry else { return };
        let mut twice = Vec::new();
        for (method, operation) in item {
            if operations.insert(method.clone(), operation.clone()).is_some() {
                twice.push(child(&pointer, method));
            }
        }
        for pointer in twice {
            self.refuse(file, &pointer, "another file has this operation too", "keep it in one file");
        }
    }

    fn add_components(&mut self, file: &SpecFile, kinds: &Map<String, Value>) {
        for (kind, named) in kinds {
            let pointer = child("/components", kind);
            let Value::Object(named) = named else {
                self.refuse(file, &pointer, "this is not a mapping", "write the components below it, by name");
                continue;
            };
            for (name, component) in named {
                let all = self.components.entry(kind).or_insert_with(|| json!({}));
                let Value::Object(all) = all else { continue };
                if all.insert(name.clone(), component.clone()).is_some() {
                    let remedy = "keep it in one file; what two resources share belongs into common.yaml";
                    self.refuse(file, &child(&pointer, name), "another file has this component too", remedy);
                }
            }
        }
    }

    fn refuse(&mut self, file: &SpecFile, pointer: &str, message: &str, remedy: &str) {
        self.problems.push(Problem {
            file: file.path.clone(),
            line: file.line(pointer).unwrap_or(0),
            pointer: pointer.to_owned(),
            rule: "bundle",
            message: message.to_owned(),
            remedy: remedy.to_owned(),
        });
    }
}

/// The endpoints, as OpenAPI has them: one server with the region as a variable, and one for each other region. That of the
/// default region is the first.
fn servers(service: &ServiceFile) -> Vec<Value> {
    let endpoints = &service.endpoints;
    let default = endpoints.regions.iter().find(|region| **region == endpoints.default);
    let of_pattern = json!({
        "url": endpoints.pattern,
        "variables": { "region": {
            "description": "Id of the region.",
            "default": default.or(endpoints.regions.first()),
            "enum": endpoints.regions,
        } },
    });
    let others = endpoints.others.iter().map(|(region, url)| json!({ "url": url, "description": region }));
    let mut servers: Vec<Value> = std::iter::once(of_pattern).chain(others).collect();
    // The one with the pattern stays where it is unless the default region is another's.
    servers.sort_by_key(|server| server["description"] != endpoints.default.as_str());
    servers
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The addresses of the servers, in order, and the region that stands for the variable.
    fn served(default: &str) -> (Vec<Value>, Value) {
        let text = format!(
            "name = \"w\"\ntitle = \"W\"\nversion = \"v1\"\ncrate = \".\"\nsdk-name = \"w\"\ndescription = \"W.\"\n\
             contact = {{ name = \"W\", url = \"https://w.example\" }}\n\
             license = {{ name = \"MIT\", url = \"https://w.example/mit\" }}\n\
             documentation = {{ description = \"W.\", url = \"https://w.example/docs\" }}\n\
             [endpoints]\npattern = \"https://w.{{region}}.example\"\nregions = [\"a-1\", \"b-2\"]\n\
             default = \"{default}\"\n[endpoints.others]\n\"c-3\" = \"https://c.example\"\n\"d-4\" = \"https://d.example\"\n"
        );
        let servers = servers(&toml::from_str(&text).unwrap());
        let variable = servers.iter().find_map(|server| server.pointer("/variables/region/default")).cloned();
        (servers.iter().map(|server| server["url"].clone()).collect(), variable.unwrap())
    }

    #[test]
    fn the_server_of_the_default_region_is_the_first() {
        let (pattern, c, d) = ("https://w.{region}.example", "https://c.example", "https://d.example");
        assert_eq!(served("b-2"), (vec![pattern.into(), c.into(), d.into()], "b-2".into()));
        assert_eq!(served("d-4"), (vec![d.into(), pattern.into(), c.into()], "a-1".into()));
    }
}
