//! All instances with their topics and consumer groups as a table; `--create TOPIC` creates a topic in each instance first.
//!
//! `cargo run --example overview -- REGION [--create TOPIC]`, with credentials as in the README.

use std::io::{self, Write as _};

use dms_kafka::topics::NewTopic;
use dms_kafka::{Client, Credentials, Error};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let region = arguments.first().map_or("eu-de", String::as_str);
    let client = Client::builder().region(region).credentials(Credentials::from_env()?).build()?;
    let create = arguments.iter().skip_while(|argument| *argument != "--create").nth(1);
    let table = overview(&client, create.map(String::as_str)).await?;
    // If nobody reads it any more, `head` for example, there is nobody to tell.
    let _ = writeln!(io::stdout(), "{table}");
    Ok(())
}

/// The table, a line each instance.
async fn overview(client: &Client, create: Option<&str>) -> Result<String, Error> {
    let mut lines = vec![format!("{:<24}{:<12}{:<28}GROUPS", "INSTANCE", "STATUS", "TOPICS")];
    for instance in &client.list_instances().items().into_vec().await? {
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
        let topics = client.list_topics(id).items().into_vec().await?;
        let topics: Vec<&str> = topics.iter().filter_map(|topic| topic.name.as_deref()).collect();
        let groups = client.list_consumer_groups(id).items().into_vec().await?;
        let groups: Vec<&str> = groups.iter().filter_map(|group| group.group_id.as_deref()).collect();
        let (name, status) =
            (instance.name.as_deref().unwrap_or("-"), instance.status.as_ref().map_or("-", |s| s.as_str()));
        lines.push(format!("{name:<24}{status:<12}{:<28}{}", topics.join(" "), groups.join(" ")));
    }
    Ok(lines.join("\n"))
}

#[cfg(all(test, feature = "testing"))]
#[tokio::test]
async fn the_table_has_a_line_for_each_instance() {
    use dms_kafka::consumer_groups::{ConsumerGroupList, ConsumerGroupSummary};
    use dms_kafka::instances::{Instance, InstanceList};
    use dms_kafka::testing::MockService;
    use dms_kafka::topics::{Topic, TopicList};
    let service = MockService::new();
    let instance = Instance::new().instance_id("i").name("orders").status("RUNNING");
    service.when_list_instances().respond(InstanceList::new().instances([instance]));
    let topic = NewTopic::new("orders").partition_count(3);
    let create = service.when_create_topic().with_instance_id("i").with_body(topic);
    create.refuse(404, "DMS.10240407", "slow down");
    let topics = TopicList::new().topics([Topic::new().name("o")]);
    service.when_list_topics().with_instance_id("i").respond(topics);
    let groups = ConsumerGroupList::new().groups([ConsumerGroupSummary::new().group_id("g")]);
    service.when_list_consumer_groups().with_instance_id("i").respond(groups);
    let table = overview(&service.client(), Some("orders")).await.unwrap();
    assert!(table.contains("(throttled: try again later)"), "the code counts, not the status: {table}");
    assert!(table.ends_with("orders                  RUNNING     o                           g"), "{table}");
}
