//! The project that requests are for, as the identity service knows it.
//!
//! Where that service is comes from the environment, which is that of a process: each case runs in one of its own.

use std::process::Command;

use huaweicloud_core::testing::ManualClock;
use huaweicloud_core::{ClientBuilder, Credentials};

use crate::issuer::{Issuer, ok, response};
use crate::{LIST, Widgets, ZONES};

const BY_REGION: &str = "/v3/projects?name=eu-de";
const ENDPOINT: &str = "WIDGETS_TEST_ENDPOINT";
const NAME: &str = "WIDGETS_TEST_PROJECT";

/// Twenty calls at once and two more, in a process of its own; without the variables it is no test.
#[test]
fn calls() {
    let Ok(endpoint) = std::env::var(ENDPOINT) else { return };
    let credentials = Credentials::new("AKVALUE", "SKVALUE123");
    let credentials = std::env::var(NAME).into_iter().fold(credentials, Credentials::with_project_name);
    let builder = ClientBuilder::<Widgets>::new().endpoint(endpoint).credentials(credentials).region("eu-de");
    let widgets = builder.clock(ManualClock::advancing()).no_retries().build().unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let outcome = runtime.block_on(async {
        // What needs no project asks for none.
        widgets.call(&ZONES).await?;
        let calls: Vec<_> = (0..20)
            .map(|_| {
                let widgets = widgets.clone();
                tokio::spawn(async move { widgets.call(&LIST).await })
            })
            .collect();
        let mut outcome = Ok(());
        for call in calls {
            outcome = call.await.unwrap();
        }
        outcome
    });
    match outcome {
        Ok(()) => println!("outcome: called.\n"),
        Err(error) => println!("{error:?} {error:#?}\noutcome: {error}.\n"),
    }
}

async fn outcome(issuer: &Issuer, variables: &[(&str, &str)]) -> String {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "project::calls", "--nocapture", "--test-threads=1"]);
    command.env_remove("HUAWEICLOUD_SDK_PROJECT_ID").env("RUST_BACKTRACE", "0");
    command.env(ENDPOINT, issuer.endpoint()).env("HUAWEICLOUD_SDK_IAM_ENDPOINT", issuer.endpoint());
    command.envs(variables.iter().copied());
    let output = tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap();
    let shown = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success() && !shown.contains("SKVALUE123"), "{shown}");
    let (_, outcome) = shown.split_once("outcome: ").unwrap();
    outcome.split_once(".\n").unwrap().0.to_owned()
}

#[tokio::test]
async fn the_project_of_the_region_is_asked_for_once_with_a_signature() {
    let issuer = Issuer::start([(BY_REGION, vec![ok(r#"{"projects":[{"id":"p-1","name":"eu-de"}]}"#)])]).await;
    assert_eq!(outcome(&issuer, &[]).await, "called");
    assert_eq!((issuer.count(BY_REGION), issuer.count("/v1/p-1/widgets"), issuer.count("/v1/zones")), (1, 20, 1));
    let authorization = issuer.header(BY_REGION, "authorization").unwrap();
    let beginning = "SDK-HMAC-SHA256 Access=AKVALUE, SignedHeaders=host;x-sdk-date, Signature=";
    assert!(authorization.starts_with(beginning), "{authorization}");
    assert_eq!(issuer.header("/v1/p-1/widgets", "x-project-id").as_deref(), Some("p-1"));
}

#[tokio::test]
async fn the_environment_and_a_name_come_before_the_region() {
    let issuer = Issuer::start([("/v3/projects?name=eu-de_team", vec![ok(r#"{"projects":[{"id":"p-2"}]}"#)])]).await;
    assert_eq!(outcome(&issuer, &[("HUAWEICLOUD_SDK_PROJECT_ID", "p-3")]).await, "called");
    assert_eq!((issuer.count("/v1/p-3/widgets"), issuer.count(BY_REGION)), (20, 0));
    assert_eq!(outcome(&issuer, &[("HUAWEICLOUD_SDK_PROJECT_ID", "p-3"), (NAME, "eu-de_team")]).await, "called");
    assert_eq!(issuer.count("/v1/p-2/widgets"), 20);
}

#[tokio::test]
async fn none_many_and_refusals_are_errors_that_say_so() {
    let remedy = "; give the credentials a project id, or set HUAWEICLOUD_SDK_PROJECT_ID";
    let none = response("200 OK", "X-IAM-Trace-Id: t-1\r\n", r#"{"projects":[]}"#);
    let refused = response("403 Forbidden", "", r#"{"error":{"code":403,"message":"no SKVALUE123"}}"#);
    for (answer, message) in [
        (none, format!("the identity service knows no project `eu-de` (trace id t-1){remedy}")),
        (
            ok(r#"{"projects":[{"id":"p-1"},{"id":"p-2"}]}"#),
            format!("the identity service knows several projects `eu-de`: p-1, p-2{remedy}"),
        ),
        (refused, "KeystoneListProjects: 403: no [redacted] (HTTP 403, no request id)".to_owned()),
        (ok("<html>"), "the list of projects of the identity service cannot be read".to_owned()),
    ] {
        let issuer = Issuer::start([(BY_REGION, vec![answer])]).await;
        assert_eq!(outcome(&issuer, &[]).await, format!("ListWidgets: {message}"));
        assert_eq!(issuer.count("/v1/zones"), 1);
    }
}
