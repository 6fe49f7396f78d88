//! Tags of instances.

use indexmap::{IndexMap, IndexSet};

use dms_kafka::tags::{BATCH_CREATE_OR_DELETE_TAGS, LIST_INSTANCE_TAGS, LIST_PROJECT_TAGS};
use huaweicloud_sim::{Call, Refusal, Response};
use serde::{Deserialize, Serialize};

use super::Behaviour;
use crate::codes;
use crate::state::{Tag, TagMistake, View};

pub(super) const BEHAVIOURS: &[Behaviour] = &[
    Behaviour { operation: LIST_INSTANCE_TAGS, handler: list },
    Behaviour { operation: BATCH_CREATE_OR_DELETE_TAGS, handler: change },
    Behaviour { operation: LIST_PROJECT_TAGS, handler: list_of_project },
];

#[derive(Serialize)]
struct Tags<'t> {
    tags: &'t [Tag],
}

fn list(view: &mut View<'_>, call: &Call<'_>) -> Result<Response, Refusal> {
    Response::json(200, &Tags { tags: &view.instance(call.path("instance_id")?)?.tags })
}

#[derive(Deserialize)]
struct Change {
    action: Action,
    tags: Option<Vec<Tag>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Action {
    Create,
    Delete,
}

fn change(view: &mut View<'_>, call: &Call<'_>) -> Result<Response, Refusal> {
    let Change { action, tags } = call.json()?;
    let instance = view.instance_mut(call.path("instance_id")?)?;
    let tags = tags.unwrap_or_default();
    let keys: IndexSet<&str> = tags.iter().map(|tag| tag.key.as_str()).collect();
    if keys.len() < tags.len() {
        return Err(call.invalid_field("`tags` has a key twice."));
    }
    match action {
        Action::Create => {
            check_all(&tags)?;
            instance.add_tags(tags)?;
        }
        Action::Delete => instance.remove_tags(&tags)?,
    }
    Ok(Response::no_content())
}

/// Refuses tags that are not of the documented form.
pub(super) fn check_all(tags: &[Tag]) -> Result<(), Refusal> {
    tags.iter().try_for_each(|tag| {
        let code = match tag.check() {
            Ok(()) => return Ok(()),
            Err(TagMistake::KeyLength) => codes::TAG_KEY_LENGTH,
            Err(TagMistake::KeyCharacters) => codes::TAG_KEY_CHARACTERS,
            Err(TagMistake::ValueLength) => codes::TAG_VALUE_LENGTH,
            Err(TagMistake::ValueCharacters) => codes::TAG_VALUE_CHARACTERS,
        };
        Err(Refusal::of(code).because(&format!("The key is `{}`.", tag.key)))
    })
}

#[derive(Serialize)]
struct ProjectTags<'t> {
    tags: Vec<KeyWithValues<'t>>,
}

/// A key, with each value that it has on any instance.
#[derive(Serialize)]
struct KeyWithValues<'t> {
    key: &'t str,
    values: IndexSet<&'t str>,
}

fn list_of_project(view: &mut View<'_>, _: &Call<'_>) -> Result<Response, Refusal> {
    let mut keys: IndexMap<&str, IndexSet<&str>> = IndexMap::new();
    for tag in view.instances().flat_map(|instance| &instance.tags) {
        keys.entry(&tag.key).or_default().insert(&tag.value);
    }
    let tags = keys.into_iter().map(|(key, values)| KeyWithValues { key, values }).collect();
    Response::json(200, &ProjectTags { tags })
}
