//! The connector of the examples, and its tasks.

use indexmap::IndexMap;
use serde_json::{Map, Value, json};

use crate::state::{Connector, ConnectorTask, Moment, Peer, TaskStatus};

/// Of the documented response to switching Smart Connect on.
const CONNECTOR_ID: &str = "55b78880-9077-4c74-ad5a-6868555f76a4";

/// Smart Connect with the tasks of the documented lists. Where they hide a part of an id, it is invented.
pub(super) fn connector() -> Connector {
    let mut connector = Connector::of(CONNECTOR_ID.to_owned(), Connector::NODES);
    connector.tasks = IndexMap::from([
        ("194917d0-2c6d-4f0e-8b7a-51d3c9e0a412".to_owned(), from_kafka()),
        ("3c0ac4d1-8e15-4b92-a6f3-7d20b4c8e955".to_owned(), to_obs()),
        ("8a205bbd-7181-4b5e-9bd6-37274ce84577".to_owned(), between_redis()),
    ]);
    connector.sink_tasks = IndexMap::from([("2e148bed-3038-4617-8ade-b52e84a33eeb".to_owned(), sink_task())]);
    connector
}

fn task(name: &str, topics: Option<&str>, source: Peer, sink: Peer, created_at: u64) -> ConnectorTask {
    ConnectorTask {
        name: name.to_owned(),
        topics: topics.map(str::to_owned),
        topics_regex: None,
        source,
        sink,
        status: TaskStatus::Running,
        next_status: None,
        created_at: Moment::of_millisecond(created_at),
    }
}

fn peer(kind: &str, fields: Value) -> Peer {
    let fields = if let Value::Object(fields) = fields { fields } else { Map::new() };
    Peer { kind: kind.to_owned(), fields }
}

fn nothing() -> Peer {
    peer(Peer::NONE, Value::Null)
}

fn from_kafka() -> ConnectorTask {
    let source = json!({
        "current_cluster_name": "A", "cluster_name": "B", "direction": "pull",
        "bootstrap_servers": "192.168.45.58:9092,192.168.44.1:9092,192.168.41.230:9092,192.168.43.112:9092",
        "instance_id": "59f6d088-4a7b-4d3e-9c21-e0f8b6a5d714", "consumer_strategy": "earliest",
        "sync_consumer_offsets_enabled": false, "rename_topic_enabled": false, "provenance_header_enabled": false,
        "security_protocol": "PLAINTEXT", "sasl_mechanism": "PLAIN", "user_name": "", "topics_mapping": "",
        "compression_type": "none", "task_num": 2, "replication_factor": 3,
    });
    let source = peer("KAFKA_REPLICATOR_SOURCE", source);
    task("smart-connect-1571576841", Some("topic-1643449744"), source, nothing(), 1_708_427_753_133)
}

fn to_obs() -> ConnectorTask {
    let sink = json!({
        "consumer_strategy": "earliest", "destination_file_type": "TEXT", "obs_bucket_name": "abcabc",
        "obs_path": "obsTransfer-1810125534", "partition_format": "yyyy/MM/dd/HH/mm", "record_delimiter": "\\n",
        "deliver_time_interval": 300, "obs_part_size": 5_242_880, "flush_size": 1_000_000, "timezone": "Asia/Chongqing",
        "schema_generator_class": "io.confluent.connect.storage.hive.schema.DefaultSchemaGenerator",
        "partitioner_class": "io.confluent.connect.storage.partitioner.TimeBasedPartitioner",
        "value_converter": "org.apache.kafka.connect.converters.ByteArrayConverter",
        "key_converter": "org.apache.kafka.connect.converters.ByteArrayConverter", "store_keys": false, "kv_delimiter": ":",
    });
    let to_obs = task("smart-connect-1", None, nothing(), peer("OBS_SINK", sink), 1_708_565_483_911);
    ConnectorTask { topics_regex: Some("topic-obs*".to_owned()), ..to_obs }
}

fn between_redis() -> ConnectorTask {
    let source = json!({
        "redis_address": "192.168.91.179:6379", "redis_type": "standalone",
        "dcs_instance_id": "949190a2-598a-4afd-99a8-dad3cae1e7cd", "sync_mode": "RDB_ONLY", "full_sync_wait_ms": 13_000,
        "full_sync_max_retry": 4, "ratelimit": -1,
    });
    let sink = json!({
        "redis_address": "192.168.119.51:6379", "redis_type": "standalone",
        "dcs_instance_id": "9b981368-a8e3-416a-87d9-1581a968b41b", "target_db": -1,
    });
    let (source, sink) = (peer("REDIS_REPLICATOR_SOURCE", source), peer("REDIS_REPLICATOR_SINK", sink));
    task("smart-connect-121248117", Some("topic-sc"), source, sink, 1_708_427_753_133)
}

fn sink_task() -> ConnectorTask {
    let sink = json!({
        "consumer_strategy": "earliest", "destination_file_type": "TEXT", "obs_bucket_name": "testobs",
        "obs_path": "obsTransfer-1122976956", "partition_format": "yyyy/MM/dd/HH/mm", "record_delimiter": "\n",
        "deliver_time_interval": 300, "obs_part_size": 5_242_880, "flush_size": 1_000_000,
        "connector_class": "com.huawei.dms.connector.obs.OBSSinkConnector",
        "storage_class": "com.huawei.dms.connector.obs.storage.OBSStorage",
        "format_class": "com.huawei.dms.connector.obs.format.bytearray.ByteArrayFormat",
        "schema_generator_class": "io.confluent.connect.storage.hive.schema.DefaultSchemaGenerator",
        "partitioner_class": "io.confluent.connect.storage.partitioner.TimeBasedPartitioner",
        "value_converter": "org.apache.kafka.connect.converters.ByteArrayConverter",
        "key_converter": "org.apache.kafka.connect.converters.ByteArrayConverter",
    });
    task("obsTransfer-1122976956", Some(super::TOPIC), nothing(), peer("OBS", sink), 1_592_309_487_621)
}
