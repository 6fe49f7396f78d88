//! What the users of an instance may do with its topics.

use dms_kafka::access_policies::{SHOW_TOPIC_ACCESS_POLICY, UPDATE_TOPIC_ACCESS_POLICY};
use huaweicloud_sim::{Call, Refusal, Response};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::Behaviour;
use crate::codes;
use crate::state::{AccessPolicy, AccessRight, Effect, Instance, POLICY_TASK, PolicyChange, View, Work};

pub(super) const BEHAVIOURS: &[Behaviour] = &[
    Behaviour { operation: SHOW_TOPIC_ACCESS_POLICY, handler: show },
    Behaviour { operation: UPDATE_TOPIC_ACCESS_POLICY, handler: update },
];

#[derive(Serialize)]
struct Access<'t> {
    name: &'t str,
    policies: Vec<Granted<'t>>,
    topic_type: u8,
}

#[derive(Serialize)]
struct Granted<'t> {
    owner: bool,
    user_name: &'t str,
    access_policy: AccessRight,
}

impl<'t> From<&'t AccessPolicy> for Granted<'t> {
    fn from(policy: &'t AccessPolicy) -> Self {
        // No operation chooses a user when it creates a topic.
        Self { owner: false, user_name: &policy.user_name, access_policy: policy.right }
    }
}

fn show(view: &mut View<'_>, call: &Call<'_>) -> Result<Response, Refusal> {
    let name = call.path("topic_name")?;
    let instance = view.running(call.path("instance_id")?)?;
    instance.users().map(drop)?;
    let policies = instance.topics.get(name)?.policies.iter().map(Granted::from).collect();
    Response::json(200, &Access { name, policies, topic_type: 0 })
}

#[derive(Deserialize)]
struct Update {
    topics: Vec<NewAccess>,
}

#[derive(Deserialize)]
struct NewAccess {
    name: String,
    policies: Vec<NewPolicy>,
}

#[derive(Deserialize)]
struct NewPolicy {
    user_name: Option<String>,
    access_policy: Option<AccessRight>,
}

/// Replaces the policies of topics, of all that are named or of none.
fn update(view: &mut View<'_>, call: &Call<'_>) -> Result<Response, Refusal> {
    let instance_id = call.path("instance_id")?;
    let Update { topics } = call.json()?;
    if topics.is_empty() {
        return Err(call.invalid_field("`topics` must name at least one topic."));
    }
    let instance = view.running(instance_id)?;
    instance.users().map(drop)?;
    let mut new: Vec<(String, Vec<AccessPolicy>)> = Vec::new();
    for topic in topics {
        let policies =
            topic.policies.into_iter().map(|policy| asked(instance, call, policy)).collect::<Result<_, _>>()?;
        if new.iter().any(|(name, _)| *name == topic.name) {
            return Err(call.invalid_field(&format!("`topics` names `{}` twice.", topic.name)));
        }
        new.push((topic.name, policies));
    }
    let mut before = Vec::new();
    for (name, policies) in &new {
        let old = &instance.topics.get(name)?.policies;
        if policies.is_empty() && old.is_empty() {
            return nothing_to_take_away(name);
        }
        before.push((name.clone(), old.clone()));
    }
    let names: Vec<&str> = new.iter().map(|(name, _)| name.as_str()).collect();
    let params = json!({"topics": names}).to_string();
    let effect = Effect::PolicyChange(PolicyChange { before });
    let job_id = view.start_task(instance_id, POLICY_TASK, params, Work::Setting, effect)?;
    for (name, policies) in new {
        view.instance_mut(instance_id)?.topics.get_mut(&name)?.policies = policies;
    }
    Response::json(200, &json!({"job_id": job_id}))
}

fn asked(instance: &Instance, call: &Call<'_>, new: NewPolicy) -> Result<AccessPolicy, Refusal> {
    let (Some(user_name), Some(right)) = (new.user_name, new.access_policy) else {
        return Err(call.invalid_field("A policy needs `user_name` and `access_policy`."));
    };
    instance.check_user(&user_name)?;
    Ok(AccessPolicy { user_name, right })
}

/// The refusal that a published Terraform provider has met, and knows by these words in this place.
fn nothing_to_take_away(topic: &str) -> Result<Response, Refusal> {
    let (error_code, error_msg) = (codes::INVALID_FOR_KAFKA.text(), "Topic policy is empty.");
    let failed = json!({"name": topic, "error_code": error_code, "error_msg": error_msg});
    let body = json!({"error_code": error_code, "error_msg": error_msg, "failed_topics": [failed]});
    Response::json(400, &body)
}
