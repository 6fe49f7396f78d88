//! Two clients of one instance at once.

use dms_kafka::instances::InstanceUpdate;
use dms_kafka::scaling::{InstanceResize, ResizeKind};
use dms_kafka::topics::NewTopic;
use dms_kafka::{Execution, RequestOptions};

use crate::{client, first_day, simulator};

#[tokio::test]
async fn both_see_what_each_has_done() {
    let simulator = simulator().await;
    let (ours, theirs) = (client(&simulator), client(&simulator));
    let created = ours.create_kafka_instance(first_day::new_instance("orders")).and_wait().await.unwrap();
    let id = created.response.instance_id.clone().unwrap();
    let (left, right) = tokio::join!(
        ours.create_topic(&id, NewTopic::new("left")).and_wait().send(),
        theirs.create_topic(&id, NewTopic::new("right")).and_wait().send(),
    );
    assert!(left.is_ok() && right.is_ok(), "{left:?} {right:?}");
    for client in [&ours, &theirs] {
        let topics = client.list_topics(&id).items().into_vec().await.unwrap();
        let mut names: Vec<_> = topics.into_iter().filter_map(|topic| topic.name).collect();
        names.sort();
        assert_eq!(names, ["left", "right"]);
    }
    let again = theirs.create_topic(&id, NewTopic::new("left")).send().await.unwrap_err();
    assert_eq!(again.http_status(), Some(400), "{again}");
}

#[tokio::test]
async fn while_one_resizes_the_other_is_told_that_the_instance_is_busy() {
    let simulator = simulator().await;
    let (ours, theirs) = (client(&simulator), client(&simulator));
    let created = ours.create_kafka_instance(first_day::new_instance("orders")).and_wait().await.unwrap();
    let id = created.response.instance_id.clone().unwrap();
    let resize = InstanceResize::new(ResizeKind::Storage).new_storage_space(600);
    let mut resizing = ours.resize_kafka_instance(&id, resize).and_wait().start().await.unwrap();
    let renamed = || theirs.update_instance(&id, InstanceUpdate::new().name("sales"));
    let busy = renamed().with_options(RequestOptions::new().no_retries()).send().await.unwrap_err();
    assert_eq!(busy.error_code(), Some("DMS.00400026"), "{busy}");
    assert_eq!(busy.execution(), Execution::NotExecuted);
    let shown = resizing.wait.finish().await.unwrap().unwrap();
    assert_eq!(shown.total_storage_space, Some(600));
    renamed().send().await.unwrap();
    assert_eq!(ours.show_instance(&id).send().await.unwrap().name.as_deref(), Some("sales"));
}
