//! The service, on its way to a gateway: its document, its codes, the behaviour of its resources, and what is not simulated.

use huaweicloud_sim::{DocumentError, Service};
use serde::Deserialize;

use crate::codes;
use crate::inspection;
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

/// Values that production clients send otherwise than the documents have it, and the service takes, as those clients are tested against
/// it: operation, and the value as conditions name it. Their handlers judge them.
const LEFT_TO_HANDLERS: [(&str, &str); 26] = [
    // Sold by bandwidth, instances are created here, too, without a number of brokers, and with disks of their own.
    ("CreateInstanceByEngine", "broker_num"),
    ("CreatePostPaidKafkaInstance", "broker_num"),
    ("CreateInstanceByEngine", "storage_spec_code"),
    ("CreatePostPaidKafkaInstance", "storage_spec_code"),
    // Single nodes have smaller ones.
    ("CreateInstanceByEngine", "storage_space"),
    ("CreatePostPaidKafkaInstance", "storage_space"),
    // PLAIN counts where none is said.
    ("CreateInstanceByEngine", "sasl_enabled_mechanisms"),
    ("CreatePostPaidKafkaInstance", "sasl_enabled_mechanisms"),
    // `HH:mm` and `HH:mm:ss`, in both creation and change.
    ("CreateInstanceByEngine", "maintain_begin"),
    ("CreateInstanceByEngine", "maintain_end"),
    ("CreatePostPaidKafkaInstance", "maintain_begin"),
    ("CreatePostPaidKafkaInstance", "maintain_end"),
    ("CreatePostPaidInstance", "maintain_begin"),
    ("CreatePostPaidInstance", "maintain_end"),
    ("UpdateInstance", "maintain_begin"),
    ("UpdateInstance", "maintain_end"),
    // New brokers have disks like the others; what is sold by bandwidth is scaled here without a kind.
    ("ResizeEngineInstance", "new_storage_space"),
    ("ResizeKafkaInstance", "new_storage_space"),
    ("ResizeEngineInstance", "oper_type"),
    ("ResizeKafkaInstance", "oper_type"),
    // A number or a text.
    ("CreateConnector", "node_cnt"),
    // The root of the bucket, and names that nobody gave.
    ("CreateConnectorTask", "sink_task/obs_path"),
    ("CreateConnectorTask", "source_task/current_cluster_name"),
    ("CreateConnectorTask", "source_task/cluster_name"),
    // A message without properties has null or nothing there.
    ("SendKafkaMessage", "property_list"),
    // A partition narrows a search by time down.
    ("ShowInstanceMessages", "$request.query.message_offset"),
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
    let (seen, known) = (state.clone(), state.clone());
    let mut service = Service::from_bundle(BUNDLE)?
        .codes(codes::OF_REQUESTS)
        .sdk_name("kafka")
        .inspect(move |query| inspection::shown(&seen, query))
        .suggest(move |operation, parameter| inspection::suggested(&known, operation, parameter));
    for behaviour in resources::behaviours() {
        let (state, handler) = (state.clone(), behaviour.handler);
        service = service.on(behaviour.operation.id(), move |call| state.carry_out(handler, call));
    }
    for oddity in resources::oddities() {
        service = service.oddity(oddity.name, oddity.says);
    }
    for (method, path, operation) in ALSO_AT {
        service = service.also_at(method, path, operation);
    }
    for (operation, value) in LEFT_TO_HANDLERS {
        service = service.leave_to_handler(operation, value);
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
    fn the_tables_name_operations_that_there_are() {
        let service = service(&State::empty()).unwrap();
        let operations: Vec<&str> = service.operations().collect();
        let left = LEFT_TO_HANDLERS.into_iter().map(|(operation, _)| operation);
        for operation in ALSO_AT.into_iter().map(|(_, _, operation)| operation).chain(left) {
            assert!(operations.contains(&operation), "{operation}");
        }
        let superseded = superseded();
        assert!(!superseded.is_empty());
        for Superseded { by, .. } in superseded {
            assert!(operations.contains(&by.as_str()), "{by}");
        }
    }
}
