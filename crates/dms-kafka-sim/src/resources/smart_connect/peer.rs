//! What a task of Smart Connect reads or writes: what must be said of it, and what it has by itself.

use huaweicloud_sim::{Call, Refusal};
use serde_json::{Map, Value, json};

use crate::resources::written::joined;
use crate::state::{Peer, View};

/// What no response has.
const SECRETS: [&str; 4] = ["access_key", "password", "redis_password", "secret_key"];

/// What a peer has that is not said of it, by its type, as the documented examples have it.
fn defaults(kind: &str) -> Value {
    match kind {
        "KAFKA_REPLICATOR_SOURCE" => json!({
            "direction": "pull", "consumer_strategy": "latest", "sync_consumer_offsets_enabled": false,
            "rename_topic_enabled": false, "provenance_header_enabled": false, "security_protocol": "PLAINTEXT",
            "sasl_mechanism": "PLAIN", "user_name": "", "topics_mapping": "", "compression_type": "none", "task_num": 2,
            "replication_factor": 3,
        }),
        "REDIS_REPLICATOR_SOURCE" => json!({
            "sync_mode": "RDB_ONLY", "full_sync_wait_ms": 13_000, "full_sync_max_retry": 4, "ratelimit": -1,
        }),
        "REDIS_REPLICATOR_SINK" => json!({"target_db": -1}),
        "OBS_SINK" => json!({
            "consumer_strategy": "latest", "destination_file_type": "TEXT", "obs_path": "", "record_delimiter": "\\n",
            "deliver_time_interval": 300, "obs_part_size": 5_242_880, "flush_size": 1_000_000,
            "timezone": "Asia/Chongqing", "store_keys": false, "kv_delimiter": ":",
            "schema_generator_class": "io.confluent.connect.storage.hive.schema.DefaultSchemaGenerator",
            "partitioner_class": "io.confluent.connect.storage.partitioner.TimeBasedPartitioner",
            "value_converter": "org.apache.kafka.connect.converters.ByteArrayConverter",
            "key_converter": "org.apache.kafka.connect.converters.ByteArrayConverter",
        }),
        _ => json!({}),
    }
}

/// A peer of a type, with what is said of it.
pub(super) fn of(view: &View<'_>, call: &Call<'_>, kind: String, said: Map<String, Value>) -> Result<Peer, Refusal> {
    let is_said = |name: &str| said.get(name).and_then(Value::as_str).is_some_and(|text| !text.is_empty());
    let needed: &[&str] = match kind.as_str() {
        "KAFKA_REPLICATOR_SOURCE" => &["instance_id", "bootstrap_servers"],
        "REDIS_REPLICATOR_SOURCE" | "REDIS_REPLICATOR_SINK" => &["redis_address", "dcs_instance_id"],
        "OBS_SINK" => &["obs_bucket_name"],
        _ => &[],
    };
    if !needed.is_empty() && !needed.iter().any(|name| is_said(name)) {
        return Err(call.invalid_field(&format!("{kind} needs `{}`.", needed.join("` or `"))));
    }
    let mut fields = match defaults(&kind) {
        Value::Object(fields) if kind != Peer::NONE => fields,
        _ => return Ok(Peer { kind, fields: Map::new() }),
    };
    let servers = said.get("instance_id").and_then(Value::as_str).map(|peer_id| servers(view, peer_id));
    if let Some(servers) = servers.filter(|_| kind == "KAFKA_REPLICATOR_SOURCE") {
        fields.insert("bootstrap_servers".to_owned(), Value::String(servers));
    }
    fields.extend(without_secrets(said));
    Ok(Peer { kind, fields })
}

/// Where the brokers of an instance are reached; nothing of one that is not of the project.
fn servers(view: &View<'_>, instance_id: &str) -> String {
    let Ok(instance) = view.instance(instance_id) else { return String::new() };
    let port = instance.access.ports.of_private_clients();
    joined(instance.reachable_brokers().iter().map(|host| format!("{host}:{port}")))
}

/// What may be kept.
pub(super) fn without_secrets(mut said: Map<String, Value>) -> Map<String, Value> {
    said.retain(|name, _| !SECRETS.contains(&name.as_str()));
    said
}
