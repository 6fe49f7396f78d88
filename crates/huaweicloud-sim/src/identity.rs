//! The endpoints that clients get their credentials from: identity (IAM), the token service (STS), and the metadata of a
//! machine. They answer on the address of the gateway, on paths that no service has.

mod access_keys;
mod metadata;
mod projects;
mod tokens;

use std::time::{Duration, SystemTime};

use hyper::HeaderMap;
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::authentication::{Authentication, Projects, ReceivedRequest};
use crate::refusal::Refusal;
use crate::response::Response;
use crate::routing::{Found, Table};
use crate::target::{Query, Target};

/// How long a token lasts, as the documentation of identity says.
const TOKEN_LIFE: Duration = Duration::from_secs(24 * 60 * 60);
/// How long a temporary access key may last, and how long it lasts if nobody asks.
const KEY_LIFE: std::ops::RangeInclusive<u64> = 900..=86_400;
const DEFAULT_KEY_LIFE: u64 = 900;

/// The operations of identity.
#[derive(Debug)]
pub(crate) struct Identity {
    routes: Table<Endpoint>,
}

/// An operation of identity: its official name, which faults know it by, and what it does.
#[derive(Debug)]
pub(crate) struct Endpoint {
    pub(crate) name: &'static str,
    respond: fn(&Asked<'_>) -> Result<Response, Refusal>,
}

/// A request to identity.
pub(crate) struct Asked<'r> {
    pub(crate) request: &'r ReceivedRequest<'r>,
    pub(crate) authentication: &'r Authentication,
    /// The time of the machine, by which clients see when something expires.
    pub(crate) now: SystemTime,
}

const ENDPOINTS: [(&str, &str, Endpoint); 13] = [
    ("POST", "/v3/auth/tokens", Endpoint { name: "KeystoneCreateToken", respond: tokens::create }),
    (
        "POST",
        "/v3.0/OS-AUTH/id-token/tokens",
        Endpoint { name: "CreateTokenWithIdToken", respond: tokens::with_id_token },
    ),
    ("GET", "/v3/projects", Endpoint { name: "KeystoneListProjects", respond: projects::list }),
    ("GET", "/v3/auth/projects", Endpoint { name: "KeystoneListAuthProjects", respond: projects::list }),
    ("GET", "/v3/auth/domains", Endpoint { name: "KeystoneListAuthDomains", respond: projects::domains }),
    ("GET", "/v5/caller-identity", Endpoint { name: "GetCallerIdentity", respond: projects::caller }),
    (
        "POST",
        "/v3.0/OS-CREDENTIAL/securitytokens",
        Endpoint { name: "CreateTemporaryAccessKey", respond: access_keys::create },
    ),
    ("POST", "/v5/agencies/assume", Endpoint { name: "AssumeAgency", respond: access_keys::assume }),
    (
        "POST",
        "/v5/agencies/assume-with-oidc",
        Endpoint { name: "AssumeAgencyWithOIDC", respond: access_keys::assume_with_oidc },
    ),
    ("PUT", "/meta-data/latest/api/token", Endpoint { name: "CreateMetadataToken", respond: metadata::token }),
    ("GET", "/openstack/latest/securitykey", Endpoint { name: "ShowSecurityKey", respond: metadata::security_key }),
    ("GET", "/openstack/latest/meta_data.json", Endpoint { name: "ShowMetadata", respond: metadata::show }),
    ("POST", "/pod-identity", Endpoint { name: "ShowPodIdentity", respond: metadata::pod }),
];

impl Identity {
    pub(crate) fn new() -> Self {
        let mut routes = Table::new();
        for (method, path, endpoint) in ENDPOINTS {
            routes.add(method, path, endpoint);
        }
        Self { routes }
    }

    /// The endpoint at a path of identity; none for a path that is a service's.
    pub(crate) fn find<'r>(&'r self, method: &str, target: &'r Target<'_>) -> Option<Result<&'r Endpoint, Refusal>> {
        match self.routes.find(method, &target.segments) {
            Found::Target(endpoint, _) => Some(Ok(endpoint)),
            Found::OtherMethods(methods) => {
                let refusal = Refusal::new(405, "IAM.0012", "The request method is not allowed.");
                Some(Err(Refusal { allow: Some(methods.join(", ")), ..refusal }))
            }
            Found::Nothing => None,
        }
    }
}

impl Endpoint {
    pub(crate) fn respond(&self, asked: &Asked<'_>) -> Result<Response, Refusal> {
        (self.respond)(asked)
    }
}

impl<'r> Asked<'r> {
    fn headers(&self) -> &'r HeaderMap {
        self.request.headers
    }

    fn header(&self, name: &str) -> Option<&'r str> {
        self.headers().get(name).and_then(|value| value.to_str().ok())
    }

    fn query(&self) -> &'r Query {
        &self.request.target.query
    }

    /// The body, which must be an object of JSON.
    fn body(&self) -> Result<Value, Refusal> {
        let body = serde_json::from_slice::<Value>(self.request.body).ok().filter(Value::is_object);
        body.ok_or_else(|| Refusal::new(400, "IAM.0011", "The request body is not valid: it is no object of JSON."))
    }

    /// The projects of whoever asks, by signature or by token.
    fn authenticated(&self) -> Result<Projects, Refusal> {
        self.authentication.check(self.request, self.now)
    }

    /// What an agency lets do.
    fn agency(&self, domain: Option<&str>, name: Option<&str>) -> Result<Projects, Refusal> {
        let agencies = &self.authentication.credentials.agencies;
        let found = agencies
            .iter()
            .find(|agency| Some(agency.name.as_str()) == name && domain.is_none_or(|domain| domain == agency.domain));
        found
            .map(|agency| agency.projects.clone())
            .ok_or_else(|| Refusal::new(403, "IAM.0003", "There is no such agency, or it may not be assumed."))
    }

    fn after(&self, life: Duration) -> SystemTime {
        self.now.checked_add(life).unwrap_or(self.now)
    }
}

/// An error as identity writes it, whose codes are numbers, beside what the gateway writes.
pub(crate) fn refused(refusal: &Refusal) -> Response {
    let title = refusal.status.canonical_reason().unwrap_or_default();
    let error = json!({"code": refusal.status(), "message": refusal.message(), "title": title});
    let body = json!({"error": error, "error_code": refusal.code(), "error_msg": refusal.message()});
    let mut response = Response::from(refusal);
    if let Some(content) = &mut response.content {
        content.body = body.to_string().into();
    }
    response
}

/// A time as identity writes it, with a fraction of a second of six digits, which the official SDKs insist on.
fn written(time: SystemTime) -> String {
    let time = Timestamp::try_from(time).unwrap_or(Timestamp::MAX);
    time.strftime("%Y-%m-%dT%H:%M:%S.%6fZ").to_string()
}

/// An id that belongs to a name: the same name has the same one in each run.
fn id_of(kind: &str, name: &str) -> String {
    let digest = ring::digest::digest(&ring::digest::SHA256, format!("{kind} {name}").as_bytes());
    data_encoding::HEXLOWER.encode(&digest.as_ref()[..16])
}
