//! The Rust client, which waits on a clock that it shares with the simulator, through what is in an instance.

use dms_kafka::access_policies::{AccessRight, NewAccessPolicy, NewTopicAccess, TopicAccessUpdate};
use dms_kafka::consumer_groups::{ConsumerGroupState, NewConsumerGroup, OffsetReset};
use dms_kafka::messages::{MessageProperty, NewMessage};
use dms_kafka::quotas::{TopicQuota, UserClientQuotaSettings, UserClientQuotaTarget};
use dms_kafka::topics::{NewTopic, TopicChange, TopicChangeList, TopicSelection};
use dms_kafka::users::NewUser;
use dms_kafka::{Client, Credentials};
use dms_kafka_sim::{EXAMPLE_ACCESS_KEY, EXAMPLE_INSTANCE_ID, EXAMPLE_PROJECT_ID, EXAMPLE_SECRET_KEY, Simulator};
use huaweicloud_core::testing::ManualClock;

const ID: &str = EXAMPLE_INSTANCE_ID;

async fn started() -> (Simulator, Client) {
    let clock = ManualClock::advancing();
    let simulator = Simulator::builder().clock(clock.clone()).start().await.unwrap();
    let credentials = Credentials::new(EXAMPLE_ACCESS_KEY, EXAMPLE_SECRET_KEY).with_project_id(EXAMPLE_PROJECT_ID);
    let client = Client::builder().endpoint(simulator.url()).credentials(credentials).clock(clock).build().unwrap();
    (simulator, client)
}

#[tokio::test]
async fn topics_users_and_policies() {
    let (_simulator, client) = started().await;
    client.create_topic(ID, NewTopic::new("orders").partition_count(2)).and_wait().await.unwrap();
    let change = TopicChange::new("orders").new_partition_count(4).description("of all shops");
    client.update_topics(ID, TopicChangeList::new().topics([change])).send().await.unwrap();
    let detail = client.show_topic_detail(ID, "orders").send().await.unwrap();
    assert_eq!(detail.partitions.len(), 4);
    client.create_user(ID, NewUser::new("reader", "Cloud@123")).send().await.unwrap();
    let policy = NewAccessPolicy::new().user_name("reader").access_right(AccessRight::Subscribe);
    let access = NewTopicAccess::new("orders", [policy]);
    let set = client.update_topic_access_policy(ID, TopicAccessUpdate::new([access])).and_wait().await.unwrap();
    assert!(set.response.background_task_id.is_some());
    let shown = client.show_topic_access_policy(ID, "orders").send().await.unwrap();
    assert_eq!(shown.policies[0].user_name.as_deref(), Some("reader"));
    let nothing = TopicAccessUpdate::new([NewTopicAccess::new("Topic-test01", [] as [NewAccessPolicy; 0])]);
    let error = client.update_topic_access_policy(ID, nothing).send().await.unwrap_err();
    assert!(error.to_string().contains("Topic policy is empty."), "{error}");
    client.batch_delete_topics(ID, TopicSelection::new().topics(["orders"])).send().await.unwrap();
    assert_eq!(client.list_topics(ID).send().await.unwrap().total_count, Some(2));
}

#[tokio::test]
async fn messages_and_consumer_groups() {
    let (_simulator, client) = started().await;
    let word = client.create_consumer_group(ID, NewConsumerGroup::new("orders")).send().await.unwrap();
    assert_eq!(&*word, "success");
    for body in ["first", "second"] {
        let partition = MessageProperty::new().name("PARTITION").value("0");
        client.send_message(ID, NewMessage::new("topic-test", body, [partition])).send().await.unwrap();
    }
    let found = client.search_messages(ID, "topic-test").keyword("second").send().await.unwrap();
    assert_eq!(found.messages[0].message_offset, Some(1));
    let one = OffsetReset::new("topic-test").message_offset(1);
    client.reset_consumer_group_offsets(ID, "orders", one).and_wait().await.unwrap();
    let all = OffsetReset::new("").message_offset(0);
    let reset = client.reset_consumer_group_offsets(ID, "orders", all).and_wait().await.unwrap();
    assert!(reset.shown.is_some());
    let group = client.show_consumer_group(ID, "orders").send().await.unwrap().group.clone().unwrap();
    assert_eq!(group.state, Some(ConsumerGroupState::Empty));
    client.delete_consumer_group(ID, "orders").send().await.unwrap();
    assert!(client.show_consumer_group(ID, "orders").send().await.unwrap_err().is_not_found());
}

#[tokio::test]
async fn quotas() {
    let (_simulator, client) = started().await;
    let quota = TopicQuota::new().topic("topic-test").producer_byte_rate(1024);
    client.create_topic_quota(ID, quota).and_wait().await.unwrap();
    assert_eq!(client.list_topic_quotas(ID).send().await.unwrap().quotas[0].producer_byte_rate, Some(1024));
    let gone = TopicQuota::new().topic("topic-test");
    client.delete_topic_quota(ID, gone.clone()).and_wait().await.unwrap();
    assert!(client.delete_topic_quota(ID, gone).and_wait().await.unwrap_err().is_work_failed());
    let quota = UserClientQuotaSettings::new().user_name("root").consumer_byte_rate(1024);
    client.create_user_client_quota(ID, quota).and_wait().await.unwrap();
    let listed = client.list_user_client_quotas(ID).send().await.unwrap();
    assert_eq!((listed.total_count, listed.quotas[0].consumer_byte_rate), (Some(1), Some(1024)));
    let target = UserClientQuotaTarget::new().user_name("root");
    client.delete_user_client_quota(ID, target).and_wait().await.unwrap();
    assert_eq!(client.list_user_client_quotas(ID).send().await.unwrap().total_count, Some(0));
}
