//! What came of a form: the response, and the request as one writes it elsewhere.

use hyper::header::{CONTENT_TYPE, HeaderValue};
use hyper::http::request::Parts;

use super::super::call::{Exchange, NotWritten, Written, curl, python, rust};
use super::super::calls::status_of;
use super::super::frame::{code_block, section};
use super::super::home::endpoint;
use super::super::html::{Element, Html, element, text};
use super::super::json_text::{MASK, SecretNames, laid_out};
use super::Of;
use crate::faults::Effect;
use crate::response::Response;
use crate::server::Ending;

/// How much of a body is shown, in characters.
const SHOWN: usize = 100_000;

pub(super) fn part(of: Of<'_>, page: &Parts, exchange: &Exchange) -> Element {
    section("response", "Response").set("tabindex", "-1").with(response(of, exchange)).with(request(of, page, exchange))
}

fn response(of: Of<'_>, exchange: &Exchange) -> Html {
    let outgoing = &exchange.outgoing;
    let faults = outgoing.effects.iter().map(|effect| text("li", &told(effect)));
    let faults = (!outgoing.effects.is_empty()).then(|| {
        element("div")
            .class("note")
            .set("role", "note")
            .with(text("p", "Faults happened to it:"))
            .with(element("ul").all(faults))
    });
    let html = Html::default().with(faults);
    if outgoing.ending.is_some_and(|ending| ending != Ending::AfterResponse) {
        return html.with(
            text("p", "There is none: a fault took it, and a client sees its connection fail.")
                .class("bad")
                .set("role", "status"),
        );
    }
    let Response { status, content, headers } = &outgoing.response;
    let reason = status.canonical_reason().unwrap_or_default();
    let line =
        element("p").class("status").set("role", "status").with(status_of(status.as_u16())).text(" ").text(reason);
    let media_type = content.as_ref().map(|content| (CONTENT_TYPE, content.media_type.clone()));
    let header = |name: &str, value: &HeaderValue| format!("{name}: {}\n", String::from_utf8_lossy(value.as_bytes()));
    let id = format!("x-request-id: {}\n", exchange.id);
    let headers = media_type.iter().chain(headers).map(|(name, value)| header(name.as_str(), value));
    let headers = std::iter::once(id).chain(headers).collect::<String>();
    html.with(line)
        .with(
            element("details")
                .with(text("summary", "Headers"))
                .with(code_block("Headers of the response", headers.trim_end())),
        )
        .with(content.as_ref().map(|content| body(of, &content.body, &outgoing.effects)))
}

fn body(of: Of<'_>, body: &[u8], effects: &[Effect]) -> Html {
    let cut = effects.iter().find_map(|effect| match effect {
        Effect::Truncate { bytes } | Effect::Stall { bytes } => Some(*bytes),
        _ => None,
    });
    let body = body.get(..cut.unwrap_or(body.len())).unwrap_or(body);
    let secrets = SecretNames::of(of.documentation.secret_names());
    let (written, note) = match std::str::from_utf8(body) {
        Err(_) => return text("p", &format!("{} bytes that are no text.", body.len())).into(),
        Ok("") => return text("p", "The body is empty.").class("quiet").into(),
        Ok(plain) => match laid_out(plain, &secrets) {
            Some(laid_out) if laid_out.is_masked => (laid_out.text, Some("What is secret in it is masked here.")),
            Some(laid_out) => (laid_out.text, None),
            // The beginning of a document, which a fault left: nobody can say where in it a secret ends.
            None if secrets.are_named_in(plain) => {
                (MASK.to_owned(), Some("It may hold something secret, and is not shown."))
            }
            None => (plain.to_owned(), None),
        },
    };
    let end = written.char_indices().nth(SHOWN).map(|(end, _)| end);
    let (shown, note) = match end {
        Some(end) => (&written[..end], Some("Only its beginning is shown.")),
        None => (written.as_str(), note),
    };
    Html::default()
        .with(code_block("Body of the response", shown))
        .with(note.map(|note| text("p", note).class("quiet")))
}

/// A fault in a word and its values.
fn told(effect: &Effect) -> String {
    let value = serde_json::to_value(effect).unwrap_or_default();
    let values = value.as_object().into_iter().flatten().filter(|(name, _)| *name != "kind");
    let values: Vec<_> = values.map(|(name, value)| format!("{name} {value}")).collect();
    format!("{} {}", value["kind"].as_str().unwrap_or_default(), values.join(", "))
}

fn request(of: Of<'_>, page: &Parts, exchange: &Exchange) -> Html {
    let endpoint = endpoint(page);
    let written = Written {
        documentation: of.documentation,
        operation: of.described,
        given: &exchange.given,
        endpoint: &endpoint,
    };
    let code = |id: &str, name: &str, code: &str| {
        let block = code_block(&format!("The request in {name}"), code.trim_end());
        element("details").set("id", id).with(text("summary", name)).with(block)
    };
    let python = match python(written, of.gateway.service.known_sdk_name()) {
        Ok(python) => code("python", "Python", &python),
        Err(NotWritten(why)) => {
            element("details").set("id", "python").with(text("summary", "Python")).with(text("p", &why))
        }
    };
    let masked = exchange.is_masked.then(|| {
        text("p", &format!("What is secret was sent as it was given, and is shown as {MASK}: give it again to send it again. The request below is signed as it stands here."))
            .class("note")
            .set("role", "note")
    });
    Html::default()
        .with(text("h3", "The request"))
        .with(masked)
        .with(code("curl", "curl", &curl(&exchange.parts, &exchange.body)).flag("open", true))
        .with(text("p", &signed_with(of)).class("quiet"))
        .with(code("rust", "Rust", &rust(written)))
        .with(python)
}

/// Where the signature comes from.
fn signed_with(of: Of<'_>) -> String {
    let key = &of.gateway.authentication.page_key;
    let whose = if key.is_example() {
        "the key of the examples, which this simulator accepts"
    } else {
        "a key that this simulator made for its page, and that nobody else has"
    };
    format!(
        "Signed with {}, {whose}. A signature holds for this very request, and for 15 minutes; clients make a new one each time, of \
         HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK in their environment.",
        key.access_key
    )
}
