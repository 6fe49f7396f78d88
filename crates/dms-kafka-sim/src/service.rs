//! The service, on its way to a gateway: its document, its codes, the behaviour of its resources, and what is not simulated.

use huaweicloud_sim::{DocumentError, Service};
use serde::Deserialize;

use crate::codes;
use crate::resources;
use crate::state::State;

const BUNDLE: &str = include_str!("../../../openapi/dms-kafka.json");
const COVERAGE: &str = include_str!("../../../openapi/dms-kafka/coverage.toml");

/// Places at which production clients send operations that the official interface has elsewhere: method, path, operation.
const ALSO_AT: [(&str, &str, &str); 2] = [
    // A published Terraform provider, as the pages have it.
    ("POST", "/v2/kafka/{project_id}/instances/{instance_id}/reassign", "CreateKafkaReassignmentTask"),
    ("DELETE", "/v2/{project_id}/kafka/instances/{instance_id}/topics/{topic}/messages", "DeleteKafkaTopicMessages"),
];

/// The service with its state, for a simulator of your own: [`Simulator`](crate::Simulator) starts one.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let service = dms_kafka_sim::service(&dms_kafka_sim::State::default())?;
/// let simulator = huaweicloud_sim::Simulator::builder().start(service).await?;
/// assert_eq!(simulator.coverage().operations.len(), 135);
/// # Ok(())
/// # }
/// ```
///
/// # Errors
///
/// If the OpenAPI document that this crate was built with cannot be read.
pub fn service(state: &State) -> Result<Service, DocumentError> {
    let mut service = Service::from_bundle(BUNDLE)?.codes(codes::OF_REQUESTS);
    for behaviour in resources::behaviours() {
        let (state, handler) = (state.clone(), behaviour.handler);
        service = service.on(behaviour.operation.id(), move |call| handler(&state, call));
    }
    for (method, path, operation) in ALSO_AT {
        service = service.also_at(method, path, operation);
    }
    Ok(superseded().into_iter().fold(service, |service, Superseded { method, path, by }| {
        let version = path.trim_start_matches('/').split('/').next().unwrap_or_default();
        service.not_simulated(&method, &path, &format!("an operation of {version} here, which {by} supersedes"))
    }))
}

/// Operations of former versions, which the service still has.
fn superseded() -> Vec<Superseded> {
    // A test reads it: it is a part of the program.
    toml::from_str(COVERAGE).map(|Coverage { superseded }| superseded).unwrap_or_default()
}

#[derive(Deserialize)]
struct Coverage {
    superseded: Vec<Superseded>,
}

#[derive(Deserialize)]
struct Superseded {
    method: String,
    path: String,
    by: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::State;

    #[test]
    fn other_places_and_superseded_operations_name_operations_that_there_are() {
        let service = service(&State::empty()).unwrap();
        let operations: Vec<&str> = service.operations().collect();
        for (_, _, operation) in ALSO_AT {
            assert!(operations.contains(&operation), "{operation}");
        }
        let superseded = superseded();
        assert!(!superseded.is_empty());
        for Superseded { by, .. } in superseded {
            assert!(operations.contains(&by.as_str()), "{by}");
        }
    }
}
