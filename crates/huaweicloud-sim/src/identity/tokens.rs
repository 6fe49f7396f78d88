//! Tokens: by password, by another token, by an agency, by the token of an identity provider.

use hyper::header::{HeaderName, HeaderValue};
use secrecy::ExposeSecret;
use serde_json::{Value, json};

use super::{Asked, TOKEN_LIFE, id_of, written};
use crate::authentication::{Projects, User};
use crate::refusal::Refusal;
use crate::response::Response;

const SUBJECT_TOKEN: HeaderName = HeaderName::from_static("x-subject-token");

/// Whoever a token is for.
struct Subject {
    domain: String,
    name: String,
    projects: Projects,
}

pub(super) fn create(asked: &Asked<'_>) -> Result<Response, Refusal> {
    let body = asked.body()?;
    let identity = &body["auth"]["identity"];
    let method = identity["methods"][0].as_str().unwrap_or_default();
    let subject = match method {
        "password" => by_password(asked, &identity["password"]["user"])?,
        "token" => by_token(asked, &identity["token"]["id"])?,
        "assume_role" | "hw_assume_role" => by_agency(asked, &identity[method])?,
        _ => {
            return Err(Refusal::new(
                400,
                "IAM.0011",
                "The request body is not valid: `auth.identity.methods` must be `password`, `token` or `assume_role`.",
            ));
        }
    };
    given(asked, &subject, method, &body["auth"]["scope"]["project"])
}

/// The token of a provider that is known is taken as it is: only the provider could tell whether it is one.
pub(super) fn with_id_token(asked: &Asked<'_>) -> Result<Response, Refusal> {
    let body = asked.body()?;
    let provider =
        asked.header("x-idp-id").filter(|_| body["auth"]["id_token"]["id"].as_str().is_some_and(|id| !id.is_empty()));
    let Some(provider) = provider else {
        return Err(Refusal::new(
            400,
            "IAM.0011",
            "The request is not valid: `auth.id_token.id` and the header X-Idp-Id are needed.",
        ));
    };
    let known = asked.authentication.credentials.providers.iter().find(|known| known.id == provider);
    let known = known.ok_or_else(|| Refusal::new(401, "IAM.0001", "There is no such identity provider."))?;
    let subject = Subject { domain: "federation".to_owned(), name: known.id.clone(), projects: known.projects.clone() };
    given(asked, &subject, "mapped", &body["auth"]["scope"]["project"])
}

fn by_password(asked: &Asked<'_>, user: &Value) -> Result<Subject, Refusal> {
    let is = |value: &Value, text: &str| value.as_str() == Some(text);
    let is_user = |known: &&User| {
        let named = is(&user["name"], &known.name) && is(&user["domain"]["name"], &known.domain);
        let by_id = is(&user["id"], &id_of("user", &format!("{}/{}", known.domain, known.name)));
        (named || by_id) && is(&user["password"], known.password.expose_secret())
    };
    let known = asked.authentication.credentials.users.iter().find(is_user);
    let known = known.ok_or_else(|| Refusal::new(401, "IAM.0001", "The username or password is wrong."))?;
    Ok(Subject { domain: known.domain.clone(), name: known.name.clone(), projects: known.projects.clone() })
}

fn by_token(asked: &Asked<'_>, token: &Value) -> Result<Subject, Refusal> {
    let token = token.as_str().unwrap_or_default();
    let projects = asked.authentication.check_token(token, asked.now)?;
    Ok(Subject { domain: "token".to_owned(), name: "token".to_owned(), projects })
}

fn by_agency(asked: &Asked<'_>, role: &Value) -> Result<Subject, Refusal> {
    asked.authenticated()?;
    let (domain, name) =
        (role["domain_name"].as_str(), role["xrole_name"].as_str().or_else(|| role["agency_name"].as_str()));
    let projects = asked.agency(domain, name)?;
    Ok(Subject { domain: domain.unwrap_or_default().to_owned(), name: name.unwrap_or_default().to_owned(), projects })
}

/// A token for one project if the request names one, and otherwise for all that its subject may use.
fn given(asked: &Asked<'_>, subject: &Subject, method: &str, scope: &Value) -> Result<Response, Refusal> {
    let project = project(asked, subject, scope)?;
    let projects = match &project {
        Some((id, _)) => Projects::only([id.clone()]),
        None => subject.projects.clone(),
    };
    let expires = asked.after(TOKEN_LIFE);
    let token = asked.authentication.issued.token(projects, expires)?;
    let domain = json!({"id": id_of("domain", &subject.domain), "name": subject.domain});
    let user_id = id_of("user", &format!("{}/{}", subject.domain, subject.name));
    let mut said = json!({
        "methods": [method], "issued_at": written(asked.now), "expires_at": written(expires),
        "user": {"id": user_id, "name": subject.name, "domain": domain, "password_expires_at": ""},
        "roles": [{"id": "0", "name": "te_admin"}], "catalog": [],
    });
    match project {
        Some((id, name)) => said["project"] = json!({"id": id, "name": name, "domain": domain}),
        None => said["domain"] = domain,
    }
    let mut header = HeaderValue::from_str(token.expose_secret()).unwrap_or(HeaderValue::from_static(""));
    header.set_sensitive(true);
    Ok(Response::json(201, &json!({ "token": said }))?.header(SUBJECT_TOKEN, header))
}

/// The project that a token is asked for, by id or by name.
fn project(asked: &Asked<'_>, subject: &Subject, scope: &Value) -> Result<Option<(String, String)>, Refusal> {
    let (id, name) = (scope["id"].as_str(), scope["name"].as_str());
    if id.is_none() && name.is_none() {
        return Ok(None);
    }
    let known = asked.authentication.credentials.projects.iter();
    let mut known = known.filter(|project| subject.projects.allow(&project.id));
    let found = known.find(|project| match id {
        Some(id) => project.id == id,
        None => project.name.is_none() || project.name.as_deref() == name,
    });
    let found =
        found.map(|project| (project.id.clone(), project.name.as_deref().or(name).unwrap_or_default().to_owned()));
    // Whoever may use any project may use one that is not listed.
    let unlisted =
        id.filter(|id| subject.projects.allow(id)).map(|id| (id.to_owned(), name.unwrap_or_default().to_owned()));
    found.or(unlisted).map(Some).ok_or_else(|| Refusal::new(401, "IAM.0001", "The user may not use the project."))
}
