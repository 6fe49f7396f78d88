//! The first user of an instance, and the web console that some instances have, which is called Kafka Manager.

use huaweicloud_sim::{Call, Refusal, Response};
use serde::{Deserialize, Serialize};

use crate::codes;
use crate::resources::users::check_password;
use crate::state::{Instance, View};

#[derive(Deserialize)]
struct NewPassword {
    new_password: String,
}

/// Refuses a password that breaks a rule. What the documented examples have in its place counts as one. Nothing is kept of it.
fn check(call: &Call<'_>, user: Option<&str>) -> Result<(), Refusal> {
    const MASKED: &str = "********";
    let NewPassword { new_password } = call.json()?;
    if new_password == MASKED { Ok(()) } else { check_password(&new_password, user.unwrap_or_default()) }
}

pub(super) fn reset_password(view: &mut View<'_>, call: &Call<'_>) -> Result<Response, Refusal> {
    let instance = view.running(call.path("instance_id")?)?;
    if instance.access.user.is_none() {
        return Err(Refusal::of(codes::NO_USERS));
    }
    check(call, instance.access.user.as_deref())?;
    Ok(Response::no_content())
}

/// An instance that works, with the console.
fn with_console<'v>(view: &'v View<'_>, call: &Call<'_>) -> Result<&'v Instance, Refusal> {
    let instance = view.running(call.path("instance_id")?)?;
    let has_console = instance.access.manager_user.is_some();
    if has_console { Ok(instance) } else { Err(call.invalid_parameter("The instance has no Kafka Manager.")) }
}

pub(super) fn reset_console_password(view: &mut View<'_>, call: &Call<'_>) -> Result<Response, Refusal> {
    check(call, with_console(view, call)?.access.manager_user.as_deref())?;
    Ok(Response::no_content())
}

#[derive(Serialize)]
struct Restarted<'i> {
    result: &'static str,
    instance_id: &'i str,
}

pub(super) fn restart_console(view: &mut View<'_>, call: &Call<'_>) -> Result<Response, Refusal> {
    let instance = with_console(view, call)?;
    Response::json(200, &Restarted { result: "success", instance_id: &instance.id })
}

pub(super) fn close_console(view: &mut View<'_>, call: &Call<'_>) -> Result<Response, Refusal> {
    with_console(view, call)?;
    view.instance_mut(call.path("instance_id")?)?.access.manager_user = None;
    Ok(Response::no_content())
}
