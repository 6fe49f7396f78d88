//! Identity, the token service, and the metadata of a machine.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use huaweicloud_sim::{
    Credentials, EXAMPLE_AGENCY, EXAMPLE_DOMAIN, EXAMPLE_PASSWORD, EXAMPLE_PROJECT_ID, EXAMPLE_PROVIDER, EXAMPLE_USER,
    Simulator,
};
use serde_json::{Value, json};

use crate::wire::{Request, Response, builder, now, simulator, widgets};

async fn post(simulator: &Simulator, path: &str, body: &Value) -> Response {
    Request::new(simulator, "POST", path).body(body).send().await
}

fn password(password: &str, scope: &Value) -> Value {
    let user = json!({"name": EXAMPLE_USER, "password": password, "domain": {"name": EXAMPLE_DOMAIN}});
    json!({"auth": {"identity": {"methods": ["password"], "password": {"user": user}}, "scope": scope}})
}

async fn list_with_token(simulator: &Simulator, project: &str, token: &str) -> Response {
    let request = Request::new(simulator, "GET", &format!("/v1/{project}/widgets?kind=a"));
    request.header("x-auth-token", token).send().await
}

/// Whether a temporary key lists widgets.
async fn works(simulator: &Simulator, access: &Value, secret: &Value, token: &Value) -> bool {
    let request =
        Request::new(simulator, "GET", "/v1/p/widgets?kind=a").header("x-security-token", token.as_str().unwrap());
    request.sign_with(access.as_str().unwrap(), secret.as_str().unwrap()).send().await.status == 200
}

#[tokio::test]
async fn a_token_by_password_is_for_the_project_that_was_asked_for() {
    let simulator = simulator().await;
    let response =
        post(&simulator, "/v3/auth/tokens", &password(EXAMPLE_PASSWORD, &json!({"project": {"name": "eu-de"}}))).await;
    assert_eq!(response.status, 201, "{}", response.body);
    let token = response.json();
    assert_eq!(token["token"]["project"]["id"], EXAMPLE_PROJECT_ID);
    assert_eq!(token["token"]["expires_at"], "2024-03-10T01:02:03.000000Z");
    let subject = response.header("x-subject-token").unwrap();
    assert_eq!(list_with_token(&simulator, EXAMPLE_PROJECT_ID, subject).await.status, 200);
    list_with_token(&simulator, "another", subject).await.refusal(403, "APIGW.0310");
    let wrong = post(&simulator, "/v3/auth/tokens", &password("wrong", &Value::Null)).await;
    wrong.refusal(401, "IAM.0001");
    assert_eq!(wrong.json()["error"]["code"], 401);
}

#[tokio::test]
async fn projects_are_found_by_region() {
    let simulator = simulator().await;
    let response = Request::new(&simulator, "GET", "/v3/projects?name=eu-de").sign().send().await;
    let projects = response.json();
    assert_eq!(projects["projects"].as_array().unwrap().len(), 1);
    assert_eq!(
        (&projects["projects"][0]["id"], &projects["projects"][0]["name"]),
        (&json!(EXAMPLE_PROJECT_ID), &json!("eu-de"))
    );
    Request::new(&simulator, "GET", "/v3/projects").send().await.refusal(401, "APIGW.0301");
    let domains = Request::new(&simulator, "GET", "/v3/auth/domains").sign().send().await.json();
    let caller = Request::new(&simulator, "GET", "/v5/caller-identity").sign().send().await.json();
    assert_eq!(domains["domains"][0]["id"], caller["account_id"]);
    let other = Request::new(&simulator, "PATCH", "/v3/projects").send().await;
    other.refusal(405, "IAM.0012");
    assert_eq!(other.header("allow"), Some("GET"));
}

#[tokio::test]
async fn an_agency_and_a_token_give_temporary_keys_that_work_and_expire() {
    let simulator = simulator().await;
    let role = json!({"agency_name": EXAMPLE_AGENCY, "domain_name": EXAMPLE_DOMAIN, "duration_seconds": 900});
    let body = json!({"auth": {"identity": {"methods": ["assume_role"], "assume_role": role}}});
    let path = "/v3.0/OS-CREDENTIAL/securitytokens";
    post(&simulator, path, &body).await.refusal(401, "APIGW.0301");
    let response = Request::new(&simulator, "POST", path).body(&body).sign().send().await;
    let credential = &response.json()["credential"];
    assert_eq!((response.status, &credential["expires_at"]), (201, &json!("2024-03-09T01:17:03.000000Z")));
    assert!(works(&simulator, &credential["access"], &credential["secret"], &credential["securitytoken"]).await);
    assert!(!works(&simulator, &credential["access"], &credential["secret"], &json!("another")).await);

    let token = post(&simulator, "/v3/auth/tokens", &password(EXAMPLE_PASSWORD, &Value::Null)).await;
    let token = token.header("x-subject-token").unwrap();
    let body = json!({"auth": {"identity": {"methods": ["token"], "token": {"id": token}}}});
    let credential = &post(&simulator, path, &body).await.json()["credential"];
    assert!(works(&simulator, &credential["access"], &credential["secret"], &credential["securitytoken"]).await);
}

#[tokio::test]
async fn an_identity_provider_and_a_container_get_what_works() {
    let simulator = simulator().await;
    let body = json!({"auth": {"id_token": {"id": "of-a-provider"}}});
    let request = Request::new(&simulator, "POST", "/v3.0/OS-AUTH/id-token/tokens").body(&body);
    let token = request.clone().header("x-idp-id", EXAMPLE_PROVIDER).send().await;
    assert_eq!(list_with_token(&simulator, "p", token.header("x-subject-token").unwrap()).await.status, 200);

    request.header("x-idp-id", "another").send().await.refusal(401, "IAM.0001");

    let urn = format!("iam::1:agency:{EXAMPLE_AGENCY}");
    let body = json!({"agency_urn": urn, "id_token": "of-a-provider", "duration_seconds": 3600});
    let credentials = &post(&simulator, "/v5/agencies/assume-with-oidc", &body).await.json()["credentials"];
    let key = ["access_key_id", "secret_access_key", "security_token"].map(|name| &credentials[name]);
    assert!(works(&simulator, key[0], key[1], key[2]).await);

    let pod =
        Request::new(&simulator, "POST", "/pod-identity").header("authorization", "of-a-file").body("{}").send().await;
    let credential = &pod.json()["credential"];
    assert!(works(&simulator, &credential["access"], &credential["secret"], &credential["securitytoken"]).await);
}

#[tokio::test]
async fn a_provider_gives_its_own_projects_and_whoever_has_none_lets_nobody_in() {
    let keys = r#"{"projects": [{"id": "p"}, {"id": "q"}], "providers": [{"id": "idp", "projects": ["p"]}]}"#;
    for (keys, is_known) in [(keys, true), ("{}", false)] {
        let credentials = Credentials::from_json(keys).unwrap();
        let simulator = builder().credentials(credentials).start(widgets()).await.unwrap();
        let body = json!({"auth": {"id_token": {"id": "anything"}}});
        let request = Request::new(&simulator, "POST", "/v3.0/OS-AUTH/id-token/tokens").header("x-idp-id", "idp");
        let token = request.body(&body).send().await;
        let Some(token) = token.header("x-subject-token").filter(|_| is_known) else {
            token.refusal(401, "IAM.0001");
            continue;
        };
        assert_eq!(list_with_token(&simulator, "p", token).await.status, 200);
        list_with_token(&simulator, "q", token).await.refusal(403, "APIGW.0310");
    }
}

#[tokio::test]
async fn a_token_of_the_metadata_lasts_as_long_as_was_asked_for() {
    let seconds = Arc::new(AtomicU64::new(0));
    let passed = Arc::clone(&seconds);
    let clock = move || now() + Duration::from_secs(passed.load(Ordering::Relaxed));
    let simulator = builder().clock(clock).start(widgets()).await.unwrap();
    let token = Request::new(&simulator, "PUT", "/meta-data/latest/api/token");
    let token = token.header("x-metadata-token-ttl-seconds", "60").send().await.body;
    let key = Request::new(&simulator, "GET", "/openstack/latest/securitykey").header("x-metadata-token", &token);
    for (second, status) in [(59, 200), (60, 401)] {
        seconds.store(second, Ordering::Relaxed);
        assert_eq!(key.send().await.status, status, "after {second} seconds");
    }
}

#[tokio::test]
async fn a_machine_learns_its_key_with_and_without_a_token() {
    let simulator = simulator().await;
    let path = "/openstack/latest/securitykey";
    let token = Request::new(&simulator, "PUT", "/meta-data/latest/api/token");
    token.send().await.refusal(400, "IAM.0011");
    let token = token.header("x-metadata-token-ttl-seconds", "21600").send().await;
    assert_eq!((token.status, token.header("content-type")), (200, Some("text/plain")));
    for request in [
        Request::new(&simulator, "GET", path),
        Request::new(&simulator, "GET", path).header("x-metadata-token", &token.body),
    ] {
        let credential = &request.send().await.json()["credential"];
        assert!(works(&simulator, &credential["access"], &credential["secret"], &credential["securitytoken"]).await);
    }
    Request::new(&simulator, "GET", path).header("x-metadata-token", "another").send().await.refusal(401, "APIGW.0301");
    // It is good for the metadata alone.
    list_with_token(&simulator, EXAMPLE_PROJECT_ID, &token.body).await.refusal(403, "APIGW.0310");
    let metadata = Request::new(&simulator, "GET", "/openstack/latest/meta_data.json").send().await.json();
    assert_eq!(metadata["project_id"], EXAMPLE_PROJECT_ID);
}
