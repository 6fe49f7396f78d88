//! No access key, secret key, token or password is shown by `Debug` or `Display` of anything.

use std::error::Error as _;
use std::fmt::Debug;

use huaweicloud_core::{ClientBuilder, Credentials, Error, RequestOptions};
use serde_json::json;

use crate::loopback::{Loopback, Refusing};
use crate::{CREATE, Widget, Widgets, builder};

fn all_credentials() -> [Credentials; 3] {
    [
        Credentials::new("AKVALUE", "SKVALUE"),
        Credentials::temporary("AKVALUE", "SKVALUE", "TOKENVALUE"),
        Credentials::token("TOKENVALUE"),
    ]
    .map(|credentials| credentials.with_project_id("p1"))
}

fn assert_hidden(shown: &str) {
    for secret in ["AKVALUE", "SKVALUE", "TOKENVALUE", "hunter2"] {
        assert!(!shown.contains(secret), "{secret} is shown: {shown}");
    }
}

fn debug(value: &impl Debug) -> String {
    let shown = format!("{value:?}\n{value:#?}");
    assert_hidden(&shown);
    shown
}

/// All that an error and its causes show.
fn assert_error_hides(error: &Error) {
    debug(error);
    assert_hidden(&error.to_string());
    let mut cause = error.source();
    while let Some(error) = cause {
        assert_hidden(&format!("{error} {error:?}"));
        cause = error.source();
    }
}

#[tokio::test]
async fn clients_builders_and_requests_show_no_secret() {
    let nobody = Refusing::new();
    for credentials in all_credentials() {
        let builder = builder(&nobody.endpoint()).credentials(credentials.clone());
        assert!(debug(&builder).contains("p1"), "the project is no secret");
        let widgets = builder.build().unwrap();
        assert!(debug(&widgets).contains(&nobody.endpoint()));
        let options = RequestOptions::new().header("X-Other-Key", "hunter2").project_id("p2");
        assert_eq!(
            debug(&options).lines().next().unwrap(),
            "RequestOptions { headers: [\"X-Other-Key\"], project_id: Some(\"p2\"), timeout: None, retries: None, interceptors: Interceptors(0) }"
        );
        let mut request = widgets.0.request(&CREATE);
        request.with_options(options).set_query("key", "hunter2").set_header("X-Key", "hunter2");
        debug(&request.set_form_body(&json!({"password": "hunter2"})).parts().unwrap());
        request.set_body(&json!({"password": "hunter2"}));
        assert_eq!(
            format!("{request:?}"),
            "RequestBuilder { operation: \"CreateWidget\", path: [(\"project_id\", \"p2\")], query: [\"key\"], \
             headers: [\"x-other-key\", \"x-key\"], body_bytes: Some(22), .. }"
        );
        assert_eq!(
            debug(&request.parts().unwrap()).lines().next().unwrap(),
            "RequestParts { operation: \"CreateWidget\", path: {\"project_id\": \"p2\"}, query: [\"key\"], \
             headers: [\"x-key\", \"x-other-key\"], body_bytes: Some(22), form_fields: None, .. }"
        );
        debug(&request);
        assert_error_hides(&request.send::<Widget>().await.unwrap_err());
    }
}

#[tokio::test]
async fn errors_show_no_secret_however_far_the_request_came() {
    for credentials in all_credentials() {
        for response in [
            "",
            "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{",
            "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n{",
            "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n",
            "nonsense\r\n\r\n",
        ] {
            let server = Loopback::responding(response).await;
            let client = builder(&server.endpoint()).credentials(credentials.clone()).build().unwrap().0;
            let mut request = client.request(&CREATE);
            request.set_query("key", "hunter2").set_body(&json!({"password": "hunter2"}));
            assert_error_hides(&request.send::<Widget>().await.unwrap_err());
            let received = server.received().await;
            assert!(received.headers.iter().any(|(_, value)| value.contains("AKVALUE") || value == "TOKENVALUE"));
        }
    }
}

#[test]
fn credentials_that_cannot_be_used_are_refused_without_being_shown() {
    for (credentials, reason) in [
        (Credentials::new("AKVALUE", ""), "the access key or the secret key is empty; set both"),
        (
            Credentials::new("AKVALUE\n", "SKVALUE"),
            "the access key holds a space, a comma or a character that is not visible ASCII",
        ),
        (Credentials::token(""), "the token of the credentials is empty; set it"),
        (
            Credentials::new("AKVALUE", "SKVALUE\n"),
            "the secret key begins or ends in white space, or holds a control character, a newline for example; remove it",
        ),
        (Credentials::token("TOKENVALUE\n"), "a token of the credentials begins or ends in white space; remove it"),
        (
            Credentials::temporary("AKVALUE", "SKVALUE", "TOKENVALUEé"),
            "a token of the credentials holds a character that no header can hold",
        ),
        (
            Credentials::token("TOKENVALUE").with_project_id(""),
            "the project id of the credentials is empty; set it, or leave it out",
        ),
    ] {
        let error = builder("https://widgets.example").credentials(credentials).build().unwrap_err();
        assert!(error.is_configuration());
        assert_eq!(error.to_string(), reason);
        assert_error_hides(&error);
    }
    let error = ClientBuilder::<Widgets>::new().endpoint("https://u:hunter2@h").build().unwrap_err();
    assert_error_hides(&error);
    assert_eq!(
        ClientBuilder::<Widgets>::new().endpoint("https://h").build().unwrap_err().to_string(),
        "no credentials are set; set them, or a provider: `CredentialsChain::standard` for example"
    );
}
