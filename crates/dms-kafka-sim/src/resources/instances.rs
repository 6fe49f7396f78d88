//! Instances, from creation to deletion.

mod batch;
mod configs;
mod console;
mod creation;
mod listing;
mod odd;
mod shown;
mod update;
mod upgrade;

use dms_kafka::instances::{
    BATCH_RESTART_OR_DELETE_INSTANCES, CLOSE_KAFKA_MANAGER, CREATE_BANDWIDTH_INSTANCE, CREATE_INSTANCE,
    CREATE_KAFKA_INSTANCE, DELETE_INSTANCE, LIST_INSTANCE_CONFIGS, LIST_INSTANCES, MODIFY_INSTANCE_CONFIGS,
    RESET_INSTANCE_PASSWORD, RESET_KAFKA_MANAGER_PASSWORD, RESTART_KAFKA_MANAGER, SHOW_INSTANCE,
    SHOW_INSTANCE_VERSIONS, UPDATE_INSTANCE, UPGRADE_INSTANCE,
};
use huaweicloud_sim::{Call, Refusal, Response};

use super::Behaviour;
use crate::codes;
use crate::state::{Maintenance, StateError, Status, View};
pub(super) use creation::addresses;
pub(super) use odd::ODDITIES;
use shown::Shown;

pub(super) const BEHAVIOURS: &[Behaviour] = &[
    Behaviour { operation: LIST_INSTANCES, handler: listing::list },
    Behaviour { operation: SHOW_INSTANCE, handler: show },
    // Sold by bandwidth, and at two places by brokers: the same fields are read.
    Behaviour { operation: CREATE_BANDWIDTH_INSTANCE, handler: creation::create },
    Behaviour { operation: CREATE_INSTANCE, handler: creation::create },
    Behaviour { operation: CREATE_KAFKA_INSTANCE, handler: creation::create },
    Behaviour { operation: UPDATE_INSTANCE, handler: update::update },
    Behaviour { operation: DELETE_INSTANCE, handler: delete },
    Behaviour { operation: BATCH_RESTART_OR_DELETE_INSTANCES, handler: batch::act },
    Behaviour { operation: LIST_INSTANCE_CONFIGS, handler: configs::list },
    Behaviour { operation: MODIFY_INSTANCE_CONFIGS, handler: configs::modify },
    Behaviour { operation: RESET_INSTANCE_PASSWORD, handler: console::reset_password },
    Behaviour { operation: RESET_KAFKA_MANAGER_PASSWORD, handler: console::reset_console_password },
    Behaviour { operation: RESTART_KAFKA_MANAGER, handler: console::restart_console },
    Behaviour { operation: CLOSE_KAFKA_MANAGER, handler: console::close_console },
    Behaviour { operation: SHOW_INSTANCE_VERSIONS, handler: upgrade::show },
    Behaviour { operation: UPGRADE_INSTANCE, handler: upgrade::upgrade },
];

fn show(view: &mut View<'_>, call: &Call<'_>) -> Result<Response, Refusal> {
    let instance = view.instance(call.path("instance_id")?)?;
    if odd::is_hidden(instance, view.now(), call) {
        return Err(StateError::UnknownInstance.into());
    }
    Response::json(200, &Shown::of(instance, call))
}

fn delete(view: &mut View<'_>, call: &Call<'_>) -> Result<Response, Refusal> {
    let id = call.path("instance_id")?;
    // It is deleted already, but for its days: only a deletion by force says more.
    if view.instance(id)?.status == Status::Recycle {
        return Err(StateError::WrongState.into());
    }
    view.delete_instance(id, odd::removal(call))?;
    Ok(Response::no_content())
}

/// The hours at which the maintenance windows begin that the service offers; each is four hours long.
pub(super) const WINDOWS: [&str; 6] = ["02", "06", "10", "14", "18", "22"];

/// The maintenance window that is asked for, if one is: one end asks for the other.
fn asked_window(call: &Call<'_>, begin: Option<&str>, end: Option<&str>) -> Result<Option<Maintenance>, Refusal> {
    let said = |time: Option<&'_ str>| time.is_some_and(|time| !time.is_empty());
    match (begin, end) {
        (Some(begin), Some(end)) if said(Some(begin)) && said(Some(end)) => window(begin, end).map(Some),
        _ if said(begin) || said(end) => Err(call.invalid_field("`maintain_begin` and `maintain_end` go together.")),
        _ => Ok(None),
    }
}

/// A maintenance window that the service offers: each end is sent as `HH:mm` or `HH:mm:ss`, and read as the latter.
fn window(begin: &str, end: &str) -> Result<Maintenance, Refusal> {
    let hour = |time: &str| {
        let (hour, rest) = time.split_once(':')?;
        matches!(rest, "00" | "00:00").then(|| WINDOWS.iter().position(|window| *window == hour))?
    };
    let written = |hour: usize| WINDOWS.get(hour).map(|hour| format!("{hour}:00:00")).unwrap_or_default();
    match (hour(begin), hour(end)) {
        (Some(begin), Some(end)) if (begin + 1) % WINDOWS.len() == end => {
            Ok(Maintenance { begin: written(begin), end: written(end) })
        }
        _ => Err(Refusal::of(codes::WRONG_WINDOW)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_is_one_of_six() {
        for (begin, end) in [("22:00", "02:00"), ("22:00:00", "02:00:00"), ("22:00", "02:00:00")] {
            let Maintenance { begin, end } = window(begin, end).unwrap();
            assert_eq!((begin.as_str(), end.as_str()), ("22:00:00", "02:00:00"));
        }
        for (begin, end) in [("02:00", "10:00"), ("03:00", "07:00"), ("02:30", "06:30"), ("02:00", "02:00"), ("", "")] {
            assert!(window(begin, end).is_err(), "{begin} {end}");
        }
    }
}
