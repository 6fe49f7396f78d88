//! Disks that grow on their own.

use huaweicloud_sim::{Call, Refusal, Response};
use serde::{Deserialize, Serialize};

use crate::codes;
use crate::state::{AutoExpansion, View};

/// Less than this each broker may have in the end, in GB.
const MOST_OF_BROKER: u32 = 30_000;

/// As it is sent, both ways.
#[derive(Serialize, Deserialize)]
struct Expansion {
    auto_volume_expand_enable: bool,
    expand_threshold: Option<u8>,
    max_volume_size: Option<u32>,
    expand_increment: Option<u8>,
}

pub(super) fn show(view: &mut View<'_>, call: &Call<'_>) -> Result<Response, Refusal> {
    let AutoExpansion { is_on, threshold, most_gigabytes, increment } =
        view.instance(call.path("instance_id")?)?.auto_expansion;
    let shown = Expansion {
        auto_volume_expand_enable: is_on,
        expand_threshold: Some(threshold),
        max_volume_size: Some(most_gigabytes),
        expand_increment: Some(increment),
    };
    Response::json(200, &shown)
}

pub(super) fn update(view: &mut View<'_>, call: &Call<'_>) -> Result<Response, Refusal> {
    let id = call.path("instance_id")?;
    let asked: Expansion = call.json()?;
    let instance = view.running(id)?;
    let brokers = u32::try_from(instance.broker_count()).unwrap_or(u32::MAX);
    let (least, most) = (instance.storage.gigabytes, MOST_OF_BROKER.saturating_mul(brokers));
    let size = asked.max_volume_size.filter(|_| asked.auto_volume_expand_enable);
    if size.is_some_and(|size| !size.is_multiple_of(100) || size <= least || size >= most) {
        let why = format!("`max_volume_size` must be a multiple of 100, more than {least} and less than {most}.");
        return Err(Refusal::of(codes::WRONG_DISK_SPACE).because(&why));
    }
    let before = instance.auto_expansion;
    view.instance_mut(id)?.auto_expansion = AutoExpansion {
        is_on: asked.auto_volume_expand_enable,
        threshold: asked.expand_threshold.unwrap_or(before.threshold),
        most_gigabytes: asked.max_volume_size.unwrap_or(before.most_gigabytes),
        increment: asked.expand_increment.unwrap_or(before.increment),
    };
    Ok(Response::no_content())
}
