//! From nothing to a message: an instance, a topic with more partitions, a user with its rights, messages, a group.
//!
//! `cargo run -p dms-kafka-sim --example first_day` does it in a simulator of its own, in which waiting takes no time.

use std::io::{self, Write as _};

use dms_kafka::access_policies::{AccessRight, NewAccessPolicy, NewTopicAccess, TopicAccessUpdate};
use dms_kafka::common::{DiskSpec, InstanceEngine, SaslMechanism};
use dms_kafka::consumer_groups::{NewConsumerGroup, OffsetReset};
use dms_kafka::instances::NewInstance;
use dms_kafka::messages::{MessageProperty, NewMessage};
use dms_kafka::topics::{NewTopic, TopicChange, TopicChangeList};
use dms_kafka::users::NewUser;
use dms_kafka::{Client, Credentials, Error};
use dms_kafka_sim::{EXAMPLE_ACCESS_KEY, EXAMPLE_PROJECT_ID, EXAMPLE_SECRET_KEY, Simulator, State};
use huaweicloud_core::testing::ManualClock;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (_simulator, client) = in_a_simulator().await?;
    let story = tell(&client).await?;
    // If nobody reads it any more, `head` for example, there is nobody to tell.
    let _ = writeln!(io::stdout(), "{}", story.join("\n"));
    Ok(())
}

/// A simulator in which there is nothing yet, and a client that shares its clock, so that waiting takes no time.
pub(crate) async fn in_a_simulator() -> Result<(Simulator, Client), Box<dyn std::error::Error>> {
    let clock = ManualClock::advancing();
    let simulator = Simulator::builder().state(State::empty()).clock(clock.clone()).start().await?;
    let credentials = Credentials::new(EXAMPLE_ACCESS_KEY, EXAMPLE_SECRET_KEY).with_project_id(EXAMPLE_PROJECT_ID);
    let client = Client::builder().endpoint(simulator.url()).credentials(credentials).clock(clock).build()?;
    Ok((simulator, client))
}

/// What the instance is asked to be.
pub(crate) fn new_instance(name: &str) -> NewInstance {
    NewInstance::new()
        .name(name)
        .engine(InstanceEngine::Kafka)
        .engine_version("2.7")
        .broker_count(3)
        .storage_space(300)
        .storage_spec_code(DiskSpec::UltraV2)
        .product_id("c6.2u4g.cluster")
        .vpc_id("1e93f86e-13af-46c8-97d6-d40fa62b76c2")
        .subnet_id("b5fa806c-35e7-4299-b659-b39398dd4718")
        .security_group_id("0aaa0033-bf7f-4c41-a6c2-18cd04cad2c8")
        .availability_zone_ids(["d573142f24894ef3bd3664de068b44b0"])
        .sasl_enabled(true)
        .access_user("root")
        .password("Widgets-2026")
        .sasl_enabled_mechanisms([SaslMechanism::ScramSha512])
}

/// The story, a line a step.
pub(crate) async fn tell(client: &Client) -> Result<Vec<String>, Error> {
    let mut story = Vec::new();
    let created = client.create_kafka_instance(new_instance("orders")).and_wait().await?;
    let id = created.response.instance_id.clone().unwrap_or_default();
    let status = created.shown.and_then(|instance| instance.status);
    story.push(format!("instance {id}: {}", status.as_ref().map_or("-", |status| status.as_str())));

    client.create_topic(&id, NewTopic::new("orders").partition_count(3).replication_factor(3)).and_wait().await?;
    let change = TopicChange::new("orders").new_partition_count(6);
    client.update_topics(&id, TopicChangeList::new().topics([change])).send().await?;
    let topics = client.list_topics(&id).items().into_vec().await?;
    for topic in &topics {
        let (name, partitions) = (topic.name.as_deref().unwrap_or("-"), topic.partition_count.unwrap_or_default());
        story.push(format!("topic {name}: {partitions} partitions"));
    }

    client.create_user(&id, NewUser::new("shop", "Gadgets-2026")).send().await?;
    let policy = NewAccessPolicy::new().user_name("shop").access_right(AccessRight::All);
    let update = TopicAccessUpdate::new([NewTopicAccess::new("orders", [policy])]);
    client.update_topic_access_policy(&id, update).and_wait().await?;
    let access = client.show_topic_access_policy(&id, "orders").send().await?;
    for policy in &access.policies {
        let right = policy.access_right.as_ref().map_or("-", |right| right.as_str());
        story.push(format!("user {}: {right}", policy.user_name.as_deref().unwrap_or("-")));
    }

    let partition = || MessageProperty::new().name("PARTITION").value("1");
    for body in ["one pair of shoes", "two hats"] {
        let key = MessageProperty::new().name("KEY").value("shop-1");
        client.send_message(&id, NewMessage::new("orders", body, [key, partition()])).send().await?;
    }
    // Until 2100. A search by time says where messages are, and not what is in them.
    let search = client.search_messages(&id, "orders").asc(true).start_time("0").end_time("4102444800000");
    for found in search.items().into_vec().await? {
        let offset = found.message_offset.unwrap_or_default();
        let partition = found.partition.unwrap_or_default();
        let shown = client.show_partition_message(&id, "orders", partition, offset.to_string()).send().await?;
        for message in &shown.messages {
            story.push(format!("message {offset}: {}", message.value.as_deref().unwrap_or("-")));
        }
    }

    client.create_consumer_group(&id, NewConsumerGroup::new("warehouse")).send().await?;
    let reset = OffsetReset::new("orders").message_offset(0);
    client.reset_consumer_group_offsets_with_engine(&id, "warehouse", reset).and_wait().await?;
    let groups = client.list_consumer_groups(&id).items().into_vec().await?;
    for group in &groups {
        let state = group.state.as_ref().map_or("-", |state| state.as_str());
        story.push(format!("group {}: {state}", group.group_id.as_deref().unwrap_or("-")));
    }
    Ok(story)
}
