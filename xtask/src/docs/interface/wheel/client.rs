//! The class of a client: one method for each operation, and one that says what is sent.

use std::collections::HashMap;

use super::docstring;
use super::python::{Fault, Statement, Token, parse};

/// An operation as the client calls it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Call {
    /// Name in small letters, `list_widgets`.
    pub(super) name: String,
    /// Where the client says what is sent.
    pub(super) line: u32,
    pub(super) method: String,
    pub(super) path: String,
    /// The class of its responses.
    pub(super) response: Option<String>,
    pub(super) summary: String,
    /// What its docstring says below the first line.
    pub(super) doc: String,
    /// The class of its requests.
    pub(super) request: String,
    pub(super) sent: Vec<Sent>,
}

/// An attribute of a request, and what is sent of it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Sent {
    pub(super) place: Place,
    /// The name that is sent; that of the attribute where none is.
    pub(super) name: String,
    pub(super) attribute: String,
}

/// Where an attribute is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Path,
    Query,
    Header,
    /// A field of a form, which is also one of the body.
    Form,
    Body,
    /// A part of the name of the host.
    Host,
}

/// Reads the source of a client.
///
/// # Errors
///
/// If it is not written as clients are.
pub(super) fn read(source: &str) -> Result<Vec<Call>, Fault> {
    let statements = parse(source)?;
    let clients: Vec<_> = statements.iter().filter(|one| one.defines("class").is_some()).collect();
    let [client] = clients.as_slice() else {
        return Err(Fault::new(1, format!("a client is one class, and here are {}", clients.len())));
    };
    let methods = methods(client)?;
    let mut calls = Vec::new();
    for one in &client.body {
        let Some(name) = one.defines("def") else { continue };
        if let Some(operation) = described(name) {
            // Old and new versions call the method otherwise, and one client may not have both.
            if calls.iter().any(|call: &Call| call.name == operation) {
                return Err(Fault::new(one.line, format!("another method says what `{operation}` sends, too")));
            }
            calls.push(call(operation, one, methods.get(operation).copied().unwrap_or(one))?);
        } else if is_operation(name, one) && !methods.keys().any(|other| described(other) == Some(name)) {
            return Err(Fault::new(one.line, format!("no method says what `{name}` sends")));
        }
    }
    if calls.is_empty() {
        return Err(Fault::new(client.line, "the class has no method `_…_http_info`, as clients of an SDK have"));
    }
    Ok(calls)
}

/// The methods of a client by their names. Python would take the last of several; no generator writes them.
fn methods<'s>(client: &'s Statement<'s>) -> Result<HashMap<&'s str, &'s Statement<'s>>, Fault> {
    let mut methods: HashMap<&str, &Statement<'_>> = HashMap::new();
    for (name, one) in client.body.iter().filter_map(|one| Some((one.defines("def")?, one))) {
        if let Some(other) = methods.insert(name, one) {
            return Err(Fault::new(one.line, format!("line {} has the method `{name}`, too", other.line)));
        }
    }
    Ok(methods)
}

/// The operation that a method says of what is sent: `_list_widgets_http_info`, in old versions
/// `list_widgets_with_http_info`.
fn described(method: &str) -> Option<&str> {
    let rest = method.strip_suffix("_http_info")?;
    rest.strip_suffix("_with").or_else(|| rest.strip_prefix('_'))
}

/// Whether a method takes a request, as those of operations do, and sends it at once.
fn is_operation(name: &str, method: &Statement<'_>) -> bool {
    let takes = [Token::Mark('('), Token::Name("self"), Token::Mark(','), Token::Name("request"), Token::Mark(')')];
    !name.ends_with("_invoker") && method.tokens.windows(takes.len()).any(|part| part == takes)
}

/// An operation, by the method that says what is sent and the one that users call.
fn call(name: &str, described: &Statement<'_>, called: &Statement<'_>) -> Result<Call, Fault> {
    let line = described.line;
    let lacks = |what: &str| Fault::new(line, format!("`{name}` has no {what}"));
    let docstring = called.docstring();
    let mut sent = Vec::new();
    for one in &described.body {
        if let [Token::Name("if"), Token::Text(attribute), Token::Name("in"), Token::Name(_), Token::Mark(':')] =
            one.tokens.as_slice()
        {
            for inner in &one.body {
                sent.extend(sent_of(attribute, inner)?);
            }
        }
    }
    let request = docstring::request_class(docstring).ok_or_else(|| lacks("class of requests in its docstring"))?;
    Ok(Call {
        name: name.to_owned(),
        line,
        method: stated(described, "method").ok_or_else(|| lacks("method"))?,
        path: stated(described, "resource_path").ok_or_else(|| lacks("resource_path"))?,
        response: stated(described, "response_type"),
        summary: docstring.lines().next().unwrap_or_default().trim().to_owned(),
        doc: docstring::operation(docstring),
        request: request.to_owned(),
        sent,
    })
}

/// The text that a method states under a key: `"method": "GET"`, in old versions `method='GET'`.
fn stated(method: &Statement<'_>, key: &str) -> Option<String> {
    let parts = method.body.iter().flat_map(|one| one.tokens.windows(3));
    parts.into_iter().find_map(|part| match part {
        [Token::Text(name), Token::Mark(':'), Token::Text(value)] if name == key => Some(value.to_string()),
        [Token::Name(name), Token::Mark('='), Token::Text(value)] if *name == key => Some(value.to_string()),
        _ => None,
    })
}

/// What is sent of an attribute; nothing if a statement says only how.
fn sent_of(attribute: &str, statement: &Statement<'_>) -> Result<Option<Sent>, Fault> {
    use Token::{Mark, Name, Text};
    let (place, name) = match statement.tokens.as_slice() {
        [Name("path_params"), Mark('['), Text(name), Mark(']'), Mark('='), ..] => (Place::Path, name.as_ref()),
        [Name("header_params"), Mark('['), Text(name), Mark(']'), Mark('='), ..] => (Place::Header, name.as_ref()),
        [Name("form_params"), Mark('['), Text(name), Mark(']'), Mark('='), ..] => (Place::Form, name.as_ref()),
        [Name("query_params"), Mark('.'), Name("append"), Mark('('), Mark('('), Text(name), Mark(','), ..] => {
            (Place::Query, name.as_ref())
        }
        [Name("body" | "body_params"), Mark('='), ..] => (Place::Body, attribute),
        [Name("cname"), Mark('='), ..] => (Place::Host, attribute),
        [Name("collection_formats"), ..] => return Ok(None),
        _ => {
            let reason = format!("it is not known what this sends of `{attribute}`; teach it {}", file!());
            return Err(Fault::new(statement.line, reason));
        }
    };
    Ok(Some(Sent { place, name: name.to_owned(), attribute: attribute.to_owned() }))
}
