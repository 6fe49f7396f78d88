//! What a machine, or a container, in the cloud learns of itself: a temporary access key of its agency.

use std::time::Duration;

use hyper::StatusCode;
use hyper::header::HeaderValue;
use secrecy::ExposeSecret;
use serde_json::json;

use super::access_keys::key;
use super::{Asked, TOKEN_LIFE};
use crate::authentication::Projects;
use crate::refusal::Refusal;
use crate::response::{Content, Response};

/// How long the key of a machine lasts.
const MACHINE_KEY_LIFE: u64 = 86_400;

/// A token for the metadata, which is text.
pub(super) fn token(asked: &Asked<'_>) -> Result<Response, Refusal> {
    let life = asked.header("x-metadata-token-ttl-seconds").and_then(|seconds| seconds.parse::<u64>().ok());
    let life = life.filter(|seconds| (1..=TOKEN_LIFE.as_secs()).contains(seconds)).map(Duration::from_secs);
    let life =
        life.ok_or_else(|| Refusal::new(400, "IAM.0011", "X-Metadata-Token-Ttl-Seconds must be from 1 to 86400."))?;
    let token = asked.authentication.issued.token(Projects::only([METADATA.to_owned()]), asked.after(life))?;
    let body = token.expose_secret().to_owned().into();
    Ok(Response::new(StatusCode::OK, Some(Content { media_type: HeaderValue::from_static("text/plain"), body })))
}

/// What stands for a project in the tokens of the metadata, so that they are good for nothing else.
const METADATA: &str = "metadata of a machine";

/// The key of the machine's agency, with a token if one is brought.
pub(super) fn security_key(asked: &Asked<'_>) -> Result<Response, Refusal> {
    if let Some(token) = asked.header("x-metadata-token") {
        let projects = asked.authentication.check_token(token, asked.now)?;
        if projects != Projects::only([METADATA.to_owned()]) {
            return Err(Refusal::new(401, "IAM.0001", "The token is not one of the metadata."));
        }
    }
    let agency = asked.authentication.credentials.agencies.first();
    let agency = agency.ok_or_else(|| Refusal::new(401, "IAM.0001", "Please configure Cloud Service Agency first"))?;
    let key = key(asked, agency.projects.clone(), &json!(MACHINE_KEY_LIFE))?;
    Response::json(200, &json!({ "credential": key }))
}

pub(super) fn show(asked: &Asked<'_>) -> Result<Response, Refusal> {
    let project = asked.authentication.credentials.projects.first();
    let id = project.map_or("", |project| &project.id);
    let region = project.and_then(|project| project.name.as_deref()).unwrap_or("simulator");
    Response::json(
        200,
        &json!({"project_id": id, "region_id": region, "name": "simulator", "uuid": super::id_of("machine", "simulator")}),
    )
}

/// The key of a container's agency, whose token stands in a file that it was given.
pub(super) fn pod(asked: &Asked<'_>) -> Result<Response, Refusal> {
    if asked.header("authorization").is_none_or(str::is_empty) {
        return Err(Refusal::new(401, "IAM.0001", "The header Authorization is needed."));
    }
    let agency = asked.authentication.credentials.agencies.first();
    let agency = agency.ok_or_else(|| Refusal::new(401, "IAM.0001", "Please configure Cloud Service Agency first"))?;
    let key = key(asked, agency.projects.clone(), &json!(MACHINE_KEY_LIFE))?;
    Response::json(200, &json!({ "credential": key }))
}
