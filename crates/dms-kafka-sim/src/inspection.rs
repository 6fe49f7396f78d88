//! What the page at `/_sim/` shows of the state, and fills its forms with.
//!
//! An instance is shown as it is written down: what a resource adds to it is there without a line here. Whatever is named like
//! something secret is not.

use std::time::{Duration, SystemTime};

use huaweicloud_sim::{EXAMPLE_PROJECT_ID, StateCell, StateQuery, StateTable};
use jiff::Timestamp;
use serde_json::{Map, Value};

use crate::state::{Instance, State};

/// What stands where something secret is.
const MASK: &str = "********";

/// Parts of names whose values are not shown. Parameters of a task may hold a password that was set.
const SECRET: [&str; 5] = ["pass", "secret", "token", "credential", "params"];

/// The tables of a part of the state.
pub(crate) fn shown(state: &State, query: &StateQuery) -> Option<Vec<StateTable>> {
    state.look(query.now(), |world| match query.path().as_slice() {
        [] => {
            let of_project =
                world.projects.iter().flat_map(|(project, of)| of.instances.values().map(move |one| (project, one)));
            let instances: Vec<_> = of_project.collect();
            let columns = ["id", "name", "status", "topics", "tasks", "project"];
            Some(vec![StateTable::new(
                query,
                "instances",
                columns,
                instances.into_iter().map(|(project, one)| row(project, one)),
            )])
        }
        ["instances", project, id] => {
            let instance = world.projects.get(*project)?.instances.get(*id)?;
            Some(tables(query, &serde_json::to_value(instance).ok()?))
        }
        _ => None,
    })
}

fn row(project: &str, instance: &Instance) -> [StateCell; 6] {
    let status = serde_json::to_value(instance.status).unwrap_or_default();
    [
        StateCell::leading_to(&instance.id, ["instances", project, &instance.id]),
        instance.name.as_str().into(),
        plain("status", &status).into(),
        instance.topics.len().to_string().into(),
        instance.tasks.len().to_string().into(),
        project.into(),
    ]
}

/// A table of what is single, and one of each list and each map in it.
fn tables(query: &StateQuery, instance: &Value) -> Vec<StateTable> {
    let (mut single, mut several) = (Vec::new(), Vec::new());
    for (name, value) in instance.as_object().into_iter().flatten() {
        match elements(value) {
            Some(elements) => several.push((name, elements)),
            None => flat(name, value, &mut single),
        }
    }
    single.sort_by_key(|[name, _]| place(name));
    let mut tables = vec![StateTable::new(query, "instance", ["field", "value"], single)];
    tables.extend(several.into_iter().map(|(name, elements)| {
        let mut columns: Vec<&str> = Vec::new();
        // What the first ones have is what the others have.
        for key in elements.iter().take(100).flat_map(|(_, fields)| fields.keys()) {
            if !columns.contains(&key.as_str()) {
                columns.push(key);
            }
        }
        columns.sort_by_key(|column| place(column));
        let has_keys = elements.iter().any(|(key, _)| key.is_some());
        let head: Vec<&str> = has_keys.then_some("key").into_iter().chain(columns.iter().copied()).collect();
        let rows = elements.iter().map(|(key, fields)| {
            let cell = |name: &&str| fields.get(*name).map(|value| plain(name, value)).unwrap_or_default();
            key.iter().map(|key| (*key).to_owned()).chain(columns.iter().map(cell)).collect::<Vec<String>>()
        });
        StateTable::new(query, name.replace('_', " "), head, rows)
    }));
    tables
}

/// What one knows a thing by comes first.
fn place(field: &str) -> usize {
    ["id", "name", "status"].iter().position(|first| *first == field).unwrap_or(3)
}

/// An element of a list, or of a map, which has a key for it.
type Keyed<'v> = (Option<&'v str>, &'v Map<String, Value>);

/// The elements of a list or a map of objects, with their keys if they have some; none of anything else.
fn elements(value: &Value) -> Option<Vec<Keyed<'_>>> {
    match value {
        Value::Array(elements) => elements.iter().map(|element| Some((None, element.as_object()?))).collect(),
        // A point in time, and what has no elements, is a value.
        Value::Object(entries) if !entries.is_empty() => {
            entries.iter().map(|(key, element)| Some((Some(key.as_str()), element.as_object()?))).collect()
        }
        _ => None,
    }
}

/// A value, and what stands in it, each in a row of its own.
fn flat(name: &str, value: &Value, rows: &mut Vec<[String; 2]>) {
    match value {
        Value::Object(fields) if time(value).is_none() && !fields.is_empty() => {
            for (field, value) in fields {
                flat(&format!("{name}.{field}"), value, rows);
            }
        }
        value => rows.push([name.to_owned(), plain(name, value)]),
    }
}

/// A value as text, without what is secret in it.
fn plain(name: &str, value: &Value) -> String {
    if is_secret(name) && !value.is_null() {
        return MASK.to_owned();
    }
    match (value, time(value)) {
        (_, Some(time)) => written(time),
        (Value::Number(milliseconds), None) if name.ends_with("_at") => match milliseconds.as_u64() {
            Some(milliseconds) => written(SystemTime::UNIX_EPOCH + Duration::from_millis(milliseconds)),
            None => milliseconds.to_string(),
        },
        (Value::String(text), None) => text.clone(),
        (Value::Null, None) => "–".to_owned(),
        (Value::Array(elements), None) => elements.iter().map(|one| plain(name, one)).collect::<Vec<_>>().join(", "),
        (Value::Object(fields), None) => {
            fields.iter().map(|(name, value)| format!("{name} {}", plain(name, value))).collect::<Vec<_>>().join(", ")
        }
        (value, None) => value.to_string(),
    }
}

fn is_secret(name: &str) -> bool {
    let name = name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    SECRET.iter().any(|part| name.contains(part))
}

/// A point in time, as serde writes that of the standard library.
fn time(value: &Value) -> Option<SystemTime> {
    let seconds = value.get("secs_since_epoch")?.as_u64()?;
    SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(seconds))
}

fn written(time: SystemTime) -> String {
    Timestamp::try_from(time).unwrap_or(Timestamp::MAX).strftime("%Y-%m-%d %H:%M:%S UTC").to_string()
}

/// A value for a parameter of an operation, which the first instance of the examples' project has.
pub(crate) fn suggested(state: &State, operation: &str, parameter: &str) -> Option<String> {
    state.look(SystemTime::UNIX_EPOCH, |world| {
        let instance = world.projects.get(EXAMPLE_PROJECT_ID)?.instances.values().next()?;
        // Tasks of Smart Connect, and those that wait for their time, are others.
        let collections: &[&str] = match parameter {
            "instance_id" => return Some(instance.id.clone()),
            "topic" | "topic_name" => &["topics"],
            "group" => &["groups", "consumer_groups"],
            "user_name" => &["users"],
            "task_id" if operation.contains("BackgroundTask") => &["tasks"],
            _ => return None,
        };
        let instance = serde_json::to_value(instance).ok()?;
        let (key, fields) = collections.iter().find_map(|name| elements(instance.get(name)?)?.into_iter().next())?;
        key.map(str::to_owned).or_else(|| fields.get("id").or_else(|| fields.get("name"))?.as_str().map(str::to_owned))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn lists_and_maps_are_tables_and_nothing_secret_is_in_them() {
        let instance = json!({
            "id": "i", "access": {"sasl": true, "user": {"password": "hunter2"}, "created_at": 0},
            "topics": {"orders": {"partitions": 3, "created_at": 1_000}, "parts": {"partitions": 4, "more": [1, null]}},
            "tasks": [{"id": "t", "params": "hunter3", "updated_at": {"secs_since_epoch": 60, "nanos_since_epoch": 1}}],
            "tags": [], "zones": ["a", "b"], "user_password": "hunter4", "key": null,
        });
        let mut rows = Vec::new();
        flat("access", &instance["access"], &mut rows);
        rows.sort();
        let expected =
            [["access.created_at", "1970-01-01 00:00:00 UTC"], ["access.sasl", "true"], ["access.user.password", MASK]];
        assert_eq!(rows, expected.map(|row| row.map(str::to_owned)));
        assert_eq!(elements(&instance["topics"]).unwrap().len(), 2);
        assert!(elements(&instance["access"]).is_none() && elements(&instance["zones"]).is_none());
        let shown = |name: &str| plain(name, &instance[name]);
        assert_eq!([shown("zones"), shown("user_password"), shown("key")], ["a, b", MASK, "–"]);
        assert!(
            !shown("tasks").contains("hunter") && shown("tasks").contains("1970-01-01 00:01:00 UTC"),
            "{}",
            shown("tasks")
        );
    }

    #[test]
    fn forms_are_filled_with_what_there_is() {
        let state = State::default();
        let value = |operation: &str, parameter: &str| suggested(&state, operation, parameter);
        assert_eq!(value("ShowInstance", "instance_id").as_deref(), Some(crate::EXAMPLE_INSTANCE_ID));
        assert!(value("ShowBackgroundTask", "task_id").is_some() && value("ShowConnectorTask", "task_id").is_none());
        assert!(value("ShowInstanceTopicDetail", "topic").is_some());
        assert_eq!(suggested(&State::empty(), "ShowInstance", "instance_id"), None);
    }
}
