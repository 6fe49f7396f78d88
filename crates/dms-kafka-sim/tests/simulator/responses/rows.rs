//! The requests whose responses are held against the specification.

use dms_kafka_sim::EXAMPLE_INSTANCE_ID;
use serde_json::{Value, json};

/// A request whose response is looked at.
#[derive(Clone)]
pub(super) struct Row {
    pub(super) operation: &'static str,
    /// What stands in the path besides the example's project, instance, task and topic.
    pub(super) path: Vec<(&'static str, &'static str)>,
    pub(super) query: &'static str,
    /// Without a body, each documented one is sent.
    pub(super) body: Option<Value>,
    /// Requests that must go before, and how many seconds.
    pub(super) before: Vec<(Row, u64)>,
    /// Fields of the documented example that are not there, and why.
    pub(super) lacks: Vec<(&'static str, &'static str)>,
}

/// A row of the table: a request for an operation with what its documented example has.
pub(super) fn row(operation: &'static str) -> Row {
    Row { operation, path: Vec::new(), query: "", body: None, before: Vec::new(), lacks: Vec::new() }
}

impl Row {
    /// What is told of zones where something is sold out, in each list of such.
    fn lacks_sold_out(self, within: &[&'static str]) -> Self {
        within.iter().fold(self, |row, place| row.lacks(place, "nothing is sold out here"))
    }

    fn query(mut self, query: &'static str) -> Self {
        self.query = query;
        self
    }

    fn path(mut self, name: &'static str, value: &'static str) -> Self {
        self.path.push((name, value));
        self
    }

    fn body(mut self, body: Value) -> Self {
        self.body = Some(body);
        self
    }

    /// Sends another request before, and waits for so many seconds.
    fn after(mut self, before: Row, seconds: u64) -> Self {
        self.before.push((before, seconds));
        self
    }

    pub(super) fn lacks(mut self, field: &'static str, why: &'static str) -> Self {
        self.lacks.push((field, why));
        self
    }
}

/// A request for each operation that behaves, in the order of the table of `--coverage`. What one needs before it is made by
/// `before`, what is in the path by `path`.
pub(super) fn rows() -> Vec<Row> {
    [
        of_instances(),
        of_access_policies(),
        of_consumer_groups(),
        of_messages(),
        of_quotas(),
        of_topics(),
        of_users(),
        of_service(),
        of_tasks(),
        of_scaling(),
        of_networking(),
        of_smart_connect(),
    ]
    .concat()
}

fn of_instances() -> Vec<Row> {
    vec![
        row("BatchRestartOrDeleteInstances"),
        row("CloseKafkaManager"),
        row("CreateInstanceByEngine"),
        row("CreatePostPaidInstance"),
        row("CreatePostPaidKafkaInstance"),
        row("DeleteInstance"),
        row("ListInstances").query("engine=kafka"),
        row("ModifyInstanceConfigs"),
        row("ResetManagerPassword"),
        row("ResetPassword"),
        row("RestartManager"),
        row("ShowInstance"),
        row("ShowInstanceConfigs"),
        row("ShowUpgradeInstanceVersion"),
        row("UpdateInstance"),
        row("UpgradeInstance").body(json!({"is_schedule": false})),
    ]
}

fn of_access_policies() -> Vec<Row> {
    vec![
        row("ShowTopicAccessPolicy").path("topic_name", "topic-test"),
        // Of a topic and a user that there are.
        row("UpdateTopicAccessPolicy"),
    ]
}

fn of_consumer_groups() -> Vec<Row> {
    // One without and one with a member.
    let idle = |operation| row(operation).path("group", "consumer-1");
    let busy = |operation| row(operation).path("group", "consumer-2");
    let group = |name: &str| row("CreateKafkaConsumerGroup").body(json!({"group_name": name}));
    vec![
        row("BatchDeleteGroup"),
        row("CreateKafkaConsumerGroup"),
        idle("DeleteConsumerGroupOffsets").after(topic("orders"), 0).after(
            idle("ResetMessageOffset").body(json!({"topic": "orders", "partition": -1, "message_offset": 0})),
            0,
        ),
        idle("DeleteGroup"),
        idle("DeleteInstanceConsumerGroup"),
        idle("ListInstanceConsumerGroup"),
        row("ListInstanceConsumerGroups"),
        busy("ListInstanceConsumerGroupMembers"),
        busy("ListInstanceConsumerGroupMessageOffset").query("topic=Topic-test01"),
        busy("ListInstanceConsumerGroupTopics"),
        idle("ResetMessageOffset").after(topic("test"), 0),
        idle("ResetMessageOffsetWithEngine").after(topic("orders"), 0),
        row("ShowCoordinators"),
        busy("ShowGroup"),
        busy("ShowGroups"),
        idle("UpdateInstanceConsumerGroup"),
        row("UpdateInstanceGroup").after(group("orders"), 0).after(group("billing"), 0),
    ]
}

/// Creates a topic.
fn topic(name: &str) -> Row {
    row("CreateInstanceTopic").body(json!({"id": name}))
}

fn of_messages() -> Vec<Row> {
    let send = || row("SendKafkaMessage").query("action_id=send");
    let read = |operation| row(operation).after(send(), 1).path("topic", "topic-test").path("partition", "0");
    vec![
        send(),
        read("ShowInstanceMessages").query("topic=topic-test"),
        read("ShowMessages"),
        read("ShowPartitionBeginningMessage"),
        read("ShowPartitionEndMessage"),
        read("ShowPartitionMessage").query("message_offset=0"),
    ]
}

fn of_quotas() -> Vec<Row> {
    vec![
        row("CreateKafkaTopicQuota"),
        row("CreateKafkaUserClientQuotaTask"),
        row("DeleteKafkaTopicQuota"),
        row("DeleteKafkaUserClientQuotaTask"),
        row("ModifyKafkaTopicQuota"),
        row("ShowKafkaTopicQuota").after(topic("orders"), 0).after(row("CreateKafkaTopicQuota"), 5),
        row("ShowKafkaUserClientQuota").after(row("CreateKafkaUserClientQuotaTask"), 5),
        row("ShowQuotas").query("includeTagsQuota=true"),
        row("UpdateKafkaUserClientQuotaTask"),
    ]
}

fn of_topics() -> Vec<Row> {
    let nobody = "no Kafka client is connected";
    vec![
        row("BatchCleanupInstanceTopic"),
        row("BatchDeleteInstanceTopic"),
        row("CreateInstanceTopic"),
        row("CreatePartition").body(json!({"partition": 6})),
        row("DeleteKafkaTopicMessages"),
        row("ListInstanceTopics"),
        row("ListTopicPartitions"),
        row("ListTopicProducers")
            .lacks("/producers/*", nobody)
            .lacks("/producers/*/producer_address", nobody)
            .lacks("/producers/*/broker_address", nobody)
            .lacks("/producers/*/join_time", nobody),
        row("ShowInstanceTopicDetail"),
        row("ShowKafkaTopicDetail"),
        row("ShowKafkaTopicPartitionDiskusage").query("minSize=1K"),
        row("UpdateInstanceAutoCreateTopic"),
        row("UpdateInstanceTopic").after(topic("test01"), 0).after(topic("topic-1284340884"), 0),
    ]
}

fn of_users() -> Vec<Row> {
    vec![
        row("BatchDeleteInstanceUsers"),
        row("CreateInstanceUser"),
        row("ResetUserPasswrod").path("user_name", "testuser"),
        row("ShowInstanceUsers"),
        row("UpdateInstanceUser").path("user_name", "testuser"),
    ]
}

/// Where the lists of products by bandwidth have zones in which something is sold out.
const SOLD_OUT: [&str; 4] = [
    "/hourly/*/values/*/detail/*/unavailable_zones/*",
    "/hourly/*/values/*/unavailable_zones/*",
    "/monthly/*/values/*/detail/*/unavailable_zones/*",
    "/monthly/*/values/*/unavailable_zones/*",
];

/// What the service offers, and what it knows of a cluster.
fn of_service() -> Vec<Row> {
    vec![
        row("ListAvailableZones"),
        row("ListEngineProducts").lacks_sold_out(&["/products/*/ios/*/unavailable_zones/*"]),
        row("ListProducts").query("engine=kafka").lacks_sold_out(&SOLD_OUT).lacks_sold_out(&[
            "/hourly/*/values/*/detail/*/io/*/unavailable_zones/*",
            "/monthly/*/values/*/detail/*/io/*/unavailable_zones/*",
        ]),
        row("ShowKafkaProductCores")
            .query("product_id=c6.2u4g.cluster&broker_num=3&instance_id=3e7f9a52-1c4b-4d06-8a2e-5b9c0d1e2f30"),
        row("ShowMaintainWindows"),
        row("ShowCesHierarchy"),
        row("ShowCluster"),
        row("ShowKafkaCluster"),
    ]
}

const SCHEDULED: (&str, &str) = ("task_id", "8abfa7b27da211df017da3a7ca9a0a1d");
const REPORT: (&str, &str) = ("report_id", "0e35a9f4-e75d-4fd6-b230-280860f666f7");

/// Background tasks, scheduled ones, logs and diagnoses, tags and the recycle bin.
fn of_tasks() -> Vec<Row> {
    let deletion = json!({"action": "delete", "instances": [EXAMPLE_INSTANCE_ID]});
    let deleted = || row("BatchRestartOrDeleteInstances").body(deletion.clone());
    let binned = || deleted().after(row("ModifyRecyclePolicy"), 0);
    let log = || row("StartKafkaLogTask").path("log_type", "topic_log");
    let sentence = "no document has the sentences";
    vec![
        row("DeleteBackgroundTask"),
        row("DeleteScheduledTask").path(SCHEDULED.0, SCHEDULED.1),
        row("ListBackgroundTasks"),
        row("ListScheduledTasks"),
        row("ShowBackgroundTask"),
        row("ShowBackgroundTaskProgress"),
        row("UpdateScheduledTask").path(SCHEDULED.0, SCHEDULED.1),
        row("CreateKafkaRebalanceLogTask"),
        row("ShowKafkaLogTask").path("log_type", "topic_log").after(log(), 0),
        row("ShowKafkaRebalanceLog").after(row("CreateKafkaRebalanceLogTask"), 0),
        log(),
        row("StopKafkaLogTask").path("log_type", "topic_log").after(log(), 60),
        row("StopKafkaRebalanceLogTask").after(row("CreateKafkaRebalanceLogTask"), 60),
        row("BatchDeleteMessageDiagnosisReports"),
        row("CreateMessageDiagnosisTask").body(json!({"group_name": "consumer-1", "topic_name": "Topic-test01"})),
        row("ListMessageDiagnosisReports"),
        row("ShowDiagnosisPreCheck").query("group=consumer-1&topic=topic-test"),
        row("ShowMessageDiagnosisReport")
            .path(REPORT.0, REPORT.1)
            .lacks("/diagnosis_dimension_list/*/diagnosis_item_list/*/cause_ids/*", sentence)
            .lacks("/diagnosis_dimension_list/*/diagnosis_item_list/*/cause_ids/*/id", sentence)
            .lacks("/diagnosis_dimension_list/*/diagnosis_item_list/*/cause_ids/*/params", sentence)
            .lacks("/diagnosis_dimension_list/*/diagnosis_item_list/*/cause_ids/*/params/group", sentence)
            .lacks("/diagnosis_dimension_list/*/diagnosis_item_list/*/advice_ids/*", sentence)
            .lacks("/diagnosis_dimension_list/*/diagnosis_item_list/*/advice_ids/*/id", sentence)
            .lacks("/diagnosis_dimension_list/*/diagnosis_item_list/*/advice_ids/*/params", sentence)
            .lacks("/diagnosis_dimension_list/*/diagnosis_item_list/*/broker_ids/*", "brokers are never at fault"),
        row("BatchCreateOrDeleteKafkaTag"),
        row("ShowKafkaProjectTags").after(row("BatchCreateOrDeleteKafkaTag"), 0),
        row("ShowKafkaTags").after(row("BatchCreateOrDeleteKafkaTag"), 0),
        row("ModifyRecyclePolicy"),
        row("RestoreRecycleInstance").after(binned(), 600),
        row("ShowRecycleInstances").after(binned(), 600),
    ]
}

/// The size of an instance, and where its partitions are.
fn of_scaling() -> Vec<Row> {
    let reassignment = json!({"reassignments": [{"topic": "Topic-test01", "brokers": [2, 0, 1]}]});
    vec![
        row("CreateKafkaReassignmentTask")
            .body(reassignment)
            .lacks("/reassignment_time", "a task is started, and not estimated"),
        row("UpdateTopicReplica"),
        row("ResizeEngineInstance").body(json!({"oper_type": "storage", "new_storage_space": 900})),
        row("ResizeInstance"),
        row("ResizeKafkaInstance"),
        row("ShowEngineInstanceExtendProductInfo")
            .query("type=advanced")
            .lacks_sold_out(&["/products/*/unavailable_zones/*"]),
        row("ShowInstanceExtendProductInfo").query("type=advanced&engine=kafka").lacks_sold_out(&SOLD_OUT),
        row("ShowKafkaInstanceExtendProductInfo").query("type=advanced"),
        row("ShowKafkaScalePreCheckInfo"),
        row("ShowVolumeExpandConfig"),
        row("UpdateVolumeExpansionConfig"),
    ]
}

/// How clients reach an instance.
fn of_networking() -> Vec<Row> {
    vec![
        row("EnableDns"),
        row("ModifyKafkaPublicIpAccessSwitch"),
        row("UpdateInstanceCrossVpcIp"),
        row("UpdateKafkaPortProtocol"),
    ]
}

const CONNECTOR: (&str, &str) = ("connector_id", "55b78880-9077-4c74-ad5a-6868555f76a4");
const CONNECTOR_TASK: (&str, &str) = ("task_id", "8a205bbd-7181-4b5e-9bd6-37274ce84577");
const OBS_TASK: (&str, &str) = ("task_id", "3c0ac4d1-8e15-4b92-a6f3-7d20b4c8e955");
const SINK_TASK: (&str, &str) = ("task_id", "2e148bed-3038-4617-8ade-b52e84a33eeb");

fn of_smart_connect() -> Vec<Row> {
    let of_task = |operation| row(operation).path(CONNECTOR_TASK.0, CONNECTOR_TASK.1);
    let of_connector = |operation| row(operation).path(CONNECTOR.0, CONNECTOR.1);
    let of_sink_task = |operation| of_connector(operation).path(SINK_TASK.0, SINK_TASK.1);
    let redis = json!({
        "task_name": "smart-connect-4", "topics": "topic-sc-4", "source_type": "REDIS_REPLICATOR_SOURCE",
        "source_task": {
            "redis_address": "192.168.0.9:6379", "redis_type": "cluster", "dcs_instance_id": "widget",
            "redis_password": "hunter2", "sync_mode": "RDB_ONLY", "full_sync_max_retry": 4, "full_sync_wait_ms": 10_000,
            "ratelimit": 10,
        },
        "sink_type": "REDIS_REPLICATOR_SINK",
        "sink_task": {
            "redis_address": "192.168.0.8:6379", "redis_type": "cluster", "dcs_instance_id": "gadget",
            "redis_password": "hunter2",
        },
    });
    vec![
        row("CreateConnector").body(json!({"node_cnt": 2})).after(row("DeleteConnector"), 600),
        row("CreateConnectorTask").body(redis),
        row("DeleteConnector"),
        of_task("DeleteConnectorTask"),
        row("ListConnectorTasks"),
        row("ModifyConnectorTask").path(OBS_TASK.0, OBS_TASK.1),
        of_task("PauseConnectorTask"),
        of_task("RestartConnectorTask"),
        of_task("RestartSmartConnectorTask"),
        of_task("ResumeConnectorTask"),
        row("ShowConnectorResourceInfo"),
        of_task("ShowConnectorTask"),
        row("ValidateConnectorConnectivity"),
        of_connector("CreateSinkTask"),
        of_sink_task("DeleteSinkTask"),
        of_connector("ListSinkTasks"),
        of_sink_task("ShowSinkTaskDetail").query("topic-info=true"),
        of_connector("UpdateSinkTaskQuota"),
    ]
}
