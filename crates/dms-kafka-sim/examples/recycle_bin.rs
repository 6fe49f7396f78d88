//! An instance that is deleted by mistake and comes back, and is then deleted for good.
//!
//! `cargo run -p dms-kafka-sim --example recycle_bin` does it in a simulator of its own, in which waiting takes no time.

#[path = "first_day.rs"]
#[allow(clippy::duplicate_mod, dead_code, reason = "each example is a program of its own")]
mod first_day;

use std::io::{self, Write as _};

use dms_kafka::instances::{InstanceAction, InstanceBatchAction};
use dms_kafka::recycle_bin::{InstanceRestoration, RecyclePolicy};
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
    let policy = RecyclePolicy::new().retention_days(7).recycle_by_default(true);
    client.modify_recycle_policy(policy).send().await?;
    let created = client.create_kafka_instance(first_day::new_instance("orders")).and_wait().await?;
    let id = created.response.instance_id.clone().unwrap_or_default();

    // `delete_instance` would go past the bin, in many clouds.
    let deletion = || InstanceBatchAction::new(InstanceAction::Delete).instance_ids([&id]);
    client.batch_restart_or_delete_instances(deletion()).and_wait().await?;
    story.push(format!("deleted: {}", state(client, &id).await?));
    let in_the_bin = client.show_recycle_bin().send().await?.instances.len();
    story.push(format!("in the recycle bin: {in_the_bin}"));

    client.restore_recycled_instances(InstanceRestoration::new().instance_ids([&id])).and_wait().await?;
    story.push(format!("restored: {}", state(client, &id).await?));

    client.batch_restart_or_delete_instances(deletion().force_delete(true)).and_wait().await?;
    story.push(format!("deleted for good: {}", state(client, &id).await?));
    Ok(story)
}

/// The state of an instance, `gone` if there is none.
async fn state(client: &Client, id: &str) -> Result<String, Error> {
    match client.show_instance(id).send().await {
        Ok(instance) => Ok(instance.status.as_ref().map_or("-", |status| status.as_str()).to_owned()),
        Err(error) if error.is_not_found() => Ok("gone".to_owned()),
        Err(error) => Err(error),
    }
}
