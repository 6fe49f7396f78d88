//! Several keys, tokens and projects: who may do what.

use huaweicloud_sim::{Credentials, Simulator};

use crate::wire::{Request, builder, widgets};

const KEYS: &str = r#"{
    "projects": [{"id": "left"}, {"id": "right"}],
    "access_keys": [
        {"access_key": "AK-left", "secret_key": "SK-left", "projects": ["left"]},
        {"access_key": "AK-right", "secret_key": "SK-right", "projects": ["right"]},
        {"access_key": "AK-both", "secret_key": "SK-both"},
        {"access_key": "AK-once", "secret_key": "SK-once", "security_token": "hunter2"}],
    "tokens": [{"token": "T-left", "projects": ["left"]}]}"#;

async fn simulator() -> Simulator {
    builder().credentials(Credentials::from_json(KEYS).unwrap()).start(widgets()).await.unwrap()
}

#[tokio::test]
async fn a_key_is_good_for_its_projects() {
    let simulator = simulator().await;
    for (key, project, is_allowed) in [
        ("left", "left", true),
        ("left", "right", false),
        ("right", "right", true),
        ("right", "left", false),
        ("both", "left", true),
        ("both", "right", true),
    ] {
        let request = Request::new(&simulator, "GET", &format!("/v1/{project}/widgets?kind=a"));
        let response = request.sign_with(&format!("AK-{key}"), &format!("SK-{key}")).send().await;
        if is_allowed {
            assert_eq!(response.status, 200, "{key} {project}: {}", response.body);
        } else {
            response.refusal(403, "APIGW.0310");
        }
    }
    let mixed = Request::new(&simulator, "GET", "/v1/left/widgets?kind=a").sign_with("AK-left", "SK-right");
    mixed.send().await.refusal(401, "APIGW.0301");
}

#[tokio::test]
async fn the_keys_of_the_examples_are_not_known_beside_others() {
    let simulator = simulator().await;
    Request::new(&simulator, "GET", "/v1/left/widgets?kind=a").sign().send().await.refusal(401, "APIGW.0301");
}

#[tokio::test]
async fn a_token_is_good_for_its_projects() {
    let simulator = simulator().await;
    let with = async |project: &str, token: &str| {
        let request = Request::new(&simulator, "GET", &format!("/v1/{project}/widgets?kind=a"));
        request.header("x-auth-token", token).send().await
    };
    assert_eq!(with("left", "T-left").await.status, 200);
    with("right", "T-left").await.refusal(403, "APIGW.0310");
    with("left", "T-right").await.refusal(401, "APIGW.0301");
}

#[tokio::test]
async fn a_temporary_key_needs_its_security_token_and_no_other() {
    let simulator = simulator().await;
    let request = Request::new(&simulator, "GET", "/v1/left/widgets?kind=a");
    request.clone().sign_with("AK-once", "SK-once").send().await.refusal(401, "APIGW.0301");
    let wrong = request.clone().header("x-security-token", "hunter3").sign_with("AK-once", "SK-once").send().await;
    assert!(!wrong.refusal(401, "APIGW.0301").contains("hunter"));
    let right = request.header("x-security-token", "hunter2").sign_with("AK-once", "SK-once");
    assert_eq!(right.send().await.status, 200);
}

#[tokio::test]
async fn a_project_in_the_header_is_that_of_the_path() {
    let simulator = simulator().await;
    let request = Request::new(&simulator, "GET", "/v1/left/widgets?kind=a").header("x-project-id", "right");
    request.sign_with("AK-both", "SK-both").send().await.refusal(403, "APIGW.0310");
}
