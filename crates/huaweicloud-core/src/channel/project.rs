//! The project that requests are for, where nobody has said its id.

use bytes::Bytes;
use http::header::HOST;
use http::{HeaderMap, HeaderName, HeaderValue};
use secrecy::SecretString;
use serde_json::Value;

use super::header::header_value;
use super::{Caller, Channel};
use crate::credentials::CredentialsRequest;
use crate::credentials::exchange::{Issuer, no_credentials, variable};
use crate::credentials::iam::iam_endpoint;
use crate::error::Error;
use crate::service::{Endpoint, Method, Operation};
use crate::signing::{SignableRequest, canonical_query};

const LIST: Operation = Operation::new("KeystoneListProjects", Method::Get, "/v3/projects").idempotent();
const VARIABLE: &str = "HUAWEICLOUD_SDK_PROJECT_ID";
const TRACE_ID: HeaderName = HeaderName::from_static("x-iam-trace-id");

impl Channel {
    /// The project of a caller whose credentials name none: what the environment says, or else the project that IAM knows under the
    /// name that the credentials have, or under that of the region. None if there is neither name nor region.
    ///
    /// # Errors
    ///
    /// [`Error::is_credentials`] if IAM cannot be asked, or knows no such project, or several, which it lists.
    pub(crate) async fn find_project<'c>(&self, caller: &'c Caller) -> Result<Option<&'c str>, Error> {
        let region = self.credentials_request.region();
        let of_environment = || variable(VARIABLE).map(|id| id.trim().to_owned());
        let Some(name) = caller.project_name.as_deref().or_else(|| region.map(crate::service::Region::id)) else {
            let Some(id) = of_environment() else { return Ok(None) };
            let found = caller.project_found.get(|| Box::pin(std::future::ready(Ok(id.clone()))));
            return found.await.map(|id| Some(id.as_str()));
        };
        let found = caller.project_found.get(|| {
            if let Some(id) = of_environment().filter(|_| caller.project_name.is_none()) {
                return Box::pin(std::future::ready(Ok(id)));
            }
            let question = self.question(caller, name);
            Box::pin(async move { question?.ask().await.map_err(no_credentials) })
        });
        found.await.map(|id| Some(id.as_str()))
    }

    /// The question for the project of a name, signed as of now.
    fn question(&self, caller: &Caller, name: &str) -> Result<Question, Error> {
        let request = self.credentials_request.clone();
        let endpoint = iam_endpoint(None, &request, variable).map_err(no_credentials)?;
        let query = canonical_query(&mut [("name", name)]);
        let mut headers = HeaderMap::from_iter([(HOST, endpoint.host().clone())]);
        let signable = SignableRequest::new("GET", endpoint.authority(), LIST.path()).query(&query);
        let now = self.clock_offset.correct(self.clock.now());
        caller.authentication.add_to(&mut headers, None, &signable, now)?;
        let secrets = caller.authentication.secrets().collect();
        Ok(Question { name: name.to_owned(), request, endpoint, query, headers, secrets })
    }
}

/// A question for the project of a name, whole, so that it needs nothing of the call that asks first.
struct Question {
    name: String,
    request: CredentialsRequest,
    endpoint: Endpoint,
    query: String,
    headers: HeaderMap,
    secrets: Vec<SecretString>,
}

impl Question {
    async fn ask(self) -> Result<String, Error> {
        let Self { name, request, endpoint, query, headers, secrets } = self;
        let issuer = Issuer::new(&request, endpoint, secrets)?;
        let response = issuer.send(&LIST, (LIST.path(), &query), headers, Bytes::new()).await?;
        let said: Value = serde_json::from_slice(response.body())
            .map_err(|_| Error::credentials("the list of projects of the identity service cannot be read"))?;
        let all = said.get("projects").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let ids: Vec<&str> = all.iter().filter_map(|project| project.get("id")?.as_str()).collect();
        let trace = response.header_value(TRACE_ID.as_str());
        one_of(&ids, &name, trace).map(str::to_owned).map_err(Error::credentials)
    }
}

/// The only id, if it can stand in a header.
fn one_of<'i>(ids: &[&'i str], name: &str, trace: Option<&HeaderValue>) -> Result<&'i str, String> {
    const REMEDY: &str = "give the credentials a project id, or set HUAWEICLOUD_SDK_PROJECT_ID";
    match ids {
        [id] if header_value(id).is_some() && !id.is_empty() => Ok(id),
        [_] => {
            Err(format!("the identity service knows the project `{name}` by an id that no header can hold; {REMEDY}"))
        }
        [] => {
            let trace = trace.and_then(|id| id.to_str().ok()).map(|id| format!(" (trace id {id})")).unwrap_or_default();
            Err(format!("the identity service knows no project `{name}`{trace}; {REMEDY}"))
        }
        several => {
            Err(format!("the identity service knows several projects `{name}`: {}; {REMEDY}", several.join(", ")))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn none_and_several_are_told_with_the_remedy() {
        assert_eq!(one_of(&["p1"], "eu-de", None), Ok("p1"));
        let trace = HeaderValue::from_static("t-1");
        let none = one_of(&[], "eu-de", Some(&trace)).unwrap_err();
        assert!(none.starts_with("the identity service knows no project `eu-de` (trace id t-1); give "), "{none}");
        let several = one_of(&["p1", "p2"], "eu-de", None).unwrap_err();
        assert!(several.contains(": p1, p2; "), "{several}");
        assert!(one_of(&["p\n"], "eu-de", None).is_err() && one_of(&[""], "eu-de", None).is_err());
    }
}
