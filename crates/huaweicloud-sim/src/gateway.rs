//! From a request that was received to its response.

use std::borrow::Cow;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant, SystemTime};

use bytes::Bytes;
use hyper::body::Incoming;
use hyper::header::{CONTENT_LENGTH, CONTENT_TYPE, HOST, HeaderName, HeaderValue, TRANSFER_ENCODING};
use hyper::http::request::Parts;
use hyper::http::uri::PathAndQuery;
use hyper::{Request, StatusCode, http};

use crate::authentication::{Authentication, ReceivedRequest};
use crate::clock::{Clock, Timeline};
use crate::control;
use crate::faults::{Effect, Faults};
use crate::identity::{self, Asked, Identity};
use crate::journal::{Journal, Outcome, RequestId};
use crate::oddities::Oddities;
use crate::pages;
use crate::refusal::Refusal;
use crate::response::Response;
use crate::server::{Body, ConnectionState, Content, Ending, Limits, UnderWay, Verbatim, read};
use crate::service::{Around, Routed, SentTo, Service};
use crate::target::Target;

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
    pub(crate) oddities: Oddities,
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

/// When a request came, and which one it is.
#[derive(Clone, Copy)]
struct Arrival {
    number: u64,
    began: Instant,
    received: SystemTime,
}

/// A response, and what happens to it on its way.
pub(crate) struct Outgoing {
    pub(crate) response: Response,
    pub(crate) effects: Vec<Effect>,
    /// How the connection ends, if it does not go on.
    pub(crate) ending: Option<Ending>,
}

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
        let arrival = self.arrival();
        let (parts, body) = request.into_parts();
        let (body, answer) = match self.body(&parts, body).await {
            Ok(body) => {
                let answer = self.answer(&parts, &body, arrival.received, connection).await;
                (body, answer)
            }
            Err(refusal) => {
                let is_own = parts.uri.path().starts_with(control::PREFIX);
                (Bytes::new(), Answer { is_own, ..Answer::of(Err(refusal)) })
            }
        };
        let number = arrival.number;
        let Outgoing { response, effects, ending } = self.recorded(arrival, &parts, &body, answer);
        if let Some(verbatim) = effects.iter().find_map(Verbatim::of).filter(|_| ending == Some(Ending::Verbatim)) {
            connection.writes(verbatim);
        }
        connection.ends(ending.unwrap_or(Ending::InGoodOrder));
        if matches!(ending, Some(Ending::Reset | Ending::InGoodOrder)) {
            return Err(Cut);
        }
        connection.gives();
        Ok(written(response, number, &effects, under_way))
    }

    /// Carries out a request that a page of the simulator sends, as if it had come from outside.
    pub(crate) async fn respond_to_page(&self, parts: &Parts, body: &Bytes) -> (RequestId, Outgoing) {
        let arrival = self.arrival();
        let id = RequestId::of(arrival.number);
        let answer =
            match (check_head(parts, self.limits.head_bytes), Target::parse(parts.uri.path(), parts.uri.query())) {
                (Err(refusal), _) => Answer::of(Err(refusal)),
                (Ok(()), Err(_)) => Answer::of(Err(Refusal::of(self.service.codes.malformed_url))),
                (Ok(()), Ok(target)) => self.answer_of_service(parts, &target, body, arrival.received).await,
            };
        (id, self.recorded(arrival, parts, body, answer))
    }

    fn arrival(&self) -> Arrival {
        let number = self.numbers.fetch_add(1, Ordering::Relaxed) + 1;
        Arrival { number, began: Instant::now(), received: (self.clock)() }
    }

    /// Makes a response of an answer, and keeps in mind what became of the request.
    fn recorded(&self, arrival: Arrival, parts: &Parts, body: &Bytes, answer: Answer) -> Outgoing {
        let Arrival { number, began, received } = arrival;
        let Answer { outcome, effects, operation, was_executed, ending, is_own } = answer;
        let code = outcome.as_ref().err().map(|refusal| refusal.code.clone());
        let response = outcome.unwrap_or_else(|refusal| Response::from(&refusal)).dated(received);
        let is_sent = ending.is_none_or(|ending| ending == Ending::AfterResponse);
        let status = is_sent.then_some(response.status.as_u16());
        let outcome = Outcome { operation, was_executed, status, code, took: began.elapsed() };
        log(number, parts, &outcome);
        // Its own pages do not push the requests of clients out.
        if !is_own {
            self.journal.record(number, received, parts, body, outcome);
        }
        Outgoing { response, effects, ending }
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
        if target.segments.first().is_some_and(|first| first == control::SEGMENT) {
            // In a box: a page may send a request, and no other request is to make room for that.
            let outcome = Box::pin(self.answer_of_its_own(parts, &target, body, connection.peer())).await;
            return Answer { is_own: true, ..Answer::of(outcome) };
        }
        self.answer_of_service(parts, &target, body, received).await
    }

    /// A page for people, or what programs are told.
    async fn answer_of_its_own(
        &self,
        parts: &Parts,
        target: &Target<'_>,
        body: &Bytes,
        peer: SocketAddr,
    ) -> Result<Response, Refusal> {
        control::check_origin(&parts.headers, peer)?;
        match pages::respond(self, parts, target, body).await {
            Some(outcome) => outcome,
            None => control::respond(self, parts.method.as_str(), target, body),
        }
    }

    async fn answer_of_service(
        &self,
        parts: &Parts,
        target: &Target<'_>,
        body: &Bytes,
        received: SystemTime,
    ) -> Answer {
        let method = parts.method.as_str();
        let request = ReceivedRequest { method, target, headers: &parts.headers, body };
        if let Some(endpoint) = self.identity.find(method, target) {
            return self.ask_identity(endpoint, &request, received).await;
        }
        // Whoever is let in may ask for a fault; whoever is not yet known, as at identity, may not.
        let (routed, own) =
            match self.let_in(&request, received).and_then(|routed| Ok((routed, Faults::asked(&parts.headers)?))) {
                Ok(let_in) => let_in,
                Err(refusal) => return Answer::of(Err(refusal)),
            };
        let target = parts.uri.path_and_query().map_or("/", PathAndQuery::as_str);
        let carry_out = |work_fails| {
            let sent = SentTo { target, query: &request.target.query, headers: request.headers, body: request.body };
            let around = Around { timeline: &self.timeline, work_fails, oddities: &self.oddities };
            self.service.carry_out(&routed, &sent, &around)
        };
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
                self.with_faults(Arc::from(endpoint.name), received, None, |_| endpoint.respond(&asked)).await
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

    /// Carries an operation out, between the faults that happen to it.
    async fn with_faults(
        &self,
        operation: Arc<str>,
        received: SystemTime,
        own: Option<Effect>,
        carry_out: impl FnOnce(bool) -> Result<Response, Refusal>,
    ) -> Answer {
        let mut effects = self.faults.of(&operation, received);
        effects.extend(own);
        let operation = Some(operation);
        for effect in &effects {
            if let Effect::Latency { milliseconds } = effect {
                tokio::time::sleep(Duration::from_millis(*milliseconds)).await;
            } else if let Some((outcome, ending)) = before(effect) {
                return Answer { operation, ending, effects: vec![effect.clone()], ..Answer::of(outcome) };
            }
        }
        let outcome = carry_out(effects.iter().any(|effect| matches!(effect, Effect::FailTask {})));
        let was_executed = outcome.is_ok();
        let (replaced, ending) = effects.iter().find_map(after).unwrap_or_default();
        // A refusal stays one: what is to come after the request was carried out cannot come.
        let outcome = outcome.map(|response| replaced.unwrap_or(response));
        let ending = ending.filter(|ending| was_executed || *ending != Ending::Verbatim);
        Answer { outcome, effects, operation, was_executed, ending, is_own: false }
    }
}

/// What a fault makes of a request that is not carried out.
fn before(effect: &Effect) -> Option<(Result<Response, Refusal>, Option<Ending>)> {
    let nothing = || Ok(Response::no_content());
    match effect {
        Effect::Refuse { status, code, message, retry_after_seconds } => {
            let own = if *status == 429 { Refusal::throttled(0).code } else { WITHIN.into() };
            let code = code.clone().map_or(own, Cow::Owned);
            let message = message.clone().unwrap_or_else(|| "A fault that was asked for.".to_owned());
            let mut refusal = Refusal::new(*status, code, message);
            refusal.retry_after_seconds = *retry_after_seconds;
            Some((Err(refusal), None))
        }
        Effect::Throttle { .. } => Some((Err(Refusal::throttled(1)), None)),
        Effect::Drop {} => Some((nothing(), Some(Ending::InGoodOrder))),
        Effect::Reset {} => Some((nothing(), Some(Ending::Reset))),
        Effect::ContinueForEver {} => Some((nothing(), Some(Ending::ContinueForEver))),
        Effect::Respond { executed: false, .. } => Some((Ok(given(effect)?), None)),
        Effect::Verbatim { executed: false, .. } => Some((nothing(), Some(Ending::Verbatim))),
        _ => None,
    }
}

/// The response that a fault has in place of the service's own.
fn given(effect: &Effect) -> Option<Response> {
    let Effect::Respond { status, headers, body, .. } = effect else { return None };
    // Status and headers were checked when the fault was added.
    let mut response = Response::text(StatusCode::from_u16(*status).ok()?, body.clone());
    for (name, value) in headers {
        let (name, value) = (HeaderName::from_bytes(name.as_bytes()).ok()?, HeaderValue::from_str(value).ok()?);
        response = if name == CONTENT_TYPE { response.media_type(value) } else { response.header(name, value) };
    }
    Some(response)
}

/// What a fault makes of the response to a request that is carried out, and of its connection.
fn after(effect: &Effect) -> Option<(Option<Response>, Option<Ending>)> {
    match effect {
        Effect::LoseResponse {} => Some((None, Some(Ending::InGoodOrder))),
        Effect::ResetAfter {} => Some((None, Some(Ending::Reset))),
        Effect::Close {} => Some((None, Some(Ending::AfterResponse))),
        Effect::Respond { .. } => Some((given(effect), None)),
        Effect::Verbatim { .. } => Some((None, Some(Ending::Verbatim))),
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
