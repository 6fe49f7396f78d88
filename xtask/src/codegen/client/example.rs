//! The example of an operation: a call with everything that it cannot do without, made from the documented examples, and a
//! field of its response.

use std::fmt::Write as _;

use anyhow::Context as _;

use super::Client;
use super::builders::parameter_type;
use super::expression::{Expressions, Imports};
use super::module::Module;
use crate::codegen::format;
use crate::model::{ContentKind, Model, Operation, Parameter, Property, RustType, Schema, Shape, names};
use crate::progenitor::RequestTypes;

/// How many fields a list of a response may have beside it, to be what the response is about.
const MOST_BESIDE_A_LIST: usize = 3;

/// The example as a code block, which compiles.
pub(super) fn example(
    client: &Client<'_>,
    module: &Module<'_>,
    operation: &Operation,
    types: &RequestTypes,
) -> anyhow::Result<String> {
    let crate_name = client.crate_name();
    let mut given = parameters(client.model, operation, types);
    let mut imports = Imports::new();
    let mut signature = format!("client: &{crate_name}::Client");
    let mut statements = String::new();
    if let Some(of) = types.body.as_ref().filter(|_| operation.request.as_ref().is_some_and(|body| body.required)) {
        if let Some((value, used)) = body(client, module, operation) {
            let _ = writeln!(statements, "let body = {value};");
            imports = used;
        } else {
            // What no expression makes is there already.
            let path = |schema: &str| format!("{crate_name}::{}::{schema}", client.home(schema, &module.name));
            let _ = write!(signature, ", body: {}", of.spelled(&path));
        }
        given.push("body".to_owned());
    }
    let call = format!("client.{}({}).send().await?;", names::method(&operation.rust_name), given.join(", "));
    match printed(client, operation) {
        Some(printed) => write!(statements, "let response = {call} {printed}")?,
        None => statements.push_str(&call),
    }
    let statements = laid_out(&statements).with_context(|| format!("the example of `{}`", operation.id))?;
    let mut text = String::from("```no_run\n");
    if !imports.is_empty() {
        let imports = imports.into_iter().map(|(module, types)| match Vec::from_iter(types) {
            types if types.len() == 1 => format!("use {crate_name}::{module}::{};\n", types.concat()),
            types => format!("use {crate_name}::{module}::{{{}}};\n", types.join(", ")),
        });
        let _ = writeln!(text, "{}", imports.collect::<String>());
    }
    let _ = writeln!(text, "# async fn example({signature}) -> Result<(), {crate_name}::Error> {{");
    let _ = write!(text, "{statements}# Ok(())\n# }}\n```");
    Ok(text)
}

/// Statements as rustfmt would lay them out.
fn laid_out(statements: &str) -> anyhow::Result<String> {
    let function = format::formatted(
        format!("async fn example() {{ {statements} }}")
            .parse()
            .map_err(|error: proc_macro2::LexError| anyhow::anyhow!("{error}: {statements}"))?,
    )?;
    let lines = function.lines().skip(1).filter(|line| *line != "}");
    Ok(lines.fold(String::new(), |text, line| text + line.strip_prefix("    ").unwrap_or(line) + "\n"))
}

/// The parameters that must be given.
fn parameters(model: &Model, operation: &Operation, types: &RequestTypes) -> Vec<String> {
    let arguments = operation.arguments(model).into_iter().filter_map(|parameter| {
        let position = operation.parameters.iter().position(|known| std::ptr::eq(known, parameter))?;
        let of = parameter_type(operation, parameter, types.parameters.get(position)?);
        Some(argument(model, parameter, &of))
    });
    arguments.collect()
}

/// The body of the first documented example, and what it needs to be imported.
fn body(client: &Client<'_>, module: &Module<'_>, operation: &Operation) -> Option<(String, Imports)> {
    let content = operation.request.as_ref()?.content.as_ref()?;
    let example = content.examples.first()?;
    let mut expressions = Expressions::new(client, module);
    let value = expressions.expression(&content.schema, &example.value)?;
    client.model.named(&content.schema)?;
    Some((value, expressions.imports))
}

/// A statement that prints a part of the response; none if it has no value.
fn printed(client: &Client<'_>, operation: &Operation) -> Option<String> {
    let content = operation.success_content()?;
    match content.kind {
        ContentKind::Text => return Some("println!(\"{}\", response.value());".to_owned()),
        ContentKind::Bytes => return Some("println!(\"{} bytes\", response.len());".to_owned()),
        ContentKind::Json | ContentKind::Form => {}
    }
    let model = client.model;
    if let Some(field) = list_element(model, &content.schema) {
        return Some(for_each("response.iter()", field));
    }
    let properties = model.named(&content.schema).map_or(&[][..], |named| named.schema.properties());
    let is_list = |property: &Property| {
        let in_requests = model.named(&content.schema).is_some_and(|of| client.usage.usage(&of.name).in_requests);
        (property.required || !in_requests) && !model.is_nullable(&property.schema)
    };
    // An object with many fields is not there for a list among them.
    let few = if properties.len() <= MOST_BESIDE_A_LIST + 1 { properties } else { &[] };
    let list = few
        .iter()
        .filter(|property| is_list(property))
        .find_map(|property| Some((property, list_element(model, &property.schema)?)));
    Some(match (list, first_shown(properties)) {
        (Some((property, field)), _) => for_each(&format!("&response.{}", property.rust_name), field),
        (None, Some(field)) => format!("println!(\"{{:?}}\", response.{});", field.rust_name),
        (None, None) => "println!(\"{response:?}\");".to_owned(),
    })
}

fn for_each(list: &str, field: &Property) -> String {
    format!("for item in {list} {{ println!(\"{{:?}}\", item.{}); }}", field.rust_name)
}

/// The field to print of each object of a list; none if the schema is no list of objects.
fn list_element<'m>(model: &'m Model, schema: &'m Schema) -> Option<&'m Property> {
    let Shape::Array(items) = &model.resolve(schema).shape else { return None };
    let named = model.named(items).filter(|_| !model.is_nullable(items))?;
    first_shown(named.schema.properties())
}

/// The field that says most of an object: its name or its id, else the first one that holds nothing secret.
fn first_shown(properties: &[Property]) -> Option<&Property> {
    let shown = || properties.iter().filter(|property| !property.schema.is_secret());
    let is_scalar = |property: &&Property| matches!(property.schema.shape, Shape::String(_) | Shape::Integer);
    let known = |name: &str| shown().filter(is_scalar).find(|property| property.rust_name == name);
    known("name").or_else(|| known("id")).or_else(|| shown().next())
}

/// Something that a parameter may be given as.
fn argument(model: &Model, parameter: &Parameter, of: &RustType) -> String {
    let example = parameter.example(model).unwrap_or(&parameter.rust_name);
    match of {
        RustType::Integer => "1".to_owned(),
        RustType::Number => "1.0".to_owned(),
        RustType::Boolean => "true".to_owned(),
        RustType::Vec(element) => match **element {
            RustType::Integer | RustType::Number | RustType::Boolean => {
                format!("[{}]", argument(model, parameter, element))
            }
            _ => format!("[{}]", literal(element_example(model, parameter).unwrap_or(&parameter.rust_name))),
        },
        _ => literal(example),
    }
}

/// A text that an element of a list may be.
fn element_example<'m>(model: &'m Model, parameter: &'m Parameter) -> Option<&'m str> {
    let items = model.resolve(&parameter.schema).items()?;
    let values = model.resolve(items).enumeration()?;
    values.values.first().map(|value| value.wire.as_str())
}

/// A text in Rust, which ends no code block that it stands in.
pub(super) fn literal(text: &str) -> String {
    format!("{text:?}").replace('`', "\\u{60}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fixture;

    #[test]
    fn an_element_of_a_list_is_a_value_that_it_may_have_or_else_its_name() {
        let resource = "paths:\n  /v1/things:\n    get:\n      operationId: ListThings\n      parameters:\n        - {name: \
                        sizes, in: query, required: true, schema: {type: array, items: {type: string, enum: [SMALL, \
                        LARGE]}}}\n        - {name: names, in: query, required: true, schema: {type: array, items: {type: \
                        string}}}\n      responses:\n        '204': {description: Done.}\n";
        let model = fixture::of(&[("sources.toml", ""), ("resources/things.yaml", resource)]);
        let parameters = &model.operation("ListThings").unwrap().parameters;
        let list_of = |element: RustType| RustType::Vec(Box::new(element));
        let of = |at: usize, of: RustType| argument(&model, &parameters[at], &of);
        assert_eq!(of(0, list_of(RustType::String)), "[\"SMALL\"]");
        assert_eq!(of(1, list_of(RustType::String)), "[\"names\"]");
        assert_eq!(of(1, list_of(RustType::Boolean)), "[true]");
    }

    #[test]
    fn a_text_ends_no_code_block() {
        assert_eq!(literal("a\n```\u{202e}\""), r#""a\n\u{60}\u{60}\u{60}\u{202e}\"""#);
    }

    #[test]
    fn statements_are_laid_out() {
        let text = laid_out("let a = b(1,2); for x in a { c(x); }").unwrap();
        assert_eq!(text, "let a = b(1, 2);\nfor x in a {\n    c(x);\n}\n");
        assert!(laid_out("let a = ;").is_err());
    }
}
