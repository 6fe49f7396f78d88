//! What a simulator tells of itself, and how it is driven over HTTP: below `/_sim/`, where no service has a path.
//!
//! It is for this machine alone, and for no page of another origin: a request from elsewhere, or one that a browser sends for
//! another page, is refused.

use std::net::SocketAddr;
use std::time::Duration;

use bytes::Bytes;
use hyper::header::{HOST, HeaderMap, ORIGIN};
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::clock::FASTEST;
use crate::coverage::Coverage;
use crate::faults::Fault;
use crate::gateway::{Gateway, is_local};
use crate::journal::RecordedRequest;
use crate::oddities::Oddity;
use crate::refusal::Refusal;
use crate::response::Response;
use crate::target::Target;

/// Where it is.
pub(crate) const PREFIX: &str = "/_sim/";

/// The first segment of what is there.
pub(crate) const SEGMENT: &str = "_sim";

/// The response to a request for the simulator itself, which is known to come from this machine.
pub(crate) fn respond(gateway: &Gateway, method: &str, target: &Target<'_>, body: &Bytes) -> Result<Response, Refusal> {
    let path: Vec<&str> = target.segments.iter().skip(1).map(AsRef::as_ref).collect();
    answer(gateway, method, &path, body)
}

fn answer(gateway: &Gateway, method: &str, path: &[&str], body: &Bytes) -> Result<Response, Refusal> {
    match (method, path) {
        ("GET", ["coverage"]) => Response::json(200, &Coverage::of(&gateway.service)),
        ("GET", ["faults"]) => Response::json(200, &gateway.faults.all()),
        ("POST", ["faults"]) => {
            // One fault, or a list of them.
            let faults: Vec<Fault> =
                if body.trim_ascii_start().starts_with(b"[") { read(body)? } else { vec![read(body)?] };
            gateway.faults.add_all(faults).map_err(|error| refused(&format!("{error}.")))?;
            Response::json(200, &gateway.faults.all())
        }
        ("DELETE", ["faults"]) => {
            gateway.faults.clear();
            Ok(Response::no_content())
        }
        ("PUT", ["faults", "seed"]) => {
            gateway.faults.seed(read(body)?);
            Ok(Response::no_content())
        }
        ("GET", ["clock"]) => clock(gateway),
        ("PUT", ["clock"]) => {
            let Speed { speed } = read(body)?;
            if !(0.0..=FASTEST).contains(&speed) {
                return Err(refused(&format!("`speed` must be from 0 to {FASTEST}.")));
            }
            gateway.timeline.set_speed(speed);
            clock(gateway)
        }
        ("POST", ["clock"]) => {
            let Step { advance_seconds } = read(body)?;
            if !gateway.timeline.try_advance(Duration::from_secs(advance_seconds)) {
                return Err(refused("`advance_seconds` leads beyond the year 9999."));
            }
            clock(gateway)
        }
        ("GET", ["oddities"]) => oddities(gateway),
        ("PUT", ["oddities"]) => {
            let names: Vec<String> = read(body)?;
            gateway.oddities.set(&names).map_err(|error| refused(&format!("{error}.")))?;
            oddities(gateway)
        }
        ("GET", ["requests"]) => {
            let requests: Vec<Value> = gateway.journal.all().iter().map(shown).collect();
            Response::json(200, &requests)
        }
        ("DELETE", ["requests"]) => {
            gateway.journal.clear();
            Ok(Response::no_content())
        }
        (_, path) => Err(elsewhere(path)),
    }
}

/// What is there instead.
fn elsewhere(path: &[&str]) -> Refusal {
    let methods = match path {
        ["coverage"] => "GET",
        ["faults"] => "DELETE, GET, POST",
        ["faults", "seed"] => "PUT",
        ["clock"] => "GET, POST, PUT",
        ["oddities"] => "GET, PUT",
        ["requests"] => "DELETE, GET",
        _ => return Refusal::unknown_path().because(
            "The simulator itself has /_sim/coverage, /_sim/faults, /_sim/faults/seed, /_sim/clock, /_sim/oddities and \
             /_sim/requests, and for browsers the page /_sim/.",
        ),
    };
    Refusal { allow: Some(methods.to_owned()), ..Refusal::new(405, "APIGW.0101", "The API does not have this method.") }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Speed {
    speed: f64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Step {
    advance_seconds: u64,
}

fn read<'b, T: Deserialize<'b>>(body: &'b [u8]) -> Result<T, Refusal> {
    serde_json::from_slice(body).map_err(|error| refused(&format!("The body cannot be read: {error}.")))
}

fn refused(why: &str) -> Refusal {
    Refusal::malformed_request(why)
}

fn clock(gateway: &Gateway) -> Result<Response, Refusal> {
    let now = Timestamp::try_from(gateway.timeline.now()).unwrap_or(Timestamp::MAX);
    let now = now.strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string();
    Response::json(200, &json!({"now": now, "speed": gateway.timeline.speed()}))
}

/// All oddities, and whether each is on.
fn oddities(gateway: &Gateway) -> Result<Response, Refusal> {
    let on = gateway.oddities.on();
    let shown = |Oddity { name, says }| json!({"name": name, "says": says, "on": on.contains(&name)});
    Response::json(200, &gateway.oddities.known().map(shown).collect::<Vec<_>>())
}

/// A request, without its headers and its body, which may hold secrets.
fn shown(request: &RecordedRequest) -> Value {
    let received = Timestamp::try_from(request.received()).unwrap_or(Timestamp::MAX);
    json!({
        "request_id": request.request_id(),
        "received": received.strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string(),
        "method": request.method(), "path": request.path(), "operation": request.operation(),
        "status": request.status(), "error_code": request.error_code(), "executed": request.was_executed(),
        "microseconds": u64::try_from(request.took().as_micros()).unwrap_or(u64::MAX),
    })
}

/// Refuses what does not come from this machine, or comes from a page of another origin. The name of the host must be one of
/// this machine, too: a page can give its own name this machine's address.
pub(crate) fn check_origin(headers: &HeaderMap, peer: SocketAddr) -> Result<(), Refusal> {
    let denied = || Refusal::new(403, "APIGW.0302", "What is below /_sim/ is for this machine alone.");
    let text = |value: &hyper::header::HeaderValue| value.to_str().map(str::to_owned).unwrap_or_default();
    let host = headers.get(HOST).map(text).unwrap_or_default();
    let is_own = match headers.get(ORIGIN) {
        Some(origin) => text(origin) == format!("http://{host}"),
        None => true,
    };
    let is_of_page = headers.get("sec-fetch-site").is_some_and(|site| site != "same-origin" && site != "none");
    if is_local(peer.ip()) && is_own && !is_of_page && is_local_name(&host) { Ok(()) } else { Err(denied()) }
}

fn is_local_name(host: &str) -> bool {
    if let Ok(address) = host.parse::<SocketAddr>() {
        return is_local(address.ip());
    }
    let name = host
        .rsplit_once(':')
        .filter(|(_, port)| port.bytes().all(|byte| byte.is_ascii_digit()))
        .map_or(host, |(name, _)| name);
    let address = name.trim_start_matches('[').trim_end_matches(']').parse();
    name == "localhost" || address.is_ok_and(is_local)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allowed(host: &str, more: &[(&'static str, &str)]) -> bool {
        let mut headers = HeaderMap::new();
        headers.insert(HOST, host.parse().unwrap());
        for (name, value) in more {
            headers.insert(*name, value.parse().unwrap());
        }
        check_origin(&headers, "127.0.0.1:4000".parse().unwrap()).is_ok()
    }

    #[test]
    fn only_this_machine_and_its_own_pages_are_let_in() {
        for host in ["127.0.0.1:8080", "localhost:8080", "localhost", "[::1]:8080", "[::1]", "127.0.0.1"] {
            assert!(allowed(host, &[]), "{host}");
            assert!(
                allowed(host, &[("origin", &format!("http://{host}")), ("sec-fetch-site", "same-origin")]),
                "{host}"
            );
            assert!(!allowed(host, &[("origin", "http://evil.example")]), "{host}");
            assert!(!allowed(host, &[("origin", "null")]), "{host}");
            assert!(!allowed(host, &[("sec-fetch-site", "cross-site")]), "{host}");
        }
        for host in ["evil.example", "evil.example:8080", "192.0.2.1:8080", "", "localhost.evil.example"] {
            assert!(!allowed(host, &[]), "{host}");
        }
        let headers = HeaderMap::from_iter([(HOST, "127.0.0.1".parse().unwrap())]);
        assert!(check_origin(&headers, "192.0.2.1:4000".parse().unwrap()).is_err());
    }
}
