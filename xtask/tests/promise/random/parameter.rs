//! Random parameters.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use xtask::model::names;

use super::names::Names;
use super::schema::is_secret;
use super::{Resource, Use};

/// The parameters of an operation in the making.
#[derive(Default)]
pub(super) struct Parameters {
    pub(super) list: Vec<Value>,
    /// The names of their setters.
    setters: BTreeSet<String>,
    wires: BTreeSet<(String, String)>,
    /// The names of those that are not out of date.
    current: Vec<String>,
}

impl Parameters {
    /// Whether there is one of that name in that place.
    pub(super) fn has(&self, place: &str, name: &str) -> bool {
        self.wires.contains(&(place.to_owned(), name.to_owned()))
    }
}

impl Resource<'_, '_> {
    /// The parameters of an operation to a path.
    pub(super) fn parameters_of(&mut self, path: &str) -> Parameters {
        let mut parameters = Parameters::default();
        parameters.setters.insert("body".to_owned());
        for name in path.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name) {
            if name == "project_id" {
                parameters.list.push(json!({ "$ref": "#/components/parameters/ProjectId" }));
            } else {
                let schema = self.plain(Use::Request);
                self.parameter(&mut parameters, "path", name, schema);
            }
        }
        for _ in 0..self.choices.below(4) {
            let name = Names::Wire.good(&mut self.choices);
            let schema = self.query_schema();
            self.parameter(&mut parameters, "query", name, schema);
        }
        for _ in 0..self.choices.below(3) {
            let name = Names::Header.good(&mut self.choices);
            let schema = self.plain(Use::Request);
            self.parameter(&mut parameters, "header", name, schema);
        }
        if self.choices.once_in(8) {
            parameters.list.push(json!({ "$ref": "#/components/parameters/Colour" }));
        }
        parameters
    }

    fn query_schema(&mut self) -> Value {
        let plain = self.plain(Use::Request);
        if self.choices.once_in(3) { json!({ "type": "array", "items": plain }) } else { plain }
    }

    /// Adds a parameter, unless there is one of that name in that place.
    pub(super) fn parameter(&mut self, to: &mut Parameters, place: &str, name: &str, mut schema: Value) {
        let key = if place == "header" { name.to_ascii_lowercase() } else { name.to_owned() };
        if name.is_empty() || !to.wires.insert((place.to_owned(), key)) {
            return;
        }
        if is_secret(name) {
            schema = json!({ "type": "string", "x-no-secret": true });
        }
        if schema.get("$ref").is_none() {
            self.sampled(&mut schema);
        }
        let mut parameter = json!({ "name": name, "in": place, "description": self.text(), "schema": schema });
        if place == "path" || self.choices.once_in(3) {
            parameter["required"] = json!(true);
        }
        let others: Vec<String> = to.current.iter().filter(|other| *other != name).cloned().collect();
        self.deprecate(&mut parameter, &others, 8);
        if parameter.get("deprecated").is_none() {
            to.current.push(name.to_owned());
        }
        match self.choices.below(4) {
            2 if place == "query" && schema["type"] == "array" => parameter["explode"] = json!(false),
            3 if place == "query" => (parameter["style"], parameter["explode"]) = (json!("form"), json!(true)),
            3 => parameter["style"] = json!("simple"),
            _ => {}
        }
        let usual = names::snake(name);
        let suffixed = format!("{}_{place}", usual.trim_end_matches('_'));
        // One name in two places is distinguished by the place.
        if self.choices.once_in(10) || (!to.setters.insert(usual) && !to.setters.insert(suffixed)) {
            let chosen = format!("parameter_{}", to.setters.len());
            parameter["x-rust-name"] = json!(chosen);
            to.setters.insert(chosen);
        }
        self.situate(&mut parameter, 6);
        to.list.push(self.listed(parameter));
    }

    /// The parameter itself, or a reference to it as a component.
    fn listed(&mut self, parameter: Value) -> Value {
        if !self.choices.once_in(5) {
            return parameter;
        }
        let name = format!("{}-{}.x", self.name, self.parameters.len());
        let reference = json!({ "$ref": format!("#/components/parameters/{name}") });
        self.parameters.insert(name, parameter);
        reference
    }
}
