//! From a request that was received to its response.

use std::cell::OnceCell;
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant, SystemTime};

use bytes::Bytes;
use hyper::body::Incoming;
use hyper::header::{CONTENT_LENGTH, CONTENT_TYPE, HOST, HeaderName, HeaderValue, TRANSFER_ENCODING};
use hyper::http::request::Parts;
use hyper::{Request, http};

use crate::authentication::{Authentication, ReceivedRequest};
use crate::call::Call;
use crate::clock::{Clock, Timeline};
use crate::control;
use crate::faults::{Effect, Faults};
use crate::identity::{self, Asked, Identity};
use crate::journal::{Journal, Outcome, RequestId};
use crate::refusal::Refusal;
use crate::response::Response;
use crate::server::{Body, ConnectionState, Content, Ending, Limits, UnderWay, read};
use crate::service::{Routed, Service};
use crate::target::Target;
use crate::validation::{self, Sent};

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
const PROJECT_ID: HeaderName = HeaderName::from_static("x-project-id");
/// The code of the gateway for what is wrong within it.
const WITHIN: &str = "APIGW.0605";

/// The gateway and, behind it, the service.
pub(crate) struct Gateway {
    pub(crate) service: Service,
    pub(crate) authentication: Authentication,
    pub(crate) identity: Identity,
    pub(crate) faults: Faults,
    pub(crate) timeline: Timeline,
    /// The clock of the machine, by which clients sign.
    pub(crate) clock: Arc<Clock>,
    pub(crate) limits: Limits,
    pub(crate) journal: Journal,
    /// How many requests there have been.
    pub(crate) numbers: Arc<AtomicU64>,
    /// Bytes of the bodies that are being read.
    pub(crate) held: AtomicUsize,
}

/// A connection that is cut instead of a response.
#[derive(Debug)]
pub(crate) struct Cut;

impl std::fmt::Display for Cut {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a fault asked for the connection to be cut")
    }
}

impl std::error::Error for Cut {}

/// What a request comes to: a response, and what happens to it on its way; or none.
struct Answer {
    outcome: Result<Response, Refusal>,
    effects: Vec<Effect>,
    operation: Option<Arc<str>>,
    was_executed: bool,
    ending: Option<Ending>,
    /// Whether it is one of the simulator's own pages.
    is_own: bool,
}

impl Answer {
    const fn of(outcome: Result<Response, Refusal>) -> Self {
        Self { outcome, effects: Vec::new(), operation: None, was_executed: false, ending: None, is_own: false }
    }
}

impl Gateway {
    /// Responds to a request over HTTP, or cuts the connection.
    pub(crate) async fn respond(
        &self,
        request: Request<Incoming>,
        connection: &Arc<ConnectionState>,
    ) -> Result<http::Response<Body>, Cut> {
        let under_way = UnderWay::on(connection);
        let (began, received) = (Instant::now(), (self.clock)());
        let number = self.numbers.fetch_add(1, Ordering::Relaxed) + 1;
        let (parts, body) = request.into_parts();
        let (body, answer) = match self.body(&parts, body).await {
            Ok(body) => {
                let answer = self.answer(&parts, &body, received, connection).await;
                (body, answer)
            }
            Err(refusal) => {
                let is_own = parts.uri.path().starts_with(control::PREFIX);
                (Bytes::new(), Answer { is_own, ..Answer::of(Err(refusal)) })
            }
        };
        let Answer { outcome, effects, operation, was_executed, ending, is_own } = answer;
        let code = outcome.as_ref().err().map(|refusal| refusal.code.clone());
        let response = outcome.unwrap_or_else(|refusal| Response::from(&refusal));
        let is_cut = matches!(ending, Some(Ending::Reset | Ending::InGoodOrder));
        let is_sent = !is_cut && ending != Some(Ending::ContinueForEver);
        let status = is_sent.then_some(response.status.as_u16());
        let outcome = Outcome { operation, was_executed, status, code, took: began.elapsed() };
        log(number, &parts, &outcome);
        // Its own pages do not push the requests of clients out.
        if !is_own {
            self.journal.record(number, received, &parts, &body, outcome);
        }
        connection.ends(ending.unwrap_or(Ending::InGoodOrder));
        if is_cut {
            return Err(Cut);
        }
        connection.gives();
        Ok(written(response, number, &effects, under_way))
    }

    /// Reads the body, unless the head already says that nobody should.
    async fn body(&self, parts: &Parts, body: Incoming) -> Result<Bytes, Refusal> {
        check_head(parts, self.limits.head_bytes)?;
        read(body, &self.limits, &self.held, &self.service.codes).await
    }

    async fn answer(&self, parts: &Parts, body: &Bytes, received: SystemTime, connection: &ConnectionState) -> Answer {
        let Ok(target) = Target::parse(parts.uri.path(), parts.uri.query()) else {
            return Answer::of(Err(Refusal::of(self.service.codes.malformed_url)));
        };
        if let Some(outcome) = control::respond(self, parts, &target, body, connection.peer()) {
            return Answer { is_own: true, ..Answer::of(outcome) };
        }
        let method = parts.method.as_str();
        let request = ReceivedRequest { method, target: &target, headers: &parts.headers, body };
        if let Some(endpoint) = self.identity.find(method, &target) {
            return self.ask_identity(endpoint, &request, received).await;
        }
        // Whoever is let in may ask for a fault; whoever is not yet known, as at identity, may not.
        let (routed, own) =
            match self.let_in(&request, received).and_then(|routed| Ok((routed, Faults::asked(&parts.headers)?))) {
                Ok(let_in) => let_in,
                Err(refusal) => return Answer::of(Err(refusal)),
            };
        let carry_out = || self.carry_out(&routed, &request);
        self.with_faults(Arc::clone(&routed.operation.id), received, own, carry_out).await
    }

    async fn ask_identity(
        &self,
        endpoint: Result<&identity::Endpoint, Refusal>,
        request: &ReceivedRequest<'_>,
        received: SystemTime,
    ) -> Answer {
        let asked = Asked { request, authentication: &self.authentication, now: received };
        let mut answer = match endpoint {
            Ok(endpoint) => {
                self.with_faults(Arc::from(endpoint.name), received, None, || endpoint.respond(&asked)).await
            }
            Err(refusal) => Answer::of(Err(refusal)),
        };
        if let Err(refusal) = &answer.outcome {
            answer.outcome = Ok(identity::refused(refusal));
        }
        answer
    }

    /// Checks who sends before what is asked for, so that a stranger does not learn of it.
    fn let_in<'r>(&'r self, request: &ReceivedRequest<'r>, received: SystemTime) -> Result<Routed<'r>, Refusal> {
        let projects = self.authentication.check(request, received)?;
        let routed = self.service.find(request.method, &request.target.segments)?;
        if let Some((_, project)) = routed.path.iter().find(|(name, _)| *name == "project_id") {
            if !projects.allow(project) {
                return Err(Refusal::project_denied(project));
            }
            if request.headers.get(PROJECT_ID).is_some_and(|given| given.as_bytes() != project.as_bytes()) {
                return Err(Refusal::of(self.service.codes.other_project));
            }
        }
        Ok(routed)
    }

    fn carry_out(&self, routed: &Routed<'_>, request: &ReceivedRequest<'_>) -> Result<Response, Refusal> {
        let (query, codes) = (&request.target.query, &self.service.codes);
        let Routed { operation, path, .. } = routed;
        let sent = Sent { path, query, headers: request.headers, body: request.body };
        validation::check(operation, &self.service.document.schemas, &sent, codes)?;
        let (headers, body, timeline) = (request.headers, request.body, &self.timeline);
        routed.handle(&Call { operation, path, query, headers, body, timeline, now: OnceCell::new(), codes })
    }

    /// Carries an operation out, between the faults that happen to it.
    async fn with_faults(
        &self,
        operation: Arc<str>,
        received: SystemTime,
        own: Option<Effect>,
        carry_out: impl FnOnce() -> Result<Response, Refusal>,
    ) -> Answer {
        let mut effects = self.faults.of(&operation, received);
        effects.extend(own);
        let operation = Some(operation);
        for effect in &effects {
            if let Effect::Latency { milliseconds } = effect {
                tokio::time::sleep(Duration::from_millis(*milliseconds)).await;
            } else if let Some((outcome, ending)) = before(effect) {
                return Answer { operation, ending, ..Answer::of(outcome) };
            }
        }
        let outcome = carry_out();
        let was_executed = outcome.is_ok();
        let ending = effects.iter().find_map(after);
        Answer { outcome, effects, operation, was_executed, ending, is_own: false }
    }
}

/// What a fault makes of a request that is not carried out.
fn before(effect: &Effect) -> Option<(Result<Response, Refusal>, Option<Ending>)> {
    let nothing = || Ok(Response::no_content());
    match effect {
        Effect::Refuse { status, code, message, retry_after_seconds } => {
            let code = code.clone().unwrap_or_else(|| WITHIN.to_owned());
            let message = message.clone().unwrap_or_else(|| "A fault that was asked for.".to_owned());
            let mut refusal = Refusal::new(*status, code, message);
            refusal.retry_after_seconds = *retry_after_seconds;
            Some((Err(refusal), None))
        }
        Effect::Throttle { .. } => Some((Err(Refusal::throttled(1)), None)),
        Effect::Drop {} => Some((nothing(), Some(Ending::InGoodOrder))),
        Effect::Reset {} => Some((nothing(), Some(Ending::Reset))),
        Effect::ContinueForEver {} => Some((nothing(), Some(Ending::ContinueForEver))),
        _ => None,
    }
}

/// How a fault ends the connection of a request that is carried out.
const fn after(effect: &Effect) -> Option<Ending> {
    match effect {
        Effect::LoseResponse {} => Some(Ending::InGoodOrder),
        Effect::ResetAfter {} => Some(Ending::Reset),
        Effect::Close {} => Some(Ending::AfterResponse),
        _ => None,
    }
}

/// Refuses a head that different readers read differently, so that nothing is smuggled past one of them.
fn check_head(parts: &Parts, limit: usize) -> Result<(), Refusal> {
    let Parts { uri, headers, .. } = parts;
    let mut bytes = uri.path().len() + uri.query().map_or(0, str::len);
    // How often each of the headers came that say where a request goes, where it ends, and what it holds.
    let single = [HOST, CONTENT_LENGTH, TRANSFER_ENCODING, CONTENT_TYPE];
    let mut counts = [0_u8; 4];
    for (name, value) in headers {
        bytes += name.as_str().len() + value.len();
        if let Some(place) = single.iter().position(|other| other == name) {
            counts[place] = counts[place].saturating_add(1);
        }
    }
    if bytes > limit {
        return Err(Refusal::head_too_large());
    }
    if counts[1] > 0 && counts[2] > 0 {
        return Err(Refusal::ambiguous_head("It has both Transfer-Encoding and Content-Length."));
    }
    match single.iter().zip(counts).find(|(_, count)| *count > 1) {
        Some((name, _)) => Err(Refusal::ambiguous_head(&format!("It has the header `{name}` twice."))),
        None => Ok(()),
    }
}

fn written(response: Response, number: u64, effects: &[Effect], under_way: UnderWay) -> http::Response<Body> {
    let Response { status, content, headers } = response;
    let (media_type, body) = content.map_or((None, Bytes::new()), |content| (Some(content.media_type), content.body));
    let faulty = effects.iter().find_map(|effect| match effect {
        Effect::Truncate { bytes } => Some(Content::begun(&body, *bytes, false)),
        Effect::Stall { bytes } => Some(Content::begun(&body, *bytes, true)),
        Effect::Slow { bytes, milliseconds } => {
            Some(Content::slow(body.clone(), *bytes, Duration::from_millis(*milliseconds)))
        }
        _ => None,
    });
    let mut response = http::Response::new(Body::new(faulty.unwrap_or(Content::whole(body)), under_way));
    *response.status_mut() = status;
    if let Ok(id) = HeaderValue::from_bytes(RequestId::of(number).as_bytes()) {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    if let Some(media_type) = media_type {
        response.headers_mut().insert(CONTENT_TYPE, media_type);
    }
    response.headers_mut().extend(headers);
    response
}

/// An event for each request. Neither headers nor bodies are in it, nor the query.
fn log(number: u64, parts: &Parts, outcome: &Outcome) {
    tracing::info!(
        request_id = %RequestId::of(number),
        method = parts.method.as_str(),
        path = parts.uri.path(),
        operation = outcome.operation.as_deref(),
        status = outcome.status,
        error_code = outcome.code.as_deref(),
        executed = outcome.was_executed,
        microseconds = u64::try_from(outcome.took.as_micros()).unwrap_or(u64::MAX),
        "request",
    );
}

/// Whether an address is one of this machine alone.
pub(crate) const fn is_local(address: IpAddr) -> bool {
    address.to_canonical().is_loopback()
}
