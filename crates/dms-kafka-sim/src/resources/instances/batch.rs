//! Several instances, restarted or deleted at once.

use std::collections::BTreeSet;

use huaweicloud_sim::{Call, Refusal, Response};
use serde::{Deserialize, Serialize};

use crate::codes;
use crate::state::{Removal, StateError, Status, View};

/// How many instances one request may name.
const MOST: usize = 50;

#[derive(Deserialize)]
struct Batch {
    action: Kind,
    instances: Option<Vec<String>>,
    all_failure: Option<String>,
    force_delete: Option<bool>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Restart,
    Delete,
}

#[derive(Serialize)]
struct Results<'a> {
    results: Vec<Outcome<'a>>,
}

#[derive(Serialize)]
struct Outcome<'a> {
    instance: &'a str,
    result: &'static str,
}

pub(super) fn act(view: &mut View<'_>, call: &Call<'_>) -> Result<Response, Refusal> {
    let Batch { action, instances, all_failure, force_delete } = call.json()?;
    if all_failure.is_some_and(|engine| !engine.is_empty()) {
        return delete_failures(view);
    }
    let ids = instances.unwrap_or_default();
    check(&ids)?;
    let removal = if force_delete == Some(true) { Removal::ForGood } else { Removal::ToBin };
    if let Kind::Delete = action {
        check_busy(view, &ids, removal)?;
    }
    let results = ids.iter().map(|id| {
        let begun = match action {
            Kind::Restart => view.restart_instance(id),
            Kind::Delete => view.delete_instance(id, removal),
        };
        Outcome { instance: id, result: if begun.is_ok() { "success" } else { "failed" } }
    });
    let results = results.collect();
    Response::json(200, &Results { results })
}

fn check(ids: &[String]) -> Result<(), Refusal> {
    if ids.is_empty() {
        return Err(Refusal::of(codes::NO_INSTANCES));
    }
    if ids.len() > MOST {
        return Err(Refusal::of(codes::TOO_MANY_INSTANCES));
    }
    let mut seen = BTreeSet::new();
    match ids.iter().find(|id| !seen.insert(*id)) {
        Some(id) => Err(Refusal::of(codes::REPEATED_INSTANCE).because(&format!("It is `{id}`."))),
        None => Ok(()),
    }
}

/// Refuses to delete instances of which some are busy: then none is deleted.
fn check_busy(view: &View<'_>, ids: &[String], removal: Removal) -> Result<(), Refusal> {
    let is_busy = |id: &&String| view.check_deletion(id, removal) == Err(StateError::WrongState);
    let busy: Vec<&str> = ids.iter().filter(is_busy).map(String::as_str).collect();
    if busy.is_empty() {
        return Ok(());
    }
    Err(Refusal::of(codes::BUSY_INSTANCES).because(&format!("They are {}.", busy.join(", "))))
}

/// Deletes all instances whose creation failed. There is nothing to keep of them.
fn delete_failures(view: &mut View<'_>) -> Result<Response, Refusal> {
    let failed = view.instances().filter(|instance| instance.status == Status::CreateFailed);
    let failed: Vec<String> = failed.map(|instance| instance.id.clone()).collect();
    for id in &failed {
        view.delete_instance(id, Removal::ForGood)?;
    }
    Ok(Response::no_content())
}
