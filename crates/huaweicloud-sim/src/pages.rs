//! The pages for people at `/_sim/`: the state, recent calls, faults, oddities and the clock, and every operation with its documentation and
//! a form that sends it.
//!
//! They are HTML that is made here, with one stylesheet and no script. A page that is got changes nothing; a form that is posted
//! must say that it comes from such a page. `control` has what programs are told.

mod address;
mod call;
mod calls;
mod clock;
mod faults;
mod form;
mod frame;
mod home;
mod html;
mod json_text;
mod oddities;
mod operation;
mod operations;
mod prose;
mod state;

use bytes::Bytes;
use hyper::StatusCode;
use hyper::header::{ACCEPT, CACHE_CONTROL, HeaderMap, HeaderValue, LOCATION, ORIGIN, X_CONTENT_TYPE_OPTIONS};
use hyper::http::request::Parts;

use crate::gateway::Gateway;
use crate::refusal::Refusal;
use crate::response::{Content, Response};
use crate::target::Target;
use address::Address;
use form::Form;
use frame::{Tab, shown};
use html::{Html, text};

const STYLE: &str = include_str!("pages/style.css");
const ICON: &str = include_str!("pages/icon.svg");

/// The response to a request for a page; none if it is for something else below `/_sim/`.
pub(crate) async fn respond(
    gateway: &Gateway,
    parts: &Parts,
    target: &Target<'_>,
    body: &Bytes,
) -> Option<Result<Response, Refusal>> {
    let path: Vec<&str> = target.segments.iter().skip(1).map(AsRef::as_ref).collect();
    let outcome = match (parts.method.as_str(), path.as_slice()) {
        ("GET", _) => got(gateway, parts, &path)?,
        ("POST", ["operations", id]) => match posted(parts, body) {
            Ok(form) => operation::sent(gateway, parts, id, &form).await,
            Err(refusal) => Err(refusal),
        },
        ("POST", ["forms", form]) => {
            let change = match *form {
                "faults" => faults::add,
                "faults-end" => faults::end,
                "clock" => clock::change,
                "oddities" => oddities::switch,
                _ => return None,
            };
            posted(parts, body).and_then(|form| change(gateway, &form)).map(|to| see(&to))
        }
        _ => return None,
    };
    // What went wrong is told to people, too.
    Some(Ok(outcome.unwrap_or_else(|refusal| refused(gateway, &refusal))))
}

/// A page that is got; none if there is no page at the path.
fn got(gateway: &Gateway, parts: &Parts, path: &[&str]) -> Option<Result<Response, Refusal>> {
    let query = || Form::of_query(parts.uri.query());
    Some(match path {
        [] => Ok(see(&Address::home())),
        [""] if takes_html(&parts.headers) => Ok(home::page(gateway, parts)),
        ["style.css"] => Ok(file("text/css; charset=utf-8", STYLE)),
        ["icon.svg"] => Ok(file("image/svg+xml", ICON)),
        ["operations"] => query().and_then(|query| operations::page(gateway, query.get("q").unwrap_or_default())),
        ["operations", id] => query().and_then(|query| operation::page(gateway, id, query.get("example"))),
        ["calls"] => query().map(|query| calls::page(gateway, &query)),
        ["state", path @ ..] => query().and_then(|query| state::page(gateway, path, &query)),
        _ => return None,
    })
}

/// Whether HTML is wanted, as browsers say; who asks for nothing special gets it, too.
fn takes_html(headers: &HeaderMap) -> bool {
    let Some(accept) = headers.get(ACCEPT).and_then(|accept| accept.to_str().ok()) else { return true };
    let mut ranges = accept.split(',').map(|range| range.split(';').next().unwrap_or_default().trim());
    ranges.any(|range| matches!(range, "text/html" | "text/*" | "*/*"))
}

/// The form that was posted. All browsers of today say where it comes from; where nothing does, it is not taken.
fn posted(parts: &Parts, body: &Bytes) -> Result<Form, Refusal> {
    // That the origin is our own is known already.
    if !parts.headers.contains_key(ORIGIN) {
        return Err(Refusal::new(
            403,
            "APIGW.0302",
            "A form must say by Origin that it comes from a page below /_sim/.",
        ));
    }
    Form::read(&parts.headers, body)
}

/// Leads to another page, which is got.
fn see(to: &Address) -> Response {
    let response = Response::new(StatusCode::SEE_OTHER, None);
    match HeaderValue::from_str(to.as_str()) {
        Ok(to) => response.header(LOCATION, to),
        Err(_) => response,
    }
}

/// A file that the program has in itself.
fn file(media_type: &'static str, text: &'static str) -> Response {
    let content =
        Content { media_type: HeaderValue::from_static(media_type), body: Bytes::from_static(text.as_bytes()) };
    Response::new(StatusCode::OK, Some(content))
        .header(CACHE_CONTROL, HeaderValue::from_static("no-cache"))
        .header(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"))
}

/// A page that says what went wrong.
fn refused(gateway: &Gateway, refusal: &Refusal) -> Response {
    let main =
        Html::default().with(text("h1", "This did not work")).with(text("p", refusal.message()).set("role", "alert"));
    Response { status: refusal.status, ..shown(gateway, Tab::None, "This did not work", main) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wants_html(accept: Option<&str>) -> bool {
        takes_html(&accept.map(|accept| (ACCEPT, accept.parse().unwrap())).into_iter().collect())
    }

    #[test]
    fn browsers_get_html_and_programs_that_want_something_else_do_not() {
        for accept in [
            None,
            Some("*/*"),
            Some("text/html,application/xhtml+xml;q=0.9"),
            Some("application/json, text/html;q=0.1"),
        ] {
            assert!(wants_html(accept), "{accept:?}");
        }
        assert!(!wants_html(Some("application/json")));
    }
}
