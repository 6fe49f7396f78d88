//! Example requests and responses.

mod curl;
mod repair;
mod split;

use super::outline::{Outline, Passage, PassageKind, REFUSALS};
use super::uri::{Uri, fits_template, request_line, split_target};
use crate::docs::block::Text;
use crate::docs::facts::{Example, ExampleBody, Located, PageFacts, PageProblem, PageProblemKind, StatusCode};
use crate::docs::words::{Section, is_status, leading_status, status_in_brackets, status_label};
use crate::model::Method;

/// Collects the examples of a page, and checks them against method and path.
pub(super) fn collect(facts: &mut PageFacts, outline: &Outline<'_>, uri: &Uri) {
    for passage in &outline.passages {
        let code = match passage.kind {
            PassageKind::Code(code) => code,
            PassageKind::Text(text) => {
                facts.examples.request.extend(of_text(passage, text));
                continue;
            }
        };
        let answer = status_line(code);
        let is_request = match passage.section {
            Section::RequestExample | Section::Request | Section::Examples if answer.is_some() => false,
            Section::RequestExample | Section::Request => true,
            Section::ResponseExample | Section::Response => false,
            Section::Examples => is_sent(code) || is_before_the_response(outline, passage, uri),
            _ => continue,
        };
        for mut example in read(facts, code, passage.line, is_request) {
            example.label = example.label.or_else(|| passage.label.clone());
            if is_request {
                check_uri(facts, &example, uri);
                facts.examples.request.push(example);
            } else {
                example.status = answer.map(str::to_owned).or_else(|| status_of(passage));
                match answer.filter(|_| example.body == ExampleBody::None) {
                    Some(status) => without_body(facts, status, passage.line),
                    None => facts.examples.response.push(example),
                }
            }
        }
    }
}

/// A request line among examples that stands in the text, and in no block of code.
fn of_text(passage: &Passage<'_>, text: &Text) -> Option<Example> {
    let is_example = matches!(passage.section, Section::RequestExample | Section::Examples);
    let (method, target) = request_line(&text.plain).filter(|_| is_example)?;
    Some(Example {
        label: None,
        status: None,
        method: Some(method),
        uri: Some(target.to_owned()),
        headers: Vec::new(),
        body: ExampleBody::None,
        line: passage.line,
    })
}

/// Keeps the status of a response that an example shows to have no body, where the page does not tell of it otherwise.
fn without_body(facts: &mut PageFacts, status: &str, line: u32) {
    let is_success = status.starts_with('2');
    let is_known = |known: &StatusCode| known.code == status || (is_success && known.code.starts_with('2'));
    if !facts.status_codes.iter().any(is_known) {
        facts.status_codes.push(StatusCode { code: status.to_owned(), description: String::new(), line });
    }
}

/// The status of a response: what a label says, or else the one that the text before it names in brackets.
fn status_of(passage: &Passage<'_>) -> Option<String> {
    let told = passage.label.as_deref().and_then(status_in_brackets);
    match &passage.status {
        Some(known) if known != REFUSALS => Some(known.clone()),
        Some(_) => told.filter(|status| status.starts_with(['4', '5'])).or(Some(REFUSALS)).map(str::to_owned),
        None => told.map(str::to_owned),
    }
}

/// Whether an example without a label is one of a request: it begins with a request line, or with an address.
fn is_sent(code: &str) -> bool {
    let first = code.lines().map(str::trim).find(|line| !line.is_empty());
    let is_address =
        |line: &str| line.starts_with('/') && !line.starts_with("//") && !line.contains(char::is_whitespace);
    first.is_some_and(|line| request_line(line).is_some() || is_address(line)) || curl::parse(code).is_some()
}

/// Whether an example without a label stands before the one that is labelled as the response, on a page that labels none as
/// the request: it is what is sent, if a body is.
fn is_before_the_response(outline: &Outline<'_>, passage: &Passage<'_>, uri: &Uri) -> bool {
    let mut examples = outline.passages.iter().filter(|other| matches!(other.kind, PassageKind::Code(_)));
    let is_response = |other: &Passage<'_>| other.section == Section::ResponseExample;
    let is_labelled = |section: Section| examples.clone().any(|other| other.section == section);
    !matches!(uri.method.value, Method::Get | Method::Head)
        && !is_labelled(Section::RequestExample)
        && examples.find(|other| is_response(other)).is_some_and(|response| response.line > passage.line)
}

/// The status of an example that begins with one, as a response does: `HTTP/1.1 200 OK`, `Status Code: 200`, `204: nothing`.
fn status_line(code: &str) -> Option<&str> {
    let line = code.lines().find(|line| !line.trim().is_empty())?.trim();
    let of_protocol = line.strip_prefix("HTTP").and_then(|rest| rest.trim_start().strip_prefix('/'));
    let of_protocol = of_protocol.and_then(|rest| rest.split_whitespace().nth(1));
    of_protocol.filter(|status| is_status(status)).or_else(|| status_label(line)).or_else(|| {
        let (code, _) = line.split_once([':', '：'])?;
        leading_status(line).filter(|status| *status == code.trim_end())
    })
}

/// Splits an example into request line, headers and body. Of several bodies each is an example of its own.
fn read(facts: &mut PageFacts, code: &str, first_line: u32, is_request: bool) -> Vec<Example> {
    let mut example = Example {
        label: None,
        status: None,
        method: None,
        uri: None,
        headers: Vec::new(),
        body: ExampleBody::None,
        line: first_line,
    };
    if let Some(command) = curl::parse(code).filter(|_| is_request) {
        example.method = command.method;
        example.headers = curl::headers(&command, first_line);
        example.body = body(facts, command.body.as_deref().unwrap_or_default().trim(), first_line);
        example.uri = command.uri;
        return vec![example];
    }
    let (rest, line) = head(&mut example, code, is_request);
    let text = rest.trim();
    let Some(pieces) = several(text) else {
        example.body = body(facts, text, line);
        return vec![example];
    };
    let are_several = pieces.len() > 1;
    let examples = pieces.into_iter().enumerate().map(|(index, piece)| {
        let line = line + piece.line;
        let label = Some(piece.words).filter(|words| are_several && !words.is_empty());
        let body = body(facts, piece.text, line);
        if index == 0 {
            return Example { label, body, ..example.clone() };
        }
        Example { label, status: None, method: None, uri: None, headers: Vec::new(), body, line }
    });
    examples.collect()
}

/// Takes request line, address, status and headers off the beginning of an example. What is left, and its line.
fn head<'c>(example: &mut Example, code: &'c str, is_request: bool) -> (&'c str, u32) {
    let mut rest = code;
    let first_line = example.line;
    let mut line = first_line;
    while !rest.is_empty() {
        let (head, tail) = rest.split_once('\n').unwrap_or((rest, ""));
        let head_line = head.trim();
        if let Some((method, target)) = request_line(head_line).filter(|_| is_request && example.method.is_none()) {
            example.method = Some(method);
            example.uri = Some(target.trim_end_matches(['\'', '"']).to_owned());
        } else if let Some(target) =
            address(head_line).filter(|_| is_request && example.uri.is_none() && line == first_line)
        {
            example.uri = Some(target.to_owned());
        } else if !is_request && line == first_line && status_line(head_line).is_some() {
            // The status is known, and no part of the body.
        } else if is_header(head_line) && (is_request || status_line(code).is_some()) {
            example.headers.push(Located { value: head_line.to_owned(), line });
        } else if !head_line.is_empty() {
            break;
        }
        rest = tail;
        line += 1;
    }
    (rest, line)
}

/// The values of a text that is no single one: several of them, or one below words of a person.
fn several(text: &str) -> Option<Vec<split::Piece<'_>>> {
    let is_single = text.starts_with(['{', '[']) && serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok();
    let pieces = split::pieces(text).filter(|_| !is_single)?;
    let is_worded = pieces.len() == 1 && !text.starts_with(['{', '[']) && !text.starts_with('<');
    let is_read = |piece: &split::Piece<'_>| repair::parse(piece.text).is_ok();
    ((pieces.len() > 1 || is_worded) && pieces.iter().all(is_read)).then_some(pieces)
}

/// An address that is a line by itself.
fn address(line: &str) -> Option<&str> {
    let is_address = line.starts_with("https://") || line.starts_with("http://");
    (is_address && !line.contains(char::is_whitespace)).then_some(line)
}

/// Whether a line is a header such as `X-Auth-Token: …`.
fn is_header(line: &str) -> bool {
    line.split_once(':')
        .is_some_and(|(name, _)| !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-'))
}

fn body(facts: &mut PageFacts, text: &str, line: u32) -> ExampleBody {
    if text.is_empty() {
        return ExampleBody::None;
    }
    if !text.starts_with(['{', '[']) {
        return ExampleBody::Text(text.to_owned());
    }
    let strict = serde_json::from_str(text).ok();
    let (value, mut repairs) = match strict {
        Some(value) => (value, Vec::new()),
        None => match repair::parse(text) {
            Ok(repaired) => repaired,
            Err(why) => {
                let reason = format!("example is not JSON: {why}");
                facts.problems.push(PageProblem::new(&facts.page, line, PageProblemKind::Example, reason));
                return ExampleBody::Text(text.to_owned());
            }
        },
    };
    let (value, trimmed) = repair::trim_keys(value);
    repairs.extend(trimmed.map(|key| (0, format!("key `{key}` has white space around it"))));
    if repairs.is_empty() {
        return ExampleBody::Json(value);
    }
    for (offset, what) in repairs {
        let reason = format!("example is slightly broken: {what}");
        facts.problems.push(PageProblem::new(
            &facts.page,
            line.saturating_add(offset),
            PageProblemKind::Example,
            reason,
        ));
    }
    ExampleBody::Repaired(value)
}

fn check_uri(facts: &mut PageFacts, example: &Example, uri: &Uri) {
    let (Some(method), Some(target)) = (example.method, &example.uri) else {
        return;
    };
    let (path, _) = split_target(target);
    // A page of several operations may show another one.
    let is_other = |other: &Uri| other.method.value == method && fits_template(&other.path.value, &path);
    if uri.others.iter().any(is_other) {
        return;
    }
    if method != uri.method.value {
        let reason = format!("example uses {method} where the page documents {}", uri.method.value);
        facts.problems.push(PageProblem::new(&facts.page, example.line, PageProblemKind::ExampleUri, reason));
    }
    if !fits_template(&uri.path.value, &path) {
        let reason = format!("example path `{path}` does not fit `{}`", uri.path.value);
        facts.problems.push(PageProblem::new(&facts.page, example.line, PageProblemKind::ExampleUri, reason));
    }
}
