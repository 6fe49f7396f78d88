//! Quotas of users and clients.

use huaweicloud_sim::{Call, Refusal, Response};
use serde::{Deserialize, Serialize};

use super::{NewRates, start};
use crate::state::{Change, ClientQuota, QuotaChange, Rates, View, Whom};

#[derive(Serialize)]
struct Listing<'q> {
    quotas: Vec<Listed<'q>>,
    count: usize,
}

/// A quota with all that says whom it is for: published programs compare even what is empty.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Listed<'q> {
    user: &'q str,
    client: &'q str,
    user_default: bool,
    client_default: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    producer_byte_rate: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    consumer_byte_rate: Option<u64>,
}

impl<'q> From<&'q ClientQuota> for Listed<'q> {
    fn from(ClientQuota { whom, rates }: &'q ClientQuota) -> Self {
        Self {
            user: &whom.user,
            client: &whom.client,
            user_default: whom.is_for_all_users,
            client_default: whom.is_for_all_clients,
            producer_byte_rate: rates.producer,
            consumer_byte_rate: rates.consumer,
        }
    }
}

pub(super) fn list(view: &mut View<'_>, call: &Call<'_>) -> Result<Response, Refusal> {
    let quotas = &view.running(call.path("instance_id")?)?.quotas.clients;
    let count = quotas.len();
    Response::json(200, &Listing { quotas: call.page(count)?.of(quotas).map(Listed::from).collect(), count })
}

/// Whom a quota is for, in both spellings that clients are known to have.
#[derive(Deserialize)]
struct New {
    #[serde(default)]
    user: String,
    #[serde(default)]
    client: String,
    #[serde(default, alias = "user-default")]
    user_default: bool,
    #[serde(default, alias = "client-default")]
    client_default: bool,
    #[serde(flatten)]
    rates: NewRates,
}

/// Reads a request, of which the specification says what goes with what.
fn asked(call: &Call<'_>) -> Result<(Whom, Rates), Refusal> {
    let New { user, client, user_default, client_default, rates } = call.json()?;
    let whom = Whom { user, client, is_for_all_users: user_default, is_for_all_clients: client_default };
    Ok((whom, rates.rates()))
}

pub(super) fn create(view: &mut View<'_>, call: &Call<'_>) -> Result<Response, Refusal> {
    let (whom, rates) = asked(call)?;
    start(view, call, "createKafkaUserClientQuota", QuotaChange::Client { whom, change: Change::Create(rates) })
}

pub(super) fn modify(view: &mut View<'_>, call: &Call<'_>) -> Result<Response, Refusal> {
    let (whom, rates) = asked(call)?;
    start(view, call, "modifyKafkaUserClientQuota", QuotaChange::Client { whom, change: Change::Modify(rates) })
}

pub(super) fn delete(view: &mut View<'_>, call: &Call<'_>) -> Result<Response, Refusal> {
    let (whom, _) = asked(call)?;
    start(view, call, "deleteKafkaUserClientQuota", QuotaChange::Client { whom, change: Change::Delete })
}
