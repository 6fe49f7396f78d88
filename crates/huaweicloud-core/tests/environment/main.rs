//! What a client takes from the environment: proxies, and endpoints of regions.
//!
//! The environment is that of a process, so each case runs in one of its own: this program again, which makes one call.

#![cfg(any(feature = "hyper", feature = "reqwest"))]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[allow(dead_code, reason = "shared with other tests")]
#[path = "../loopback/mod.rs"]
mod loopback;

use std::process::Command;

use huaweicloud_core::{
    BuiltClient, ClientBuilder, Credentials, Method, Operation, Service, ServiceClient, ServiceInfo,
};

use self::loopback::{Loopback, Refusing};

const LIST: Operation = Operation::new("ListWidgets", Method::Get, "/v1/{project_id}/widgets");
const NO_CONTENT: &str = "HTTP/1.1 204 No Content\r\n\r\n";

/// Where the call goes, for the process that makes it: an endpoint or a region.
const ENDPOINT: &str = "WIDGETS_TEST_ENDPOINT";
const REGION: &str = "WIDGETS_TEST_REGION";
/// What is set in code: the URL of a proxy, or `none`.
const PROXY: &str = "WIDGETS_TEST_PROXY";

/// All that may be set on the machine that runs the tests.
const FOREIGN: [&str; 9] = [
    "HTTP_PROXY",
    "http_proxy",
    "HTTPS_PROXY",
    "https_proxy",
    "ALL_PROXY",
    "all_proxy",
    "NO_PROXY",
    "no_proxy",
    "REQUEST_METHOD",
];

struct Widgets(ServiceClient);

impl Service for Widgets {
    const INFO: ServiceInfo = ServiceInfo::new("widgets", "widgets", &[("a-1", "https://widgets.a-1.invalid")]);
    const USER_AGENT: &'static str = "widgets/1.0";

    fn from_built(client: BuiltClient<Self>) -> Self {
        Self(client.into_service_client())
    }
}

/// The call, in a process of its own; without the variables it is no test.
#[test]
fn call() {
    let (endpoint, region) = (std::env::var(ENDPOINT), std::env::var(REGION));
    let credentials = Credentials::new("AKVALUE", "SKVALUE").with_project_id("p1");
    let mut builder = ClientBuilder::<Widgets>::new().credentials(credentials).allow_plain_http(true);
    builder = match (endpoint, region) {
        (Ok(endpoint), _) => builder.endpoint(endpoint),
        (_, Ok(region)) => builder.region(region),
        _ => return,
    };
    builder = match std::env::var(PROXY).as_deref() {
        Ok("none") => builder.no_proxy(),
        Ok(url) => builder.proxy(url),
        Err(_) => builder,
    };
    let shown = format!("{builder:?}");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let outcome = runtime.block_on(async {
        builder.build()?.0.request(&LIST).send_without_value().await.map(|response| response.http_status())
    });
    println!("{shown}");
    match outcome {
        Ok(status) => println!("outcome: {status}."),
        Err(error) => println!("debug: {error:?}\noutcome: {error}."),
    }
}

/// Makes a call in a process with these variables; returns what came of it.
async fn outcome(variables: &[(&str, &str)]) -> String {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "call", "--nocapture", "--test-threads=1"]);
    for name in FOREIGN {
        command.env_remove(name);
    }
    command.env("RUST_BACKTRACE", "0").envs(variables.iter().copied());
    let output = tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap();
    let shown = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{shown}");
    assert!(!shown.contains("hunter2") && !shown.contains("aHVudGVy"), "{shown}");
    let (_, outcome) = shown.split_once("outcome: ").unwrap();
    outcome.split_once(".\n").unwrap().0.to_owned()
}

/// Not the loopback interface by its name, though it leads there: what a proxy is asked for, unless it is not to be.
fn elsewhere(server: &Loopback) -> String {
    server.endpoint().replace("127.0.0.1", "0.0.0.0")
}

#[tokio::test]
async fn plain_http_goes_through_the_proxy_of_the_environment_with_its_user() {
    let proxy = Loopback::responding(NO_CONTENT).await;
    let url = proxy.endpoint().replace("//", "//user:hunter2@");
    assert_eq!(outcome(&[(ENDPOINT, "http://widgets.invalid"), ("HTTP_PROXY", &url)]).await, "204");
    let received = proxy.received().await;
    assert_eq!(received.target, "http://widgets.invalid/v1/p1/widgets");
    assert_eq!(received.header("host"), Some("widgets.invalid"));
    assert_eq!(received.header("proxy-authorization"), Some("Basic dXNlcjpodW50ZXIy"));
    assert!(received.header("authorization").unwrap().starts_with("SDK-HMAC-SHA256"));
}

#[tokio::test]
async fn https_goes_through_a_tunnel_of_the_proxy_of_the_environment() {
    for name in ["HTTPS_PROXY", "https_proxy", "ALL_PROXY"] {
        let proxy = Loopback::responding("HTTP/1.1 407 Who are you\r\nContent-Length: 0\r\n\r\n").await;
        let url = proxy.endpoint().replace("//", "//user:hunter2@");
        let outcome = outcome(&[(ENDPOINT, "https://widgets.invalid"), (name, &url)]).await;
        let expected = "ListWidgets: could not reach https://widgets.invalid through the proxy: ";
        assert!(outcome.starts_with(expected), "{outcome}");
        let received = proxy.received().await;
        assert_eq!((received.method.as_str(), received.target.as_str()), ("CONNECT", "widgets.invalid:443"));
        assert_eq!(received.header("proxy-authorization"), Some("Basic dXNlcjpodW50ZXIy"));
        assert_eq!(received.header("authorization"), None);
    }
}

#[tokio::test]
async fn a_proxy_that_is_not_there_is_named_as_the_cause() {
    let nobody = Refusing::new();
    let outcome = outcome(&[(ENDPOINT, "https://widgets.invalid"), ("HTTPS_PROXY", &nobody.endpoint())]).await;
    let expected = "ListWidgets: could not reach https://widgets.invalid through the proxy: Connection refused";
    assert!(outcome.starts_with(expected), "{outcome}");
}

#[tokio::test]
async fn hosts_that_are_excepted_are_reached_without_the_proxy() {
    let nobody = Refusing::new();
    let server = Loopback::responding(NO_CONTENT).await;
    let (endpoint, proxy) = (elsewhere(&server), nobody.endpoint());
    let variables = [(ENDPOINT, &*endpoint), ("HTTP_PROXY", &*proxy)];
    assert!(outcome(&variables).await.contains("through the proxy"), "the proxy was not asked");
    for exceptions in [("NO_PROXY", "a.example, 0.0.0.0"), ("no_proxy", "0.0.0.0/8"), ("NO_PROXY", "*")] {
        let server = Loopback::responding(NO_CONTENT).await;
        assert_eq!(outcome(&[(ENDPOINT, &*elsewhere(&server)), variables[1], exceptions]).await, "204");
        assert_eq!(server.received().await.target, "/v1/p1/widgets");
    }
}

#[tokio::test]
async fn this_machine_is_reached_without_the_proxy_of_the_environment() {
    let nobody = Refusing::new();
    let server = Loopback::responding(NO_CONTENT).await;
    let proxy = nobody.endpoint();
    let variables = [(ENDPOINT, &*server.endpoint()), ("HTTP_PROXY", &*proxy), ("ALL_PROXY", &*proxy)];
    assert_eq!(outcome(&variables).await, "204");
    assert_eq!(server.received().await.target, "/v1/p1/widgets");
}

#[tokio::test]
async fn what_is_set_in_code_comes_before_the_environment() {
    let nobody = Refusing::new();
    let proxy = Loopback::responding(NO_CONTENT).await;
    let variables = |proxy| [(ENDPOINT, "http://widgets.invalid"), ("HTTP_PROXY", "ftp://nonsense"), (PROXY, proxy)];
    let endpoint = proxy.endpoint();
    assert_eq!(outcome(&variables(&*endpoint)).await, "204");
    assert_eq!(proxy.received().await.target, "http://widgets.invalid/v1/p1/widgets");

    let server = Loopback::responding(NO_CONTENT).await;
    let nobody = nobody.endpoint();
    let variables = [(ENDPOINT, &*elsewhere(&server)), ("HTTP_PROXY", &*nobody), (PROXY, "none")];
    assert_eq!(outcome(&variables).await, "204");
}

#[tokio::test]
async fn a_proxy_of_an_unknown_kind_is_refused_by_the_name_of_its_variable() {
    let remedy = "which is not supported; give a proxy as `http://host:port` or `https://host:port`, with \
                  `user:password@` before the host if it asks for them";
    let socks = "socks5://user:hunter2@p.example";
    let outcome_of = outcome(&[(ENDPOINT, "https://widgets.invalid"), ("HTTPS_PROXY", socks)]).await;
    assert_eq!(outcome_of, format!("the environment variable HTTPS_PROXY has the scheme `socks5`, {remedy}"));
    let outcome_of = outcome(&[(ENDPOINT, "https://widgets.invalid"), (PROXY, socks)]).await;
    assert_eq!(outcome_of, format!("`proxy` has the scheme `socks5`, {remedy}"));
}

#[tokio::test]
async fn the_variable_of_a_region_says_where_it_is() {
    let server = Loopback::responding(NO_CONTENT).await;
    let endpoint = server.endpoint();
    assert_eq!(outcome(&[(REGION, "a-1"), ("HUAWEICLOUD_SDK_REGION_WIDGETS_A_1", &*endpoint)]).await, "204");
    assert_eq!(server.received().await.target, "/v1/p1/widgets");
    let outcome = outcome(&[(REGION, "a-1"), ("HUAWEICLOUD_SDK_REGION_WIDGETS_A_1", "ftp://h")]).await;
    assert_eq!(
        outcome,
        "in the environment variable HUAWEICLOUD_SDK_REGION_WIDGETS_A_1, the endpoint `ftp://h` is neither http nor https; \
         give it as `https://host` or `https://host:port`"
    );
}
