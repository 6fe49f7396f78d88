//! Each provider by itself.

use std::time::Duration;

use huaweicloud_core::testing::ManualClock;
use huaweicloud_core::{
    CredentialsChain, FederatedCredentials, MetadataCredentials, OidcCredentials, PasswordCredentials,
    PodIdentityCredentials, ProfileCredentials,
};
use serde_json::json;

use crate::issuer::{Issuer, ok, response};
use crate::loopback::Refusing;
use crate::{File, LIST, ZONES, builder, client};

const OIDC: &str = "/v5/agencies/assume-with-oidc";
const TOKENS: &str = "/v3/auth/tokens";
const METADATA_TOKEN: &str = "/meta-data/latest/api/token";
const SECURITY_KEY: &str = "/openstack/latest/securitykey";

/// Temporary keys that hold until an hour of the first day of the manual clock, 2026-01-01.
fn keys(number: u32, until: u32) -> String {
    ok(&format!(
        r#"{{"credential":{{"access":"AKVALUE{number}","secret":"SKVALUE","securitytoken":"STVALUE{number}","expires_at":"2026-01-01T{until:02}:00:00.000000Z"}}}}"#
    ))
}

fn token(number: u32, until: u32) -> String {
    let body = format!(r#"{{"token":{{"expires_at":"2026-01-01T{until:02}:00:00Z","project":{{"id":"p-7"}}}}}}"#);
    response("201 Created", &format!("X-Subject-Token: TOKENVALUE{number}\r\n"), &body)
}

#[tokio::test]
async fn an_agency_is_assumed_with_the_token_of_the_file_as_it_is_now() {
    let (file, clock) = (File::new("oidc", "IDVALUE1\n"), ManualClock::advancing());
    let issuer = Issuer::start([(OIDC, vec![keys(1, 1), keys(2, 2)])]).await;
    let oidc = OidcCredentials::new().provider_urn("urn:p").agency_urn("urn:a").token_file(&file.0);
    let widgets = client(&issuer, &clock, oidc.endpoint(issuer.endpoint()));
    widgets.call(&ZONES).await.unwrap();
    let body = issuer.body(OIDC);
    assert_eq!(
        (&body["provider_urn"], &body["agency_urn"], &body["id_token"]),
        (&json!("urn:p"), &json!("urn:a"), &json!("IDVALUE1"))
    );
    assert_eq!((&body["agency_session_name"], &body["duration_seconds"]), (&json!("oidc-sts-session"), &json!(3_600)));
    assert_eq!(issuer.header(OIDC, "authorization"), None);
    assert_eq!(issuer.header("/v1/zones", "x-security-token").as_deref(), Some("STVALUE1"));
    // The token was rotated, and five minutes before the keys are over others are asked for by it.
    file.write("IDVALUE2");
    clock.advance(Duration::from_secs(3_600 - 299));
    widgets.call(&ZONES).await.unwrap();
    assert_eq!(issuer.body(OIDC)["id_token"], json!("IDVALUE2"));
    assert_eq!(issuer.header("/v1/zones", "x-security-token").as_deref(), Some("STVALUE2"));
}

#[tokio::test]
async fn a_refusal_is_told_with_its_code_and_without_what_was_sent() {
    let (file, clock) = (File::new("oidc-refused", "IDVALUE123"), ManualClock::advancing());
    let refused = response(
        "403 Forbidden",
        "X-Request-Id: r-7\r\n",
        r#"{"error_code":"STS.1","error_msg":"no agency for IDVALUE123"}"#,
    );
    let issuer = Issuer::start([(OIDC, vec![refused])]).await;
    let oidc = OidcCredentials::new().provider_urn("p").agency_urn("a").token_file(&file.0);
    let widgets = client(&issuer, &clock, oidc.endpoint(issuer.endpoint()));
    let error = widgets.call(&ZONES).await.unwrap_err();
    assert!(error.is_credentials() && error.is_unsent());
    assert_eq!(error.message(), "AssumeAgencyWithOIDC: STS.1: no agency for [redacted] (HTTP 403, request id r-7)");
    assert!(!format!("{error:?} {error:#?}").contains("IDVALUE"));
    assert_eq!(issuer.count("/v1/zones"), 0);
}

#[tokio::test]
async fn a_password_gives_a_token_for_a_project_and_another_one_before_it_is_over() {
    let clock = ManualClock::advancing();
    let issuer = Issuer::start([(TOKENS, vec![token(1, 1), token(2, 2)])]).await;
    let password = PasswordCredentials::new("OTC1", "alice", "PWVALUE").endpoint(issuer.endpoint());
    let widgets = client(&issuer, &clock, password);
    widgets.call(&LIST).await.unwrap();
    assert_eq!(
        issuer.body(TOKENS),
        json!({"auth": {
            "identity": {"methods": ["password"], "password": {"user": {
                "name": "alice", "password": "PWVALUE", "domain": {"name": "OTC1"},
            }}},
            "scope": {"project": {"name": "eu-de", "domain": {"name": "OTC1"}}},
        }})
    );
    let path = "/v1/p-7/widgets";
    assert_eq!(issuer.header(path, "x-auth-token").as_deref(), Some("TOKENVALUE1"));
    assert_eq!(issuer.header(path, "x-project-id").as_deref(), Some("p-7"));
    assert_eq!(issuer.header(path, "authorization"), None);
    clock.advance(Duration::from_secs(3_600 - 299));
    widgets.call(&LIST).await.unwrap();
    assert_eq!((issuer.header(path, "x-auth-token").as_deref(), issuer.count(TOKENS)), (Some("TOKENVALUE2"), 2));
}

#[tokio::test]
async fn a_federation_takes_a_token_and_then_keys_for_it() {
    const ID: &str = "/v3.0/OS-AUTH/id-token/tokens";
    const KEYS: &str = "/v3.0/OS-CREDENTIAL/securitytokens";
    let (file, clock) = (File::new("federated", "IDVALUE"), ManualClock::advancing());
    let issuer = Issuer::start([(ID, vec![token(1, 1)]), (KEYS, vec![keys(1, 1)])]).await;
    let federated = FederatedCredentials::new("idp-1", &file.0).endpoint(issuer.endpoint()).project_id("p-9");
    client(&issuer, &clock, federated).call(&LIST).await.unwrap();
    assert_eq!(issuer.header(ID, "x-idp-id").as_deref(), Some("idp-1"));
    assert_eq!(issuer.body(ID), json!({"auth": {"id_token": {"id": "IDVALUE"}}}));
    let given = json!({"id": "TOKENVALUE1", "duration_seconds": 21_600});
    assert_eq!(issuer.body(KEYS), json!({"auth": {"identity": {"methods": ["token"], "token": given}}}));
    assert_eq!(issuer.header("/v1/p-9/widgets", "x-security-token").as_deref(), Some("STVALUE1"));
    // The profile file has it under these names.
    let text = format!(
        "[basic]\nidp_id = idp-2\nid_token_file = {}\niam_endpoint = {}\nproject_id = p-8\n",
        file.0.display(),
        issuer.endpoint()
    );
    let profile = File::new("federated-profile", &text);
    client(&issuer, &clock, ProfileCredentials::new().file(&profile.0)).call(&LIST).await.unwrap();
    assert_eq!(issuer.header(ID, "x-idp-id").as_deref(), Some("idp-2"));
    assert_eq!(issuer.count("/v1/p-8/widgets"), 1);
}

#[tokio::test]
async fn a_pod_gets_keys_from_the_agent_of_its_cluster() {
    let (file, clock) = (File::new("pod", "PODVALUE\n"), ManualClock::advancing());
    let issuer = Issuer::start([("/creds?v=1", vec![keys(1, 1)])]).await;
    let pod = PodIdentityCredentials::new().uri(format!("{}/creds?v=1", issuer.endpoint())).token_file(&file.0);
    client(&issuer, &clock, pod).call(&ZONES).await.unwrap();
    assert_eq!(issuer.header("/creds?v=1", "authorization").as_deref(), Some("PODVALUE"));
    assert_eq!(issuer.body("/creds?v=1"), json!({}));
    // Its token would travel in the clear.
    let elsewhere = PodIdentityCredentials::new().uri("http://192.0.2.1/creds").token_file(&file.0);
    let error = client(&issuer, &clock, elsewhere).call(&ZONES).await.unwrap_err();
    assert_eq!(error.message(), "`http://192.0.2.1` is plain HTTP on another machine; use https");
}

#[tokio::test]
async fn a_virtual_machine_gets_keys_from_its_metadata_with_and_without_a_token() {
    for (answer, sent) in [(ok("MTVALUE"), Some("MTVALUE")), (response("404 Not Found", "", ""), None)] {
        let clock = ManualClock::advancing();
        let issuer =
            Issuer::start([(METADATA_TOKEN, vec![answer]), (SECURITY_KEY, vec![keys(1, 6), keys(2, 12)])]).await;
        let widgets = client(&issuer, &clock, MetadataCredentials::new().endpoint(issuer.endpoint()));
        widgets.call(&ZONES).await.unwrap();
        assert_eq!(issuer.header(METADATA_TOKEN, "x-metadata-token-ttl-seconds").as_deref(), Some("21600"));
        assert_eq!(issuer.last(METADATA_TOKEN, |request| request.method.clone()), "PUT");
        assert_eq!(issuer.header(SECURITY_KEY, "x-metadata-token").as_deref(), sent);
        assert_eq!(issuer.header("/v1/zones", "x-security-token").as_deref(), Some("STVALUE1"));
        // Until five minutes before they are over.
        clock.advance(Duration::from_secs(6 * 3_600 - 301));
        widgets.call(&ZONES).await.unwrap();
        assert_eq!(issuer.count(SECURITY_KEY), 1);
        clock.advance(Duration::from_secs(2));
        widgets.call(&ZONES).await.unwrap();
        assert_eq!(issuer.header("/v1/zones", "x-security-token").as_deref(), Some("STVALUE2"));
    }
}

#[tokio::test]
async fn old_keys_are_used_while_they_work_though_the_metadata_fails() {
    let clock = ManualClock::advancing();
    let failing = response("500 Internal Server Error", "", "");
    let issuer =
        Issuer::start([(METADATA_TOKEN, vec![ok("MTVALUE")]), (SECURITY_KEY, vec![keys(1, 6), failing])]).await;
    let widgets = client(&issuer, &clock, MetadataCredentials::new().endpoint(issuer.endpoint()));
    widgets.call(&ZONES).await.unwrap();
    clock.advance(Duration::from_secs(6 * 3_600 - 60));
    widgets.call(&ZONES).await.unwrap();
    assert_eq!((issuer.count(SECURITY_KEY), issuer.count("/v1/zones")), (2, 2));
    clock.advance(Duration::from_secs(61));
    let error = widgets.call(&ZONES).await.unwrap_err();
    assert_eq!(error.message(), "ShowSecurityKey: the service gave no reason (HTTP 500, no request id)");
}

#[tokio::test]
async fn metadata_that_was_there_is_not_taken_for_absent() {
    let (issuer, clock) = (Issuer::start([]).await, ManualClock::advancing());
    let metadata = Issuer::start([(METADATA_TOKEN, vec![ok("MTVALUE")]), (SECURITY_KEY, vec![keys(1, 6)])]).await;
    let chain = CredentialsChain::new()
        .or("the metadata", MetadataCredentials::new().endpoint(metadata.endpoint()))
        .or("the next", PodIdentityCredentials::new());
    let widgets = client(&issuer, &clock, chain);
    widgets.call(&ZONES).await.unwrap();
    drop(metadata);
    tokio::task::yield_now().await;
    clock.advance(Duration::from_secs(7 * 3_600));
    let message = widgets.call(&ZONES).await.unwrap_err().message().to_owned();
    assert!(message.starts_with("the metadata, which is set up, has no credentials: "), "{message}");
}

#[tokio::test]
async fn where_there_is_no_metadata_it_is_asked_for_once_in_five_minutes() {
    let (nobody, clock) = (Refusing::new(), ManualClock::advancing());
    let issuer = Issuer::start([]).await;
    let provider = MetadataCredentials::new().endpoint(nobody.endpoint());
    let widgets = builder(&issuer, &clock).credentials_provider(provider).build().unwrap();
    let message = widgets.call(&ZONES).await.unwrap_err().message().to_owned();
    assert!(message.starts_with("CreateMetadataToken: could not connect to http://127.0.0.1:"), "{message}");
    // Somebody is there now, but is not asked yet.
    let address = nobody.endpoint().trim_start_matches("http://").to_owned();
    drop(nobody);
    let listener = tokio::net::TcpListener::bind(address).await.unwrap();
    assert_eq!(widgets.call(&ZONES).await.unwrap_err().message(), message);
    clock.advance(Duration::from_secs(301));
    let (call, accepted) = tokio::join!(widgets.call(&ZONES), async { listener.accept().await.map(drop) });
    accepted.unwrap();
    assert_ne!(call.unwrap_err().message(), message);
}
