//! A request as a program in Rust, with the client that is generated of the same document. What things are called follows the
//! rules by which that client is made; what no one would write with it is a request to a path.

mod expression;

use std::collections::BTreeSet;
use std::fmt::Write as _;

use heck::{ToSnakeCase as _, ToUpperCamelCase as _};

use super::{Given, Written};
use crate::document::Place;
use crate::documentation::Parameter;
use crate::examples::EXAMPLE_PROJECT_ID;
use expression::{Expressions, literal, snake};

/// The program.
pub(in super::super) fn rust(written: Written<'_>) -> String {
    let crate_name = written.documentation.rust_crate();
    match (&crate_name, crate_name.as_ref().and_then(|_| call(written))) {
        (Some(crate_name), Some(Call { types, statements })) => {
            let module = written.module();
            let types = Vec::from_iter(types);
            let imports = match types.as_slice() {
                [] => String::new(),
                [one] => format!("use {crate_name}::{module}::{one};\n"),
                several => format!("use {crate_name}::{module}::{{{}}};\n", several.join(", ")),
            };
            program(written, crate_name, &imports, "", &statements)
        }
        (Some(crate_name), None) => {
            program(written, crate_name, "", ", Method", &to_path(written.given, "client.service_client()"))
        }
        (None, _) => {
            let statements = indented(&to_path(written.given, "client"));
            format!(
                "use huaweicloud_core::{{Method, ServiceClient}};\n\n\
                 async fn call(client: &ServiceClient) -> Result<(), Box<dyn std::error::Error>> {{\n{statements}    Ok(())\n}}\n"
            )
        }
    }
}

fn program(written: Written<'_>, crate_name: &str, imports: &str, more: &str, statements: &str) -> String {
    let endpoint = literal(written.endpoint);
    let options = if statements.contains("RequestOptions") { ", RequestOptions" } else { "" };
    let client = format!(
        "let client = Client::builder()\n    .endpoint({endpoint})\n    .credentials(Credentials::from_env()?)\n    .build()?;\n"
    );
    format!(
        "{imports}use {crate_name}::{{Client, Credentials{more}{options}}};\n\n\
         #[tokio::main(flavor = \"current_thread\")]\n\
         async fn main() -> Result<(), Box<dyn std::error::Error>> {{\n{}    Ok(())\n}}\n",
        indented(&format!("{client}{statements}")),
    )
}

fn indented(statements: &str) -> String {
    statements
        .lines()
        .fold(String::new(), |text, line| if line.is_empty() { text + "\n" } else { text + "    " + line + "\n" })
}

/// The call of a method of the client.
struct Call {
    types: BTreeSet<String>,
    statements: String,
}

impl Written<'_> {
    /// The module of the client in which the types of the operation are found.
    fn module(&self) -> String {
        self.operation.tags.first().map(|tag| tag.replace('-', "_")).unwrap_or_default()
    }
}

/// None if what was given is nothing that the method takes.
fn call(written: Written<'_>) -> Option<Call> {
    let Written { documentation, operation, given, .. } = written;
    let mut parameters = documentation.parameters(&operation.id);
    // Arguments come in this order, whatever that of the document is.
    parameters.sort_by_key(|parameter| place(parameter));
    let mut expressions = Expressions::new(documentation);
    let (mut arguments, mut setters, mut statements) = (Vec::new(), String::new(), String::new());
    for parameter in parameters {
        let Some(value) = given.value(&parameter.name, place(parameter)?) else { continue };
        let is_page = operation
            .paging
            .as_ref()
            .is_some_and(|paging| paging.cursor == parameter.name || paging.size.as_ref() == Some(&parameter.name));
        let name = snake(parameter.rust_name.as_ref().unwrap_or(&parameter.name));
        if is_project(parameter) {
            if value.texts != [EXAMPLE_PROJECT_ID] {
                let project = literal(value.texts.first()?);
                let _ = write!(setters, "\n    .with_options(RequestOptions::new().project_id({project}))");
            }
            continue;
        }
        let expression = expressions.parameter(&parameter.schema, is_page, value.is_list, &value.texts)?;
        match documentation.only_value(&parameter.schema) {
            Some(only) if value.texts == [only] => {}
            None if parameter.required => arguments.push(expression),
            _ => {
                let _ = write!(setters, "\n    .{name}({expression})");
            }
        }
    }
    if let Some((body, media_type, content)) = documentation.body(operation) {
        if let Some(text) = &given.body {
            if !media_type.starts_with("application/json") {
                return None;
            }
            let value = serde_json::from_str(text).ok()?;
            let expression = expressions.value(&content.schema, &value, 0)?;
            let _ = writeln!(statements, "let body = {expression};");
            if body.required { arguments.push("body".to_owned()) } else { setters.push_str("\n    .body(body)") }
        } else if body.required {
            return None;
        }
    }
    let method = method(operation.rust_name.as_ref().unwrap_or(&operation.id));
    let send = if setters.is_empty() { ".send().await?" } else { "\n    .send()\n    .await?" };
    let _ = writeln!(statements, "let response = client.{method}({}){setters}{send};", arguments.join(", "));
    statements.push_str("println!(\"{response:?}\");\n");
    Some(Call { types: expressions.types, statements })
}

/// Where a parameter stands.
fn place(parameter: &Parameter) -> Option<Place> {
    Some(match parameter.place.as_str() {
        "path" => Place::Path,
        "query" => Place::Query,
        "header" => Place::Header,
        _ => return None,
    })
}

/// Whether the client fills it in by itself.
fn is_project(parameter: &Parameter) -> bool {
    parameter.place == "path" && parameter.name == "project_id"
}

fn method(operation: &str) -> String {
    snake(&operation.to_snake_case())
}

/// A request to a path, for what no method takes.
fn to_path(given: &Given, client: &str) -> String {
    let method = given.method.to_upper_camel_case();
    let mut text = String::new();
    if let Some(body) = &given.body {
        let _ = match serde_json::from_str::<serde::de::IgnoredAny>(body) {
            Ok(_) => writeln!(text, "let body: serde_json::Value = serde_json::from_str({})?;", raw(body)),
            Err(_) => writeln!(text, "let body = {};", literal(body)),
        };
    }
    let _ = writeln!(text, "let mut request = {client}.request_to(Method::{method}, {});", literal(&given.path));
    for value in &given.values {
        let set = match (value.place, value.is_list) {
            (Place::Path, _) if value.name == "project_id" => continue,
            (Place::Path, _) => "set_path",
            (Place::Query, _) => "set_query",
            (Place::Header, _) => "set_header",
        };
        let texts = if value.is_joined() { vec![value.texts.join(",")] } else { value.texts.clone() };
        let texts: Vec<_> = texts.iter().map(|text| literal(text)).collect();
        let texts = if texts.len() == 1 { texts.concat() } else { format!("vec![{}]", texts.join(", ")) };
        let _ = writeln!(text, "request.{set}({}, {texts});", literal(&value.name));
    }
    if given.body.is_some() {
        let set = if given.is_form() { "set_form_body" } else { "set_body" };
        let _ = writeln!(text, "request.{set}(&body);");
    }
    text.push_str("let response = request.send::<serde_json::Value>().await?;\nprintln!(\"{response:?}\");\n");
    text
}

/// A text in Rust with nothing in it escaped.
fn raw(text: &str) -> String {
    let mut hashes = "#".to_owned();
    while text.contains(&format!("\"{hashes}")) {
        hashes.push('#');
    }
    format!("r{hashes}\"{text}\"{hashes}")
}
