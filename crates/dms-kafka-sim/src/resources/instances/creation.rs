//! The creation of an instance, sold by bandwidth or by brokers.

use std::collections::BTreeMap;
use std::net::Ipv4Addr;

use huaweicloud_sim::{Call, Refusal, Response};
use serde::{Deserialize, Serialize};

use super::asked_window;
use crate::codes;
use crate::resources::tags::check_all;
use crate::state::{
    Access, AutoExpansion, Billing, Connector, Groups, Instance, Maintenance, Network, Ports, Product, Quotas,
    RetentionPolicy, Status, Storage, Tag, Topics, Users, View,
};

/// How many brokers an instance has that is sold by bandwidth, unless the request says.
const BROKERS_BY_BANDWIDTH: usize = 3;

/// What is asked for, as far as it makes a difference. Passwords do not: nothing is kept of them.
#[derive(Deserialize)]
struct NewInstance {
    name: String,
    description: Option<String>,
    engine_version: String,
    product_id: String,
    broker_num: Option<usize>,
    storage_space: Option<u32>,
    storage_spec_code: Option<String>,
    disk_encrypted_enable: Option<bool>,
    disk_encrypted_key: Option<String>,
    vpc_id: String,
    subnet_id: String,
    security_group_id: String,
    available_zones: Vec<String>,
    ipv6_enable: Option<bool>,
    tenant_ips: Option<Vec<Ipv4Addr>>,
    #[serde(flatten)]
    access: NewAccess,
    maintain_begin: Option<String>,
    maintain_end: Option<String>,
    retention_policy: Option<RetentionPolicy>,
    connector_enable: Option<bool>,
    enable_auto_topic: Option<bool>,
    enterprise_project_id: Option<String>,
    tags: Option<Vec<Tag>>,
    bss_param: Option<NewBilling>,
}

#[derive(Deserialize)]
struct NewAccess {
    ssl_enable: Option<bool>,
    access_user: Option<String>,
    kafka_security_protocol: Option<String>,
    sasl_enabled_mechanisms: Option<Vec<Mechanism>>,
    port_protocol: Option<Ports>,
    vpc_client_plain: Option<bool>,
    enable_publicip: Option<bool>,
    publicip_id: Option<String>,
    #[serde(alias = "public_boundwidth")]
    public_bandwidth: Option<u32>,
    kafka_manager_user: Option<String>,
}

#[derive(Clone, Copy, Deserialize)]
enum Mechanism {
    #[serde(rename = "PLAIN")]
    Plain,
    #[serde(rename = "SCRAM-SHA-512")]
    Scram,
}

impl Mechanism {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Plain => "PLAIN",
            Self::Scram => "SCRAM-SHA-512",
        }
    }
}

#[derive(Deserialize)]
struct NewBilling {
    charging_mode: Option<String>,
}

#[derive(Serialize)]
struct Created<'i> {
    instance_id: &'i str,
}

pub(super) fn create(view: &mut View<'_>, call: &Call<'_>) -> Result<Response, Refusal> {
    let new: NewInstance = call.json()?;
    let product = Product::of_id(&new.product_id).ok_or_else(|| Refusal::of(codes::UNKNOWN_PRODUCT))?;
    check_size(call, &new, &product)?;
    let asked = asked_window(call, new.maintain_begin.as_deref(), new.maintain_end.as_deref())?;
    let maintenance = asked.unwrap_or_default();
    check_all(new.tags.as_deref().unwrap_or_default())?;
    if new.tags.as_ref().is_some_and(|tags| tags.len() > Instance::MOST_TAGS) {
        return Err(Refusal::of(codes::TOO_MANY_TAGS));
    }
    let instance = Instance { maintenance, ..instance(view, new, product) };
    let response = Response::json(200, &Created { instance_id: &instance.id })?;
    view.create_instance(instance);
    Ok(response)
}

/// The disks of instances that are sold by brokers.
const DISKS_OF_BROKERS: [&str; 4] = [
    "dms.physical.storage.high.v2",
    "dms.physical.storage.ultra.v2",
    "dms.physical.storage.general",
    "dms.physical.storage.extreme",
];

/// In GB: the documented least of a cluster, and what a broker of one has at least.
const LEAST_STORAGE: u32 = 300;
const LEAST_STORAGE_OF_A_SINGLE_NODE: u32 = 100;
const STORAGE_STEP: u32 = 100;
const MOST_STORAGE: u32 = 1_500_000;
/// The documented numbers of brokers of a cluster.
const BROKERS: std::ops::RangeInclusive<usize> = 3..=50;

/// What must be said of instances that are sold by brokers, and only of these.
fn check_size(call: &Call<'_>, new: &NewInstance, product: &Product) -> Result<(), Refusal> {
    let disks = new.storage_spec_code.as_deref();
    let disks = disks.ok_or_else(|| call.invalid_field("`storage_spec_code` is missing."))?;
    let gigabytes = new.storage_space.ok_or_else(|| call.invalid_field("`storage_space` is missing."))?;
    let least = if product.is_single() { LEAST_STORAGE_OF_A_SINGLE_NODE } else { LEAST_STORAGE };
    if gigabytes < least {
        return Err(call.invalid_field(&format!("`storage_space` must be at least {least}.")));
    }
    if gigabytes > MOST_STORAGE {
        return Err(call.invalid_field(&format!("`storage_space` must be at most {MOST_STORAGE}.")));
    }
    if !gigabytes.is_multiple_of(STORAGE_STEP) {
        return Err(call.invalid_field(&format!("`storage_space` must be a multiple of {STORAGE_STEP}.")));
    }
    if product.is_by_bandwidth() {
        return Ok(());
    }
    match new.broker_num {
        None => return Err(call.invalid_field("`broker_num` is missing.")),
        Some(brokers) if product.is_single() && brokers != 1 => {
            return Err(call.invalid_field("`broker_num` must be 1, because of `product_id`."));
        }
        Some(brokers) if !product.is_single() && !BROKERS.contains(&brokers) => {
            let (least, most) = (BROKERS.start(), BROKERS.end());
            return Err(call.invalid_field(&format!("`broker_num` must be {least} to {most}.")));
        }
        Some(_) => {}
    }
    if DISKS_OF_BROKERS.contains(&disks) {
        return Ok(());
    }
    let why = format!("`storage_spec_code` must be one of \"{}\".", DISKS_OF_BROKERS.join("\", \""));
    Err(call.invalid_field(&why))
}

fn instance(view: &mut View<'_>, new: NewInstance, product: Product) -> Instance {
    let broker_count = new.broker_num.unwrap_or(BROKERS_BY_BANDWIDTH);
    let has_connector = new.connector_enable == Some(true);
    let is_prepaid = new.bss_param.and_then(|billing| billing.charging_mode).is_some_and(|mode| mode == "prePaid");
    Instance {
        id: view.new_uuid(),
        name: new.name,
        description: new.description.unwrap_or_default(),
        status: Status::Creating,
        created_at: view.now(),
        engine_version: new.engine_version,
        product,
        broker_addresses: addresses(view, new.tenant_ips.unwrap_or_default(), &[], broker_count),
        storage: Storage {
            gigabytes: new.storage_space.unwrap_or(LEAST_STORAGE),
            spec_code: new.storage_spec_code.unwrap_or_default(),
            key_id: new.disk_encrypted_key.filter(|_| new.disk_encrypted_enable == Some(true)),
            extend_times: 0,
        },
        network: Network {
            vpc_id: new.vpc_id,
            subnet_id: new.subnet_id,
            security_group_id: new.security_group_id,
            available_zones: new.available_zones,
            has_ipv6: new.ipv6_enable == Some(true),
            has_dns: false,
        },
        access: access(new.access),
        billing: Billing { order_id: is_prepaid.then(|| view.new_order_id()) },
        maintenance: Maintenance::default(),
        retention_policy: new.retention_policy.unwrap_or_default(),
        enterprise_project_id: new.enterprise_project_id.unwrap_or_else(|| "0".to_owned()),
        has_auto_topic: new.enable_auto_topic == Some(true),
        auto_expansion: AutoExpansion::default(),
        configs: BTreeMap::new(),
        connector: has_connector.then(|| Box::new(Connector::of(view.new_uuid(), Connector::NODES))),
        diagnoses: Vec::new(),
        logs: Vec::new(),
        recycled: None,
        scheduled_tasks: Vec::new(),
        groups: Groups::default(),
        quotas: Quotas::default(),
        tags: new.tags.unwrap_or_default(),
        topics: Topics::default(),
        users: Users::default(),
        tasks: Vec::new(),
    }
}

fn access(new: NewAccess) -> Access {
    // Ports that are asked for decide, whether or not `ssl_enable` is said besides.
    let asked = new.port_protocol.filter(|ports| ports.is_private());
    let has_sasl = asked.map_or(new.ssl_enable == Some(true), Ports::has_sasl);
    let is_public = new.enable_publicip == Some(true);
    let protocol = new.kafka_security_protocol.filter(|protocol| !protocol.is_empty());
    let protocol = protocol.filter(|_| has_sasl).unwrap_or_else(|| "SASL_SSL".to_owned());
    let protocol = if has_sasl { protocol } else { "PLAINTEXT".to_owned() };
    let is_plain_in_vpc = new.vpc_client_plain == Some(true);
    let public_ip_ids = new.publicip_id.filter(|_| is_public).unwrap_or_default();
    let mechanisms = new.sasl_enabled_mechanisms.filter(|asked| !asked.is_empty());
    let mechanisms = mechanisms.unwrap_or_else(|| vec![Mechanism::Plain]);
    let mechanisms = mechanisms.into_iter().map(|mechanism| mechanism.as_str().to_owned());
    let mut access = Access {
        has_sasl,
        user: new.access_user.filter(|_| has_sasl),
        ports: asked.unwrap_or_else(|| Ports::of_protocol(&protocol, is_plain_in_vpc, is_public)),
        protocol,
        mechanisms: if has_sasl { mechanisms.collect() } else { Vec::new() },
        is_plain_in_vpc,
        public_ip_ids: public_ip_ids.split(',').filter(|id| !id.is_empty()).map(str::to_owned).collect(),
        public_bandwidth: new.public_bandwidth.filter(|_| is_public).unwrap_or(0),
        manager_user: new.kafka_manager_user,
        advertised: BTreeMap::new(),
    };
    if asked.is_some() {
        access.follow_ports();
    }
    access
}

/// Addresses of brokers: those that are asked for, and then some of the subnet that are not taken.
pub(in crate::resources) fn addresses(
    view: &mut View<'_>,
    asked: Vec<Ipv4Addr>,
    taken: &[Ipv4Addr],
    count: usize,
) -> Vec<Ipv4Addr> {
    let mut addresses = asked;
    addresses.truncate(count);
    while addresses.len() < count {
        // 192.168.0.0/16, without the ends of each of its parts.
        let [.., third, fourth] = view.new_number().to_be_bytes();
        let address = Ipv4Addr::new(192, 168, third, fourth.clamp(1, 254));
        if !addresses.contains(&address) && !taken.contains(&address) {
            addresses.push(address);
        }
    }
    addresses
}
