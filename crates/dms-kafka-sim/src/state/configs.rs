//! The settings of Kafka that an instance has.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::durations::Work;
use super::effect::Effect;
use super::error::StateError;
use super::instance::Instance;
use super::view::View;

/// A setting of Kafka, as the documented list has it.
pub(crate) struct Config {
    pub(crate) name: &'static str,
    /// Whether a change of it needs a restart.
    pub(crate) is_static: bool,
    pub(crate) default: &'static str,
    pub(crate) values: Values,
}

/// What a setting may be.
#[derive(Clone, Copy)]
pub(crate) enum Values {
    /// A number, from one to another.
    Range(u32, u32),
    /// `true` or `false`.
    Flag,
}

const fn config(name: &'static str, is_static: bool, default: &'static str, values: Values) -> Config {
    Config { name, is_static, default, values }
}

/// All settings that can be changed.
pub(crate) const CONFIGS: [Config; 13] = [
    config("min.insync.replicas", false, "1", Values::Range(1, 3)),
    config("message.max.bytes", false, "10485760", Values::Range(0, 10_485_760)),
    config("auto.create.groups.enable", false, "true", Values::Flag),
    config("connections.max.idle.ms", true, "600000", Values::Range(5_000, 600_000)),
    config("log.retention.hours", true, "72", Values::Range(1, 168)),
    config("max.connections.per.ip", false, "1000", Values::Range(100, 20_000)),
    config("group.max.session.timeout.ms", true, "1800000", Values::Range(6_000, 1_800_000)),
    config("unclean.leader.election.enable", false, "false", Values::Flag),
    config("default.replication.factor", true, "3", Values::Range(1, 3)),
    config("offsets.retention.minutes", false, "20160", Values::Range(1_440, 30_240)),
    config("num.partitions", true, "3", Values::Range(1, 200)),
    config("group.min.session.timeout.ms", true, "6000", Values::Range(6_000, 300_000)),
    config("allow.everyone.if.no.acl.found", true, "true", Values::Flag),
];

impl Config {
    /// The setting of a name.
    pub(crate) fn of_name(name: &str) -> Option<&'static Self> {
        CONFIGS.iter().find(|config| config.name == name)
    }

    /// Whether it may have a value.
    pub(crate) fn allows(&self, value: &str) -> bool {
        match self.values {
            Values::Flag => matches!(value, "true" | "false"),
            Values::Range(least, most) => value.parse().is_ok_and(|number| (least..=most).contains(&number)),
        }
    }
}

/// Settings with new values.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ConfigChange(pub(crate) BTreeMap<String, String>);

impl ConfigChange {
    pub(super) fn happen(self, view: &mut View<'_>, id: &str) {
        if let Ok(instance) = view.instance_mut(id) {
            instance.configs.extend(self.0);
        }
    }
}

impl Instance {
    /// The value of a setting.
    pub(crate) fn config<'i>(&'i self, config: &'i Config) -> &'i str {
        self.configs.get(config.name).map_or(config.default, String::as_str)
    }
}

impl View<'_> {
    /// Begins to change settings, and gives the id of the task. Its name is the one that published programs wait for.
    pub(crate) fn change_configs(
        &mut self,
        id: &str,
        change: ConfigChange,
        params: String,
    ) -> Result<String, StateError> {
        self.running(id)?;
        self.start_task(id, "kafkaConfigModify", params, Work::Config, Effect::Configs(change))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_setting_allows_its_default_and_what_is_documented() {
        for config in &CONFIGS {
            assert!(config.allows(config.default), "{}", config.name);
            for value in ["", "maybe", "-1", "4294967296"] {
                assert!(!config.allows(value), "{} {value}", config.name);
            }
        }
        let replicas = Config::of_name("min.insync.replicas").unwrap();
        assert!(replicas.allows("3") && !replicas.allows("4") && !replicas.allows("true"));
        assert!(Config::of_name("nothing").is_none());
    }
}
