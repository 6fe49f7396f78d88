//! TLS over the loopback interface: whom a client trusts, and how it shows who it is.

#![cfg(any(feature = "hyper", feature = "reqwest"))]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod authority;
#[cfg(feature = "http2")]
mod http2;
#[allow(dead_code, reason = "shared with other tests")]
#[path = "../loopback/mod.rs"]
mod loopback;
mod server;

use huaweicloud_core::{
    BuiltClient, ClientBuilder, Credentials, Error, Method, Operation, Service, ServiceClient, ServiceInfo,
};

use self::authority::Authority;
use self::server::TlsServer;

const LIST: Operation = Operation::new("ListWidgets", Method::Get, "/v1/{project_id}/widgets");

#[derive(Debug)]
struct Widgets(ServiceClient);

impl Service for Widgets {
    const INFO: ServiceInfo = ServiceInfo::new("widgets", "widgets", &[]);
    const USER_AGENT: &'static str = "widgets/1.0";

    fn from_built(client: BuiltClient<Self>) -> Self {
        Self(client.into_service_client())
    }
}

fn builder(endpoint: &str) -> ClientBuilder<Widgets> {
    let credentials = Credentials::new("AKVALUE", "SKVALUE").with_project_id("p1");
    ClientBuilder::new().endpoint(endpoint).credentials(credentials)
}

async fn list(builder: ClientBuilder<Widgets>) -> Result<(), Error> {
    builder.build()?.0.request(&LIST).send_without_value().await.map(drop)
}

fn assert_untrusted(error: &Error, endpoint: &str, cause: &str) {
    assert!(error.is_connection() && error.is_unsent(), "{error:?}");
    let expected = format!("ListWidgets: no secure connection to {endpoint}: invalid peer certificate: {cause}");
    assert!(error.to_string().starts_with(&expected), "{error}");
}

#[tokio::test]
async fn a_certificate_of_an_authority_that_is_trusted_is_good() {
    let authority = Authority::new("authority");
    let other = Authority::new("another authority").pem();
    for trusting in [
        &|builder: ClientBuilder<Widgets>| builder.add_ca_certificates(authority.pem()),
        &|builder: ClientBuilder<Widgets>| builder.only_ca_certificates(authority.der()),
        &|builder: ClientBuilder<Widgets>| builder.only_ca_certificates(format!("{other}\n{}", authority.pem())),
        &|builder: ClientBuilder<Widgets>| builder.only_ca_certificates(&*other).add_ca_certificates(authority.der()),
    ] as [&dyn Fn(ClientBuilder<Widgets>) -> ClientBuilder<Widgets>; 4]
    {
        let server = TlsServer::start(authority.server("localhost")).await;
        list(trusting(builder(&server.endpoint()))).await.unwrap();
        let received = server.received().await.unwrap();
        assert_eq!(received.target, "/v1/p1/widgets");
        assert!(received.header("authorization").is_some());
    }
}

#[tokio::test]
async fn a_certificate_of_an_unknown_authority_is_refused() {
    let authority = Authority::new("authority");
    for trusting in [
        &|builder| builder,
        &|builder: ClientBuilder<Widgets>| builder.only_ca_certificates(Authority::new("another authority").pem()),
        &|builder: ClientBuilder<Widgets>| builder.add_ca_certificates(Authority::new("another authority").pem()),
    ] as [&dyn Fn(ClientBuilder<Widgets>) -> ClientBuilder<Widgets>; 3]
    {
        let server = TlsServer::start(authority.server("localhost")).await;
        let error = list(trusting(builder(&server.endpoint()))).await.unwrap_err();
        assert_untrusted(&error, &server.endpoint(), "UnknownIssuer");
        assert!(server.received().await.is_none(), "something was sent");
    }
}

#[tokio::test]
async fn a_certificate_for_another_name_is_refused() {
    let authority = Authority::new("authority");
    let server = TlsServer::start(authority.server("widgets.example")).await;
    let error = list(builder(&server.endpoint()).only_ca_certificates(authority.pem())).await.unwrap_err();
    assert_untrusted(&error, &server.endpoint(), "certificate not valid for name \"localhost\"");
    assert!(server.received().await.is_none(), "something was sent");
}

#[tokio::test]
async fn a_client_shows_its_certificate_to_a_service_that_asks_for_one() {
    let authority = Authority::new("authority");
    let builder = |server: &TlsServer| builder(&server.endpoint()).only_ca_certificates(authority.pem());
    let server = TlsServer::start(authority.server_for_known_clients("localhost")).await;
    list(builder(&server).client_certificate(authority.client())).await.unwrap();
    assert!(server.received().await.is_some());

    let server = TlsServer::start(authority.server_for_known_clients("localhost")).await;
    let error = list(builder(&server)).await.unwrap_err();
    // The refusal comes when the client already holds the connection for good.
    assert!(error.is_connection(), "{error:?}");
    assert!(server.received().await.is_none());
}

#[tokio::test]
async fn a_tunnel_through_a_proxy_ends_at_the_service() {
    let authority = Authority::new("authority");
    let server = TlsServer::behind_a_proxy(authority.server("widgets.example")).await;
    let proxied = || {
        builder("https://widgets.example").only_ca_certificates(authority.pem()).proxy(server.proxy("user:hunter2@"))
    };
    list(proxied()).await.unwrap();
    assert!(!format!("{:?}", proxied()).contains("hunter2"));
    let (tunnel, received) = server.tunnelled().await;
    assert_eq!((tunnel.method.as_str(), tunnel.target.as_str()), ("CONNECT", "widgets.example:443"));
    assert_eq!(tunnel.header("proxy-authorization"), Some("Basic dXNlcjpodW50ZXIy"));
    assert_eq!(tunnel.header("authorization"), None, "the proxy sees nothing of the request");
    let received = received.unwrap();
    assert_eq!(received.target, "/v1/p1/widgets");
    assert_eq!(received.header("proxy-authorization"), None, "the service sees nothing of the proxy");
}

#[test]
fn certificates_that_are_none_are_refused_by_the_name_of_the_option() {
    let authority = Authority::new("authority");
    let https = || builder("https://widgets.example");
    let pem_of_nonsense = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    let both = authority.client();
    let (certificate, key) = both.split_once("-----BEGIN PRIVATE KEY").unwrap();
    let key = format!("-----BEGIN PRIVATE KEY{key}");
    let other_key = Authority::new("another authority").client();
    let other_key = other_key.split_once("-----BEGIN PRIVATE KEY").unwrap().1;
    for (builder, reason) in [
        (https().add_ca_certificates("nonsense"), "`add_ca_certificates`: certificate 1 is none ("),
        (https().only_ca_certificates(""), "`only_ca_certificates`: certificate 1 is none ("),
        (https().only_ca_certificates(&*key), "`only_ca_certificates`: the PEM holds no certificate"),
        (
            https().only_ca_certificates(format!("{}{pem_of_nonsense}", authority.pem())),
            "`only_ca_certificates`: certificate 2 is none (",
        ),
        (
            https().add_ca_certificates("-----BEGIN CERTIFICATE-----\nAAAA"),
            "`add_ca_certificates`: the PEM cannot be read (",
        ),
        (https().client_certificate("nonsense"), "`client_certificate`: the PEM holds no certificate; it must hold"),
        (https().client_certificate(certificate), "`client_certificate`: the PEM holds no private key; it must hold"),
        (https().client_certificate(&*key), "`client_certificate`: the PEM holds no certificate; it must hold"),
        (
            https().client_certificate(format!("{certificate}-----BEGIN PRIVATE KEY{other_key}")),
            "`client_certificate`: certificate and private key cannot be used (",
        ),
        (https().max_connections(0), "`max_connections` is 0, so that nothing could be sent; raise it"),
    ] {
        let error = builder.build().unwrap_err();
        assert!(error.is_configuration(), "{error:?}");
        assert!(error.to_string().starts_with(reason), "{error}");
    }
}
