//! Consumer groups of an instance.

mod offsets;
mod shown;

use dms_kafka::consumer_groups::{
    BATCH_DELETE_CONSUMER_GROUPS, CREATE_CONSUMER_GROUP, DELETE_CONSUMER_GROUP, DELETE_CONSUMER_GROUP_OFFSETS,
    DELETE_CONSUMER_GROUP_WITH_ENGINE, LIST_CONSUMER_GROUP_COORDINATORS, LIST_CONSUMER_GROUP_MEMBERS,
    LIST_CONSUMER_GROUP_OFFSETS, LIST_CONSUMER_GROUP_TOPICS, LIST_CONSUMER_GROUPS, RESET_CONSUMER_GROUP_OFFSETS,
    RESET_CONSUMER_GROUP_OFFSETS_WITH_ENGINE, SHOW_CONSUMER_GROUP, SHOW_CONSUMER_GROUP_DETAILS,
    SHOW_CONSUMER_GROUP_WITH_ENGINE, UPDATE_CONSUMER_GROUP, UPDATE_CONSUMER_GROUPS,
};
use huaweicloud_sim::{Call, Oddity, Refusal, Response};
use serde::{Deserialize, Serialize};

use super::Behaviour;
use crate::state::{Group, Instance, Ports, View};
use shown::{Dead, Details, Envelope, InBothForms, Listed, Shown};

const BARE_WORD: Oddity = Oddity {
    name: "bare-words",
    says: "The creation of a consumer group responds with the bare word `success`, which is no JSON.",
};

/// All of them.
pub(super) const ODDITIES: [Oddity; 1] = [BARE_WORD];

pub(super) const BEHAVIOURS: &[Behaviour] = &[
    Behaviour { operation: LIST_CONSUMER_GROUPS, handler: list },
    Behaviour { operation: CREATE_CONSUMER_GROUP, handler: create },
    Behaviour { operation: SHOW_CONSUMER_GROUP, handler: show },
    Behaviour { operation: SHOW_CONSUMER_GROUP_DETAILS, handler: show_details },
    Behaviour { operation: SHOW_CONSUMER_GROUP_WITH_ENGINE, handler: show_with_engine },
    Behaviour { operation: UPDATE_CONSUMER_GROUP, handler: update },
    Behaviour { operation: UPDATE_CONSUMER_GROUPS, handler: update_several },
    Behaviour { operation: DELETE_CONSUMER_GROUP, handler: delete },
    Behaviour { operation: DELETE_CONSUMER_GROUP_WITH_ENGINE, handler: delete },
    Behaviour { operation: BATCH_DELETE_CONSUMER_GROUPS, handler: delete_several },
    Behaviour { operation: LIST_CONSUMER_GROUP_COORDINATORS, handler: list_coordinators },
    Behaviour { operation: LIST_CONSUMER_GROUP_MEMBERS, handler: offsets::list_members },
    Behaviour { operation: LIST_CONSUMER_GROUP_TOPICS, handler: offsets::list_topics },
    Behaviour { operation: LIST_CONSUMER_GROUP_OFFSETS, handler: offsets::list },
    Behaviour { operation: RESET_CONSUMER_GROUP_OFFSETS, handler: offsets::reset },
    Behaviour { operation: RESET_CONSUMER_GROUP_OFFSETS_WITH_ENGINE, handler: offsets::reset },
    Behaviour { operation: DELETE_CONSUMER_GROUP_OFFSETS, handler: offsets::delete },
];

#[derive(Serialize)]
struct Groups<'g> {
    groups: Vec<Listed<'g>>,
    /// Number of all that match, on this page or not.
    total: usize,
}

fn list(view: &mut View<'_>, call: &Call<'_>) -> Result<Response, Refusal> {
    let instance = view.running(call.path("instance_id")?)?;
    let part = call.query().get("group").unwrap_or_default();
    let matching = || instance.groups.iter().filter(|(name, _)| name.contains(part));
    let total = matching().count();
    let groups = call.page(total)?.of(matching()).map(|(name, group)| Listed::of(instance, name, group)).collect();
    Response::json(200, &Groups { groups, total })
}

#[derive(Deserialize)]
struct NewGroup {
    group_name: String,
    group_desc: Option<Box<str>>,
}

fn create(view: &mut View<'_>, call: &Call<'_>) -> Result<Response, Refusal> {
    let instance_id = call.path("instance_id")?;
    let NewGroup { group_name, group_desc } = call.json()?;
    view.running(instance_id)?;
    if group_name.is_empty() {
        return Err(call.invalid_field("`group_name` must not be empty."));
    }
    let group = Group { description: group_desc.unwrap_or_default(), created_at: view.now(), ..Group::default() };
    view.instance_mut(instance_id)?.groups.create(&group_name, group)?;
    if call.has_oddity(BARE_WORD.name) { Ok(Response::word("success")) } else { Response::json(200, "success") }
}

fn show(view: &mut View<'_>, call: &Call<'_>) -> Result<Response, Refusal> {
    let (instance, name) = (view.running(call.path("instance_id")?)?, call.path("group")?);
    let group = instance.groups.get(name)?;
    Response::json(200, &InBothForms::of(instance, name, group))
}

fn show_details(view: &mut View<'_>, call: &Call<'_>) -> Result<Response, Refusal> {
    let (instance, name) = (view.running(call.path("instance_id")?)?, call.path("group")?);
    let group = Details::of(instance, name, instance.groups.get(name)?, true);
    Response::json(200, &Envelope { group })
}

/// Shows a group that is not there as one without members and metadata, which is what Kafka takes it for.
fn show_with_engine(view: &mut View<'_>, call: &Call<'_>) -> Result<Response, Refusal> {
    let (instance, name) = (view.running(call.path("instance_id")?)?, call.path("group")?);
    match instance.groups.get(name) {
        Ok(group) => Response::json(200, &Envelope { group: Shown::of(instance, name, group) }),
        Err(_) => Response::json(200, &Envelope { group: Dead::of(instance, name) }),
    }
}

#[derive(Deserialize)]
struct Update {
    group_name: Option<String>,
    group_desc: Option<Box<str>>,
}

/// Gives a group another description. The name in the path counts, whatever stands in the body.
fn update(view: &mut View<'_>, call: &Call<'_>) -> Result<Response, Refusal> {
    let (instance_id, name) = (call.path("instance_id")?, call.path("group")?);
    let Update { group_desc, .. } = call.json()?;
    view.running(instance_id)?.groups.get(name)?;
    describe(view.instance_mut(instance_id)?, name, group_desc)?;
    Ok(Response::no_content())
}

#[derive(Deserialize)]
struct Updates {
    #[serde(default)]
    groups: Vec<Update>,
}

fn update_several(view: &mut View<'_>, call: &Call<'_>) -> Result<Response, Refusal> {
    let instance_id = call.path("instance_id")?;
    let Updates { groups } = call.json()?;
    let instance = view.running(instance_id)?;
    for update in &groups {
        instance.groups.get(update.group_name.as_deref().unwrap_or_default())?;
    }
    let instance = view.instance_mut(instance_id)?;
    for Update { group_name, group_desc } in groups {
        describe(instance, &group_name.unwrap_or_default(), group_desc)?;
    }
    Ok(Response::no_content())
}

fn describe(instance: &mut Instance, name: &str, description: Option<Box<str>>) -> Result<(), Refusal> {
    let group = instance.groups.get_mut(name)?;
    if let Some(description) = description {
        group.description = description;
    }
    Ok(())
}

fn delete(view: &mut View<'_>, call: &Call<'_>) -> Result<Response, Refusal> {
    let instance_id = call.path("instance_id")?;
    view.running(instance_id)?;
    view.instance_mut(instance_id)?.groups.delete(call.path("group")?)?;
    Ok(Response::no_content())
}

#[derive(Deserialize)]
struct Deletion {
    group_ids: Vec<String>,
}

#[derive(Serialize)]
struct Undeleted {
    failed_groups: Vec<Failure>,
    total: usize,
}

#[derive(Serialize)]
struct Failure {
    group_id: String,
    error_message: String,
}

/// Deletes groups, and says of which it did not.
fn delete_several(view: &mut View<'_>, call: &Call<'_>) -> Result<Response, Refusal> {
    let instance_id = call.path("instance_id")?;
    let Deletion { group_ids } = call.json()?;
    view.running(instance_id)?;
    let groups = &mut view.instance_mut(instance_id)?.groups;
    let delete = |group_id: String| {
        let error = groups.delete(&group_id).err()?;
        Some(Failure { group_id, error_message: Refusal::from(error).message().to_owned() })
    };
    let failed_groups: Vec<Failure> = group_ids.into_iter().filter_map(delete).collect();
    Response::json(200, &Undeleted { total: failed_groups.len(), failed_groups })
}

#[derive(Serialize)]
struct Coordinators<'g> {
    coordinators: Vec<Coordinator<'g>>,
}

#[derive(Serialize)]
struct Coordinator<'g> {
    group_id: &'g str,
    id: usize,
    host: String,
    port: u16,
}

fn list_coordinators(view: &mut View<'_>, call: &Call<'_>) -> Result<Response, Refusal> {
    let instance = view.running(call.path("instance_id")?)?;
    let coordinator = |(group_id, _)| {
        let id = instance.coordinator(group_id);
        let host = instance.broker_addresses.get(id).map(ToString::to_string).unwrap_or_default();
        Coordinator { group_id, id, host, port: Ports::PRIVATE_PLAIN }
    };
    Response::json(200, &Coordinators { coordinators: instance.groups.iter().map(coordinator).collect() })
}
