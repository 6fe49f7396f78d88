//! The chain that looks where the official SDKs look, in a process of its own with variables of its own.

use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use huaweicloud_core::testing::ManualClock;
use huaweicloud_core::{
    ClientBuilder, Credentials, CredentialsChain, CredentialsFuture, CredentialsProvider, CredentialsRequest, Error,
    MetadataCredentials, OidcCredentials, OpenStackCredentials, PodIdentityCredentials, ProfileCredentials,
};

#[cfg(feature = "clouds-yaml")]
use crate::File;
use crate::issuer::{Issuer, response};
use crate::loopback::Refusing;
use crate::{LIST, Widgets, ZONES, client};

const ENDPOINT: &str = "WIDGETS_TEST_ENDPOINT";
const REGION: &str = "WIDGETS_TEST_REGION";

/// One call by the standard chain, in a process of its own; without the variables it is no test.
#[test]
fn call() {
    let (Ok(endpoint), Ok(region)) = (std::env::var(ENDPOINT), std::env::var(REGION)) else { return };
    // The last one of the chain is at an address that no test should wait for.
    let providers = CredentialsChain::standard();
    assert_eq!(
        providers.names().collect::<Vec<_>>(),
        ["OpenID Connect", "the environment", "the profile", "OpenStack", "the pod", "the metadata"]
    );
    let builder = ClientBuilder::<Widgets>::new().endpoint(endpoint).region(region).credentials_provider(providers);
    let widgets = builder.clock(ManualClock::advancing()).no_retries().build().unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    match runtime.block_on(widgets.call(&LIST)) {
        Ok(()) => println!("outcome: called.\n"),
        Err(error) => println!("{error:?} {error:#?}\noutcome: {error}.\n"),
    }
}

async fn outcome(issuer: &Issuer, region: &str, variables: &[(&str, &str)]) -> String {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "chain::call", "--nocapture", "--test-threads=1"]);
    command.env_clear().envs([("HOME", "/nonexistent"), ("RUST_BACKTRACE", "0"), (REGION, region)]);
    command.env(ENDPOINT, issuer.endpoint()).envs(variables.iter().copied());
    let output = tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap();
    let shown = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success() && !shown.contains("PWVALUE"), "{shown}");
    let (_, outcome) = shown.split_once("outcome: ").unwrap();
    outcome.split_once(".\n").unwrap().0.to_owned()
}

fn token() -> String {
    let body = r#"{"token":{"expires_at":"2026-01-01T01:00:00.000000Z","project":{"id":"p-7"}}}"#;
    response("201 Created", "X-Subject-Token: TOKENVALUE\r\n", body)
}

#[tokio::test]
async fn the_variables_of_openstack_are_taken_in_regions_of_open_telekom_cloud_after_those_of_the_sdks() {
    let issuer = Issuer::start([("/v3/auth/tokens", vec![token()])]).await;
    let auth_url = format!("{}/v3", issuer.endpoint());
    let openstack = [
        ("OS_AUTH_URL", &*auth_url),
        ("OS_USERNAME", "alice"),
        ("OS_PASSWORD", "PWVALUE"),
        ("OS_USER_DOMAIN_NAME", "OTC1"),
        ("OS_PROJECT_NAME", "eu-de_team"),
    ];
    assert_eq!(outcome(&issuer, "eu-de", &openstack).await, "called");
    assert_eq!(issuer.header("/v1/p-7/widgets", "x-auth-token").as_deref(), Some("TOKENVALUE"));
    assert_eq!(issuer.body("/v3/auth/tokens")["auth"]["scope"]["project"]["name"], "eu-de_team");
    assert_ne!(outcome(&issuer, "cn-north-4", &openstack).await, "called");
    let own = [("HUAWEICLOUD_SDK_AK", "AK"), ("HUAWEICLOUD_SDK_SK", "SK"), ("HUAWEICLOUD_SDK_PROJECT_ID", "p-1")];
    assert_eq!(outcome(&issuer, "eu-de", &[&openstack[..], &own[..]].concat()).await, "called");
    assert_eq!((issuer.count("/v1/p-1/widgets"), issuer.count("/v3/auth/tokens")), (1, 1));
}

#[tokio::test]
async fn a_chain_that_has_nothing_lists_each_provider_with_its_reason() {
    let (issuer, nobody, clock) = (Issuer::start([]).await, Refusing::new(), ManualClock::advancing());
    let chain = CredentialsChain::new()
        .or("the pod", PodIdentityCredentials::new())
        .or("the metadata", MetadataCredentials::new().endpoint(nobody.endpoint()));
    let error = crate::client(&issuer, &clock, chain).call(&LIST).await.unwrap_err();
    let message = error.message();
    assert!(message.starts_with("no provider has credentials: the pod: no identity of a pod is set up; "), "{message}");
    assert!(message.contains("; the metadata: CreateMetadataToken: could not connect to "), "{message}");
}

#[tokio::test]
async fn what_is_named_and_is_not_there_ends_a_chain() {
    let (issuer, clock) = (Issuer::start([]).await, ManualClock::advancing());
    let nowhere = "/nonexistent/credentials";
    let entry = if cfg!(feature = "clouds-yaml") { nowhere } else { "the feature `clouds-yaml`" };
    let file: Arc<dyn CredentialsProvider> = Arc::new(ProfileCredentials::new().file(nowhere));
    let yaml: Arc<dyn CredentialsProvider> = Arc::new(OpenStackCredentials::new().file(nowhere).cloud("otc"));
    let half: Arc<dyn CredentialsProvider> = Arc::new(OidcCredentials::new().agency_urn("urn:a"));
    for (provider, reason) in [(file, nowhere), (yaml, entry), (half, "HUAWEICLOUD_OIDC_PROVIDER_URN")] {
        let chain = CredentialsChain::new().or("what is named", provider).or("the next", Other);
        let error = crate::client(&issuer, &clock, chain).call(&LIST).await.unwrap_err();
        let message = error.message();
        assert!(message.starts_with("what is named, which is set up, has no credentials: "), "{message}");
        assert!(message.contains(reason) && message.ends_with("; the next: not asked"), "{message}");
    }
}

#[cfg(feature = "clouds-yaml")]
#[tokio::test]
async fn an_entry_of_clouds_yaml_is_read_again_each_time() {
    let clock = ManualClock::advancing();
    let issuer = Issuer::start([("/v3/auth/tokens", vec![token()])]).await;
    let text = |user: &str| {
        let address = issuer.endpoint();
        format!(
            "clouds:\n  otc:\n    auth:\n      auth_url: {address}/v3\n      username: {user}\n      password: PWVALUE\n      \
             user_domain_name: OTC1\n"
        )
    };
    let file = File::new("clouds.yaml", &text("alice"));
    let widgets = crate::client(&issuer, &clock, OpenStackCredentials::new().file(&file.0));
    widgets.call(&LIST).await.unwrap();
    let user = || issuer.body("/v3/auth/tokens")["auth"]["identity"]["password"]["user"]["name"].clone();
    assert_eq!(user(), "alice");
    file.write(&text("bob"));
    clock.advance(std::time::Duration::from_secs(3_400));
    widgets.call(&LIST).await.unwrap();
    assert_eq!(user(), "bob");
}

/// Keys for an hour the first time, and then none.
#[derive(Debug, Default)]
struct Once(AtomicBool);

impl CredentialsProvider for Once {
    fn provide<'p>(&'p self, request: &'p CredentialsRequest) -> CredentialsFuture<'p> {
        Box::pin(async move {
            if self.0.swap(true, Ordering::Relaxed) {
                return Err(Error::credentials("it is down"));
            }
            let end = request.clock().now() + Duration::from_secs(3_600);
            Ok(Credentials::new("AKVALUE", "SKVALUE").expiring_at(end))
        })
    }
}

/// Always keys of somebody else.
#[derive(Debug)]
struct Other;

impl CredentialsProvider for Other {
    fn provide<'p>(&'p self, _: &'p CredentialsRequest) -> CredentialsFuture<'p> {
        Box::pin(async { Ok(Credentials::new("AKOTHER", "SKOTHER")) })
    }
}

#[tokio::test]
async fn the_one_that_had_credentials_is_not_left_for_another_one() {
    let (issuer, clock) = (Issuer::start([]).await, ManualClock::advancing());
    let chain = CredentialsChain::new().or("first", Once::default()).or("second", Other);
    let widgets = client(&issuer, &clock, chain);
    widgets.call(&ZONES).await.unwrap();
    clock.advance(Duration::from_secs(3_601));
    let error = widgets.call(&ZONES).await.unwrap_err();
    assert_eq!(error.message(), "first, which had credentials before: it is down");
}
