//! Lists the background tasks of an instance as a table, newest first.
//!
//! `cargo run --example list_background_tasks -- REGION INSTANCE_ID`, with the access key in `HUAWEICLOUD_SDK_AK` and
//! `HUAWEICLOUD_SDK_SK` and the project in `HUAWEICLOUD_SDK_PROJECT_ID`.

use std::io::{self, Write as _};

use dms_kafka::{Client, Credentials};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [region, instance_id] = arguments.as_slice() else { return Err("REGION INSTANCE_ID".into()) };

    let client = Client::builder().region(region.as_str()).credentials(Credentials::from_env()?).build()?;
    let response = client.list_background_tasks(instance_id).start(1).limit(100).send().await?;

    let text = |field: &Option<String>| field.clone().unwrap_or_else(|| "-".to_owned());
    let mut lines = vec![format!("{:<34}{:<26}{:<11}{:<26}USER", "ID", "NAME", "STATUS", "CREATED")];
    for task in &response.tasks {
        let status = task.status.as_ref().map_or("-", |status| status.as_str());
        let (id, name, created, user) =
            (text(&task.id), text(&task.name), text(&task.created_at), text(&task.user_name));
        lines.push(format!("{id:<34}{name:<26}{status:<11}{created:<26}{user}"));
    }
    lines.push(format!("{} of {} tasks", response.tasks.len(), text(&response.total_count)));
    // If nobody reads it any more, `head` for example, there is nobody to tell.
    let _ = writeln!(io::stdout(), "{}", lines.join("\n"));
    Ok(())
}
