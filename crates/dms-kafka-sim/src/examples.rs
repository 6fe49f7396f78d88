//! The facts of the documented examples, and invented names for what the documents leave open.

mod smart_connect;

use std::collections::BTreeMap;
use std::net::Ipv4Addr;

use crate::state::{
    Access, AccessPolicy, AccessRight, AutoExpansion, BackgroundTask, Billing, Diagnosis, DiagnosisStatus, Group,
    Groups, Instance, Maintenance, Member, Moment, Network, Ports, Product, Quotas, RetentionPolicy, Scheduled,
    ScheduledStatus, ScheduledTask, Status, Storage, Topic, Topics, User, Users, uuid_of,
};

/// Instance that the documented background tasks are put in. Invented: the documents write `{instance_id}`.
pub const EXAMPLE_INSTANCE_ID: &str = "3e7f9a52-1c4b-4d06-8a2e-5b9c0d1e2f30";

/// The background tasks of the examples on the pages of `ListBackgroundTasks` and `ShowBackgroundTask`, newest first.
pub(crate) const TASKS: [ExampleTask; 3] = [
    ExampleTask {
        id: "8abfa7b272adc5b40172b73130065ae7",
        name: "bindInstancePublicIp",
        params: r#"{"public_ip_id":"1aea7aed-e7d8-40ea-b3de-6f3ee9d5db9f","public_ip_address":"100.93.2.18","enable_public_ip":true}"#,
        status: "SUCCESS",
        created_at: 1_592_211_353_606,
        updated_at: 1_592_211_356_600,
    },
    ExampleTask {
        id: "8abfa7b372160bfd0172165864064079",
        name: "modifyAutoTopic",
        params: r#"{"old_auto_status":true,"new_auto_status":false}"#,
        status: "EXECUTING",
        created_at: 1_589_512_791_046,
        updated_at: 1_589_512_791_065,
    },
    ExampleTask {
        id: "8abfa7b372160bfd017216560af83e6e",
        name: "changeRetentionPolicy",
        params: r#"{"new_retention_policy":"produce_reject","origin_retention_policy":"time_base"}"#,
        status: "SUCCESS",
        created_at: 1_589_512_637_176,
        updated_at: 1_589_512_642_162,
    },
];
/// Who started all of them.
pub(crate) const USER_NAME: &str = "paas_dms";
/// The id of that user.
pub(crate) const USER_ID: &str = "3df5acbc24a54fadb62a043c9000a307";

/// A documented background task.
pub(crate) struct ExampleTask {
    pub(crate) id: &'static str,
    pub(crate) name: &'static str,
    pub(crate) params: &'static str,
    pub(crate) status: &'static str,
    /// Milliseconds since 1970, as is the next one.
    pub(crate) created_at: u64,
    pub(crate) updated_at: u64,
}

/// The documented instance, with what is in it in the examples.
pub(crate) fn instance(id: &str) -> Instance {
    let mut instance = empty_instance(id);
    // The examples stand newest first.
    instance.tasks = TASKS.iter().rev().map(BackgroundTask::from).collect();
    instance.connector = Some(Box::new(smart_connect::connector()));
    instance.diagnoses = DIAGNOSES.iter().map(diagnosis).collect();
    instance.scheduled_tasks = SCHEDULED_TASKS.iter().map(scheduled_task).collect();
    let topic = |created_at, description: &str| Topic {
        partition_count: 3,
        replication: 3,
        retention_hours: 72,
        created_at: Moment::of_millisecond(created_at),
        description: description.into(),
        ..Topic::default()
    };
    instance.topics.insert(TOPIC, topic(1_688_112_779_916, "This is a test topic"));
    let policies = [("xxxa", AccessRight::Pub), ("root", AccessRight::All)];
    let policies = policies.map(|(name, right)| AccessPolicy { user_name: name.to_owned(), right });
    let with_policies = Topic { policies: policies.into(), ..topic(1_688_112_779_917, "") };
    instance.topics.insert(TOPIC_WITH_POLICIES, with_policies);
    for (name, millisecond) in USERS {
        let created_at = Moment::of_millisecond(millisecond);
        instance.users.insert(name, User { description: Box::default(), created_at });
    }
    for (name, millisecond, topic) in GROUPS {
        instance.groups.insert(name, group(name, millisecond, topic));
    }
    instance
}

/// The topic of the documented list.
const TOPIC: &str = "Topic-test01";

/// The diagnoses of the documented list: ids, when they began and ended in milliseconds since 1970, and partitions with a
/// backlog. The second one ended after the example.
const DIAGNOSES: [(&str, u64, u64, u16); 2] = [
    ("0e35a9f4-e75d-4fd6-b230-280860f666f7", 1_668_072_600_000, 1_668_072_672_000, 3),
    ("89b202d5-1f34-4a89-af9d-698496d0b7b1", 1_668_160_800_000, 1_668_160_840_000, 0),
];

fn diagnosis(&(id, begin, end, backlog): &(&str, u64, u64, u16)) -> Diagnosis {
    Diagnosis {
        id: id.to_owned(),
        group: "group-test".to_owned(),
        topic: "topic-test".to_owned(),
        status: DiagnosisStatus::Finished,
        begun_at: Moment::of_millisecond(begin),
        ended_at: Some(Moment::of_millisecond(end)),
        backlog: (0..backlog).collect(),
    }
}

/// The scheduled tasks of the documented list: ids, when they were scheduled, cancelled and to be carried out. Here both were
/// cancelled, so that the instance does nothing by itself.
const SCHEDULED_TASKS: [(&str, Scheduled, [u64; 3]); 2] = [
    ("8abfa7b27da211df017da3a7ca9a0a1d", Scheduled::Upgrade, [1_735_545_600_000, 1_735_551_000_000, 1_735_776_000_000]),
    ("8abfa7b27da211df017da3a7ca9a0a1c", Scheduled::Upgrade, [1_735_632_000_000, 1_735_632_000_000, 1_735_689_600_000]),
];

fn scheduled_task((id, action, times): &(&str, Scheduled, [u64; 3])) -> ScheduledTask {
    let [created_at, updated_at, due_at] = times.map(Moment::of_millisecond);
    ScheduledTask {
        id: (*id).to_owned(),
        action: action.clone(),
        params: "{}".to_owned(),
        status: ScheduledStatus::Cancelled,
        created_at,
        updated_at,
        due_at,
    }
}

/// The topic of the documented policies and messages.
const TOPIC_WITH_POLICIES: &str = "topic-test";

/// Users of the documented examples, and when they were created, in milliseconds since 1970.
const USERS: [(&str, u64); 2] = [("xxxa", 1_615_431_764_734), ("testuser", 1_617_194_246_328)];

/// The consumer groups of the documented list, when they were created, and what the members consume of those that have some.
const GROUPS: [(&str, u64, Option<&str>); 3] = [
    ("consumer-1", 1_691_401_194_847, None),
    ("consumer-2", 1_691_401_194_960, Some(TOPIC)),
    ("consumer-3", 1_691_401_207_309, Some(TOPIC_WITH_POLICIES)),
];

/// A consumer group, with one member if it consumes a topic.
fn group(name: &str, created_at: u64, topic: Option<&str>) -> Group {
    let member = topic.map(|topic| Member {
        id: format!("{name}-{}", uuid_of(&[name, topic])),
        client_id: name.to_owned(),
        host: "/172.31.1.102".to_owned(),
        topics: vec![topic.to_owned()],
    });
    let created_at = Moment::of_millisecond(created_at);
    Group { created_at, members: member.into_iter().collect(), ..Group::default() }
}

/// An instance as the documented one is, without topics, tasks and the like.
pub(crate) fn empty_instance(id: &str) -> Instance {
    // Where the examples hide an id, one is invented.
    Instance {
        id: id.to_owned(),
        name: "kafka-2085975099".to_owned(),
        description: String::new(),
        status: Status::Running,
        created_at: Moment::of_millisecond(1_585_618_587_087),
        engine_version: "1.1.0".to_owned(),
        product: Product { id: "00300-30308-0--0".to_owned() },
        broker_addresses: [100, 61, 72].map(|host| Ipv4Addr::new(192, 168, 0, host)).into(),
        storage: Storage {
            gigabytes: 600,
            spec_code: "dms.physical.storage.ultra".to_owned(),
            key_id: None,
            extend_times: 0,
        },
        network: Network {
            vpc_id: "1e93f86e-13af-46c8-97d6-d40fa62b76c2".to_owned(),
            subnet_id: "b5fa806c-35e7-4299-b659-b39398dd4718".to_owned(),
            security_group_id: "0aaa0033-bf7f-4c41-a6c2-18cd04cad2c8".to_owned(),
            available_zones: vec!["38b0f7a602344246bcb0da47b5d548e7".to_owned()],
            has_ipv6: false,
            has_dns: false,
        },
        access: access(),
        billing: Billing::default(),
        maintenance: Maintenance::default(),
        retention_policy: RetentionPolicy::ProduceReject,
        enterprise_project_id: "0".to_owned(),
        has_auto_topic: false,
        auto_expansion: AutoExpansion::default(),
        configs: BTreeMap::new(),
        connector: None,
        diagnoses: Vec::new(),
        logs: Vec::new(),
        recycled: None,
        scheduled_tasks: Vec::new(),
        groups: Groups::default(),
        quotas: Quotas::default(),
        tags: Vec::new(),
        topics: Topics::default(),
        users: Users::default(),
        tasks: Vec::new(),
    }
}

fn access() -> Access {
    Access {
        has_sasl: true,
        user: Some("root".to_owned()),
        protocol: "SASL_SSL".to_owned(),
        mechanisms: vec!["PLAIN".to_owned()],
        is_plain_in_vpc: false,
        // The example has the port 9092, and asks for authentication all the same.
        ports: Ports { private_plain_enable: true, ..Ports::default() },
        public_ip_ids: Vec::new(),
        public_bandwidth: 0,
        manager_user: Some("root".to_owned()),
        advertised: BTreeMap::new(),
    }
}
