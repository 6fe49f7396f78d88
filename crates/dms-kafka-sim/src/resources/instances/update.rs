//! What can be changed of an instance without touching its size.

use huaweicloud_sim::{Call, Refusal, Response};
use serde::Deserialize;
use serde_json::json;

use super::asked_window;
use crate::state::{Effect, Lifecycle, RetentionPolicy, View, Work};

#[derive(Deserialize)]
struct Update {
    name: Option<String>,
    description: Option<String>,
    maintain_begin: Option<String>,
    maintain_end: Option<String>,
    security_group_id: Option<String>,
    retention_policy: Option<RetentionPolicy>,
    enterprise_project_id: Option<String>,
}

pub(super) fn update(view: &mut View<'_>, call: &Call<'_>) -> Result<Response, Refusal> {
    let id = call.path("instance_id")?;
    let update: Update = call.json()?;
    view.running(id)?;
    let maintenance = asked_window(call, update.maintain_begin.as_deref(), update.maintain_end.as_deref())?;
    let instance = view.instance_mut(id)?;
    replace(&mut instance.name, update.name);
    replace(&mut instance.description, update.description);
    replace(&mut instance.network.security_group_id, update.security_group_id);
    replace(&mut instance.enterprise_project_id, update.enterprise_project_id);
    replace(&mut instance.maintenance, maintenance);
    let origin = instance.retention_policy;
    if let Some(new) = update.retention_policy.filter(|new| *new != origin) {
        // It reads as it was asked for at once: published programs read it right after, and the task goes on.
        instance.retention_policy = new;
        // As the documented example has them, in its order.
        let params = json!({"new_retention_policy": new.as_str(), "origin_retention_policy": origin.as_str()});
        let effect = Effect::Lifecycle(Lifecycle::RetentionPolicy { before: origin });
        view.start_task(id, "changeRetentionPolicy", params.to_string(), Work::Setting, effect)?;
    }
    Ok(Response::no_content())
}

/// What is not sent stays.
fn replace<T>(place: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *place = value;
    }
}
