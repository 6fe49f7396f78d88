//! Projects and domains of whoever asks.

use serde_json::json;

use super::{Asked, id_of};
use crate::refusal::Refusal;
use crate::response::Response;

/// The projects that whoever asks may use: of a name, if one is asked for. A project without a name is of that name.
pub(super) fn list(asked: &Asked<'_>) -> Result<Response, Refusal> {
    let allowed = asked.authenticated()?;
    let wanted = asked.query().get("name");
    let domain = domain_id(asked);
    let projects = asked.authentication.credentials.projects.iter().filter(|project| {
        let is_wanted = wanted.is_none_or(|wanted| project.name.as_deref().is_none_or(|name| name == wanted));
        is_wanted && allowed.allow(&project.id)
    });
    let projects = projects.map(|project| {
        let name = project.name.as_deref().or(wanted).unwrap_or("simulator");
        json!({"id": project.id, "name": name, "domain_id": domain, "parent_id": domain, "enabled": true, "is_domain": false, "description": ""})
    });
    let projects: Vec<_> = projects.collect();
    Response::json(
        200,
        &json!({"projects": projects, "links": {"self": "/v3/projects", "previous": null, "next": null}}),
    )
}

/// The domain of whoever asks: there is one.
pub(super) fn domains(asked: &Asked<'_>) -> Result<Response, Refusal> {
    asked.authenticated()?;
    let domain = json!({"id": domain_id(asked), "name": domain_name(asked), "enabled": true});
    Response::json(
        200,
        &json!({"domains": [domain], "links": {"self": "/v3/auth/domains", "previous": null, "next": null}}),
    )
}

pub(super) fn caller(asked: &Asked<'_>) -> Result<Response, Refusal> {
    asked.authenticated()?;
    let id = domain_id(asked);
    Response::json(
        200,
        &json!({"account_id": id, "principal_id": id, "principal_urn": format!("iam::{id}:user:simulator")}),
    )
}

fn domain_name<'r>(asked: &Asked<'r>) -> &'r str {
    asked.authentication.credentials.users.first().map_or("simulator", |user| &user.domain)
}

fn domain_id(asked: &Asked<'_>) -> String {
    id_of("domain", domain_name(asked))
}
