//! An instance that grows: more storage, limits for a user and a topic, tags, Smart Connect.
//!
//! `cargo run -p dms-kafka-sim --example growth` does it in a simulator of its own, in which waiting takes no time.

#[path = "first_day.rs"]
#[allow(clippy::duplicate_mod, dead_code, reason = "each example is a program of its own")]
mod first_day;

use std::io::{self, Write as _};

use dms_kafka::common::{SmartConnectFileType, SmartConnectFolderLayout, SmartConnectStartOffset, Tag};
use dms_kafka::quotas::{TopicQuota, UserClientQuotaSettings};
use dms_kafka::scaling::{InstanceResize, ResizeKind};
use dms_kafka::smart_connect::{
    NewConnector, NewSmartConnectSink, NewSmartConnectTask, SmartConnectRecordDelimiter, SmartConnectSinkType,
    SmartConnectSourceType,
};
use dms_kafka::tags::{TagAction, TagChange};
use dms_kafka::topics::NewTopic;
use dms_kafka::users::NewUser;
use dms_kafka::{Client, Error};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (_simulator, client) = first_day::in_a_simulator().await?;
    let story = tell(&client).await?;
    // If nobody reads it any more, `head` for example, there is nobody to tell.
    let _ = writeln!(io::stdout(), "{}", story.join("\n"));
    Ok(())
}

/// The story, a line a step.
pub(crate) async fn tell(client: &Client) -> Result<Vec<String>, Error> {
    let mut story = Vec::new();
    let created = client.create_kafka_instance(first_day::new_instance("orders")).and_wait().await?;
    let id = created.response.instance_id.clone().unwrap_or_default();
    client.create_topic(&id, NewTopic::new("orders")).and_wait().await?;
    client.create_user(&id, NewUser::new("shop", "Gadgets-2026")).send().await?;

    let resize = InstanceResize::new(ResizeKind::Storage).new_storage_space(600);
    let grown = client.resize_kafka_instance(&id, resize).and_wait().await?.shown;
    let storage = grown.and_then(|instance| instance.total_storage_space).unwrap_or_default();
    story.push(format!("storage: {storage} GB"));

    let limits = UserClientQuotaSettings::new().user_name("shop").producer_byte_rate(1_048_576);
    client.create_user_client_quota(&id, limits).and_wait().await?;
    let limits = TopicQuota::new().topic("orders").consumer_byte_rate(2_097_152);
    client.create_topic_quota(&id, limits).and_wait().await?;
    let of_users = client.list_user_client_quotas(&id).items().into_vec().await?.len();
    let of_topics = client.list_topic_quotas(&id).items().into_vec().await?.len();
    story.push(format!("quotas: {of_users} of users, {of_topics} of topics"));

    let tags = TagChange::new().action(TagAction::Create).tags([Tag::new().key("team").value("shop")]);
    client.batch_create_or_delete_tags(&id, tags).send().await?;
    for tag in &client.list_instance_tags(&id).send().await?.tags {
        let (key, value) = (tag.key.as_deref().unwrap_or("-"), tag.value.as_deref().unwrap_or("-"));
        story.push(format!("tag {key}: {value}"));
    }

    client.create_connector(&id, NewConnector::new().node_count(2)).and_wait().await?;
    let sink = NewSmartConnectSink::new()
        .start_from(SmartConnectStartOffset::Latest)
        .destination_file_type(SmartConnectFileType::Text)
        .access_key("AKEXAMPLE")
        .secret_key("SKEXAMPLE")
        .obs_bucket_name("orders-archive")
        .obs_path("daily")
        .folder_layout(SmartConnectFolderLayout::Day)
        .record_delimiter(SmartConnectRecordDelimiter::Semicolon)
        .delivery_interval_seconds(300)
        .store_keys(true);
    let task = NewSmartConnectTask::new()
        .task_name("archive")
        .topics("orders")
        .source_type(SmartConnectSourceType::None)
        .sink_type(SmartConnectSinkType::ObsSink);
    client.create_smart_connect_task(&id, task.sink_task(sink)).and_wait().await?;
    for task in &client.list_smart_connect_tasks(&id).items().into_vec().await? {
        let status = task.status.as_ref().map_or("-", |status| status.as_str());
        story.push(format!("Smart Connect task {}: {status}", task.task_name.as_deref().unwrap_or("-")));
    }
    Ok(story)
}
