//! What no request may be sent with, for every operation.

use huaweicloud_core::{Operation, ServiceClient};

use crate::ServiceUnderTest;

/// Every path parameter that is missing, empty, or a segment that leads to another path is refused by name, before anything
/// is sent. The requests of `client` had better reach nobody; it has no project of its own.
pub async fn refusals(service: &ServiceUnderTest, client: &ServiceClient) -> Vec<String> {
    let mut findings = Vec::new();
    let mut count = 0;
    for operation in service.operations {
        for wrong in path_parameters(operation) {
            for value in [None, Some(""), Some("."), Some("..")] {
                count += 1;
                let fault = fault(client, operation, wrong, value).await;
                findings.extend(fault.map(|fault| format!("{}, `{wrong}` as {value:?}: {fault}", operation.id())));
            }
        }
    }
    if count == 0 {
        findings.push("no operation has a path parameter".to_owned());
    }
    findings
}

async fn fault(
    client: &ServiceClient,
    operation: &'static Operation,
    wrong: &'static str,
    value: Option<&str>,
) -> Option<String> {
    let others = path_parameters(operation).filter(|name| *name != wrong);
    let mut request = client.request(operation);
    for name in others {
        request.set_path(name, "x");
    }
    request.set_path(wrong, value);
    match request.send_without_value().await {
        Ok(_) => Some("is sent".to_owned()),
        Err(error) if !error.is_invalid_request() || !error.is_unsent() => Some(format!("is no mistake: {error}")),
        Err(error) if !error.to_string().contains(&format!("`{wrong}`")) => Some(format!("is not named: {error}")),
        Err(_) => None,
    }
}

fn path_parameters(operation: &Operation) -> impl Iterator<Item = &'static str> {
    let parts = operation.path().split('{').skip(1);
    parts.filter_map(|part| part.split_once('}')).map(|(name, _)| name)
}

#[cfg(test)]
mod tests {
    use huaweicloud_core::Credentials;
    use widgets::Client;

    use super::*;
    use crate::fixture::widgets;

    #[tokio::test]
    async fn a_parameter_that_is_not_asked_for_is_reported() {
        // The client has a project, so that no request lacks one: the check must say that it was not refused.
        let credentials = Credentials::new("ak", "sk").with_project_id("p");
        let client = Client::builder().endpoint("http://127.0.0.1:1").credentials(credentials).build().unwrap();
        let findings = refusals(&widgets(), client.service_client()).await;
        assert!(findings[0].starts_with("ListCogs, `project_id` as None: is no mistake: "), "{findings:?}");
        let service = ServiceUnderTest { operations: &[], ..widgets() };
        assert_eq!(refusals(&service, client.service_client()).await, ["no operation has a path parameter"]);
    }
}
