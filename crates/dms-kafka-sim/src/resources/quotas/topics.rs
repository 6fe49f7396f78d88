//! Quotas of topics.

use huaweicloud_sim::{Call, Refusal, Response};
use serde::{Deserialize, Serialize};

use super::{NewRates, start};
use crate::state::{Change, QuotaChange, TopicQuota, View};

#[derive(Serialize)]
struct Listing<'q> {
    quotas: Vec<Listed<'q>>,
    /// Number of all that match, on this page or not.
    count: usize,
}

/// A quota, in the spelling of whoever set it: which one the service has is not known, and each client reads its own.
#[derive(Serialize)]
struct Listed<'q> {
    topic: &'q str,
    #[serde(flatten)]
    rates: Spelt,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Spelt {
    WithUnderscores {
        #[serde(skip_serializing_if = "Option::is_none")]
        producer_byte_rate: Option<u64>,
        #[serde(skip_serializing_if = "Option::is_none")]
        consumer_byte_rate: Option<u64>,
    },
    WithHyphens {
        #[serde(rename = "producer-byte-rate", skip_serializing_if = "Option::is_none")]
        producer: Option<u64>,
        #[serde(rename = "consumer-byte-rate", skip_serializing_if = "Option::is_none")]
        consumer: Option<u64>,
    },
}

impl From<&TopicQuota> for Spelt {
    fn from(TopicQuota { rates, has_hyphens }: &TopicQuota) -> Self {
        if *has_hyphens {
            Self::WithHyphens { producer: rates.producer, consumer: rates.consumer }
        } else {
            Self::WithUnderscores { producer_byte_rate: rates.producer, consumer_byte_rate: rates.consumer }
        }
    }
}

pub(super) fn list(view: &mut View<'_>, call: &Call<'_>) -> Result<Response, Refusal> {
    let quotas = &view.running(call.path("instance_id")?)?.quotas.topics;
    let keyword = call.query().get("keyword").unwrap_or_default();
    let matching = || quotas.iter().filter(|(topic, _)| topic.contains(keyword));
    let count = matching().count();
    let quotas = call.page(count)?.of(matching()).map(|(topic, quota)| Listed { topic, rates: quota.into() });
    Response::json(200, &Listing { quotas: quotas.collect(), count })
}

#[derive(Deserialize)]
struct New {
    topic: Option<String>,
    #[serde(flatten)]
    rates: NewRates,
}

pub(super) fn create(view: &mut View<'_>, call: &Call<'_>) -> Result<Response, Refusal> {
    let (topic, quota) = asked(call)?;
    let change = Change::Create(some(call, quota)?);
    start(view, call, "createKafkaTopicQuota", QuotaChange::Topic { topic, change })
}

pub(super) fn modify(view: &mut View<'_>, call: &Call<'_>) -> Result<Response, Refusal> {
    let (topic, quota) = asked(call)?;
    let change = Change::Modify(some(call, quota)?);
    start(view, call, "modifyKafkaTopicQuota", QuotaChange::Topic { topic, change })
}

pub(super) fn delete(view: &mut View<'_>, call: &Call<'_>) -> Result<Response, Refusal> {
    let (topic, _) = asked(call)?;
    start(view, call, "deleteKafkaTopicQuota", QuotaChange::Topic { topic, change: Change::Delete })
}

/// The topic, which is always sent, and its quota.
fn asked(call: &Call<'_>) -> Result<(String, TopicQuota), Refusal> {
    let New { topic, rates } = call.json()?;
    let topic = topic.filter(|topic| !topic.is_empty());
    let topic = topic.ok_or_else(|| call.invalid_field("`topic` is missing."))?;
    Ok((topic, TopicQuota { rates: rates.rates(), has_hyphens: rates.has_hyphens() }))
}

/// A quota that limits something.
fn some(call: &Call<'_>, quota: TopicQuota) -> Result<TopicQuota, Refusal> {
    if quota.rates.producer.or(quota.rates.consumer).is_none() {
        let why = "`producer_byte_rate`, `consumer_byte_rate` must be sent, at least one of them.";
        return Err(call.invalid_field(why));
    }
    Ok(quota)
}
