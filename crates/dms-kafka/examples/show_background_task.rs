//! Shows a background task, as the samples on the documentation page do in Java, Python and Go.
//!
//! `cargo run --example show_background_task -- REGION INSTANCE_ID TASK_ID`, with the access key in `CLOUD_SDK_AK` and
//! `CLOUD_SDK_SK` and the project in `HUAWEICLOUD_SDK_PROJECT_ID`.

use dms_kafka::{Client, Credentials};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [region, instance_id, task_id] = arguments.as_slice() else { return Err("REGION INSTANCE_ID TASK_ID".into()) };

    let client = Client::builder().region(region.as_str()).credentials(Credentials::from_env()?).build()?;
    match client.show_background_task(instance_id, task_id).send().await {
        Ok(response) => println!("{:#?}", *response),
        Err(error) => {
            println!("status:     {:?}", error.http_status());
            println!("request id: {:?}", error.request_id());
            println!("code:       {:?}", error.error_code());
            println!("message:    {}", error.message());
            return Err(error.into());
        }
    }
    Ok(())
}
