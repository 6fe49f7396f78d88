//! Temporary access keys.

use std::time::Duration;

use secrecy::ExposeSecret;
use serde_json::{Value, json};

use super::{Asked, DEFAULT_KEY_LIFE, KEY_LIFE, written};
use crate::authentication::Projects;
use crate::refusal::Refusal;
use crate::response::Response;

/// By a token, or by an agency, whom the request names.
pub(super) fn create(asked: &Asked<'_>) -> Result<Response, Refusal> {
    let body = asked.body()?;
    let identity = &body["auth"]["identity"];
    let (projects, life) = match identity["methods"][0].as_str() {
        Some("token") => {
            let token = identity["token"]["id"].as_str();
            let projects = match token {
                Some(token) => asked.authentication.check_token(token, asked.now)?,
                None => asked.authenticated()?,
            };
            (projects, &identity["token"]["duration_seconds"])
        }
        Some("assume_role") => {
            asked.authenticated()?;
            let role = &identity["assume_role"];
            let projects = asked.agency(role["domain_name"].as_str(), role["agency_name"].as_str())?;
            (projects, &role["duration_seconds"])
        }
        _ => {
            return Err(Refusal::new(
                400,
                "IAM.0011",
                "The request body is not valid: `auth.identity.methods` must be `token` or `assume_role`.",
            ));
        }
    };
    let credential = key(asked, projects, life)?;
    Response::json(201, &json!({ "credential": credential }))
}

/// By an agency, as the token service has it. The agency is named by its URN: `iam::<account>:agency:<name>`.
pub(super) fn assume(asked: &Asked<'_>) -> Result<Response, Refusal> {
    asked.authenticated()?;
    assumed(asked)
}

/// The same by the token of an identity provider, which is taken from whoever brings it.
pub(super) fn assume_with_oidc(asked: &Asked<'_>) -> Result<Response, Refusal> {
    if asked.body()?["id_token"].as_str().is_none_or(str::is_empty) {
        return Err(Refusal::new(400, "IAM.0011", "The request body is not valid: `id_token` is needed."));
    }
    assumed(asked)
}

fn assumed(asked: &Asked<'_>) -> Result<Response, Refusal> {
    let body = asked.body()?;
    let name = body["agency_urn"].as_str().and_then(|urn| urn.rsplit_once(':')).map(|(_, name)| name);
    let projects = asked.agency(None, name)?;
    let key = key(asked, projects, &body["duration_seconds"])?;
    let credentials = json!({
        "access_key_id": key["access"], "secret_access_key": key["secret"],
        "security_token": key["securitytoken"], "expiration": key["expires_at"],
    });
    Response::json(200, &json!({ "credentials": credentials }))
}

/// A temporary access key, as identity and the metadata of a machine write it.
pub(super) fn key(asked: &Asked<'_>, projects: Projects, seconds: &Value) -> Result<Value, Refusal> {
    let seconds = match seconds {
        Value::Null => DEFAULT_KEY_LIFE,
        given => given.as_u64().filter(|seconds| KEY_LIFE.contains(seconds)).ok_or_else(|| {
            let (least, most) = (KEY_LIFE.start(), KEY_LIFE.end());
            Refusal::new(
                400,
                "IAM.0011",
                format!("The request body is not valid: `duration_seconds` must be from {least} to {most}."),
            )
        })?,
    };
    let expires = asked.after(Duration::from_secs(seconds));
    let key = asked.authentication.issued.access_key(projects, expires)?;
    Ok(json!({
        "access": key.access_key, "secret": key.secret_key.expose_secret(),
        "securitytoken": key.security_token.expose_secret(), "expires_at": written(expires),
    }))
}
