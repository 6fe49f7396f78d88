//! All instances with their topics and consumer groups as a table; `--create TOPIC` creates a topic in each instance first.
//!
//! `cargo run --example overview -- REGION [--create TOPIC]`, with credentials as in the README.

use dms_kafka::topics::NewTopic;
use dms_kafka::{Client, Credentials, Error};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let region = arguments.first().map_or("eu-de", String::as_str);
    let client = Client::builder().region(region).credentials(Credentials::from_env()?).build()?;
    let create = arguments.iter().skip_while(|argument| *argument != "--create").nth(1);
    println!("{}", overview(&client, create.map(String::as_str)).await?);
    Ok(())
}

/// The table, a line each instance.
async fn overview(client: &Client, create: Option<&str>) -> Result<String, Error> {
    let mut lines = vec![format!("{:<24}{:<12}{:<28}GROUPS", "INSTANCE", "STATUS", "TOPICS")];
    for instance in &client.list_instances().limit(100).send().await?.instances {
        let Some(id) = &instance.instance_id else { continue };
        if let Some(topic) = create {
            match client.create_topic(id, NewTopic::new(topic).partition_count(3)).send().await {
                Ok(_) => {}
                Err(error) if error.is_not_found() => continue,
                Err(error) if error.is_throttled() => lines.push("(throttled: try again later)".to_owned()),
                Err(error) if error.is_unauthorized() => lines.push("(no topic may be created)".to_owned()),
                Err(error) => return Err(error),
            }
        }
        let topics = client.list_topics(id).send().await?;
        let topics: Vec<&str> = topics.topics.iter().filter_map(|topic| topic.name.as_deref()).collect();
        let groups = client.list_consumer_groups(id).send().await?;
        let groups: Vec<&str> = groups.groups.iter().filter_map(|group| group.group_id.as_deref()).collect();
        let (name, status) =
            (instance.name.as_deref().unwrap_or("-"), instance.status.as_ref().map_or("-", |s| s.as_str()));
        lines.push(format!("{name:<24}{status:<12}{:<28}{}", topics.join(" "), groups.join(" ")));
    }
    Ok(lines.join("\n"))
}

#[cfg(all(test, feature = "testing"))]
#[tokio::test]
async fn the_table_has_a_line_for_each_instance() {
    use dms_kafka::consumer_groups::{self, ConsumerGroupList, ConsumerGroupSummary};
    use dms_kafka::instances::{self, Instance, InstanceList};
    use dms_kafka::testing::MockService;
    use dms_kafka::topics::{self, Topic, TopicList};
    let service = MockService::new();
    let instance = Instance::new().instance_id("i").name("orders").status("RUNNING");
    service.when(&instances::LIST_INSTANCES).respond(&InstanceList::new().instances([instance]));
    service.when(&topics::CREATE_TOPIC).path("instance_id", "i").refuse(404, "DMS.10240407", "slow down");
    service.when(&topics::LIST_TOPICS).respond(&TopicList::new().topics([Topic::new().name("o")]));
    let groups = ConsumerGroupList::new().groups([ConsumerGroupSummary::new().group_id("g")]);
    service.when(&consumer_groups::LIST_CONSUMER_GROUPS).respond(&groups);
    let table = overview(&service.builder().build().unwrap(), Some("orders")).await.unwrap();
    assert!(table.contains("(throttled: try again later)"), "the code counts, not the status: {table}");
    assert!(table.ends_with("orders                  RUNNING     o                           g"), "{table}");
}
