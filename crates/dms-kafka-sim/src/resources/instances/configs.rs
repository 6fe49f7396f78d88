//! The settings of Kafka that an instance has.

use std::collections::BTreeMap;

use huaweicloud_sim::{Call, Refusal, Response};
use serde::{Deserialize, Serialize};

use crate::codes;
use crate::state::{CONFIGS, Config, ConfigChange, Instance, Values, View};

#[derive(Serialize)]
struct Listing<'i> {
    kafka_configs: Vec<Shown<'i>>,
}

#[derive(Serialize)]
struct Shown<'i> {
    name: &'static str,
    valid_values: String,
    default_value: &'static str,
    config_type: &'static str,
    value: &'i str,
    value_type: &'static str,
}

impl<'i> Shown<'i> {
    fn of(instance: &'i Instance, config: &'static Config) -> Self {
        let (valid_values, value_type) = match config.values {
            Values::Range(least, most) => (format!("{least}~{most}"), "integer"),
            Values::Flag => ("true,false".to_owned(), "enum"),
        };
        Self {
            name: config.name,
            valid_values,
            default_value: config.default,
            config_type: if config.is_static { "static" } else { "dynamic" },
            value: instance.config(config),
            value_type,
        }
    }
}

pub(super) fn list(view: &mut View<'_>, call: &Call<'_>) -> Result<Response, Refusal> {
    let instance = view.instance(call.path("instance_id")?)?;
    let kafka_configs = CONFIGS.iter().map(|config| Shown::of(instance, config)).collect();
    Response::json(200, &Listing { kafka_configs })
}

#[derive(Deserialize)]
struct Change {
    kafka_configs: Option<Vec<NewValue>>,
}

#[derive(Deserialize)]
struct NewValue {
    name: Option<String>,
    value: Option<String>,
}

#[derive(Serialize)]
struct Changed {
    job_id: String,
    dynamic_config: usize,
    /// With one of these, the instance is to be restarted.
    static_config: usize,
}

pub(super) fn modify(view: &mut View<'_>, call: &Call<'_>) -> Result<Response, Refusal> {
    let new = call.json::<Change>()?.kafka_configs.unwrap_or_default();
    if new.is_empty() {
        return Err(call.invalid_field("`kafka_configs` is empty."));
    }
    let (mut values, mut static_config) = (BTreeMap::new(), 0);
    for NewValue { name, value } in new {
        let (name, value) = (name.unwrap_or_default(), value.unwrap_or_default());
        let config = Config::of_name(&name).filter(|config| config.allows(&value));
        let why = || Refusal::of(codes::WRONG_CONFIG).because(&format!("`{name}` cannot be `{value}`."));
        static_config += usize::from(config.ok_or_else(why)?.is_static);
        if values.insert(name, value).is_some() {
            return Err(call.invalid_field("`kafka_configs` has a name twice."));
        }
    }
    let dynamic_config = values.len() - static_config;
    let params = String::from_utf8_lossy(call.body()).into_owned();
    let job_id = view.change_configs(call.path("instance_id")?, ConfigChange(values), params)?;
    Response::json(200, &Changed { job_id, dynamic_config, static_config })
}
