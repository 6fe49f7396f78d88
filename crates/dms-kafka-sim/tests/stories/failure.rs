//! Work that fails after its response.

use dms_kafka::access_policies::{AccessRight, NewAccessPolicy, NewTopicAccess, TopicAccessUpdate};
use dms_kafka::topics::NewTopic;
use dms_kafka::users::NewUser;
use huaweicloud_sim::{Effect, Fault};

use crate::{client, first_day, simulator};

#[tokio::test]
async fn a_grant_whose_task_fails_is_an_error_and_changes_nothing() {
    let simulator = simulator().await;
    let client = client(&simulator);
    let created = client.create_kafka_instance(first_day::new_instance("orders")).and_wait().await.unwrap();
    let id = created.response.instance_id.clone().unwrap();
    client.create_topic(&id, NewTopic::new("orders")).and_wait().await.unwrap();
    client.create_user(&id, NewUser::new("shop", "Gadgets-2026")).send().await.unwrap();
    simulator.0.faults().add(Fault::new(Effect::FailTask {}).on("UpdateTopicAccessPolicy").times(1)).unwrap();
    let grant = || {
        let policy = NewAccessPolicy::new().user_name("shop").access_right(AccessRight::Publish);
        client.update_topic_access_policy(&id, TopicAccessUpdate::new([NewTopicAccess::new("orders", [policy])]))
    };
    let error = grant().and_wait().await.unwrap_err();
    assert!(error.is_work_failed(), "{error}");
    assert!(client.show_topic_access_policy(&id, "orders").send().await.unwrap().policies.is_empty());
    grant().and_wait().await.unwrap();
    assert_eq!(client.show_topic_access_policy(&id, "orders").send().await.unwrap().policies.len(), 1);
}
