//! A request held against what the specification says of its operation.

mod emptiness;
mod parameters;
mod requirements;
mod value;

use std::borrow::Cow;

use hyper::HeaderMap;
use hyper::header::CONTENT_TYPE;
use serde_json::Value;

use crate::document::{Kind, Operation, Schemas, Where};
use crate::refusal::{Codes, Refusal};
use crate::response::Response;
use crate::routing::PathParameters;
use crate::target::Query;
use requirements::Sending;

/// A request, as far as it is held against the specification.
pub(crate) struct Sent<'r> {
    pub(crate) path: &'r PathParameters<'r>,
    pub(crate) query: &'r Query,
    pub(crate) headers: &'r HeaderMap,
    pub(crate) body: &'r [u8],
}

/// What is wrong with a value: where it stands, and what it should be. The first fault that is found is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Violation {
    pub(crate) place: String,
    pub(crate) why: String,
}

impl Violation {
    fn new(place: &str, why: impl Into<String>) -> Self {
        Self { place: place.to_owned(), why: why.into() }
    }

    fn sentence(&self) -> String {
        if self.place.is_empty() {
            format!("The body {}.", self.why)
        } else {
            format!("`{}` {}.", self.place, self.why)
        }
    }
}

/// Refuses a request that does not keep the specification, with the code that the service has for it. Gives the body, if it is JSON,
/// without texts that stand for nothing.
pub(crate) fn check(
    operation: &Operation,
    schemas: &Schemas,
    sent: &Sent<'_>,
    codes: &Codes,
) -> Result<Option<Value>, Refusal> {
    for parameter in &operation.parameters {
        let checked = parameters::check(parameter, schemas, sent);
        checked.map_err(|violation| Refusal::of(codes.invalid_parameter).because(&violation.sentence()))?;
    }
    let mut body = body(operation, sent, codes)?;
    let schema = operation.body.as_ref().and_then(|body| body.json);
    if let (Some(body), Some(schema)) = (&mut body, schema) {
        if sent.body.windows(2).any(|pair| pair == b"\"\"") {
            emptiness::drop_empty(schemas, schema, body);
        }
        let checked = value::check_body(schemas, schema, body, &operation.left);
        checked.map_err(|violation| Refusal::of(codes.invalid_field).because(&violation.sentence()))?;
    }
    let kind = |at: &Where| match at {
        Where::Field(pointer) => schemas.kind(schemas.field_of(schemas.get(schema?), pointer)?),
        _ => None,
    };
    let sending = Sending {
        value_at: &|at| parameters::value_at(at, sent, body.as_ref()),
        is_flag: &|at| kind(at) == Some(Kind::Boolean),
        is_left: &|at| operation.left.contains(at),
    };
    let broken = operation.requirements.iter().find_map(|requirement| requirements::broken(requirement, &sending));
    match broken {
        Some(violation) => Err(Refusal::of(codes.invalid_parameter).because(&violation.sentence())),
        None => Ok(body),
    }
}

/// The first fault of a response: its status, or its body.
pub(crate) fn check_response(operation: &Operation, schemas: &Schemas, response: &Response) -> Result<(), String> {
    let status = response.status();
    let success = operation.success(status).ok_or_else(|| format!("{status} is no documented success"))?;
    let Some(schema) = success.json else {
        return if response.body().is_empty() { Ok(()) } else { Err(format!("{status} has no body")) };
    };
    let body: Value =
        serde_json::from_slice(response.body()).map_err(|error| format!("the body is no JSON: {error}"))?;
    let checked = value::check_sent(schemas, schema, &body, &mut value::Place::default());
    checked.map_err(|violation| violation.sentence())
}

/// What the values of a request want sent beside them, and is not; none if nothing is missing.
pub(crate) fn wanted<'o, 'v>(
    operation: &'o Operation,
    value_at: &dyn Fn(&Where) -> Option<Cow<'v, Value>>,
) -> Option<&'o Where> {
    operation.requirements.iter().find_map(|requirement| requirements::wanted(requirement, value_at))
}

/// The body as JSON, if the operation takes one.
fn body(operation: &Operation, sent: &Sent<'_>, codes: &Codes) -> Result<Option<Value>, Refusal> {
    let Some(body) = &operation.body else { return Ok(None) };
    if sent.body.is_empty() {
        return if body.is_required { Err(Refusal::of(codes.missing_body)) } else { Ok(None) };
    }
    if body.json.is_none() {
        return Ok(None);
    }
    let media_type = sent.headers.get(CONTENT_TYPE).map_or(&b"application/json"[..], |value| value.as_bytes());
    if !is_json(media_type) {
        return Err(Refusal::of(codes.malformed_body).because("Its media type is not `application/json`."));
    }
    let parsed: Value = serde_json::from_slice(sent.body)
        .map_err(|error| Refusal::of(codes.malformed_body).because(&format!("It is no JSON: {error}.")))?;
    // Some clients send null where they have nothing to send.
    Ok(Some(parsed).filter(|parsed| body.is_required || !parsed.is_null()))
}

/// Whether a media type is that of JSON, whatever its parameters; clients of this cloud are known to say `text/json`, too.
fn is_json(media_type: &[u8]) -> bool {
    let essence = media_type.split(|byte| *byte == b';').next().unwrap_or_default().trim_ascii();
    let essence = essence.to_ascii_lowercase();
    matches!(essence.as_slice(), b"application/json" | b"text/json") || essence.ends_with(b"+json")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;
    use crate::document::tests::WIDGETS;

    fn checked(operation: &str, query: &str, body: &str) -> Result<(), Refusal> {
        let document = Document::parse(WIDGETS).unwrap();
        let operation = document.operations.iter().find(|o| o.id.as_ref() == operation).unwrap();
        let query = Query::parse(query).unwrap();
        let path = vec![("project_id", "p")];
        let sent = Sent { path: &path, query: &query, headers: &HeaderMap::new(), body: body.as_bytes() };
        check(operation, &document.schemas, &sent, &Codes::GATEWAY).map(drop)
    }

    #[track_caller]
    fn refused(operation: &str, query: &str, body: &str, why: &str) {
        let refusal = checked(operation, query, body).unwrap_err();
        assert!(refusal.message().ends_with(why), "{query} {body}: {}", refusal.message());
    }

    #[test]
    fn parameters_have_a_type_a_range_and_come_once() {
        for query in ["", "limit=1", "limit=50", "other=x", "colours=RED,BLUE", "colours=Red"] {
            assert_eq!(checked("ListWidgets", query, ""), Ok(()), "{query}");
        }
        refused("ListWidgets", "limit=0", "", "`limit` must be at least 1.");
        refused("ListWidgets", "limit=51", "", "`limit` must be at most 50.");
        refused("ListWidgets", "limit=1.5", "", "`limit` must be an integer.");
        refused("ListWidgets", "limit=", "", "`limit` must be an integer.");
        refused("ListWidgets", "limit=1&limit=2", "", "`limit` is given more than once.");
        refused("ListWidgets", "colours=RED,GREEN", "", "`colours/1` must be one of \"RED\", \"BLUE\".");
    }

    #[test]
    fn integers_have_no_more_bits_than_their_format() {
        let checked = |format: &str, number: &str| {
            let size = r#""size": {"type": "integer", "minimum": 1,"#;
            let formatted = format!(r#""size": {{"type": "integer", "format": "{format}","#);
            let document = Document::parse(&WIDGETS.replacen(size, &formatted, 1)).unwrap();
            let operation = document.operations.iter().find(|o| o.id.as_ref() == "CreateWidget").unwrap();
            let (path, query) = (vec![("project_id", "p")], Query::parse("").unwrap());
            let body = format!(r#"{{"name": "a", "size": {number}}}"#);
            let sent = Sent { path: &path, query: &query, headers: &HeaderMap::new(), body: body.as_bytes() };
            check(operation, &document.schemas, &sent, &Codes::GATEWAY).map(drop)
        };
        for (format, number) in [
            ("int32", "2147483647"),
            ("int32", "-2147483648"),
            ("int32", "1e3"),
            ("int64", "2147483648"),
            ("int64", "9223372036854775807"),
            ("int64", "-9223372036854775808"),
        ] {
            assert_eq!(checked(format, number), Ok(()), "{format} {number}");
        }
        for (format, number) in [("int32", "2147483648"), ("int64", "9223372036854775808"), ("int64", "1e30")] {
            let refusal = checked(format, number).unwrap_err();
            let why = format!("`size` must be an integer of {} bits.", &format[3..]);
            assert!(refusal.message().ends_with(&why), "{}", refusal.message());
        }
    }

    /// Each schema has the next one twice, and in its fields the first one: there are more ways than anybody could go.
    #[test]
    fn schemas_that_share_their_parts_are_checked_once_each() {
        let schema = |number: usize| {
            let next = format!(r##"{{"$ref": "#/components/schemas/S{}"}}"##, number + 1);
            let field = r##"{"a": {"$ref": "#/components/schemas/S0"}}"##;
            format!(r#""S{number}": {{"allOf": [{next}, {next}], "anyOf": [{next}, {next}], "properties": {field}}}"#)
        };
        let schemas: Vec<_> = (0..12).map(schema).collect();
        let text = format!(
            r##"{{"paths": {{"/w": {{"post": {{"operationId": "Create", "responses": {{}},
                "parameters": [{{"name": "of", "in": "query", "schema": {{"$ref": "#/components/schemas/S0"}}}}],
                "requestBody": {{"content": {{"application/json": {{"schema": {{"$ref": "#/components/schemas/S0"}}}}}}}}}}}}}},
                "components": {{"schemas": {{{}, "S12": {{"properties": {{"name": {{"type": "string"}}}}}}}}}}}}"##,
            schemas.join(", ")
        );
        let document = Document::parse(&text).unwrap();
        let checked = |name: &str| {
            let body = format!("{}{{\"name\": {name}}}{}", "{\"a\": ".repeat(40), "}".repeat(40));
            let (path, query) = (Vec::new(), Query::parse("of=x").unwrap());
            let sent = Sent { path: &path, query: &query, headers: &HeaderMap::new(), body: body.as_bytes() };
            check(&document.operations[0], &document.schemas, &sent, &Codes::GATEWAY).map(drop)
        };
        assert_eq!(checked("\"a\""), Ok(()));
        let expected = format!("`{}name` must be a text.", "a/".repeat(40));
        let refusal = checked("1").unwrap_err();
        assert!(refusal.message().ends_with(&expected), "{}", refusal.message());
    }

    #[test]
    fn a_response_has_what_the_specification_says_and_no_more() {
        let document = Document::parse(&WIDGETS.replace(
            r#""responses": {"204": {"description": "Done."}}"#,
            r##""responses": {"204": {"description": "Done."}, "200": {"content": {"application/json": {"schema": {
                "properties": {"widget": {"allOf": [{"$ref": "#/components/schemas/NewWidget"}], "description": "One."}}}}}}}"##,
        ));
        let document = document.unwrap();
        let create = document.operations.iter().find(|o| o.id.as_ref() == "CreateWidget").unwrap();
        let checked = |status, body: &str| {
            let body: Value = serde_json::from_str(body).unwrap();
            check_response(create, &document.schemas, &Response::json(status, &body).unwrap())
        };
        assert_eq!(check_response(create, &document.schemas, &Response::no_content()), Ok(()));
        for body in ["{}", r#"{"widget": {"name": "a", "weight": null, "colour": "RED", "parts": [{"name": "b"}]}}"#] {
            assert_eq!(checked(200, body), Ok(()), "{body}");
        }
        for (status, body, why) in [
            (201, "{}", "201 is no documented success"),
            (204, "{}", "204 has no body"),
            (200, r#"{"widget": {"name": 1}}"#, "`widget/name` must be a text."),
            (200, r#"{"widget": {"name": "a", "size": null}}"#, "`widget/size` must be an integer."),
            (
                200,
                r#"{"widget": {"name": "a", "colour": "GREEN"}}"#,
                "`widget/colour` must be one of \"RED\", \"BLUE\".",
            ),
            (200, r#"{"gadget": {}}"#, "`gadget` is no field that the specification has."),
            (200, r#"{"widget": {"name": "a", "mass": 1}}"#, "`widget/mass` is no field that the specification has."),
            (
                200,
                r#"{"widget": {"name": "a", "parts": [{"name": "b", "mass": 1}]}}"#,
                "`widget/parts/0/mass` is no field that the specification has.",
            ),
        ] {
            assert_eq!(checked(status, body), Err(why.to_owned()), "{body}");
        }
    }

    #[test]
    fn bodies_are_there_and_are_json() {
        refused("CreateWidget", "", "", "The body is missing.");
        refused("CreateWidget", "", "{", "It is no JSON: EOF while parsing an object at line 1 column 1.");
        refused("CreateWidget", "", "[]", "The body must be an object.");
        let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
        refused("CreateWidget", "", &deep, "recursion limit exceeded at line 1 column 128.");
        assert_eq!(checked("ListWidgets", "", "{"), Ok(()), "what takes no body does not look at one");
    }

    #[test]
    fn fields_have_types_ranges_and_conditions() {
        for body in [
            r#"{"name": "a"}"#,
            r#"{"name": "a", "size": null, "other": 1}"#,
            r#"{"name": "a", "Size": 1, "colour": "RED"}"#,
            r#"{"name": "a", "weight": null}"#,
            r#"{"name": "a", "parts": [{"name": "b"}]}"#,
            r#"{"name": "a", "size": 2.0}"#,
        ] {
            assert_eq!(checked("CreateWidget", "", body), Ok(()), "{body}");
        }
        for (body, why) in [
            ("{}", "`name` is missing."),
            (r#"{"name": null}"#, "`name` is missing."),
            (r#"{"name": 1}"#, "`name` must be a text."),
            (r#"{"name": ""}"#, "`name` must have at least 1 character."),
            (r#"{"name": "abcdefghi"}"#, "`name` must have at most 8 characters."),
            (r#"{"name": "A"}"#, "`name` must match `^[a-z]+$`."),
            (r#"{"name": "a", "size": 0}"#, "`size` must be at least 1."),
            (r#"{"name": "a", "Size": 0}"#, "`size` must be at least 1."),
            (r#"{"name": "a", "size": "1"}"#, "`size` must be an integer."),
            (r#"{"name": "a", "colour": "GREEN"}"#, "`colour` must be one of \"RED\", \"BLUE\"."),
            (r#"{"name": "a", "parts": [{}, {}]}"#, "`parts/0/name` is missing."),
            (
                r#"{"name": "a", "parts": [{"name": "a"}, {"name": "a"}, {"name": "a"}]}"#,
                "`parts` must have at most 2 elements.",
            ),
            (r#"{"name": "a", "size": 1, "weight": 2}"#, "`size`, `weight` must not be sent together."),
            (r#"{"name": "a", "colour": "RED"}"#, "`size` is needed, because of `colour`."),
            (
                r#"{"name": "a", "parts": [{"name": "b", "colour": "RED"}]}"#,
                "`parts/0/size` is needed, because of `colour`.",
            ),
        ] {
            refused("CreateWidget", "", body, why);
        }
    }
}
