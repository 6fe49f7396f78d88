//! The runtime of the real clients against the simulator: what they sign is what it verifies.

use dms_kafka_sim::{EXAMPLE_ACCESS_KEY, EXAMPLE_INSTANCE_ID, EXAMPLE_PROJECT_ID, EXAMPLE_SECRET_KEY, Simulator};
use huaweicloud_core::{ClientBuilder, Credentials, Method, Operation, Service, ServiceClient, ServiceInfo};
use serde_json::Value;

struct Kafka(ServiceClient);

impl From<ServiceClient> for Kafka {
    fn from(client: ServiceClient) -> Self {
        Self(client)
    }
}

impl Service for Kafka {
    const INFO: ServiceInfo = ServiceInfo::new("Kafka", "kafka", &[]);
    const USER_AGENT: &'static str = "dms-kafka-sim-tests/1.0";
}

const LIST: Operation =
    Operation::new("ListBackgroundTasks", Method::Get, "/v2/{project_id}/instances/{instance_id}/tasks");
const DELETE: Operation =
    Operation::new("DeleteBackgroundTask", Method::Delete, "/v2/{project_id}/instances/{instance_id}/tasks/{task_id}");

fn client(simulator: &Simulator, credentials: Credentials) -> ServiceClient {
    let credentials = credentials.with_project_id(EXAMPLE_PROJECT_ID);
    let Kafka(client) = ClientBuilder::new().endpoint(simulator.url()).credentials(credentials).build().unwrap();
    client
}

#[tokio::test]
async fn signatures_of_the_clients_are_accepted() {
    let simulator = Simulator::builder().token("token").start().await.unwrap();
    for credentials in [
        Credentials::new(EXAMPLE_ACCESS_KEY, EXAMPLE_SECRET_KEY),
        Credentials::temporary(EXAMPLE_ACCESS_KEY, EXAMPLE_SECRET_KEY, "security token"),
        Credentials::token("token"),
    ] {
        let client = client(&simulator, credentials);
        let list = client.request(&LIST).path("instance_id", Some(EXAMPLE_INSTANCE_ID.to_owned()));
        let list = list.query("start", Some(2)).query("limit", Some(1)).query("end_time", Some("20300101000000"));
        let tasks = list.send::<Value>().await.unwrap();
        assert_eq!(tasks["tasks"][0]["name"], "modifyAutoTopic");
        assert_eq!(tasks["task_count"], "3");
    }
}

#[tokio::test]
async fn refusals_reach_the_caller_in_full() {
    let simulator = Simulator::builder().start().await.unwrap();
    let client = client(&simulator, Credentials::new(EXAMPLE_ACCESS_KEY, EXAMPLE_SECRET_KEY));
    let delete = client.request(&DELETE).path("instance_id", Some("none".to_owned()));
    let error = delete.path("task_id", Some("a/b c".to_owned())).send_without_value().await.unwrap_err();
    assert_eq!((error.http_status(), error.error_code()), (Some(404), Some("DMS.00404022")));
    assert_eq!(error.message(), "This instance does not exist.");
    assert_eq!(error.request_id(), Some("00000000000000000000000000000001"));
}
