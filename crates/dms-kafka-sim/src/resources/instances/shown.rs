//! An instance, as it is sent.

use std::collections::BTreeMap;

use huaweicloud_sim::Call;
use serde::Serialize;

use super::odd;
use crate::examples::{USER_ID, USER_NAME};
use crate::resources::written::joined;
use crate::state::{Instance, Ports, Status, Tag, uuid_of};

/// What an instance can do, as the documented one: the names of the features that clients ask for.
const FEATURES: &str = "kafka.new.pod.port,feature.physerver.kafka.topic.modify,feature.physerver.kafka.topic.accesspolicy,\
    message_trace_enable,features.pod.token.access,feature.physerver.kafka.pulbic.dynamic,features.log.collection,\
    auto_topic_switch,feature.physerver.kafka.user.manager";

/// An instance with all its documented fields, in groups.
#[derive(Serialize)]
pub(super) struct Shown<'i> {
    #[serde(flatten)]
    about: About<'i>,
    #[serde(flatten)]
    product: OfProduct<'i>,
    #[serde(flatten)]
    network: OfNetwork<'i>,
    #[serde(flatten)]
    access: OfAccess<'i>,
    #[serde(flatten)]
    public: OfPublicAccess,
    #[serde(flatten)]
    storage: OfStorage<'i>,
    #[serde(flatten)]
    switches: Switches<'i>,
    /// The task that sets access policies, while it goes on: a published program waits until it is not here any more. No page
    /// has the field.
    #[serde(skip_serializing_if = "Option::is_none")]
    task: Option<OfTask<'i>>,
}

impl<'i> Shown<'i> {
    /// An instance as a call shows it.
    pub(super) fn of(instance: &'i Instance, call: &Call<'_>) -> Self {
        Self {
            about: About { status: odd::status(instance, call), ..About::from(instance) },
            product: OfProduct::from(instance),
            network: OfNetwork::from(instance),
            access: OfAccess::from(instance),
            public: OfPublicAccess::from(instance),
            storage: OfStorage::from(instance),
            switches: Switches::from(instance),
            task: instance.policy_task().map(|task| OfTask { name: &task.name, status: &task.status }),
        }
    }
}

#[derive(Serialize)]
struct OfTask<'i> {
    name: &'i str,
    status: &'i str,
}

#[derive(Serialize)]
struct About<'i> {
    instance_id: &'i str,
    name: &'i str,
    description: &'i str,
    engine: &'static str,
    engine_version: &'i str,
    status: Status,
    /// Milliseconds, as a text.
    created_at: String,
    user_id: &'static str,
    user_name: &'static str,
    enterprise_project_id: &'i str,
    maintain_begin: &'i str,
    maintain_end: &'i str,
    retention_policy: &'static str,
    tags: &'i [Tag],
    #[serde(skip_serializing_if = "Option::is_none")]
    order_id: Option<&'i str>,
    /// 1 by use, 0 by the month or year.
    charging_mode: u8,
}

impl<'i> From<&'i Instance> for About<'i> {
    fn from(instance: &'i Instance) -> Self {
        let order_id = instance.billing.order_id.as_deref();
        Self {
            instance_id: &instance.id,
            name: &instance.name,
            description: &instance.description,
            engine: "kafka",
            engine_version: &instance.engine_version,
            status: instance.status,
            created_at: instance.created_at.millisecond().to_string(),
            user_id: USER_ID,
            user_name: USER_NAME,
            enterprise_project_id: &instance.enterprise_project_id,
            maintain_begin: &instance.maintenance.begin,
            maintain_end: &instance.maintenance.end,
            retention_policy: instance.retention_policy.as_str(),
            tags: &instance.tags,
            order_id,
            charging_mode: u8::from(order_id.is_none()),
        }
    }
}

#[derive(Serialize)]
struct OfProduct<'i> {
    product_id: &'i str,
    specification: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    resource_spec_code: Option<&'static str>,
    new_spec_billing_enable: bool,
    r#type: &'static str,
    service_type: &'static str,
    ces_version: &'static str,
    broker_num: usize,
    node_num: usize,
    /// As a text.
    partition_num: String,
    support_features: &'static str,
}

impl<'i> From<&'i Instance> for OfProduct<'i> {
    fn from(instance: &'i Instance) -> Self {
        let broker_count = instance.broker_count();
        Self {
            product_id: &instance.product.id,
            specification: instance.product.specification(broker_count),
            resource_spec_code: instance.product.resource_spec_code(),
            new_spec_billing_enable: !instance.product.is_by_bandwidth(),
            r#type: if instance.product.is_single() { "single" } else { "cluster" },
            service_type: "advanced",
            ces_version: "linux",
            broker_num: broker_count,
            node_num: broker_count,
            partition_num: instance.max_partitions().to_string(),
            support_features: FEATURES,
        }
    }
}

#[derive(Serialize)]
struct OfNetwork<'i> {
    vpc_id: &'i str,
    vpc_name: &'static str,
    subnet_id: &'i str,
    subnet_name: &'static str,
    subnet_cidr: &'static str,
    security_group_id: &'i str,
    security_group_name: &'static str,
    available_zones: &'i [String],
    available_zone_names: Vec<String>,
    ipv6_enable: bool,
    ipv6_connect_addresses: Vec<String>,
}

impl<'i> From<&'i Instance> for OfNetwork<'i> {
    fn from(instance: &'i Instance) -> Self {
        let network = &instance.network;
        let hosts = instance.reachable_brokers().iter().filter(|_| network.has_ipv6);
        Self {
            vpc_id: &network.vpc_id,
            vpc_name: "dms-test",
            subnet_id: &network.subnet_id,
            subnet_name: "subnet-dms-test",
            subnet_cidr: "192.168.0.0/16",
            security_group_id: &network.security_group_id,
            security_group_name: "Sys-default",
            available_zones: &network.available_zones,
            available_zone_names: (1..=network.available_zones.len()).map(|number| format!("AZ{number}")).collect(),
            ipv6_enable: network.has_ipv6,
            ipv6_connect_addresses: hosts.map(|host| format!("[{}]:9092", host.to_ipv6_mapped())).collect(),
        }
    }
}

#[derive(Serialize)]
#[allow(clippy::struct_excessive_bools, reason = "the service has them")]
struct OfAccess<'i> {
    connect_address: String,
    port: u16,
    kafka_private_connect_address: String,
    management_connect_address: String,
    pod_connect_address: String,
    cross_vpc_info: String,
    ssl_enable: bool,
    broker_ssl_enable: bool,
    ssl_two_way_enable: bool,
    cert_replaced: bool,
    new_auth_cert: bool,
    kafka_security_protocol: &'i str,
    sasl_enabled_mechanisms: &'i [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    access_user: Option<&'i str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    kafka_manager_user: Option<&'i str>,
    vpc_client_plain: bool,
    enable_acl: bool,
    port_protocols: OfPorts<'i>,
}

impl<'i> From<&'i Instance> for OfAccess<'i> {
    fn from(instance: &'i Instance) -> Self {
        let (access, hosts) = (&instance.access, instance.reachable_brokers());
        let port = access.ports.of_private_clients();
        let pods = hosts.iter().map(|host| format!("100.86.{}.{}:9080", host.octets()[2], host.octets()[3]));
        Self {
            connect_address: joined(hosts),
            port,
            kafka_private_connect_address: joined(hosts.iter().map(|host| format!("{host}:{port}"))),
            management_connect_address: hosts.first().map(|host| format!("https://{host}:9999")).unwrap_or_default(),
            pod_connect_address: joined(pods),
            cross_vpc_info: cross_vpc_info(instance),
            ssl_enable: access.has_sasl,
            broker_ssl_enable: false,
            ssl_two_way_enable: false,
            cert_replaced: false,
            new_auth_cert: false,
            kafka_security_protocol: &access.protocol,
            sasl_enabled_mechanisms: &access.mechanisms,
            access_user: access.user.as_deref(),
            kafka_manager_user: access.manager_user.as_deref(),
            vpc_client_plain: access.is_plain_in_vpc,
            enable_acl: access.has_sasl,
            port_protocols: OfPorts::from(instance),
        }
    }
}

/// JSON in a text: by address, how a broker is reached from other VPCs. Nothing until there are brokers.
fn cross_vpc_info(instance: &Instance) -> String {
    #[derive(Serialize)]
    struct Entrance {
        advertised_ip: String,
        port: u16,
        port_id: String,
    }
    let entrances = instance.reachable_brokers().iter().enumerate().map(|(number, host)| {
        let port_id = uuid_of(&[&instance.id, "port", &number.to_string()]);
        let advertised_ip = instance.access.advertised.get(host).cloned().unwrap_or_else(|| host.to_string());
        (host.to_string(), Entrance { advertised_ip, port: 9011, port_id })
    });
    let entrances: BTreeMap<_, _> = entrances.collect();
    if entrances.is_empty() { String::new() } else { serde_json::to_string(&entrances).unwrap_or_default() }
}

/// The ways in which clients can connect, with the addresses of those that are open.
#[derive(Serialize)]
struct OfPorts<'i> {
    #[serde(flatten)]
    open: &'i Ports,
    private_plain_address: String,
    private_sasl_ssl_address: String,
    private_sasl_plaintext_address: String,
    public_plain_address: String,
    public_sasl_ssl_address: String,
    public_sasl_plaintext_address: String,
}

impl<'i> From<&'i Instance> for OfPorts<'i> {
    fn from(instance: &'i Instance) -> Self {
        let (open, hosts) = (&instance.access.ports, instance.reachable_brokers());
        let private =
            |is_open: bool, port: u16| joined(hosts.iter().filter(|_| is_open).map(|host| format!("{host}:{port}")));
        let public = |is_open: bool, port: u16| {
            let hosts = instance.public_addresses();
            joined(hosts.filter(|_| is_open).map(|host| format!("{host}:{port}")))
        };
        Self {
            open,
            private_plain_address: private(open.private_plain_enable, Ports::PRIVATE_PLAIN),
            private_sasl_ssl_address: private(open.private_sasl_ssl_enable, Ports::PRIVATE_SASL),
            private_sasl_plaintext_address: private(open.private_sasl_plaintext_enable, Ports::PRIVATE_SASL),
            public_plain_address: public(open.public_plain_enable, Ports::PUBLIC_PLAIN),
            public_sasl_ssl_address: public(open.public_sasl_ssl_enable, Ports::PUBLIC_SASL),
            public_sasl_plaintext_address: public(open.public_sasl_plaintext_enable, Ports::PUBLIC_SASL),
        }
    }
}

#[derive(Serialize)]
struct OfPublicAccess {
    enable_publicip: bool,
    kafka_public_status: &'static str,
    public_access_enabled: &'static str,
    public_bandwidth: u32,
    #[serde(skip_serializing_if = "String::is_empty")]
    public_connect_address: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    public_management_connect_address: String,
}

impl From<&Instance> for OfPublicAccess {
    fn from(instance: &Instance) -> Self {
        let is_public = instance.access.is_public();
        let port = instance.access.ports.of_public_clients();
        let hosts = || instance.public_addresses();
        let manager = hosts().next().map(|host| format!("https://{host}:9999"));
        Self {
            enable_publicip: is_public,
            kafka_public_status: if is_public { "actived" } else { "closed" },
            public_access_enabled: if is_public { "true" } else { "false" },
            public_bandwidth: instance.access.public_bandwidth,
            public_connect_address: joined(hosts().map(|host| format!("{host}:{port}"))),
            public_management_connect_address: manager.unwrap_or_default(),
        }
    }
}

#[derive(Serialize)]
struct OfStorage<'i> {
    storage_space: u32,
    used_storage_space: u32,
    total_storage_space: u32,
    storage_resource_id: String,
    storage_spec_code: &'i str,
    storage_type: &'static str,
    disk_encrypted: bool,
    disk_encrypted_key: &'i str,
    is_logical_volume: bool,
    extend_times: u32,
}

impl<'i> From<&'i Instance> for OfStorage<'i> {
    fn from(instance: &'i Instance) -> Self {
        let storage = &instance.storage;
        let total = storage.gigabytes;
        Self {
            // Of the 600 GB of the documented instance, 492 are for messages.
            storage_space: total - total * 18 / 100,
            used_storage_space: storage.used_gigabytes(),
            total_storage_space: total,
            storage_resource_id: uuid_of(&[&instance.id, "storage"]),
            storage_spec_code: &storage.spec_code,
            storage_type: "hec",
            disk_encrypted: storage.key_id.is_some(),
            disk_encrypted_key: storage.key_id.as_deref().unwrap_or_default(),
            is_logical_volume: true,
            extend_times: storage.extend_times,
        }
    }
}

/// What is on, and what is never on here.
#[derive(Serialize)]
#[allow(clippy::struct_excessive_bools, reason = "the service has them")]
struct Switches<'i> {
    enable_auto_topic: bool,
    connector_enable: bool,
    connector_id: &'i str,
    connector_node_num: u16,
    message_query_inst_enable: bool,
    dns_enable: bool,
    rest_enable: bool,
    rest_connect_address: &'static str,
    trace_enable: bool,
    agent_enable: bool,
    enable_log_collection: bool,
    dr_enable: bool,
}

impl<'i> From<&'i Instance> for Switches<'i> {
    fn from(instance: &'i Instance) -> Self {
        let connector = instance.connector.as_deref();
        Self {
            enable_auto_topic: instance.has_auto_topic,
            connector_enable: connector.is_some(),
            connector_id: connector.map_or("", |connector| &connector.id),
            connector_node_num: connector.map_or(0, |connector| connector.node_count),
            message_query_inst_enable: true,
            dns_enable: instance.network.has_dns,
            rest_enable: false,
            rest_connect_address: "",
            trace_enable: false,
            agent_enable: false,
            enable_log_collection: false,
            dr_enable: false,
        }
    }
}
