//! A process that dies while it waits, and another that goes on.

use dms_kafka::WaitToken;
use dms_kafka::instances::builder::CreateKafkaInstance;

use crate::{client, first_day, simulator};

#[tokio::test]
async fn what_one_process_began_another_waits_for() {
    let simulator = simulator().await;
    let kept = {
        let client = client(&simulator);
        let started = client.create_kafka_instance(first_day::new_instance("orders")).and_wait().start().await.unwrap();
        serde_json::to_string(&started.wait.token()).unwrap()
    };
    let token: WaitToken = serde_json::from_str(&kept).unwrap();
    let client = client(&simulator);
    let shown = CreateKafkaInstance::resume(&client, token).unwrap().finish().await.unwrap().unwrap();
    assert_eq!(shown.status.unwrap().as_str(), "RUNNING");
    assert_eq!(client.list_instances().items().into_vec().await.unwrap().len(), 1);
}
