//! What no request may be sent with, for every operation. A new operation joins by being generated.

#![cfg(test)]

use dms_kafka::registry::OPERATIONS;
use dms_kafka::{Client, Credentials, Operation};

/// A client whose requests would reach nobody.
fn offline() -> Client {
    let credentials = Credentials::new("ak", "sk");
    Client::builder().endpoint("http://127.0.0.1:1").credentials(credentials).build().unwrap()
}

fn path_parameters(operation: &Operation) -> Vec<&'static str> {
    let parts = operation.path().split('{').skip(1);
    parts.filter_map(|part| part.split_once('}')).map(|(name, _)| name).collect()
}

#[tokio::test]
async fn a_path_parameter_that_is_missing_or_empty_is_refused_by_name() {
    let client = offline();
    let mut count = 0;
    for operation in OPERATIONS {
        let parameters = path_parameters(operation);
        for wrong in &parameters {
            for value in [None, Some(""), Some("."), Some("..")] {
                let others = parameters.iter().filter(|name| *name != wrong);
                let request = client.service_client().request(operation);
                let request = others.fold(request, |request, name| request.path(name, Some("x")));
                let error = request.path(wrong, value).send_without_value().await.unwrap_err();
                assert!(error.is_invalid_request() && error.is_unsent(), "{error}");
                assert!(error.to_string().contains(&format!("`{wrong}`")), "{error}");
                count += 1;
            }
        }
    }
    assert!(count > 4 * OPERATIONS.len(), "all but few operations have a path parameter: {count}");
}
