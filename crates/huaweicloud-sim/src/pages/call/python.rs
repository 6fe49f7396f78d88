//! A request as a program in Python, with the official SDK.

use heck::{ToSnakeCase as _, ToUpperCamelCase as _};

use super::super::json_text::as_python;
use super::{Given, NotWritten, Written};
use crate::document::Place;
use crate::documentation::{Documentation, Schema};

/// The program; none if the SDK has no such call.
pub(in super::super) fn python(written: Written<'_>, sdk_name: Option<&str>) -> Result<String, NotWritten> {
    let Written { documentation, operation, given, endpoint } = written;
    let sdk_name =
        sdk_name.ok_or_else(|| NotWritten("Nobody told what the official SDKs call the service.".to_owned()))?;
    if !operation.is_in_sdks() {
        return Err(NotWritten(
            "The official SDK has no method for this operation: only the documentation has it.".to_owned(),
        ));
    }
    let mut arguments = Vec::new();
    for parameter in documentation.parameters(&operation.id) {
        let place = match parameter.place.as_str() {
            "path" if parameter.name == "project_id" => continue,
            "path" => Place::Path,
            "query" => Place::Query,
            _ => Place::Header,
        };
        let Some(value) = given.value(&parameter.name, place) else { continue };
        let texts: Vec<_> = value.texts.iter().map(|text| literal(documentation, &parameter.schema, text)).collect();
        let texts = if value.is_list { format!("[{}]", texts.join(", ")) } else { texts.concat() };
        arguments.push(format!("{}={texts}", name(&parameter.name)));
    }
    if let Some(body) = body(given)? {
        arguments.push(format!("body={body}"));
    }
    let arguments =
        arguments.iter().fold(String::new(), |all, one| all + "\n    " + &one.replace('\n', "\n    ") + ",");
    let arguments = if arguments.is_empty() { arguments } else { format!("{arguments}\n") };
    let client = client(documentation, sdk_name);
    let (package, version) = (format!("huaweicloudsdk{sdk_name}"), &documentation.info.version);
    let request = format!("{}Request", operation.id.to_upper_camel_case());
    let project = given.value("project_id", Place::Path).map(|value| text(&value.texts.concat()));
    let project = project.map_or_else(String::new, |project| format!(", {project}"));
    Ok(format!(
        "import os\n\n\
         from huaweicloudsdkcore.auth.credentials import BasicCredentials\n\
         from {package}.{version} import {client}, {request}\n\n\
         credentials = BasicCredentials(os.environ[\"HUAWEICLOUD_SDK_AK\"], os.environ[\"HUAWEICLOUD_SDK_SK\"]{project})\n\
         client = {client}.new_builder().with_credentials(credentials).with_endpoint({}).build()\n\
         request = {request}({arguments})\n\
         print(client.{}(request))\n",
        text(endpoint),
        operation.id.to_snake_case(),
    ))
}

/// The body, with the objects of JSON as dictionaries.
fn body(given: &Given) -> Result<Option<String>, NotWritten> {
    let Some(body) = &given.body else { return Ok(None) };
    let not_json = || NotWritten("The body that was given is no JSON, which is all that the SDK sends.".to_owned());
    as_python(body).ok_or_else(not_json).map(Some)
}

/// The class of the client: the service as its title writes it.
fn client(documentation: &Documentation, sdk_name: &str) -> String {
    let mut words = documentation.info.title.split(|character: char| !character.is_ascii_alphanumeric());
    let word = words.find(|word| word.eq_ignore_ascii_case(sdk_name));
    format!("{}Client", word.map_or_else(|| sdk_name.to_upper_camel_case(), str::to_owned))
}

/// The name of an attribute for one on the wire.
fn name(wire: &str) -> String {
    let name = wire.to_snake_case();
    if matches!(name.as_str(), "from" | "global" | "in" | "is" | "class" | "import" | "lambda" | "not" | "or" | "and") {
        format!("_{name}")
    } else {
        name
    }
}

fn literal(documentation: &Documentation, schema: &Schema, given: &str) -> String {
    let resolved = documentation.resolve(schema).schema;
    let element = resolved.items.as_ref().map_or(resolved, |items| documentation.resolve(items).schema);
    let is_number = |given: &str| serde_json::from_str::<serde_json::Number>(given).is_ok();
    match element.kind.as_deref() {
        Some("integer" | "number") if is_number(given) => given.to_owned(),
        Some("boolean") if given == "true" => "True".to_owned(),
        Some("boolean") if given == "false" => "False".to_owned(),
        _ => text(given),
    }
}

/// A text as Python and JSON both write it.
fn text(given: &str) -> String {
    serde_json::to_string(given).unwrap_or_default()
}
