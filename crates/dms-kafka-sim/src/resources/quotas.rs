//! Quotas: of the project, of topics, and of users and clients.

mod clients;
mod topics;

use dms_kafka::quotas::{
    CREATE_TOPIC_QUOTA, CREATE_USER_CLIENT_QUOTA, DELETE_TOPIC_QUOTA, DELETE_USER_CLIENT_QUOTA, LIST_PROJECT_QUOTAS,
    LIST_TOPIC_QUOTAS, LIST_USER_CLIENT_QUOTAS, MODIFY_TOPIC_QUOTA, UPDATE_USER_CLIENT_QUOTA,
};
use huaweicloud_sim::{Call, Refusal, Response};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::Behaviour;
use crate::state::{Effect, QuotaChange, Rates, View, Work};

pub(super) const BEHAVIOURS: &[Behaviour] = &[
    Behaviour { operation: LIST_PROJECT_QUOTAS, handler: list_of_project },
    Behaviour { operation: LIST_TOPIC_QUOTAS, handler: topics::list },
    Behaviour { operation: CREATE_TOPIC_QUOTA, handler: topics::create },
    Behaviour { operation: MODIFY_TOPIC_QUOTA, handler: topics::modify },
    Behaviour { operation: DELETE_TOPIC_QUOTA, handler: topics::delete },
    Behaviour { operation: LIST_USER_CLIENT_QUOTAS, handler: clients::list },
    Behaviour { operation: CREATE_USER_CLIENT_QUOTA, handler: clients::create },
    Behaviour { operation: UPDATE_USER_CLIENT_QUOTA, handler: clients::modify },
    Behaviour { operation: DELETE_USER_CLIENT_QUOTA, handler: clients::delete },
];

/// How many instances of an engine a project may have, and how many tags an instance.
const INSTANCES: usize = 50;
const TAGS: usize = 20;

#[derive(Serialize)]
struct OfProject {
    quotas: Resources,
}

#[derive(Serialize)]
struct Resources {
    resources: Vec<Resource>,
}

#[derive(Serialize)]
struct Resource {
    r#type: &'static str,
    quota: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    used: Option<usize>,
}

fn list_of_project(view: &mut View<'_>, call: &Call<'_>) -> Result<Response, Refusal> {
    let of_engine = |r#type, used| Resource { r#type, quota: INSTANCES, used: Some(used) };
    let mut resources = vec![
        of_engine("rabbitmqInstance", 0),
        of_engine("kafkaInstance", view.instances().count()),
        of_engine("rocketmqInstance", 0),
    ];
    if call.query().get("includeTagsQuota") == Some("true") {
        resources.push(Resource { r#type: "tags", quota: TAGS, used: None });
    }
    Response::json(200, &OfProject { quotas: Resources { resources } })
}

/// The rates of a request, in both spellings that clients are known to have.
#[derive(Clone, Copy, Default, Deserialize)]
#[serde(default)]
struct NewRates {
    producer_byte_rate: Option<u64>,
    consumer_byte_rate: Option<u64>,
    #[serde(rename = "producer-byte-rate")]
    producer_with_hyphens: Option<u64>,
    #[serde(rename = "consumer-byte-rate")]
    consumer_with_hyphens: Option<u64>,
}

impl NewRates {
    const fn has_hyphens(self) -> bool {
        self.producer_with_hyphens.is_some() || self.consumer_with_hyphens.is_some()
    }

    fn rates(self) -> Rates {
        Rates {
            producer: self.producer_byte_rate.or(self.producer_with_hyphens),
            consumer: self.consumer_byte_rate.or(self.consumer_with_hyphens),
        }
    }
}

/// Starts the task that changes a quota. No source has the names of these tasks.
fn start(view: &mut View<'_>, call: &Call<'_>, name: &str, change: QuotaChange) -> Result<Response, Refusal> {
    let instance_id = call.path("instance_id")?;
    view.running(instance_id)?;
    let params = String::from_utf8_lossy(call.body()).into_owned();
    let job_id = view.start_task(instance_id, name, params, Work::Setting, Effect::QuotaChange(change))?;
    Response::json(200, &json!({"job_id": job_id}))
}
