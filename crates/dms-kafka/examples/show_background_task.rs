//! Shows a background task, as the samples on the documentation page do in Java, Python and Go.
//!
//! `cargo run --example show_background_task -- REGION INSTANCE_ID TASK_ID`, with the access key in `HUAWEICLOUD_SDK_AK` and
//! `HUAWEICLOUD_SDK_SK` and the project in `HUAWEICLOUD_SDK_PROJECT_ID`.

use std::io::{self, Write as _};

use dms_kafka::{Client, Credentials};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [region, instance_id, task_id] = arguments.as_slice() else { return Err("REGION INSTANCE_ID TASK_ID".into()) };

    let client = Client::builder().region(region.as_str()).credentials(Credentials::from_env()?).build()?;
    match client.show_background_task(instance_id, task_id).send().await {
        Ok(response) => {
            // If nobody reads it any more, `head` for example, there is nobody to tell.
            let _ = writeln!(io::stdout(), "{:#?}", *response);
            Ok(())
        }
        Err(error) => {
            eprintln!("status:     {:?}", error.http_status());
            eprintln!("request id: {:?}", error.request_id());
            eprintln!("code:       {:?}", error.error_code());
            eprintln!("message:    {}", error.message());
            Err(error.into())
        }
    }
}
