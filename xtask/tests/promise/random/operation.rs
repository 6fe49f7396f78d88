//! Random operations.

use std::fmt::Write as _;

use serde_json::{Map, Value, json};

use super::example::Maker;
use super::names::Names;
use super::parameter::Parameters;
use super::schema::{Seen, is_secret, reference};
use super::specification::PAST_END;
use super::{Resource, Use, Way};

const METHODS: [&str; 6] = ["get", "put", "post", "delete", "head", "patch"];

impl Resource<'_, '_> {
    /// Adds an operation.
    pub(super) fn operation(&mut self) {
        let (path, method) = self.address();
        let id = self.fresh(Names::Operation);
        let parameters = self.parameters_of(&path);
        let mut operation = json!({
            "operationId": id,
            "summary": self.text(),
            "description": self.referring(),
            "tags": [self.name],
            "x-idempotent": self.choices.once_in(2),
            "x-sources": self.sources(),
        });
        if self.choices.once_in(8) {
            operation["x-rust-name"] = json!(self.fresh(Names::Operation));
        }
        let instead = self.operations.clone();
        self.deprecate(&mut operation, &instead, 6);
        if self.choices.once_in(6) {
            operation["x-example"] = json!("constructed");
            operation["x-proposed-name"] = json!(true);
        }
        if self.choices.once_in(6) {
            operation["x-variants"] = json!([self.fresh(Names::Operation), self.fresh(Names::Operation)]);
        }
        operation["x-permission"] = if self.choices.once_in(4) { self.permission() } else { json!("unknown") };
        self.situate(&mut operation, 6);
        let query: Vec<String> = parameters
            .list
            .iter()
            .map(|listed| self.declared(listed))
            .filter(|one| one["in"] == "query")
            .filter_map(|one| Some(format!("$request.query.{}", one["name"].as_str()?)))
            .collect();
        self.require(&mut operation, &query, false);
        if operation.get("x-variants").is_some() && operation.get("x-requires").is_none() {
            operation["x-requires"] = json!("none");
        }
        let has_body = matches!(method, "put" | "post" | "patch") || (method == "delete" && self.choices.once_in(3));
        // What both bodies hold: one type, which is read and sent.
        let shared = (has_body && self.choices.once_in(4)).then(|| reference(&self.object(Use::Both, Vec::new())));
        if has_body {
            operation["requestBody"] = self.request_body(shared.as_ref());
        }
        self.respond(method, &mut operation, parameters, shared);
        if operation.get("deprecated").is_none() {
            self.operations.push(operation["operationId"].as_str().unwrap_or_default().to_owned());
        }
        let item = self.paths.entry(path).or_insert_with(|| json!({}));
        item[method] = operation;
    }

    /// A text that may refer to an operation.
    fn referring(&mut self) -> String {
        let text = self.text();
        match self.operations.last().cloned() {
            Some(id) if self.choices.once_in(3) => format!("`{id}`: {text}"),
            _ => text.to_owned(),
        }
    }

    /// Says of one out of so many that it is out of date, and what to take instead, if there is something.
    pub(super) fn deprecate(&mut self, what: &mut Value, instead: &[String], one_out_of: usize) {
        if !self.choices.once_in(one_out_of) {
            return;
        }
        what["deprecated"] = json!(true);
        match instead.last() {
            Some(name) if self.choices.once_in(2) => what["x-replaced-by"] = json!(name),
            _ => what["x-not-replaced"] = json!(self.text()),
        }
    }

    /// A path, and a method that it does not have yet.
    fn address(&mut self) -> (String, &'static str) {
        let method = *self.choices.one(&METHODS);
        let known = self.paths.iter().find(|(_, item)| item.get(method).is_none()).map(|(path, _)| path.clone());
        if let Some(path) = known.filter(|_| self.choices.once_in(3)) {
            return (path, method);
        }
        let number = self.paths.len();
        let mut path = format!("/v1/{{project_id}}/{}/{number}", self.name);
        let count = self.choices.below(3);
        let names: Vec<&str> = Names::Placeholder.rotated(&mut self.choices).take(count).collect();
        for name in names {
            let before = self.choices.one(&["/", "/cogs/", "/a-b_c.d~e:", "/@$&'()*+,;=", "/-", ""]);
            let _ = write!(path, "{before}{{{name}}}");
        }
        let tail = self.choices.one(&["", "/tail", "/x=1"]);
        path.push_str(tail);
        (path, method)
    }

    /// A parameter as it is declared; one of what resources share is none of the query that must be given.
    fn declared<'p>(&'p self, listed: &'p Value) -> &'p Value {
        let name = listed.get("$ref").and_then(Value::as_str).and_then(|target| target.rsplit('/').next());
        name.and_then(|name| self.parameters.get(name)).unwrap_or(listed)
    }

    fn sources(&mut self) -> Value {
        match self.choices.below(3) {
            0 => json!(["invention"]),
            1 => json!(["page.new", "page.old"]),
            _ => json!(["page.old", "invention"]),
        }
    }

    fn permission(&mut self) -> Value {
        json!([{
            "action": "widget:cog:list",
            "access-level": "List",
            "resource-type": Names::Wire.good(&mut self.choices),
            "resource-required": self.choices.once_in(2),
            "when": [{ "value": "$request.path.project_id", "sent": true }],
            "condition-keys": ["g:EnterpriseProjectId"],
            "alias": "widget:cogs:list",
            "dependencies": ["axle:axle:get"],
            "scopes": ["project", "enterprise-project"],
            "source": "page.new",
        }])
    }

    fn request_body(&mut self, shared: Option<&Value>) -> Value {
        let (media_type, schema) = match (self.choices.below(14), shared) {
            (_, Some(shared)) => ("application/json", shared.clone()),
            (made, None) => self.request_content(made),
        };
        let content = self.content(media_type, schema, Way::Request);
        let body = json!({ "description": self.text(), "required": self.choices.once_in(2), "content": content });
        if !self.choices.once_in(4) {
            return body;
        }
        let name = format!("{}-body-{}", self.name, self.bodies.len());
        let reference = json!({ "$ref": format!("#/components/requestBodies/{name}") });
        self.bodies.insert(name, body);
        reference
    }

    fn request_content(&mut self, choice: usize) -> (&'static str, Value) {
        match choice {
            0..=2 => ("application/json", reference(&self.object(Use::Request, Vec::new()))),
            3 => ("application/json; charset=utf-8", reference(&self.object(Use::Request, Vec::new()))),
            4 => ("application/x-www-form-urlencoded", reference(&self.form())),
            5 => ("application/merge-patch+json", reference(&self.object(Use::Request, Vec::new()))),
            _ => ("application/json", self.spot(Use::Request, 0)),
        }
    }

    /// An object whose fields a form can hold.
    fn form(&mut self) -> String {
        let count = 1 + self.choices.below(4);
        let wires: Vec<&str> = Names::Wire.rotated(&mut self.choices).take(count).collect();
        let mut seen = Seen::of(&wires);
        let mut properties = Map::new();
        for wire in wires {
            let plain = self.plain(Use::Request);
            let schema = if self.choices.once_in(3) { json!({ "type": "array", "items": plain }) } else { plain };
            // A forced property is never null.
            let schema = self.property(wire, schema, Use::Request, &mut seen, true);
            properties.insert(wire.to_owned(), schema);
        }
        let name = self.fresh(Names::Type);
        let form = json!({ "description": self.text(), "type": "object", "properties": properties });
        self.schemas.insert(name.clone(), form);
        name
    }

    fn content(&mut self, media_type: &str, mut schema: Value, way: Way) -> Value {
        if schema.get("$ref").is_some() && self.choices.once_in(24) {
            schema = json!({ "allOf": [schema], "nullable": true });
        }
        let mut media = json!({ "schema": schema });
        if !media_type.starts_with("text/") && schema["format"] != "binary" {
            let (schemas, choices) = (&self.schemas, &mut self.choices);
            let value = Maker { schemas, choices, way }.value(&schema, 0);
            let mut example = json!({ "summary": self.text(), "value": value });
            if self.choices.once_in(4) {
                example["description"] = json!(self.text());
            }
            let name = if self.choices.once_in(4) { Names::Wire.good(&mut self.choices) } else { "documented" };
            media["examples"] = json!({ name: example });
            if self.choices.once_in(5) {
                let (schemas, choices) = (&self.schemas, &mut self.choices);
                let value = Maker { schemas, choices, way }.value(&schema, 0);
                media["examples"]["another"] = json!({ "summary": self.text(), "value": value });
            }
        }
        json!({ media_type: media })
    }

    /// Adds the parameters and the responses, and what goes on after them.
    fn respond(&mut self, method: &str, operation: &mut Value, mut parameters: Parameters, shared: Option<Value>) {
        let body = match shared {
            Some(shared) => Some(("application/json", shared)),
            None if method == "head" => None,
            None => self.response_content(operation, &mut parameters),
        };
        let mut success = json!({ "description": self.text() });
        let mut status = *self.choices.one(&["200", "201", "2XX", "202", "299"]);
        match body {
            Some((media_type, schema)) => success["content"] = self.content(media_type, schema, Way::Response),
            None if self.choices.once_in(2) => status = "204",
            None => {}
        }
        let other = self.choices.once_in(8).then(|| success.clone());
        if self.choices.once_in(4) {
            let name = format!("{}-response-{}", self.name, self.responses.len());
            let reference = json!({ "$ref": format!("#/components/responses/{name}") });
            self.responses.insert(name, std::mem::replace(&mut success, reference));
        }
        operation["parameters"] = json!(parameters.list);
        operation["responses"] = json!({
            status: success,
            "4XX": { "$ref": "#/components/responses/ClientError" },
            "5XX": { "$ref": "#/components/responses/ServerError" },
        });
        if let Some(mut other) = other {
            if self.choices.once_in(2)
                && let Value::Object(other) = &mut other
            {
                other.remove("content");
            }
            operation["responses"]["203"] = other;
        }
    }

    fn response_content(
        &mut self,
        operation: &mut Value,
        parameters: &mut Parameters,
    ) -> Option<(&'static str, Value)> {
        let text = json!({ "type": "string" });
        let bytes = json!({ "type": "string", "format": "binary" });
        Some(match self.choices.below(22) {
            0 | 1 => return None,
            2 => ("text/plain", text),
            3 => ("text/html; charset=utf-8", text),
            4 => ("application/octet-stream", bytes),
            5..=11 => ("application/json", self.spot(Use::Response, 0)),
            12 => ("application/json;charset=UTF-8", reference(&self.object(Use::Response, Vec::new()))),
            13 => ("application/problem+json", reference(&self.object(Use::Response, Vec::new()))),
            14 | 15 => ("application/json", self.page(operation, parameters)),
            16 | 17 => ("application/json", self.job(operation, parameters)),
            _ => ("application/json", reference(&self.object(Use::Response, Vec::new()))),
        })
    }

    fn page(&mut self, operation: &mut Value, parameters: &mut Parameters) -> Value {
        let usual = Names::Wire.rotated(&mut self.choices).filter(|name| !is_secret(name) && !name.is_empty());
        let names: Vec<&str> = usual.filter(|name| !parameters.has("query", name)).take(4).collect();
        let items = self.spot(Use::Response, 1);
        let forced = vec![
            (names[0].to_owned(), json!({ "type": "array", "items": items })),
            (names[1].to_owned(), json!({ "type": "integer", "format": "int64" })),
        ];
        for name in &names[2..] {
            let integer = self.integer();
            self.parameter(parameters, "query", name, integer);
        }
        let dialect = self.choices.one(&["offset", "page", "position"]);
        let mut paging = json!({
            "dialect": dialect, "cursor": names[2], "first": self.choices.below(2), "size": names[3],
            "items": names[0], "total": names[1], "end": self.choices.one(&["total", "short-page"]),
            "whole-with": [names[2]],
        });
        if self.choices.once_in(2) {
            paging["past-end"] = json!(self.choices.one(&["empty", "refused"]));
            if paging["past-end"] == "refused" {
                paging["past-end-codes"] = json!([PAST_END]);
            }
        }
        // Only where the parameter itself says nothing of sizes, which would have to agree.
        let declared = parameters.list.iter().map(|listed| self.declared(listed));
        let size = declared.into_iter().find(|known| known["name"] == names[3] && known["in"] == "query").cloned();
        if size.is_some_and(|size| size["schema"].get("maximum").is_none() && size["schema"].get("default").is_none()) {
            paging["default-size"] = json!(1 + self.choices.below(9));
            paging["max-size"] = json!(10 + self.choices.below(90));
        }
        operation["x-paging"] = paging;
        reference(&self.object(Use::Response, forced))
    }

    /// A response that shows the work that goes on after it, as well as what failed.
    fn job(&mut self, operation: &mut Value, parameters: &Parameters) -> Value {
        let wires: Vec<&str> = Names::Wire.rotated(&mut self.choices).filter(|name| !is_secret(name)).take(4).collect();
        let text = |name: &str| (name.to_owned(), json!({ "type": "string" }));
        let element = self.object(Use::Response, vec![text(wires[0]), text(wires[1])]);
        let list = json!({ "type": "array", "items": reference(&element) });
        let forced = vec![(wires[2].to_owned(), list), (wires[3].to_owned(), json!({ "type": "boolean" }))];
        let at = |part: &str, name: &str| format!("{part}{}", name.replace('~', "~0").replace('/', "~1"));
        let (each, id) = (at("$response.body#/", wires[2]), at("$each#/", wires[0]));
        let mut step = json!({
            "shown-by": operation["operationId"],
            "element": { "list": wires[2], "by": { wires[0]: [Names::Wire.good(&mut self.choices)] }, "since": wires[1] },
            "state": wires[1],
            "success": ["done"],
            "failure": ["lost"],
            "absent": self.choices.one(&["pending", "success", "failure"]),
            "goals": [{ "field": wires[0], "equals": each }, { "field": wires[1] }],
            "first-delay-seconds": 1 + self.choices.below(9),
            "interval-seconds": 1,
        });
        if self.choices.once_in(2) {
            step["each"] = json!(each);
            step["element"]["by"] = json!({ wires[0]: id });
            let tests = [("sent", json!(true)), ("sent", json!(false)), ("is", json!(["a"])), ("is-not", json!(["a"]))];
            let (asked, value) = self.choices.one(&tests).clone();
            step["when"] = json!([{ "value": id, asked: value }]);
        }
        let places = [("query", "$request.query."), ("header", "$request.header.")];
        for parameter in parameters.list.iter().map(|listed| self.declared(listed)) {
            let of = places.iter().find(|(place, _)| parameter["in"] == *place).map(|(_, prefix)| prefix);
            if let (Some(prefix), Some(name)) = (of, parameter["name"].as_str()) {
                step["with"][name] = json!(format!("{prefix}{name}"));
            }
        }
        operation["x-long-running"] = json!([step]);
        let mut partial = json!({ "list": wires[2], "thing": wires[0], "code": wires[1], "message": wires[0] });
        match self.choices.below(3) {
            0 => partial["failed-unless"] = json!({ wires[1]: ["good"] }),
            1 => partial["failed-if-sent"] = json!(wires[1]),
            _ => partial["all"] = json!(wires[3]),
        }
        operation["x-partial-failure"] = partial;
        reference(&self.object(Use::Response, forced))
    }
}
